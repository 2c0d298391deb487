//! A look at all inputs before work begins: how large they are, and by what a later run knows them again.

use super::files;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What was seen of the inputs.
pub(crate) struct Survey {
    /// Bytes of all files; `None` if an input has no size, as standard input.
    pub(crate) bytes: Option<u64>,
    /// Hash of the names, sizes and times of change of all files.
    pub(crate) fingerprint: u64,
    /// Whether one of the inputs is one of the files asked about.
    pub(crate) met: Option<PathBuf>,
}

/// Looks at all inputs, and whether any is one of `outputs`.
pub(crate) fn survey(inputs: &[PathBuf], outputs: &[PathBuf]) -> Survey {
    let outputs: Vec<(PathBuf, &PathBuf)> =
        outputs.iter().filter_map(|output| Some((output.canonicalize().ok()?, output))).collect();
    let mut seen = Survey { bytes: Some(0), fingerprint: START, met: None };
    for input in inputs {
        if input.is_dir() {
            files::walk(input).into_iter().filter_map(Result::ok).for_each(|file| seen.add(&file, &outputs));
        } else {
            seen.add(input, &outputs);
        }
    }
    seen
}

impl Survey {
    fn add(&mut self, file: &Path, outputs: &[(PathBuf, &PathBuf)]) {
        let metadata = file.metadata().ok().filter(|m| m.is_file());
        let size = metadata.as_ref().map(std::fs::Metadata::len);
        // Files that are missing have no size, and are no reason not to know how much is left.
        self.bytes = if size.is_none() && (file.as_os_str() == "-" || file.exists()) { None } else { self.bytes };
        self.bytes = self.bytes.map(|bytes| bytes + size.unwrap_or(0));
        let changed = metadata.and_then(|m| m.modified().ok()?.duration_since(UNIX_EPOCH).ok());
        let print = format!("{}\0{size:?}\0{changed:?}\0", file.display());
        self.fingerprint = hash(self.fingerprint, print.as_bytes());
        let same =
            |path: PathBuf| outputs.iter().find(|(output, _)| *output == path).map(|(_, output)| (*output).clone());
        if !outputs.is_empty() && self.met.is_none() {
            self.met = file.canonicalize().ok().and_then(same);
        }
    }
}

/// Where a hash starts.
pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same on every machine and in every version.
pub(crate) fn hash(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
