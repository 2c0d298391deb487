//! Plain text: which lines become blocks.

use super::texts;
use blocksift::{Format, Hints, Limits, Page};

fn page(text: &str) -> Page {
    Page::from_text(text, None, &Limits::default())
}

#[test]
fn a_line_with_separators_is_one_block() {
    let link_farm: String = (0..200).map(|i| format!("双江{i}| ")).collect();
    let page = page(&format!("Home\nNews\n\n{link_farm}\n"));
    assert_eq!(texts(&page).len(), 3);
    assert_eq!(page.block_text(&page.blocks()[2]), link_farm.trim());
}

#[test]
fn wrapped_lines_are_joined() {
    let text = "The bridge over the harbour was opened to the public again on Sunday\n\
                after two years of repairs that had cost the town far more than any\n\
                of its people had thought.\n\
                Home\n\
                News";
    let page = page(text);
    assert_eq!(texts(&page)[0], text.lines().take(3).collect::<Vec<_>>().join(" "));
    assert_eq!(texts(&page)[1..], ["Home", "News"]);
}

#[test]
fn complete_sentences_and_short_lines_are_not_joined() {
    let text = "This is a sentence of about the width at which text is wrapped by mail.\nand this is another line\nshort\nlines";
    assert_eq!(texts(&page(text)).len(), 4);
}

#[test]
fn white_space_is_collapsed() {
    let page = page(" a \t b\u{3000}c \r\n\r\n \n\u{a0}d\n");
    assert_eq!(texts(&page), ["a b c", "d"]);
    assert_eq!(page.text(), "a b c\nd");
}

#[test]
fn text_is_distinguished_from_markup() {
    let format = |text: &str, content_type| {
        blocksift_testkit::sifter().sift_str(text, &Hints::default().with_content_type(content_type)).format()
    };
    assert_eq!(format("if a < b and c > d then", None), Format::Text);
    assert_eq!(format("Just text.\nMore of it.", None), Format::Text);
    assert_eq!(format("<p>one<p>two", None), Format::Html);
    assert_eq!(format("\u{feff}\n<!DOCTYPE html><title>x</title>", None), Format::Html);
    assert_eq!(format("<p>one<p>two", Some("text/plain")), Format::Text);
    assert_eq!(format("no tags", Some("text/html; charset=utf-8")), Format::Html);
}
