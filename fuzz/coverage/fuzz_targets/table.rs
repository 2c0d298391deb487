//! Runs the case `table` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("table");
