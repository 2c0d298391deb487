//! Reads the data files: every campaign and every look-alike, with the lexicons that they name.

use std::path::Path;

use super::campaign::Campaign;
use super::data::DataFiles;
use super::lookalike::Lookalike;
use crate::data_error::DataError;

/// Everything that can be planted.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Spam families, sorted by name.
    pub campaigns: Vec<Campaign>,
    /// Clean look-alikes, sorted by name.
    pub lookalikes: Vec<Lookalike>,
}

impl Library {
    /// Reads the data files built into the binary.
    ///
    /// # Errors
    /// Never in a release: the project's tests read every file.
    ///
    /// ```
    /// let library = blocksift_training::synth::Library::embedded()?;
    /// assert!(library.campaigns.iter().any(|campaign| campaign.family == "en-casino"));
    /// # Ok::<(), blocksift_training::synth::DataError>(())
    /// ```
    pub fn embedded() -> Result<Self, DataError> {
        Self::read(&DataFiles::Embedded)
    }

    /// Reads `campaigns/*.toml` and `lookalikes/*.toml` in a data folder, and the lexicons that they name.
    ///
    /// # Errors
    /// A folder or file that cannot be read, a mistake in a file, or no campaign at all.
    pub fn load(folder: &Path) -> Result<Self, DataError> {
        Self::read(&DataFiles::Folder(folder.to_path_buf()))
    }

    /// Reads campaigns and look-alikes from either place.
    ///
    /// # Errors
    /// As for [`Library::load`].
    pub fn read(data: &DataFiles) -> Result<Self, DataError> {
        let mut library = Self { campaigns: campaigns(data)?, lookalikes: lookalikes(data)? };
        if library.campaigns.is_empty() {
            let reason = "no campaign (*.toml) in this folder; add one, or plant nothing with --no-grafts".into();
            return Err(DataError::Content { path: data.path("campaigns"), reason });
        }
        library.campaigns.sort_by(|a, b| a.family.cmp(&b.family));
        library.lookalikes.sort_by(|a, b| a.family.cmp(&b.family));
        library.check_names(data)?;
        Ok(library)
    }

    fn check_names(&self, data: &DataFiles) -> Result<(), DataError> {
        let campaigns = self.campaigns.iter().map(|campaign| campaign.family.as_str());
        let mut names: Vec<&str> = campaigns.chain(self.lookalikes.iter().map(|look| look.family.as_str())).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(DataError::Content {
                path: data.path(""),
                reason: format!("two files name their family `{}`; rename one of them", pair[0]),
            }),
            None => Ok(()),
        }
    }
}

fn campaigns(data: &DataFiles) -> Result<Vec<Campaign>, DataError> {
    let mut campaigns = Vec::new();
    for file in data.toml_files("campaigns")? {
        let mut campaign: Campaign = file.parse()?;
        for lexicon in std::mem::take(&mut campaign.lexicons) {
            let words = lexicon.read(data)?.into_iter().map(|word| word.text).collect();
            campaign.lists.insert(lexicon.list, words);
        }
        campaign.fill_lists();
        campaign.check().map_err(|reason| file.invalid(reason))?;
        campaigns.push(campaign);
    }
    Ok(campaigns)
}

fn lookalikes(data: &DataFiles) -> Result<Vec<Lookalike>, DataError> {
    let mut lookalikes = Vec::new();
    for file in data.toml_files("lookalikes")? {
        let mut lookalike: Lookalike = file.parse()?;
        for lexicon in std::mem::take(&mut lookalike.lexicons) {
            let words = lexicon.read(data)?;
            lookalike.add_groups(&lexicon.list, words);
        }
        lookalike.check().map_err(|reason| file.invalid(reason))?;
        lookalikes.push(lookalike);
    }
    Ok(lookalikes)
}
