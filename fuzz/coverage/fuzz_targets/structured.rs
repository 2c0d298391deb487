//! Runs the case `structured` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("structured");
