//! Runs the case `clean` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("clean");
