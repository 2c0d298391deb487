//! Rule 4: no large top-level module is a flat list of files.

use super::Violation;
use super::source::Package;
use std::collections::BTreeMap;

/// Packages of fewer lines have no module that is too large.
const SMALL_PACKAGE: usize = 2000;

/// Top-level modules of more than a quarter of the package's lines whose children are all single files.
pub(super) fn check(name: &str, package: &Package) -> Vec<Violation> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, module) in &package.modules {
        *lines.entry(path.first().map_or("", String::as_str)).or_default() += module.lines;
    }
    let total: usize = lines.values().sum();
    let has_folders = |top: &str| package.modules.keys().any(|path| path.len() > 2 && path[0] == top);
    let is_large = |lines: usize| total >= SMALL_PACKAGE && 4 * lines > total;
    let large = lines.into_iter().filter(|(top, lines)| is_large(*lines) && !has_folders(top));
    large
        .filter_map(|(top, lines)| {
            let file = package.modules.get(&[top.to_owned()][..])?.file.clone();
            let message = format!("`{top}` has {lines} of the {total} lines of {name}; divide it into folders");
            Some(Violation { file, line: 1, message })
        })
        .collect()
}
