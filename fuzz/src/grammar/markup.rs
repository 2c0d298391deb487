//! Markup: what parsers, sanitizers and segmentation find hard, in any order.

use super::{Writer, css, json, tags};
use arbitrary::Result;

/// One item of a page, and rarely copies of it.
pub(super) fn item(writer: &mut Writer<'_>) -> Result<()> {
    let part = match writer.below_or(15)? {
        0 | 1 => reopened,
        2 | 3 => |writer: &mut Writer<'_>| element(writer, &tags::BLOCKS),
        4 => |writer: &mut Writer<'_>| element(writer, &tags::FORMATTING),
        5 => foreign,
        6 => |writer: &mut Writer<'_>| element(writer, &tags::RAW),
        7 => style,
        8 => script,
        9 => frame,
        10 => shadow,
        11 => |writer: &mut Writer<'_>| writer.many(&tags::VOID),
        12 => |writer: &mut Writer<'_>| writer.many(&tags::ODD),
        13 => rows,
        _ => |writer: &mut Writer<'_>| writer.many(&tags::TEXTS),
    };
    writer.repeated(part)
}

/// Items inside something else.
fn items(writer: &mut Writer<'_>) -> Result<()> {
    for _ in 0..=writer.below_or(2)? {
        writer.nested(item)?;
    }
    Ok(())
}

/// An element, of which the end tag may be missing, or be another's.
fn element(writer: &mut Writer<'_>, names: &[&str]) -> Result<()> {
    let name = *writer.choices.choose(names)?;
    start_tag(writer, name)?;
    items(writer)?;
    match writer.below_or(4)? {
        0 => {}
        1 => {
            writer.push("</");
            writer.one(names)?;
            writer.push(">");
        }
        _ => writer.push(&format!("</{name}>")),
    }
    Ok(())
}

fn start_tag(writer: &mut Writer<'_>, name: &str) -> Result<()> {
    writer.push("<");
    writer.push(name);
    for _ in 0..writer.below_or(3)? {
        writer.one(&[" ", "\n", "/", " / ", "\0 "])?;
        attribute(writer)?;
    }
    writer.one(&[">", ">", ">", "/>", " >", "<"])
}

fn attribute(writer: &mut Writer<'_>) -> Result<()> {
    if writer.choices.ratio(1, 4)? {
        writer.push("style=\"");
        css::declarations(writer)?;
        writer.push("\"");
        return Ok(());
    }
    writer.one(&tags::ATTRIBUTES)?;
    let quote = *writer.choices.choose(&["\"", "'", "", "\"", "'"])?;
    writer.push("=");
    writer.push(quote);
    if quote.is_empty() {
        writer.one(&["x", "a/b", "&amp;", "'"])?
    } else {
        writer.many(&tags::VALUES)?
    };
    writer.push(quote);
    Ok(())
}

/// Formatting elements left open, then something that opens them again.
fn reopened(writer: &mut Writer<'_>) -> Result<()> {
    writer.push("<p>");
    for _ in 0..=writer.below_or(3)? {
        let name = *writer.choices.choose(&tags::FORMATTING)?;
        start_tag(writer, name)?;
    }
    writer.many(&["</p><p>x", "<li>x", "<div>x</div>", "<table>x<tr>", "<h2>x</h2>", "<p> ", "</b></a></i>x", "<dd>x"])
}

/// SVG or MathML, with a way back into HTML.
fn foreign(writer: &mut Writer<'_>) -> Result<()> {
    writer.one(&[
        "<svg>",
        "<math>",
        "<svg><foreignObject>",
        "<math><annotation-xml encoding=text/html>",
        "<math><mtext>",
    ])?;
    for _ in 0..=writer.below_or(2)? {
        writer.nested(|writer| element(writer, &tags::FOREIGN))?;
    }
    items(writer)?;
    writer.one(&["</svg>", "</math>", "</p>", "<p>", ""])
}

fn style(writer: &mut Writer<'_>) -> Result<()> {
    writer.one(&["<style>", "<style media=print>", "<style>/*", "<STYLE>\0"])?;
    for _ in 0..=writer.below_or(3)? {
        css::rule(writer)?;
    }
    writer.one(&["</style>", "</style>", "</style ", "</STYLE>"])
}

fn script(writer: &mut Writer<'_>) -> Result<()> {
    writer.one(&[
        "<script type='application/ld+json'>",
        "<script id=__NEXT_DATA__ type='application/json'>",
        "<script>window.__NUXT__=",
        "<script>window.__APOLLO_STATE__ = ",
        "<script type='math/tex'>",
        "<script><!--<script>",
    ])?;
    json::value(writer)?;
    writer.one(&["</script>", ";</script>", "</script ", "--></script>"])
}

/// A frame with a document of its own. Its quotes are escaped, or not.
fn frame(writer: &mut Writer<'_>) -> Result<()> {
    writer.one(&["<iframe srcdoc=\"", "<iframe src=/x srcdoc=\"", "<frameset><noframes x=\""])?;
    let start = writer.output.len();
    items(writer)?;
    if writer.choices.ratio(7, 8)? {
        let inside = writer.output.split_off(start);
        writer.push(&inside.replace('&', "&amp;").replace('"', "&quot;"));
    }
    writer.one(&["\"></iframe>", "\">", "\"></noframes>", "'></iframe>"])
}

/// A shadow tree, declared in markup, and what its slots show.
fn shadow(writer: &mut Writer<'_>) -> Result<()> {
    writer.push("<div>");
    writer.one(&[
        "<template shadowrootmode=open>",
        "<template shadowrootmode=closed>",
        "<template shadowroot=open>",
        "<template>",
    ])?;
    items(writer)?;
    writer.one(&["<slot></slot>", "<slot name=a>x</slot>", ""])?;
    writer.one(&["</template>", "</template><p slot=a>x</p>", ""])?;
    items(writer)?;
    writer.one(&["</div>", ""])
}

/// Rows of a table in the wrong places.
fn rows(writer: &mut Writer<'_>) -> Result<()> {
    writer.one(&["<table>", "<table><tr><td>", "<table><caption>", "<table><colgroup>"])?;
    writer.many(&[
        "<tr><td>x",
        "<td colspan=1000>x",
        "x<tr>",
        "<b>x<tr>",
        "<th rowspan=65534>",
        "<form><input><tr>",
    ])?;
    items(writer)?;
    writer.one(&["</table>", ""])
}
