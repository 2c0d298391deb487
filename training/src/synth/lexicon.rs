//! Word lists that campaigns and look-alikes take from CSV files.

use serde::Deserialize;

use super::data::DataFiles;
use crate::data_error::DataError;

/// A column of a CSV file that becomes a word list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// The file, relative to the data folder.
    pub file: String,
    /// The column with the words.
    pub column: String,
    /// The name of the list to fill.
    pub list: String,
    /// Whether to add Chinese place names without 县, 区, 市 and the like.
    #[serde(default)]
    pub short_forms: bool,
    /// A column whose equal values group the words. Look-alikes plant one group at a time.
    #[serde(default)]
    pub group: Option<String>,
}

/// A word of a lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// The value of the group column; empty without one.
    pub(super) group: String,
}

impl Lexicon {
    /// Reads the words, in the order of the file.
    pub(super) fn read(&self, data: &DataFiles) -> Result<Vec<Word>, DataError> {
        let file = data.file(&self.file)?;
        let invalid = |reason: String| file.invalid(reason);
        let mut reader = csv::Reader::from_reader(file.text.as_bytes());
        let headers =
            reader.headers().map_err(|error| invalid(format!("{error}; make it a CSV file with a header")))?.clone();
        let column = |name: &str| {
            let missing = || {
                let known = headers.iter().collect::<Vec<_>>().join(", ");
                invalid(format!("no column `{name}`; use one of: {known}"))
            };
            headers.iter().position(|header| header == name).ok_or_else(missing)
        };
        let text_column = column(&self.column)?;
        let group_column = self.group.as_deref().map(column).transpose()?;
        let mut words = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| invalid(format!("{error}; fix the line")))?;
            let group = group_column.and_then(|column| record.get(column)).unwrap_or_default();
            let forms = self.forms(record.get(text_column).unwrap_or_default().trim());
            words.extend(forms.map(|form| Word { text: form.to_owned(), group: group.to_owned() }));
        }
        if words.is_empty() { Err(invalid("no words; fill the column or drop the lexicon".into())) } else { Ok(words) }
    }

    /// The forms in which a word is used. A group is one page's list, so it has each word once, in its short form.
    fn forms<'a>(&self, word: &'a str) -> impl Iterator<Item = &'a str> {
        let short = if self.short_forms { short_form(word) } else { None };
        let full = if self.group.is_some() && short.is_some() { None } else { Some(word) };
        full.into_iter().chain(short).filter(|form| !form.is_empty())
    }
}

/// Development zones, whose names have no short form.
const ZONES: [&str; 7] = ["开发区", "园区", "新区", "验区", "业区", "示范区", "管理区"];

/// Kinds of county-level divisions.
const DIVISIONS: [&str; 6] = ["自治县", "自治旗", "县", "区", "市", "旗"];

/// Peoples that autonomous counties are named after.
#[rustfmt::skip]
const PEOPLES: [&str; 30] = [
    "满族", "蒙古族", "回族", "藏族", "苗族", "彝族", "壮族", "侗族", "瑶族", "白族", "傣族", "黎族", "畲族", "羌族", "土家族",
    "哈尼族", "哈萨克族", "朝鲜族", "布依族", "傈僳族", "佤族", "拉祜族", "水族", "纳西族", "景颇族", "仡佬族", "撒拉族", "东乡族", "各族", "土族",
];

/// A Chinese place name without 县, 区, 市 and the like, if two or more characters remain.
fn short_form(name: &str) -> Option<&str> {
    if ZONES.iter().any(|zone| name.ends_with(zone)) {
        return None;
    }
    let mut short = DIVISIONS.iter().find_map(|division| name.strip_suffix(division))?;
    while let Some(cut) = PEOPLES.iter().find_map(|people| short.strip_suffix(people)) {
        if cut.chars().count() < 2 {
            break;
        }
        short = cut;
    }
    (short.chars().count() >= 2).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::short_form;

    #[test]
    fn short_forms_drop_the_division_and_the_people() {
        assert_eq!(short_form("昌平区"), Some("昌平"));
        assert_eq!(short_form("宽城满族自治县"), Some("宽城"));
        assert_eq!(short_form("郊区"), None);
        assert_eq!(short_form("曹妃甸新区"), None);
    }
}
