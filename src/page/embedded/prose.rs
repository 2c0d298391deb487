//! Tells text that people read from the other long strings that pages carry: code, URLs, keys, encoded data.

use super::windows::outside_tags;

/// Bytes of the shortest text that counts.
const MIN_BYTES: usize = 80;

/// Bytes of a string that are looked at.
const MAX_BYTES: usize = 4096;

/// Percent of the characters other than white space that are letters, at least.
const MIN_LETTERS: usize = 75;

/// Characters of the average word, at most. Scripts without spaces between words are exempt.
const MAX_WORD: usize = 14;

/// Characters that end a sentence.
const SENTENCE_ENDS: [char; 10] = ['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'];

/// Characters of which prose has almost none.
const CODE: [char; 10] = ['{', '}', '=', '\\', '|', '_', '$', '#', '[', ']'];

/// Percent of characters that may be [`CODE`].
const MAX_CODE: usize = 2;

/// Whether a string is prose: words in at least one sentence, or several of them, plain or as markup.
pub(in crate::page) fn is_prose(text: &str) -> bool {
    if text.len() < MIN_BYTES {
        return false;
    }
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    let (mut letters, mut wide, mut others, mut code, mut words, mut ends) = (0, 0, 0, 0, 0, 0);
    let mut before = ' ';
    for c in outside_tags(text) {
        if c.is_whitespace() {
            ends += usize::from(SENTENCE_ENDS.contains(&before));
        } else {
            words += usize::from(before.is_whitespace());
            letters += usize::from(c.is_alphabetic());
            others += usize::from(!c.is_alphabetic());
            code += usize::from(CODE.contains(&c));
            let is_wide = is_unspaced(c);
            wide += usize::from(is_wide);
            ends += usize::from(is_wide && SENTENCE_ENDS.contains(&before));
        }
        before = c;
    }
    ends += usize::from(SENTENCE_ENDS.contains(&before));
    let total = letters + others;
    let has_words = wide * 2 > letters || words * MAX_WORD > total && words > 8;
    has_words && ends > 0 && letters * 100 >= MIN_LETTERS * total && code * 100 <= MAX_CODE * total
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
