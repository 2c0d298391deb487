//! What holds for every input whatever it is.

use blocksift::{Features, Format, Hints, Label, Limits, Report, Sifter, Thresholds, features};
use blocksift_testkit::sifter;
use proptest::prelude::*;

/// Pieces that pages are made of, and pieces that break pages.
const PIECES: &[&str] = &[
    "<html>",
    "<head>",
    "<title>",
    "</title>",
    "<body>",
    "</body>",
    "</html>",
    "<div>",
    "</div>",
    "<div class='nav menu'>",
    "<div style='display:none'>",
    "<p>",
    "</p>",
    "<span>",
    "</span>",
    "<a href='/x'>",
    "<a href=\"http://a.example.com/\">",
    "<a href='//b.example.co.uk/1'>",
    "<a href=''>",
    "<a href='http://[::1'>",
    "</a>",
    "<br>",
    "<br><br>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<select><option>",
    "</select>",
    "<pre>",
    "</pre>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "</noscript>",
    "<script>",
    "</script>",
    "<style>",
    ".x{display:none}",
    "#y{opacity:0",
    "}",
    "</style>",
    "<!--",
    "-->",
    "<!DOCTYPE html>",
    "<svg>",
    "<math>",
    "<mi>",
    "</svg>",
    "<template>",
    "</template>",
    "<h1>",
    "</h1>",
    "<b>",
    "<i>",
    "</b>",
    "<form>",
    "<frameset>",
    "<plaintext>",
    "<x-custom id=y>",
    "<meta name=description content='d e'>",
    "<meta name=keywords content=' '>",
    "<p class=x>",
    "<![CDATA[",
    "]]>",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "&#x202e;",
    "&nbsp;",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "\u{3000}",
    "\u{0}",
    "\u{feff}",
    "\u{200b}",
    "a",
    "word",
    "The end of the story.",
    "双江| 鄱阳县| 澳门|",
    "новости",
    "ข่าว",
    "さようなら",
    "한국",
    "مرحبا",
    "😀",
    "e\u{301}",
    "1,234.50 €",
    "\r\n",
    "\u{2028}",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn flat_text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "\\PC{0,120}",
        "[a-z ]{0,110}",
        any::<String>(),
        prop::sample::select(PIECES).prop_map(str::to_owned),
    ];
    prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

fn sift(bytes: &[u8], format: Option<Format>) -> Report {
    sifter().sift(bytes, &Hints::default().with_url("https://www.example.org/x").with_format(format))
}

/// All that is promised of a report.
fn check(report: &Report) -> Result<(), TestCaseError> {
    let page = report.page();
    let chars: Vec<char> = page.text().chars().collect();
    prop_assert_eq!(report.blocks().len(), page.blocks().len());
    let mut next = 0;
    for (i, block) in report.blocks().iter().enumerate() {
        prop_assert_eq!(block.index, i);
        prop_assert_eq!(block.start, next, "blocks follow each other with one line feed between");
        next = block.end + 1;
        prop_assert!(block.end > block.start, "a block holds something");
        let slice: String = chars[block.start..block.end].iter().collect();
        prop_assert_eq!(&slice, &block.text);
        let p = block.probabilities;
        prop_assert!((p.content + p.navigation + p.spam - 1.0).abs() < 1e-4);
        prop_assert!(Label::ALL.iter().all(|l| (0.0..=1.0).contains(&p.of(*l))));
        prop_assert!(!block.text.trim().is_empty());
    }
    prop_assert_eq!(page.text().is_empty(), report.blocks().is_empty());
    prop_assert_eq!(chars.len() + 1, next.max(1));
    let spam = report.with_label(Label::Spam).count();
    prop_assert_eq!(report.verdict().spam_blocks, spam);
    prop_assert!((0.0..=1.0001).contains(&report.verdict().spam_share));
    check_links(report)?;
    check_features(report)
}

fn check_links(report: &Report) -> Result<(), TestCaseError> {
    let page = report.page();
    for block in page.blocks() {
        let mut rest = page.block_text(block);
        for link in page.block_links(block) {
            let at = rest.find(link.anchor);
            prop_assert!(at.is_some(), "{:?} is not in {:?}", link.anchor, rest);
            rest = &rest[at.unwrap_or(0) + link.anchor.len()..];
        }
    }
    Ok(())
}

fn check_features(report: &Report) -> Result<(), TestCaseError> {
    let rows = Features::of(report.page());
    prop_assert_eq!(rows.rows().dim(), (report.blocks().len(), features().len()));
    prop_assert!(rows.rows().iter().all(|v| v.is_finite()));
    prop_assert!(rows.units().iter().all(|u| u.is_finite() && *u >= 0.0));
    for block in report.blocks().iter().take(3) {
        for label in Label::ALL {
            let blocksift::Explanation { contributions, score, .. } =
                sifter().explain_label(report, block.index, label);
            let sum: f32 = contributions.iter().map(|c| c.contribution).sum();
            prop_assert!((sum - score).abs() < 1e-3, "{sum} is not {score}");
        }
        let contributions = sifter().explain(report, block.index).contributions;
        prop_assert!(contributions.windows(2).all(|w| w[0].contribution.abs() >= w[1].contribution.abs()));
    }
    Ok(())
}

fn same(a: &Report, b: &Report) -> bool {
    a.blocks() == b.blocks()
        && a.verdict() == b.verdict()
        && a.language() == b.language()
        && a.encoding() == b.encoding()
}

proptest! {
    #![proptest_config(super::cases(400))]

    #[test]
    fn bytes_of_any_kind(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for format in [None, Some(Format::Html), Some(Format::Text)] {
            check(&sift(&bytes, format))?;
        }
    }

    #[test]
    fn soups_of_tags(html in soup()) {
        let report = sift(html.as_bytes(), Some(Format::Html));
        check(&report)?;
        prop_assert!(same(&report, &sift(html.as_bytes(), Some(Format::Html))), "twice the same");
    }

    #[test]
    fn soups_after_a_real_page(html in soup(), at in 0usize..blocksift_testkit::HACKED.len()) {
        let page = blocksift_testkit::HACKED;
        let at = page.floor_char_boundary(at);
        check(&sift(format!("{}{html}{}", &page[..at], &page[at..]).as_bytes(), None))?;
    }

    #[test]
    fn texts_of_any_kind(text in flat_text()) {
        let report = sift(text.as_bytes(), Some(Format::Text));
        check(&report)?;
        prop_assert!(same(&report, &sift(text.as_bytes(), Some(Format::Text))), "twice the same");
        prop_assert!(report.blocks().iter().all(|b| b.path.is_empty() && !b.hidden));
    }

    #[test]
    fn hints_of_any_kind(url in any::<String>(), content_type in any::<String>(), html in soup()) {
        let hints = Hints::default().with_url(url.as_str()).with_content_type(content_type.as_str());
        check(&sifter().sift(html.as_bytes(), &hints))?;
        let charset = format!("text/html; charset={content_type}");
        let hints = Hints::default().with_url(url.as_str()).with_content_type(charset.as_str());
        check(&sifter().sift(html.as_bytes(), &hints))?;
    }

    #[test]
    fn every_visible_word_is_in_a_block(words in prop::collection::vec("[a-z]{1,8}", 1..30), seed in any::<u64>()) {
        let tags = ["<p>", "<div>", "</div>", " ", "<br>", "<li>", "<b>", "</b>", "<td>", "<h2>", "<span>", "</p>"];
        let mut html = String::new();
        for (i, word) in words.iter().enumerate() {
            html.push_str(tags[(seed.rotate_left(i as u32 * 3) % tags.len() as u64) as usize]);
            html.push_str(word);
        }
        let report = sift(html.as_bytes(), Some(Format::Html));
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(squeezed(report.page().text()), words.concat());
    }
}

/// Blocks of a label, by number.
fn labeled(report: &Report, label: Label) -> Vec<usize> {
    report.with_label(label).map(|b| b.index).collect()
}

proptest! {
    #![proptest_config(super::cases(120))]

    #[test]
    fn raising_a_threshold_adds_nothing(html in soup(), at in 0usize..blocksift_testkit::HACKED.len(), a in 0f32..=1.0, b in 0f32..=1.0) {
        let page = blocksift_testkit::HACKED;
        let at = page.floor_char_boundary(at);
        let page = format!("{}{html}{}", &page[..at], &page[at..]);
        for label in [Label::Content, Label::Spam] {
            let of = |threshold: f32| {
                let thresholds = Thresholds::default().with_threshold(label, threshold).unwrap();
                let report = sifter().with_thresholds(thresholds).sift(page.as_bytes(), &Hints::default());
                labeled(&report, label)
            };
            let (low, high) = (of(a.min(b)), of(a.max(b)));
            // What is no longer spam may become content; by its own threshold no label gains.
            prop_assert!(high.iter().all(|i| low.contains(i)), "{label}: {high:?} is not within {low:?}");
        }
    }

    #[test]
    fn the_embedded_model_explains_itself(html in soup(), at in 0usize..blocksift_testkit::HACKED.len()) {
        let page = blocksift_testkit::HACKED;
        let at = page.floor_char_boundary(at);
        let sifter = Sifter::default();
        let report = sifter.sift(format!("{}{html}{}", &page[..at], &page[at..]).as_bytes(), &Hints::default());
        for block in report.blocks().iter().step_by(5).take(3) {
            for label in Label::ALL {
                let blocksift::Explanation { contributions, score, .. } = sifter.explain_label(&report, block.index, label);
                let sum: f64 = contributions.iter().map(|c| f64::from(c.contribution)).sum();
                prop_assert!((sum - f64::from(score)).abs() < 1e-3 * (1.0 + f64::from(score.abs())), "{sum} is not {score}");
            }
        }
    }

    #[test]
    fn ranges_slice_the_text_they_claim(html in soup()) {
        let report = sift(html.as_bytes(), None);
        let page = report.page();
        let mut next = 0;
        for block in page.blocks() {
            let text = page.block_text(block);
            prop_assert_eq!(page.text().get(block.bytes()), Some(text), "bytes stand on characters");
            prop_assert_eq!(block.bytes().start, next);
            prop_assert_eq!(page.text()[..block.bytes().start].chars().count(), block.chars().start);
            prop_assert_eq!(text.chars().count(), block.chars().len());
            next = block.bytes().end + 1;
        }
    }

    #[test]
    fn limits_of_any_size_are_kept(html in soup(), bytes in 0usize..400, depth in 0usize..12, nodes in 0usize..40, blocks in 1usize..6) {
        let limits = Limits::default().with_bytes(bytes).with_depth(depth).with_nodes(nodes).with_blocks(blocks).with_links(1).with_attributes(1);
        let report = sifter().with_limits(limits).sift(html.as_bytes(), &Hints::default());
        check(&report)?;
        prop_assert!(report.blocks().len() <= blocks + 1, "{} blocks", report.blocks().len());
    }
}

#[test]
fn markdown_and_text_never_fail() {
    let report = sift(blocksift_testkit::HACKED.as_bytes(), None);
    assert!(report.content_text().contains("harbour"));
    assert!(report.content_markdown().ends_with('\n'));
    let empty = sift(b"", None);
    assert_eq!((empty.content_text(), empty.content_markdown()), (String::new(), String::new()));
}

#[test]
fn sifters_are_shared_between_threads() {
    fn check<T: Send + Sync + Clone>(_: &T) {}
    let sifter = sifter();
    check(&sifter);
    let reports: Vec<Report> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| sifter.sift(blocksift_testkit::HACKED.as_bytes(), &Hints::default())))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(reports.iter().all(|r| same(r, &reports[0])));
}
