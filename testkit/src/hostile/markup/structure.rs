//! Tables, lists, quotes, code and formulas: what Markdown and cleaned HTML write with more characters than the page has.

use crate::hostile::{Case, Make, html};

/// The cases.
#[rustfmt::skip]
pub(in crate::hostile) fn cases() -> Vec<Case> {
    use Make::{Count, Deep, Repeat};
    vec![
        html("tables: tiny", Repeat("", "<table><tr><td>x</table>", "")),
        html("tables: tiny, with headings", Repeat("", "<table><caption>c</caption><tr><th>h<tr><td>x</table>", "")),
        html("tables: one wide row, many short rows", Make::product("<table><tr>", "<td>x", "", "<tr><td>x")),
        html("tables: 1,000 columns, many short rows", Make::of(|size| rows_after(1000, size))),
        html("tables: one long cell", Make::product("<table><tr><td>", "a word ", "", "<tr><td>x")),
        html("tables: columns spanned", Repeat("<table>", "<tr><td colspan=1000>x", "")),
        html("tables: rows spanned", Repeat("<table>", "<tr><td rowspan=65534>x<td>y", "")),
        html("tables: columns and rows spanned", Repeat("<table>", "<tr><td colspan=1000 rowspan=65534>x", "")),
        html("tables: empty cells", Repeat("<table>", "<tr><td><td><td>", "")),
        html("tables: pipes", Repeat("<table><tr><td>The boat came in.<tr><td>", "|", "</table>")),
        html("tables: in cells", Repeat("<table><tr>", "<td><table><tr><td>x</table>", "")),
        html("tables: column groups", Repeat("<table>", "<colgroup><col><col span=1000>", "<tr><td>x</table>")),
        html("tables: divs shown as cells", Repeat("<div style='display:table'>", "<div style='display:table-row'><div style='display:table-cell'>x</div></div>", "</div>")),
        html("lists: tiny", Repeat("", "<ul><li>x</ul>", "")),
        html("lists: numbers", Repeat("<ol start=2147483000>", "<li>x", "")),
        html("lists: numbers of items", Repeat("<ol>", "<li value=2147483000>x", "")),
        html("lists: items under 200 lists", Deep("<ul><li>", 200, "<li>The boat came in")),
        html("lists: items under 200 ordered lists", Deep("<ol start=1000000><li>", 200, "<li>The boat came in")),
        html("lists: lines under 200 lists", Deep("<ul><li>", 200, "x<br>")),
        html("lists: definitions", Repeat("<dl>", "<dt>x<dd>y", "")),
        html("quotes: paragraphs under 400", Deep("<blockquote>", 400, "<p>The boat came in")),
        html("quotes: lines under 400", Deep("<blockquote>", 400, "x<br>")),
        html("quotes: pre under 400", Deep("<blockquote>", 400, "<pre>\n\nx\n\n</pre>")),
        html("quotes: short", Repeat("<p>", "<q>x</q>", "")),
        html("code: inline", Repeat("<p>The boat ", "<code>x</code> ", "")),
        html("code: inline backticks", Repeat("<p>The boat <code>", "`", "</code>")),
        html("code: fences", Repeat("<p>The boat came in.<pre>", "```\n", "</pre>")),
        html("code: one long fence", Make::product("<p>The boat came in.<pre>", "`", "</pre>", "<pre>x</pre>")),
        html("code: pre", Repeat("", "<pre>x</pre>", "")),
        html("code: tiny pre with a language", Count("", "<pre><code class=language-a#>x</code></pre>", "")),
        html("bold and italics, alternating", Repeat("<p>The boat ", "<b>x</b><i>y</i>", "")),
        html("bold and italics, nested", Repeat("<p>The boat ", "<b><i>", "x")),
        html("bold and italics, empty", Repeat("<p>The boat ", "<b></b>", "x")),
        html("Markdown: characters to escape", Repeat("<p>The boat came in. ", "*_[]`\\#", "")),
        html("Markdown: line starts to escape", Repeat("<p>The boat came in.", "<br>1. <br>+ <br># <br>= ", "")),
        html("HTML: characters to escape", Repeat("<p>The boat came in. ", "&quot;&amp;", "")),
        html("JSON: characters to escape", Repeat("<pre>The boat came in. ", "&#1;&#127;", "")),
        html("CSV: characters to escape", Repeat("<p>The boat came in. ", "\"", "")),
        html("headings", Repeat("", "<h6>x</h6>", "")),
        html("heading, one long", Repeat("<h1>", "a word ", "</h1><p>x")),
        html("br in a paragraph", Repeat("<p>The boat came in.", "x<br>", "")),
        html("math: nested fractions", Repeat("<p>The <math>", "<mfrac><mi>x</mi>", "")),
        html("math: rows", Repeat("<p>The <math>", "<mrow><mi>x</mi></mrow>", "</math>")),
        html("math: tables", Repeat("<p>The <math><mtable>", "<mtr><mtd><mi>x</mi></mtd></mtr>", "</mtable></math>")),
        html("math: annotations", Repeat("<p>The ", "<math><annotation encoding='application/x-tex'>x^2</annotation></math>", "")),
        html("math: one long annotation", Repeat("<p>The <math><annotation encoding='application/x-tex'>", "\\frac{", "</annotation></math>")),
        html("math: TeX in scripts", Repeat("<p>The ", "<script type='math/tex'>x^2</script>", "")),
        html("math: KaTeX", Repeat("<p>The ", "<span class=katex><span class=katex-mathml><math><annotation encoding='application/x-tex'>x</annotation></math></span><span class=katex-html>x</span></span>", "")),
        html("math: dollars", Repeat("<p>The boat came in for ", "$x$ ", "")),
        html("math: alt texts", Repeat("<p>The ", "<math alttext='x^2'></math>", "")),
        html("figures with captions", Repeat("", "<figure><img src=/x alt=x><figcaption>x</figcaption></figure>", "")),
        html("details", Repeat("", "<details><summary>x</summary>y</details>", "")),
        html("details, nested", Repeat("", "<details><summary>x</summary>", "y")),
        html("ruby", Repeat("<p>", "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "")),
        html("pages in pages", Repeat("", "<html><head><title>x</title></head><body>y</body></html>", "")),
        html("paths: p under 400 div with classes", Deep("<div class='long-name-of-a-class-# another-#' id=part-#>", 400, "<p>The boat came in")),
        html("paths: long element names", Deep("<x-very-long-name-of-an-element-that-nobody-ever-needed-#>", 400, "<p>The boat came in")),
    ]
}

/// A row of `columns` cells, then rows of one cell.
fn rows_after(columns: usize, size: usize) -> Vec<u8> {
    let row = "<td>x".repeat(columns.min(size / 10));
    let mut page = format!("<table><tr>{row}");
    crate::hostile::push_counted(&mut page, "<tr><td>x", size);
    page.into_bytes()
}
