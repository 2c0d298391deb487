//! Runs the case `css` on what libFuzzer finds.

#![no_main]

blocksift_fuzz_coverage::target!("css");
