//! The journal beside an unfinished output: how far the run has come, and by what it knows that the same run goes on.

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Version of the journal's form.
const VERSION: u32 = 1;
/// Bytes of a journal past which it is none.
const LONGEST: u64 = 1 << 20;

/// How far a run has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Progress {
    /// Pages and failures taken from the inputs.
    pub(crate) records: u64,
    pub(crate) pages: u64,
    pub(crate) failed: u64,
    /// Pages by verdict.
    pub(crate) clean: u64,
    pub(crate) injected: u64,
    pub(crate) doorway: u64,
    pub(crate) blocks: u64,
    pub(crate) spam_blocks: u64,
    /// Bytes of the pages.
    pub(crate) page_bytes: u64,
    /// Bytes of the output that are safe on the disk.
    pub(crate) bytes: u64,
    /// Whether all is written and only the output's name is missing.
    pub(crate) finished: bool,
}

/// What must be the same for a run to be gone on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setup {
    pub(crate) blocksift: String,
    pub(crate) inputs: String,
    pub(crate) format: String,
    pub(crate) model: String,
    pub(crate) settings: String,
}

impl Setup {
    /// What differs between two, in words.
    fn differing(&self, other: &Self) -> Option<&'static str> {
        [
            (self.blocksift != other.blocksift, "another version of blocksift wrote it"),
            (self.inputs != other.inputs, "the inputs are others, or were changed"),
            (self.format != other.format, "the format is another"),
            (self.model != other.model, "the model is another"),
            (self.settings != other.settings, "thresholds, limits or other settings are others"),
        ]
        .into_iter()
        .find_map(|(differs, words)| differs.then_some(words))
    }
}

/// All that is noted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Journal {
    version: u32,
    pub(crate) setup: Setup,
    pub(crate) progress: Progress,
}

impl Journal {
    pub(crate) fn new(setup: Setup) -> Self {
        Self { version: VERSION, setup, progress: Progress::default() }
    }

    /// The journal of an interrupted run of the same setup; `None` if there is none.
    pub(crate) fn read(path: &Path, setup: &Setup) -> Result<Option<Self>, String> {
        let bytes = match path.metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Ok(metadata) if metadata.len() > LONGEST => Err(io::Error::other("it is too long")),
            _ => std::fs::read(path),
        };
        let advice = "run the same command again, or leave out --resume to begin anew";
        let journal: Self = bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).map_err(io::Error::from))
            .map_err(|e| format!("not the journal of an interrupted run: {e}; {advice}"))?;
        match journal.setup.differing(setup) {
            Some(difference) => Err(format!("the interrupted run cannot be gone on with: {difference}; {advice}")),
            None if journal.version != VERSION => Err(format!("it is of another version; {advice}")),
            None => Ok(Some(journal)),
        }
    }

    /// Writes the journal, whole or not at all.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let mut fresh = path.as_os_str().to_owned();
        fresh.push(".new");
        let mut file = File::create(&fresh)?;
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        file.write_all(&json)?;
        file.sync_data()?;
        drop(file);
        std::fs::rename(&fresh, path)
    }
}
