//! `blocksift-fuzz-cases CASE SECONDS [SEED]`: mutates the seeds of a case for some seconds and counts the executions. The
//! run ends at an input that breaks a promise or takes too long, and writes it to the temporary directory.
//!
//! `blocksift-fuzz-cases CASE seeds FOLDER` writes the seeds of a case to files, for fuzzers that start from a folder.

use blocksift_fuzz_cases::mutate::mutated;
use blocksift_fuzz_cases::{CASES, Case};
use blocksift_testkit::counted::Counted;
use blocksift_testkit::random::Numbers;
use cpu_time::ThreadTime;
use std::fmt::{self, Display};
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
/// More CPU time than any input of [`MAX_BYTES`] needs. CPU time, since other work on the machine may take most of the rest.
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
        Ok(run) => {
            println!("{}: {run}, {seconds} s, seed {seed}: nothing found", case.name);
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

/// What was run.
#[derive(Default)]
struct Run {
    executions: u64,
    bytes: u64,
    /// CPU time of the slowest input, its number and its size.
    slowest: (Duration, u64, usize),
}

impl Run {
    fn add(&mut self, bytes: usize, time: Duration) {
        self.slowest = self.slowest.max((time, self.executions, bytes));
        self.executions += 1;
        self.bytes += bytes as u64;
    }
}

impl Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (time, number, bytes) = self.slowest;
        write!(f, "{} executions, {} bytes, ", self.executions, self.bytes)?;
        write!(f, "the slowest {:.2} s of CPU time (number {number}, {bytes} bytes)", time.as_secs_f64())
    }
}

/// Runs a case until the time is up.
fn fuzz(case: Case, time: Duration, seed: u64) -> Result<Run, String> {
    let mut numbers = Numbers::new(seed);
    let seeds = case.seeds();
    let mut pool = seeds.clone();
    let mut run = Run::default();
    let (start, mut minutes) = (Instant::now(), 0);
    while start.elapsed() < time {
        let inputs = if numbers.below(4) == 0 { &seeds } else { &pool };
        let input = mutated(inputs, &mut numbers, MAX_BYTES);
        let executions = run.executions;
        let taken = execute(case, &input).map_err(|fault| {
            let path = std::env::temp_dir().join(format!("blocksift-fuzz-{}-{seed}-{executions}", case.name));
            match std::fs::write(&path, &input) {
                Ok(()) => format!("{fault} after {executions} executions; the input is in {}", path.display()),
                Err(error) => {
                    format!("{fault} after {executions} executions; cannot write {}: {error}", path.display())
                }
            }
        })?;
        run.add(input.len(), taken);
        if input.len() < MAX_KEPT_BYTES && numbers.below(8) == 0 {
            keep(&mut pool, input, &mut numbers);
        }
        if start.elapsed().as_secs() / 60 > minutes {
            minutes = start.elapsed().as_secs() / 60;
            println!("{}: {run}, after {minutes} min", case.name);
            std::io::stdout().flush().map_err(|e| e.to_string())?;
        }
    }
    Ok(run)
}

/// Runs a case on one input. Returns the CPU time it took; the error says what went wrong.
fn execute(case: Case, input: &[u8]) -> Result<Duration, &'static str> {
    let start = ThreadTime::now();
    let result = catch_unwind(|| (case.run)(input));
    let taken = start.elapsed();
    match result {
        Err(_) => Err("panicked"),
        Ok(()) if taken > MAX_TIME => Err("took too long"),
        Ok(()) => Ok(taken),
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
