//! How a run ends: the exit codes, the error that stops a run early, and messages on standard error.

use crate::escape;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// The exit codes, as `--help` describes them.
pub(crate) const EXIT_CODES: &str =
    "Exit codes: 0 success; 1 some inputs failed, or the output could not be written; 2 usage error";

/// The error of a run that finds nothing to read in its inputs.
pub(crate) const NO_PAGES: &str = "no pages in the inputs";

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All inputs were processed.
    Success = 0,
    /// Some inputs failed, each reported on standard error, or the output could not be written.
    Failure = 1,
    /// The command cannot run as given. clap exits with the same code.
    Usage = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a run stops early.
#[derive(Debug)]
pub(crate) enum Error {
    /// Bad arguments, or a file that the run cannot do without.
    Usage(String),
    /// No page could be read, or a file could not be opened for writing.
    Failure(String),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Output(error)
    }
}

impl Error {
    /// An error about a file that the run cannot do without.
    pub(crate) fn file(path: &Path, reason: impl Display) -> Self {
        Error::Usage(format!("{}: {reason}", path.display()))
    }

    /// An error in an argument or a setting.
    pub(crate) fn usage(reason: impl Display) -> Self {
        Error::Usage(reason.to_string())
    }

    /// An error of the inputs or the output, and not of the arguments.
    pub(crate) fn failure(reason: impl Display) -> Self {
        Error::Failure(reason.to_string())
    }

    /// An error about a file that cannot be read as a page or opened for writing.
    pub(crate) fn file_failure(path: &Path, reason: impl Display) -> Self {
        Error::Failure(format!("{}: {reason}", path.display()))
    }

    /// Reports the error on standard error and gives the exit code.
    pub(crate) fn report(&self) -> Exit {
        match self {
            // A reader such as `head` closed the pipe: not an error.
            Error::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Success,
            Error::Output(error) => {
                warn(&format!("cannot write the output: {error}"));
                Exit::Failure
            }
            Error::Failure(reason) => {
                warn(reason);
                Exit::Failure
            }
            Error::Usage(reason) => {
                warn(reason);
                Exit::Usage
            }
        }
    }
}

/// Writes one line to standard error, with control characters escaped. A closed standard error is ignored.
pub(crate) fn warn(message: &str) {
    let _ = writeln!(io::stderr(), "blocksift: {}", escape::terminal(message));
}
