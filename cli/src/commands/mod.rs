//! The commands: what they take, and how they end.

mod args;
mod config;
mod explain;
mod features;
mod format;
mod model;
mod progress;
mod report;
mod run;
mod schema;
mod score;
mod shell;

use crate::input::Failure;
use clap::{Parser, Subcommand};
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Labels every block of a web page content, navigation or injected spam.
#[derive(Parser)]
#[command(name = "blocksift", version, after_help = EXIT_CODES, after_long_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    // Boxed: it has many arguments.
    Score(Box<score::Score>),
    Report(report::VisualReport),
    Explain(explain::Explain),
    Features(features::FeatureRows),
    Model(model::ShowModel),
    Schema(schema::ShowSchema),
    Completions(shell::Completions),
    Man(shell::Man),
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 something failed on the way and the rest was done; 2 wrong usage.";

const EXAMPLES: &str = "\
Examples:
  blocksift score page.html                     labels of every block, for people
  blocksift score crawl/ --output labels.jsonl  all pages of a folder, a report a line
  curl -s https://example.org/ | blocksift score --format markdown
  blocksift explain page.html --label spam      why blocks were called spam
  blocksift report page.html -o report.html     the same to look at and to correct, in a browser

Exit codes: 0 done; 1 something failed on the way and the rest was done; 2 wrong usage.";

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// All inputs were done.
    Done = 0,
    /// Some inputs failed, each named on standard error, and the others were done; or the output broke off.
    SomeFailed = 1,
    /// The command cannot be run as it was given. clap uses the same code.
    Usage = 2,
}

/// Why a run stops before its end.
#[derive(Debug)]
enum Stop {
    Usage(String),
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Output(error)
    }
}

impl Stop {
    /// A file that a run cannot do without.
    fn file(path: &Path, reason: impl Display) -> Self {
        Stop::Usage(format!("{}: {reason}", path.display()))
    }
}

/// Runs the command of the process's arguments.
pub(crate) fn main() -> ExitCode {
    let end = match run(Cli::parse().command) {
        Ok(end) => end,
        // Whoever reads has read enough.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => End::Done,
        Err(Stop::Output(error)) => {
            complain(&format!("cannot write the output: {error}"));
            End::SomeFailed
        }
        Err(Stop::Usage(reason)) => {
            complain(&reason);
            End::Usage
        }
    };
    ExitCode::from(end as u8)
}

fn run(command: Command) -> Result<End, Stop> {
    match command {
        Command::Score(score) => score.run(),
        Command::Report(report) => report.run(),
        Command::Explain(explain) => explain.run(),
        Command::Features(features) => features.run(),
        Command::Model(model) => model.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
    }
}

/// One line on standard error, safe to be shown; a closed standard error is no reason to stop.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "blocksift: {}", crate::output::safe(message));
}

fn complain_of(failure: &Failure) {
    complain(&failure.to_string());
}
