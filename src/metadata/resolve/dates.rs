//! Chooses the dates of publication and modification.

use super::headline::MAX_DATELINE;
use super::{Resolver, Value};
use crate::metadata::MetadataSource;
use crate::metadata::date::{self, DayOrder, PageDate};
use crate::metadata::field::Field;
use url::Url;

/// Different days near the headline of a page that has one date. A list of pages has more.
const MAX_DAYS: usize = 3;

impl<'a> Resolver<'a> {
    pub(super) fn published(&self) -> Option<(PageDate, MetadataSource)> {
        let mut found = self.date_of(Field::Published);
        // A date without markup below the headline is better than one above it, which may be that of the day.
        let is_above = |value: Value<'_>| value.source == MetadataSource::Byline && self.is_above_headline(&value);
        if found.is_none_or(|(_, value)| is_above(value)) {
            found = self.dateline(false).or(found);
        }
        found.map(|(date, value)| (date, value.source)).or_else(|| {
            let date = date::of_path(self.url.as_ref()?.path())?;
            Some((date, MetadataSource::Url))
        })
    }

    /// The first date in the blocks around the headline: of updates, or any other.
    pub(super) fn dateline(&self, of_updates: bool) -> Option<(PageDate, Value<'a>)> {
        let texts = self.blocks_at_headline().filter(|text| date::is_of_update(text) == of_updates);
        texts.into_iter().find_map(|text| {
            let value = Value { text, source: MetadataSource::Byline, rank: u8::MAX, block: None };
            Some((date::find(text, self.order)?, value))
        })
    }

    /// The date of an update that a dateline gives behind the date of publication.
    fn second_date(&self) -> Option<(PageDate, Value<'a>)> {
        self.blocks_at_headline().find_map(|text| {
            let value = Value { text, source: MetadataSource::Byline, rank: u8::MAX, block: None };
            Some((date::find_updated(text, self.order)?, value))
        })
    }

    /// Whether the text at a value says that it is of an update.
    pub(super) fn is_of_update(&self, value: &Value<'_>) -> bool {
        let around = value.block.and_then(|block| self.blocks.get(block as usize)).copied();
        date::is_of_update(value.text)
            || around.is_some_and(|text| text.len() <= MAX_DATELINE && date::is_of_update(text))
    }

    /// The date of modification, unless it is before the one of publication.
    pub(super) fn modified(&self, published: Option<(PageDate, MetadataSource)>) -> Option<(PageDate, MetadataSource)> {
        let modified = self.date_of(Field::Modified).or_else(|| self.dateline(true)).or_else(|| self.second_date());
        modified
            .map(|(date, value)| (date, value.source))
            .filter(|(date, _)| published.is_none_or(|(published, _)| published.date <= date.date))
    }

    /// The best date of a field. A later candidate of the same day that knows the time is better.
    pub(super) fn date_of(&self, field: Field) -> Option<(PageDate, Value<'a>)> {
        let read = |value: Value<'a>| {
            let is_written = matches!(value.source, MetadataSource::Byline | MetadataSource::Time);
            if field == Field::Published && is_written && self.is_of_update(&value) {
                return None;
            }
            let date = match value.source {
                MetadataSource::Byline => date::find(value.text, self.order),
                _ => date::parse(value.text, self.order),
            };
            Some((date?, value))
        };
        let dates: Vec<(PageDate, Value<'a>)> = self.own_values(field).into_iter().filter_map(read).collect();
        let first = *dates.first()?;
        if matches!(first.1.source, MetadataSource::Time | MetadataSource::Byline) && is_list(&dates) {
            return None;
        }
        let timed = dates.iter().find(|(date, _)| date.has_time() && date.date == first.0.date);
        Some(*timed.unwrap_or(&first))
    }

    /// How the page orders day and month, by its country and language.
    pub(super) fn day_order(&self, language: Option<&str>) -> DayOrder {
        let host = self.url.as_ref().and_then(Url::host_str).unwrap_or_default();
        let (primary, region) = language.map_or(("", ""), |tag| tag.split_once('-').unwrap_or((tag, "")));
        match (host.rsplit('.').next().unwrap_or_default(), primary, region) {
            ("uk" | "au" | "nz" | "ie" | "in" | "za" | "sg" | "my" | "ng" | "ke", _, _) => DayOrder::DayFirst,
            ("us" | "gov" | "edu" | "mil", _, _) | (_, "en", "US") => DayOrder::MonthFirst,
            (_, "en", "GB" | "AU" | "NZ" | "IE" | "IN" | "ZA") => DayOrder::DayFirst,
            (_, "" | "en" | "zh" | "ja" | "ko" | "hu" | "lt" | "sv" | "fa" | "tl" | "fil", _) => DayOrder::Unknown,
            _ => DayOrder::DayFirst,
        }
    }
}

/// Whether dates on a page are those of a list of pages.
fn is_list(dates: &[(PageDate, Value<'_>)]) -> bool {
    let mut days: Vec<_> = dates.iter().map(|(date, _)| date.date).collect();
    days.sort_unstable();
    days.dedup();
    days.len() > MAX_DAYS
}
