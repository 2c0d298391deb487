//! Rule 4: no top-level module has too many files directly inside.

use super::Violation;
use super::source::Package;
use std::collections::{BTreeMap, BTreeSet};

/// Packages of fewer lines have no module that is too large.
const SMALL_PACKAGE: usize = 2000;

/// Top-level modules with more than a quarter of the package's lines directly inside. Lines in their folders do not
/// count.
pub(super) fn check(name: &str, package: &Package) -> Vec<Violation> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    // A module inside another one's file has no lines, and makes no folder.
    let files = || package.modules.iter().filter(|(_, module)| module.lines > 0);
    let folders: BTreeSet<&[String]> = files().filter(|(path, _)| path.len() > 2).map(|(path, _)| &path[..2]).collect();
    for (path, module) in files() {
        let is_in_folder = path.len() > 1 && folders.contains(&path[..2]);
        if let (Some(top), false) = (path.first(), is_in_folder) {
            *lines.entry(top).or_default() += module.lines;
        }
    }
    let total: usize = package.modules.values().map(|module| module.lines).sum();
    let is_large = |lines: usize| total >= SMALL_PACKAGE && 4 * lines > total;
    let large = lines.into_iter().filter(|(_, lines)| is_large(*lines));
    large
        .filter_map(|(top, lines)| {
            let file = package.modules.get(&[top.to_owned()][..])?.file.clone();
            let message =
                format!("`{top}` has {lines} of the {total} lines of {name} directly inside; divide it into folders");
            Some(Violation { file, line: 1, message })
        })
        .collect()
}
