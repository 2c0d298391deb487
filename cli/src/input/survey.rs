//! A look at all inputs before work begins: their total size, and a fingerprint by which `--resume` recognizes them.

use super::folder::FolderFiles;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The result of looking at the inputs.
pub(crate) struct Survey {
    /// Bytes of all files; `None` if an input such as standard input has no size.
    pub(crate) bytes: Option<u64>,
    /// Hash of the names, sizes and modification times of all files.
    pub(crate) fingerprint: u64,
    /// The output that is also an input, if any.
    pub(crate) overwritten: Option<PathBuf>,
}

/// Looks at all inputs, and checks whether any of them is one of `outputs`.
pub(crate) fn survey(inputs: &[PathBuf], outputs: &[PathBuf]) -> Survey {
    let outputs: Vec<(PathBuf, &PathBuf)> =
        outputs.iter().filter_map(|output| Some((output.canonicalize().ok()?, output))).collect();
    let mut survey = Survey { bytes: Some(0), fingerprint: FNV_OFFSET, overwritten: None };
    for input in inputs {
        if input.is_dir() {
            let files = FolderFiles::new(input).filter_map(Result::ok).filter(|file| file.skip.is_none());
            files.for_each(|file| survey.add(&file.path, &outputs));
        } else {
            survey.add(input, &outputs);
        }
    }
    survey
}

impl Survey {
    fn add(&mut self, file: &Path, outputs: &[(PathBuf, &PathBuf)]) {
        let metadata = file.metadata().ok().filter(|m| m.is_file());
        let size = metadata.as_ref().map(std::fs::Metadata::len);
        // A missing file has no size either, but does not make the total unknown.
        let is_endless = size.is_none() && (file.as_os_str() == "-" || file.exists());
        self.bytes = self.bytes.filter(|_| !is_endless).map(|bytes| bytes + size.unwrap_or(0));
        let modified = metadata.and_then(|m| m.modified().ok()?.duration_since(UNIX_EPOCH).ok());
        let print = format!("{}\0{size:?}\0{modified:?}\0", file.display());
        self.fingerprint = fnv1a(self.fingerprint, print.as_bytes());
        if !outputs.is_empty() && self.overwritten.is_none() {
            let path = file.canonicalize().ok();
            self.overwritten = path.and_then(|path| outputs.iter().find(|o| o.0 == path)).map(|o| o.1.clone());
        }
    }
}

/// Where FNV-1a starts.
pub(crate) const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// 64-bit FNV-1a, continued from `start`: the same on every machine and in every version.
pub(crate) fn fnv1a(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
