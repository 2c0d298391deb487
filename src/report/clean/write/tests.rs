//! What is written is parsed again: it must hold what is allowed, and be written the same.

use super::*;
use ego_tree::iter::Edge;
use proptest::prelude::*;

const BASE: &str = "https://site.example/a/b.html";

/// The body of a page as it is written.
fn written(markup: &str) -> String {
    let html = Html::parse_document(markup);
    let base = Url::parse(BASE).unwrap();
    let parts: Vec<NodeId> = html.tree.root().children().flat_map(|n| n.children()).map(|n| n.id()).collect();
    write(&html, &parts[parts.len().min(1)..], Some(&base), markup.len())
}

fn document(body: &str) -> String {
    format!("<!DOCTYPE html><html><head></head><body>{body}</body></html>")
}

/// Checks that a body holds only what is allowed, is well nested, and is written the same again.
fn check(body: &str) {
    let html = Html::parse_document(&document(body));
    for edge in html.tree.root().traverse() {
        let Edge::Open(node) = edge else { continue };
        let Node::Element(element) = node.value() else {
            assert!(!node.value().is_comment(), "{body}");
            continue;
        };
        let name = element.name();
        let is_frame = matches!(name, "html" | "head" | "body");
        assert!(element.name.ns == ns!(html) && (is_frame || allowed::element(name).is_some()), "<{name}> in {body}");
        for (attribute, value) in &element.attrs {
            let attribute = &*attribute.local;
            let kind = allowed::attribute(name, attribute);
            assert!(kind.is_some() || name == "a" && attribute == "rel", "{name} {attribute} in {body}");
            if matches!(kind, Some(Value::Link | Value::Image)) && !value.starts_with('#') {
                let scheme = value.split(':').next().unwrap();
                assert!(["http", "https", "mailto", "tel"].contains(&scheme), "{value} in {body}");
            }
        }
    }
    assert_eq!(written(&document(body)), body);
}

/// Ways to run something, most of which rely on markup that means something else when it is parsed again.
const PAYLOADS: [&str; 44] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><foreignObject><p><img src=x onerror=alert(1)></p></foreignObject></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1)></svg>",
    "<svg><desc><table><tr><td><title><a title=\"</title><img src=x onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><mtext><mglyph><svg><mtext><textarea><path id=\"</textarea><img onerror=alert(1) src=1>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><annotation-xml encoding=\"text/html\"><style><img title=\"</style><img src=x onerror=alert(1)>\">",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<math href=javascript:alert(1)>x</math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\">",
    "<noframes><p title=\"</noframes><img src=x onerror=alert(1)>\">",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<iframe><p title=\"</iframe><img src=x onerror=alert(1)>\">",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<title><p title=\"</title><img src=x onerror=alert(1)>\">",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<style><p title=\"</style><img src=x onerror=alert(1)>\">",
    "<template><img src=x onerror=alert(1)></template>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<select><template><style><!--</style><a rel=\"--></style></template></select><img src onerror=alert(1)>",
    "<table><td><form><input formaction=javascript:alert(1) type=submit>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)></object>",
    "<base href=javascript:alert(1)//><a href=\"/x\">x</a>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<a href=\"java&#9;script:alert(1)\">x</a><a href=\" \u{1}javascript:alert(1)\">y</a>",
    "<a href=\"JaVaScRiPt&colon;alert(1)\">x</a><a href=\"vbscript:x\">y</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a><img src=\"data:image/svg+xml,<svg>\">",
    "<a href=\"https://x.example/\" style=\"background:url(javascript:alert(1))\" onclick=alert(1)>x</a>",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
    "<p title='`><img src=x onerror=alert(1)>'>x</p>",
    "<!--><img src=x onerror=alert(1)>--><!--!><img src=x onerror=alert(1)>",
    "<![CDATA[<img src=x onerror=alert(1)>]]><?php <img src=x onerror=alert(1)> ?>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<details ontoggle=alert(1) open><summary>x</summary></details><marquee onstart=alert(1)>y",
];

#[test]
fn nothing_that_runs_is_written() {
    for payload in PAYLOADS {
        check(&written(payload));
        check(&written(&document(payload)));
        check(&written(&document(&format!("<table><tr><td>{payload}</table><p>after"))));
        check(&written(&document(&format!("<p><a href=/x><b>{payload}</b></a><p>after"))));
    }
}

#[test]
fn parsers_would_end_what_the_writer_ends() {
    for (markup, expected) in [
        ("<p>a<table><tr><td>b</table>c", "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>c"),
        ("<p>a<button><div>b</div></button>c", "<p>a</p><div>b</div>c"),
        ("<p><b>a<button><p>b</button>c", "<p><b>a</b></p><p>b</p>c"),
        ("<ul><li>a<button><li>b</button></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<dl><dt>a<form><dd>b</form></dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<h1>a<font><h2>b</font></h1>", "<h1>a</h1><h2>b</h2>"),
        (
            "<a href=/x>a<object><a href=/y>b</object></a>",
            "<a href=\"https://site.example/x\" rel=\"noopener noreferrer\">ab</a>",
        ),
        ("<ruby>a<rt>b<font><rt>c</ruby>", "<ruby>a<rt>b</rt><rt>c</rt></ruby>"),
        ("<pre>\n\na\n</pre>", "<pre>\n\na\n</pre>"),
        ("<pre><font>\n</font>a</pre>", "<pre>\n\na</pre>"),
        ("<table><form><tr><td>a</form></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("a&#13;b &amp;lt; \"c\"\u{a0}", "a\nb &amp;lt; &quot;c&quot;\u{a0}"),
    ] {
        assert_eq!(written(markup), expected, "{markup}");
        check(expected);
    }
}

#[test]
fn formulas_are_written_as_tex() {
    let math = "<semantics><mi>x</mi><annotation encoding='application/x-tex'>x &lt; 2</annotation></semantics>";
    assert_eq!(written(&format!("<p><math>{math}</math>")), "<p>x\\(x &lt; 2\\)</p>");
    assert_eq!(written(&format!("<math display=block>{math}</math>")), "x\\[x &lt; 2\\]");
    assert_eq!(written("<p><math><msup><mi>x</mi><mn>2</mn></msup></math>"), "<p>\\(x^{2}\\)</p>");
}

#[test]
fn attributes_with_a_meaning_are_kept() {
    for (markup, expected) in [
        (
            "<h2 id=a class=b>x</h2><a href='#a'>y</a><p id=z>w</p><a href='#top'>v</a>",
            "<h2 id=\"user-content-a\">x</h2><a href=\"#user-content-a\" rel=\"noopener noreferrer\">y</a><p>w</p>\
             <a href=\"#top\" rel=\"noopener noreferrer\">v</a>",
        ),
        (
            "<p dir=rtl><time datetime=2024-05-01>x</time></p>",
            "<p dir=\"rtl\"><time datetime=\"2024-05-01\">x</time></p>",
        ),
        ("<pre class='hl lang-c++ x'><code class=y>z</code></pre>", "<pre class=\"lang-c++\"><code>z</code></pre>"),
        ("<ol start=3 reversed><li value=7>x</li></ol>", "<ol reversed=\"\" start=\"3\"><li value=\"7\">x</li></ol>"),
        ("<img data-src=/i.png src=data:x>", "<img src=\"https://site.example/i.png\">"),
        (
            "<img data-src=/i.png alt=x title=y width=5>",
            "<img alt=\"x\" src=\"https://site.example/i.png\" title=\"y\" width=\"5\">",
        ),
        ("<img srcset='/i.png, /j.png 2x'>", "<img src=\"https://site.example/i.png\">"),
    ] {
        assert_eq!(written(markup), expected, "{markup}");
        check(expected);
    }
}

#[test]
fn copies_of_long_attributes_are_left_out() {
    for (attribute, value) in [("title", "t"), ("lang", "&quot;"), ("cite", "/u"), ("href", "/u")] {
        let name = if attribute == "cite" { "q" } else { "a" };
        let page = format!("<p><{name} {attribute}='{}'>x{}", value.repeat(2000), "<p>y".repeat(5000));
        let out = written(&page);
        assert!(out.len() <= 4 * page.len() + (64 << 10) + 4096, "{attribute}: {} from {}", out.len(), page.len());
    }
    let flood = written(&document(&"&".repeat(200_000)));
    assert!(flood.len() <= 4 * 200_100 + (128 << 10), "{}", flood.len());
}

/// Tags, of which every third ends an element, with text and attributes that try to get out of where they are.
fn markup() -> impl Strategy<Value = String> {
    const NAMES: &str = "a b i p div span ul ol li dl dt dd table tbody thead tr td th caption colgroup col pre h1 h2 \
        ruby rt rp rtc br hr img q font nobr button form input select option optgroup textarea title style script svg \
        math mi mtext mglyph annotation-xml annotation semantics foreignObject desc path template noscript iframe \
        object marquee applet details summary section center address main dir menu listing plaintext body html head \
        frameset x-y image fieldset label blockquote del video";
    const ATTRIBUTES: [&str; 22] = [
        "",
        " href=/x",
        " href='java\tscript:x'",
        " href=https://e.example/?a&b",
        " src=x",
        " title='\"><b>'",
        " title='</style></title>-->'",
        " onclick=x",
        " style=x",
        " class=y",
        " lang=\"`'\"",
        " encoding=text/html",
        " encoding=application/x-tex",
        " cite=mailto:x",
        " colspan=2 span=3 start=4",
        " id=x",
        " id='user-content-\u{e9}%41'",
        " href='#x'",
        " href='#\u{e9}%2541'",
        " class='a language-x'",
        " data-src=y srcset='z 2x'",
        " /",
    ];
    const TEXTS: [&str; 14] =
        ["x", " ", "\n", "&lt;b>", "&amp;", "\"'`", "<!--", "-->", "]]>", "<![CDATA[", "é中", "&#13;", "\u{a0}", "$"];
    let names: Vec<&'static str> = NAMES.split_whitespace().collect();
    let tag =
        (prop::sample::select(names), 0..22usize, any::<u8>()).prop_map(|(name, attributes, dice)| match dice % 3 {
            0 => format!("</{name}>"),
            _ if dice < 128 => format!("<{name}>"),
            _ => format!("<{name}{}>", ATTRIBUTES[attributes]),
        });
    let text = prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![3 => tag, 1 => text], 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn whatever_is_written_means_the_same_again(markup in markup(), is_standard: bool) {
        let page = if is_standard { document(&markup) } else { markup };
        check(&written(&page));
    }
}

#[test]
fn copies_of_a_long_attribute_are_read_within_a_multiple_of_the_page() {
    let page = format!("<code class='{}language-rust'>{}", "x ".repeat(50_000), "<p>x".repeat(5_000));
    let kept = written(&page).matches("language-rust").count();
    assert!((1..10).contains(&kept), "{kept}");
}
