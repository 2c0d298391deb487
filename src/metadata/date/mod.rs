//! Dates as pages write them, read into ISO 8601.
//!
//! Machine-readable forms (ISO 8601, RFC 3339, RFC 2822) are left to jiff. What people write has the forms of
//! [`written`]. A date that could be read in two ways gives none.

mod days;
mod months;
mod written;

use jiff::civil::{Date, Time};
use jiff::fmt::rfc2822;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::Offset;
use std::fmt;

/// Bytes of an attribute that are read for a date.
const MAX_VALUE: usize = 80;

/// Bytes of running text that are searched for a date.
const MAX_TEXT: usize = 400;

/// Years that a page may be from: the web starts in 1990, and the library has no clock to bound the other end by.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// Bytes of an ISO date such as `2024-03-19`.
const ISO_DATE: usize = 10;

/// How to read dates such as 3/4/2024.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayOrder {
    DayFirst,
    MonthFirst,
    /// Only dates that have one reading are read.
    Unknown,
}

/// A date, with the time if its offset from UTC is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageDate {
    pub(super) date: Date,
    time: Option<(Time, Offset)>,
}

impl PageDate {
    /// A date without time, if a page may be from that year.
    fn of(year: i16, month: i8, day: i8) -> Option<PageDate> {
        Self::on(Date::new(year, month, day).ok()?)
    }

    fn on(date: Date) -> Option<PageDate> {
        YEARS.contains(&date.year()).then_some(PageDate { date, time: None })
    }

    /// Whether the time of day is known.
    pub(super) fn has_time(self) -> bool {
        self.time.is_some()
    }
}

impl fmt::Display for PageDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some((time, offset)) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match offset.seconds() {
            0 => write!(f, "Z"),
            seconds => {
                let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// The date that an attribute or a field of structured data holds.
pub(super) fn parse(value: &str, order: DayOrder) -> Option<PageDate> {
    let value = &value[..value.floor_char_boundary(MAX_VALUE)].trim();
    iso(value).or_else(|| epoch(value)).or_else(|| rfc_2822(value)).or_else(|| {
        let mut read = find(value, order)?;
        read.time = clock(value);
        Some(read)
    })
}

/// The first date in running text.
pub(super) fn find(text: &str, order: DayOrder) -> Option<PageDate> {
    let text = &text[..text.floor_char_boundary(MAX_TEXT)];
    if text.is_ascii() {
        return written::find(text, order);
    }
    let digits = text.chars().map(|c| DIGITS.iter().find_map(|zero| digit(c, *zero)).unwrap_or(c));
    written::find(&digits.collect::<String>(), order)
}

/// The date behind the first word in a text that speaks of an update.
pub(super) fn find_updated(text: &str, order: DayOrder) -> Option<PageDate> {
    let lower = text[..text.floor_char_boundary(MAX_TEXT)].to_lowercase();
    let at = UPDATES.iter().filter_map(|word| lower.find(word)).min()?;
    let (before, after) = lower.split_at(at);
    // Without a date before it, the text is one of an update only.
    find(before, order)?;
    find(after, order)
}

/// The zeros of digits other than those of ASCII: Arabic, Persian, Devanagari, Bengali, Gujarati, Thai, full width.
const DIGITS: [char; 7] = ['٠', '۰', '०', '০', '૦', '๐', '０'];

/// The ASCII digit for one of the ten that start with `zero`.
fn digit(c: char, zero: char) -> Option<char> {
    char::from_digit((c as u32).checked_sub(zero as u32)?, 10)
}

/// A time such as `08:05 GMT` or `08:05:00 GMT+0100`. Without an offset it is none.
fn clock(text: &str) -> Option<(Time, Offset)> {
    let (at, zone) = ["GMT", "UTC"].iter().find_map(|zone| Some((text.find(zone)?, zone)))?;
    let mut parts = text[..at].split_whitespace().next_back()?.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let time = Time::new(hour, minute, parts.next().flatten().unwrap_or(0), 0).ok()?;
    let offset = text[at + zone.len()..].split_whitespace().next().unwrap_or_default();
    let seconds = match offset.split_at_checked(1) {
        Some((sign @ ("+" | "-"), digits)) => {
            let digits = number(&digits.replace(':', "")).filter(|_| digits.len() >= 4)?;
            i32::from(digits / 100 * 60 + digits % 100) * if sign == "-" { -60 } else { 60 }
        }
        _ => 0,
    };
    Some((time, Offset::from_seconds(seconds).ok()?))
}

/// The date in the path of a URL, such as `/2024/03/19/` or `/2024-03-19-`.
pub(super) fn of_path(path: &str) -> Option<PageDate> {
    let mut parts = path[..path.floor_char_boundary(MAX_TEXT)].split(['/', '-', '_']).peekable();
    while let Some(part) = parts.next() {
        let Some(year) = Some(part).filter(|p| p.len() == 4).and_then(number) else { continue };
        let mut ahead = parts.clone();
        let month = ahead.next().filter(|m| m.len() == 2).and_then(number);
        let day = ahead.next().filter(|d| d.len() == 2).and_then(number);
        if let (Some(month), Some(day)) = (month, day) {
            return PageDate::of(year, month as i8, day as i8);
        }
    }
    None
}

/// Whether a text speaks of an update before it gives its first date.
pub(super) fn is_of_update(text: &str) -> bool {
    let start = &text[..text.find(char::is_numeric).unwrap_or(text.len())];
    let start = start[..start.floor_char_boundary(MAX_TEXT)].to_lowercase();
    UPDATES.iter().any(|word| start.contains(word)) && !PUBLICATIONS.iter().any(|word| start.contains(word))
}

/// Whether the last label in the text before a date is of an update.
pub(crate) fn announces_update(before: &str) -> bool {
    let before = before.to_lowercase();
    let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(word)).max();
    last(&UPDATES) > last(&PUBLICATIONS)
}

/// Parts of words that speak of an update, and of publication, in lower case.
const UPDATES: [&str; 22] = [
    "updat",
    "modif",
    "revis",
    "reviewed",
    "edited",
    "aktualis",
    "aktualiz",
    "actualis",
    "actualiz",
    "atualiz",
    "aggiorn",
    "mis à jour",
    "mise à jour",
    "bijgewerkt",
    "uppdater",
    "oppdater",
    "opdater",
    "güncelle",
    "обновл",
    "оновлен",
    "更新",
    "修改",
];
const PUBLICATIONS: [&str; 10] =
    ["publi", "posted", "created", "veröff", "erstellt", "pubbli", "geplaatst", "опублик", "发布", "公開"];

/// Whether a word is the name of a month or a day, or another word of dates.
pub(super) fn is_date_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    months::month(&word).is_some() || days::is_word_of_dates(&word)
}

fn number(text: &str) -> Option<i16> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// ISO 8601 and RFC 3339, also with white space before the offset, or with the name of UTC in its place.
fn iso(value: &str) -> Option<PageDate> {
    if !value.as_bytes().get(..4)?.iter().all(u8::is_ascii_digit) {
        return None;
    }
    if let Ok(pieces) = Pieces::parse(value) {
        return of_pieces(&pieces);
    }
    let (date, rest) = value.split_at_checked(ISO_DATE)?;
    let time: String = rest.trim_start_matches('T').chars().filter(|c| !c.is_whitespace()).collect();
    let time = time.replace("UTC", "Z").replace("GMT", "Z");
    of_pieces(&Pieces::parse(&format!("{date}T{time}")).ok()?)
}

fn of_pieces(pieces: &Pieces<'_>) -> Option<PageDate> {
    let mut read = PageDate::on(pieces.date())?;
    let offset = pieces.offset().map(|offset| match offset {
        PiecesOffset::Numeric(offset) => offset.offset(),
        _ => Offset::UTC,
    });
    read.time = pieces.time().zip(offset);
    Some(read)
}

/// Seconds or milliseconds since 1970.
fn epoch(value: &str) -> Option<PageDate> {
    let seconds = match value.len() {
        10 => value.parse::<i64>().ok()?,
        13 => value.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let at = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    let mut read = PageDate::on(at.date())?;
    read.time = Some((at.time(), Offset::UTC));
    Some(read)
}

fn rfc_2822(value: &str) -> Option<PageDate> {
    static PARSER: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let zoned = PARSER.parse_zoned_datetime(value).ok()?;
    let mut read = PageDate::on(zoned.date())?;
    read.time = Some((zoned.time(), zoned.offset()));
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::{DayOrder, find, find_updated, of_path, parse};

    fn read(value: &str) -> String {
        parse(value, DayOrder::Unknown).map(|date| date.to_string()).unwrap_or_default()
    }

    #[test]
    fn machine_readable_dates() {
        for (value, expected) in [
            ("2024-03-19", "2024-03-19"),
            ("2024-03-19T08:05:00+01:00", "2024-03-19T08:05:00+01:00"),
            ("2024-03-19T08:05:00.123Z", "2024-03-19T08:05:00Z"),
            ("2024-03-19 08:05:00 -0330", "2024-03-19T08:05:00-03:30"),
            ("2024-03-19 08:05:00 UTC", "2024-03-19T08:05:00Z"),
            ("2024-03-19T08:05:00", "2024-03-19"),
            ("20240319", "2024-03-19"),
            ("Tue, 19 Mar 2024 08:05:00 +0100", "2024-03-19T08:05:00+01:00"),
            ("Mon, 19 Mar 2024 08:05:00 GMT", "2024-03-19T08:05:00Z"),
            ("1710831900", "2024-03-19T07:05:00Z"),
            ("1710831900000", "2024-03-19T07:05:00Z"),
            ("Tue Mar 19 2024 08:05:00 GMT+0100 (CET)", "2024-03-19T08:05:00+01:00"),
            ("19 March 2024 08:05 GMT", "2024-03-19T08:05:00Z"),
            ("Tue Mar 19 15:28:56 CET 2024", "2024-03-19"),
            ("0001-01-01T00:00:00", ""),
            ("1970-01-01", ""),
            ("2024-02-30", ""),
            ("", ""),
            ("2024", ""),
            ("2024-13-01", ""),
        ] {
            assert_eq!(read(value), expected, "{value}");
        }
    }

    #[test]
    fn written_dates_in_many_languages() {
        for text in [
            "March 19, 2024",
            "Tuesday, Mar. 19th 2024 at 10:30",
            "19th of March 2024",
            "Posted on 19 Mar 2024 by Ann",
            "10:30, 19. März 2024",
            "le 19 mars 2024",
            "19 de marzo de 2024",
            "19 de março de 2024",
            "martedì 19 marzo 2024",
            "19 maart 2024",
            "19 marca 2024 r.",
            "19. března 2024",
            "2024. március 19.",
            "19 mars 2024",
            "19. maaliskuuta 2024",
            "19 Mart 2024",
            "19 марта 2024 г.",
            "19 березня 2024",
            "19 Μαρτίου 2024",
            "19 martie 2024",
            "19 Maret 2024",
            "2024年3月19日",
            "2024년 3월 19일",
            "2024. 3. 19.",
            "2024/3/19",
            "19.03.2024",
            "19.3.2024 8:05",
            "03/19/2024",
            "19/03/2024",
            "19 مارس 2024",
            "١٩ مارس ٢٠٢٤",
            "２０２４年３月１９日",
            "令和6年3月19日",
            "中華民國113年3月19日",
            "發布於 三月 19, 2024",
            "3月 19, 2024",
            "19 3月, 2024",
            "ngày 19 tháng 3 năm 2024",
            "19 Tháng 3, 2024",
            "19 มีนาคม 2567",
            "19 मार्च 2024",
            "১৯ মার্চ ২০২৪",
            "19 માર્ચ 2024",
            "19 آذار 2024",
            "19 במרץ 2024",
            "19. ožujka 2024.",
            "19. marta 2024.",
            "19. mars 2024",
            "2024. gada 19. martā",
            "2024 m. kovo 19 d.",
            "2024ko martxoaren 19a",
            "19 березня 2024 року",
            "19 Machi 2024",
        ] {
            let found = find(text, DayOrder::Unknown).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Some("2024-03-19"), "{text}");
        }
        for (text, expected) in [
            ("19 تشرين الثاني 2024", "2024-11-19"),
            ("19 كانون الأول 2024", "2024-12-19"),
            ("十二月 19, 2024", "2024-12-19"),
            ("19 листопада 2024", "2024-11-19"),
            ("19 lip 2024", "2024-07-19"),
        ] {
            assert_eq!(find(text, DayOrder::Unknown).map(|date| date.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn ambiguous_dates_need_an_order() {
        assert_eq!(parse("03/04/2024", DayOrder::Unknown), None);
        assert_eq!(parse("03/04/2024", DayOrder::DayFirst).unwrap().to_string(), "2024-04-03");
        assert_eq!(parse("03/04/2024", DayOrder::MonthFirst).unwrap().to_string(), "2024-03-04");
        assert_eq!(parse("04/04/2024", DayOrder::Unknown).unwrap().to_string(), "2024-04-04");
        assert_eq!(parse("19/04/2024", DayOrder::MonthFirst).unwrap().to_string(), "2024-04-19");
    }

    #[test]
    fn a_second_date_is_that_of_an_update() {
        let read = |text| find_updated(text, DayOrder::DayFirst).map(|date| date.to_string());
        assert_eq!(read("19.03.2024, aktualizacja: 20.03.2024 10:20").as_deref(), Some("2024-03-20"));
        assert_eq!(read("Published March 19, 2024 | Updated March 20, 2024").as_deref(), Some("2024-03-20"));
        assert_eq!(read("Updated March 20, 2024"), None);
        assert_eq!(read("March 19, 2024. See all updates"), None);
    }

    #[test]
    fn numbers_are_no_dates() {
        for text in [
            "Copyright 1998-2024",
            "10.03.22",
            "May 2024",
            "192.168.10.2024",
            "+1 202 555 2024",
            "5-10-15",
            "3月19日 2024",
            "Figure 2567 of 19 May",
        ] {
            assert_eq!(find(text, DayOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn paths_name_whole_days_only() {
        assert_eq!(of_path("/news/2024/03/19/ferry").unwrap().to_string(), "2024-03-19");
        assert_eq!(of_path("/2024-03-19-ferry.html").unwrap().to_string(), "2024-03-19");
        for path in ["/2024/03/ferry", "/2024/13/45/", "/id/20240319", ""] {
            assert_eq!(of_path(path), None, "{path}");
        }
    }
}
