//! The mark of an invented name, by which it is known again: a hash of its letters begins with zeros.
//!
//! Syllables that are usual in the names of a culture spell names that people have, and no list holds all of these. A name that
//! was not drawn for its mark has one by chance alone: one in 2 to the power of [`MOST`], or of fewer bits where there are too few
//! names to draw from. The mark is not keyed, so that what one key has written stays under another.

/// What the hash is for.
const PURPOSE: &[u8] = b"scrubjay 2026-11 mark of an invented name\0";

/// Most bits of a mark: each makes twice as many names be tried for one.
pub(super) const MOST: u32 = 8;

/// So many names of a kind are left, or the mark has fewer bits.
const LEFT: u64 = 900;

/// Bits of the mark of names of which so many can be spelled.
pub(super) fn bits(size: u64) -> u32 {
    (0..=MOST).rev().find(|bits| size >> bits >= LEFT).unwrap_or_default()
}

/// Zeros that the hash of a folded word begins with.
pub(super) fn of(word: &str) -> u32 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(PURPOSE).update(word.as_bytes());
    hasher.finalize().as_bytes().first().map_or(0, |byte| byte.leading_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_as_rare_as_its_bits_say() {
        let marked = |bits| (0..100_000).filter(|n| of(&format!("name{n}")) >= bits).count();
        assert!((330..450).contains(&marked(MOST)), "{}", marked(MOST));
        assert!((1400..1730).contains(&marked(6)), "{}", marked(6));
        assert_eq!([bits(100), bits(1800), bits(63_206), bits(700_000), bits(u64::MAX)], [0, 1, 6, 8, 8]);
    }
}
