//! Runs the binaries of the workspace to their end.

use std::path::Path;
use std::process::Command;

/// What a process left behind.
#[derive(Debug)]
pub struct Output {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// A binary of the workspace. Cargo tells a test only of the binaries of its own package; this finds those of other
/// packages in the folder above that of the running test.
///
/// # Panics
///
/// If the binary was not built.
pub fn built(name: &str) -> Command {
    let test = std::env::current_exe().expect("a process knows its path");
    let folder = test.parent().and_then(Path::parent).expect("tests are built into `deps` of the profile's folder");
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: run `cargo build --workspace` first", path.display());
    Command::new(path)
}

/// Runs a command to its end.
///
/// # Panics
///
/// If the command cannot be started, ends by a signal, or prints what is not UTF-8.
pub fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?} cannot be run: {e}"));
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Output {
        code: output.status.code().expect("the process ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Runs a command that must succeed.
///
/// # Panics
///
/// As [`run`], and if the exit code is not 0.
pub fn succeed(command: &mut Command) -> Output {
    let output = run(command);
    assert_eq!(output.code, 0, "{command:?}: {}", output.stderr);
    output
}
