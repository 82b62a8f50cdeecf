//! Size, lines and digests of a file, all taken in one pass over its bytes.
//!
//! Two digests, because those who read a manifest ask for different ones: BLAKE3 is the fast one, SHA-256 (FIPS 180-4) is
//! the one that in-toto, Croissant and `sha256sum` know.

use std::fmt::Write as _;
use std::io::{self, Read};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// Bytes read or hashed at a time: large enough for BLAKE3 to use its vector instructions fully.
pub const BLOCK: usize = 256 * 1024;

/// Takes both digests of a stream of bytes and counts its bytes and lines.
#[derive(Debug, Default)]
pub struct Hasher {
    blake3: blake3::Hasher,
    sha256: sha2::Sha256,
    bytes: u64,
    lines: u64,
}

impl Hasher {
    /// A hasher that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.blake3.update(bytes);
        self.sha256.update(bytes);
        self.bytes += bytes.len() as u64;
        self.lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
    }

    /// What the bytes so far come to.
    #[must_use]
    pub fn finish(self) -> Integrity {
        Integrity {
            bytes: self.bytes,
            lines: self.lines,
            blake3: self.blake3.finalize().to_hex().to_string(),
            sha256: hex(&self.sha256.finalize()),
        }
    }
}

/// What identifies the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integrity {
    /// Size in bytes.
    pub bytes: u64,
    /// Number of line feeds.
    pub lines: u64,
    /// BLAKE3 digest: 64 hexadecimal digits.
    pub blake3: String,
    /// SHA-256 digest: 64 hexadecimal digits.
    pub sha256: String,
}

impl Integrity {
    /// Reads a stream to its end, in a bounded buffer.
    pub fn of(mut reader: impl Read) -> io::Result<Self> {
        let mut hasher = Hasher::new();
        let mut buffer = vec![0; BLOCK];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(hasher.finish()),
                Ok(read) => hasher.update(buffer.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// One file of a dataset, as its manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileEntry {
    /// Path relative to the dataset's folder, with `/` between its parts.
    pub path: String,
    /// Number of records: lines of a JSONL file, documents of a text file, rows of a table.
    pub records: u64,
    /// Number of line feeds, for files made of lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<u64>,
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3 digest: 64 hexadecimal digits.
    pub blake3: String,
    /// SHA-256 digest: 64 hexadecimal digits.
    pub sha256: String,
}

/// Lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_vectors() {
        // FIPS 180-4 example "abc"; BLAKE3 of "abc" as printed by b3sum.
        let abc = Integrity::of(&b"abc"[..]).unwrap();
        assert_eq!(abc.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(abc.blake3, "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85");
        assert_eq!((abc.bytes, abc.lines), (3, 0));
    }

    #[test]
    fn a_read_error_is_no_end() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::PermissionDenied.into())
            }
        }
        assert_eq!(Integrity::of(Broken).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }

    proptest! {
        #[test]
        fn pieces_make_no_difference(bytes: Vec<u8>, cut in any::<prop::sample::Index>()) {
            let (head, tail) = bytes.split_at(cut.index(bytes.len() + 1));
            let mut hasher = Hasher::new();
            hasher.update(head);
            hasher.update(tail);
            prop_assert_eq!(hasher.finish(), Integrity::of(bytes.as_slice()).unwrap());
        }
    }
}
