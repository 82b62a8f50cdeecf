//! Clusters of near-duplicates over a stream of any length.
//!
//! Band keys and shingle hashes go to files without names as they come; nothing of a text does. When the stream has ended the
//! bands are read one after the other, rows that share a key are compared by the Jaccard index of their shingles, and those at
//! or above the threshold are joined. Memory is eight bytes a record for its place, about fifteen for its fingerprint, four for
//! its cluster, and one band at a time of twelve: 400 MB for ten million records, whatever their texts are. Time is linear in
//! the records as long as buckets are small, and a bucket of many is looked at through a window.

use std::cmp::Ordering;
use std::io;
use std::path::Path;

use hashbrown::HashTable;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use super::candidate::BandFiles;
use super::{Groups, KeyedRow, Likeness, Removed, removals};
use crate::sketch::{Banding, RecordSketch, SetStore};

/// What counts as a near-duplicate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearSettings {
    /// Least Jaccard index of the shingles, from 0 to 1.
    pub threshold: f64,
    /// How candidates are found.
    pub banding: Banding,
}

impl Default for NearSettings {
    /// A Jaccard index of 0.8, found by [`Banding::CORPUS`].
    fn default() -> Self {
        Self { threshold: 0.8, banding: Banding::CORPUS }
    }
}

/// A record as it is pushed: its sketch, and its band keys, which any thread can make.
#[derive(Debug, Clone)]
pub struct NearRecord {
    sketch: RecordSketch,
    keys: Vec<u64>,
}

impl NearRecord {
    /// Makes the band keys of a sketch.
    #[must_use]
    pub fn new(sketch: RecordSketch, settings: NearSettings) -> Self {
        let keys = sketch.band_keys(settings.banding).collect();
        Self { sketch, keys }
    }
}

/// Takes records, in any number, and finds the clusters when all have come.
#[derive(Debug)]
pub struct NearDuplicates {
    settings: NearSettings,
    bands: BandFiles,
    sets: SetStore,
    /// First row of every normal form: five bytes for each, since what it says is in `forms`.
    first: HashTable<u32>,
    /// Rows with a normal form that was there before, ascending, each behind the first with it.
    same: Vec<(u32, u32)>,
    /// Normal forms by row.
    forms: Vec<u64>,
}

/// In a bucket of more rows than this each is compared with so many before it, in an order that is another one in every band.
const WINDOW: usize = 8;

impl NearDuplicates {
    /// Nothing yet. Temporary files go to `folder`, have no name there and are gone with this value.
    pub fn new(folder: &Path, settings: NearSettings) -> io::Result<Self> {
        Ok(Self {
            settings,
            bands: BandFiles::new(folder, settings.banding.bands)?,
            sets: SetStore::in_folder(folder),
            first: HashTable::new(),
            same: Vec::new(),
            forms: Vec::new(),
        })
    }

    /// Adds the next record and gives its row, counted from 0. More than 2³² − 1 of them are an error.
    pub fn push(&mut self, record: &NearRecord) -> io::Result<u32> {
        let row = u32::try_from(self.forms.len()).map_err(|_| io::Error::other("too many records"))?;
        let form = record.sketch.normalised;
        self.forms.push(form);
        let first = self.first_with(form, row);
        if first != row {
            // Its shingles are those of the first one.
            self.same.push((first, row));
            self.sets.push(&[])?;
            return Ok(row);
        }
        self.sets.push(&record.sketch.sets)?;
        for (n, key) in record.keys.iter().enumerate() {
            self.bands.push(n % self.settings.banding.bands.max(1), *key, row)?;
        }
        Ok(row)
    }

    /// The first row with a normal form; `row` if that is it. Forms are keyed hashes, which need no other hash.
    fn first_with(&mut self, form: u64, row: u32) -> u32 {
        let Self { first, forms, .. } = self;
        let form_of = |row: &u32| forms.get(*row as usize).copied().unwrap_or(0);
        *first.entry(form, |other| form_of(other) == form, form_of).or_insert(row).get()
    }

    /// Compares what shares a band, and joins what is alike.
    pub fn finish(self) -> io::Result<NearClusters> {
        let Self { settings, bands, sets, first, same, forms } = self;
        drop(first);
        let mut groups = Groups::singletons(forms.len());
        let mut counts = NearCounts { records: forms.len() as u64, exact: same.len() as u64, ..NearCounts::default() };
        for (first, row) in &same {
            groups.union(*first, *row);
        }
        let mut salt = 0u64;
        let mut failed = None;
        bands.each(|mut rows| {
            salt += 1;
            rows.par_sort_unstable();
            let pairs = pairs(&rows, &forms, salt, &mut groups);
            drop(rows);
            match compare(&pairs, &sets, settings.threshold) {
                Ok(alike) => {
                    counts.compared += pairs.len() as u64;
                    counts.alike += alike.len() as u64;
                    alike.iter().for_each(|(left, right)| groups.union(*left, *right));
                }
                Err(error) => failed = Some(error),
            }
        })?;
        match failed {
            Some(error) => Err(error),
            None => Ok(NearClusters { settings, groups, counts, sets, forms, same }),
        }
    }
}

/// The pairs to compare in one band: those that share a key and are not together yet. Which pairs those are depends on what
/// the records say and not on the order in which they came.
fn pairs(rows: &[KeyedRow], forms: &[u64], salt: u64, groups: &mut Groups) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    let mut bucket: Vec<(u64, u32)> = Vec::new();
    for run in rows.chunk_by(|left, right| left.key() == right.key()).filter(|run| run.len() > 1) {
        bucket.clear();
        bucket.extend(run.iter().map(|entry| {
            let form = forms.get(entry.row() as usize).copied().unwrap_or(0);
            (form.wrapping_mul(salt * 2 + 1).rotate_left(32), entry.row())
        }));
        bucket.sort_unstable();
        bucket.dedup();
        for (at, (_, right)) in bucket.iter().enumerate() {
            let before = bucket.get(at.saturating_sub(WINDOW)..at).unwrap_or_default();
            for (_, left) in before {
                if groups.find(*left) != groups.find(*right) {
                    pairs.push((*left.min(right), *left.max(right)));
                }
            }
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

fn compare(pairs: &[(u32, u32)], sets: &SetStore, threshold: f64) -> io::Result<Vec<(u32, u32)>> {
    let chunks: Vec<&[(u32, u32)]> = pairs.chunk_by(|left, right| left.0 == right.0).collect();
    let found: io::Result<Vec<Vec<(u32, u32)>>> = chunks
        .par_iter()
        .map(|chunk| {
            let Some((left, _)) = chunk.first() else { return Ok(Vec::new()) };
            let sketch = sketch_of(sets, *left)?;
            let mut alike = Vec::new();
            for (left, right) in *chunk {
                if sketch.jaccard(&sketch_of(sets, *right)?) >= threshold {
                    alike.push((*left, *right));
                }
            }
            Ok(alike)
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// The sketch of a row, as far as likeness is concerned.
fn sketch_of(sets: &SetStore, row: u32) -> io::Result<RecordSketch> {
    Ok(RecordSketch { normalised: 0, words: 0, sets: sets.get(row)? })
}

/// What was examined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NearCounts {
    /// Records that were pushed.
    pub records: u64,
    /// Records whose normal form another one has.
    pub exact: u64,
    /// Pairs whose shingles were compared; a pair that meets in several bands without being alike counts in each.
    pub compared: u64,
    /// Pairs at or above the threshold. Pairs that were together already are not compared and not counted.
    pub alike: u64,
}

/// The clusters.
#[derive(Debug)]
pub struct NearClusters {
    settings: NearSettings,
    groups: Groups,
    /// What was examined.
    pub counts: NearCounts,
    sets: SetStore,
    forms: Vec<u64>,
    same: Vec<(u32, u32)>,
}

impl NearClusters {
    /// The clusters as disjoint sets of rows.
    #[must_use]
    pub fn into_groups(self) -> Groups {
        self.groups
    }

    /// Joins the clusters in other disjoint sets over the same rows.
    pub fn join_into(&mut self, sets: &mut Groups) {
        for row in (0u32..).take(self.forms.len()) {
            let root = self.groups.find(row);
            if root != row {
                sets.union(root, row);
            }
        }
    }

    /// Chooses who stays: see [`removals`].
    ///
    /// # Errors
    /// If the shingles cannot be read back from disk.
    pub fn removed(&mut self, order: impl Fn(u32, u32) -> Ordering + Sync) -> io::Result<Vec<Removed>> {
        let mut groups = std::mem::replace(&mut self.groups, Groups::singletons(0));
        let removed = removals(&mut groups, order, |_| false, &*self);
        self.groups = groups;
        removed
    }

    /// The Jaccard index of two records; 1 for the same normal form.
    ///
    /// # Errors
    /// If the shingles cannot be read back from disk.
    pub fn jaccard(&self, left: u32, right: u32) -> io::Result<f64> {
        if self.forms.get(left as usize) == self.forms.get(right as usize) {
            return Ok(1.0);
        }
        Ok(self.sketch(left)?.jaccard(&self.sketch(right)?))
    }

    /// The sketch of a record; one whose normal form was there before has that of the first with it.
    fn sketch(&self, row: u32) -> io::Result<RecordSketch> {
        let same = self.same.binary_search_by_key(&row, |(_, row)| *row).ok().and_then(|at| self.same.get(at));
        sketch_of(&self.sets, same.map_or(row, |(first, _)| *first))
    }
}

impl Likeness for NearClusters {
    fn score(&self, survivor: u32, row: u32) -> io::Result<Option<f64>> {
        Ok(Some(self.jaccard(survivor, row)?).filter(|score| *score >= self.settings.threshold))
    }

    /// The keys of the bands, and of the normal form: one in 20,000 pairs at a Jaccard index of 0.8 shares none.
    fn keys(&self, row: u32) -> io::Result<Vec<u64>> {
        let bands = self.sketch(row)?.band_keys(self.settings.banding).collect::<Vec<u64>>();
        Ok(self.forms.get(row as usize).copied().into_iter().chain(bands).collect())
    }
}
