//! `blocksift-fuzz-cases CASE SECONDS [SEED]`: mutates the seeds of a case for so many seconds and prints how many were
//! tried. An input that breaks a promise, or takes far longer than its size allows, is kept in the temporary folder and
//! ends the run.

use blocksift_fuzz_cases::mutate::{Numbers, mutated};
use blocksift_fuzz_cases::{CASES, Case};
use std::io::Write;
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Inputs kept to be changed further, and the longest of them.
const POOL: usize = 2000;
const LONGEST: usize = 256 << 10;
/// Longer than anything of that size may take, on a busy machine too.
const TOO_LONG: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let case = arguments.first().and_then(|name| Case::named(name));
    let (Some(case), Some(seconds)) = (case, arguments.get(1).and_then(|s| s.parse().ok())) else {
        let names: Vec<&str> = CASES.iter().map(|c| c.name).collect();
        eprintln!("usage: blocksift-fuzz-cases {} SECONDS [SEED]", names.join("|"));
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

fn fuzz(case: Case, time: Duration, seed: u64) -> Result<(u64, u64), String> {
    let mut numbers = Numbers::new(seed);
    let seeds = case.seeds();
    let mut pool = seeds.clone();
    let (mut executions, mut bytes) = (0u64, 0u64);
    let (start, mut told) = (Instant::now(), 0);
    while start.elapsed() < time {
        let input = if numbers.below(4) == 0 { &seeds } else { &pool };
        let input = mutated(input, &mut numbers, LONGEST);
        let began = Instant::now();
        let ended = catch_unwind(|| (case.run)(&input));
        if ended.is_err() || began.elapsed() > TOO_LONG {
            let path = std::env::temp_dir().join(format!("blocksift-fuzz-{}-{seed}-{executions}", case.name));
            std::fs::write(&path, &input).map_err(|e| e.to_string())?;
            let what = if ended.is_err() { "panicked" } else { "took too long" };
            return Err(format!("{what} after {executions} executions, input kept in {}", path.display()));
        }
        executions += 1;
        bytes += input.len() as u64;
        // Small inputs stay small, so that most executions are quick.
        if input.len() < 16 << 10 && numbers.below(8) == 0 {
            if pool.len() < POOL {
                pool.push(input);
            } else {
                let place = numbers.below(POOL);
                pool[place] = input;
            }
        }
        let minute = start.elapsed().as_secs() / 60;
        if minute > told {
            told = minute;
            println!("{}: {executions} executions after {minute} min", case.name);
            std::io::stdout().flush().map_err(|e| e.to_string())?;
        }
    }
    Ok((executions, bytes))
}
