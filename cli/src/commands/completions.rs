//! `blocksift completions`: completion scripts for shells.

use crate::exit::{Error, Exit};
use clap::{Args, Command};
use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  blocksift completions bash > ~/.local/share/bash-completion/completions/blocksift
  blocksift completions fish > ~/.config/fish/completions/blocksift.fish")]
pub(super) struct Completions {
    /// Write the script for this shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, cli: &mut Command) -> Result<Exit, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, cli, "blocksift", &mut script);
        super::print(&script)
    }
}
