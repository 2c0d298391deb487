//! What a run writes to and resumes from: other inputs, other runs and links in place of its files are noticed.

use super::{Bench, Ran, record};
use blocksift_testkit::{CLEAN, HACKED};
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn records(count: usize, page: &str) -> String {
    (0..count).map(|i| record(&format!("p{i}"), page)).collect()
}

/// A run that got 600 records and waited for more when it was killed, after its checkpoint at 512.
fn interrupted(bench: &Bench, inputs: &[&str]) {
    let mut child = bench.start_with_stdin(Stdio::piped(), &[inputs, &["-", "--output", "out.jsonl"]].concat());
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(records(600, HACKED).as_bytes()).unwrap();
    pipe.flush().unwrap();
    let began = Instant::now();
    let is_saved = |journal: Vec<u8>| {
        serde_json::from_slice::<Value>(&journal).unwrap()["progress"]["records"].as_u64().is_some_and(|n| n >= 512)
    };
    while !std::fs::read(bench.path("out.jsonl.progress")).is_ok_and(is_saved) {
        assert!(child.try_wait().unwrap().is_none() && began.elapsed().as_secs() < 60);
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

fn refused(bench: &Bench, ran: &Ran, message: &str) {
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("out.jsonl.progress: cannot resume: the inputs changed"), "{}", ran.err);
    assert!(ran.err.contains(message), "{}", ran.err);
    assert!(ran.err.ends_with("; rerun the original command unchanged, or omit --resume to restart\n"), "{}", ran.err);
    assert!(bench.path("out.jsonl.partial").exists() && bench.path("out.jsonl.progress").exists());
}

#[test]
fn other_standard_input_is_not_resumed() {
    let bench = Bench::new();
    interrupted(&bench, &[]);
    let whole = records(700, HACKED);
    let resume = |input: &str| bench.score_with(&["-", "--output", "out.jsonl", "--resume"], input.as_bytes());
    let message = "their first 512 records are not those of the interrupted run";
    refused(&bench, &resume(&records(700, CLEAN)), message);
    refused(&bench, &resume(&whole.replacen("<p>", "<P>", 1)), message);
    refused(&bench, &resume(&whole.replacen("p511.example", "p51l.example", 1)), message);
    refused(&bench, &resume(&format!("{{\"id\":1}}\n{whole}")), message);
    refused(&bench, &resume(&records(100, HACKED)), "they end after 100 of the 512 records done");
    refused(&bench, &resume(""), "records");
    assert_eq!(resume(&whole).code, 0);
    let expected = bench.score_with(&["-"], whole.as_bytes()).out;
    assert_eq!(std::fs::read_to_string(bench.path("out.jsonl")).unwrap(), expected);
}

#[test]
fn a_file_with_other_contents_of_equal_size_is_not_resumed() {
    let bench = Bench::new();
    let before = records(10, CLEAN);
    let path = bench.write("first.jsonl", &before);
    interrupted(&bench, &["first.jsonl"]);
    let time = path.metadata().unwrap().modified().unwrap();
    let resume = || {
        let args = ["first.jsonl", "-", "--output", "out.jsonl", "--resume"];
        bench.score_with(&args, records(600, HACKED).as_bytes())
    };
    bench.write("first.jsonl", before.replace("p3", "q3"));
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    refused(&bench, &resume(), "the names, sizes or contents of their files");
    // The same contents, written at another time.
    bench.write("first.jsonl", &before);
    assert_eq!(resume().code, 0);
    assert_eq!(std::fs::read_to_string(bench.path("out.jsonl")).unwrap().lines().count(), 610);
}

#[cfg(unix)]
#[test]
fn links_in_place_of_unfinished_files_are_not_followed() {
    use std::os::unix::fs::symlink;
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    let victim = bench.write("victim", "keep");
    for (name, resume, code) in [
        ("out.jsonl.partial", false, 1),
        ("out.jsonl.progress", false, 0),
        ("out.jsonl.progress.new", false, 0),
        ("out.jsonl.progress", true, 2),
    ] {
        symlink(&victim, bench.path(name)).unwrap();
        let args = ["page.html", "--quiet", "--output", "out.jsonl", "--resume"];
        let ran = bench.score(if resume { &args } else { &args[..4] });
        assert_eq!(ran.code, code, "{name}: {}", ran.err);
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "keep", "{name}");
        assert_eq!(bench.path("out.jsonl").exists(), code == 0, "{name}");
        if code > 0 {
            assert!(ran.err.contains(name) && (ran.err.contains("link") || ran.err.contains("regular")), "{}", ran.err);
            assert!(bench.path(name).is_symlink(), "{name} is left as it was");
            std::fs::remove_file(bench.path(name)).unwrap();
        } else {
            assert!(!bench.path(name).exists());
            std::fs::remove_file(bench.path("out.jsonl")).unwrap();
        }
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_an_unfinished_file_is_refused() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    for name in ["out.jsonl.partial", "out.jsonl.progress"] {
        assert!(Command::new("mkfifo").arg(bench.path(name)).status().unwrap().success());
        let ran = bench.score(&["page.html", "--output", "out.jsonl", "--resume"]);
        assert!(ran.code > 0 && ran.err.contains("regular file"), "{}", ran.err);
        std::fs::remove_file(bench.path(name)).unwrap();
    }
}

/// Runs that write one output at once: each is refused or writes all of it, and no half is ever seen.
#[test]
fn writers_of_one_output_do_not_mix() {
    let bench = Bench::new();
    let inputs = [records(600, CLEAN), records(700, HACKED)];
    let wholes = inputs.clone().map(|input| bench.score_with(&["-"], input.as_bytes()).out);
    bench.write("a.jsonl", &inputs[0]);
    bench.write("b.jsonl", &inputs[1]);
    let mut written = [0; 3];
    for round in 0..12 {
        let children = ["a.jsonl", "b.jsonl", "a.jsonl"].map(|input| {
            let resume = if round % 2 == 0 { &["--resume"][..] } else { &[] };
            bench.start_with_stdin(Stdio::piped(), &[&[input, "--quiet", "--output", "out.jsonl"], resume].concat())
        });
        for (i, mut child) in children.into_iter().enumerate() {
            written[i] += usize::from(child.wait().unwrap().success());
            if let Ok(seen) = std::fs::read_to_string(bench.path("out.jsonl")) {
                assert!(wholes.contains(&seen), "round {round}: {} bytes", seen.len());
            }
        }
        assert!(bench.path("out.jsonl").exists(), "round {round}: no run wrote");
        assert!(!bench.path("out.jsonl.partial").exists() && !bench.path("out.jsonl.progress").exists());
        std::fs::remove_file(bench.path("out.jsonl")).unwrap();
    }
    assert!(written.iter().sum::<usize>() >= 12);
}

/// A run that was killed while it renamed its output.
#[test]
fn a_complete_output_gets_its_name() {
    let bench = Bench::new();
    let input = records(3, CLEAN);
    let score = |args: &[&str]| bench.score_with(&[&["-", "--output", "out.jsonl"], args].concat(), input.as_bytes());
    // The journal that a run has from its beginning.
    let mut child = bench.start_with_stdin(Stdio::piped(), &["-", "--output", "out.jsonl"]);
    let began = Instant::now();
    while !bench.path("out.jsonl.progress").exists() {
        assert!(child.try_wait().unwrap().is_none() && began.elapsed().as_secs() < 60);
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut journal: Value = serde_json::from_slice(&std::fs::read(bench.path("out.jsonl.progress")).unwrap()).unwrap();
    assert_eq!(score(&["--quiet"]).code, 0);
    let whole = std::fs::read(bench.path("out.jsonl")).unwrap();
    journal["progress"]["finished"] = true.into();
    journal["progress"]["bytes"] = whole.len().into();
    // Before the renaming, after it, and while the journal was removed.
    for (complete, partial) in [(None, Some(&whole[..])), (Some(&whole[..]), None), (Some(&whole[..]), Some(b""))] {
        let _ = std::fs::remove_file(bench.path("out.jsonl"));
        complete.into_iter().for_each(|bytes| drop(bench.write("out.jsonl", bytes)));
        partial.into_iter().for_each(|bytes| drop(bench.write("out.jsonl.partial", bytes)));
        bench.write("out.jsonl.progress", journal.to_string());
        let ran = score(&["--resume"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert_eq!(std::fs::read(bench.path("out.jsonl")).unwrap(), whole);
        assert!(!bench.path("out.jsonl.partial").exists() && !bench.path("out.jsonl.progress").exists());
    }
    // Neither file is the one that the journal describes.
    bench.write("out.jsonl", "another");
    bench.write("out.jsonl.partial", "a third");
    bench.write("out.jsonl.progress", journal.to_string());
    let ran = score(&["--resume"]);
    assert!(ran.code == 1 && ran.err.contains("omit --resume to restart"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(bench.path("out.jsonl")).unwrap(), "another");
}
