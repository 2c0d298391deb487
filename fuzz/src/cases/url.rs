//! Addresses: of the page, of its base and of its links. Every form of an address is read as a browser reads it.

use super::page::label;
use blocksift::{Format, Hints, LinkKind, Sifter};

/// The lines of the input are the page's address, its base, and the targets of links.
pub(super) fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\u{1}');
    let (address, base) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let quoted = |part: &str| part.replace('&', "&amp;").replace('"', "&quot;");
    let mut markup = format!("<head><base href=\"{}\"></head><p>The ferry sails. ", quoted(base));
    for (number, target) in parts.take(200).enumerate() {
        markup.push_str(&format!("<a href=\"{}\">link {number}</a> ", quoted(target)));
    }
    label(markup.as_bytes(), Format::Html);
    let report =
        Sifter::default().sift(markup.as_bytes(), &Hints::default().with_url(address).with_format(Format::Html));
    for block in report.page().blocks() {
        for link in report.page().block_links(block) {
            assert!(link.kind != LinkKind::External || !runs(link.target), "{:?} is no site", link.target);
        }
    }
}

/// Whether a browser would run a target.
fn runs(target: &str) -> bool {
    ::url::Url::parse(target).is_ok_and(|url| matches!(url.scheme(), "javascript" | "data" | "vbscript"))
}
