//! Markup that costs a parser much: nesting, unclosed elements, odd tags, misnested formatting, bytes that are no text.

pub(super) mod attributes;
pub(super) mod frames;
pub(super) mod links;
pub(super) mod metadata;
pub(super) mod reopened;
pub(super) mod structure;
pub(super) mod styles;

use super::random::{broken_utf8, gzip, iso_2022_jp, random_ascii, random_bytes, soup, surrogates};
use super::{Case, Make, html};

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

/// The cases.
#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    use Make::{Count, Deep, Repeat};
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
        html("attributes on every tag", Make::of(attributes_between_tags)),
        html("attributes on a reopened font", Repeat("<p><font a b c d e f g h i j k l m n o p q r s t u v w x y z>", "</p><p>x", "")),
        html("one attribute", Repeat("<div title='", "a word & ", "'>x")),
        html("one attribute with markup", Repeat("<div title='", "<a b c d e f g ", "'>x")),
        html("drawing in an address, then tag openings", Make::of(drawing_and_tags)),
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
        html("formatting reopened by paragraphs", Make::of(reopened_fonts)),
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
        html("soup", Make::of(soup)),
        html("random bytes", Make::of(random_bytes)),
        html("random printable", Make::of(random_ascii)),
        html("NULs", Repeat("", "\0", "")),
        html("NULs in a table", Repeat("<table>", "\0", "")),
        html("NULs in svg", Repeat("<svg>", "\0", "")),
        html("line feeds and returns", Repeat("<p>", "\r\n\r", "")),
        html("lone surrogates in UTF-16", Make::of(surrogates)),
        html("gzip", Make::of(gzip)),
        html("ISO-2022-JP escapes", Make::of(iso_2022_jp)),
        html("broken UTF-8", Make::of(broken_utf8)),
        html("bidirectional marks", Repeat("<p>", "\u{202e}a\u{2066}", "")),
        html("zero-width characters", Repeat("<p>", "\u{200b}", "")),
        html("plaintext", Repeat("<plaintext>", "</plaintext>x", "")),
    ]
}
