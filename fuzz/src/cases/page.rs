//! Pages: blocks cover the text, reports repeat, explanations add up, memory and output are bounded.

use blocksift::internals::counted_steps;
use blocksift::{Features, Format, Hints, Label, Limits, Report, ReportRecord, Sifter};
use blocksift_testkit::counted::{Memory, counted};
use std::sync::LazyLock;

/// The address of every page.
pub(super) const ADDRESS: &str = "https://www.example.org/a/b.html";

/// Memory and output that a page may take per byte, as `cargo bench --bench bounds` has it.
const MAX_MEMORY: usize = 20;
const MAX_OUTPUT: usize = 20;
/// Steps beyond the limits: those of the token or the node that meets one.
const MAX_EXCESS_STEPS: usize = 200_000;
/// How often all stages together may allocate what a page may hold at a time. This counts the work of stages that count no
/// steps.
const MAX_ALLOCATED: usize = 8;

/// Sifters with and without the prefilter.
static SIFTERS: LazyLock<[Sifter; 2]> = LazyLock::new(|| {
    [true, false].map(|prefilter| Sifter::default().with_limits(Limits::default().with_prefilter(prefilter)))
});

/// Labels a page twice, and checks what holds for every report.
pub(super) fn run(bytes: &[u8], format: Format) {
    let sifter = &SIFTERS[0];
    let report = sift(sifter, bytes, format);
    let again = sift(sifter, bytes, format);
    assert_eq!(
        (report.blocks(), report.verdict()),
        (again.blocks(), again.verdict()),
        "the same input gives the same report"
    );
    let markdown = report.content_markdown();
    assert_eq!(markdown.is_empty(), report.with_label(Label::Content).next().is_none());
    if let Some(block) = report.blocks().len().checked_sub(1) {
        let why = sifter.explain(&report, block);
        let (contributions, score) = (why.contributions, why.score);
        let sum: f64 = contributions.iter().map(|c| f64::from(c.contribution)).sum();
        assert!((sum - f64::from(score)).abs() < 1e-2 * (1.0 + f64::from(score).abs()), "{sum} is not {score}");
    }
}

/// Labels a page, and checks what holds for every report.
pub(super) fn label(bytes: &[u8], format: Format) -> Report {
    sift(&SIFTERS[0], bytes, format)
}

/// Labels a page in full: what the prefilter drops reaches the parser.
pub(super) fn label_unfiltered(bytes: &[u8]) -> Report {
    sift(&SIFTERS[1], bytes, Format::Html)
}

fn sift(sifter: &Sifter, bytes: &[u8], format: Format) -> Report {
    let hints = Hints::default().with_url(ADDRESS).with_format(format);
    // The embedded model is loaded once, which is no page's cost.
    let _ = sifter.model();
    let (report, memory) = counted(|| sifter.sift(bytes, &hints));
    let most = (MAX_MEMORY * bytes.len()).max(Limits::FREE_MEMORY);
    // Two copies of the page exist before the limits count: the decoded one, and the page's text.
    assert!(memory.peak <= most + 8 * bytes.len() + (1 << 20), "{} bytes took {} of memory", bytes.len(), memory.peak);
    check_work(&report, &memory);
    check(&report);
    check_outputs(&report, bytes.len());
    report
}

/// The work that is counted is linear in the page. Time is not measured, since it depends on what else a machine does.
fn check_work(report: &Report, memory: &Memory) {
    let page = report.page();
    let bytes = page.read_bytes();
    // Each step looks at one element, so a page of many tags inside many elements takes the product of both. Small ones
    // may; the limit makes it linear from 170 KB on.
    let most = (Limits::default().steps_per_byte * bytes).max(Limits::FREE_STEPS) + MAX_EXCESS_STEPS;
    let steps = counted_steps(page);
    assert!(steps.iter().all(|steps| *steps <= most), "{bytes} bytes took {steps:?} steps");
    let most = MAX_ALLOCATED * (MAX_MEMORY * bytes).max(Limits::FREE_MEMORY);
    assert!(memory.total <= most, "{bytes} bytes allocated {}", memory.total);
}

fn check(report: &Report) {
    let page = report.page();
    let text = page.text();
    let mut next = (0, 0);
    for (block, of_page) in report.blocks().iter().zip(page.blocks()) {
        assert_eq!((of_page.bytes().start, block.start), next, "blocks are adjacent");
        assert_eq!(&text[of_page.bytes()], block.text);
        assert_eq!(block.end - block.start, block.text.chars().count());
        assert!(!block.text.trim().is_empty());
        assert!(!text[of_page.bytes().end..].starts_with(|c| c != '\n'));
        next = (of_page.bytes().end + 1, block.end + 1);
        let p = block.probabilities;
        assert!((p.content + p.navigation + p.spam - 1.0).abs() < 1e-4);
        assert!(Label::ALL.iter().all(|label| (0.0..=1.0).contains(&p.of(*label))));
        assert!(page.block_links(of_page).all(|link| block.text.contains(link.anchor)));
        let spans = &block.spam_spans;
        assert!(spans.iter().all(|s| block.start <= s.start && s.start < s.end && s.end <= block.end));
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "spans are in order");
    }
    assert_eq!(text.len() + 1, next.0.max(1));
    let rows = Features::of(page);
    assert!(rows.rows().iter().all(|v| v.is_finite()));
}

/// What is written of a page is bounded by its size.
fn check_outputs(report: &Report, bytes: usize) {
    let most = MAX_OUTPUT * bytes + Limits::FREE_OUTPUT;
    for label in Label::ALL {
        assert!(report.text_of(label).len() <= 4 * bytes + 64);
        assert!(report.markdown_of(label).len() <= most, "Markdown is bounded");
    }
    // Bytes that are no text become a character of three bytes each.
    let most = MAX_OUTPUT * bytes.max(report.page().read_bytes()) + Limits::FREE_OUTPUT;
    let record = ReportRecord::new("a".to_owned(), None, report.clone());
    let json = serde_json::to_string(&record).expect("a record can be written");
    assert!(json.len() <= most, "{} bytes of JSON for {bytes}", json.len());
}
