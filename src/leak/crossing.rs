//! The same key on two sides: the exact and the normalised check.

use rayon::slice::ParallelSliceMut;

use crate::core::Split;

/// A key and the split it was seen in: the upper 62 bits of a keyed hash, the split in the lower two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SplitKey(u64);

impl SplitKey {
    /// A key seen in a split.
    #[must_use]
    pub fn new(key: u64, split: Split) -> Self {
        Self(key & !3 | split.index() as u64)
    }

    fn key(self) -> u64 {
        self.0 & !3
    }

    fn split_bit(self) -> u8 {
        1 << (self.0 & 3)
    }
}

/// The pairs of splits that must not share anything, in the order in which they are reported.
pub(super) const PAIRS: [(Split, Split); 3] =
    [(Split::Train, Split::Holdout), (Split::Train, Split::Validation), (Split::Validation, Split::Holdout)];

/// What a check found between two splits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing {
    /// The two splits.
    pub pair: (Split, Split),
    /// Records looked at on the two sides together.
    pub examined: u64,
    /// Keys that stand on both sides.
    pub hits: u64,
}

/// Collects keys of all splits and tells which of them cross.
#[derive(Debug, Default)]
pub struct CrossingCheck {
    keys: Vec<SplitKey>,
}

impl CrossingCheck {
    /// Adds a key seen in a split.
    pub fn push(&mut self, key: u64, split: Split) {
        self.keys.push(SplitKey::new(key, split));
    }

    /// Adds many.
    pub fn extend(&mut self, keys: impl IntoIterator<Item = SplitKey>) {
        self.keys.extend(keys);
    }

    /// Compares all splits with each other.
    #[must_use]
    pub fn finish(mut self) -> Vec<Crossing> {
        let seen = Split::ALL.map(|split| {
            let bit = 1 << split.index();
            self.keys.iter().filter(|key| key.split_bit() == bit).count() as u64
        });
        self.keys.par_sort_unstable();
        let mut hits = [0; PAIRS.len()];
        for run in self.keys.chunk_by(|a, b| a.key() == b.key()) {
            let sides = run.iter().fold(0, |sides, key| sides | key.split_bit());
            for (hits, (left, right)) in hits.iter_mut().zip(PAIRS) {
                let both = 1 << left.index() | 1 << right.index();
                *hits += u64::from(sides & both == both);
            }
        }
        let count = |split: Split| seen.get(split.index()).copied().unwrap_or(0);
        PAIRS
            .into_iter()
            .zip(hits)
            .map(|((left, right), hits)| Crossing { pair: (left, right), examined: count(left) + count(right), hits })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_on_two_sides_is_a_hit_of_that_pair_alone() {
        let mut check = CrossingCheck::default();
        for (key, split) in [
            (4, Split::Train),
            (4, Split::Train),
            (8, Split::Train),
            (8, Split::Holdout),
            (12, Split::Validation),
            (16, Split::Validation),
            (16, Split::Holdout),
        ] {
            check.push(key, split);
        }
        let found: Vec<_> = check.finish().iter().map(|c| (c.pair, c.examined, c.hits)).collect();
        assert_eq!(
            found,
            [
                ((Split::Train, Split::Holdout), 5, 1),
                ((Split::Train, Split::Validation), 5, 0),
                ((Split::Validation, Split::Holdout), 4, 1),
            ]
        );
    }
}
