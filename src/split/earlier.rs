//! What an earlier version of the dataset has decided.
//!
//! The earlier version keeps, under a secret key, an identity of every record that went to a split, and for records of its
//! holdout and validation set every key by which records are grouped. A record is recognised by its identity wherever it
//! stands now; a new record is recognised as belonging to the earlier holdout by sharing a key with it, even if the record
//! that it shares the key with is gone.
//!
//! Eight bytes for each of these keys.

use rayon::slice::ParallelSliceMut;

use crate::core::Split;

/// Keys of one kind with the split that an earlier version has them in.
#[derive(Debug, Clone, Default)]
pub struct EarlierKeys {
    /// The upper 62 bits of a key, the split in the lower two; sorted.
    keys: Vec<u64>,
    sorted: bool,
}

impl EarlierKeys {
    /// Adds a key.
    pub fn push(&mut self, key: u64, split: Split) {
        self.keys.push(key & !3 | split.index() as u64);
        self.sorted = false;
    }

    /// Sorts, so that [`EarlierKeys::get`] finds what was added.
    pub fn sort(&mut self) {
        self.keys.par_sort_unstable();
        self.keys.dedup();
        self.sorted = true;
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The split of a key. One that stands in two, which an earlier version with other links may have let happen, is in the
    /// one that is farther from training.
    #[must_use]
    pub fn get(&self, key: u64) -> Option<Split> {
        debug_assert!(self.sorted || self.keys.is_empty());
        let end = self.keys.partition_point(|found| *found <= (key | 3));
        let found = *self.keys.get(end.checked_sub(1)?)?;
        (found & !3 == key & !3).then_some(())?;
        Split::ALL.into_iter().find(|split| split.index() as u64 == found & 3)
    }
}

/// All that is kept of an earlier version.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    /// Identities of its records.
    pub records: EarlierKeys,
    /// Keys that the records of its holdout and validation set are grouped by.
    pub held: EarlierKeys,
}

impl Earlier {
    /// Where an earlier version has a record, by its identity.
    #[must_use]
    pub fn record(&self, identity: u64) -> Option<Split> {
        self.records.get(identity)
    }

    /// The part of the earlier version that a key keeps records out of training for.
    #[must_use]
    pub fn key(&self, key: u64) -> Option<Split> {
        self.held.get(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_with_their_split() {
        let mut keys = EarlierKeys::default();
        for (key, split) in
            [(40, Split::Train), (80, Split::Holdout), (80, Split::Validation), (u64::MAX, Split::Holdout)]
        {
            keys.push(key, split);
        }
        keys.sort();
        assert_eq!(keys.get(40), Some(Split::Train));
        assert_eq!(keys.get(80), Some(Split::Holdout), "farther from training");
        assert_eq!(keys.get(u64::MAX), Some(Split::Holdout));
        assert_eq!((keys.get(44), keys.get(36), keys.get(0)), (None, None, None));
        assert_eq!(EarlierKeys::default().get(0), None);
    }
}
