//! JSON as pages carry it: structured data, posts, states of scripts.

use super::Writer;
use arbitrary::Result;

#[rustfmt::skip]
const KEYS: [&str; 24] = [
    "@type", "@graph", "@context", "articleBody", "text", "headline", "author", "name", "datePublished", "props", "pageProps",
    "state", "content", "body", "html", "topic_1", "post_stream", "posts", "cooked", "", "a", "\\u0061", "description", "url",
];

#[rustfmt::skip]
const STRINGS: [&str; 16] = [
    "Article", "Comment", "FAQPage", "The ferry was late on most mornings of the winter, and nobody was surprised.",
    "<p>The <b>storm</b> came in.</p>", "2020-01-01", "2020-13-99T99:99", "", "\\ud800", "\\u0000\\n", "&lt;p&gt;",
    "https://a.example/x", "{\\\"posts\\\":[{\\\"cooked\\\":\\\"x\\\"}]}", "双江县", "\\", "x",
];

const SCALARS: [&str; 10] =
    ["0", "-1", "1e999", "123456789012345678901234567890", "true", "null", "nul", "NaN", "", "undefined"];

const ODD: [&str; 10] = ["[", "{\"a\":", "]", "}", ",", ":", "\"", "\n", "//", "\0"];

/// A value.
pub(super) fn value(writer: &mut Writer<'_>) -> Result<()> {
    match writer.below_or(8)? {
        0 => writer.one(&SCALARS)?,
        1 => writer.many(&ODD)?,
        2 | 3 => string(writer, &STRINGS)?,
        4 | 5 => {
            writer.push("[");
            for _ in 0..=writer.below_or(3)? {
                writer.repeated(|writer| {
                    writer.nested(value)?;
                    writer.push(",");
                    Ok(())
                })?;
            }
            writer.one(&["0]", "]", "{}]", ""])?;
        }
        _ => {
            writer.push("{");
            for _ in 0..=writer.below_or(4)? {
                string(writer, &KEYS)?;
                writer.push(":");
                writer.nested(value)?;
                writer.push(",");
            }
            writer.one(&["\"a\":0}", "}", ""])?;
        }
    }
    Ok(())
}

fn string(writer: &mut Writer<'_>, texts: &[&str]) -> Result<()> {
    writer.push("\"");
    writer.many(texts)?;
    writer.one(texts)?;
    writer.push("\"");
    Ok(())
}
