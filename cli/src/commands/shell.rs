//! `blocksift completions` and `blocksift man`: what a shell and a manual want to know of the command line.

use super::{Cli, End, Stop};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

/// Prints the completions of a shell
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  blocksift completions bash > ~/.local/share/bash-completion/completions/blocksift
  blocksift completions fish > ~/.config/fish/completions/blocksift.fish")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<End, Stop> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "blocksift", &mut script);
        print(&script)
    }
}

/// Prints a page of the manual
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  blocksift man > ~/.local/share/man/man1/blocksift.1
  blocksift man score | man -l -")]
pub(super) struct Man {
    /// The command that the page is about; by default blocksift itself
    command: Option<String>,
}

impl Man {
    pub(super) fn run(self) -> Result<End, Stop> {
        let mut all = Cli::command();
        all.build();
        let command = match &self.command {
            None => all,
            Some(name) => {
                let found = all.find_subcommand(name).cloned();
                let none = || Stop::Usage(format!("no command is called {name:?}; `blocksift --help` lists them"));
                found.ok_or_else(none)?
            }
        };
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        print(&page)
    }
}

fn print(bytes: &[u8]) -> Result<End, Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(End::Done)
}
