//! A look at all inputs before work begins: their total size, and a fingerprint by which `--resume` recognizes them.

use super::digest::{Digest, sample};
use super::folder::FolderFiles;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Files whose contents are looked at. That of others, and what samples miss, is compared when it is read again.
const MAX_SAMPLED_FILES: usize = 256;

/// The result of looking at the inputs.
pub(crate) struct Survey {
    /// Bytes of all files; `None` if an input such as standard input has no size.
    pub(crate) bytes: Option<u64>,
    /// Hash of the names and sizes of all files, and of samples of their contents.
    pub(crate) fingerprint: Digest,
    /// How many more files to sample.
    samples: usize,
    /// The output that is also an input, if any.
    pub(crate) overwritten: Option<PathBuf>,
}

/// Looks at all inputs, and checks whether any of them is one of `outputs`. Their contents are looked at only if the
/// fingerprint is needed.
pub(crate) fn survey(inputs: &[PathBuf], outputs: &[PathBuf], has_fingerprint: bool) -> Survey {
    let outputs: Vec<(PathBuf, &PathBuf)> =
        outputs.iter().filter_map(|output| Some((output.canonicalize().ok()?, output))).collect();
    let samples = if has_fingerprint { MAX_SAMPLED_FILES } else { 0 };
    let mut survey = Survey { bytes: Some(0), fingerprint: Digest::default(), samples, overwritten: None };
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
        // No modification time: a copy is the same input.
        let print = format!("{}\0{size:?}", file.display());
        self.fingerprint = self.fingerprint.then(Digest::of(print.as_bytes()));
        if size.is_some() && self.samples > 0 {
            self.samples -= 1;
            // What cannot be read fails when its turn comes.
            let sample = File::open(file).and_then(|mut file| sample(&mut file)).unwrap_or_default();
            self.fingerprint = self.fingerprint.then(sample);
        }
        if !outputs.is_empty() && self.overwritten.is_none() {
            let path = file.canonicalize().ok();
            self.overwritten = path.and_then(|path| outputs.iter().find(|o| o.0 == path)).map(|o| o.1.clone());
        }
    }
}
