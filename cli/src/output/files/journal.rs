//! The journal beside an unfinished output: how far the run got, and the setup that must be the same to resume it.

use super::names::replace;
use crate::bounded;
use crate::input::Digest;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;

/// Version of the journal's format.
const VERSION: u32 = 2;
/// Maximum size of a journal, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// The difference that rerunning the original command cannot remove.
const OTHER_VERSION: &str = "it was written by another version of blocksift";

/// How far a run got.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Progress {
    /// Pages and failures that the inputs yielded.
    pub(crate) records: u64,
    pub(crate) pages: u64,
    pub(crate) failed: u64,
    /// Pages by verdict.
    pub(crate) clean: u64,
    pub(crate) injected: u64,
    pub(crate) doorway: u64,
    pub(crate) blocks: u64,
    pub(crate) spam_blocks: u64,
    /// Hash of the pages and failures that the inputs yielded.
    #[serde(default)]
    pub(crate) digest: Digest,
    /// Bytes of the pages.
    pub(crate) page_bytes: u64,
    /// Bytes of the output that are durable.
    pub(crate) bytes: u64,
    /// Whether the output is complete but not renamed yet.
    pub(crate) finished: bool,
}

/// What must be the same for a run to be resumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setup {
    pub(crate) blocksift: String,
    pub(crate) inputs: Digest,
    pub(crate) format: String,
    pub(crate) model: Digest,
    pub(crate) settings: String,
}

impl Setup {
    /// Describes the first difference between two setups.
    fn difference(&self, other: &Self) -> Option<&'static str> {
        [
            (self.blocksift != other.blocksift, OTHER_VERSION),
            (self.inputs != other.inputs, "the inputs changed: the names, sizes or contents of their files"),
            (self.format != other.format, "the format changed"),
            (self.model != other.model, "the model changed"),
            (self.settings != other.settings, "thresholds, limits or other settings changed"),
        ]
        .into_iter()
        .find_map(|(differs, words)| differs.then_some(words))
    }
}

/// The contents of a journal.
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

    /// Reads the journal of an interrupted run with the same setup; `None` if there is none.
    pub(crate) fn read(path: &Path, setup: &Setup) -> Result<Option<Self>, String> {
        let bytes = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Ok(metadata) if !metadata.is_file() => Err(io::Error::other("it is not a regular file")),
            _ => bounded::read(path, MAX_BYTES, "a journal"),
        };
        let restart = "omit --resume to restart";
        let journal: Self = bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).map_err(io::Error::from))
            .map_err(|e| format!("not the journal of an interrupted run: {e}; {restart}"))?;
        match journal.setup.difference(setup) {
            _ if journal.version != VERSION => Err(format!("cannot resume: its format has another version; {restart}")),
            Some(OTHER_VERSION) => Err(format!("cannot resume: {OTHER_VERSION}; {restart}")),
            Some(difference) => {
                Err(format!("cannot resume: {difference}; rerun the original command unchanged, or {restart}"))
            }
            None => Ok(Some(journal)),
        }
    }

    /// Writes the journal atomically.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        replace(path, &json)
    }
}
