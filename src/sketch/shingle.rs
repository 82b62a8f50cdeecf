//! Sets of shingles and how alike two of them are.
//!
//! Five words in a row are a shingle (the setting of datatrove, data-prep-kit and text-dedup). One changed word costs five of
//! them, which in a text of twenty words is a third of all: short texts are therefore compared by shingles of five characters.
//! Between 40 and 60 words a text has both sets, so that two texts of which one is a fifth longer than the other, the most that
//! a Jaccard index of 0.8 allows, always have a kind in common.
//!
//! Short texts made from one template differ in nothing but a number ("invoice 12", "invoice 13") and share most of their
//! characters. The set of a short text therefore remembers its numbers, and texts with different numbers are not alike.

use std::sync::OnceLock;

use super::word::{WordHasher, Words, fold};

/// Words in a word shingle.
pub const WORD_SHINGLE: usize = 5;
/// Characters in a character shingle.
pub const CHARACTER_SHINGLE: usize = 5;
/// A text of at least so many words has word shingles.
pub const MIN_WORD_WORDS: usize = 40;
/// A text of at most so many words has character shingles.
pub const MAX_CHARACTER_WORDS: usize = 60;

/// What a shingle is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Words.
    Words,
    /// Characters of the normal form, single spaces included.
    Characters,
}

/// The shingles of a text as keyed 32-bit hashes, ascending, each once.
///
/// Thirty-two bits are enough to compare two texts: of a thousand shingles each, two different ones meet by chance once in
/// four thousand pairs.
///
/// Most sets are only ever asked for their signature, which needs no order: they are put in order when somebody asks for that.
#[derive(Debug, Clone)]
pub struct ShingleSet {
    kind: Kind,
    numbers: u64,
    /// In order if `in_order` says so, else as they stand in the text, some of them more than once.
    given: Vec<u32>,
    in_order: bool,
    ordered: OnceLock<Box<[u32]>>,
}

impl PartialEq for ShingleSet {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.numbers, self.hashes()) == (other.kind, other.numbers, other.hashes())
    }
}

impl Eq for ShingleSet {}

impl ShingleSet {
    /// A set from what was kept of one.
    #[must_use]
    pub fn from_parts(kind: Kind, numbers: u64, hashes: Vec<u32>) -> Self {
        Self::unordered(kind, numbers, hashes).in_order()
    }

    fn unordered(kind: Kind, numbers: u64, given: Vec<u32>) -> Self {
        Self::as_given(kind, numbers, given, false)
    }

    /// A set as it was kept; `in_order` says whether it was in order then.
    pub(super) fn as_given(kind: Kind, numbers: u64, given: Vec<u32>, in_order: bool) -> Self {
        Self { kind, numbers, given, in_order, ordered: OnceLock::new() }
    }

    /// Whether the set was put in order.
    pub(super) fn is_in_order(&self) -> bool {
        self.in_order
    }

    /// The same, put in order once and for all: for a set that is kept.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        if !self.in_order {
            self.given.sort_unstable();
            self.given.dedup();
            (self.in_order, self.ordered) = (true, OnceLock::new());
        }
        self
    }

    /// Shingles of words. None if the text is too short for them.
    #[must_use]
    pub fn of_words(hasher: &WordHasher, words: &Words) -> Option<Self> {
        (words.len() >= MIN_WORD_WORDS).then(|| {
            let mut shingles = Vec::with_capacity(words.len());
            rolling(hasher, words.hashes(), WORD_SHINGLE, |hash| {
                shingles.push(upper(hash));
            });
            Self::unordered(Kind::Words, 0, shingles)
        })
    }

    /// Shingles of characters. None if the text is too long for them, or has no word at all.
    #[must_use]
    pub fn of_characters(hasher: &WordHasher, words: &Words) -> Option<Self> {
        if words.is_empty() || words.len() > MAX_CHARACTER_WORDS {
            return None;
        }
        let text = std::str::from_utf8(words.normal()).ok()?;
        let mut shingles = Vec::with_capacity(text.len());
        let codes = || text.chars().map(u64::from);
        roll(hasher, codes(), codes(), CHARACTER_SHINGLE, |hash| shingles.push(upper(hash)));
        Some(Self::unordered(Kind::Characters, numbers(hasher, words.normal()), shingles))
    }

    /// What the shingles are made of.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The numbers of a short text, in any order, as a keyed hash; 0 for a text without, and for word shingles.
    #[must_use]
    pub fn numbers(&self) -> u64 {
        self.numbers
    }

    /// The hashes, ascending.
    #[must_use]
    pub fn hashes(&self) -> &[u32] {
        if self.in_order {
            return &self.given;
        }
        self.ordered.get_or_init(|| {
            let mut ordered = self.given.clone();
            ordered.sort_unstable();
            ordered.dedup();
            ordered.into_boxed_slice()
        })
    }

    /// The hashes in no order, some of them perhaps more than once: all that a signature needs, or a place to keep them.
    #[must_use]
    pub fn in_any_order(&self) -> &[u32] {
        &self.given
    }

    fn filtered(&self, keep: impl Fn(u32) -> bool) -> Self {
        let given = self.given.iter().copied().filter(|hash| keep(*hash)).collect();
        Self { kind: self.kind, numbers: self.numbers, given, in_order: self.in_order, ordered: OnceLock::new() }
    }

    /// Takes out the shingles that `common` (ascending) lists.
    #[must_use]
    pub fn without(&self, common: &[u32]) -> Self {
        self.filtered(|hash| common.binary_search(&hash).is_err())
    }

    /// The shingles whose hash is at most `limit`: a sample by lot, and the same of every set.
    #[must_use]
    pub fn up_to(&self, limit: u32) -> Self {
        self.filtered(|hash| hash <= limit)
    }

    fn below(&self, limit: u32) -> &[u32] {
        let hashes = self.hashes();
        hashes.get(..hashes.partition_point(|hash| *hash <= limit)).unwrap_or_default()
    }

    /// As [`jaccard`](Self::jaccard), judged by the shingles whose hash is at most `limit`.
    #[must_use]
    pub fn jaccard_up_to(&self, other: &Self, limit: u32) -> f64 {
        if self.kind != other.kind || self.numbers != other.numbers {
            return 0.0;
        }
        jaccard(self.below(limit), other.below(limit))
    }

    /// Shared shingles by all shingles of both; 0 where sets cannot be compared or the numbers of short texts differ.
    #[must_use]
    pub fn jaccard(&self, other: &Self) -> f64 {
        self.jaccard_up_to(other, u32::MAX)
    }
}

/// The Jaccard index of two ascending lists without repetitions; 0 for two empty ones.
pub(super) fn jaccard(left: &[u32], right: &[u32]) -> f64 {
    let (mut left_rest, mut right_rest) = (left.iter().peekable(), right.iter().peekable());
    let mut shared = 0usize;
    while let (Some(a), Some(b)) = (left_rest.peek(), right_rest.peek()) {
        let order = a.cmp(b);
        shared += usize::from(order.is_eq());
        if order.is_le() {
            left_rest.next();
        }
        if order.is_ge() {
            right_rest.next();
        }
    }
    let all = left.len() + right.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// Gives the hash of every `width` values in a row: a polynomial over the keyed values, moved on by taking the oldest value out
/// and the newest in, then folded. `late` is the same sequence again. A sequence shorter than `width` has one hash, of all of it.
fn roll(
    hasher: &WordHasher,
    early: impl Iterator<Item = u64>,
    mut late: impl Iterator<Item = u64>,
    width: usize,
    mut each: impl FnMut(u64),
) {
    let base = hasher.secret(3);
    let oldest = (1..width).fold(1u64, |power, _| power.wrapping_mul(base));
    let mut state = 0u64;
    let mut seen = 0;
    for value in early {
        if seen >= width {
            state = state.wrapping_sub(late.next().unwrap_or(0).wrapping_mul(oldest));
        }
        state = state.wrapping_mul(base).wrapping_add(value);
        seen += 1;
        if seen >= width {
            each(finish(hasher, state));
        }
    }
    if seen > 0 && seen < width {
        each(finish(hasher, state));
    }
}

/// Gives the keyed hash of every `width` words in a row, in order; of all words if there are fewer.
pub fn rolling(hasher: &WordHasher, words: &[u64], width: usize, each: impl FnMut(u64)) {
    roll(hasher, words.iter().copied(), words.iter().copied(), width, each);
}

fn finish(hasher: &WordHasher, state: u64) -> u64 {
    fold(state ^ hasher.secret(0), hasher.secret(1))
}

#[allow(clippy::cast_possible_truncation, reason = "the upper half is meant")]
fn upper(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The runs of digits as a multiset.
fn numbers(hasher: &WordHasher, normal: &[u8]) -> u64 {
    normal
        .split(|byte| !byte.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().fold(1u64, |hash, byte| fold(hash ^ u64::from(*byte), hasher.secret(2))))
        .fold(0, u64::wrapping_add)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::core::Key;

    fn sets(text: &str) -> (Option<ShingleSet>, Option<ShingleSet>) {
        let hasher = WordHasher::new(&Key::derive("test", b"k"));
        let mut words = Words::default();
        words.read(&hasher, [text].into_iter());
        (ShingleSet::of_words(&hasher, &words), ShingleSet::of_characters(&hasher, &words))
    }

    fn text(words: usize) -> String {
        (0..words)
            .map(|n| format!("w{}", char::from(b'a' + u8::try_from(n % 26).unwrap())).repeat(1 + n / 26))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_length_decides_the_kind() {
        for (words, has_words, has_characters) in [
            (0, false, false),
            (1, false, true),
            (39, false, true),
            (40, true, true),
            (60, true, true),
            (61, true, false),
        ] {
            let (by_words, by_characters) = sets(&text(words));
            assert_eq!((by_words.is_some(), by_characters.is_some()), (has_words, has_characters), "{words}");
        }
    }

    #[test]
    fn one_word_of_many_costs_five_shingles() {
        let long: Vec<String> = (0..100).map(|n| format!("word{n}x")).collect();
        let mut edited = long.clone();
        edited[50] = "other".to_owned();
        let (left, right) = (sets(&long.join(" ")).0.unwrap(), sets(&edited.join(" ")).0.unwrap());
        assert_eq!(left.hashes().len(), 96);
        assert!((left.jaccard(&right) - 91.0 / 101.0).abs() < 1e-9);
    }

    #[test]
    fn short_texts_with_different_numbers_are_not_alike() {
        let of = |text: &str| sets(text).1.unwrap();
        let one = of("Where is parcel number 12345 of last week?");
        assert!(one.jaccard(&of("where is parcel number 12345 of last week")) > 0.99);
        assert!(one.jaccard(&of("Where is parcel number 12346 of last week?")) < f64::EPSILON);
        assert!(of("2 of 3 arrived at noon").jaccard(&of("3 of 2 arrived at noon")) > 0.4);
    }

    #[test]
    fn very_short_texts_are_one_shingle() {
        assert_eq!(sets("ab").1.unwrap().hashes().len(), 1);
        assert_ne!(sets("ab").1, sets("ac").1);
    }

    proptest! {
        #[test]
        fn jaccard_is_that_of_the_sets(left in prop::collection::btree_set(0u32..60, 0..40), right in prop::collection::btree_set(0u32..60, 0..40)) {
            let list = |set: &BTreeSet<u32>| set.iter().copied().collect::<Vec<_>>();
            let all = left.union(&right).count();
            let expected = if all == 0 { 0.0 } else { left.intersection(&right).count() as f64 / all as f64 };
            prop_assert!((jaccard(&list(&left), &list(&right)) - expected).abs() < 1e-12);
        }

        #[test]
        fn rolling_gives_what_every_window_gives_alone(values in prop::collection::vec(any::<u64>(), 0..30), width in 1usize..9) {
            let hasher = WordHasher::new(&Key::derive("test", b"k"));
            let all = |values: &[u64]| {
                let mut out = Vec::new();
                roll(&hasher, values.iter().copied(), values.iter().copied(), width, |hash| out.push(hash));
                out
            };
            let expected: Vec<u64> = if values.len() < width {
                all(&values)
            } else {
                values.windows(width).flat_map(all).collect()
            };
            prop_assert_eq!(all(&values), expected);
        }
    }
}
