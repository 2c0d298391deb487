//! Limits: hostile pages finish in time, and the report names the limits that they met.

use blocksift::{Format, Hints, Limit, Limits, Page, Report, ReportRecord};
use blocksift_testkit::{hostile, sifter};
use std::time::{Duration, Instant};

/// Sifts a page within `limits`.
fn sift_within(limits: Limits, input: &str, format: Format) -> Report {
    sifter().with_limits(limits).sift(input.as_bytes(), &Hints::default().with_format(format))
}

/// Far more than any page takes on a busy machine in a debug build, and far less than a hang.
const MAX_TIME: Duration = Duration::from_secs(20);

/// Sifts a page, which must finish in time.
fn sift_in_time(input: &str) -> Report {
    let start = Instant::now();
    let report = sift_within(Limits::default(), input, Format::Html);
    assert!(start.elapsed() < MAX_TIME, "took {:?}", start.elapsed());
    report
}

#[test]
fn nesting_is_limited() {
    for tag in ["<div>", "<span>", "<b>", "<table><tr><td>", "<font color=red>", "<svg><g>", "<ul><li>x"] {
        let report = sift_in_time(&format!("<p>start</p>{}end", tag.repeat(20_000)));
        assert_eq!(report.limits_met(), [Limit::Depth], "{tag}");
        assert_eq!(report.blocks()[0].text, "start");
    }
}

#[test]
fn repeated_fragments_finish_in_time() {
    let bombs: &[String] = &[
        "<p>".repeat(100_000),
        "<a href=x>".repeat(20_000),
        "<a href=http://a.example/>x</a> ".repeat(30_000),
        "<b><p>".repeat(300),
        format!("<div {}>", "a=b ".repeat(50_000)),
        "&".repeat(300_000),
        "<!--".repeat(50_000),
        "</html>x".repeat(20_000),
        "<table>".repeat(400) + &"x".repeat(1000),
        format!("<style>{}</style>", ".a,".repeat(50_000)),
        format!("<style>{}</style>", "@media{".repeat(50_000)),
        "x| ".repeat(100_000),
        "<".repeat(300_000),
    ];
    for bomb in bombs {
        sift_in_time(bomb);
    }
}

#[test]
fn paths_of_deep_pages_stay_short() {
    let class = "c".repeat(64);
    let deep = format!("<div class={class}>").repeat(500) + &"<p>x".repeat(20_000);
    let report = sift_in_time(&deep);
    let paths: usize = report.blocks().iter().map(|b| b.path.len()).sum();
    assert!(paths < 64 << 20, "{paths} bytes of paths for {} bytes of page", deep.len());
}

#[test]
fn bytes_are_limited() {
    let limits = Limits::default().with_bytes(20);
    for format in [Format::Html, Format::Text] {
        let report = sift_within(limits, "a line of some length é and more", format);
        assert_eq!(report.limits_met(), [Limit::Bytes]);
        assert_eq!(report.blocks()[0].text, "a line of some lengt");
    }
    // A character at the limit is not split.
    let page = Page::from_html("<p>aé", None, &Limits::default().with_bytes(5));
    assert_eq!(page.text(), "a");
    let complete = sift_within(Limits::default().with_bytes(4), "abcd", Format::Html);
    assert!(complete.limits_met().is_empty());
}

#[test]
fn blocks_are_limited() {
    let limits = Limits::default().with_blocks(10);
    for (input, format) in [("<p>x".repeat(100), Format::Html), ("A line.\n".repeat(100), Format::Text)] {
        let report = sift_within(limits, &input, format);
        assert_eq!(report.limits_met(), [Limit::Blocks]);
        assert_eq!(report.blocks().len(), 10);
    }
}

#[test]
fn what_is_written_of_many_small_blocks_is_limited() {
    let deep = "<div class=a-class-with-a-long-name>".repeat(30);
    let long = "x".repeat(4000);
    for (start, unit, end, format) in [
        ("", "<p>x", "", Format::Html),
        (deep.as_str(), "<p>x", "", Format::Html),
        ("<table>", "<tr><td>\u{1}<td>\"", "", Format::Html),
        ("", "<p>x", long.replace('x', "\u{1}").as_str(), Format::Html),
        ("", "x\n", long.as_str(), Format::Text),
    ] {
        for size in [10_000, 30_000, 300_000] {
            let page = [start, &unit.repeat(size / unit.len()), end].concat();
            let report = sift_within(Limits::default(), &page, format);
            assert!(!report.limits_met().is_empty(), "{unit:?}");
            let (blocks, record) = (report.blocks().len(), ReportRecord::new("a".to_owned(), None, report));
            let written = serde_json::to_string(&record).unwrap().len();
            assert!(written <= 20 * page.len() + Limits::FREE_OUTPUT, "{written} bytes for {} of {unit:?}", page.len());
            // The memory of a page of a few hundred KB allows no more.
            let least = (page.len() / 25).min(4_000);
            assert!(blocks > least, "{blocks} blocks of {unit:?} in {} bytes", page.len());
        }
    }
}

#[test]
fn small_blocks_of_ordinary_pages_meet_no_limit() {
    for (unit, format) in [
        ("<tr><td class=n>1</td><td>23</td></tr>\n", Format::Html),
        ("<li><a href=/w/a>a</a></li>\n", Format::Html),
        ("Home\nA menu of links\n12 comments\nAnother short line\n", Format::Text),
    ] {
        let report = sift_within(Limits::default(), &unit.repeat(40_000 / unit.len()), format);
        assert!(report.limits_met().is_empty(), "{unit:?}");
    }
}

#[test]
fn nodes_are_limited() {
    let report = sift_within(Limits::default().with_nodes(5_000), &"<i></i><p>x".repeat(20_000), Format::Html);
    assert_eq!(report.limits_met(), [Limit::Nodes]);
    assert!(report.blocks().len() < 20_000 && report.blocks().len() > 100);
}

#[test]
fn links_per_block_are_limited() {
    let page = format!("<p>{}end</p><p><a href=/y>other</a></p>", "<a href=/x>link</a> ".repeat(30));
    let report = sift_within(Limits::default().with_links(10), &page, Format::Html);
    assert_eq!(report.limits_met(), [Limit::Links]);
    let links: Vec<usize> = report.page().blocks().iter().map(|b| report.page().block_links(b).count()).collect();
    assert_eq!(links, [10, 1]);
    assert_eq!(report.blocks()[0].text.matches("link").count(), 30, "the text is kept");
}

#[test]
fn attributes_per_tag_are_limited() {
    let attributes = |n: usize| (0..n).map(|i| format!(" a{i}='x>'")).collect::<String>();
    for tag in ["p", "/p", "svg"] {
        // Tags that end and tags that do not, at various positions in the pieces that the parser reads.
        for (before, end) in [(0, ">x"), (0, ""), (4090, ">x"), (4096, ""), (9000, ">x"), (12288, "")] {
            let page = format!("<p>start</p>{}<{tag}{}{end}", "y".repeat(before), attributes(20_000));
            let report = sift_in_time(&page);
            assert_eq!(report.limits_met(), [Limit::Attributes], "{tag} {before} {end}");
            assert_eq!(report.blocks()[0].text, "start");
        }
    }
    assert!(sift_in_time(&format!("<p{}>x", attributes(500))).limits_met().is_empty());
    // The same after something that only looks like a tag.
    let drawing = format!("<img src=\"data:image/svg+xml,<path d=&quot;{}&quot;\">", "1 2 M ".repeat(3000));
    let report = sift_in_time(&format!("<p>start</p>{drawing}<p>on</p><p{}>x", attributes(20_000)));
    assert_eq!(report.limits_met(), [Limit::Attributes]);
    assert_eq!(report.blocks()[1].text, "on");
}

#[test]
fn long_values_and_comments_do_not_count_as_attributes() {
    let json = "{\"a b\": \"c d\", \"e\": 'f'} ".replace('\'', "&#39;").repeat(4000);
    let pages = [
        format!("<p>start</p><div data-state='{json}'>end</div>"),
        format!("<p>start</p><!-- a <b> b {json} --><p>end"),
        format!("<p>start</p><script>if (a<b && c>d) {{ x = {json} }}</script><p>end"),
        format!("<p title='<p a=\"'>start</p><div data-a='{json}' data-b='{json}'>end</div>"),
        format!("<p>start</p><img src=\"data:image/svg+xml,<path d=&quot;{}&quot;\">end", "1 2 M ".repeat(3000)),
        format!("<p>start</p><!-- <p {} --><p>end", "a b c ".repeat(3000)),
        format!("<p title='a < b'>start</p><div data-a='{json}' data-b='{json}'>end</div>"),
    ];
    for page in pages {
        let report = sift_in_time(&page);
        assert!(report.limits_met().is_empty(), "{}", &page[..60]);
        assert_eq!(report.blocks().last().unwrap().text, "end");
    }
}

#[test]
fn steps_are_limited() {
    for (open, unit) in [("<b>", "</i>"), ("<span>", "<div>x</div>"), ("<font face=f#>", "<font face=g>x</font>")] {
        let opened: String = (0..400).map(|i| open.replace('#', &i.to_string())).collect();
        let page = format!("<p>start</p><div>{opened}{}", unit.repeat(600_000 / unit.len()));
        let report = sift_in_time(&page);
        assert_eq!(report.limits_met()[0], Limit::Steps, "{unit}");
        assert_eq!(report.blocks()[0].text, "start");
    }
    // Ordinary nesting does not meet the limit.
    assert!(sift_in_time(&"<div><p><b>one</b> <i>two</i></p></div>".repeat(2000)).limits_met().is_empty());
}

#[test]
fn memory_is_limited() {
    for unit in ["<p>x", "<br>", "<!---->", "<div>x</div>", "<table>x"] {
        let report = sift_in_time(&unit.repeat(400_000 / unit.len()));
        assert_eq!(report.limits_met(), [Limit::Memory], "{unit}");
    }
    let text = sift_within(Limits::default(), &"x\n".repeat(100_000), Format::Text);
    assert_eq!(text.limits_met(), [Limit::Memory]);
    assert!(text.blocks().len() > 5000);
    let loose = sift_within(Limits::loose(), &"x\n".repeat(20_000), Format::Text);
    assert!(loose.limits_met().is_empty() && loose.blocks().len() == 20_000);
}

#[test]
fn hostile_pages_finish_on_a_small_stack() {
    let run = || {
        for case in hostile::cases() {
            let page = case.page(24_000);
            let start = Instant::now();
            let hints = Hints::default().with_format(case.format);
            let report = sifter().sift(&page, &hints);
            assert!(start.elapsed() < MAX_TIME, "{} took {:?}", case.name, start.elapsed());
            assert!(report.blocks().len() < page.len(), "{}", case.name);
            drop(report.content_markdown());
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap().join().unwrap();
}

#[test]
fn links_that_share_a_long_target_do_not_multiply_it() {
    // Without anchor text, a copy of the link is not kept, whatever its target.
    let target = format!("/{}", "a".repeat(100_000));
    let html = format!("<p><a href='{target}'>{}<p>The boat came in", "<p> ".repeat(5_000));
    let page = Page::from_html(&html, None, &Limits::default());
    assert_eq!(page.limits_met(), []);
    assert_eq!(page.text(), "The boat came in");
    assert_eq!(page.block_links(&page.blocks()[0]).next().unwrap().target, target);
}

#[test]
fn long_attributes_of_reopened_elements_are_read_once() {
    const ATTRIBUTES: [&str; 8] = ["style", "class", "id", "href", "title", "role", "rel", "data-preloaded"];
    let tags = "a b big code em font i nobr s small strike strong tt u".split(' ');
    let start = Instant::now();
    for tag in tags {
        for attribute in ATTRIBUTES {
            let value = "color:#fff;".repeat(10_000);
            let html = format!("<p><{tag} {attribute}='{value}'>start{}<p>end", "<p>x".repeat(2_000));
            let page = Page::from_html(&html, None, &Limits::default());
            // Links that share a long target would still write it once each.
            let expected: &[Limit] = if (tag, attribute) == ("a", "href") { &[Limit::Links] } else { &[] };
            assert_eq!(page.limits_met(), expected, "{tag} {attribute}");
            assert!(page.text().ends_with("\nend"), "{tag} {attribute}");
        }
    }
    assert!(start.elapsed() < MAX_TIME, "took {:?}", start.elapsed());
}

#[test]
fn attributes_of_repeated_elements_are_limited() {
    for tag in ["html", "body"] {
        let tags: String = (0..20_000).map(|i| format!("<{tag} a{i}=x>")).collect();
        let page = format!("<p>start</p>{tags}end");
        for prefilter in [true, false] {
            let report = sift_within(Limits::default().with_prefilter(prefilter), &page, Format::Html);
            // The prefilter drops attributes that nothing reads.
            let expected: &[Limit] = if prefilter { &[] } else { &[Limit::Attributes] };
            assert_eq!(report.limits_met(), expected, "{tag} {prefilter}");
            assert_eq!(report.blocks()[0].text, "start");
        }
    }
}
