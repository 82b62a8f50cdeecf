//! Which records belong together because they share a key: union-find over sorted (key, row) pairs.
//!
//! Twelve bytes for every key of every record and four for every record: ten million records with two keys each take
//! 280 MB, whatever their texts are.

use rayon::slice::ParallelSliceMut;

/// A 64-bit key and the row that has it, as big-end halves so that an array sorts by key, then row, without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyedRow([u32; 3]);

impl KeyedRow {
    /// A key of a row.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // the halves of the key are meant
    pub fn new(key: u64, row: u32) -> Self {
        Self([(key >> 32) as u32, key as u32, row])
    }

    /// The key.
    #[must_use]
    pub fn key(self) -> u64 {
        let [high, low, _] = self.0;
        u64::from(high) << 32 | u64::from(low)
    }

    /// The row.
    #[must_use]
    pub fn row(self) -> u32 {
        let [_, _, row] = self.0;
        row
    }
}

/// Keys of rows; rows that share a key can be walked run by run.
#[derive(Debug, Default)]
pub struct SharedKeys {
    pairs: Vec<KeyedRow>,
    sorted: bool,
}

impl SharedKeys {
    /// Adds a key of a row.
    pub fn push(&mut self, key: u64, row: u32) {
        self.pairs.push(KeyedRow::new(key, row));
        self.sorted = false;
    }

    /// How many keys there are, equal ones counted each.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Gives up all keys, in no stated order.
    #[must_use]
    pub fn into_pairs(self) -> Vec<KeyedRow> {
        self.pairs
    }

    /// Sorts, so that [`SharedKeys::runs`] can be called.
    pub fn sort(&mut self) {
        if !self.sorted {
            self.pairs.par_sort_unstable();
            self.pairs.dedup();
            self.sorted = true;
        }
    }

    /// Every key that two or more rows share, with its rows in ascending order. Call [`SharedKeys::sort`] first.
    pub fn runs(&self) -> impl Iterator<Item = &[KeyedRow]> {
        debug_assert!(self.sorted || self.pairs.is_empty());
        self.pairs.chunk_by(|a, b| a.key() == b.key()).filter(|run| run.len() > 1)
    }
}

/// Disjoint sets of rows. The representative of a set is its lowest row.
#[derive(Debug)]
pub struct Groups {
    parent: Vec<u32>,
}

impl Groups {
    /// Every row alone.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // rows are counted in u32 throughout
    pub fn singletons(rows: usize) -> Self {
        Self { parent: (0..rows as u32).collect() }
    }

    /// Joins all rows that share a key.
    pub fn join(&mut self, keys: &mut SharedKeys) {
        keys.sort();
        for run in keys.runs() {
            for pair in run.windows(2) {
                if let [left, right] = pair {
                    self.union(left.row(), right.row());
                }
            }
        }
    }

    /// Joins the sets of two rows.
    pub fn union(&mut self, left: u32, right: u32) {
        let (left, right) = (self.find(left), self.find(right));
        let (low, high) = (left.min(right), left.max(right));
        if let Some(slot) = self.parent.get_mut(high as usize) {
            *slot = low;
        }
    }

    /// Representative of a row's set.
    pub fn find(&mut self, row: u32) -> u32 {
        let mut at = row;
        while let Some(&up) = self.parent.get(at as usize) {
            if up == at {
                break;
            }
            // Path halving (Tarjan and van Leeuwen, 1984): every second step points to its grandparent.
            let above = self.parent.get(up as usize).copied().unwrap_or(up);
            if let Some(slot) = self.parent.get_mut(at as usize) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.parent.len()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_survive_packing() {
        for key in [0, 1, u64::MAX, 0x0123_4567_89ab_cdef] {
            let pair = KeyedRow::new(key, 7);
            assert_eq!((pair.key(), pair.row()), (key, 7));
        }
    }

    #[test]
    fn chains_join() {
        let mut keys = SharedKeys::default();
        for (key, row) in [(10, 0), (10, 1), (11, 1), (11, 2), (12, 3)] {
            keys.push(key, row);
        }
        let mut groups = Groups::singletons(4);
        groups.join(&mut keys);
        let found: Vec<_> = (0..4).map(|row| groups.find(row)).collect();
        assert_eq!(found, [0, 0, 0, 3]);
    }

    proptest! {
        #[test]
        fn rows_are_together_exactly_when_a_chain_of_keys_joins_them(
            pairs in prop::collection::vec((0u64..12, 0u32..20), 0..40)
        ) {
            let mut keys = SharedKeys::default();
            for &(key, row) in &pairs {
                keys.push(key, row);
            }
            let mut groups = Groups::singletons(20);
            groups.join(&mut keys);
            // Brute force: spread the lowest row over shared keys until nothing changes.
            let mut label: Vec<u32> = (0..20).collect();
            loop {
                let mut lowest = BTreeMap::new();
                for &(key, row) in &pairs {
                    let seen = lowest.entry(key).or_insert(label[row as usize]);
                    *seen = (*seen).min(label[row as usize]);
                }
                let before = label.clone();
                for &(key, row) in &pairs {
                    label[row as usize] = label[row as usize].min(lowest[&key]);
                }
                if before == label { break; }
            }
            for row in 0..20 {
                prop_assert_eq!(groups.find(row), label[row as usize]);
            }
        }
    }
}
