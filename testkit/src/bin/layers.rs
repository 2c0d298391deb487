//! `layers [--sizes] [FOLDER]`: checks how the workspace's modules import each other, see `layers.toml`. Prints one line
//! per violation. Exit code 1 if there is one, 2 if the workspace cannot be read.

#![forbid(unsafe_code)]

use blocksift_testkit::layers;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut sizes, mut root) = (false, PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".."));
    for argument in std::env::args_os().skip(1) {
        match argument.to_str() {
            Some("--sizes") => sizes = true,
            _ => root = PathBuf::from(argument),
        }
    }
    match layers::check(&root, sizes) {
        Ok(checked) if checked.violations.is_empty() => {
            println!("{} modules in {} packages: no violation", checked.modules, checked.packages);
            ExitCode::SUCCESS
        }
        Ok(checked) => {
            checked.violations.iter().for_each(|violation| println!("{violation}"));
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("layers: {message}");
            ExitCode::from(2)
        }
    }
}
