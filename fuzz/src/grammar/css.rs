//! Style sheets: selectors that match elements of the pages, and declarations that hide, show or cut.

use super::Writer;
use arbitrary::Result;

#[rustfmt::skip]
const SELECTORS: [&str; 24] = [
    "*", "p", "div", "li", "span", ".a", ".b", ".c", "#a", "#b", "#c", "[class]", "[class~=a]", "[style*=red i]", ":root",
    ":not(.a)", ":is(.a,.b)", "::before", ":hover", ":nth-child(2n+1)", "\\61 ", ".\\a", "svg|a", "@",
];

const COMBINATORS: [&str; 8] = [" ", ">", "+", "~", ",", "", " , ", "/**/ "];

#[rustfmt::skip]
const PROPERTIES: [&str; 26] = [
    "display", "visibility", "opacity", "height", "width", "max-height", "overflow", "overflow-y", "clip", "clip-path",
    "position", "left", "top", "text-indent", "margin-left", "transform", "font-size", "color", "background",
    "background-color", "line-height", "white-space", "content-visibility", "--a", "all", "DISPLAY",
];

#[rustfmt::skip]
const VALUES: [&str; 48] = [
    "none", "block", "inline", "inline-block", "flex", "contents", "table-cell", "hidden", "collapse", "visible", "auto",
    "0", "0px", "1px", "1.5", ".01", "-9999px", "-1e9em", "1e39", "100%", "calc(1px - 2px)", "calc((((", "rect(0,0,0,0)",
    "rect(0 0 0 0)", "inset(50%)", "circle(0)", "absolute", "fixed", "static", "scale(0)", "scale(0,1)", "translate(-999em)",
    "matrix(0,0,0,0,0,0)", "#fff", "#000f", "white", "transparent", "rgb(255,255,255)", "rgba(0 0 0 / 0)", "hsl(0 0% 100%)",
    "var(--a)", "var(--b, none)", "inherit", "initial", "unset", "'x", "url(x", "nowrap",
];

const AT_RULES: [&str; 12] = [
    "@media screen",
    "@media print",
    "@media all and (min-width:1px)",
    "@media not screen",
    "@supports (display:grid)",
    "@layer a",
    "@import url(x);",
    "@charset 'x';",
    "@font-face",
    "@keyframes a",
    "@container (width>1px)",
    "@x",
];

const ODD: [&str; 16] =
    ["{", "}", "(", ")", "[", "]", ";", ":", "/*", "*/", "<!--", "-->", "\\", "\0", "'\n", "!important"];

/// A rule, an at-rule with rules, or something odd.
pub(super) fn rule(writer: &mut Writer<'_>) -> Result<()> {
    match writer.below_or(9)? {
        0 => {
            writer.one(&AT_RULES)?;
            writer.push("{");
            writer.nested(rule)?;
            writer.push("}");
        }
        1 => writer.many(&ODD)?,
        _ => writer.repeated(|writer| {
            for _ in 0..=writer.below_or(3)? {
                writer.one(&SELECTORS)?;
                writer.one(&COMBINATORS)?;
            }
            writer.one(&SELECTORS)?;
            writer.push("{");
            declarations(writer)?;
            writer.push("}");
            Ok(())
        })?,
    }
    Ok(())
}

/// The declarations of a rule or of a style attribute.
pub(super) fn declarations(writer: &mut Writer<'_>) -> Result<()> {
    for _ in 0..=writer.below_or(3)? {
        writer.one(&PROPERTIES)?;
        writer.push(":");
        writer.one(&VALUES)?;
        writer.one(&[";", ";", " !important;", "!IMPORTANT;", " 0;", "", ";;"])?;
    }
    Ok(())
}
