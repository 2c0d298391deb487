//! The command `blocksift` as its users see it: run as a process.

#[path = "cli/archive.rs"]
mod archive;
#[path = "cli/bounds.rs"]
mod bounds;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/exports.rs"]
mod exports;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/habits.rs"]
mod habits;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/input_bounds.rs"]
mod input_bounds;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/resume.rs"]
mod resume;
#[path = "cli/runs.rs"]
mod runs;
#[path = "cli/usage.rs"]
mod usage;
#[path = "cli/view.rs"]
mod view;

use assert_cmd::Command;
use blocksift_testkit::compress::{gunzip, gzip};
use blocksift_testkit::folder::Folder;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Stdio};

/// A temporary folder for one test, with the handmade model in it.
struct Bench {
    folder: Folder,
    model: PathBuf,
}

/// The result of a run.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Bench {
    fn new() -> Self {
        let folder = Folder::new();
        let model = blocksift_testkit::model_file(folder.path());
        Self { folder, model }
    }

    /// Starts `score` in the folder, and does not wait for it.
    fn start_with_stdin(&self, stdin: Stdio, args: &[&str]) -> Child {
        process::Command::new(assert_cmd::cargo::cargo_bin("blocksift"))
            .current_dir(self.folder.path())
            .env_remove("BLOCKSIFT_CONFIG")
            .args(["score", "--model"])
            .arg(&self.model)
            .args(args)
            .stdin(stdin)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        self.folder.write(name, bytes)
    }

    /// The command, run in the bench's folder and without settings of the machine.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("blocksift").unwrap();
        command.current_dir(self.folder.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command.env_remove("BLOCKSIFT_CONFIG");
        command.env("COLUMNS", "80").args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, b"")
    }

    fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let output = self.command(args).write_stdin(input).output().unwrap();
        Ran {
            code: output.status.code().expect("the run was not killed"),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }

    /// Runs `score` with the handmade model.
    fn score(&self, args: &[&str]) -> Ran {
        self.score_with(args, b"")
    }

    fn score_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let model = self.model.to_str().unwrap();
        self.run_with(&[&["score", "--model", model], args].concat(), input)
    }
}

impl Ran {
    /// The reports in JSON lines of a successful run.
    fn reports(&self) -> Vec<serde_json::Value> {
        assert_eq!(self.code, 0, "{}", self.err);
        self.lines()
    }

    fn lines(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn ids(&self) -> Vec<String> {
        self.lines().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// The lines of JSON in a compressed file.
fn packed_lines(path: &Path) -> Vec<serde_json::Value> {
    let packed = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let text = String::from_utf8(gunzip(&packed)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A file of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// One record of JSON lines.
fn record(id: &str, html: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "url": format!("https://{id}.example/"), "html": html}))
}
