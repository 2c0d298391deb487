//! The scoring CLI `blocksift`. All of it is in `cli`; pages come in through `source` and go out through `sink`.

#![forbid(unsafe_code)]

mod cli;
mod sink;
mod source;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
