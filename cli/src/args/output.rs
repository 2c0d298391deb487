//! Opening the output of commands that write it in one go.

use super::inputs::OVERWRITTEN;
use crate::exit::Error;
use crate::output::files;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Opens the output before any work is done. An output that is also an input is an error.
pub(crate) fn open_output(output: Option<&Path>, inputs: &[PathBuf]) -> Result<Box<dyn Write>, Error> {
    if let Some(path) = files::file(output)
        && let Ok(same) = path.canonicalize()
        && inputs.iter().any(|input| input.canonicalize().is_ok_and(|i| i == same))
    {
        return Err(Error::file(path, OVERWRITTEN));
    }
    files::open(output).map_err(|e| Error::file_failure(output.unwrap_or(Path::new("-")), e))
}
