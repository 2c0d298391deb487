//! Holds only tests, in `tests/viewer.rs`. They are a package of their own so that no other package depends on a WebDriver
//! client.

#![forbid(unsafe_code)]
