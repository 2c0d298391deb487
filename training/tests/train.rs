//! The training CLI from outside: pages become a table, the table a model, the model is measured.

#[path = "train/metrics.rs"]
mod metrics;
#[path = "train/pages.rs"]
mod pages;

use assert_cmd::Command;
use blocksift::{Hints, Label, Model, Sifter, features};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// What several tests read, made once: the corpus, and a table of it with grafts of the project's own campaigns.
struct Made {
    folder: PathBuf,
    corpus: PathBuf,
    table: PathBuf,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("train");
    std::fs::create_dir_all(&folder).expect("the target folder can be written to");
    let (corpus, table) = (folder.join("small.jsonl"), folder.join("table.csv"));
    pages::write_corpus(&corpus);
    train(&["table", text(&corpus), "--data", &data(), "--seed", "7", "-o", text(&table)]).assert().success();
    Made { folder, corpus, table }
});

fn train(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("blocksift-train").expect("the binary is built for its tests");
    command.args(arguments).env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    command
}

/// Runs a command that must fail with exit code 1, and gives what it said.
fn complaint(arguments: &[&str]) -> String {
    let output = train(arguments).output().expect("the binary can be run");
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).expect("messages are UTF-8")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("paths of temporary files are UTF-8")
}

fn data() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../data").to_owned()
}

fn fit(table: &Path, name: &str, seed: &str) -> Vec<u8> {
    let model = MADE.folder.join(name);
    let data = data();
    let args = ["fit", text(table), "--data", &data, "-o", text(&model), "--name", "small", "--seed", seed];
    train(&args).assert().success();
    std::fs::read(model).expect("the model was written")
}

#[test]
fn a_table_holds_numbers_and_no_text() {
    let table = std::fs::read_to_string(&MADE.table).unwrap();
    for page in pages::pages() {
        assert!(table.contains(&page.id), "no row of {}", page.id);
        for paragraph in &page.paragraphs {
            let middle: String = paragraph.chars().skip(5).take(12).collect();
            assert!(!table.contains(&middle), "{middle:?} is in the table");
        }
    }
    assert!(!table.contains("Tide tables") && !table.contains("潮汐表") && !table.contains("Datenschutz"));

    let mut csv = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    let header = csv.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
    let (label, format, family, first) = (place("label"), place("format"), place("family"), place("units"));
    assert!(features().iter().all(|f| header.iter().any(|h| h == f.name)));
    let mut labels = std::collections::BTreeMap::new();
    let mut families = std::collections::BTreeSet::new();
    for record in csv.records() {
        let record = record.unwrap();
        *labels.entry((record[format].to_owned(), record[label].to_owned())).or_insert(0) += 1;
        families.insert(record[family].to_owned());
        assert!(record.iter().skip(first).all(|cell| cell.is_empty() || cell.parse::<f32>().is_ok()), "{record:?}");
    }
    for format in ["html", "text"] {
        for label in Label::ALL {
            let n = labels.get(&(format.to_owned(), label.to_string())).copied().unwrap_or(0);
            assert!(n > 20, "{n} rows of {label} in {format}");
        }
    }
    assert!(families.len() > 20 && families.contains(""), "{families:?}");
}

#[test]
fn the_same_table_gives_the_same_model() {
    let one = fit(&MADE.table, "one.model", "1");
    assert!(one == fit(&MADE.table, "again.model", "1"), "the same table and seed gave another model");
    assert!(one != fit(&MADE.table, "other.model", "2"), "another seed gave the same model");

    let model = Model::from_bytes(&one).unwrap();
    assert_eq!((model.provenance().name.as_str(), model.provenance().seed), ("small", 1));
    let rows = std::fs::read_to_string(&MADE.table).unwrap().lines().filter(|l| !l.starts_with('#')).count() - 1;
    assert_eq!(model.provenance().rows, rows as u64);

    let families = model.parts().families.as_ref().expect("there are campaigns");
    let like = families.resembles("viagra online, cheap cialis, levitra without prescription").unwrap();
    assert_eq!(like.family, "en-pharmacy");

    let page = &pages::pages()[1];
    let html = serde_json::from_str::<serde_json::Value>(&page.line()).unwrap()["html"].as_str().unwrap().to_owned();
    let report = Sifter::new(model).sift(html.as_bytes(), &Hints::default());
    let label = |start: &str| report.blocks().iter().find(|b| b.text.starts_with(start)).map(|b| b.label);
    assert_eq!(label(&page.paragraphs[1]), Some(Label::Content));
    assert_eq!(label(&page.paragraphs[3]), Some(Label::Content));
    assert_eq!(label("Tide tables"), Some(Label::Navigation));
}

#[test]
fn the_same_pages_give_the_same_table_compressed_or_not() {
    let packed = MADE.folder.join("again.csv.zst");
    train(&["table", text(&MADE.corpus), "--data", &data(), "--seed", "7", "-o", text(&packed)]).assert().success();
    let unpacked = zstd::decode_all(std::fs::File::open(&packed).unwrap()).unwrap();
    assert!(unpacked == std::fs::read(&MADE.table).unwrap(), "the table differs");
}

#[test]
fn corpora_that_cannot_be_read_are_named() {
    let folder = &MADE.folder;
    let out = folder.join("none.csv");
    let missing = complaint(&["table", "no-such-corpus.jsonl", "--data", &data(), "-o", text(&out)]);
    assert!(missing.contains("no-such-corpus.jsonl"), "{missing}");

    let broken = folder.join("broken.jsonl");
    std::fs::write(&broken, format!("{}\n{{\"html\": 3}}\n", pages::pages()[0].line())).unwrap();
    let said = complaint(&["table", text(&broken), "--no-grafts", "-o", text(&out)]);
    assert!(said.contains("broken.jsonl, record 2") && said.contains("no page"), "{said}");
}

#[test]
fn tables_that_are_not_whole_are_refused_with_the_place() {
    let folder = &MADE.folder;
    let whole = std::fs::read_to_string(&MADE.table).unwrap();
    let vocabularies: String = whole.lines().filter(|l| l.starts_with('#')).flat_map(|l| [l, "\n"]).collect();
    let lines: Vec<&str> = whole.lines().filter(|l| !l.starts_with('#')).take(5).collect();
    let refused = |name: &str, table: String| {
        let path = folder.join(name);
        std::fs::write(&path, table).unwrap();
        let said = complaint(&["fit", text(&path), "-o", text(&folder.join("none.model"))]);
        assert!(said.contains(name), "the file is not named: {said}");
        said
    };
    let half = &lines[3][..lines[3].len() / 2];
    let truncated = refused("truncated.csv", format!("{}\n{}\n{}\n{half}", lines[0], lines[1], lines[2]));
    assert!(truncated.contains("record 4"), "{truncated}");

    let renamed = lines[0].replacen(",units,", ",unit_count,", 1);
    let columns = refused("columns.csv", format!("{renamed}\n{}\n", lines[1]));
    assert!(columns.contains("units") && columns.contains("unit_count"), "{columns}");

    let cells: Vec<&str> = lines[2].split(',').collect();
    let mut wrong = cells.clone();
    wrong[20] = "many";
    let number = refused("number.csv", format!("{}\n{}\n{}\n", lines[0], lines[1], wrong.join(",")));

    let bare = refused("bare.csv", format!("{}\n{}\n{}\n", lines[0], lines[1], lines[2]));
    assert!(bare.contains("vocabulary"), "{bare}");
    let cut = &vocabularies[..vocabularies.len() / 2];
    let garbled = refused("garbled.csv", format!("{cut}\n{}\n{}\n", lines[0], lines[1]));
    assert!(garbled.contains("vocabulary"), "{garbled}");
    assert!(number.contains("record 3") && number.contains("many"), "{number}");

    wrong.clone_from(&cells);
    wrong[4] = "advert";
    let label = refused("label.csv", format!("{}\n{}\n", lines[0], wrong.join(",")));
    assert!(label.contains("record 2") && label.contains("advert"), "{label}");
}

#[test]
fn an_evaluation_is_printed_written_and_made_a_card_of() {
    let folder = &MADE.folder;
    let (json, card, held) = (folder.join("e.json"), folder.join("CARD.md"), folder.join("held.jsonl"));
    pages::write_held_out(&held);
    let arguments = ["evaluate", text(&MADE.corpus), "--data", &data(), "--folds", "2", "--no-families"];
    let mut command = train(&arguments);
    let output = command.args(["--held-out", text(&held), "--json", text(&json)]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("content F1") && printed.contains("lang:zh"), "{printed}");

    let said: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    let all = &said["html"]["content"]["all"];
    assert_eq!(all["n"], 24);
    let f1 = all["f1"].as_f64().unwrap();
    assert!(f1 > 0.8, "content F1 {f1} on pages of one template");
    assert!(printed.contains(&format!("{f1:.4}")), "{f1} is not printed");
    assert_eq!(said["held_out"]["held"]["spam"]["spam_pages"], 1);
    assert_eq!(said["held_out"]["held"]["spam"]["clean_pages"], 1);
    let words = said["held_out"]["held"]["spam"]["gold"].as_u64();
    assert_eq!(words, Some(30), "ten names of three characters");
    assert!(!std::fs::read_to_string(&json).unwrap().contains("Tide tables"));

    let model = folder.join("carded.model");
    train(&["fit", text(&MADE.table), "-o", text(&model), "--name", "small"]).assert().success();
    train(&["card", text(&json), "--model", text(&model), "-o", text(&card)]).assert().success();
    let card = std::fs::read_to_string(card).unwrap();
    assert!(card.contains("small") && card.contains(&format!("{f1:.4}")), "{card}");
}

/// A page whose every text is markup if it is not escaped, with a gold that no answer can meet.
fn write_hostile(path: &Path) {
    let page = &pages::pages()[1];
    let mut line: serde_json::Value = serde_json::from_str(&page.line()).unwrap();
    let html = line["html"].as_str().unwrap().to_owned();
    let text = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt; \u{202e}\u{1b}[31m ";
    line["html"] = html.replace("<p>", &format!("<p>{text}")).into();
    line["id"] = "\"><script>alert(3)</script>".into();
    line["page_type"] = "<b>article</b>".into();
    line["url"] = "https://example.org/'\"><svg onload=alert(4)>".into();
    line["content"] = page.paragraphs[1].as_str().into();
    std::fs::write(path, line.to_string()).expect("the folder can be written to");
}

#[test]
fn errors_are_shown_with_their_reasons() {
    let html = MADE.folder.join("errors.html");
    let arguments = ["errors", text(&MADE.corpus), "--data", &data(), "--folds", "2", "--most", "3"];
    let output = train(&arguments).args(["--html", text(&html)]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let all: Vec<&str> = printed.lines().find(|l| l.trim().starts_with("all ")).unwrap().split_whitespace().collect();
    assert_eq!(all[1], "24", "{printed}");
    let figures: Vec<f64> = all[2..].iter().map(|cell| cell.parse().unwrap()).collect();
    let [f1, _, _, oracle, ordering, decision] = figures[..] else { panic!("{all:?}") };
    assert!((1.0 - f1 - oracle - ordering - decision).abs() < 0.001, "the losses are not those of {f1}: {printed}");
    assert!(printed.contains("/article") && printed.contains("the 3 pages that cost most"), "{printed}");
    assert_eq!(printed.lines().filter(|l| l.starts_with("small-")).count(), 3, "{printed}");

    let page = std::fs::read_to_string(html).unwrap();
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"), "no policy");
    assert_eq!(page.matches("<details>").count(), 3);
    assert!(!page.contains("<script") && !page.contains("http://"), "the page loads or runs something");
}

#[test]
fn errors_of_a_model_on_hostile_pages_are_escaped() {
    let folder = &MADE.folder;
    let (hostile, model, html) =
        (folder.join("hostile.jsonl"), folder.join("errors.model"), folder.join("hostile.html"));
    write_hostile(&hostile);
    train(&["fit", text(&MADE.table), "-o", text(&model), "--name", "small"]).assert().success();
    for format in [&[][..], &["--text"]] {
        let arguments = ["errors", text(&hostile), "--model", text(&model), "--html", text(&html)];
        let output = train(&arguments).args(format).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.contains("scored by the model small") && printed.contains("wrongly kept: "), "{printed}");
        assert!(printed.contains("gain +") && !printed.contains(['\u{202e}', '\u{1b}']), "{printed}");
        let page = std::fs::read_to_string(&html).unwrap();
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the text is not shown");
        for markup in ["<script", "<img", "<svg", "<b>article", "\u{202e}", "\u{1b}"] {
            assert!(!page.contains(markup), "{markup:?} got through");
        }
    }
}

#[test]
fn errors_that_cannot_be_found_are_explained() {
    let folds = complaint(&["errors", text(&MADE.corpus), "--data", &data(), "--folds", "1"]);
    assert!(folds.contains("2 or more"), "{folds}");

    let without = MADE.folder.join("no-gold.jsonl");
    std::fs::write(&without, "{\"id\": \"a\", \"html\": \"<p>Nothing is known of this.\"}\n").unwrap();
    let model = MADE.folder.join("no-gold.model");
    train(&["fit", text(&MADE.table), "-o", text(&model), "--name", "small"]).assert().success();
    let gold = complaint(&["errors", text(&without), "--model", text(&model)]);
    assert!(gold.contains("content"), "{gold}");
}

#[test]
fn learners_are_compared_on_the_same_folds() {
    let json = MADE.folder.join("compared.json");
    let arguments = ["compare", text(&MADE.corpus), "--data", &data(), "--folds", "2", "--json", text(&json)];
    let names =
        ["linear,stages=1", "trees,count=12,levels=3", "linear,stages=1,without=structure+vocabulary,unseen=lang:xx"];
    let learners: Vec<&str> = names.iter().flat_map(|name| ["--learner", name]).collect();
    let output = train(&arguments).args(learners).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let comparison: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    let compared = comparison["variants"].as_array().unwrap();
    assert_eq!(compared.len(), names.len());
    assert!(compared[2]["bytes"].as_u64() < compared[0]["bytes"].as_u64(), "what is left out has no weights");
    for (learner, of_learner) in names.iter().zip(compared) {
        assert_eq!(of_learner["name"], *learner);
        assert!(of_learner["content"]["all"][0].as_f64().unwrap() > 0.5, "{of_learner}");
        assert!(of_learner["bytes"].as_u64().unwrap() > 1000 && of_learner["microseconds"].as_f64().unwrap() > 0.0);
        assert_eq!(printed.lines().filter(|line| line.starts_with(&format!("| {learner} |"))).count(), 2, "{printed}");
    }
}

#[test]
fn learners_that_are_none_are_wrong_usage() {
    for learner in ["forest", "trees,levels", "trees,levels=many", "trees,height=3", "linear,stages=3"] {
        let output = train(&["compare", text(&MADE.corpus), "--learner", learner]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{learner}");
    }
    let levels = complaint(&["compare", text(&MADE.corpus), "--data", &data(), "--learner", "trees,levels=9"]);
    assert!(levels.contains("levels of a tree are not between 1 and 8"), "{levels}");
}

#[test]
fn evasion_is_a_matrix_of_families_and_ways() {
    let folder = MADE.folder.join("one-campaign");
    for kind in ["campaigns", "lookalikes"] {
        std::fs::create_dir_all(folder.join(kind)).unwrap();
    }
    let campaign = Path::new(&data()).join("campaigns/en-casino.toml");
    std::fs::copy(campaign, folder.join("campaigns/en-casino.toml")).unwrap();
    let model = Path::new(&data()).join("model/blocksift.model");
    let csv = MADE.folder.join("evade.csv");
    let arguments = ["evade", text(&MADE.corpus), "--data", text(&folder), "--model", text(&model), "--each", "2"];
    let output = train(&arguments).args(["--below", "1.0", "--csv", text(&csv)]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains(" en-casino\n") && printed.contains(" hiding:display-none\n"), "{printed}");
    let mut rows = csv::Reader::from_path(csv).unwrap();
    let ways: Vec<String> = rows.headers().unwrap().iter().skip(1).map(str::to_owned).collect();
    for dimension in ["shape", "position", "hiding", "wrapper", "link pattern", "encoding"] {
        let members = ways.iter().filter(|way| way.starts_with(&format!("{dimension}:"))).count();
        assert!(members >= 5, "{dimension}: {ways:?}");
    }
    let all: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!((all.len(), &all[0][0]), (1, "en-casino"));
    let shares: Vec<f64> = all[0].iter().skip(1).filter(|c| !c.is_empty()).map(|c| c.parse().unwrap()).collect();
    assert!(shares.len() * 10 >= ways.len() * 9, "{shares:?}");
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    assert!((0.5..=1.0).contains(&mean) && shares.iter().all(|s| (0.0..=1.0).contains(s)), "{mean}");
}
