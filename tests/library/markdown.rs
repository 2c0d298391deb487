//! The content as Markdown.

use blocksift::{Format, Hints, Label, Report, Sifter, Thresholds};
use blocksift_testkit::sifter;

/// Markdown of a page, with all of its blocks labeled content.
fn markdown(html: &str) -> String {
    report(html, None).content_markdown()
}

/// A page with all of its blocks labeled content.
pub(crate) fn report(html: &str, url: Option<&str>) -> Report {
    let all =
        Thresholds::default().with_threshold(Label::Content, 0.0).unwrap().with_threshold(Label::Spam, 1.0).unwrap();
    Sifter::default().with_thresholds(all).sift_str(html, &Hints::default().with_url(url).with_format(Format::Html))
}

#[test]
fn headings_have_their_level() {
    assert_eq!(
        markdown("<h1>Tide tables</h1><p>High water.<h3>May</h3>3 # 4"),
        "# Tide tables\n\nHigh water.\n\n### May\n\n3 # 4\n"
    );
}

#[test]
fn lists_keep_their_nesting_and_numbers() {
    let html = "<p>Bring:<ul><li>rope<li>food<ul><li>bread<li>cheese</ul><li><p>a lamp</p><p>with oil</p></ul>\
        <ol><li>Row out<li>Cast<ul><li>low</ul></ol>";
    let expected =
        "Bring:\n\n- rope\n- food\n  - bread\n  - cheese\n- a lamp\n\n  with oil\n1. Row out\n2. Cast\n   - low\n";
    assert_eq!(markdown(html), expected.replace("oil\n1.", "oil\n\n1."));
}

#[test]
fn quotes_keep_their_paragraphs_and_lists() {
    let html = "<blockquote><p>first</p><p>second</p><ul><li>a<li>b</ul></blockquote><p>after";
    assert_eq!(markdown(html), "> first\n>\n> second\n>\n> - a\n> - b\n\nafter\n");
    let nested = "<!doctype html><blockquote>outer<blockquote>inner</blockquote></blockquote>";
    assert_eq!(markdown(nested), "> outer\n>\n> > inner\n");
}

#[test]
fn data_tables_have_a_header_and_empty_cells() {
    let html = "<table><caption>Boats</caption><tr><th>Name<th>Built<th>Sail<tr><td>Ada<td><td>a | b<tr><td><a href=/rut>Rut</a><td>1931</table>";
    let expected =
        "Boats\n\n| Name | Built | Sail |\n| --- | --- | --- |\n| Ada | | a \\| b |\n| [Rut](/rut) | 1931 | |\n";
    assert_eq!(markdown(html), expected);
}

#[test]
fn layout_tables_are_written_as_blocks() {
    let html = "<table><tr><td><h2>News</h2><p>One</p><td>Two<tr><td>Three<td>Four</table>";
    assert_eq!(markdown(html), "## News\n\nOne\n\nTwo\n\nThree\n\nFour\n");
}

#[test]
fn code_keeps_its_lines_and_language() {
    let html = "<p>Run:</p><pre><code class='language-rust'>fn main() {\n    ok();\n}\n</code></pre><ul><li><pre>a\n\n  b</pre></ul>";
    assert_eq!(markdown(html), "Run:\n\n```rust\nfn main() {\n    ok();\n}\n```\n\n- ```\n  a\n  \n    b\n  ```\n");
}

#[test]
fn links_are_kept_and_javascript_links_are_not() {
    let html = "<p>See <a href='https://a.example/x_(y)'>the *map*</a>, <a href='javascript:go()'>go</a> or <a href='#top'>up</a>.";
    assert_eq!(markdown(html), "See [the \\*map\\*](https://a.example/x_%28y%29), go or up.\n");
}

#[test]
fn markdown_has_every_word_of_the_content_once() {
    let html = include_str!("../../examples/pages/hacked-news.html");
    let report = sifter().sift_str(html, &Hints::default());
    let plain = |text: &str| text.replace(|c: char| !c.is_alphanumeric(), "");
    let mut markdown = report.content_markdown().replace("\n1. ", "\n").replace("\n2. ", "\n");
    while let Some(at) = markdown.find("](") {
        let end = markdown[at..].find(')').unwrap();
        markdown.replace_range(at..=at + end, "");
    }
    assert_eq!(plain(&markdown), plain(&report.content_text()));
}

#[test]
fn emphasis_and_code_are_kept() {
    for (html, expected) in [
        ("<p>Call <code>close(fd)</code>, <b>not</b> <i>open</i>.", "Call `close(fd)`, **not** *open*."),
        ("<p>All <strong>of <em>this</em> is</strong> so.", "All **of *this* is** so."),
        ("<p><b>Note:</b> wait", "**Note:** wait"),
        ("<p><b> spaced </b>out", "**spaced** out"),
        ("<p>un<i>believ</i>able", "un*believ*able"),
        ("<b><p>one</p><p>two</p><p>three</p></b>", "**one**\n\n**two**\n\n**three**"),
        ("<p><b>x</b><b>y</b> z", "**x**y z"),
        ("<p><i class=icon></i>Save", "Save"),
        ("<p>a <code>x`y</code> b <code>`</code>", "a ``x`y`` b `` ` ``"),
        ("<p><code>a</code><code>b</code>", "`ab`"),
        ("<p><code>f(<a href=https://d.example/t>T</a>)</code>", "`f(`[`T`](https://d.example/t)`)`"),
        ("<p><b>See <a href=https://d.example/>the <i>map</i></a>!</b>", "**See [the *map*](https://d.example/)!**"),
        ("<p>Wow!<a href=https://d.example/>x</a>", "Wow\\![x](https://d.example/)"),
        ("<h2><b>Title</b></h2>text", "## Title\n\ntext"),
        ("<h2>C #</h2>C#", "## C \\#\n\nC#"),
        (
            "<p>\u{6e2f}\u{53e3}<b>\u{91cd}\u{65b0}</b>\u{958b}\u{653e}",
            "\u{6e2f}\u{53e3}**\u{91cd}\u{65b0}**\u{958b}\u{653e}",
        ),
        // CommonMark would not read these signs as emphasis.
        ("<p>foo<b>(bar)</b>baz", "foo(bar)baz"),
        ("<p>type <kbd>*</kbd> and <code>a|b</code>", "type `*` and `a|b`"),
    ] {
        assert_eq!(markdown(html), format!("{expected}\n"), "{html}");
    }
}

#[test]
fn headings_are_escaped_no_more_than_needed() {
    for (html, expected) in [
        ("<h2>1. Ropes</h2>", "## 1. Ropes"),
        ("<h2>- # of boats *</h2>", "## - # of boats \\*"),
        ("<h2># #</h2>", "## # \\#"),
        ("<h2>Ropes<a href=#ropes>\u{b6}</a></h2>", "## Ropes"),
        ("<h2><b>Ropes</b> <a class=anchor href=#ropes>#</a></h2>", "## Ropes"),
        ("<h2>Ropes <a href=#n>1</a></h2>", "## Ropes 1"),
        ("<h2><a href=#x>\u{b6}</a></h2>", "## \u{b6}"),
    ] {
        assert_eq!(markdown(html), format!("{expected}\n"), "{html}");
    }
    let table = "<table><tr><th># of boats<th>1. Rut<tr><td>- 2<td>+</table>";
    assert_eq!(markdown(table), "| # of boats | 1. Rut |\n| --- | --- |\n| - 2 | + |\n");
}

#[test]
fn code_names_its_language_where_a_class_does() {
    for (html, language) in [
        ("<pre><code class='hljs language-rust'>x</code></pre>", "rust"),
        ("<pre class='prettyprint lang-js'>x</pre>", "js"),
        (
            "<div class='language-ruby highlighter-rouge'><div class=highlight><pre class=highlight><code>x</code></pre></div></div>",
            "ruby",
        ),
        ("<div class='highlight-python notranslate'><div class=highlight><pre>x</pre></div></div>", "python"),
        ("<div class='highlight highlight-source-shell'><pre>x</pre></div>", "shell"),
        (
            "<div class=sourceCode><pre class='sourceCode haskell'><code class='sourceCode haskell'>x</code></pre></div>",
            "haskell",
        ),
        ("<pre class='brush: php; toolbar: false'>x</pre>", "php"),
        ("<div class='highlight-default notranslate'><pre>x</pre></div>", ""),
        ("<div class=lang-de><pre>x</pre></div>", ""),
        ("<pre class='language-a`b'>x</pre>", ""),
    ] {
        assert_eq!(markdown(html), format!("```{language}\nx\n```\n"), "{html}");
    }
}

#[test]
fn mathml_without_tex_is_converted() {
    let math = "<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>";
    let display = "<math display=block><msqrt><mi>x</mi></msqrt></math>";
    let katex = format!(
        "<span class=katex><span class=katex-mathml>{math}</span><span class=katex-html><b>a</b>b</span></span>"
    );
    let mathjax = format!(
        "<style>mjx-assistive-mml {{ position: absolute; clip: rect(1px, 1px, 1px, 1px) }}</style><mjx-container \
         class=MathJax><mjx-math class=MJX-TEX aria-hidden=true><mjx-utext>a/b</mjx-utext></mjx-math>\
         <mjx-assistive-mml>{math}</mjx-assistive-mml></mjx-container>"
    );
    let older = format!(
        "<span class=MathJax_Preview>a/b</span><span class=MathJax><nobr aria-hidden=true><span class=math>ab</span>\
         </nobr><span class=MJX_Assistive_MathML>{math}</span></span>"
    );
    for formula in [math, &katex, &mathjax, &older] {
        let html = format!("<p>The share {formula} is small");
        assert_eq!(markdown(&html), "The share $\\frac{a}{b}$ is small\n", "{formula}");
        let cleaned = report(&html, None).cleaned_html(&html, &[]);
        assert_eq!(cleaned.matches("\\(\\frac{a}{b}\\)").count(), 1, "{cleaned}");
        assert!(!cleaned.contains("ab") && !cleaned.contains("a/b"), "{cleaned}");
    }
    assert_eq!(markdown(&format!("<p>So {display}")), "So $$\\sqrt{x}$$\n");
    let table = "<table><tr><td><math><mo>|</mo><mi>a</mi><mo>|</mo></math><td>b<tr><td>c<td>d</table>";
    assert_eq!(markdown(table), "| $\\vert a\\vert $ | b |\n| --- | --- |\n| c | d |\n");
    // Text that is hidden inside a formula is not part of it.
    let hidden = "<p>x <math><mi>a</mi><mtext style='display: none'>pills</mtext><mi>b</mi></math> y";
    assert!(!markdown(hidden).contains("\\text"), "{}", markdown(hidden));
}

#[test]
fn images_in_links_keep_their_links() {
    let html = "<p>The harbor<a href=/big.jpg><span><img src=/a.jpg alt=Boats></span></a><p><a href=/b><img src=/b.jpg alt=B> \
        text</a><p>x<a href=#c><img src=/c.jpg alt=C></a>";
    assert_eq!(
        report(html, None).markdown_with_images(Label::Content, html),
        "The harbor\n\n[![Boats](/a.jpg)](/big.jpg)\n\n[![B](/b.jpg)](/b)\n\n[text](/b)\n\nx\n\n![C](/c.jpg)\n"
    );
}

#[test]
fn line_breaks_are_kept() {
    assert_eq!(
        markdown("<p>Rosen sind rot,<br>Veilchen <b>blau<br>und</b> gr\u{fc}n."),
        "Rosen sind rot,\\\nVeilchen **blau\\\nund** gr\u{fc}n.\n"
    );
    assert_eq!(markdown("<ul><li>one<br>1. two</ul>"), "- one\\\n  1\\. two\n");
    assert_eq!(markdown("<h1>Tide<br>tables</h1>a<br>"), "# Tide tables\n\na\n");
    let table = "<table><tr><td>a<br>b<td><p>c</p><p>d</p><tr><td>1<td>2</table>";
    assert_eq!(markdown(table), "| a<br>b | c<br>d |\n| --- | --- |\n| 1 | 2 |\n");
}

#[test]
fn formulas_are_kept_as_tex() {
    let mathml = |attributes: &str, tex: &str| {
        format!(
            "<math {attributes}><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi></mrow>\
             <annotation encoding='application/x-tex'>{tex}</annotation></semantics></math>"
        )
    };
    let inline = mathml("", "E_0 = m * c^{2}");
    let katex = format!(
        "<span class=katex><span class=katex-mathml>{inline}</span><span class=katex-html aria-hidden=true>\
         <span class=base>E<span>0</span>=m</span></span></span>"
    );
    let wiki = format!(
        "<span class=mwe-math-element><span class='mwe-math-mathml-inline' style='display: none;'>{}</span>\
         <img src=/x.svg alt=E></span>",
        mathml("", "{\\displaystyle E_0 = m * c^{2}}")
    );
    let script = "<span class=MathJax_Preview>E=m</span><span class=MathJax><span>E=m</span></span>\
                  <script type='math/tex'>E_0 = m * c^{2}</script>";
    for formula in [&inline, &katex, &wiki, script, "\\(E_0 = m * c^{2}\\)", "$E_0 = m * c^{2}$"] {
        let html = format!("<p>Energy is {formula} for all of them.");
        assert_eq!(markdown(&html), "Energy is $E_0 = m * c^{2}$ for all of them.\n", "{formula}");
    }
    let display = mathml("display=block", "\\sum_i x_i");
    for formula in
        [&display, "<script type='math/tex; mode=display'>\\sum_i x_i</script>", "\\[\\sum_i x_i\\]", "$$\\sum_i x_i$$"]
    {
        assert_eq!(markdown(&format!("<p>So {formula} holds")), "So $$\\sum_i x_i$$ holds\n", "{formula}");
    }
    assert_eq!(markdown("<p>So <math><msup><mi>x</mi><mn>2</mn></msup></math> it is"), "So $x^{2}$ it is\n");
    assert_eq!(markdown("<p>from $5_000 to $10_000"), "from $5_000 to $10_000\n");
    // A formula must not hide a link or markup.
    assert_eq!(
        markdown("<p>\\([a](javascript:x)<code>b\\)</code> $a^2<script>$ $x_1 &lt;img src=x>$"),
        "\\\\(\\[a\\](javascript:x)`b\\)` $a^2\n"
    );
    assert_eq!(markdown("<p>$x_1 &lt;img> [a](javascript:b)$"), "$x_1 < img> [a] (javascript:b)$\n");
}

#[test]
fn links_are_absolute_if_the_address_is_known() {
    let html = "<p>See <a href='../map?a=1&amp;b'>map</a>, <a href=mailto:a@b.example>mail</a>, <a href=tel:+1>call</a>, \
                <a href='java\tscript:x'>js</a>, <a href=data:text/html,x>data</a> and <a href=' ht\ntp://c.example'>c</a>.";
    let known = report(html, Some("https://site.example/a/b/c.html")).content_markdown();
    let expected = "See [map](https://site.example/a/map?a=1&b), [mail](mailto:a@b.example), [call](tel:+1), js, data and \
                    [c](http://c.example/).\n";
    assert_eq!(known, expected);
    assert!(markdown(html).starts_with("See [map](../map?a=1&b), "), "{}", markdown(html));
}

#[test]
fn images_are_written_on_request() {
    let html = "<h1>The harbor</h1><figure><img src=/a.jpg alt='Boats [at] rest'><figcaption>Boats</figcaption></figure>\
        <p>A ship <img src=icon.png alt=''><img data-src=s.png src=data:image/png,x alt=sail> came in.\
        <pre>x  \n\n</pre><p>\u{e9}\u{e9}<img src=e.png alt=end>";
    let report = report(html, Some("https://site.example/b/c.html"));
    assert!(!report.content_markdown().contains("!["));
    assert_eq!(
        report.markdown_with_images(Label::Content, html),
        "# The harbor\n\n![Boats \\[at\\] rest](https://site.example/a.jpg)\n\nBoats\n\n\
         A ship ![sail](https://site.example/b/s.png) came in.\n\n```\nx\n```\n\n\u{e9}\u{e9}\n\n![end](https://site.example/b/e.png)\n"
    );
}

#[test]
fn markdown_does_not_grow_beyond_its_page() {
    let list = "<ol><li>".repeat(8);
    for (name, html) in [
        ("targets", format!("<a href='/{}'>x{}", "t".repeat(20_000), "<p>The boat".repeat(10_000))),
        ("bases", "<a href=x>b</a> ".repeat(20_000)),
        ("lines", format!("{list}<pre>{}", "\n".repeat(200_000) + "x")),
        ("breaks", format!("{list}{}", "x<br>".repeat(40_000))),
        ("cells", format!("<table><tr>{}{}", "<td>x".repeat(64), "<tr><td>x".repeat(20_000))),
        ("spans", format!("<table>{}", "<tr><td colspan=60>a<td>b".repeat(10_000))),
        ("escapes", "*".repeat(200_000)),
        ("signs", "<b>x<i>y<code>z</code></i></b>".repeat(10_000)),
        ("formulas", "\\(".repeat(100_000)),
        ("dollars", "$a_".repeat(100_000)),
        ("nesting", format!("{}{}", "<b><i>".repeat(200), "<p>x".repeat(20_000))),
    ] {
        let url = format!("https://site.example/{}", "b".repeat(4000));
        let markdown = report(&html, Some(&url)).content_markdown();
        assert!(markdown.len() <= 12 * html.len() + (192 << 10), "{name}: {} from {}", markdown.len(), html.len());
    }
}

#[test]
fn cells_stand_under_their_headings() {
    let html = "<table><tr><th rowspan=2>Harbor<th colspan=2>Depth<th>Pilot<tr><td>high<td>low<td>yes\
        <tr><td>Bod\u{f8}<td>9<td>4<td>no</table>";
    let expected =
        "| Harbor | Depth | | Pilot |\n| --- | --- | --- | --- |\n| | high | low | yes |\n| Bod\u{f8} | 9 | 4 | no |\n";
    assert_eq!(markdown(html), expected);
    let whole = "<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>";
    assert_eq!(markdown(whole), "| a | b |\n| --- | --- |\n| | c |\n| | d |\n");
}

#[test]
fn cells_hold_lists_quotes_and_code() {
    let html = "<table><tr><th>Boot<th>Ladung<tr><td>Ada<td><ul><li>Tee<li>Salz</ul><tr><td>Rut<td><pre>a|b\n\nc</pre>\
        <tr><td>Ole<td><blockquote>leer</blockquote></table>";
    let expected =
        "| Boot | Ladung |\n| --- | --- |\n| Ada | Tee<br>Salz |\n| Rut | `a\\|b`<br>`c` |\n| Ole | leer |\n";
    assert_eq!(markdown(html), expected);
}

#[test]
fn numbers_of_items_are_those_of_the_page() {
    assert_eq!(
        markdown("<ol start=3><li>tre<li>quattro<li value=9>nove<li>dieci</ol>"),
        "3. tre\n4. quattro\n9. nove\n10. dieci\n"
    );
    assert_eq!(markdown("<ol start=-3><li>a</ol><ol start=9999999999><li>b</ol>"), "1. a\n\n1. b\n");
}

#[test]
fn lines_of_code_that_are_elements_are_one_block() {
    let html = "<pre class=language-sh><div>cd /tmp</div><div>ls</div></pre><pre>x</pre>";
    assert_eq!(markdown(html), "```sh\ncd /tmp\nls\n```\n\n```\nx\n```\n");
}

#[test]
fn emphasis_ends_with_its_block() {
    assert_eq!(
        markdown("<pre>ein <i>zwei <b>drei  </b>  </i>  </pre><p>vier f\u{fc}nf"),
        "```\nein zwei drei\n```\n\nvier f\u{fc}nf\n"
    );
    assert_eq!(markdown("<pre>ein  <i> <p>zwei</p> </i></pre>drei"), "```\nein\nzwei\n```\n\ndrei\n");
}

#[test]
fn images_do_not_copy_a_long_base() {
    let html =
        format!("<base href='https://site.example/{}/'><p>x{}", "b".repeat(2000), "<img src=c alt=d>".repeat(20_000));
    let written = report(&html, None).markdown_with_images(Label::Content, &html);
    assert!(written.len() <= 4 * html.len() + (64 << 10), "{} from {}", written.len(), html.len());
}
