//! Fuzz cases: each takes any bytes, and panics if blocksift breaks a promise.
//!
//! The tests run every case on its seeds. The driver mutates them for a number of seconds:
//!
//! ```text
//! cargo run --release -p blocksift-fuzz-cases -- html 1800
//! ```
//!
//! The targets in `coverage/` run the same cases under libFuzzer.

#![forbid(unsafe_code)]

mod cases;
mod grammar;
pub mod mutate;

pub use cases::{CASES, Case};
