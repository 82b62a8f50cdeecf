//! Which records go: one walk over every cluster, the preferred records first.
//!
//! A record goes if one that stays is alike to *it*; being in its cluster is not enough. A chain of records, each like the
//! next, does therefore not fall to its first.

use std::cmp::Ordering;
use std::io;

use hashbrown::HashMap;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use rustc_hash::FxBuildHasher;

use super::{Groups, KeyedRow, Removed};

/// How records are compared when one may take the place of another.
pub trait Likeness: Sync {
    /// How alike a record is to one that stays; `None` if it is not alike enough to go.
    ///
    /// # Errors
    /// If what is compared cannot be read back from disk.
    fn score(&self, survivor: u32, row: u32) -> io::Result<Option<f64>>;

    /// Keys of which two records that are alike share one, but for a chance that the implementation states.
    ///
    /// # Errors
    /// If what the keys are made of cannot be read back from disk.
    fn keys(&self, row: u32) -> io::Result<Vec<u64>>;
}

/// In clusters of up to so many records each is compared with all that stay; in larger ones with those that share a key.
const SMALL: usize = 64;
/// Records that stay and are remembered for one key.
const SLOTS: u64 = 4;
/// Keys that are remembered in one cluster: some 500 MB. What stays beyond that takes no other record's place, so that too
/// little is removed and never too much.
const MOST_KEYS: usize = 1 << 25;

/// Chooses who stays within each set of `groups`. `order` says which of two rows is rather kept, `Less` for the first; it must be
/// a total order. Rows of which `stays` is true are never removed.
///
/// Removed records come in the order of their rows, each with the most preferred record that stays and is alike to it. Time is
/// linear in the records. Neither their order nor the number of threads counts.
///
/// # Errors
/// Those of `likeness`.
pub fn removals(
    groups: &mut Groups,
    order: impl Fn(u32, u32) -> Ordering + Sync,
    stays: impl Fn(u32) -> bool + Sync,
    likeness: &impl Likeness,
) -> io::Result<Vec<Removed>> {
    #[allow(clippy::cast_possible_truncation)] // rows are counted in u32 throughout
    let rows = 0..groups.rows() as u32;
    let mut members: Vec<KeyedRow> = rows.map(|row| KeyedRow::new(u64::from(groups.find(row)), row)).collect();
    members.par_sort_unstable();
    let clusters: Vec<&[KeyedRow]> =
        members.chunk_by(|left, right| left.key() == right.key()).filter(|cluster| cluster.len() > 1).collect();
    let removed: io::Result<Vec<Vec<Removed>>> = clusters
        .par_iter()
        .map(|cluster| {
            let mut rows: Vec<u32> = cluster.iter().map(|entry| entry.row()).collect();
            rows.sort_by(|left, right| order(*left, *right));
            walk(&rows, &stays, likeness)
        })
        .collect();
    let mut removed: Vec<Removed> = removed?.into_iter().flatten().collect();
    removed.par_sort_unstable_by_key(|removed| removed.row);
    Ok(removed)
}

/// Takes the rows of a cluster as preferred.
fn walk(rows: &[u32], stays: &impl Fn(u32) -> bool, likeness: &impl Likeness) -> io::Result<Vec<Removed>> {
    let small = rows.len() <= SMALL;
    let mut survivors: Vec<u32> = Vec::new();
    let mut index = Index::default();
    let mut removed = Vec::new();
    for &row in rows {
        let keys = if small { Vec::new() } else { likeness.keys(row)? };
        let found = match (stays(row), small) {
            (true, _) => None,
            (false, true) => first(survivors.iter().copied(), row, likeness)?,
            (false, false) => {
                // Survivors are numbered as preferred.
                let mut numbers: Vec<u32> = keys.iter().flat_map(|key| index.numbers(*key)).collect();
                numbers.sort_unstable();
                numbers.dedup();
                first(numbers.iter().filter_map(|number| survivors.get(*number as usize).copied()), row, likeness)?
            }
        };
        match found {
            Some(found) => removed.push(found),
            None => {
                index.add(&keys, u32::try_from(survivors.len()).unwrap_or(u32::MAX));
                survivors.push(row);
            }
        }
    }
    Ok(removed)
}

/// The first of the candidates that the row is alike to.
fn first(candidates: impl Iterator<Item = u32>, row: u32, likeness: &impl Likeness) -> io::Result<Option<Removed>> {
    for survivor in candidates {
        if let Some(score) = likeness.score(survivor, row)? {
            return Ok(Some(Removed { row, survivor, score }));
        }
    }
    Ok(None)
}

/// Numbers of survivors by their keys, in one table without lists: the slot is a part of the key.
#[derive(Default)]
struct Index {
    slots: HashMap<u64, u32, FxBuildHasher>,
}

impl Index {
    fn slot(key: u64, slot: u64) -> u64 {
        // An odd number without pattern keeps the slots of one key apart.
        key ^ slot.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn add(&mut self, keys: &[u64], number: u32) {
        for key in keys.iter().filter(|_| self.slots.len() < MOST_KEYS).copied().collect::<Vec<u64>>() {
            let free = (0..SLOTS).map(|slot| Self::slot(key, slot)).find(|slot| !self.slots.contains_key(slot));
            if let Some(free) = free {
                self.slots.insert(free, number);
            }
        }
    }

    fn numbers(&self, key: u64) -> impl Iterator<Item = u32> {
        (0..SLOTS).map_while(move |slot| self.slots.get(&Self::slot(key, slot)).copied())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Records are numbers; those up to `reach` apart are alike.
    struct Numbers {
        values: Vec<u32>,
        reach: u32,
    }

    impl Likeness for Numbers {
        fn score(&self, survivor: u32, row: u32) -> io::Result<Option<f64>> {
            let apart = self.values[survivor as usize].abs_diff(self.values[row as usize]);
            Ok((apart <= self.reach).then(|| 1.0 / f64::from(1 + apart)))
        }

        fn keys(&self, row: u32) -> io::Result<Vec<u64>> {
            let value = u64::from(self.values[row as usize]);
            let reach = u64::from(self.reach);
            Ok((value..=value + reach).collect())
        }
    }

    fn run(values: &[u32], reach: u32, frozen: &[u32]) -> Vec<Removed> {
        let mut groups = Groups::singletons(values.len());
        (1..u32::try_from(values.len()).unwrap()).for_each(|row| groups.union(0, row));
        let likeness = Numbers { values: values.to_vec(), reach };
        let order = |left: u32, right: u32| {
            let key = |row: u32| (!frozen.contains(&row), values[row as usize], row);
            key(left).cmp(&key(right))
        };
        removals(&mut groups, order, |row| frozen.contains(&row), &likeness).unwrap()
    }

    #[test]
    fn a_chain_does_not_fall_to_its_first_however_long_it_is() {
        for length in [5u32, 200, 2000] {
            let values: Vec<u32> = (0..length).collect();
            let removed = run(&values, 1, &[]);
            assert_eq!(removed.len(), (length / 2) as usize, "{length}");
            assert!(removed.iter().all(|removed| removed.survivor + 1 == removed.row));
        }
    }

    #[test]
    fn what_is_frozen_stays() {
        let removed = run(&[7, 7, 7, 7], 0, &[2, 3]);
        assert_eq!(removed, [0, 1].map(|row| Removed { row, survivor: 2, score: 1.0 }));
    }

    proptest! {
        #[test]
        fn who_stays_is_alike_to_who_goes_and_not_to_who_stays(
            values in prop::collection::vec(0u32..400, 1..150), reach in 0u32..4,
        ) {
            let removed = run(&values, reach, &[]);
            let gone: Vec<u32> = removed.iter().map(|removed| removed.row).collect();
            for one in &removed {
                prop_assert!(!gone.contains(&one.survivor));
                prop_assert!(values[one.survivor as usize].abs_diff(values[one.row as usize]) <= reach);
            }
            let rows = 0..u32::try_from(values.len()).unwrap();
            let left: Vec<u32> = rows.filter(|row| !gone.contains(row)).map(|row| values[row as usize]).collect();
            for (at, one) in left.iter().enumerate() {
                prop_assert!(left[at + 1..].iter().all(|other| one.abs_diff(*other) > reach));
            }
        }
    }
}
