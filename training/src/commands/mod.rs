//! The subcommands of `blocksift-train`, one file each.

mod alarms;
mod calibrate;
mod card;
mod compare;
mod errors;
mod evade;
mod evaluate;
mod files;
mod fit;
mod progress;
mod sources;
mod table;
mod values;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Train and evaluate blocksift's models
#[derive(Parser)]
#[command(name = "blocksift-train", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a table of labeled blocks from corpora of pages
    Table(table::TableArgs),
    /// Fit a model to tables
    Fit(fit::FitArgs),
    /// Cross-validate, leave families out, score held-out corpora
    Evaluate(evaluate::EvaluateArgs),
    /// Cross-validate several learners on the same tables
    Compare(compare::CompareArgs),
    /// Show where a model errs on pages with gold content, and why
    Errors(errors::ErrorsArgs),
    /// Measure what thresholds of spam cost on clean pages that a model was not fitted to
    Alarms(alarms::AlarmsArgs),
    /// Plant each family of spam in each way, and show what is found as a matrix
    Evade(evade::EvadeArgs),
    /// Write the operating points and calibration of an evaluation into a model
    Calibrate(calibrate::CalibrateArgs),
    /// Write a model card from the JSON of an evaluation
    Card(card::CardArgs),
}

/// Runs the subcommand named on the command line.
pub(crate) fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Table(args) => args.run(),
        Command::Fit(args) => args.run(),
        Command::Evaluate(args) => args.run(),
        Command::Compare(args) => args.run(),
        Command::Errors(args) => args.run(),
        Command::Alarms(args) => args.run(),
        Command::Evade(args) => args.run(),
        Command::Calibrate(args) => args.run(),
        Command::Card(args) => args.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("blocksift-train: {e}");
            ExitCode::FAILURE
        }
    }
}
