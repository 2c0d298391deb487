//! Features of a block's own text.

use super::Row;
use crate::features::measure::PageStats;
use crate::features::scale::{log1, share};
use crate::features::schema::Col;

pub(super) fn write(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let t = &stats.texts[i];
    let units = t.units;
    let chars = t.chars as f32;
    out.set(Col::units, log1(units));
    out.set(Col::chars, log1(chars));
    out.set(Col::stopword_share, t.stopword_share());
    out.set(Col::digit_share, share(t.digits as f32, (t.digits + t.letters) as f32));
    out.set(Col::upper_share, share(t.upper as f32, t.letters as f32));
    out.set(Col::punctuation_share, share(t.punctuation as f32, chars));
    out.set(Col::sentence_ends_per_unit, share(t.sentence_ends as f32, units).min(1.0));
    out.set(Col::commas_per_unit, share(t.commas as f32, units).min(1.0));
    out.set(Col::word_length, (share(chars, units) / 10.0).min(4.0));
    out.flag(Col::ends_sentence, t.ends_sentence);
    out.flag(Col::ends_colon, t.ends_colon);
    out.flag(Col::starts_upper, t.starts_upper);
    out.set(Col::title_case, share(t.title_words as f32, t.spaced_words as f32));
    out.flag(Col::units_1_to_2, units < 3.0);
    out.flag(Col::units_3_to_9, (3.0..10.0).contains(&units));
    out.flag(Col::units_10_to_29, (10.0..30.0).contains(&units));
    out.flag(Col::units_30_or_more, units >= 30.0);
    out.flag(Col::is_prose, stats.is_prose(i));
    out.flag(Col::question_or_exclamation, t.questions > 0);
    out.set(Col::currency_signs, log1(t.currency as f32));
    out.set(Col::number_groups, log1(t.digit_groups as f32));
    out.flag(Col::has_copyright_sign, t.copyright > 0);
    out.set(Col::symbol_share, share(t.symbols as f32, chars));
    out.set(Col::emoji_share, share(t.emoji as f32, chars));
    out.set(Col::addresses_in_text, log1(t.addresses as f32));
    out.set(Col::typed_links, log1(t.typed_links as f32));
    let s = &t.segments;
    out.set(Col::segments, log1(s.count as f32));
    out.set(Col::segment_length, log1(s.mean));
    out.set(Col::segment_length_cv, share(s.deviation, s.mean).min(4.0));
    out.set(Col::short_segment_share, share(s.short as f32, s.count as f32));
    out.set(Col::top_separator_share, share(s.top_separator as f32, s.separators as f32));
    out.flag(Col::is_segment_run, s.count >= 8 && s.mean <= 16.0 && s.deviation < s.mean);
}
