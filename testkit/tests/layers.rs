//! The check of imports, on small workspaces with planted violations.

use blocksift_testkit::folder::Folder;
use blocksift_testkit::layers;

const LAYERS: &str = "[alpha]\npath = \".\"\ndepends = []\nmodules = [\"ground\", \"left\", \"right\"]\n";

/// Writes a workspace of one package, and returns the violations of its imports.
fn violations(files: &[(&str, &str)]) -> Vec<String> {
    violations_of(LAYERS, files, false)
}

fn violations_of(layers: &str, files: &[(&str, &str)], sizes: bool) -> Vec<String> {
    let folder = Folder::new();
    folder.write("layers.toml", layers);
    folder.write("Cargo.toml", "[package]\nname = \"alpha\"\n");
    folder.write("src/lib.rs", "mod ground;\nmod left;\nmod right;\npub use right::Right;\n");
    for module in ["ground", "left", "right"] {
        let path = format!("src/{module}.rs");
        let is_replaced = files.iter().any(|(name, _)| *name == path || *name == format!("src/{module}/mod.rs"));
        if !is_replaced {
            folder.write(&path, "");
        }
    }
    files.iter().for_each(|(name, text)| drop(folder.write(name, text)));
    let checked = layers::check(folder.path(), sizes).expect("the workspace can be read");
    checked.violations.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_one(found: &[String], start: &str, part: &str) {
    assert!(found.len() == 1 && found[0].starts_with(start) && found[0].contains(part), "{found:#?}");
}

#[test]
fn the_workspace_itself_obeys_the_rules() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let checked = layers::check(root.as_ref(), true).expect("the workspace can be read");
    let lines: String = checked.violations.iter().map(|violation| format!("{violation}\n")).collect();
    assert!(lines.is_empty(), "the rules of layers.toml are broken:\n{lines}");
    assert!(checked.modules > 100, "{} modules were read", checked.modules);
}

#[test]
fn imports_to_the_left_pass() {
    let found = violations(&[
        ("src/left.rs", "use crate::ground::Error;\n"),
        ("src/right/mod.rs", "mod inner;\nuse crate::left::{Left, more::{A, B as C}};\nuse self::inner::x;\n"),
        ("src/right/inner.rs", "use super::Right;\nfn f() -> crate::ground::Error { super::super::left::f() }\n"),
    ]);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_upward_import_fails_however_it_is_written() {
    let ways = [
        "use crate::right::Right;",
        "use super::right::Right;",
        "use crate::{ground::Error, right::{self, Right}};",
        "use crate::right as other;",
        "use crate::right::*;",
        "fn f() { crate::right::f() }",
        "fn f() { println!(\"{}\", vec![super::right::VALUE].len()) }",
        "struct S { #[serde(with = \"crate::right::format\")] field: u8 }",
        "type T = Vec<crate::right::Right>;",
        "mod inner { use super::super::right::Right; }",
        "fn f() { use crate::right; }",
        "macro_rules! m { () => { $crate::right::f() } }",
    ];
    for way in ways {
        let found = violations(&[("src/left.rs", &format!("\n{way}\n"))]);
        assert_one(&found, "src/left.rs:2: ", "`left` imports `right`, which layers.toml lists after it");
    }
}

#[test]
fn an_import_from_the_root_fails() {
    let found = violations(&[("src/right.rs", "use crate::helper;\n")]);
    assert_one(&found, "src/right.rs:1: ", "`right` imports from the crate root");
    // What the root re-exports comes from the module that defines it.
    let found = violations(&[("src/left.rs", "use crate::Right;\n")]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().any(|v| v.contains("`left` imports `right`")), "{found:#?}");
}

#[test]
fn tests_comments_and_visibility_do_not_count() {
    let text = "//! Read by [`crate::right`].\n\
        /// See [`crate::right::Right`], `use crate::right::Right;`.\n\
        pub(in crate::left) struct Left; // crate::right::f()\n\
        #[doc = \"crate::right\"]\n\
        fn f() { let text = \"crate::right::f\"; }\n\
        #[cfg(test)]\nuse crate::right::Right;\n\
        #[cfg(all(test, unix))]\nmod checks { use crate::right::Right; }\n\
        #[cfg(test)]\nmod tests;\n\
        #[test]\nfn t() { crate::right::f() }\n\
        impl Left { #[cfg(test)] fn t() { crate::right::f() } }\n";
    let found = violations(&[("src/left.rs", text), ("src/left/tests.rs", "use crate::right::Right;\n")]);
    assert!(found.is_empty(), "{found:#?}");
    let found = violations(&[("src/left.rs", "#[cfg(not(test))]\nuse crate::right::Right;\n")]);
    assert_one(&found, "src/left.rs:2: ", "`left` imports `right`");
}

#[test]
fn an_unlisted_module_and_a_stale_name_fail() {
    let lib = "mod ground;\nmod left;\nmod right;\nmod new;\n";
    let found = violations(&[("src/lib.rs", lib), ("src/new.rs", "use crate::right::Right;\n")]);
    assert_one(&found, "src/new.rs:1: ", "`new` is not listed in layers.toml; add it");
    let found = violations(&[("src/lib.rs", "mod ground;\nmod left;\n")]);
    assert_one(&found, "layers.toml:1: ", "`right`, which is no top-level module; remove it");
}

#[test]
fn siblings_in_a_circle_fail() {
    let found = violations(&[
        ("src/right/mod.rs", "mod a;\nmod b;\nmod c;\nmod d;\n"),
        ("src/right/a.rs", "\nuse super::b::B;\n"),
        ("src/right/b.rs", "use crate::right::c::C;\n"),
        ("src/right/c.rs", "use super::d::D;\nfn f() { super::a::f() }\n"),
        ("src/right/d.rs", "use crate::ground::Error;\n"),
    ]);
    let circle = "`right::a` imports `right::b` (a.rs:2), `right::b` imports `right::c` (b.rs:1), \
        `right::c` imports `right::a` (c.rs:2)";
    assert_one(&found, "src/right/a.rs:2: circular import in alpha: ", circle);
}

#[test]
fn a_circle_names_everything_caught_in_it() {
    let found = violations(&[
        ("src/right/mod.rs", "mod a;\nmod b;\nmod c;\n"),
        ("src/right/a.rs", "use super::b::B;\n"),
        ("src/right/b.rs", "use super::{a::A, c::C};\n"),
        ("src/right/c.rs", "use super::b::B;\n"),
    ]);
    assert_one(&found, "src/right/a.rs:1: ", "; all of a, b, c reach each other");
}

#[test]
fn a_circle_hidden_behind_a_reexport_fails() {
    let found = violations(&[
        ("src/right/mod.rs", "mod a;\nmod b;\npub use a::A;\n"),
        ("src/right/a.rs", "use super::b::B;\n"),
        ("src/right/b.rs", "use super::A;\n"),
    ]);
    assert_one(&found, "src/right/a.rs:1: ", "`right::b` imports `right::a` (b.rs:1)");
}

#[test]
fn a_circle_through_modules_below_siblings_fails() {
    let found = violations(&[
        ("src/right/mod.rs", "mod a;\nmod b;\n"),
        ("src/right/a/mod.rs", "mod x;\nmod y;\n"),
        ("src/right/a/x.rs", "use crate::right::b::B;\n"),
        ("src/right/a/y.rs", "pub struct Y;\n"),
        ("src/right/b.rs", "use super::a::y::Y;\n"),
    ]);
    assert_one(&found, "src/right/a/x.rs:1: ", "`right::b` imports `right::a` (b.rs:1)");
}

#[test]
fn packages_depend_in_one_direction() {
    let layers = format!("{LAYERS}[beta]\npath = \"beta\"\ndepends = [\"alpha\"]\nmodules = []\n");
    let root =
        "[workspace]\nmembers = [\"beta\", \"gamma\"]\n[package]\nname = \"alpha\"\n[dependencies]\nserde = \"1\"\n";
    let below = "[package]\nname = \"beta\"\n[dependencies]\nalpha = { path = \"..\" }\n";
    let files = [("Cargo.toml", root), ("beta/Cargo.toml", below), ("beta/src/lib.rs", "")];
    let found = violations_of(&layers, &files, false);
    assert_one(&found, "Cargo.toml:2: ", "`gamma` is not listed in layers.toml");

    let upward = "[workspace]\nmembers = [\"beta\"]\n[package]\nname = \"alpha\"\n[target.'cfg(unix)'.dependencies]\n\
        other = { package = \"beta\", path = \"beta\" }\n[dev-dependencies]\nbeta = { path = \"beta\" }\n";
    let files = [("Cargo.toml", upward), ("beta/Cargo.toml", below), ("beta/src/lib.rs", "")];
    let found = violations_of(&layers, &files, false);
    assert_one(&found, "Cargo.toml:6: ", "alpha depends on beta; layers.toml does not allow it");
}

#[test]
fn large_modules_have_folders_inside() {
    let (long, short) = ("// A line.\n".repeat(900), "// A line.\n".repeat(650));
    let flat = [("src/left.rs", &*short), ("src/right.rs", &*long), ("src/ground.rs", &*short)];
    assert!(violations_of(LAYERS, &flat, false).is_empty());
    let found = violations_of(LAYERS, &flat, true);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[2].starts_with("src/right.rs:1: `right` has 900 of the 2204 lines of alpha"), "{found:#?}");
    let folders = [
        ("src/left.rs", &*short),
        ("src/ground.rs", &*short),
        ("src/right/mod.rs", "mod inner;\n"),
        ("src/right/inner/mod.rs", "mod deep;\n"),
        ("src/right/inner/deep.rs", &*long),
    ];
    let found = violations_of(LAYERS, &folders, true);
    assert!(found.iter().all(|v| !v.contains("`right`")), "{found:#?}");
    // A small folder is no excuse for what lies next to it.
    let beside = [
        ("src/left.rs", &*short),
        ("src/ground.rs", &*short),
        ("src/right/mod.rs", "mod inner;\nmod long;\n"),
        ("src/right/inner/mod.rs", "mod deep;\n"),
        ("src/right/inner/deep.rs", "//! Deep.\n"),
        ("src/right/long.rs", &*long),
    ];
    let found = violations_of(LAYERS, &beside, true);
    assert!(found.iter().any(|v| v.contains("`right` has 902 of the 2208 lines of alpha")), "{found:#?}");
}

#[test]
fn broken_sources_are_errors() {
    let folder = Folder::new();
    folder.write("layers.toml", LAYERS);
    folder.write("Cargo.toml", "[package]\nname = \"alpha\"\n");
    folder.write("src/lib.rs", "mod ground;\n");
    let error = layers::check(folder.path(), false).unwrap_err();
    assert!(error.contains("lib.rs:1: no file for module `ground`"), "{error}");
    folder.write("src/ground.rs", "\nfn (");
    let error = layers::check(folder.path(), false).unwrap_err();
    assert!(error.contains("ground.rs:2: cannot parse"), "{error}");
}
