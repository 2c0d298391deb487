//! Grammars: bytes choose a page, a style sheet or JSON of a kind that is hard to read. Any bytes give one.

mod css;
mod json;
mod markup;
mod tags;

use arbitrary::{Result, Unstructured};

/// Size from which nothing is added to an output.
const MAX_BYTES: usize = 48 << 10;

/// A page.
pub(crate) fn page(bytes: &[u8]) -> String {
    written(bytes, |writer| {
        while !writer.is_done() {
            markup::item(writer)?;
        }
        Ok(())
    })
}

/// A style sheet.
pub(crate) fn style_sheet(bytes: &[u8]) -> String {
    written(bytes, |writer| {
        while !writer.is_done() {
            css::rule(writer)?;
        }
        Ok(())
    })
}

/// A JSON value, which may be cut short.
pub(crate) fn json(bytes: &[u8]) -> String {
    written(bytes, json::value)
}

fn written(bytes: &[u8], write: impl FnOnce(&mut Writer<'_>) -> Result<()>) -> String {
    let mut writer = Writer { choices: Unstructured::new(bytes), output: String::new(), depth: 0 };
    // Where the bytes end, the output ends.
    let _ = write(&mut writer);
    writer.output
}

/// Writes what the bytes choose.
struct Writer<'a> {
    choices: Unstructured<'a>,
    output: String,
    /// How deep rules of the grammar are nested.
    depth: usize,
}

impl Writer<'_> {
    /// Whether the bytes are used up or the output is long enough.
    fn is_done(&self) -> bool {
        self.choices.is_empty() || self.output.len() > MAX_BYTES
    }

    fn push(&mut self, text: &str) {
        self.output.push_str(text);
    }

    /// A number from 0 to `max`.
    fn below_or(&mut self, max: usize) -> Result<usize> {
        self.choices.int_in_range(0..=max)
    }

    /// Writes one of some texts.
    fn one(&mut self, texts: &[&str]) -> Result<()> {
        let text = *self.choices.choose(texts)?;
        self.push(text);
        Ok(())
    }

    /// Writes one of some texts up to some times, rarely thousands.
    fn many(&mut self, texts: &[&str]) -> Result<()> {
        let text = *self.choices.choose(texts)?;
        let most = if self.choices.ratio(1, 12)? { 3000 } else { 6 };
        let times = self.below_or(most)?.min((MAX_BYTES / text.len().max(1)).max(1));
        self.push(&text.repeat(times));
        Ok(())
    }

    /// Writes a part one level deeper, unless there are too many levels.
    fn nested(&mut self, part: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        const MAX_DEPTH: usize = 12;
        if self.depth < MAX_DEPTH && !self.is_done() {
            self.depth += 1;
            part(self)?;
            self.depth -= 1;
        }
        Ok(())
    }

    /// Writes a part, then rarely copies of it.
    fn repeated(&mut self, part: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let start = self.output.len();
        part(self)?;
        if self.choices.ratio(1, 6)? {
            let copy = self.output[start..].to_owned();
            let times = self.below_or(400)?.min(MAX_BYTES / copy.len().max(1));
            self.push(&copy.repeat(times));
        }
        Ok(())
    }
}
