//! Names of elements and attributes, and values of attributes.

#[rustfmt::skip]
pub(super) const FORMATTING: [&str; 14] =
    ["a", "b", "i", "u", "em", "s", "tt", "big", "small", "strong", "strike", "code", "font", "nobr"];

#[rustfmt::skip]
pub(super) const BLOCKS: [&str; 40] = [
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h6", "table", "tr", "td", "th", "tbody", "caption", "colgroup",
    "blockquote", "pre", "article", "nav", "footer", "main", "section", "form", "fieldset", "address", "center", "body",
    "html", "head", "details", "summary", "figure", "figcaption", "button", "object", "applet", "marquee", "x-y",
];

#[rustfmt::skip]
pub(super) const FOREIGN: [&str; 22] = [
    "svg", "math", "g", "mi", "mo", "mtext", "mrow", "mfrac", "annotation-xml", "annotation", "foreignObject", "desc",
    "title", "image", "mglyph", "malignmark", "font", "semantics", "style", "script", "use", "path",
];

#[rustfmt::skip]
pub(super) const RAW: [&str; 13] = [
    "style", "script", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext", "select",
    "option", "template",
];

#[rustfmt::skip]
pub(super) const VOID: [&str; 14] = [
    "<br>", "<hr>", "<img src=/x alt='a boat'>", "<input type=hidden value='a boat'>", "<input value=x>", "<wbr>",
    "<meta name=description content='a boat'>", "<meta property=og:title content=x>", "<link rel=canonical href=/x>",
    "<base href='http://b.example/'>", "<area href=/x>", "<col span=1000>", "<frame src=x>", "<meta charset=gbk>",
];

#[rustfmt::skip]
pub(super) const ATTRIBUTES: [&str; 30] = [
    "style", "class", "id", "href", "title", "role", "hidden", "src", "alt", "lang", "dir", "rel", "name", "content",
    "itemprop", "itemscope", "datetime", "colspan", "rowspan", "start", "slot", "shadowrootmode", "aria-hidden", "data-x",
    "onclick", "srcdoc", "xlink:href", "encoding", "color", "definitionURL",
];

#[rustfmt::skip]
pub(super) const VALUES: [&str; 28] = [
    "a", "b c", "none", "true", "open", "closed", "javascript:alert(1)", "java&#9;script:alert(1)", "http://a.example/x",
    "//b.example", "/x?a=1&amp;b=2", "#x", "mailto:a@b.example", "data:text/html,x", "ht\ntp:\\\\c.example", "1000", "-1",
    "text/html", "until-found", "navigation", "display:none", "display:block;opacity:0", "&lt;p&gt;", "\u{202e}x", "é 中",
    "2020-01-01", "<p>", "long value of an attribute ",
];

#[rustfmt::skip]
pub(super) const TEXTS: [&str; 24] = [
    "The ferry was late on most mornings of the winter, and nobody was surprised. ", "x", " ", "\n", "a boat ", "双江县 ",
    "&amp;", "&nbsp;", "&a", "&#65;", "&#0;", "&#xd800;", "&notit;", "\0", "\u{200b}", "\u{301}", "<", "</", "<!", "<?", "*_[`",
    "|", "http://a.example/ ", "$x^2$",
];

#[rustfmt::skip]
pub(super) const ODD: [&str; 22] = [
    "<!--", "-->", "<!-- -- >", "--!>", "<![CDATA[", "]]>", "<!DOCTYPE html>", "<?x?>", "</>", "</p>", "</br>", "</body>",
    "</html>", "</template>", "</svg>", "</math>", "</table>", "</select>", "</a>", "</b>", "<a/ =\"'>", "<p x=1 x=2 X=3>",
];
