//! Runs the case `decode` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("decode");
