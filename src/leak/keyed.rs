//! Protected records by a key: what every check on equality rests on.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// Which protected records have a key.
#[derive(Debug, Default)]
pub(super) struct KeyIndex {
    /// Sorted by key, then record.
    entries: Vec<(u64, u32)>,
    /// Where the records of a key begin.
    starts: HashMap<u64, u32, FxBuildHasher>,
}

impl KeyIndex {
    /// Adds the keys of the next record.
    pub(super) fn push(&mut self, record: u32, keys: impl Iterator<Item = u64>) {
        self.entries.extend(keys.map(|key| (key, record)));
    }

    /// To be called once, when all records are in.
    pub(super) fn finish(&mut self) {
        self.entries.sort_unstable();
        self.entries.dedup();
        for (at, (key, _)) in (0u32..).zip(&self.entries) {
            self.starts.entry(*key).or_insert(at);
        }
    }

    /// The records that have the key, ascending.
    pub(super) fn records_of(&self, key: u64) -> impl Iterator<Item = u32> {
        let start = self.starts.get(&key).map_or(self.entries.len(), |start| *start as usize);
        let rest = self.entries.get(start..).unwrap_or_default();
        rest.iter().take_while(move |(other, _)| *other == key).map(|(_, record)| *record)
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
    }
}
