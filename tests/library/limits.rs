//! Hostile size: every bound is met in good time and named.

use super::support::sifter;
use blocksift::{Format, Hints, LimitMet, Limits, Page, Report};
use std::time::{Duration, Instant};

fn within(limits: Limits, input: &str, format: Format) -> Report {
    sifter().limits(limits).sift(input.as_bytes(), &Hints { format: Some(format), ..Hints::default() }).unwrap()
}

/// Far more than is needed on a busy machine without optimisation, far less than a hang.
const SOON: Duration = Duration::from_secs(20);

fn soon(input: &str) -> Report {
    let start = Instant::now();
    let report = within(Limits::default(), input, Format::Html);
    assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
    report
}

#[test]
fn deep_nesting_is_cut() {
    for tag in ["<div>", "<span>", "<b>", "<table><tr><td>", "<font color=red>", "<svg><g>", "<ul><li>x"] {
        let report = soon(&format!("<p>start</p>{}end", tag.repeat(20_000)));
        assert_eq!(report.limits_met(), [LimitMet::Depth], "{tag}");
        assert_eq!(report.blocks[0].text, "start");
    }
}

#[test]
fn other_bombs_end_soon() {
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
        soon(bomb);
    }
}

#[test]
fn paths_of_deep_pages_do_not_fill_memory() {
    let class = "c".repeat(64);
    let deep = format!("<div class={class}>").repeat(500) + &"<p>x".repeat(20_000);
    let report = soon(&deep);
    let paths: usize = report.blocks.iter().map(|b| b.path.len()).sum();
    assert!(paths < 64 << 20, "{paths} bytes of paths for {} bytes of page", deep.len());
}

#[test]
fn bytes_are_bounded() {
    let limits = Limits { bytes: 20, ..Limits::default() };
    for format in [Format::Html, Format::Text] {
        let report = within(limits, "a line of some length é and more", format);
        assert_eq!(report.limits_met(), [LimitMet::Bytes]);
        assert_eq!(report.blocks[0].text, "a line of some lengt");
    }
    // A character on the edge is not torn.
    let page = Page::from_html("<p>aé", None, &Limits { bytes: 5, ..Limits::default() });
    assert_eq!(page.text(), "a");
    let all = within(Limits { bytes: 4, ..Limits::default() }, "abcd", Format::Html);
    assert!(all.limits_met().is_empty());
}

#[test]
fn blocks_are_bounded() {
    let limits = Limits { blocks: 10, ..Limits::default() };
    for (input, format) in [("<p>x".repeat(100), Format::Html), ("A line.\n".repeat(100), Format::Text)] {
        let report = within(limits, &input, format);
        assert_eq!(report.limits_met(), [LimitMet::Blocks]);
        assert_eq!(report.blocks.len(), 10);
    }
}

#[test]
fn nodes_are_bounded() {
    let report = within(Limits { nodes: 5_000, ..Limits::default() }, &"<i></i><p>x".repeat(20_000), Format::Html);
    assert_eq!(report.limits_met(), [LimitMet::Nodes]);
    assert!(report.blocks.len() < 20_000 && report.blocks.len() > 100);
}
