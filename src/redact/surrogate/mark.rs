//! The mark of an invented name, by which it is known again: a hash of its letters begins with zeros.
//!
//! Syllables that are usual in the names of a culture spell names that people have, and no list holds all of these. A name that
//! was not drawn for its mark has one by chance alone: one in 2 to the power of [`MOST`], or of fewer bits where there are too few
//! names to draw from. The mark is not keyed, so that what one key has written stays under another.

/// Where the hash begins: the first digits of pi, so that it is nobody's choice.
const SEED: u64 = 0x3141_5926_5358_9793;

/// The prime of FNV-1a with 64 bits (draft-eastlake-fnv).
const PRIME: u64 = 0x0000_0100_0000_01B3;

/// Most bits of a mark: each makes twice as many names be tried for one.
pub(super) const MOST: u32 = 8;

/// So many names of a kind are left, or the mark has fewer bits.
const LEFT: u64 = 900;

/// Bits of the mark of names of which so many can be spelled.
pub(super) fn bits(size: u64) -> u32 {
    (0..=MOST).rev().find(|bits| size >> bits >= LEFT).unwrap_or_default()
}

/// So many short names of a kind that has longer ones beside them are left, or the mark has fewer bits.
const SHORT_LEFT: u64 = 400;

/// Bits of the mark of names of which so many short ones can be spelled.
pub(super) fn bits_of_short(size: u64) -> u32 {
    (0..=MOST).rev().find(|bits| size >> bits >= SHORT_LEFT).unwrap_or_default()
}

/// The mark of a word that is read piece by piece.
///
/// The hash is no secret and keeps none, so it need not be a cryptographic one: hundreds of names are tried for one with a mark, and
/// with such a hash that took most of the time that surrogates took. It is FNV-1a, whose bits are mixed at the end as `SplitMix64` does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark(u64);

impl Mark {
    /// The mark of nothing.
    pub(super) fn new() -> Self {
        Self(SEED)
    }

    /// The mark of what was read so far and a piece.
    #[must_use]
    pub(super) fn with(self, piece: &str) -> Self {
        Self(piece.bytes().fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }

    /// Zeros that the hash begins with.
    pub(super) fn zeros(self) -> u32 {
        mixed(self.0).leading_zeros()
    }
}

/// A number of which every bit depends on every bit of another one: the end of `SplitMix64` (Steele, Lea and Flood, Fast Splittable
/// Pseudorandom Number Generators, 2014).
pub(super) fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

/// Zeros that the hash of a folded word begins with.
pub(super) fn of(word: &str) -> u32 {
    Mark::new().with(word).zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_mark_however_it_is_read() {
        assert_eq!(Mark::new().with("ada").with("").with("eze").zeros(), of("adaeze"));
        assert_eq!(mixed(0x9E37_79B9_7F4A_7C15), 0xE220_A839_7B1D_CDAF, "the first number of SplitMix64 from 0");
    }

    #[test]
    fn a_mark_is_as_rare_as_its_bits_say() {
        let marked = |bits| (0..100_000).filter(|n| of(&format!("name{n}")) >= bits).count();
        assert!((330..450).contains(&marked(MOST)), "{}", marked(MOST));
        assert!((1400..1730).contains(&marked(6)), "{}", marked(6));
        assert_eq!([bits(100), bits(1800), bits(63_206), bits(700_000), bits(u64::MAX)], [0, 1, 6, 8, 8]);
    }
}
