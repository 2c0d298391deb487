//! An ordinary page, to compare the hostile ones with.

use crate::random::Numbers;

/// An ordinary page of about `size` bytes: a head, menus, articles of several paragraphs, related links, a footer.
pub fn ordinary(size: usize, seed: u64) -> Vec<u8> {
    let mut numbers = Numbers::new(seed);
    let mut page = String::from(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Notes from the harbour</title>\
         <style>.menu{display:flex}.menu a{color:#036}.closed{display:none}</style></head><body>",
    );
    while page.len() < size {
        page.push_str("<div class=\"section wide\">");
        push_menu(&mut page, &mut numbers);
        push_article(&mut page, &mut numbers);
        page.push_str("<script>var settings = {\"a\": 1, \"list\": [1, 2, 3]};");
        page.push_str(&"function f(x) { return x + 1; }\n".repeat(30));
        page.push_str("</script>\n");
        push_related_links(&mut page, &mut numbers);
        page.push_str("</div>\n");
    }
    page.push_str("<footer class=site-footer>All rights reserved. <a href=/privacy>Privacy</a></footer></body></html>");
    page.into_bytes()
}

fn push_menu(page: &mut String, numbers: &mut Numbers) {
    page.push_str("<ul class=\"menu top\">");
    for _ in 0..6 {
        let word = word(numbers);
        page.push_str(&format!(
            "<li class=\"menu-item\"><a class=\"menu-link\" href=\"/{word}/index.html\">{word}</a></li>\n"
        ));
    }
    page.push_str("</ul>\n");
}

fn push_article(page: &mut String, numbers: &mut Numbers) {
    page.push_str(&format!("<article class=\"post entry\">\n<h2 class=\"entry-title\">{}</h2>\n", words(numbers, 6)));
    for _ in 0..4 {
        page.push_str(&format!("<p class=\"entry-text\">{}.</p>\n", words(numbers, 60)));
    }
    page.push_str("</article>\n");
}

fn push_related_links(page: &mut String, numbers: &mut Numbers) {
    page.push_str("<div class=\"related\" data-id=\"12\">");
    for _ in 0..4 {
        let words = words(numbers, 5);
        let path = words.replace(' ', "-");
        page.push_str(&format!("<a class=\"card\" href=\"https://www.example.org/{path}\">{words}</a>\n"));
    }
    page.push_str("</div>");
}

fn word(numbers: &mut Numbers) -> &'static str {
    const WORDS: [&str; 32] = [
        "the", "harbour", "of", "a", "boat", "and", "in", "ferry", "was", "island", "to", "captain", "it", "winter",
        "on", "morning", "fish", "with", "from", "council", "new", "storm", "by", "market", "when", "lamp", "that",
        "rope", "is", "church", "for", "letter",
    ];
    WORDS[numbers.below(WORDS.len())]
}

fn words(numbers: &mut Numbers, count: usize) -> String {
    (0..count).map(|_| word(numbers)).collect::<Vec<_>>().join(" ")
}
