//! A small corpus, with one page that tries to run scripts in the browser of whoever opens the viewer.

use serde_json::json;

/// Number of ordinary pages, named `page-0` and so on.
pub(crate) const PAGES: usize = 6;

/// Number of blocks of each ordinary page.
pub(crate) const BLOCKS: usize = 11;

/// The name of the hostile page, which a spreadsheet would take for a formula.
pub(crate) const HOSTILE_ID: &str = "=1+1";

/// The corpus as JSON lines.
pub(crate) fn lines() -> String {
    (0..PAGES).map(page).chain([hostile()]).map(|line| line + "\n").collect()
}

fn page(number: usize) -> String {
    let paragraph = |n: usize| {
        format!(
            "This is paragraph {n} of page {number}, and it says that the keeper of the lighthouse had seen {number}{n} \
             ships go by before the fog came in from the sea and hid the harbour from all who were looking for it."
        )
    };
    let paragraphs: Vec<String> = (0..5).map(paragraph).collect();
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
    let html = format!(
        "<!DOCTYPE html><html lang=en><head><title>The lighthouse, {number}</title></head><body>\
         <nav><ul><li><a href='/'>Home</a></li><li><a href='/tides'>Tides</a></li><li><a href='/ships'>Ships</a></li></ul></nav>\
         <main><h1>What the keeper saw on day {number}</h1>{body}</main><footer>All rights reserved, {number}</footer></body></html>"
    );
    let url = format!("https://site-{number}.example/story.html");
    json!({ "id": format!("page-{number}"), "url": url, "html": html, "content": paragraphs.join("\n") }).to_string()
}

fn hostile() -> String {
    let html = "<title>&lt;/script>&lt;script>window.owned=1&lt;/script></title>\
        <p>&lt;/script>&lt;!--&lt;script>window.owned=2&lt;/script></p>\
        <p class='\"><img src=x onerror=window.owned=4>'>&lt;script>window.owned=3&lt;/script></p>\
        <p>&lt;img src=x onerror=window.owned=5>&lt;svg onload=window.owned=6> {{script}} {{data}}</p>\
        <p><a href='javascript:window.owned=7'>click</a> <a href='data:text/html,<script>window.owned=8</script>'>me</a></p>\
        <p>=cmd|' /C calc'!A0</p>";
    json!({ "id": HOSTILE_ID, "url": "javascript:window.owned=9//\"><img src=x onerror=window.owned=10>", "html": html })
        .to_string()
}
