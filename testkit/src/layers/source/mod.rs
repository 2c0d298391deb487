//! Reads a package's modules by following `mod` declarations from its crate roots.

mod imports;
mod resolve;

pub(super) use resolve::{Import, imports};

use imports::{Names, Written};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use syn::{Item, ItemMod};

/// A module's path from the crate's root: `["page", "links"]`. The root's own path is empty.
pub(super) type ModulePath = Vec<String>;

/// The modules of a package. The roots of its library and binaries count as one module.
pub(super) struct Package {
    /// The name by which binaries and tests import the library.
    pub(super) crate_name: String,
    pub(super) modules: BTreeMap<ModulePath, Module>,
}

/// One module.
pub(super) struct Module {
    pub(super) file: PathBuf,
    /// Lines of its file; 0 for a module inside another one's file.
    pub(super) lines: usize,
    /// The paths it names, with the file of each.
    pub(super) paths: Vec<(PathBuf, Written)>,
    /// Names that its `use` declarations bind.
    pub(super) aliases: BTreeMap<String, Vec<String>>,
}

impl Package {
    /// Reads the package whose sources are in `src`.
    pub(super) fn read(src: &Path, crate_name: &str) -> Result<Package, String> {
        let mut package = Package { crate_name: crate_name.to_owned(), modules: BTreeMap::new() };
        let binaries = std::fs::read_dir(src.join("bin")).into_iter().flatten();
        let mut roots: Vec<PathBuf> = binaries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        roots.extend([src.join("lib.rs"), src.join("main.rs")]);
        roots.retain(|path| path.extension().is_some_and(|ending| ending == "rs") && path.exists());
        roots.sort();
        for root in roots {
            package.read_file(Vec::new(), &root, src)?;
        }
        Ok(package)
    }

    /// Reads the module at `path` from its file. Files of its children are in `folder`.
    fn read_file(&mut self, path: ModulePath, file: &Path, folder: &Path) -> Result<(), String> {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let parsed = syn::parse_file(&text)
            .map_err(|e| format!("{}:{}: cannot parse: {e}", file.display(), e.span().start().line))?;
        self.read_items(path, file, folder, &parsed.items, text.lines().count())
    }

    fn read_items(
        &mut self,
        path: ModulePath,
        file: &Path,
        folder: &Path,
        items: &[Item],
        lines: usize,
    ) -> Result<(), String> {
        let names = Names::collect(items);
        let module = self.modules.entry(path.clone()).or_insert_with(|| Module {
            file: file.to_path_buf(),
            lines: 0,
            paths: Vec::new(),
            aliases: BTreeMap::new(),
        });
        module.lines += lines;
        module.paths.extend(names.paths.into_iter().map(|written| (file.to_path_buf(), written)));
        module.aliases.extend(names.aliases);
        names.children.into_iter().try_for_each(|child| self.read_child(&path, child, file, folder))
    }

    fn read_child(&mut self, parent: &[String], child: &ItemMod, file: &Path, folder: &Path) -> Result<(), String> {
        let name = child.ident.to_string();
        let path = [parent, std::slice::from_ref(&name)].concat();
        let inside = folder.join(&name);
        if let Some((_, items)) = &child.content {
            return self.read_items(path, file, &inside, items, 0);
        }
        let mut candidates = vec![folder.join(format!("{name}.rs")), inside.join("mod.rs")];
        candidates.extend(path_attribute(child).map(|named| file.with_file_name(named)));
        match candidates.iter().rev().find(|candidate| candidate.exists()) {
            Some(found) => self.read_file(path, found, &inside),
            None => Err(format!("{}:{}: no file for module `{name}`", file.display(), child.ident.span().start().line)),
        }
    }
}

/// The value of `#[path = "..."]`.
fn path_attribute(module: &ItemMod) -> Option<String> {
    module.attrs.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(meta) if meta.path.is_ident("path") => match &meta.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}
