//! Keyed 64-bit hashes of whole texts, for numbers that one process compares and never writes.
//!
//! BLAKE3 reads a short text at a gigabyte a second, and a record is hashed several times. What only has to be equal for equal texts
//! within a run is hashed here at ten times that. What is written somewhere goes through [`Key::digest`].

use super::word::fold;
use crate::core::Key;

/// Hashes texts under a key, the same way on every machine.
///
/// Two lanes of 128-bit products folded onto 64 bits, as wyhash does (<https://github.com/wangyi-fudan/wyhash>): keyed, fast and
/// not cryptographic. Among n texts two different ones meet by chance with a probability of about n²/2⁶⁵.
#[derive(Clone)]
pub struct TextHasher {
    secrets: [u64; 4],
}

impl std::fmt::Debug for TextHasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TextHasher(…)")
    }
}

/// Bytes that are read at once: two for each lane of eight.
const STEP: usize = 32;

impl TextHasher {
    /// A hasher whose hashes mean nothing without `key`.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        let key = key.purpose("scrubjay 2026-11 text hash");
        // Odd numbers, so that multiplying by them loses nothing.
        Self { secrets: [0u8, 1, 2, 3].map(|n| key.digest(&[&[n]]).prefix() | 1) }
    }

    /// The hash of a list of texts. Where one ends and the next begins counts.
    #[must_use]
    pub fn hash<'t>(&self, parts: impl IntoIterator<Item = &'t [u8]>) -> u64 {
        let [seed, ..] = self.secrets;
        parts.into_iter().fold(seed, |state, part| self.part(state, part))
    }

    fn part(&self, state: u64, part: &[u8]) -> u64 {
        let [_, first, second, last] = self.secrets;
        let mut lanes = (state, state);
        let (whole, rest) = part.as_chunks::<STEP>();
        let mut step = |block: &[u8; STEP]| {
            let [a, b, c, d] = words(block);
            lanes = (fold(a ^ first, b ^ lanes.0), fold(c ^ second, d ^ lanes.1));
        };
        whole.iter().for_each(&mut step);
        // What is left is filled up with zeros; the length tells it from a text that ends in them.
        let mut block = [0; STEP];
        for (to, from) in block.iter_mut().zip(rest) {
            *to = *from;
        }
        step(&block);
        fold(lanes.0 ^ last, lanes.1.rotate_left(32) ^ part.len() as u64)
    }
}

/// A block as numbers, the lowest byte first.
fn words(block: &[u8; STEP]) -> [u64; 4] {
    let mut words = [0; 4];
    let (eights, _) = block.as_chunks::<8>();
    for (word, eight) in words.iter_mut().zip(eights) {
        *word = u64::from_le_bytes(*eight);
    }
    words
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn hasher(key: &str) -> TextHasher {
        TextHasher::new(&Key::derive("test", key.as_bytes()))
    }

    fn of(parts: &[&[u8]]) -> u64 {
        hasher("k").hash(parts.iter().copied())
    }

    #[test]
    fn every_length_and_every_byte_counts() {
        let mut seen = BTreeSet::new();
        for length in 0..200 {
            assert!(seen.insert(of(&[&vec![0; length]])), "{length}");
            for at in 0..length {
                let mut text = vec![0; length];
                text[at] = 1;
                assert!(seen.insert(of(&[&text])), "{length} {at}");
            }
        }
        // A hash that is spread evenly has each bit set in about half of them.
        for bit in 0..64 {
            let share = seen.iter().filter(|hash| *hash >> bit & 1 == 1).count() as f64 / seen.len() as f64;
            assert!((0.45..0.55).contains(&share), "{bit} {share}");
        }
    }

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
        assert_ne!(of(&[b"a"]), of(&[b"a", b""]));
        assert_ne!(of(&[]), of(&[b""]));
    }

    #[test]
    fn another_key_makes_other_hashes() {
        assert_ne!(of(&[b"a"]), hasher("other").hash([b"a".as_slice()]));
    }

    proptest! {
        #[test]
        fn different_texts_have_different_hashes(left in "\\PC{0,80}", right in "\\PC{0,80}") {
            prop_assert_eq!(left == right, of(&[left.as_bytes()]) == of(&[right.as_bytes()]));
        }
    }
}
