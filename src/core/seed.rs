//! Keyed hashing: every place that needs an order or an identity that depends on a secret or a seed.
//!
//! All of it is BLAKE3 in its keyed and key-derivation modes (<https://github.com/BLAKE3-team/BLAKE3-specs>, sections 2.2
//! and 2.3). There is no random number anywhere: same key, same input, same result.

use std::fmt;

use zeroize::Zeroize;

/// 16 bytes of a keyed hash. Two values meet by chance with a probability of about n²/2¹²⁹ among n values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// A digest that was made earlier.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// The first eight bytes as a number, big end first, so that numbers sort as digests do.
    #[must_use]
    pub fn prefix(self) -> u64 {
        self.0.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A 32-byte key. Its `Debug` shows nothing, and its bytes are overwritten when it goes.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Key {
    /// A key from its bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key derived from any material, for one stated purpose. Purposes are fixed strings in the code and never reused.
    #[must_use]
    pub fn derive(purpose: &str, material: &[u8]) -> Self {
        Self(blake3::derive_key(purpose, material))
    }

    /// A key for one purpose derived from this one.
    #[must_use]
    pub fn purpose(&self, purpose: &str) -> Self {
        Self(blake3::derive_key(purpose, &self.0))
    }

    /// Keyed hash of a list of parts. Each part's length is hashed too, so that no two lists look alike.
    #[must_use]
    pub fn digest(&self, parts: &[&[u8]]) -> Digest {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Digest(bytes)
    }

    /// The key itself, for ciphers alone.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// A public name for the key that does not give the key away.
    #[must_use]
    pub fn id(&self) -> String {
        self.purpose("scrubjay 2026-11 key id").digest(&[]).to_string()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        let key = Key::derive("test", b"");
        assert_ne!(key.digest(&[b"ab", b"c"]), key.digest(&[b"a", b"bc"]));
        assert_ne!(key.digest(&[b"ab"]), Key::derive("other", b"").digest(&[b"ab"]));
    }

    #[test]
    fn prefix_sorts_as_the_digest() {
        let key = Key::derive("test", b"");
        let mut digests: Vec<_> = (0..50u8).map(|n| key.digest(&[&[n]])).collect();
        digests.sort();
        assert!(digests.windows(2).all(|w| w[0].prefix() <= w[1].prefix()));
    }

    #[test]
    fn debug_hides_the_key() {
        assert_eq!(format!("{:?}", Key::derive("p", b"m")), "Key(…)");
    }
}
