//! Compression of test data, all in memory.
//!
//! Every function panics where compression fails, which in memory means a fault of the test.

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::{GzEncoder, ZlibEncoder};
use std::io::{Read, Write};

/// Compresses bytes to one gzip member.
///
/// ```
/// use blocksift_testkit::compress::{gunzip, gzip};
///
/// let members = [gzip(b"one "), gzip(b"two")].concat();
/// assert_eq!(gunzip(&members), b"one two");
/// ```
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

/// Decompresses any number of gzip members.
///
/// # Panics
///
/// If the bytes are not gzip.
pub fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut unpacked).expect("the bytes are gzip");
    unpacked
}

/// Compresses bytes as HTTP's `deflate` does, with a zlib header.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

/// Compresses bytes to one zstd frame.
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 1).expect("zstd compresses any bytes")
}
