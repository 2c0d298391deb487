//! Embeds the data files that synthetic pages are made of, so that training works outside a clone.
//!
//! Writes `data_files.rs`: a slice of (path relative to `data/`, contents), sorted by path.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Embedded folders of `data/`. Tables and models are too large and stay on disk.
const FOLDERS: [&str; 4] = ["campaigns", "hosts", "lexicons", "lookalikes"];

fn main() -> io::Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    let mut entries = String::from("&[\n");
    for folder in FOLDERS {
        let path = data.join(folder);
        println!("cargo::rerun-if-changed={}", path.display());
        for file in data_files(&path)? {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            writeln!(entries, "    ({:?}, include_str!({file:?})),", format!("{folder}/{name}"))
                .map_err(io::Error::other)?;
        }
    }
    entries.push(']');
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&out).join("data_files.rs"), entries)
}

fn data_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml" || extension == "csv") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
