//! What several tests read, made once: a corpus, data files, a table, and a model.

use crate::pages;
use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The project's own data files.
pub(crate) const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data");

/// Data files that are planted in tests. They are a few of the project's own, since doorways and generated pages of all of
/// them would take most of the time; tests of `synth` read the others.
const CHOSEN: [(&str, &[&str]); 4] = [
    ("campaigns", &["cn-county-farm", "de-casino-pharmacy", "en-pharmacy"]),
    ("lookalikes", &["city-picker", "gambling-article", "tag-cloud"]),
    ("hosts", &["zh"]),
    ("lexicons", &["cn-counties"]),
];

/// Families of the chosen campaigns and look-alikes.
pub(crate) const FAMILIES: usize = CHOSEN[0].1.len() + CHOSEN[1].1.len();

/// Files made once.
pub(crate) struct Made {
    pub(crate) folder: PathBuf,
    /// Data files for `--data`.
    pub(crate) data: PathBuf,
    pub(crate) corpus: PathBuf,
    /// A table of the corpus with grafts.
    pub(crate) table: PathBuf,
}

pub(crate) static MADE: LazyLock<Made> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("train");
    let made =
        Made { data: folder.join("data"), corpus: folder.join("small.jsonl"), table: folder.join("table.csv"), folder };
    copy_data(&made.data, &CHOSEN);
    pages::write_corpus(&made.corpus);
    let arguments = ["table", text(&made.corpus), "--data", text(&made.data), "--seed", "7", "-o", text(&made.table)];
    train(&arguments).assert().success();
    made
});

/// A model fitted to the table.
pub(crate) static MODEL: LazyLock<PathBuf> = LazyLock::new(|| {
    let model = MADE.folder.join("small.model");
    fit(&MADE.table, &model, "1");
    model
});

/// Copies some of the project's data files.
pub(crate) fn copy_data(folder: &Path, chosen: &[(&str, &[&str])]) {
    for (kind, names) in chosen {
        let inside = folder.join(kind);
        std::fs::create_dir_all(&inside).expect("the target folder can be written to");
        let ending = if *kind == "lexicons" { "csv" } else { "toml" };
        for name in *names {
            let file = format!("{name}.{ending}");
            std::fs::copy(Path::new(DATA).join(kind).join(&file), inside.join(&file)).expect("the data file exists");
        }
    }
}

/// Fits a model named `small`, and returns its bytes.
pub(crate) fn fit(table: &Path, model: &Path, seed: &str) -> Vec<u8> {
    let data = text(&MADE.data);
    train(&["fit", text(table), "--data", data, "-o", text(model), "--name", "small", "--seed", seed])
        .assert()
        .success();
    std::fs::read(model).expect("the model was written")
}

/// The command with arguments.
pub(crate) fn train(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("blocksift-train").expect("the binary is built for its tests");
    command.args(arguments).env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    command
}

/// Runs a command that must succeed, and returns its standard output.
pub(crate) fn printed(arguments: &[&str]) -> String {
    let output = train(arguments).output().expect("the binary can be run");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

/// Runs a command that must fail with exit code 1, and returns its error.
pub(crate) fn complaint(arguments: &[&str]) -> String {
    let output = train(arguments).output().expect("the binary can be run");
    let message = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {message}");
    message
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("paths of temporary files are UTF-8")
}
