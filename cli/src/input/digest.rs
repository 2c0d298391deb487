//! Hashes by which `--resume` knows that inputs are the same as before: of files, and of the records that were read.

use super::page::{Body, Found};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt::Write;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes hashed at the start, in the middle and at the end of a file.
const SAMPLE_BYTES: u64 = 64 << 10;

/// A SHA-256 hash, written in hexadecimal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    /// The hash of some bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of everything that one record yielded: a page or a failure.
    pub(crate) fn of_record(found: &Found) -> Self {
        let mut hash = Sha256::new();
        // Each part with its length, so that no part can pass for the end of another.
        let mut add = |part: Option<&[u8]>| {
            hash.update(part.map_or(u64::MAX, |part| part.len() as u64).to_le_bytes());
            hash.update(part.unwrap_or_default());
        };
        match found {
            Ok(page) => {
                let format = page.format.map(|format| format!("{format:?}"));
                let (kind, body) = match &page.body {
                    Body::Bytes(bytes) => (&b"bytes"[..], &bytes[..]),
                    Body::Text(text) => (&b"text"[..], text.as_bytes()),
                };
                for part in [Some(&page.id), page.url.as_ref(), page.content_type.as_ref(), format.as_ref()] {
                    add(part.map(|text| text.as_bytes()));
                }
                add(Some(kind));
                add(Some(body));
            }
            Err(failure) => [&failure.input, &failure.reason].iter().for_each(|part| add(Some(part.as_bytes()))),
        }
        Self(hash.finalize().into())
    }

    /// The hash of this one and the next: that of a list, one by one.
    pub(crate) fn then(self, next: Self) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(next.0).finalize().into())
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.0.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(hex: String) -> Result<Self, Self::Error> {
        let (mut bytes, pairs) = ([0; 32], hex.as_bytes().chunks_exact(2));
        if hex.len() != 64 {
            return Err("a hash has 64 hexadecimal digits");
        }
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            let pair = std::str::from_utf8(pair).map_err(|_| "a hash has hexadecimal digits")?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| "a hash has hexadecimal digits")?;
        }
        Ok(Self(bytes))
    }
}

/// The hash of a file's start, middle and end, or of all of it if it is small.
pub(super) fn sample(file: &mut File) -> io::Result<Digest> {
    let length = file.metadata()?.len();
    let starts = if length <= 3 * SAMPLE_BYTES {
        vec![(0, length)]
    } else {
        [0, (length - SAMPLE_BYTES) / 2, length - SAMPLE_BYTES].map(|start| (start, SAMPLE_BYTES)).to_vec()
    };
    let mut hash = Sha256::new();
    for (start, most) in starts {
        file.seek(SeekFrom::Start(start))?;
        io::copy(&mut file.by_ref().take(most), &mut hash)?;
    }
    Ok(Digest(hash.finalize().into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Failure, RawPage};

    #[test]
    fn digests_are_hexadecimal() {
        let digest = Digest::of(b"abc");
        let json = serde_json::to_string(&digest).unwrap();
        assert_eq!(json, "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
        assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), digest);
        for bad in ["\"\"", "\"ba78\"", &json.replace("ba", "xy"), &json.replace("ba", "é"), "7"] {
            assert!(serde_json::from_str::<Digest>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_part_of_a_record_counts() {
        let page = |id: &str, url: Option<&str>, body: Body| {
            let (id, url) = (id.to_owned(), url.map(str::to_owned));
            Digest::of_record(&Ok(RawPage { id, url, content_type: None, format: None, body }))
        };
        let bytes = |text: &str| Body::Bytes(text.as_bytes().to_vec());
        let all = [
            page("a", None, bytes("b")),
            page("a", Some(""), bytes("b")),
            page("a", Some("b"), bytes("")),
            page("a", None, Body::Text("b".into())),
            page("ab", None, bytes("")),
            Digest::of_record(&Err(Failure { input: "a".into(), reason: "b".into() })),
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(!all[i + 1..].contains(one), "{i}");
        }
        assert_ne!(all[0].then(all[1]), all[1].then(all[0]));
    }

    #[test]
    fn samples_are_of_the_start_the_middle_and_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let of = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            sample(&mut File::open(&path).unwrap()).unwrap()
        };
        for length in [1, 1000, 3 * SAMPLE_BYTES as usize, 10 * SAMPLE_BYTES as usize] {
            let mut bytes = vec![7; length];
            let before = of(&bytes);
            assert_eq!(before, of(&bytes));
            for at in [0, length / 2, length - 1] {
                bytes[at] = 8;
                assert_ne!(before, of(&bytes), "{length} {at}");
                bytes[at] = 7;
            }
        }
    }
}
