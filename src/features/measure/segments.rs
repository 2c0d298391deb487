//! Segments of a line: the runs between separators such as `|`, `、` or `·`.

/// The segments of one block.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Segments {
    pub(crate) count: u32,
    /// Segments of at most 12 characters.
    pub(crate) short: u32,
    /// Mean and standard deviation of the lengths, in characters.
    pub(crate) mean: f32,
    pub(crate) deviation: f32,
    /// Separators, and how many of them are the most frequent one.
    pub(crate) separators: u32,
    pub(crate) top_separator: u32,
}

const SEPARATORS: [char; 14] = ['|', '｜', '、', '·', '•', '/', ',', '，', '_', '-', '»', '→', '★', ';'];

/// The index of a separator; letters of most scripts are ruled out at once.
#[inline]
fn separator(c: char) -> Option<usize> {
    let is_possible = match c as u32 {
        0..=0x7f => matches!(c, '|' | '/' | ',' | '_' | '-' | ';'),
        0x80..=0xbf | 0x2000..=0x2bff | 0x3000..=0x303f | 0xff00.. => true,
        _ => false,
    };
    if is_possible { SEPARATORS.iter().position(|s| *s == c) } else { None }
}

/// Counts segments while a text is read character by character.
#[derive(Default)]
pub(super) struct SegmentCounter {
    length: u32,
    count: u32,
    short: u32,
    sum: f32,
    squares: f32,
    by_separator: [u32; SEPARATORS.len()],
}

impl SegmentCounter {
    /// Reads a letter that is not a separator.
    #[inline]
    pub(super) fn read_letter(&mut self) {
        self.length += 1;
    }

    #[inline]
    pub(super) fn read(&mut self, c: char) {
        if c.is_ascii_alphanumeric() || c == ' ' {
            self.length += u32::from(self.length > 0 || c != ' ');
            return;
        }
        match separator(c) {
            Some(i) => {
                self.by_separator[i] += 1;
                self.end();
            }
            None => self.length += 1,
        }
    }

    fn end(&mut self) {
        if self.length > 0 {
            self.count += 1;
            self.short += u32::from(self.length <= 12);
            self.sum += self.length as f32;
            self.squares += self.length as f32 * self.length as f32;
        }
        self.length = 0;
    }

    pub(super) fn finish(mut self) -> Segments {
        self.end();
        let n = self.count.max(1) as f32;
        let mean = self.sum / n;
        Segments {
            count: self.count,
            short: self.short,
            mean,
            deviation: (self.squares / n - mean * mean).max(0.0).sqrt(),
            separators: self.by_separator.iter().sum(),
            top_separator: self.by_separator.iter().copied().max().unwrap_or(0),
        }
    }
}
