//! JSON lines: a report a line, as described by `blocksift schema`.

use super::{Scored, Sink};
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use std::io::{self, Write};

pub(crate) struct Jsonl;

impl Sink for Jsonl {
    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let mut line = careful(&page.into_record())?;
        line.push(b'\n');
        Ok(line)
    }
}

/// JSON that is safe to look at, see [`Careful`].
pub(crate) fn careful(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut json = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut json, Careful))?;
    Ok(json)
}

/// Compact JSON whose strings hold no character that ends a line for some readers, moves a terminal's cursor or turns
/// the direction of reading: these are written as escapes, which stand for the same text.
struct Careful;

impl Formatter for Careful {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_escaped(*c)) {
            CompactFormatter.write_string_fragment(writer, &fragment[written..at])?;
            write!(writer, "\\u{:04x}", c as u32)?;
            written = at + c.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[written..])
    }
}

/// Control characters (those below the space are escaped anyway), line and paragraph separators, direction marks, the
/// byte order mark.
fn is_escaped(c: char) -> bool {
    matches!(c, '\x7f'..='\u{9f}' | '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        String::from_utf8(careful(&text).unwrap()).unwrap()
    }

    #[test]
    fn strings_are_escaped_and_mean_the_same() {
        assert_eq!(written("a\u{2028}b\u{202e}\u{7f}\u{85}"), "\"a\\u2028b\\u202e\\u007f\\u0085\"");
        assert_eq!(written("中文 é \" \\ 👍"), "\"中文 é \\\" \\\\ 👍\"");
        for text in ["", "\u{feff}", "x\u{2066}\u{2069}y\n\u{1b}[0m", "\u{61c}\u{200e}"] {
            assert_eq!(serde_json::from_str::<String>(&written(text)).unwrap(), text);
        }
    }
}
