//! The command-line program `blocksift`.
//!
//! Modules import only from modules listed before them: `bounded`, `escape`, `exit`, `feature_docs`; `input`, `sift`,
//! `output`, `viewer`; `config`, `args`; `progress`, `run`; `commands`.

#![forbid(unsafe_code)]

mod args;
mod bounded;
mod commands;
mod config;
mod escape;
mod exit;
mod feature_docs;
mod input;
mod output;
mod progress;
mod run;
mod sift;
mod viewer;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::main()
}
