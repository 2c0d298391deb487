//! Runs that are interrupted, resumed, summarized, or cannot write.

use super::archive::archive;
use super::{Bench, Ran, gzip, record};
use blocksift_testkit::compress::gunzip;
use blocksift_testkit::random::Numbers;
use blocksift_testkit::{CLEAN, HACKED};
use serde_json::Value;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Kills a run at random points, resumes it each time, and compares the final output.
fn killed_and_resumed(output: &str, format: &str, kills: usize, seed: u64) {
    let bench = Bench::new();
    // Four checkpoints and a rest.
    bench.write("crawl.warc.gz", archive().gzip());
    let began = Instant::now();
    let whole = format!("whole-{output}");
    let ran = bench.score(&["crawl.warc.gz", "--format", format, "--output", &whole, "--threads", "1"]);
    assert_eq!(ran.code, 1, "some records are damaged");
    let (took, whole) = (began.elapsed(), std::fs::read(bench.path(&whole)).unwrap());
    let mut random = Numbers::new(seed);
    let (mut killed, mut resumed) = (0, 0);
    while killed < kills || resumed == 0 && killed < 10 * kills {
        let threads = if killed % 2 == 0 { "2" } else { "1" };
        let mut child = bench.start_with_stdin(
            Stdio::null(),
            &["crawl.warc.gz", "--format", format, "--output", output, "--threads", threads, "--resume"],
        );
        std::thread::sleep(Duration::from_micros(random.below(took.as_micros() as usize) as u64));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        let records = journal(&bench, output).map_or(0, |j| j["progress"]["records"].as_u64().unwrap());
        resumed += usize::from(records > 0);
        if bench.path(output).exists() {
            assert!(std::fs::read(bench.path(output)).unwrap() == whole, "finished before it was killed, and differs");
            std::fs::remove_file(bench.path(output)).unwrap();
        }
    }
    assert!(resumed > 0, "no run was killed between its first checkpoint and its end");
    let ran = bench.score(&["crawl.warc.gz", "--format", format, "--output", output, "--resume"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(std::fs::read(bench.path(output)).unwrap() == whole, "{output} differs after {killed} interruptions");
    assert!(!bench.path(&format!("{output}.partial")).exists() && !bench.path(&format!("{output}.progress")).exists());
}

fn journal(bench: &Bench, output: &str) -> Option<Value> {
    let bytes = std::fs::read(bench.path(&format!("{output}.progress"))).ok()?;
    Some(serde_json::from_slice(&bytes).expect("a journal is written whole or not at all"))
}

#[test]
fn a_killed_run_resumes_to_the_same_bytes() {
    killed_and_resumed("out.jsonl", "jsonl", 10, 11);
}

#[test]
fn a_killed_run_resumes_to_the_same_gzip() {
    killed_and_resumed("out.csv.gz", "csv", 5, 22);
}

#[test]
fn a_killed_run_resumes_to_the_same_zstd() {
    killed_and_resumed("out.txt.zst", "text", 5, 33);
}

#[test]
fn a_run_without_a_page_leaves_an_earlier_output() {
    let bench = Bench::new();
    bench.write("pages.jsonl", record("a", CLEAN));
    bench.write("bad.jsonl", "no page\n");
    assert_eq!(bench.score(&["pages.jsonl", "--output", "out.jsonl"]).code, 0);
    let before = std::fs::read(bench.path("out.jsonl")).unwrap();
    for input in ["no-such-file.html", "bad.jsonl"] {
        assert_eq!(bench.score(&[input, "--output", "out.jsonl"]).code, 1, "{input}");
        assert_eq!(std::fs::read(bench.path("out.jsonl")).unwrap(), before, "{input}");
        assert!(!bench.path("out.jsonl.partial").exists() && !bench.path("out.jsonl.progress").exists());
    }
}

#[test]
fn a_run_with_nothing_to_do_fails_and_leaves_an_earlier_output() {
    let bench = Bench::new();
    bench.write("none.txt", "");
    bench.write("blank.jsonl", "\n\n \n");
    let info = "software: test\r\n";
    let record = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: ";
    bench.write("info.warc", format!("{record}{}\r\n\r\n{info}\r\n\r\n", info.len()));
    let model = bench.model.to_str().unwrap();
    for command in ["score", "view"] {
        for (args, message) in [
            (&["--files-from", "none.txt"][..], "none.txt: the list names no inputs"),
            (&["blank.jsonl"], "no pages in the inputs"),
            (&["info.warc"], "no pages in the inputs"),
        ] {
            bench.write("out", "old");
            let ran = bench.run(&[&[command, "--model", model, "--output", "out"], args].concat());
            assert_eq!((ran.code, ran.err), (1, format!("blocksift: {message}\n")), "{command} {args:?}");
            assert_eq!(std::fs::read_to_string(bench.path("out")).unwrap(), "old", "{command} {args:?}");
            assert!(!bench.path("out.partial").exists() && !bench.path("out.progress").exists());
        }
    }
}

#[test]
fn outputs_are_compressed_by_name() {
    let bench = Bench::new();
    let records: String = (0..1200).map(|i| record(&format!("p{i}"), CLEAN)).collect();
    bench.write("pages.jsonl", records);
    let plain = bench.score(&["pages.jsonl", "--quiet"]).out;
    for output in ["out.jsonl.gz", "out.jsonl.zst", "none.zst", "none.gz"] {
        let input = if output.starts_with("none") { "/dev/null" } else { "pages.jsonl" };
        let ran = bench.score(&[input, "--input", "jsonl", "--output", output, "--quiet"]);
        let is_empty = output.starts_with("none");
        assert_eq!((ran.code, ran.err.is_empty()), if is_empty { (1, false) } else { (0, true) }, "{}", ran.err);
        let packed = std::fs::read(bench.path(output)).unwrap();
        let read = if output.ends_with(".gz") { gunzip(&packed) } else { zstd::decode_all(&packed[..]).unwrap() };
        let read = String::from_utf8(read).unwrap();
        assert!(!packed.is_empty() && read == if output.starts_with("none") { "" } else { &plain }, "{output}");
    }
}

#[test]
fn nothing_is_begun_without_a_summary() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    let ran = bench.score(&["page.html", "--output", "out.jsonl", "--summary", "no/such/folder/sum.json"]);
    assert!(ran.code > 0 && ran.err.starts_with("blocksift: no/such/folder/sum.json: "), "{}", ran.err);
    let left = ["out.jsonl", "out.jsonl.partial", "out.jsonl.progress"].map(|name| bench.path(name).exists());
    assert_eq!(left, [false; 3]);
    let ran = bench.score(&["page.html", "--output", "no/such/folder/out.jsonl", "--summary", "sum.json"]);
    assert!(ran.code > 0 && !bench.path("sum.json").exists() && !bench.path("sum.json.partial").exists());
    // An output that is complete already keeps its summary.
    let args = ["page.html", "--output", "out.jsonl", "--summary", "sum.json"];
    assert_eq!(bench.score(&args).code, 0);
    let summary = std::fs::read_to_string(bench.path("sum.json")).unwrap();
    assert_eq!(bench.score(&[&args[..], &["--resume"]].concat()).code, 0);
    assert_eq!(std::fs::read_to_string(bench.path("sum.json")).unwrap(), summary);
}

/// A run that was killed after its first checkpoint.
fn interrupted(bench: &Bench, args: &[&str], output: &str) {
    let mut child = bench.start_with_stdin(Stdio::null(), args);
    let began = Instant::now();
    while journal(bench, output).is_none_or(|j| j["progress"]["records"] == 0) {
        assert!(child.try_wait().unwrap().is_none() && began.elapsed().as_secs() < 60);
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_changed_command_is_not_resumed() {
    let bench = Bench::new();
    let records: String = (0..20_000).map(|i| record(&format!("p{i}"), HACKED)).collect();
    bench.write("pages.jsonl", records);
    interrupted(&bench, &["pages.jsonl", "--output", "out.jsonl", "--threads", "1"], "out.jsonl");
    assert!(!bench.path("out.jsonl").exists());
    let resume = |more: &[&str]| bench.score(&[&["--output", "out.jsonl", "--resume"], more].concat());
    let refused = |ran: Ran, message: &str| {
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.starts_with("blocksift: ") && ran.err.contains("out.jsonl.progress: "), "{}", ran.err);
        assert!(ran.err.contains(message) && ran.err.ends_with("omit --resume to restart\n"), "{}", ran.err);
        let is_damaged = message == "not the journal" || message == "another version";
        assert_eq!(ran.err.contains("; rerun the original command unchanged, or omit"), !is_damaged, "{}", ran.err);
    };
    refused(resume(&["pages.jsonl", "--format", "text"]), "the format changed");
    refused(resume(&["pages.jsonl", "--threshold", "spam=0.5"]), "other settings changed");
    refused(resume(&["pages.jsonl", "--only", "spam"]), "other settings changed");
    refused(resume(&["pages.jsonl", "--prior", "0.1"]), "other settings changed");
    refused(resume(&["pages.jsonl", "--html-field", "body"]), "other settings changed");
    refused(resume(&["pages.jsonl", "pages.jsonl"]), "the inputs changed");
    let mut parts = blocksift_testkit::model_parts();
    parts.provenance.name = "another".into();
    bench.write("other.model", parts.into_model().unwrap().to_bytes().unwrap());
    refused(
        bench.run(&["score", "--model", "other.model", "pages.jsonl", "--output", "out.jsonl", "--resume"]),
        "model",
    );
    bench.write("pages.jsonl", record("a", CLEAN));
    refused(resume(&["pages.jsonl"]), "the inputs changed");
    let mut other = journal(&bench, "out.jsonl").unwrap();
    other["setup"]["blocksift"] = "0.0.1".into();
    bench.write("out.jsonl.progress", other.to_string());
    refused(resume(&["pages.jsonl"]), "another version");
    bench.write("out.jsonl.progress", "{}");
    refused(resume(&["pages.jsonl"]), "not the journal");
    let anew = bench.score(&["pages.jsonl", "--output", "out.jsonl"]);
    assert_eq!(anew.code, 0);
    assert!(anew.err.contains("restarting"), "{}", anew.err);
    assert_eq!(std::fs::read_to_string(bench.path("out.jsonl")).unwrap().lines().count(), 1);
}

#[test]
fn resuming_complete_and_new_outputs() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    let args = ["page.html", "--output", "out.jsonl", "--resume"];
    assert_eq!(bench.score(&args).code, 0);
    let written = std::fs::read(bench.path("out.jsonl")).unwrap();
    assert!(!written.is_empty());
    let again = bench.score(&args);
    assert_eq!(again.code, 0);
    let message = "out.jsonl exists and there is no interrupted run to resume; nothing was done; \
                   omit --resume to write it again\n";
    assert!(again.err.ends_with(message), "{}", again.err);
    let other = bench.score(&["page.html", "--beta", "2", "--output", "out.jsonl", "--resume"]);
    assert!(other.code == 0 && other.err.ends_with(message), "{}", other.err);
    assert_eq!(std::fs::read(bench.path("out.jsonl")).unwrap(), written);
    // Killed before the output got its name, and before anything was written.
    let mut child = bench.start_with_stdin(Stdio::null(), &["page.html", "-", "--output", "new.jsonl"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(bench.score(&["page.html", "--output", "new.jsonl", "--quiet"]).code, 0);
    assert_eq!(std::fs::read(bench.path("new.jsonl")).unwrap(), written);
    assert_eq!(bench.score(&["page.html", "--resume"]).code, 2);
}

#[test]
fn two_runs_do_not_write_one_file() {
    let bench = Bench::new();
    let records: String = (0..20_000).map(|i| record(&format!("p{i}"), HACKED)).collect();
    bench.write("pages.jsonl", records);
    let mut child = bench.start_with_stdin(Stdio::null(), &["pages.jsonl", "--output", "out.jsonl", "--threads", "1"]);
    while journal(&bench, "out.jsonl").is_none() {
        assert!(child.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(2));
    }
    let second = bench.score(&["pages.jsonl", "--output", "out.jsonl"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(second.code, 1, "{}", second.err);
    assert!(second.err.contains("another run writes out.jsonl.partial"), "{}", second.err);
}

#[cfg(unix)]
#[test]
fn permissions_of_the_replaced_file_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    let output = bench.write("out.jsonl", "old");
    std::fs::set_permissions(&output, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(bench.score(&["page.html", "--output", "out.jsonl"]).code, 0);
    assert_eq!(output.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn no_input_is_overwritten() {
    let bench = Bench::new();
    bench.write("crawl/a.html", CLEAN);
    bench.write("crawl/out.jsonl", record("x", CLEAN));
    bench.write("b.jsonl.partial", record("y", CLEAN));
    for args in [
        &["crawl", "--output", "crawl/out.jsonl"][..],
        &["b.jsonl.partial", "--output", "b.jsonl"],
        &["crawl", "--summary", "crawl/a.html"],
    ] {
        let ran = bench.score(args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains("would be overwritten"), "{}", ran.err);
    }
    assert_eq!(std::fs::read_to_string(bench.path("crawl/a.html")).unwrap(), CLEAN);
    assert_eq!(std::fs::read_to_string(bench.path("b.jsonl.partial")).unwrap(), record("y", CLEAN));
}

#[test]
fn runs_are_summarized() {
    let bench = Bench::new();
    let records: String = (0..1500).map(|i| record(&format!("p{i}"), if i < 30 { HACKED } else { CLEAN })).collect();
    bench.write("pages.jsonl.gz", gzip(records.as_bytes()));
    let line = "1,500 pages in ";
    let counts = "1,470 clean, 30 injected, 0 doorway; 0 failed, 0 skipped";
    let ran = bench.score(&["pages.jsonl.gz", "--output", "out.jsonl", "--summary", "sum.json"]);
    assert!(ran.err.contains(line) && ran.err.contains(counts) && ran.err.lines().count() == 1, "{}", ran.err);
    let summary: Value = serde_json::from_slice(&std::fs::read(bench.path("sum.json")).unwrap()).unwrap();
    assert_eq!((&summary["pages"], &summary["verdicts"]["injected"]), (&1500.into(), &30.into()));
    assert_eq!(summary["input_bytes"], std::fs::metadata(bench.path("pages.jsonl.gz")).unwrap().len());
    assert!(summary["seconds"].as_f64().unwrap() > 0.0 && summary["spam_blocks"].as_u64() == Some(30));
    assert_eq!(bench.score(&["pages.jsonl.gz", "--output", "out.jsonl", "--quiet"]).err, "");
    let stats = bench.score(&["pages.jsonl.gz", "--output", "out.jsonl", "--stats"]).err;
    assert!(stats.contains("read ") && stats.contains("labeled ") && stats.contains("wrote "), "{stats}");
    let progress = bench.score(&["pages.jsonl.gz", "--output", "out.jsonl", "--progress"]).err;
    assert!(progress.contains("1,500 pages, ") && progress.contains("2.0% flagged"), "{progress}");
    bench.write("page.html", CLEAN);
    assert_eq!(bench.score(&["page.html"]).err, "", "one page needs no summary");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let bench = Bench::new();
    let records: String = (0..100).map(|i| record(&format!("p{i}"), HACKED)).collect();
    bench.write("pages.jsonl", records);
    let ran = bench.score(&["pages.jsonl", "--output", "/dev/full"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("blocksift: cannot write the output: ") && ran.err.contains("space"), "{}", ran.err);
    assert!(!std::path::Path::new("/dev/full.partial").exists());
    let none = bench.score(&["pages.jsonl", "--output", "/dev/null"]);
    assert_eq!((none.code, none.err.as_str()), (0, ""));
    let ran = bench.score(&["pages.jsonl", "--summary", "/dev/full", "--output", "out.jsonl"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_link_as_output_is_refused() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    bench.write("real/out.jsonl", "old");
    for target in ["real/out.jsonl", "nowhere"] {
        std::os::unix::fs::symlink(bench.path(target), bench.path("out.jsonl")).unwrap();
        for arguments in [["page.html", "--output", "out.jsonl"], ["page.html", "--summary", "out.jsonl"]] {
            let ran = bench.score(&arguments);
            assert_eq!(ran.code, 1, "{target}");
            assert!(ran.err.contains("out.jsonl is a symbolic link; remove it"), "{}", ran.err);
        }
        assert!(bench.path("out.jsonl").is_symlink());
        std::fs::remove_file(bench.path("out.jsonl")).unwrap();
    }
    assert_eq!(std::fs::read_to_string(bench.path("real/out.jsonl")).unwrap(), "old");
    assert!(!bench.path("nowhere").exists());
}
