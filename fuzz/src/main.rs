//! `blocksift-fuzz-cases CASE SECONDS [SEED]`: mutates the seeds of a case for some seconds and counts the executions. The
//! run ends at an input that breaks a promise or takes too long, and writes it to the temporary directory.
//!
//! `blocksift-fuzz-cases CASE seeds FOLDER` writes the seeds of a case to files, for fuzzers that start from a folder.

use blocksift_fuzz_cases::mutate::mutated;
use blocksift_fuzz_cases::{CASES, Case};
use blocksift_testkit::counted::Counted;
use blocksift_testkit::random::Numbers;
use std::io::Write;
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Counts the memory that pages take. The cases check it; without this allocator they count none.
#[global_allocator]
static COUNTED: Counted = Counted;

/// Mutated inputs kept to be mutated again.
const POOL: usize = 2000;
const MAX_BYTES: usize = 256 << 10;
/// More time than any input of [`MAX_BYTES`] needs, even on a busy machine.
const MAX_TIME: Duration = Duration::from_secs(10);
/// Larger inputs are not kept, so that most executions are quick.
const MAX_KEPT_BYTES: usize = 16 << 10;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let case = arguments.first().and_then(|name| Case::named(name));
    if let (Some(case), [_, "seeds", folder]) = (case, texts(&arguments).as_slice()) {
        return write_seeds(case, Path::new(folder));
    }
    let (Some(case), Some(seconds)) = (case, arguments.get(1).and_then(|s| s.parse().ok())) else {
        let names: Vec<&str> = CASES.iter().map(|c| c.name).collect();
        eprintln!("usage: blocksift-fuzz-cases {} SECONDS [SEED] | seeds FOLDER", names.join("|"));
        return ExitCode::from(2);
    };
    let seed = arguments.get(2).and_then(|s| s.parse().ok()).unwrap_or(1);
    match fuzz(case, Duration::from_secs(seconds), seed) {
        Ok((executions, bytes)) => {
            println!("{}: {executions} executions, {bytes} bytes, {seconds} s, seed {seed}: nothing found", case.name);
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{}: {message}", case.name);
            ExitCode::FAILURE
        }
    }
}

fn texts(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}

/// Writes the seeds of a case to a folder, as files named by their numbers.
fn write_seeds(case: Case, folder: &Path) -> ExitCode {
    let seeds = case.seeds();
    let mut files = seeds.iter().enumerate().map(|(number, seed)| (folder.join(format!("seed-{number:04}")), seed));
    let written =
        std::fs::create_dir_all(folder).and_then(|()| files.try_for_each(|(path, seed)| std::fs::write(path, seed)));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

/// Runs a case until the time is up. Returns the number of executions and of bytes.
fn fuzz(case: Case, time: Duration, seed: u64) -> Result<(u64, u64), String> {
    let mut numbers = Numbers::new(seed);
    let seeds = case.seeds();
    let mut pool = seeds.clone();
    let (mut executions, mut bytes) = (0u64, 0u64);
    let (start, mut minutes) = (Instant::now(), 0);
    while start.elapsed() < time {
        let inputs = if numbers.below(4) == 0 { &seeds } else { &pool };
        let input = mutated(inputs, &mut numbers, MAX_BYTES);
        execute(case, &input).map_err(|fault| {
            let path = std::env::temp_dir().join(format!("blocksift-fuzz-{}-{seed}-{executions}", case.name));
            match std::fs::write(&path, &input) {
                Ok(()) => format!("{fault} after {executions} executions; the input is in {}", path.display()),
                Err(error) => {
                    format!("{fault} after {executions} executions; cannot write {}: {error}", path.display())
                }
            }
        })?;
        executions += 1;
        bytes += input.len() as u64;
        if input.len() < MAX_KEPT_BYTES && numbers.below(8) == 0 {
            keep(&mut pool, input, &mut numbers);
        }
        if start.elapsed().as_secs() / 60 > minutes {
            minutes = start.elapsed().as_secs() / 60;
            println!("{}: {executions} executions after {minutes} min", case.name);
            std::io::stdout().flush().map_err(|e| e.to_string())?;
        }
    }
    Ok((executions, bytes))
}

/// Runs a case on one input. The error says what went wrong.
fn execute(case: Case, input: &[u8]) -> Result<(), &'static str> {
    let start = Instant::now();
    match catch_unwind(|| (case.run)(input)) {
        Err(_) => Err("panicked"),
        Ok(()) if start.elapsed() > MAX_TIME => Err("took too long"),
        Ok(()) => Ok(()),
    }
}

/// Adds an input to the pool, in place of a random one if the pool is full.
fn keep(pool: &mut Vec<Vec<u8>>, input: Vec<u8>, numbers: &mut Numbers) {
    if pool.len() < POOL {
        pool.push(input);
    } else {
        let replaced = numbers.below(POOL);
        pool[replaced] = input;
    }
}
