//! The command line: its subcommands, and how errors in it are explained.

mod completions;
mod explain;
mod features;
mod man;
mod model;
mod schema;
mod score;
mod score_format;
mod view;

use crate::args::url_advice;
use crate::exit::{EXIT_CODES, Error, Exit, warn};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Label every block of a web page as content, navigation or injected spam
#[derive(Parser)]
#[command(name = "blocksift", version, after_help = EXIT_CODES, after_long_help = examples())]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    // Boxed: it has many arguments.
    Score(Box<score::Score>),
    #[command(alias = "report")]
    View(view::View),
    Explain(explain::Explain),
    Features(features::FeatureRows),
    Model(model::ShowModel),
    Schema(schema::ShowSchema),
    Completions(completions::Completions),
    Man(man::Man),
}

fn examples() -> String {
    format!(
        "\
Examples:
  blocksift score page.html                     label every block of a page
  blocksift score crawl/ --output labels.jsonl  label all pages of a folder
  curl -sL https://example.org/ | blocksift score --format markdown
  blocksift explain page.html --label spam      explain why blocks are spam
  blocksift view page.html --output view.html

{EXIT_CODES}"
    )
}

/// Runs the command of the process's arguments.
pub(crate) fn main() -> ExitCode {
    let result = match Cli::try_parse() {
        Ok(cli) => run(cli.command),
        Err(error) => return explain_usage_error(&error),
    };
    result.unwrap_or_else(|error| error.report()).into()
}

fn run(command: Command) -> Result<Exit, Error> {
    match command {
        Command::Score(score) => score.run(),
        Command::View(view) => view.run(),
        Command::Explain(explain) => explain.run(),
        Command::Features(features) => features.run(),
        Command::Model(model) => model.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(&mut Cli::command()),
        Command::Man(man) => man.run(Cli::command()),
    }
}

/// Prints an error in the arguments. A page given as a command gets a hint.
fn explain_usage_error(error: &clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand)
        && is_input(name)
    {
        warn(&match url_advice(Path::new(name), "score") {
            Some(advice) => format!("{name}: {advice}"),
            None => format!("{name} is not a command; to label a page, run `blocksift score {name}`"),
        });
        return Exit::Usage.into();
    }
    let _ = error.print();
    if error.use_stderr() { Exit::Usage.into() } else { Exit::Success.into() }
}

fn is_input(name: &str) -> bool {
    name == "-" || Path::new(name).exists() || name.contains(['.', '/'])
}

/// Prints to standard output.
fn print(bytes: &[u8]) -> Result<Exit, Error> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Exit::Success)
}
