//! Runs the case `url` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("url");
