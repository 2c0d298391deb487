//! Checks how the modules of the workspace import each other, against the order that `layers.toml` declares.
//!
//! Four rules hold:
//!
//! 1. A top-level module imports only modules listed to its left.
//! 2. Sibling modules, at any depth, do not import each other in a circle.
//! 3. A package depends only on the workspace packages that `layers.toml` allows.
//! 4. On request, no top-level module has more than a quarter of its package's lines outside its folders.
//!
//! The check reads `use` declarations and paths written inline, also inside macro calls and in attributes such as
//! `#[serde(with = "crate::x")]`. It follows re-exports to the module that defines the item. It skips whatever is
//! compiled only for tests.

mod circles;
mod config;
mod dependencies;
mod order;
mod sizes;
mod source;

use config::Config;
use source::Package;
use std::fmt;
use std::path::{Path, PathBuf};

/// A broken rule, and the line that breaks it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// File, relative to the top of the workspace.
    pub file: PathBuf,
    /// Line number, from 1.
    pub line: usize,
    /// What is wrong, and what to do where that is not obvious.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Broken rules, by file and line.
    pub violations: Vec<Violation>,
    /// Number of packages read.
    pub packages: usize,
    /// Number of modules read.
    pub modules: usize,
}

/// Checks the workspace at `root`, which holds `Cargo.toml` and `layers.toml`. With `sizes`, also reports
/// top-level modules that have too many lines outside their folders.
///
/// # Errors
///
/// A message if a file cannot be read or parsed.
pub fn check(root: &Path, sizes: bool) -> Result<Checked, String> {
    let config = Config::read(root)?;
    let mut checked = Checked::default();
    checked.violations.extend(dependencies::unlisted_members(root, &config)?);
    for (name, rules) in &config.packages {
        checked.violations.extend(dependencies::check(root, name, rules, &config)?);
        let package = Package::read(&root.join(&rules.path).join("src"), &name.replace('-', "_"))?;
        let imports = source::imports(&package);
        checked.violations.extend(order::check(name, rules, &package, &imports));
        checked.violations.extend(circles::check(name, &imports));
        if sizes {
            checked.violations.extend(sizes::check(name, &package));
        }
        checked.packages += 1;
        checked.modules += package.modules.len();
    }
    for violation in &mut checked.violations {
        if let Ok(relative) = violation.file.strip_prefix(root) {
            violation.file = relative.to_path_buf();
        }
    }
    checked.violations.sort();
    checked.violations.dedup();
    Ok(checked)
}
