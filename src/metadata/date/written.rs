//! Dates as people write them: `19 March 2024`, `2024年3月19日`, `19.03.2024`.

use super::months::month;
use super::{DayOrder, PageDate};

/// Numbers and words of a text that are read.
const MAX_ITEMS: usize = 64;

/// Letters that separate year, month and day in East Asia.
const YEAR_SIGNS: [char; 2] = ['年', '년'];
const MONTH_SIGNS: [char; 2] = ['月', '월'];

/// Letters that follow the day there.
const DAY_SIGNS: [char; 2] = ['日', '일'];

/// Words between the parts of a date. They add nothing to it.
const FILLERS: [&str; 28] = [
    "de", "of", "del", "do", "da", "di", "den", "the", "st", "nd", "rd", "th", "er", "ère", "m", "d", "г", "р", "o",
    "º", "ª", "το", "των", "року", "года", "anul", "năm", "ko",
];

/// "Of the year" in Latvian, between a year and the day and month that follow it.
const OF_YEAR: &str = "gada";

/// Words before the number of a month, in Vietnamese.
const MONTH_WORDS: [&str; 3] = ["tháng", "thg", "thang"];

/// The months of the Levant that have two words, with their numbers.
const TWO_WORDS: [(&str, &str, i8); 6] = [
    ("كانون", "الثاني", 1),
    ("تشرين", "الأول", 10),
    ("تشرين", "الاول", 10),
    ("تشرين", "الثاني", 11),
    ("كانون", "الأول", 12),
    ("كانون", "الاول", 12),
];

/// Eras that East Asia counts years by, with the year before their first.
const ERAS: [(&str, i16); 5] = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("民國", 1911), ("民国", 1911)];

/// Digits of a year of an era.
const MAX_ERA_DIGITS: usize = 3;

/// Chinese numerals, of which `十`, `十一` and `十二` are built too.
const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// Thai years count from the Buddha: the years that a page may be from, and by how much they are ahead.
const THAI_YEARS: std::ops::RangeInclusive<i16> = 2533..=2642;
const THAI_OFFSET: i16 = 543;

/// A number or a word of the text.
#[derive(Clone, Copy, PartialEq)]
enum Item {
    Number(Number),
    /// A word that names a month.
    Month(i8),
    OfYear,
    Other,
}

#[derive(Clone, Copy, PartialEq)]
struct Number {
    value: i16,
    /// How many digits it is written with.
    digits: u8,
    /// The sign between it and the number that follows, `\0` if that is not a single sign.
    sign: char,
    /// The character after it, without white space between.
    next: char,
    /// Whether it continues a number, as the 10 in `1.10.3.2024`.
    continues: bool,
}

impl Number {
    fn year(self) -> Option<i16> {
        (self.digits == 4).then_some(self.value)
    }

    fn day_or_month(self) -> Option<i8> {
        (self.digits <= 2).then_some(self.value as i8)
    }
}

/// The first date in a text.
pub(super) fn find(text: &str, order: DayOrder) -> Option<PageDate> {
    if !has_year(text) {
        return None;
    }
    let items = Items::of(text).list;
    (0..items.len()).find_map(|i| at(&items[i..], order))
}

/// Whether a text may hold a year. Most texts without a date do not.
fn has_year(text: &str) -> bool {
    let is_year = |w: &[u8]| matches!(&w[..2], b"19" | b"20" | b"25" | b"26") && w.iter().all(u8::is_ascii_digit);
    text.as_bytes().windows(4).any(is_year) || !text.is_ascii() && ERAS.iter().any(|(era, _)| text.contains(era))
}

/// The date that starts with the first of the items.
fn at(items: &[Item], order: DayOrder) -> Option<PageDate> {
    match *items {
        [Item::Number(day), Item::Month(month), Item::Number(year), ..]
        | [Item::Month(month), Item::Number(day), Item::Number(year), ..]
        | [Item::Number(year), Item::Month(month), Item::Number(day), ..]
            if year.digits == 4 =>
        {
            PageDate::of(year.year()?, month, day.day_or_month()?)
        }
        [Item::Number(year), Item::OfYear, Item::Number(day), Item::Month(month), ..] => {
            PageDate::of(year.year()?, month, day.day_or_month()?)
        }
        // `Mar 19 15:28:56 CET 2024`, as programs print dates.
        [
            Item::Month(month),
            Item::Number(day),
            Item::Number(hour),
            Item::Number(minute),
            Item::Number(_),
            ref rest @ ..,
        ] if hour.sign == ':' && minute.sign == ':' => {
            let rest = rest.strip_prefix(&[Item::Other]).unwrap_or(rest);
            match *rest {
                [Item::Number(year), ..] => PageDate::of(year.year()?, month, day.day_or_month()?),
                _ => None,
            }
        }
        [Item::Number(a), Item::Number(b), Item::Number(c), ..] if !a.continues => numeric(a, b, c, order),
        _ => None,
    }
}

/// The date of three numbers.
fn numeric(a: Number, b: Number, c: Number, order: DayOrder) -> Option<PageDate> {
    let is_numeric = a.sign == b.sign && matches!(a.sign, '-' | '/' | '.');
    let is_east_asian = YEAR_SIGNS.contains(&a.sign) && MONTH_SIGNS.contains(&b.sign);
    if let Some(year) = a.year() {
        return if is_numeric || is_east_asian {
            PageDate::of(year, b.day_or_month()?, c.day_or_month()?)
        } else {
            None
        };
    }
    let (first, second, year) = (a.day_or_month()?, b.day_or_month()?, c.year()?);
    // `3月 19, 2024` and `19 3月, 2024`, as translated templates have it.
    match (MONTH_SIGNS.contains(&a.next), MONTH_SIGNS.contains(&b.next)) {
        (true, false) if !DAY_SIGNS.contains(&b.next) => return PageDate::of(year, first, second),
        (false, true) => return PageDate::of(year, second, first),
        _ if !is_numeric => return None,
        _ => {}
    }
    let is_month = |number: i8| (1..=12).contains(&number);
    let day_first = match (is_month(first), is_month(second)) {
        (true, true) if first == second => true,
        (true, true) if a.sign == '.' => true,
        (true, true) => match order {
            DayOrder::DayFirst => true,
            DayOrder::MonthFirst => false,
            DayOrder::Unknown => return None,
        },
        (is_first_month, _) => !is_first_month,
    };
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    PageDate::of(year, month, day)
}

/// The numbers and words of a text in order, without fillers.
struct Items {
    list: Vec<Item>,
    /// What the last word says about the next item.
    awaited: Awaited,
    /// Whether the last number continues with the next one.
    continues: bool,
    is_thai: bool,
}

/// What comes next.
#[derive(Clone, Copy)]
enum Awaited {
    Anything,
    /// The number of a month.
    Month,
    /// A year after this one, the last before an era.
    YearAfter(i16),
    /// The second word of a month that starts with this one.
    SecondWord(&'static str),
}

impl Items {
    fn of(text: &str) -> Items {
        let is_thai = text.contains(|c| ('\u{e01}'..='\u{e2e}').contains(&c));
        let mut items = Items { list: Vec::new(), awaited: Awaited::Anything, continues: false, is_thai };
        let mut rest = text;
        while let Some(c) = rest.chars().next().filter(|_| items.list.len() < MAX_ITEMS) {
            let length = if c.is_ascii_digit() {
                let length = rest.bytes().take_while(u8::is_ascii_digit).count();
                items.push_number(&rest[..length], &rest[length..]);
                length
            } else if c.is_alphabetic() && !is_sign(c) {
                let length = rest.find(|c: char| !is_in_word(c)).unwrap_or(rest.len());
                items.push_word(&rest[..length], &rest[length..]);
                length
            } else {
                c.len_utf8()
            };
            rest = &rest[length..];
        }
        items
    }

    fn push_number(&mut self, digits: &str, after: &str) {
        // Longer numbers are no part of a date. They keep their place.
        let mut value: i16 = if digits.len() <= 4 { digits.parse().unwrap_or(0) } else { 0 };
        let mut length = digits.len().min(9) as u8;
        let awaited = std::mem::replace(&mut self.awaited, Awaited::Anything);
        match awaited {
            Awaited::Month if length <= 2 && (1..=12).contains(&value) => {
                self.list.push(Item::Month(value as i8));
                return;
            }
            Awaited::YearAfter(year) if digits.len() <= MAX_ERA_DIGITS => (value, length) = (value + year, 4),
            _ if self.is_thai && THAI_YEARS.contains(&value) => value -= THAI_OFFSET,
            _ => {}
        }
        let next = after.trim_start().chars().next().unwrap_or('\0');
        let (sign, continues) = (sign_before_digit(after), self.continues);
        self.list.push(Item::Number(Number { value, digits: length, sign, next, continues }));
        self.continues = after.starts_with(['.', '-', '/']) && after[1..].starts_with(|c: char| c.is_ascii_digit());
    }

    fn push_word(&mut self, word: &str, after: &str) {
        let word = word.to_lowercase();
        if FILLERS.contains(&word.as_str()) {
            return;
        }
        self.continues = false;
        let awaited = std::mem::replace(&mut self.awaited, Awaited::Anything);
        if let Awaited::SecondWord(first) = awaited
            && let Some((_, _, month)) = TWO_WORDS.iter().find(|(a, b, _)| *a == first && *b == word)
        {
            // The first word stands before it as another one.
            self.list.pop();
            self.list.push(Item::Month(*month));
            return;
        }
        if MONTH_WORDS.contains(&word.as_str()) {
            self.awaited = Awaited::Month;
            return;
        }
        if let Some((_, year)) = ERAS.iter().find(|(era, _)| word.ends_with(era)) {
            self.awaited = Awaited::YearAfter(*year);
        } else if let Some((first, ..)) = TWO_WORDS.iter().find(|(first, ..)| *first == word) {
            self.awaited = Awaited::SecondWord(first);
        }
        let numeral = || month_of_numeral(&word).filter(|_| after.starts_with(MONTH_SIGNS));
        self.list.push(match month(&word).or_else(numeral) {
            Some(month) => Item::Month(month),
            None if word == OF_YEAR => Item::OfYear,
            None => Item::Other,
        });
    }
}

/// The month of a Chinese numeral at the end of a word.
fn month_of_numeral(word: &str) -> Option<i8> {
    let start = word.char_indices().rev().take_while(|(_, c)| NUMERALS.contains(c)).last()?.0;
    let mut digits = word[start..].chars().map(|c| NUMERALS.iter().position(|n| *n == c).map_or(0, |at| at as i8 + 1));
    match (digits.next()?, digits.next(), digits.next()) {
        (value, None, None) => Some(value),
        (10, Some(units @ 1..=2), None) => Some(10 + units),
        _ => None,
    }
}

/// Whether a character goes on with a word: letters, and the signs that Indic and Thai letters carry.
fn is_in_word(c: char) -> bool {
    let is_mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{acd}' | '\u{bcd}'
        | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{200c}' | '\u{200d}');
    (c.is_alphabetic() || is_mark) && !is_sign(c)
}

fn is_sign(c: char) -> bool {
    YEAR_SIGNS.contains(&c) || MONTH_SIGNS.contains(&c)
}

/// The sign between a number and the next one, possibly with white space around it.
fn sign_before_digit(after: &str) -> char {
    let mut chars = after.trim_start().chars();
    let Some(sign) = chars.next() else { return '\0' };
    let is_followed = chars.as_str().trim_start().starts_with(|c: char| c.is_ascii_digit());
    if is_followed { sign } else { '\0' }
}
