//! Markup inside markup: frames with their own document, shadow trees, templates, and what stands in for frames and
//! scripts.

use crate::hostile::{Case, Make, html};

/// The cases.
#[rustfmt::skip]
pub(in crate::hostile) fn cases() -> Vec<Case> {
    use Make::{Count, Repeat};
    vec![
        html("srcdoc: one long", Repeat("<iframe srcdoc='", "<p>The boat came in.", "'></iframe>")),
        html("srcdoc: many", Count("", "<iframe srcdoc='<p>The boat number # came in.'></iframe>", "")),
        html("srcdoc: nested frames", Repeat("<iframe srcdoc='", "<iframe srcdoc=&quot;", "'></iframe>")),
        html("srcdoc: nested div", Repeat("<iframe srcdoc='", "<div>", "x'></iframe>")),
        html("srcdoc: nested quotes", Make::of(nested_quotes)),
        html("srcdoc: unclosed p", Repeat("<iframe srcdoc='", "<p>x", "'></iframe>")),
        html("srcdoc: styles", Count("<iframe srcdoc='", "<style>.a#{display:none}</style><p class=a#>x", "'></iframe>")),
        html("srcdoc: reopened b", Make::product("<iframe srcdoc='<p><b title=\"", "a word ", "\">", "<p>x")),
        html("srcdoc: references", Repeat("<iframe srcdoc='", "&amp;amp;", "'></iframe>")),
        html("srcdoc on a reopened b", Make::product("<p><b srcdoc='", "<p>x", "'>", "<p>x")),
        html("frames", Repeat("", "<iframe src=/x></iframe>", "<p>x")),
        html("frame contents", Repeat("<iframe>", "<p>x", "</iframe><p>x")),
        html("noframes: one", Repeat("<frameset><noframes>", "<p>The boat came in.", "</noframes></frameset>")),
        html("noframes: many", Repeat("<frameset>", "<noframes><p>x</noframes>", "</frameset>")),
        html("noframes: nested", Repeat("", "<noframes>", "x")),
        html("noframes: tags", Repeat("<noframes>", "<noframes><b>", "</noframes>x")),
        html("noembed: one", Repeat("<noembed>", "<p>x", "</noembed>x")),
        html("noscript: in the head", Repeat("<head>", "<noscript><style>a{}</style></noscript>", "<p>x")),
        html("shadow: nested", Repeat("", "<div><template shadowrootmode=open>", "x")),
        html("shadow: nested, with text", Repeat("", "<div><template shadowrootmode=open>x<slot></slot></template>y", "z")),
        html("shadow: many", Repeat("", "<div><template shadowrootmode=open><p>x<slot></slot></template>y</div>", "")),
        html("shadow: several on one host", Repeat("<div>", "<template shadowrootmode=open>x</template>", "</div>")),
        html("shadow: slots", Count("<div><template shadowrootmode=open>", "<slot name=s#></slot>", "</template><p slot=s1>x</div>")),
        html("shadow: slotted elements", Count("<div><template shadowrootmode=open><slot name=s1></slot></template>", "<p slot=s#>x</p>", "</div>")),
        html("shadow: slots and slotted elements", Make::product("<div><template shadowrootmode=open>", "<slot name=s#></slot>", "</template>", "<p slot=s#>x</p>")),
        html("shadow: styles", Count("", "<div><template shadowrootmode=open><style>p{display:none}</style><p>x</template></div>", "")),
        html("shadow: closed", Repeat("", "<div><template shadowrootmode=closed><p>x</template></div>", "")),
        html("templates", Repeat("", "<template><p>x</template>", "<p>x")),
        html("textareas", Repeat("", "<textarea>The boat came in.</textarea>", "")),
        html("hidden inputs", Repeat("", "<input type=hidden value='The boat came in.'>", "")),
        html("hidden inputs, long values", Count("", "<input type=hidden name=n# value='The boat came in, and the storm and the rain came with it.'>", "")),
        html("hidden input, one long value", Repeat("<input type=hidden value='", "The boat came in. ", "'><p>x")),
        html("buttons and fields", Repeat("", "<button>x</button><input value=y><select><option>z</select>", "")),
        html("options", Count("<select>", "<option value=v#>The boat number #</option>", "</select>")),
    ]
}

/// Frames in frames as deep as quoting allows: each level doubles the quotes of the levels inside it.
fn nested_quotes(size: usize) -> Vec<u8> {
    let mut page = "<p>x".repeat(size / 8);
    while page.len() < size {
        let quoted = page.replace('&', "&amp;").replace('"', "&quot;");
        if quoted.len() + 30 > size && page.contains("iframe") {
            break;
        }
        page = format!("<p>The boat came in.<iframe srcdoc=\"{quoted}\"></iframe>");
        if quoted.len() * 2 > size {
            break;
        }
    }
    page.push_str(&"<p>x".repeat(size.saturating_sub(page.len()) / 4));
    page.into_bytes()
}
