//! Runs the case `json` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("json");
