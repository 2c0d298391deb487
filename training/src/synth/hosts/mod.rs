//! Clean host pages in many languages, made of phrases written for this project.
//!
//! Without them, a language that the corpora lack would look like spam. [`Hosts`] reads the phrases; [`make`] turns a
//! language and a number into a page with gold content.

mod body;
mod language;
mod page;
mod parts;
mod site;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::corpus::CorpusPage;
use crate::random::seeded;

use super::data::DataFiles;
use crate::data_error::DataError;

use parts::Deck;
use site::Site;

pub use language::HostLanguage;

/// Reads the languages of host pages.
#[derive(Debug)]
pub struct Hosts;

impl Hosts {
    /// Reads the languages built into the binary, sorted by file name.
    ///
    /// # Errors
    /// Never in a release: the project's tests read every file.
    pub fn embedded() -> Result<Vec<HostLanguage>, DataError> {
        Self::read(&DataFiles::Embedded)
    }

    /// Reads `hosts/*.toml` of a data folder, sorted by file name.
    ///
    /// # Errors
    /// A folder or file that cannot be read, or a list that is too short.
    pub fn load(folder: &Path) -> Result<Vec<HostLanguage>, DataError> {
        Self::read(&DataFiles::Folder(folder.to_path_buf()))
    }

    /// Reads the languages from either place, sorted by file name.
    ///
    /// # Errors
    /// As for [`Hosts::load`].
    pub fn read(data: &DataFiles) -> Result<Vec<HostLanguage>, DataError> {
        let mut languages = Vec::new();
        for file in data.toml_files("hosts")? {
            let mut language: HostLanguage = file.parse()?;
            language.stem = file.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            language.check().map_err(|reason| file.invalid(reason))?;
            languages.push(language);
        }
        Ok(languages)
    }
}

/// Kinds of pages, in rotation.
const KINDS: [&str; 5] = ["article", "forum", "listing", "product", "info"];

/// Makes a page with gold content. The same language, number and seed give the same page.
///
/// Five numbers in a row give an article, a forum thread, a listing, a product and an information page, each on a
/// different site.
pub fn make(language: &HostLanguage, number: usize, seed: u64) -> CorpusPage {
    let mut rng = seeded(seed, &format!("{}-{number}", language.stem));
    let site = Site::new(language, number % language.domains.len());
    let mut deck = Deck::new(language, &mut rng);
    let kind = KINDS[number % KINDS.len()];
    let body = body::make(kind, &site, &mut deck, &mut rng);
    let html = page::write(&site, &body, &mut deck, &mut rng);
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
