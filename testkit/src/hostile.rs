//! Pages made to cost as much as possible, at any size, and an ordinary page to compare them with. Tests make them small,
//! the benches `bounds` and `growth` large.

use crate::random::Numbers;
use blocksift::Format;

/// One kind of hostile page.
pub struct Case {
    /// Name for tables and messages.
    pub name: &'static str,
    /// Whether the page is markup or text.
    pub format: Format,
    make: Make,
}

enum Make {
    /// A prefix, a unit repeated to the wanted size, and a suffix.
    Repeat(&'static str, &'static str, &'static str),
    /// The same, where `#` in the unit becomes the number of the repetition.
    Count(&'static str, &'static str, &'static str),
    /// An opening repeated the given number of times, where `#` becomes its number, then a unit to the wanted size.
    Deep(&'static str, usize, &'static str),
    /// The bytes that a function makes for a size.
    Bytes(fn(usize) -> Vec<u8>),
}

impl Case {
    /// Makes the page, of about `size` bytes.
    pub fn page(&self, size: usize) -> Vec<u8> {
        match self.make {
            Make::Repeat(before, unit, after) => {
                let times = (size.saturating_sub(before.len() + after.len()) / unit.len()).max(1);
                [before, &unit.repeat(times), after].concat().into_bytes()
            }
            Make::Count(before, unit, after) => {
                let mut page = before.to_owned();
                let mut number = 0usize;
                while page.len() + unit.len() + after.len() < size {
                    page.push_str(&unit.replace('#', &number.to_string()));
                    number += 1;
                }
                page.push_str(after);
                page.into_bytes()
            }
            Make::Deep(open, depth, unit) => {
                let mut page = String::new();
                (0..depth).for_each(|i| page.push_str(&open.replace('#', &i.to_string())));
                page.push_str(&unit.repeat((size.saturating_sub(page.len()) / unit.len()).max(1)));
                page.into_bytes()
            }
            Make::Bytes(make) => make(size),
        }
    }
}

fn html(name: &'static str, make: Make) -> Case {
    Case { name, format: Format::Html, make }
}

fn text(name: &'static str, make: Make) -> Case {
    Case { name, format: Format::Text, make }
}

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

fn random_bytes(size: usize) -> Vec<u8> {
    Numbers::new(1).bytes(size)
}

fn random_ascii(size: usize) -> Vec<u8> {
    random_bytes(size).into_iter().map(|b| b' ' + b % 95).collect()
}

/// Pieces of markup in random order.
fn soup(size: usize) -> Vec<u8> {
    #[rustfmt::skip]
    const PIECES: [&str; 40] = [
        "<div>", "</div>", "<p>", "</p>", "<a href=/x>", "</a>", "<b>", "</b>", "<i>", "</i>", "<table>",
        "</table>", "<tr>", "<td>", "</td>", "<font color=red>", "</font>", "<svg>", "</svg>", "<math>", "<mi>",
        "<select>", "</select>", "<option>", "<form>", "</form>", "<template>", "</template>", "<h1>", "</h1>",
        "<li>", "<ul>", "</ul>", "text ", "&amp;", "<nobr>", "<applet>", "</applet>", "<frameset>", "<br>",
    ];
    let mut numbers = Numbers::new(3);
    let mut page = String::new();
    while page.len() < size {
        page.push_str(PIECES[numbers.below(PIECES.len())]);
    }
    page.into_bytes()
}

fn utf16(unit: &[u16], size: usize) -> Vec<u8> {
    let mut page = vec![0xff, 0xfe];
    while page.len() < size {
        page.extend(unit.iter().flat_map(|u| u.to_le_bytes()));
    }
    page
}

fn surrogates(size: usize) -> Vec<u8> {
    utf16(&[0x3c, 0x70, 0x3e, 0xd800, 0x61, 0xdc00, 0x20], size)
}

/// Random bytes behind a gzip header.
fn gzip(size: usize) -> Vec<u8> {
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &random_bytes(size.saturating_sub(10))].concat()
}

fn iso_2022_jp(size: usize) -> Vec<u8> {
    b"\x1b$B$3$s\x1b(Ba".repeat(size / 11 + 1)
}

fn broken_utf8(size: usize) -> Vec<u8> {
    [&b"<meta charset=utf-8>"[..], &b"caf\xe9 \xc3\xa9 \xff\xfe ".repeat(size / 12 + 1)].concat()
}

/// Tags with 400 attributes each.
fn attributes_between_tags(size: usize) -> Vec<u8> {
    let tag: String = (0..400).map(|i| format!(" a{i}")).collect();
    format!("<p{tag}>x").repeat(size / (tag.len() + 4) + 1).into_bytes()
}

/// Formatting elements left open, which the parser reopens in every paragraph.
fn reopened_fonts(size: usize) -> Vec<u8> {
    let mut page = String::from("<p>");
    (0..400).for_each(|i| page.push_str(&format!("<font face=f{i}>")));
    page.push_str(&"</p><p>x".repeat(size.saturating_sub(page.len()) / 8 + 1));
    page.into_bytes()
}

/// A drawing in an address, which looks like a tag with too many attributes, then openings that are slow to read tag by
/// tag.
fn drawing_and_tags(size: usize) -> Vec<u8> {
    let drawing = format!("<img src=\"data:image/svg+xml,<path d=&quot;{}\">", "1 2 M ".repeat(3000));
    [drawing.as_bytes(), &b"</".repeat(size.saturating_sub(drawing.len()) / 2 + 1)].concat()
}

/// All hostile pages.
#[rustfmt::skip]
pub fn cases() -> Vec<Case> {
    use Make::{Bytes, Count, Deep, Repeat};
    vec![
        html("nested div", Repeat("", "<div>", "end")),
        html("nested ul li", Repeat("", "<ul><li>", "end")),
        html("nested span", Repeat("", "<span>", "end")),
        html("nested font", Repeat("", "<font color=red>", "end")),
        html("nested font, each different", Count("", "<font face=f#>", "end")),
        html("nested b", Repeat("", "<b>", "end")),
        html("nested a", Repeat("", "<a href=x>", "end")),
        html("nested svg g", Repeat("<svg>", "<g>", "end")),
        html("nested math mrow", Repeat("<math>", "<mrow>", "end")),
        html("nested blockquote with text", Repeat("", "<blockquote>x", "end")),
        html("nested tables", Repeat("", "<table><tr><td>", "end")),
        html("nested tables without cells", Repeat("", "<table>", "end")),
        html("nested tables, fostered text", Repeat("", "<table>x", "end")),
        html("nested template", Repeat("", "<template>", "end")),
        html("nested form div", Repeat("", "<form><div>", "end")),
        html("nested button", Repeat("", "<button><div>", "end")),
        html("nested object", Repeat("", "<object>", "end")),
        html("nested select", Repeat("", "<select><option>", "end")),
        html("nested noscript", Repeat("", "<noscript><div>", "end")),
        html("nested custom elements", Repeat("", "<x-y>", "end")),
        html("nested ruby", Repeat("", "<ruby><rt>", "end")),
        html("nested headings", Repeat("", "<h1><div>", "end")),
        html("nested frameset", Repeat("", "<frameset>", "")),
        html("unclosed p", Repeat("", "<p>", "end")),
        html("unclosed p with a letter", Repeat("", "<p>x", "end")),
        html("unclosed li", Repeat("<ul>", "<li>x", "")),
        html("unclosed td", Repeat("<table><tr>", "<td>x", "")),
        html("unclosed option", Repeat("<select>", "<option>x", "")),
        html("unclosed dt", Repeat("<dl>", "<dt>x", "")),
        html("empty div pairs", Repeat("", "<div></div>", "end")),
        html("br", Repeat("x", "<br>", "x")),
        html("br between letters", Repeat("", "x<br><br>", "")),
        html("hr", Repeat("", "<hr>", "x")),
        html("img", Repeat("", "<img>", "x")),
        html("input", Repeat("", "<input>", "x")),
        html("meta in the head", Repeat("<head>", "<meta name=description content=x>", "")),
        html("end tags only", Repeat("", "</div>", "x")),
        html("end tags of p", Repeat("", "</p>", "x")),
        html("end tags of br", Repeat("", "</br>", "x")),
        html("document ends repeatedly", Repeat("", "</html>x", "")),
        html("links in a row", Repeat("<p>", "<a href=x>x</a>", "")),
        html("links in a row, many domains", Count("<p>", "<a href=http://d#.example/>x</a> ", "")),
        html("links in a row, many hosts of one domain", Count("<p>", "<a href=http://h#.d.example/>x</a> ", "")),
        html("links as blocks", Repeat("", "<div><a href=/x>x</a></div>", "")),
        html("a link around everything", Repeat("<a href=/x>", "<div>x</div>", "</a>")),
        html("links with long targets", Repeat("<p>", concat!("<a href='http://a.example/?q=", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "'>x</a>"), "")),
        html("unclosed links", Repeat("<p>", "<a href=x>", "")),
        html("invalid addresses", Repeat("<p>", "<a href='http://[::1'>x</a>", "")),
        html("one paragraph", Repeat("<p>", "word and word ", "</p>")),
        html("one word", Repeat("<p>", "word", "</p>")),
        html("one paragraph of Han", Repeat("<p>", "中文字", "</p>")),
        html("one paragraph of combining marks", Repeat("<p>a", "\u{301}", "</p>")),
        html("one paragraph of separators", Repeat("<p>", "x| ", "</p>")),
        html("one paragraph of white space", Repeat("<p>", " \n", "</p>")),
        html("one pre", Repeat("<pre>", "a b\n", "</pre>")),
        html("one textarea", Repeat("<textarea>", "a <b> ", "</textarea>")),
        html("one title", Repeat("<title>", "a word ", "</title><p>x")),
        html("one description", Repeat("<meta name=description content='", "a word ", "'><p>x")),
        html("words, each different", Count("<p>", "w# ", "")),
        html("attributes on one tag", Count("<div ", "a# ", ">x")),
        html("attributes on one tag, quoted", Count("<div ", "a#='>'", ">x")),
        html("attributes on one end tag", Count("<div>x</div ", "a# ", ">x")),
        html("attributes on one tag, one name", Repeat("<div ", "a ", ">x")),
        html("attributes in an unclosed tag", Count("<div ", "a# ", "")),
        html("attributes on every tag", Bytes(attributes_between_tags)),
        html("attributes on a reopened font", Repeat("<p><font a b c d e f g h i j k l m n o p q r s t u v w x y z>", "</p><p>x", "")),
        html("one attribute", Repeat("<div title='", "a word & ", "'>x")),
        html("one attribute with markup", Repeat("<div title='", "<a b c d e f g ", "'>x")),
        html("drawing in an address, then tag openings", Bytes(drawing_and_tags)),
        html("one long attribute name", Repeat("<div ", "abcdefgh", ">x")),
        html("one long tag name", Repeat("<div", "abcdefgh", ">x")),
        html("classes on one tag", Count("<div class='", "c# ", "'>x")),
        html("a class on every tag", Count("", "<p class=c#>x", "")),
        html("an id on every tag", Count("", "<p id=i#-word-and-word>x", "")),
        html("a style on every tag", Repeat("", "<p style='display:none'>x", "")),
        html("one inline style", Repeat("<p style='", "a:b;", "'>x")),
        html("entities", Repeat("<p>", "&amp;", "")),
        html("numeric entities", Repeat("<p>", "&#65;", "")),
        html("ampersands", Repeat("<p>", "&", "")),
        html("invalid entities", Repeat("<p>", "&CounterClockwiseContourIntegra", "")),
        html("one endless numeric entity", Repeat("<p>&#", "1234567890", "")),
        html("less-than signs", Repeat("", "<", "")),
        html("tag openings", Repeat("", "<a", "")),
        html("comments", Repeat("", "<!---->", "x")),
        html("comment openings", Repeat("", "<!--", "")),
        html("one comment", Repeat("<!--", "- -", "-->x")),
        html("processing instructions", Repeat("", "<?x?>", "x")),
        html("doctypes", Repeat("", "<!DOCTYPE html>", "x")),
        html("CDATA in svg", Repeat("<svg>", "<![CDATA[x]]>", "")),
        html("one style", Repeat("<style>", ".a{display:none}.b{color:red}", "</style><p class=a>x")),
        html("one style, many selectors", Count("<style>", ".a#,", "{display:none}</style><p class=a1>x")),
        html("one style, open media rules", Repeat("<style>", "@media{", "</style><p>x")),
        html("one style, braces", Repeat("<style>", "{", "</style><p>x")),
        html("styles", Repeat("", "<style>.a{display:none}</style>", "<p class=a>x")),
        html("one script", Repeat("<script>", "x=1;<b a='", "</script><p>x")),
        html("one script that hides", Repeat("<script>", "getElementById(", "</script><p>x")),
        html("one script, JSON-LD", Repeat("<script type='application/ld+json'>", "\"@type\":", "</script><p>x")),
        html("escaped scripts", Repeat("<script>", "<!--<script>", "</script><p>x")),
        html("misnested a and b", Repeat("", "<a><b>", "x")),
        html("misnested b and p", Repeat("", "<b><p>", "x")),
        html("misnested a and div", Repeat("", "<a href=x><div>", "x")),
        html("misnested, closed crosswise", Repeat("", "<a><b><i><div></a></b></i>", "x")),
        html("misnested nobr", Repeat("", "<nobr><div>", "x")),
        html("formatting under 400 b", Deep("<b>", 400, "</i>")),
        html("formatting under 400 fonts", Deep("<font face=f#>", 400, "<font face=g>x</font>")),
        html("formatting ignored in a table", Deep("<font face=f#>", 300, "<table></font><font face=g></table>")),
        html("formatting reopened by rows", Count("<table>", "<font face=f#><tr>", "")),
        html("formatting reopened by paragraphs", Bytes(reopened_fonts)),
        html("formatting around cells", Deep("<table><tr><td><font face=f#>", 150, "</font><font face=g>")),
        html("adoption under 200 div", Deep("<b><div>", 200, "</b><b>")),
        html("adoption with many children", Repeat("<a href=x><div>", "<i></i>", "</a><a><div></a>")),
        html("blocks under 500 span", Deep("<span>", 500, "<div>x</div>")),
        html("blocks under 400 div", Deep("<div class='c# d'>", 400, "<p>x")),
        html("blocks under 400 long classes", Deep("<div class='a-long-name-for-a-class-of-a-div-#'>", 400, "<p>x")),
        html("links under 400 span", Deep("<span class=menu>", 400, "<a href=/x>x</a>")),
        html("end tags under 400 div", Deep("<div>", 400, "</span>")),
        html("p under 400 span", Deep("<span>", 400, "</p>")),
        html("li under 400 span", Deep("<ul><li><span>", 130, "<li>x")),
        html("fostered text", Repeat("<table>", "x<tr>", "")),
        html("fostered elements", Repeat("<table>", "<div>x</div><tr><td>y", "")),
        html("text in and out of tables", Repeat("", "<table>x</table>", "")),
        html("cells", Repeat("<table>", "<tr><td>1<td>2<td>3", "")),
        html("soup", Bytes(soup)),
        html("random bytes", Bytes(random_bytes)),
        html("random printable", Bytes(random_ascii)),
        html("NULs", Repeat("", "\0", "")),
        html("NULs in a table", Repeat("<table>", "\0", "")),
        html("NULs in svg", Repeat("<svg>", "\0", "")),
        html("line feeds and returns", Repeat("<p>", "\r\n\r", "")),
        html("lone surrogates in UTF-16", Bytes(surrogates)),
        html("gzip", Bytes(gzip)),
        html("ISO-2022-JP escapes", Bytes(iso_2022_jp)),
        html("broken UTF-8", Bytes(broken_utf8)),
        html("bidirectional marks", Repeat("<p>", "\u{202e}a\u{2066}", "")),
        html("zero-width characters", Repeat("<p>", "\u{200b}", "")),
        html("plaintext", Repeat("<plaintext>", "</plaintext>x", "")),
        text("one line", Repeat("", "word and word ", "")),
        text("one line without spaces", Repeat("", "word", "")),
        text("one line of Han", Repeat("", "中文字", "")),
        text("one line of separators", Repeat("", "x|", "")),
        text("one-letter lines", Repeat("", "x\n", "")),
        text("empty lines", Repeat("", "\n", "x")),
        text("wrapped lines", Repeat("", "this line is about as long as lines are that were wrapped at a width of eighty so\n", "")),
        text("addresses", Repeat("", "http://a.example/ ", "")),
        text("NULs in text", Repeat("", "\0", "")),
        text("random bytes as text", Bytes(random_bytes)),
        text("gzip as text", Bytes(gzip)),
        text("tabs", Repeat("", "a\tb\t", "")),
        text("figures", Repeat("", "1,234.50 ", "")),
        text("link brackets", Repeat("", "[url=", "")),
    ]
}
