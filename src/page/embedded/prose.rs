//! Tells text that people read from the other long strings that pages carry: code, URLs, keys, encoded data.

use super::windows::outside_tags;

/// Bytes of the shortest text that counts.
const MIN_BYTES: usize = 80;

/// Bytes of a string that are looked at.
const MAX_BYTES: usize = 4096;

/// Percent of the characters other than white space that are letters, at least.
const MIN_LETTERS: usize = 75;

/// Words, at least, and characters of the average word, at most. Scripts without spaces between words are exempt.
const MIN_WORDS: usize = 9;
const MAX_WORD: usize = 14;

/// Characters that end a sentence.
const SENTENCE_ENDS: [char; 10] = ['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'];

/// Characters of which prose has almost none.
const CODE: [char; 10] = ['{', '}', '=', '\\', '|', '_', '$', '#', '[', ']'];

/// Percent of characters that may be [`CODE`].
const MAX_CODE: usize = 2;

/// Whether a string is prose: words in at least one sentence, plain or as markup.
pub(super) fn is_prose(text: &str) -> bool {
    text.len() >= MIN_BYTES && {
        let counts = Counts::of(text);
        counts.has_words() && counts.sentence_ends > 0
    }
}

/// Whether a string consists of words, in sentences or not.
pub(in crate::page) fn has_words(text: &str) -> bool {
    text.len() >= MIN_BYTES && Counts::of(text).has_words()
}

/// Numbers of what the start of a text consists of, tags left out.
#[derive(Default)]
struct Counts {
    /// Characters other than white space.
    chars: usize,
    letters: usize,
    /// Letters of scripts that write no spaces between words.
    unspaced: usize,
    code: usize,
    words: usize,
    sentence_ends: usize,
}

impl Counts {
    fn of(text: &str) -> Counts {
        let mut counts = Counts::default();
        let mut before = ' ';
        for c in outside_tags(&text[..text.floor_char_boundary(MAX_BYTES)]) {
            counts.add(c, before);
            before = c;
        }
        counts.sentence_ends += usize::from(SENTENCE_ENDS.contains(&before));
        counts
    }

    fn add(&mut self, c: char, before: char) {
        let is_unspaced = is_unspaced(c);
        if c.is_whitespace() || is_unspaced {
            self.sentence_ends += usize::from(SENTENCE_ENDS.contains(&before));
        }
        if !c.is_whitespace() {
            self.chars += 1;
            self.letters += usize::from(c.is_alphabetic());
            self.unspaced += usize::from(is_unspaced);
            self.code += usize::from(CODE.contains(&c));
            self.words += usize::from(before.is_whitespace());
        }
    }

    fn has_words(&self) -> bool {
        let is_spaced = self.words >= MIN_WORDS && self.words * MAX_WORD > self.chars;
        (is_spaced || self.unspaced * 2 > self.letters)
            && self.letters * 100 >= MIN_LETTERS * self.chars
            && self.code * 100 <= MAX_CODE * self.chars
    }
}

/// Whether a character belongs to a script that writes no spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::is_prose;

    #[test]
    fn sentences_are_prose_in_any_script() {
        for text in [
            "The ferry to Skarholm runs twice a day again since Monday, the harbour master said on Friday.",
            "<p>Prom na wyspę znów pływa dwa razy dziennie, <b>powiedział</b> w piątek kapitan portu, a potem odszedł.</p>",
            "渡轮从星期一起又恢复了每天两班，港务长星期五说。它已经停航十一个星期了，岛上的人一直在等着。",
            "เรือข้ามฟากกลับมาให้บริการวันละสองเที่ยวอีกครั้งตั้งแต่วันจันทร์ นายท่าเรือกล่าวเมื่อวันศุกร์.",
        ] {
            assert!(is_prose(text), "{text}");
        }
    }

    #[test]
    fn code_addresses_keys_and_lists_are_not() {
        for text in [
            "https://img.example.org/a/very/long/path/to/some/picture/that/nobody/reads/but/scripts/need.jpg?x=1&y=2.",
            "function load() { return window.items.map(function (x) { return x.id; }); } load(); and then some more.",
            ".menu { display: none; } .menu li { float: left; margin: 0 4px; } .menu a { color: #333; } a { top: 1; }",
            "QmxvY2tzaWZ0IHJlYWRzIHBhZ2VzLg QmxvY2tzaWZ0IHJlYWRzIHBhZ2VzLg== QmxvY2tzaWZ0IHJlYWRzIHBhZ2VzLg== QmxvY2tz.",
            "News Sport Weather Travel Culture Opinion Video Podcasts Letters Puzzles Events Jobs Property Motors Shop",
            "Hello {{ user.name }}, you have {{ count }} new messages. {{ link }} shows all of them. {{ more }}.",
            "Too short.",
        ] {
            assert!(!is_prose(text), "{text}");
        }
    }
}
