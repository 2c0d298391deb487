//! What cannot be read or done is refused with an error that names file, place and remedy.

use crate::made::{MADE, complaint, text};
use crate::pages;

#[test]
fn corpora_that_cannot_be_read_are_named() {
    let folder = &MADE.folder;
    let out = folder.join("none.csv");
    let missing = complaint(&["table", "no-such-corpus.jsonl", "--no-grafts", "-o", text(&out)]);
    assert!(missing.contains("no-such-corpus.jsonl"), "{missing}");

    let broken = folder.join("broken.jsonl");
    std::fs::write(&broken, format!("{}\n{{\"html\": 3}}\n", pages::pages()[0].line())).unwrap();
    let message = complaint(&["table", text(&broken), "--no-grafts", "-o", text(&out)]);
    assert!(message.contains("broken.jsonl, record 2") && message.contains("not a page"), "{message}");
}

#[test]
fn corpora_without_pages_are_refused() {
    let out = MADE.folder.join("none.csv");
    let folder = MADE.folder.join("no-corpora");
    std::fs::create_dir_all(&folder).unwrap();
    let message = complaint(&["table", text(&folder), "--no-grafts", "-o", text(&out)]);
    assert!(message.contains("no-corpora: no corpus in this folder"), "{message}");

    let file = MADE.folder.join("no-pages.jsonl");
    std::fs::write(&file, "\n").unwrap();
    let message = complaint(&["table", text(&file), "--no-grafts", "-o", text(&out)]);
    assert!(message.contains("no-pages.jsonl: no pages"), "{message}");
}

#[test]
fn two_pages_of_one_id_are_refused_with_both_places() {
    let folder = MADE.folder.join("twice");
    std::fs::create_dir_all(&folder).unwrap();
    let pages = pages::pages();
    let line = pages[0].line();
    std::fs::write(folder.join("a.jsonl"), format!("{}\n{line}\n", pages[1].line())).unwrap();
    std::fs::write(folder.join("b.jsonl"), line).unwrap();
    let out = MADE.folder.join("none.csv");
    let message = complaint(&["table", text(&folder), "--no-grafts", "-o", text(&out)]);
    assert!(message.contains("small-en-0") && message.contains("page 2 of"), "{message}");
    assert!(message.contains("a.jsonl") && message.contains("page 1 of") && message.contains("b.jsonl"), "{message}");
}

#[test]
fn missing_folders_are_named_with_their_option() {
    let out = MADE.folder.join("none.csv");
    let data = complaint(&["table", text(&MADE.corpus), "--data", "no-such-data", "-o", text(&out)]);
    assert!(data.contains("no-such-data") && data.contains("--data"), "{data}");
    let output = complaint(&["table", text(&MADE.corpus), "-o", "no-such-folder/table.csv"]);
    assert!(output.contains("no-such-folder"), "{output}");
}

/// A table whose lines were changed must be refused by an error that names its file.
fn refused(name: &str, table: String) -> String {
    let path = MADE.folder.join(name);
    std::fs::write(&path, table).unwrap();
    let message = complaint(&["fit", text(&path), "-o", text(&MADE.folder.join("none.model"))]);
    assert!(message.contains(name), "the file is not named: {message}");
    message
}

#[test]
fn tables_that_are_damaged_are_refused_with_the_place() {
    let complete = std::fs::read_to_string(&MADE.table).unwrap();
    let vocabularies: String = complete.lines().filter(|l| l.starts_with('#')).flat_map(|l| [l, "\n"]).collect();
    let lines: Vec<&str> = complete.lines().filter(|l| !l.starts_with('#')).take(5).collect();

    let half = &lines[3][..lines[3].len() / 2];
    let truncated = refused("truncated.csv", format!("{}\n{}\n{}\n{half}", lines[0], lines[1], lines[2]));
    assert!(truncated.contains("record 4"), "{truncated}");

    let renamed = lines[0].replacen(",units,", ",unit_count,", 1);
    let columns = refused("columns.csv", format!("{renamed}\n{}\n", lines[1]));
    assert!(columns.contains("units") && columns.contains("unit_count"), "{columns}");

    let bare = refused("bare.csv", format!("{}\n{}\n{}\n", lines[0], lines[1], lines[2]));
    assert!(bare.contains("vocabulary"), "{bare}");
    let cut = &vocabularies[..vocabularies.len() / 2];
    let garbled = refused("garbled.csv", format!("{cut}\n{}\n{}\n", lines[0], lines[1]));
    assert!(garbled.contains("vocabulary"), "{garbled}");

    let cells: Vec<&str> = lines[2].split(',').collect();
    let mut wrong = cells.clone();
    wrong[20] = "many";
    let number = refused("number.csv", format!("{}\n{}\n{}\n", lines[0], lines[1], wrong.join(",")));
    assert!(number.contains("record 3") && number.contains("many"), "{number}");

    wrong.clone_from(&cells);
    wrong[4] = "advert";
    let label = refused("label.csv", format!("{}\n{}\n", lines[0], wrong.join(",")));
    assert!(label.contains("record 2") && label.contains("advert"), "{label}");
}
