//! Where campaigns, look-alikes and hosts come from: the copies built into the binary, or a folder with `--data`.

use crate::made::{DATA, train};
use assert_cmd::Command;
use blocksift_training::synth::hosts::{self, Hosts};
use blocksift_training::synth::template::{Location, Shape};
use blocksift_training::synth::{DataError, Library};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const CAMPAIGN: &str = r#"family = "xx-test"
languages = ["en"]
about = "a test"
host_words = ["lucky"]
terms = ["lucky spins"]
brands = ["Lucky"]
lead_ins = ["Try:"]
sentences = ["Try <link> today."]
titles = ["Lucky spins"]
"#;

/// A data folder with one campaign, and no look-alikes or hosts.
fn data_folder(campaign: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["campaigns", "lookalikes", "hosts"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("campaigns/test.toml"), campaign).unwrap();
    folder
}

fn message(result: Result<Library, DataError>) -> String {
    result.map(|_| ()).expect_err("the folder has a mistake").to_string()
}

#[test]
fn built_in_files_are_those_of_the_repository() {
    let (built_in, folder) = (Library::embedded().unwrap(), Library::load(Path::new(DATA)).unwrap());
    assert_eq!(format!("{built_in:?}"), format!("{folder:?}"));
    let (built_in, folder) = (Hosts::embedded().unwrap(), Hosts::load(Path::new(DATA)).unwrap());
    assert_eq!(format!("{built_in:?}"), format!("{folder:?}"));
}

#[test]
fn a_missing_folder_says_what_is_expected() {
    let missing = message(Library::load(Path::new("no/such/folder")));
    assert!(missing.contains("cannot read no/such/folder:") && missing.contains("--data"), "{missing}");
    let folder = data_folder(CAMPAIGN);
    fs::remove_dir(folder.path().join("lookalikes")).unwrap();
    let missing = message(Library::load(folder.path()));
    let path = folder.path().join("lookalikes");
    assert!(missing.contains(&format!("cannot read {}:", path.display())), "{missing}");
    assert!(missing.contains("campaigns, lookalikes, hosts and lexicons"), "{missing}");
}

#[test]
fn a_mistake_is_named_by_file_and_line() {
    let file =
        |folder: &TempDir, line: usize| format!("{}:{line}:", folder.path().join("campaigns/test.toml").display());
    let cases = [
        ("terms = [\"unclosed", 10),
        ("no_such_field = 1", 10),
        ("[locations]\nsky = 1", 11),
        ("[hiding]\nvisible = -1", 10),
        ("[[lexicons]]\nfile = 1", 11),
    ];
    for (addition, line) in cases {
        let folder = data_folder(&format!("{CAMPAIGN}{addition}\n"));
        let message = message(Library::load(folder.path()));
        assert!(message.contains(&file(&folder, line)), "{addition}: {message}");
    }
    let folder = data_folder(&format!("{CAMPAIGN}locations = {{ sky = 1 }}\n"));
    let unknown = message(Library::load(folder.path()));
    assert!(unknown.contains("unknown location `sky`; use one of: body-start"), "{unknown}");
}

#[test]
fn wrong_values_are_named_by_file_and_field() {
    for (from, to, expected) in [
        ("[\"lucky spins\"]", "[]", "`terms` is empty"),
        ("Try <link> today.", "Try <nothing>.", "`sentences`: `Try <nothing>.` uses the slot <nothing>"),
        ("[\"lucky\"]", "[\"Lucky!\"]", "`host_words` has `Lucky!`"),
    ] {
        let folder = data_folder(&CAMPAIGN.replace(from, to));
        let message = message(Library::load(folder.path()));
        assert!(message.contains("campaigns/test.toml: ") && message.contains(expected), "{message}");
    }
    let folder =
        data_folder(&format!("{CAMPAIGN}[[lexicons]]\nfile = \"lexicons/no.csv\"\ncolumn = \"a\"\nlist = \"b\"\n"));
    let lexicon = message(Library::load(folder.path()));
    assert!(lexicon.contains("lexicons/no.csv"), "{lexicon}");
    let folder = data_folder(CAMPAIGN);
    fs::write(folder.path().join("campaigns/other.toml"), CAMPAIGN).unwrap();
    let twice = message(Library::load(folder.path()));
    assert!(twice.contains("two files name their family `xx-test`"), "{twice}");
}

#[test]
fn names_of_the_first_release_are_still_read() {
    let folder = data_folder(&format!("{CAMPAIGN}[places]\nfooter = 3\n[shapes]\nwoven = 5\n"));
    let library = Library::load(folder.path()).unwrap();
    assert_eq!(library.campaigns[0].locations.weight(Location::Footer), 3.0);
    assert_eq!(library.campaigns[0].shapes.weight(Shape::Inline), 5.0);
}

/// A small corpus, written where the command runs.
fn write_corpus(folder: &Path) {
    let languages = Hosts::embedded().unwrap();
    let lines: Vec<String> = (0..10)
        .map(|number| hosts::make(&languages[number % languages.len()], number, 1))
        .map(|page| {
            let (id, url, html, content) = (page.id, page.url, page.html, page.content);
            serde_json::json!({ "id": id, "url": url, "html": html, "content": content }).to_string()
        })
        .collect();
    fs::write(folder.join("pages.jsonl"), lines.join("\n")).unwrap();
}

/// The command, run in a folder.
fn train_in(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = train(arguments);
    command.current_dir(folder);
    command
}

#[test]
fn training_works_outside_the_clone() {
    let folder = tempfile::tempdir().unwrap();
    write_corpus(folder.path());
    train_in(folder.path(), &["table", "pages.jsonl", "--no-text", "-o", "table.csv"]).assert().success();
    let table = fs::read_to_string(folder.path().join("table.csv")).unwrap();
    assert!(table.contains("en-casino") && table.contains("host-"), "spam and host pages come from the built-in files");
}

#[test]
fn a_folder_without_campaigns_is_an_error_unless_nothing_is_planted() {
    let folder = data_folder(CAMPAIGN);
    fs::remove_file(folder.path().join("campaigns/test.toml")).unwrap();
    write_corpus(folder.path());
    let arguments = ["table", "pages.jsonl", "--data", ".", "-o", "table.csv"];
    let output = train_in(folder.path(), &arguments).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && message.contains("./campaigns: no campaign"), "{message}");
    assert!(message.contains("--no-grafts"), "{message}");
    train_in(folder.path(), &["table", "pages.jsonl", "--data", ".", "--no-grafts", "-o", "table.csv"])
        .assert()
        .success();
}
