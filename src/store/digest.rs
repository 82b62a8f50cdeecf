//! Hashing a stored file while it is read.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

/// Size and BLAKE3 hash of a file as it is stored, compressed or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileDigest {
    /// Stored size in bytes.
    pub bytes: u64,
    /// BLAKE3 of the stored bytes, in hexadecimal.
    pub blake3: String,
}

/// A stream that hashes and counts what passes through.
pub(super) struct Digesting<R> {
    inner: R,
    hasher: blake3::Hasher,
    bytes: u64,
    failed: bool,
}

impl<R: Read> Digesting<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, hasher: blake3::Hasher::new(), bytes: 0, failed: false }
    }

    /// Bytes read so far.
    pub(super) fn stored_bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the stream itself failed, as opposed to a decoder that reads from it.
    pub(super) fn failed(&self) -> bool {
        self.failed
    }

    /// The digest of what was read so far.
    pub(super) fn digest(&self) -> FileDigest {
        FileDigest { bytes: self.bytes, blake3: self.hasher.finalize().to_hex().to_string() }
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(buf) {
            Ok(read) => {
                self.hasher.update(buf.get(..read).unwrap_or_default());
                self.bytes += read as u64;
                Ok(read)
            }
            Err(error) => {
                self.failed |= error.kind() != io::ErrorKind::Interrupted;
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_bytes() {
        let mut stream = Digesting::new(&b"some bytes"[..]);
        io::copy(&mut stream, &mut io::sink()).unwrap();
        let digest = stream.digest();
        assert_eq!(digest.bytes, 10);
        assert_eq!(digest.blake3, blake3::hash(b"some bytes").to_hex().to_string());
    }
}
