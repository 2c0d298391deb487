//! Colors and the width of the terminal.

use crate::output::files;
use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use std::path::Path;

/// When to use colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always, also in files and pipes
    Always,
    /// Never
    Never,
}

impl Color {
    /// Whether the output gets colors.
    pub(crate) fn is_on(self, output: Option<&Path>) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                files::file(output).is_none() && AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
            }
        }
    }
}

/// Columns of the terminal, or `COLUMNS` if there is none.
pub(crate) fn width() -> usize {
    let from_environment = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).or_else(from_environment).unwrap_or(100)
}
