//! Reads the data files: every campaign, every look-alike, and the lexicons that they name.

use std::fs;
use std::path::{Path, PathBuf};

use super::campaign::{Campaign, Lexicon};
use super::error::GraftError;
use super::lookalike::Lookalike;

/// All that can be planted.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The spam families, sorted by name.
    pub campaigns: Vec<Campaign>,
    /// The clean look-alikes, sorted by name.
    pub lookalikes: Vec<Lookalike>,
}

impl Library {
    /// Reads `campaigns/*.toml` and `lookalikes/*.toml` in the data folder, and the lexicons that they name.
    pub fn load(data_dir: &Path) -> Result<Self, GraftError> {
        let mut library = Self::default();
        for path in toml_files(&data_dir.join("campaigns"))? {
            let mut campaign: Campaign = parse(&path)?;
            for lexicon in std::mem::take(&mut campaign.lexicons) {
                let words = read_lexicon(data_dir, &lexicon)?.into_iter().map(|(word, _)| word).collect();
                campaign.lists.insert(lexicon.list, words);
            }
            campaign.finish();
            campaign.check().map_err(|what| GraftError::Content { path, what })?;
            library.campaigns.push(campaign);
        }
        for path in toml_files(&data_dir.join("lookalikes"))? {
            let mut lookalike: Lookalike = parse(&path)?;
            for lexicon in std::mem::take(&mut lookalike.lexicons) {
                lookalike.add_groups(&lexicon.list, read_lexicon(data_dir, &lexicon)?);
            }
            lookalike.check().map_err(|what| GraftError::Content { path, what })?;
            library.lookalikes.push(lookalike);
        }
        library.campaigns.sort_by(|a, b| a.family.cmp(&b.family));
        library.lookalikes.sort_by(|a, b| a.family.cmp(&b.family));
        library.check_names(data_dir)?;
        Ok(library)
    }

    fn check_names(&self, data_dir: &Path) -> Result<(), GraftError> {
        let campaigns = self.campaigns.iter().map(|campaign| campaign.family.as_str());
        let names: Vec<&str> = campaigns.chain(self.lookalikes.iter().map(|look| look.family.as_str())).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(GraftError::Content {
                path: data_dir.to_path_buf(),
                what: format!("two files name their family `{}`; rename one of them", pair[0]),
            }),
            None => Ok(()),
        }
    }
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, GraftError> {
    let read_error = |source| GraftError::Read { path: folder.to_path_buf(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(read_error)? {
        let path = entry.map_err(read_error)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, GraftError> {
    fs::read_to_string(path).map_err(|source| GraftError::Read { path: path.to_path_buf(), source })
}

fn parse<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, GraftError> {
    toml::from_str(&read(path)?)
        .map_err(|source| GraftError::Format { path: path.to_path_buf(), source: Box::new(source) })
}

/// The words of a lexicon with the value of its group column.
fn read_lexicon(data_dir: &Path, lexicon: &Lexicon) -> Result<Vec<(String, String)>, GraftError> {
    let path = data_dir.join(&lexicon.file);
    let text = read(&path)?;
    let fail = |what: String| GraftError::Content { path: path.clone(), what };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| fail(format!("{error}; make it a CSV file with a header")))?.clone();
    let column = |name: &str| {
        let missing = || {
            fail(format!("it has no column `{name}`; name one of: {}", headers.iter().collect::<Vec<_>>().join(", ")))
        };
        headers.iter().position(|header| header == name).ok_or_else(missing)
    };
    let word_at = column(&lexicon.column)?;
    let group_at = lexicon.group.as_deref().map(column).transpose()?;
    let mut words = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fail(format!("{error}; correct the line")))?;
        let word = record.get(word_at).unwrap_or_default().trim();
        let group = group_at.and_then(|at| record.get(at)).unwrap_or_default();
        let short = if lexicon.short_forms { short_form(word) } else { None };
        // A group is one page's list: it has each word once, in one form.
        let full = if lexicon.group.is_some() && short.is_some() { None } else { Some(word) };
        let forms = full.into_iter().chain(short).filter(|form| !form.is_empty());
        words.extend(forms.map(|form| (form.to_owned(), group.to_owned())));
    }
    if words.is_empty() { Err(fail("it has no words; fill the column or drop the lexicon".into())) } else { Ok(words) }
}

/// A Chinese place name without 县, 区, 市 and the like, where two characters or more remain.
fn short_form(name: &str) -> Option<&str> {
    if ["开发区", "园区", "新区", "验区", "业区", "示范区", "管理区"].iter().any(|zone| name.ends_with(zone))
    {
        return None;
    }
    const PEOPLES: [&str; 30] = [
        "满族",
        "蒙古族",
        "回族",
        "藏族",
        "苗族",
        "彝族",
        "壮族",
        "侗族",
        "瑶族",
        "白族",
        "傣族",
        "黎族",
        "畲族",
        "羌族",
        "土家族",
        "哈尼族",
        "哈萨克族",
        "朝鲜族",
        "布依族",
        "傈僳族",
        "佤族",
        "拉祜族",
        "水族",
        "纳西族",
        "景颇族",
        "仡佬族",
        "撒拉族",
        "东乡族",
        "各族",
        "土族",
    ];
    let mut short = ["自治县", "自治旗", "县", "区", "市", "旗"].iter().find_map(|end| name.strip_suffix(end))?;
    while let Some(cut) = PEOPLES.iter().find_map(|people| short.strip_suffix(people)) {
        if cut.chars().count() < 2 {
            break;
        }
        short = cut;
    }
    (short.chars().count() >= 2).then_some(short)
}
