//! Which records are read by a person: of each split those of lowest keyed hash, whatever the order in which they come.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::SheetRow;
use crate::core::{Digest, Key, Split};

/// The sample while it is drawn. Memory is bounded by the number of records asked for.
#[derive(Debug)]
pub struct Sampler {
    /// Records of each split.
    wanted: usize,
    rows: [BTreeMap<(u64, Digest), SheetRow>; 3],
    bars: Bars,
}

/// What a record's rank must not exceed to be worth showing, by split. Threads that prepare records look here first.
#[derive(Debug, Clone)]
pub struct Bars {
    key: Key,
    most: Arc<[AtomicU64; 3]>,
}

/// The finished sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The rows of each split, in the order of [`Split::ALL`]; within a split in the order of the keyed hash, so that whoever
    /// stops in the middle has read a sample as well.
    pub rows: [Vec<SheetRow>; 3],
}

impl Sampler {
    /// Draws `wanted` records of each split; `key` is that of the run.
    #[must_use]
    pub fn new(key: &Key, wanted: usize) -> Self {
        let most = Arc::new([const { AtomicU64::new(u64::MAX) }; 3]);
        let bars = Bars { key: key.purpose("scrubjay 2026-11 audit sample"), most };
        Self { wanted, rows: [const { BTreeMap::new() }; 3], bars }
    }

    /// For the threads that prepare records.
    #[must_use]
    pub fn bars(&self) -> Bars {
        self.bars.clone()
    }

    /// Takes a record into the sample if its rank is among the lowest so far.
    pub fn offer(&mut self, split: Split, id: Digest, row: SheetRow) {
        let rank = self.bars.rank(id);
        let Some(rows) = self.rows.get_mut(split.index()) else { return };
        rows.insert((rank, id), row);
        if rows.len() > self.wanted {
            rows.pop_last();
        }
        if let (Some(((rank, _), _)), Some(bar)) = (rows.last_key_value(), self.bars.most.get(split.index()))
            && rows.len() == self.wanted
        {
            bar.store(*rank, Ordering::Relaxed);
        }
    }

    /// The sample.
    #[must_use]
    pub fn finish(self) -> Sample {
        Sample { rows: self.rows.map(|rows| rows.into_values().collect()) }
    }
}

impl Bars {
    /// Whether a record can still be in the sample. What it says may change with the threads, what is sampled does not.
    #[must_use]
    pub fn admit(&self, split: Split, id: Digest) -> bool {
        self.most.get(split.index()).is_some_and(|most| self.rank(id) <= most.load(Ordering::Relaxed))
    }

    fn rank(&self, id: Digest) -> u64 {
        self.key.digest(&[&id.bytes()]).prefix()
    }
}

impl Sample {
    /// Records of each split, in the order of [`Split::ALL`].
    #[must_use]
    pub fn records(&self) -> [u64; 3] {
        self.rows.each_ref().map(|rows| rows.len() as u64)
    }

    /// BLAKE3 digest over split and id of every record of the sample, by which a sheet is known to be of it.
    #[must_use]
    pub fn digest(&self) -> String {
        let rows = Split::ALL.into_iter().zip(&self.rows);
        digest(rows.flat_map(|(split, rows)| rows.iter().map(move |row| (split, row.record.as_str()))))
    }
}

/// The digest of a sample, whatever the order of its records.
pub(super) fn digest<'r>(records: impl Iterator<Item = (Split, &'r str)>) -> String {
    let mut lines: Vec<_> = records.map(|(split, record)| format!("{split} {record}\n")).collect();
    lines.sort_unstable();
    blake3::hash(lines.concat().as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(ids: impl Iterator<Item = u8>) -> Sample {
        let key = Key::derive("test", b"");
        let mut sampler = Sampler::new(&key, 5);
        let bars = sampler.bars();
        for n in ids {
            let id = Digest::from_bytes([n; 16]);
            let split = if n % 10 == 0 { Split::Holdout } else { Split::Train };
            if bars.admit(split, id) {
                sampler.offer(split, id, SheetRow { record: id.to_string(), ..SheetRow::default() });
            }
        }
        sampler.finish()
    }

    #[test]
    fn the_sample_does_not_depend_on_the_order() {
        let sample = draw(0..200);
        assert_eq!(sample.records(), [5, 0, 5]);
        let backwards = draw((0..200).rev());
        assert_eq!((&sample, sample.digest()), (&backwards, backwards.digest()));
        let gone = sample.rows[0][0].record.clone();
        let without = draw((0..200).filter(|n| Digest::from_bytes([*n; 16]).to_string() != gone));
        assert_ne!(sample.digest(), without.digest());
        assert_eq!(draw(1..4).records(), [3, 0, 0]);
    }
}
