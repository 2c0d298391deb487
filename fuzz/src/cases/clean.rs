//! What is published of a page: cleaned HTML and Markdown run nothing, link only where links may lead, and are bounded.

use super::page::{ADDRESS, label};
use blocksift::{Format, Label};
use scraper::{Html, Node};

/// Elements that run, load or submit something, or that are read another way.
const DANGEROUS: [&str; 22] = [
    "script",
    "style",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "svg",
    "math",
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "base",
    "link",
    "meta",
    "noscript",
    "template",
    "plaintext",
    "title",
];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 6] = ["href", "src", "cite", "poster", "action", "longdesc"];

/// Schemes that links may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Cleans a page, with and without its navigation, and parses the results as a browser would.
pub(super) fn run(bytes: &[u8]) {
    let report = label(bytes, Format::Html);
    let markup = String::from_utf8_lossy(bytes);
    let report = if report.encoding() == "UTF-8" { report } else { label(markup.as_bytes(), Format::Html) };
    for removed in [&[][..], &[Label::Spam], &[Label::Spam, Label::Navigation]] {
        let cleaned = report.cleaned_html(&markup, removed);
        assert!(cleaned.len() <= 4 * markup.len() + (64 << 10), "{} of {}", cleaned.len(), markup.len());
        check_markup(&cleaned);
        // Sanitizers fail where markup means something else when it is written and parsed again.
        check_markup(&Html::parse_document(&cleaned).html());
    }
    for label in Label::ALL {
        check_markdown(&report.markdown_of(label));
    }
}

/// Checks the elements and attributes of a fragment that is put into a page.
fn check_markup(cleaned: &str) {
    let tree = Html::parse_document(&format!("<!DOCTYPE html><html><body>{cleaned}</body></html>"));
    for element in tree.tree.values().filter_map(Node::as_element) {
        let name = element.name();
        assert!(!DANGEROUS.contains(&name), "<{name}> in {cleaned:?}");
        for (attribute, value) in element.attrs() {
            let attribute = attribute.to_ascii_lowercase();
            assert!(!attribute.starts_with("on"), "{attribute} in {cleaned:?}");
            assert!(
                !["style", "srcdoc", "ping", "background", "formaction"].contains(&attribute.as_str()),
                "{cleaned:?}"
            );
            assert!(!ADDRESSES.contains(&attribute.as_str()) || is_allowed(value), "{attribute}={value:?}");
        }
    }
}

/// Whether a browser would take an address for one of [`SCHEMES`], on a page with such an address.
fn is_allowed(address: &str) -> bool {
    let base = ::url::Url::parse(ADDRESS).expect("the address is valid");
    base.join(address).map_or(true, |resolved| SCHEMES.contains(&resolved.scheme()))
}

/// Checks the targets of links and images in Markdown.
fn check_markdown(markdown: &str) {
    for (at, _) in markdown.match_indices("](") {
        // An escaped bracket is text.
        let escapes = markdown[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if escapes % 2 == 1 {
            continue;
        }
        let target = markdown[at + 2..].trim_start_matches('<');
        let end = target.find([')', '>', '\n', ' ']).unwrap_or(target.len());
        assert!(is_allowed(&target[..end]), "{:?} in Markdown", &target[..end]);
    }
}
