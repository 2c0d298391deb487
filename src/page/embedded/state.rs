//! Text in the state that an application keeps in scripts for the browser to draw the page from, as Next, Nuxt, Redux and
//! Apollo do. Of everything in there, such as settings, translations and other pages, only prose under the usual names of
//! an article's text is read.

use super::json::{self, Listener};
use super::prose::is_prose;
use std::borrow::Cow;

/// Variables that hold the state.
const VARIABLES: [&str; 6] =
    ["__INITIAL_STATE__", "__PRELOADED_STATE__", "__APOLLO_STATE__", "__INITIAL_DATA__", "__NUXT__", "__NEXT_DATA__"];

/// Mentions of a variable that are looked at.
const MAX_MENTIONS: usize = 8;

/// Names of text, in lower case and without `_` and `-`.
const TEXTS: [&str; 32] = [
    "articlebody",
    "articlecontent",
    "articletext",
    "body",
    "bodyhtml",
    "bodymarkdown",
    "bodytext",
    "content",
    "contenthtml",
    "contents",
    "contenttext",
    "cooked",
    "copy",
    "data",
    "description",
    "excerpt",
    "fulltext",
    "html",
    "intro",
    "lead",
    "longdescription",
    "markdown",
    "markup",
    "message",
    "paragraph",
    "paragraphs",
    "plaintext",
    "rendered",
    "richtext",
    "summary",
    "text",
    "value",
];

/// Parts of names of what is no text of this page.
const SKIPPED: [&str; 25] = [
    "i18n",
    "intl",
    "l10n",
    "locale",
    "translation",
    "dictionar",
    "messages",
    "labels",
    "cookie",
    "consent",
    "gdpr",
    "privacy",
    "config",
    "setting",
    "css",
    "style",
    "theme",
    "seo",
    "meta",
    "jsonld",
    "schema",
    "tracking",
    "analytics",
    "experiment",
    "error",
];

/// Appends the texts in a script to `items`.
pub(super) fn read(script: &str, items: &mut Vec<String>) {
    let script = script.trim();
    if script.starts_with(['{', '[']) {
        read_value(script, items);
    }
    for variable in VARIABLES {
        let mentions = memchr::memmem::find_iter(script.as_bytes(), variable.as_bytes()).take(MAX_MENTIONS);
        if let Some(value) = mentions.filter_map(|at| assigned(&script[at + variable.len()..])).next() {
            read_value(&value, items);
        }
    }
}

/// Reads the JSON value at the start of `json`. Ignores invalid JSON.
fn read_value(json: &str, items: &mut Vec<String>) {
    let before = items.len();
    if !json::read_prefix(json, &mut Reader { items, open: Vec::new() }) {
        items.truncate(before);
    }
}

/// The JSON that is assigned to a variable: `= {…}`, `"] = {…}`, or `= JSON.parse("…")`. It may go on after the value.
fn assigned(after_name: &str) -> Option<Cow<'_, str>> {
    let after_name = after_name.trim_start_matches(['"', '\'', ']']).trim_start();
    let value = after_name.strip_prefix('=')?.trim_start();
    if value.starts_with(['{', '[']) {
        return Some(Cow::Borrowed(value));
    }
    string_literal(value.strip_prefix("JSON.parse(")?.trim_start()).map(Cow::Owned)
}

/// The value of the JavaScript string that `code` starts with.
fn string_literal(code: &str) -> Option<String> {
    let mut chars = code.chars();
    let quote = chars.next().filter(|c| matches!(c, '"' | '\''))?;
    let mut value = String::new();
    loop {
        match chars.next()? {
            c if c == quote => return Some(value),
            '\\' => match chars.next()? {
                'n' => value.push('\n'),
                'r' => value.push('\r'),
                't' => value.push('\t'),
                'b' => value.push('\u{8}'),
                'f' => value.push('\u{c}'),
                'v' => value.push('\u{b}'),
                '\n' => {}
                'x' => push_unit(&mut value, &mut chars, 2)?,
                // JSON reads these itself, and pairs of surrogates too.
                'u' => value.push_str("\\u"),
                c => value.push(c),
            },
            c => value.push(c),
        }
    }
}

/// Adds the character with a code of so many hexadecimal digits.
fn push_unit(value: &mut String, chars: &mut std::str::Chars<'_>, digits: usize) -> Option<()> {
    let code = chars.as_str().get(..digits)?;
    value.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
    chars.nth(digits - 1);
    Some(())
}

struct Reader<'a> {
    items: &'a mut Vec<String>,
    /// Whether the last key of each open object names a text.
    open: Vec<bool>,
}

impl Listener for Reader<'_> {
    fn open(&mut self) {
        self.open.push(false);
    }

    fn key(&mut self, key: &str) -> bool {
        let key: Cow<'_, str> = if key.bytes().all(|b| b.is_ascii_lowercase()) {
            Cow::Borrowed(key)
        } else {
            // Apollo adds arguments to names: `body({"format":"html"})`.
            let name = key.split('(').next().unwrap_or("");
            let lower = name.chars().take(64).filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase());
            Cow::Owned(lower.collect())
        };
        if let Some(is_text) = self.open.last_mut() {
            *is_text = TEXTS.binary_search(&&*key).is_ok();
        }
        !SKIPPED.iter().any(|part| key.contains(part))
    }

    fn string(&mut self, value: &str) {
        // Nuxt 3 keeps its strings in one array, apart from their names. Only markup is known for text there.
        let is_text = self.open.last().copied().unwrap_or_else(|| value.contains("</p>"));
        if is_text && is_prose(value) {
            self.items.push(value.to_owned());
        }
    }

    fn close(&mut self) {
        self.open.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry to Skarholm runs twice a day again since Monday, the harbour master said on Friday.";

    fn items(script: &str) -> Vec<String> {
        let mut items = Vec::new();
        read(script, &mut items);
        items
    }

    #[test]
    fn names_are_sorted() {
        assert!(TEXTS.is_sorted());
    }

    #[test]
    fn values_are_found_in_every_form() {
        let json = format!(r#"{{"post":{{"bodyHtml":"{TEXT}","n":[1,null,true,2.5]}}}}"#);
        let literal = json.replace('"', "\\\"");
        for script in [
            json.clone(),
            format!("window.__INITIAL_STATE__ = {json};\nload()"),
            format!("window[\"__PRELOADED_STATE__\"]={json}"),
            format!("window.__NUXT__ = null; if (__NUXT__) f(__NUXT__); window.__NUXT__ = {json}"),
            format!("window.__APOLLO_STATE__ = JSON.parse(\"{literal}\")"),
            format!("window.__APOLLO_STATE__ = JSON.parse('{json}')"),
        ] {
            assert_eq!(items(&script), [TEXT], "{script}");
        }
        for script in [
            format!("window.__NUXT__=(function(a){{return {json}}})(1)"),
            format!("window.other = {json}"),
            format!("window.__INITIAL_STATE__ = {}", &json[..json.len() - 1]),
            format!("window.__INITIAL_STATE__ = {}", json.replace("2.5", "undefined")),
            "window.__INITIAL_STATE__ = JSON.parse('{\\x".to_owned(),
        ] {
            assert!(items(&script).is_empty(), "{script}");
        }
    }

    #[test]
    fn escapes_of_string_literals_are_read() {
        assert_eq!(string_literal(r#"'a\'b\x3cp\u003e\\n"\n' + x"#).as_deref(), Some("a'b<p\\u003e\\n\"\n"));
        assert_eq!(string_literal("'never closed"), None);
        assert_eq!(string_literal("x"), None);
    }

    #[test]
    fn only_texts_of_the_page_are_read() {
        let json = format!(
            r#"{{"i18n":{{"body":"{TEXT}"}},"cookieBanner":{{"text":"{TEXT}"}},"url":"{TEXT}","list":["{TEXT}"],
            "body":"/news/1","article_body":["{TEXT}",{{"text":"short"}}],"content({{\"a\":1}})":"{TEXT}"}}"#
        );
        assert_eq!(items(&json), [TEXT, TEXT]);
        let nuxt = format!(r#"[{{"data":1}},{{"body":2}},"<p>{TEXT}</p>","{TEXT}","en"]"#);
        assert_eq!(items(&nuxt), [format!("<p>{TEXT}</p>")]);
    }
}
