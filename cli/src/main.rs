//! The scoring CLI `blocksift`: pages come in through `input`, go out through `output`, and `commands` says how.

#![forbid(unsafe_code)]

mod commands;
mod input;
mod output;
mod viewer;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::main()
}
