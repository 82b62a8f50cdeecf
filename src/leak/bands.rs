//! Protected records by the keys of their bands: six bytes for each.
//!
//! Of a key no more is kept than tells it from the others: where its bucket is says its first bits, and what room the number of
//! the record leaves in an entry is filled with its last ones. At half a million records that makes fifty bits; a record that
//! meets another one by chance is compared for nothing, and that is all.

use super::bucket::Buckets;

/// Bits of an entry.
const BITS: u32 = 48;

/// Which records have a band key.
#[derive(Debug, Default)]
pub(super) struct Bands {
    buckets: Buckets,
    /// Bits of a record's number.
    record_bits: u32,
    /// The last bits of a key and a record, in three parts.
    entries: Vec<[u16; 3]>,
}

impl Bands {
    /// Room for the keys of so many records, with about so many keys each. Every key is to be counted and then to be placed.
    pub(super) fn with_room(records: usize, keys: usize) -> Self {
        let record_bits = u64::BITS - (records as u64).leading_zeros();
        Self { buckets: Buckets::with_room(records.saturating_mul(keys)), record_bits, entries: Vec::new() }
    }

    /// Counts a key.
    pub(super) fn count(&mut self, key: u64) {
        self.buckets.count(key);
    }

    /// To be called between counting and placing.
    pub(super) fn counted(&mut self) {
        self.entries = vec![[0; 3]; self.buckets.counted()];
    }

    /// Places a key of a record.
    pub(super) fn place(&mut self, key: u64, record: u32) {
        let entry = parts(self.tag(key) | u64::from(record));
        let place = self.buckets.place(key);
        if let Some(slot) = place.and_then(|place| self.entries.get_mut(place)) {
            *slot = entry;
        }
    }

    /// The last bits of a key, where an entry has them.
    fn tag(&self, key: u64) -> u64 {
        key << self.record_bits & ((1 << BITS) - 1)
    }

    /// The records that have the key, in no order.
    pub(super) fn records_of(&self, key: u64) -> impl Iterator<Item = u32> {
        let tag = self.tag(key);
        let near = self.entries.get(self.buckets.range(key)).unwrap_or_default();
        let found = near.iter().map(move |entry| whole(*entry) ^ tag);
        found.filter(|rest| rest >> self.record_bits == 0).filter_map(|record| u32::try_from(record).ok())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the parts are meant")]
fn parts(entry: u64) -> [u16; 3] {
    [(entry >> 32) as u16, (entry >> 16) as u16, entry as u16]
}

fn whole([high, middle, low]: [u16; 3]) -> u64 {
    u64::from(high) << 32 | u64::from(middle) << 16 | u64::from(low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_record_is_found_by_its_keys(keys in prop::collection::vec((any::<u64>(), 0u64..4), 0..300)) {
            // Some keys are shared.
            let keys: Vec<u64> = keys.into_iter().map(|(key, few)| if few == 0 { key } else { few << 62 | few }).collect();
            let mut bands = Bands::with_room(keys.len(), 1);
            keys.iter().for_each(|key| bands.count(*key));
            bands.counted();
            (0u32..).zip(&keys).for_each(|(record, key)| bands.place(*key, record));
            for wanted in &keys {
                let mut found: Vec<u32> = bands.records_of(*wanted).collect();
                found.sort_unstable();
                let expected: Vec<u32> =
                    (0u32..).zip(&keys).filter(|(_, key)| *key == wanted).map(|(record, _)| record).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
