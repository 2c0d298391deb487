//! Rule 3: packages depend on each other in one direction.

use super::Violation;
use super::config::{Config, FILE, Rules};
use std::path::Path;

/// Dependencies on workspace packages that the rules do not allow. Development dependencies are free.
pub(super) fn check(root: &Path, name: &str, rules: &Rules, config: &Config) -> Result<Vec<Violation>, String> {
    let path = root.join(&rules.path).join("Cargo.toml");
    let (text, manifest) = read(&path)?;
    let mut tables = vec![&manifest];
    tables.extend(
        manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten().filter_map(|(_, t)| t.as_table()),
    );
    let mut violations = Vec::new();
    for table in tables {
        for kind in ["dependencies", "build-dependencies"] {
            for (key, value) in table.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
                let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                if config.packages.contains_key(package) && !rules.depends.iter().any(|allowed| allowed == package) {
                    let message = format!("{name} depends on {package}; {FILE} does not allow it");
                    violations.push(Violation { file: path.clone(), line: line_of(&text, key), message });
                }
            }
        }
    }
    Ok(violations)
}

/// Members of the workspace that `layers.toml` does not list.
pub(super) fn unlisted_members(root: &Path, config: &Config) -> Result<Vec<Violation>, String> {
    let path = root.join("Cargo.toml");
    let (text, manifest) = read(&path)?;
    let members = manifest.get("workspace").and_then(|w| w.get("members")).and_then(toml::Value::as_array);
    let members = members.into_iter().flatten().filter_map(toml::Value::as_str);
    let is_listed = |member: &str| config.packages.values().any(|rules| rules.path == Path::new(member));
    let unlisted = members.filter(|member| !is_listed(member));
    let violation = |member: &str| Violation {
        file: path.clone(),
        line: line_of(&text, "members"),
        message: format!("workspace member `{member}` is not listed in {FILE}; add a table with its path"),
    };
    Ok(unlisted.map(violation).collect())
}

fn read(path: &Path) -> Result<(String, toml::Table), String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let manifest = text.parse().map_err(|e| format!("{}: {e}", path.display()))?;
    Ok((text, manifest))
}

/// The line that sets a key, or the first.
fn line_of(text: &str, key: &str) -> usize {
    let sets = |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with([' ', '=', '.']));
    text.lines().position(sets).map_or(1, |i| i + 1)
}
