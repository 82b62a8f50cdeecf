//! Numbers drawn by keyed hash: the same for the same key and words, whatever the machine.

use super::mark::mixed;
use crate::core::Key;

/// A source of numbers that depend on a key and a list of words.
pub(in crate::redact) struct Draw<'a> {
    key: &'a Key,
    words: [&'a [u8]; 3],
    attempt: u32,
    count: u32,
}

impl<'a> Draw<'a> {
    /// Draws for words; another attempt draws other numbers.
    pub(in crate::redact) fn new(key: &'a Key, words: [&'a [u8]; 3], attempt: u32) -> Self {
        Self { key, words, attempt, count: 0 }
    }

    /// Which attempt it is.
    pub(in crate::redact) fn attempt(&self) -> u32 {
        self.attempt
    }

    /// A number below `bound`; 0 if that is 0.
    pub(in crate::redact) fn below(&mut self, bound: u64) -> u64 {
        let [one, two, three] = self.words;
        self.count += 1;
        let numbers = [self.attempt.to_le_bytes(), self.count.to_le_bytes()].concat();
        let wide = u128::from_le_bytes(self.key.digest(&[one, two, three, &numbers]).bytes());
        // 128 bits against 64: what the remainder favours is not to be seen.
        u64::try_from(wide.checked_rem(u128::from(bound)).unwrap_or_default()).unwrap_or_default()
    }

    /// So many numbers of 64 bits, all of them from one that is drawn: where many are looked through, the hash costs too much.
    ///
    /// `SplitMix64` (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014).
    pub(in crate::redact) fn many(&mut self, count: u64) -> impl Iterator<Item = u64> + use<> {
        let seed = self.below(u64::MAX);
        (1..=count).map(move |n| mixed(seed.wrapping_add(n.wrapping_mul(0x9E37_79B9_7F4A_7C15))))
    }
}

/// The place of `index` in a keyed permutation of the numbers below `size`: two indexes never have the same place. `index`
/// itself if it is not below `size`.
///
/// A balanced Feistel network of eight rounds over the next even number of bits, walked until it is within bounds (Black and
/// Rogaway, Ciphers with Arbitrary Finite Domains, 2002).
pub(in crate::redact) fn permute(key: &Key, words: [&[u8]; 2], index: u64, size: u64) -> u64 {
    const ROUNDS: u8 = 8;
    if index >= size {
        return index;
    }
    let bits = (u64::BITS - size.leading_zeros()).div_ceil(2).clamp(1, 31);
    let mask = (1u64 << bits) - 1;
    let mut place = index;
    loop {
        let (mut left, mut right) = (place >> bits & mask, place & mask);
        for round in 0..ROUNDS {
            let [one, two] = words;
            let hash = key.digest(&[b"permute", one, two, &[round], &right.to_le_bytes()]).prefix();
            (left, right) = (right, left ^ (hash & mask));
        }
        place = left << bits | right;
        if place < size {
            return place;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_permutation_takes_every_place_once() {
        let key = Key::derive("test", b"");
        for size in [1, 2, 3, 10, 26, 100, 1000] {
            let places: BTreeSet<u64> = (0..size).map(|n| permute(&key, [b"a", b""], n, size)).collect();
            assert_eq!(places, (0..size).collect(), "{size}");
        }
        let other = |words| (0..1000).map(|n| permute(&key, words, n, 1000)).collect::<Vec<_>>();
        assert_ne!(other([b"a", b""]), other([b"b", b""]));
    }

    proptest! {
        #[test]
        fn draws_are_within_bounds(bound in 1..u64::MAX, attempt: u32) {
            let key = Key::derive("test", b"");
            let draw = |attempt| Draw::new(&key, [b"a", b"b", b"c"], attempt).below(bound);
            prop_assert!(draw(attempt) < bound);
            prop_assert_eq!(draw(attempt), draw(attempt));
        }
    }
}
