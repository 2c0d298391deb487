//! Reads `layers.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of the file, at the top of the workspace.
pub(super) const FILE: &str = "layers.toml";

/// The rules of every package.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Config {
    pub(super) packages: BTreeMap<String, Rules>,
}

/// The rules of one package.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    /// The package's folder, relative to the top of the workspace.
    pub(super) path: PathBuf,
    /// Workspace packages that it may depend on, development dependencies aside.
    pub(super) depends: Vec<String>,
    /// Its top-level modules. Each may import those before it.
    pub(super) modules: Vec<String>,
}

impl Config {
    pub(super) fn read(root: &Path) -> Result<Config, String> {
        let path = root.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }
}
