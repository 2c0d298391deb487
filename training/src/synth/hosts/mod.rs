//! Clean host pages in many languages, made of phrases of our own, so that no language looks like spam by itself.
//!
//! [`Hosts::load`] reads `data/hosts/*.toml`; [`make`] turns a language and a number into a page with gold content.
//! `body` writes what a page says, `skeleton` lays out everything around it, `parts` are the pieces of both.

mod body;
mod parts;
mod skeleton;
#[cfg(test)]
mod tests;

use crate::corpus::CorpusPage;
use crate::graft::GraftError;
use crate::{Error, Result};
use parts::{Deck, Site};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use std::path::Path;

/// The phrases of one language, as its data file lists them; `data/hosts/README.md` tells what each list is for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostLanguage {
    /// Name of the file without its ending: the language, and for Chinese the script.
    #[serde(skip)]
    pub stem: String,
    /// ISO 639-1.
    pub language: String,
    /// Made-up sites.
    pub domains: Vec<String>,
    /// Their names, in the same order.
    pub site_names: Vec<String>,
    /// Labels of menus.
    pub menu: Vec<String>,
    /// Lines of footers, by position.
    pub footer: Vec<String>,
    /// Labels of buttons, by position.
    pub buttons: Vec<String>,
    /// Headlines of articles.
    pub headlines: Vec<String>,
    /// Sentences of articles.
    pub sentences: Vec<String>,
    /// Comments of readers.
    pub comments: Vec<String>,
    /// Goods: a name, ` - `, a description.
    pub products: Vec<String>,
    /// Properties of goods: a name, a colon, a value.
    pub properties: Vec<String>,
    /// Sentences of shops, then of organisations about themselves, half of each.
    pub notes: Vec<String>,
    /// Topics.
    pub tags: Vec<String>,
    /// Towns and regions.
    pub places: Vec<String>,
    /// Names of invented authors.
    pub names: Vec<String>,
    /// Dates as the country writes them.
    pub dates: Vec<String>,
    /// Anchors of partners and advertisers.
    pub ads: Vec<String>,
}

/// All languages of a data folder.
#[derive(Debug)]
pub struct Hosts;

impl Hosts {
    /// Reads every `.toml` of a folder, sorted by name.
    ///
    /// # Errors
    /// A folder or file that cannot be read, or a list that is too short.
    pub fn load(dir: &Path) -> Result<Vec<HostLanguage>> {
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(Error::io(dir))? {
            let path = entry.map_err(Error::io(dir))?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                paths.push(path);
            }
        }
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    }
}

fn read(path: &Path) -> Result<HostLanguage> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    let mut language: HostLanguage = toml::from_str(&text)
        .map_err(|source| GraftError::Format { path: path.to_path_buf(), source: Box::new(source) })?;
    language.stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    language.check().map_err(|what| GraftError::Content { path: path.to_path_buf(), what })?;
    Ok(language)
}

impl HostLanguage {
    /// What is wrong with the lists, if anything.
    fn check(&self) -> std::result::Result<(), String> {
        let lists = [
            ("domains", &self.domains, 6),
            ("site_names", &self.site_names, 6),
            ("menu", &self.menu, 36),
            ("footer", &self.footer, 12),
            ("buttons", &self.buttons, 10),
            ("headlines", &self.headlines, 16),
            ("sentences", &self.sentences, 48),
            ("comments", &self.comments, 12),
            ("products", &self.products, 12),
            ("properties", &self.properties, 10),
            ("notes", &self.notes, 10),
            ("tags", &self.tags, 16),
            ("places", &self.places, 20),
            ("names", &self.names, 8),
            ("dates", &self.dates, 4),
            ("ads", &self.ads, 8),
        ];
        for (name, list, least) in lists {
            if list.len() < least {
                return Err(format!("`{name}` has {} entries; it needs {least}", list.len()));
            }
            let mut sorted: Vec<&String> = list.iter().collect();
            sorted.sort_unstable();
            if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(format!("`{name}` has `{}` twice; change one", pair[0]));
            }
        }
        match self.products.iter().find(|product| !product.contains(" - ")) {
            Some(product) => Err(format!("product `{product}` has no ` - ` before its description; add it")),
            None => Ok(()),
        }
    }

    /// What stands between two sentences.
    fn gap(&self) -> &'static str {
        if matches!(self.language.as_str(), "zh" | "ja") { "" } else { " " }
    }
}

/// What kinds of pages there are, in rotation.
const KINDS: [&str; 5] = ["article", "forum", "listing", "product", "info"];

/// A page of a language: the same for the same language, number and seed. Five numbers in a row give an article, a
/// forum thread, a listing, a product and an information page, each of another site.
pub fn make(language: &HostLanguage, number: usize, seed: u64) -> CorpusPage {
    let mut rng = rng(seed, &format!("{}-{number}", language.stem));
    let site = Site::new(language, number % language.domains.len());
    let mut deck = Deck::new(language, &mut rng);
    let kind = KINDS[number % KINDS.len()];
    let body = body::make(kind, &site, &mut deck, &mut rng);
    let html = skeleton::page(&site, &body, &mut deck, &mut rng);
    CorpusPage {
        id: format!("host-{}-{number}", language.stem),
        url: Some(format!("https://{}{}", site.domain, site.path(&mut rng))),
        lang: Some(language.language.clone()),
        page_type: Some(kind.to_owned()),
        html,
        content: Some(body.gold.join("\n")),
        ..CorpusPage::default()
    }
}

/// A generator that depends on the seed and a name only.
fn rng(seed: u64, name: &str) -> ChaCha8Rng {
    let hash =
        name.bytes().fold(0xcbf2_9ce4_8422_2325 ^ seed, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    ChaCha8Rng::seed_from_u64(hash)
}
