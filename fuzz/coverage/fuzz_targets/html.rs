//! Runs the case `html` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("html");
