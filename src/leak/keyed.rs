//! Protected records by a key: what every check on equality rests on.

use std::collections::BTreeMap;

use super::Side;
use super::bucket::Buckets;

/// Which protected records have a key.
#[derive(Debug, Default)]
pub(super) struct KeyIndex {
    /// Upper and lower half of a key, and a record; sorted. Twelve bytes rather than sixteen.
    entries: Vec<[u32; 3]>,
    buckets: Buckets,
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of a key")]
fn entry(key: u64, record: u32) -> [u32; 3] {
    [(key >> 32) as u32, key as u32, record]
}

fn key(entry: &[u32; 3]) -> u64 {
    let [upper, lower, _] = *entry;
    u64::from(upper) << 32 | u64::from(lower)
}

impl KeyIndex {
    /// Adds the keys of the next record.
    pub(super) fn push(&mut self, record: u32, keys: impl Iterator<Item = u64>) {
        self.entries.extend(keys.map(|key| entry(key, record)));
    }

    /// To be called once, when all records are in.
    pub(super) fn finish(&mut self) {
        self.entries.sort_unstable();
        self.entries.dedup();
        self.settle();
    }

    /// The same, with no more than `most` records of each side left of those that share a key.
    pub(super) fn finish_with_few(&mut self, most: usize, side: impl Fn(u32) -> Option<Side>) {
        self.entries.sort_unstable();
        self.entries.dedup();
        let (mut last, mut counts) = (None, BTreeMap::new());
        self.entries.retain(|entry| {
            let [.., record] = *entry;
            if last.replace(key(entry)) != Some(key(entry)) {
                counts.clear();
            }
            let count = counts.entry(side(record)).or_insert(0);
            *count += 1;
            *count <= most
        });
        self.settle();
    }

    fn settle(&mut self) {
        self.entries.shrink_to_fit();
        self.buckets = Buckets::of(self.entries.iter().map(key));
    }

    /// The records that have the key, ascending.
    pub(super) fn records_of(&self, wanted: u64) -> impl Iterator<Item = u32> {
        let near = self.entries.get(self.buckets.range(wanted)).unwrap_or_default();
        let start = near.partition_point(|entry| key(entry) < wanted);
        let rest = near.get(start..).unwrap_or_default();
        rest.iter().take_while(move |entry| key(entry) == wanted).map(|[.., record]| *record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_of_a_key_is_found_once() {
        let mut index = KeyIndex::default();
        for (record, keys) in [(0, vec![5, 5, 6]), (1, vec![]), (2, vec![5])] {
            index.push(record, keys.into_iter());
        }
        index.finish();
        assert_eq!(index.records_of(5).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(index.records_of(7).count(), 0);
        assert_eq!(KeyIndex::default().records_of(7).count(), 0);
    }

    #[test]
    fn a_few_records_of_each_side_are_left() {
        let mut index = KeyIndex::default();
        (0..9).for_each(|record| index.push(record, [5, u64::from(record)].into_iter()));
        let side = |record| Some(if record < 6 { Side::Validation } else { Side::Holdout });
        index.finish_with_few(2, side);
        assert_eq!(index.records_of(5).collect::<Vec<_>>(), [0, 1, 6, 7]);
        assert_eq!(index.records_of(8).collect::<Vec<_>>(), [8]);
    }
}
