//! Resolves the paths that modules name to the modules that they reach.

use super::{ModulePath, Package};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Re-exports followed for one path, so that names bound to themselves end.
const MAX_ALIASES: usize = 8;

/// A module that names something in another one.
#[derive(Debug, Clone)]
pub(in crate::layers) struct Import {
    pub(in crate::layers) from: ModulePath,
    pub(in crate::layers) to: ModulePath,
    pub(in crate::layers) file: PathBuf,
    pub(in crate::layers) line: usize,
}

/// Every import of another module of the same package, each pair of modules once. A path through a re-export imports
/// both the module that re-exports and the module that defines.
pub(in crate::layers) fn imports(package: &Package) -> Vec<Import> {
    let mut imports = BTreeMap::new();
    for (from, module) in &package.modules {
        for (file, written) in &module.paths {
            let mut reached = Vec::new();
            reach(package, from, &written.segments, 0, &mut reached);
            for to in reached.into_iter().filter(|to| to != from) {
                let import = Import { from: from.clone(), to: to.clone(), file: file.clone(), line: written.line };
                imports.entry((from.clone(), to)).or_insert(import);
            }
        }
    }
    imports.into_values().collect()
}

/// Adds the modules that a path reaches when it is written in the module `from`. Paths into other crates reach none.
fn reach(package: &Package, from: &ModulePath, segments: &[String], depth: usize, reached: &mut Vec<ModulePath>) {
    let Some((first, rest)) = segments.split_first().filter(|_| depth < MAX_ALIASES) else { return };
    match first.as_str() {
        "crate" => walk(package, Vec::new(), rest, depth, reached),
        "self" => walk(package, from.clone(), rest, depth, reached),
        "super" => {
            let mut above = from.clone();
            above.pop();
            let mut rest = rest;
            while let Some(("super", after)) = rest.split_first().map(|(first, after)| (first.as_str(), after)) {
                above.pop();
                rest = after;
            }
            walk(package, above, rest, depth, reached);
        }
        // The binary names the library's crate. Its root is then a public API, not a module of the importing crate.
        name if name == package.crate_name => {
            let mut inside = Vec::new();
            walk(package, Vec::new(), rest, depth, &mut inside);
            reached.extend(inside.into_iter().filter(|module| !module.is_empty()));
        }
        name => {
            let is_child = package.modules.contains_key(&child(from, name));
            if is_child || package.modules[from].aliases.contains_key(name) {
                walk(package, from.clone(), segments, depth, reached);
            }
        }
    }
}

/// Descends from a module as far as the path names modules, then follows the name that it ends in if that was
/// imported from elsewhere.
fn walk(package: &Package, base: ModulePath, mut rest: &[String], depth: usize, reached: &mut Vec<ModulePath>) {
    let mut module = base;
    while let Some((name, after)) = rest.split_first() {
        let inner = child(&module, name);
        if !package.modules.contains_key(&inner) {
            break;
        }
        module = inner;
        rest = after;
    }
    reached.push(module.clone());
    if let Some((name, after)) = rest.split_first()
        && let Some(target) = package.modules.get(&module).and_then(|m| m.aliases.get(name))
    {
        reach(package, &module, &[target, after].concat(), depth + 1, reached);
    }
}

fn child(module: &[String], name: &str) -> ModulePath {
    [module, &[name.to_owned()]].concat()
}
