//! Where the entries of a sorted list begin whose hashes share their first bits: a lookup without a map, for a few bits an entry.

use std::ops::Range;

/// Entries of a bucket, on average.
const PER_BUCKET: usize = 4;

/// Beginnings of buckets.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    /// How far a hash is shifted to leave the number of its bucket.
    shift: u32,
    /// First entry of each bucket, and one past the last of all.
    starts: Vec<u32>,
}

impl Buckets {
    /// Empty buckets for so many hashes, which are to be counted and then to be placed.
    pub(super) fn with_room(hashes: usize) -> Self {
        let bits = (hashes / PER_BUCKET).max(1).ilog2().max(1);
        Self { shift: 64 - bits, starts: vec![0; (1 << bits) + 1] }
    }

    /// Counts a hash.
    pub(super) fn count(&mut self, hash: u64) {
        let bucket = self.number(hash);
        if let Some(count) = self.starts.get_mut(bucket) {
            *count += 1;
        }
    }

    /// To be called between counting and placing; gives the number of hashes.
    pub(super) fn counted(&mut self) -> usize {
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        sum as usize
    }

    /// The place of a hash that was counted: the last free one of its bucket.
    pub(super) fn place(&mut self, hash: u64) -> Option<usize> {
        let bucket = self.number(hash);
        let start = self.starts.get_mut(bucket)?;
        *start = start.checked_sub(1)?;
        Some(*start as usize)
    }

    /// Buckets for a list with these hashes, in any order.
    pub(super) fn of(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let mut buckets = Self::with_room(hashes.len());
        for hash in hashes {
            let bucket = buckets.number(hash);
            if let Some(count) = buckets.starts.get_mut(bucket + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut buckets.starts {
            sum += *start;
            *start = sum;
        }
        buckets
    }

    fn number(&self, hash: u64) -> usize {
        usize::try_from(hash >> self.shift).unwrap_or(0)
    }

    /// The entries among which those of a hash are.
    pub(super) fn range(&self, hash: u64) -> Range<usize> {
        let bucket = self.number(hash);
        let start = |bucket: usize| self.starts.get(bucket).map_or(0, |start| *start as usize);
        start(bucket)..start(bucket + 1)
    }

    /// All buckets in order.
    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        self.starts.windows(2).filter_map(|pair| match pair {
            [start, end] => Some(*start as usize..*end as usize),
            _ => None,
        })
    }

    /// Places the numbers of a list in the order of its buckets; within one, as they stand in the list.
    pub(super) fn order(&self, hashes: &[u64]) -> Vec<u32> {
        let mut next = self.starts.clone();
        let mut order = vec![0; hashes.len()];
        for (place, hash) in (0u32..).zip(hashes) {
            let Some(slot) = next.get_mut(self.number(*hash)) else { continue };
            if let Some(entry) = order.get_mut(*slot as usize) {
                *entry = place;
            }
            *slot += 1;
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_entry_is_in_its_bucket_once(hashes in proptest::collection::vec(any::<u64>(), 0..200)) {
            let buckets = Buckets::of(hashes.iter().copied());
            let order = buckets.order(&hashes);
            for (place, hash) in hashes.iter().enumerate() {
                let found = order[buckets.range(*hash)].iter().filter(|entry| **entry as usize == place).count();
                prop_assert_eq!(found, 1);
            }
            let ranges: Vec<_> = buckets.ranges().collect();
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
            prop_assert_eq!(ranges.last().map(|range| range.end), Some(hashes.len()));
        }
    }
}
