//! Runs the case `model` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("model");
