//! Rule 1: a top-level module imports only modules listed to its left.

use super::Violation;
use super::config::{FILE, Rules};
use super::source::Import;
use super::source::Package;
use std::path::PathBuf;

/// Violations of the declared order, and differences between the list and the modules that exist.
pub(super) fn check(name: &str, rules: &Rules, package: &Package, imports: &[Import]) -> Vec<Violation> {
    let rank = |module: &str| rules.modules.iter().position(|listed| listed == module);
    let mut violations = Vec::new();
    for (path, module) in &package.modules {
        if let [top] = &path[..]
            && rank(top).is_none()
        {
            let message = format!(
                "module `{top}` is not listed in {FILE}; add it to `modules` of [{name}] after all that it imports"
            );
            violations.push(Violation { file: module.file.clone(), line: 1, message });
        }
    }
    for listed in &rules.modules {
        if !package.modules.contains_key(std::slice::from_ref(listed)) {
            let message = format!("[{name}] lists `{listed}`, which is no top-level module; remove it");
            violations.push(Violation { file: PathBuf::from(FILE), line: 1, message });
        }
    }
    for import in imports {
        let Some(from) = import.from.first() else { continue };
        let message = match import.to.first() {
            None => format!("`{from}` imports from the crate root; import from the module that defines the item"),
            Some(to) if from != to && rank(from) < rank(to) && rank(from).is_some() => {
                format!("`{from}` imports `{to}`, which {FILE} lists after it")
            }
            Some(_) => continue,
        };
        violations.push(Violation { file: import.file.clone(), line: import.line, message });
    }
    violations
}
