//! Tests of host pages and of the data files that they are made of.

use super::{HostLanguage, Hosts, make};
use blocksift::{Limits, Page};
use std::path::Path;

fn languages() -> Vec<HostLanguage> {
    Hosts::embedded().unwrap()
}

#[test]
fn every_language_loads() {
    let languages = languages();
    assert!(languages.len() >= 2);
    for language in &languages {
        assert_eq!(language.language, language.stem.split('-').next().unwrap());
    }
}

#[test]
fn a_missing_folder_is_named() {
    let error = Hosts::load(Path::new("no/such/folder")).unwrap_err().to_string();
    assert!(error.contains("no/such/folder") && error.contains("--data"), "{error}");
}

#[test]
fn pages_are_the_same_each_time_and_differ_by_number_and_seed() {
    for language in languages() {
        let [first, again, other, seeded] = [(3, 1), (3, 1), (8, 1), (3, 2)].map(|(n, seed)| make(&language, n, seed));
        assert_eq!((&first.html, &first.content, &first.url), (&again.html, &again.content, &again.url));
        assert_ne!(first.html, other.html);
        assert_ne!(first.html, seeded.html);
    }
}

#[test]
fn content_is_on_the_page_and_long_enough() {
    for language in languages() {
        for number in 0..30 {
            let page = make(&language, number, 7);
            let text = Page::from_html(&page.html, page.url.as_deref(), &Limits::default()).text().to_owned();
            let content = page.content.unwrap();
            assert!(content.len() >= 300, "{}: {} bytes of content", page.id, content.len());
            for line in content.lines() {
                assert!(text.contains(line), "{}: `{line}` is not on the page", page.id);
            }
        }
    }
}
