//! Runs the case `text` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("text");
