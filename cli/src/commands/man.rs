//! `blocksift man`: manual pages.

use crate::exit::{Error, Exit};
use clap::{Args, Command};
use std::path::{Path, PathBuf};

/// Print a manual page, or write all of them to a folder
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  blocksift man --output ~/.local/share/man/man1
  blocksift man score | man -l -")]
pub(super) struct Man {
    /// Print the page of this command [default: blocksift itself]
    #[arg(conflicts_with = "output")]
    command: Option<String>,
    /// Write the pages of all commands to FOLDER
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(self, mut cli: Command) -> Result<Exit, Error> {
        cli.build();
        if let Some(folder) = &self.output {
            return write_all(&cli, folder);
        }
        let command = match &self.command {
            None => cli,
            Some(name) => {
                let unknown = || Error::usage(format!("unknown command {name:?}; `blocksift --help` lists all"));
                cli.find_subcommand(name).cloned().ok_or_else(unknown)?
            }
        };
        super::print(&render(command)?)
    }
}

fn render(command: Command) -> Result<Vec<u8>, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}

/// Writes one page per command, named as the pages cite each other.
fn write_all(cli: &Command, folder: &Path) -> Result<Exit, Error> {
    std::fs::create_dir_all(folder).map_err(|e| Error::file_failure(folder, e))?;
    let commands = std::iter::once(cli).chain(cli.get_subcommands().filter(|c| !c.is_hide_set()));
    for command in commands {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
        let path = folder.join(format!("{name}.1"));
        std::fs::write(&path, render(command.clone())?).map_err(|e| Error::file_failure(&path, e))?;
    }
    Ok(Exit::Success)
}
