//! `blocksift-train`: tables, models, evaluations and model cards.

#![forbid(unsafe_code)]

mod commands;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run()
}
