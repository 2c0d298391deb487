//! Dates as people write them: `19 March 2024`, `2024年3月19日`, `19.03.2024`.

use super::months::month;
use super::{DayOrder, PageDate};

/// Numbers and words of a text that are read.
const MAX_ITEMS: usize = 64;

/// Letters that separate year, month and day in East Asia.
const YEAR_SIGNS: [char; 2] = ['年', '년'];
const MONTH_SIGNS: [char; 2] = ['月', '월'];

/// Words between the parts of a date. They add nothing to it.
const FILLERS: [&str; 26] = [
    "de", "of", "del", "do", "da", "di", "den", "the", "st", "nd", "rd", "th", "er", "ère", "m", "d", "г", "р", "o",
    "º", "ª", "το", "των", "року", "года", "anul",
];

/// A number or a word of the text.
#[derive(Clone, Copy, PartialEq)]
enum Item {
    Number(Number),
    /// A word that names a month.
    Month(i8),
    Other,
}

#[derive(Clone, Copy, PartialEq)]
struct Number {
    value: i16,
    /// How many digits it is written with.
    digits: u8,
    /// The sign between it and what follows, `\0` if that is not a single sign.
    sign: char,
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
    let items = items(text);
    (0..items.len()).find_map(|i| at(&items[i..], order))
}

/// Whether a text may hold a year. Most texts without a date do not.
fn has_year(text: &str) -> bool {
    text.as_bytes().windows(4).any(|w| matches!(&w[..2], b"19" | b"20") && w.iter().all(u8::is_ascii_digit))
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
    if !is_numeric {
        return None;
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
fn items(text: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut rest = text;
    let mut continues = false;
    while let Some(c) = rest.chars().next().filter(|_| items.len() < MAX_ITEMS) {
        if c.is_ascii_digit() {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, after) = rest.split_at(length);
            let sign = sign_before_digit(after);
            // Longer numbers are no part of a date. They keep their place.
            let value = if length <= 4 { digits.parse().unwrap_or(0) } else { 0 };
            items.push(Item::Number(Number { value, digits: length.min(9) as u8, sign, continues }));
            continues = after.starts_with(['.', '-', '/']) && after[1..].starts_with(|c: char| c.is_ascii_digit());
            rest = after;
        } else if c.is_alphabetic() && !is_sign(c) {
            let length = rest.find(|c: char| !c.is_alphabetic() || is_sign(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            let word = word.to_lowercase();
            if !FILLERS.contains(&word.as_str()) {
                items.push(month(&word).map_or(Item::Other, Item::Month));
                continues = false;
            }
            rest = after;
        } else {
            rest = &rest[c.len_utf8()..];
        }
    }
    items
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
