//! Files that several subcommands read or write, and standard output.

use blocksift::Model;
use blocksift_training::{Error, Result, read_whole};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::Path;

/// Maximum size of a model or of JSON, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    read_whole(path, MAX_BYTES).map_err(Error::io(path))
}

/// Writes a file.
pub(super) fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    std::fs::write(path, contents).map_err(Error::io(path))
}

/// Reads a model file.
pub(super) fn read_model(path: &Path) -> Result<Model> {
    Ok(Model::from_bytes(&read(path)?)?)
}

/// Writes indented JSON.
pub(super) fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    let json = serde_json::to_string_pretty(value).map_err(|e| Error::Data(e.to_string()))?;
    write(path, json + "\n")
}

/// Reads JSON that a subcommand wrote.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path, command: &str) -> Result<T> {
    serde_json::from_slice(&read(path)?).map_err(|e| Error::Record {
        path: path.display().to_string(),
        record: e.line() as u64,
        reason: format!("not written by `blocksift-train {command} --json`: {e}"),
    })
}

/// Prints to standard output. A closed pipe is not an error.
pub(super) fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(source) if source.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::Io { path: "standard output".into(), source })
        }
        _ => Ok(()),
    }
}
