//! Header fields of WARC records and HTTP messages, and what they say about a record.

use blocksift::Format;

/// The fields of a WARC record's header.
pub(super) struct Header(Vec<(String, String)>);

impl Header {
    pub(super) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The value of a field; the first one if it is repeated.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether a field is repeated.
    pub(super) fn is_repeated(&self, name: &str) -> bool {
        self.0.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).count() > 1
    }

    /// Whether a field has a value, in any case.
    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name).is_some_and(|v| v.eq_ignore_ascii_case(value))
    }

    /// Whether the record may be a page.
    pub(super) fn may_be_page(&self) -> bool {
        ["response", "resource", "conversion"].iter().any(|kind| self.is("WARC-Type", kind))
    }
}

/// Adds the field of a header line, or appends a continuation line to the field before. The first line of a header is
/// no field. Returns whether the line is sound.
pub(super) fn add_field(fields: &mut Vec<(String, String)>, line: &[u8], is_first: bool) -> bool {
    let text = String::from_utf8_lossy(line);
    match (text.split_once(':'), fields.last_mut()) {
        (_, Some((_, value))) if text.starts_with([' ', '\t']) => {
            value.push(' ');
            value.push_str(text.trim());
        }
        (Some((name, value)), _) if !is_first => fields.push((name.trim().to_owned(), value.trim().to_owned())),
        _ => return is_first,
    }
    true
}

/// Markup or text, by media type. `Some(None)` if it is neither, `None` if the media type does not tell.
pub(super) fn format_of_media_type(content_type: &str) -> Option<Option<Format>> {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" => Some(Some(Format::Html)),
        "text/plain" => Some(Some(Format::Text)),
        "application/octet-stream" | "unk" | "*/*" | "text/*" => None,
        _ => media.contains('/').then_some(None),
    }
}

/// The format of a body without a media type: markup, or not a page.
pub(super) fn sniff_format(body: &[u8]) -> Option<Format> {
    let head = String::from_utf8_lossy(&body[..body.len().min(1024)]).to_ascii_lowercase();
    let tags = ["<!doctype html", "<html", "<head", "<body", "<title"];
    tags.iter().any(|tag| head.contains(tag)).then_some(Format::Html)
}
