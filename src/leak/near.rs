//! The near-duplicate check: candidates by bands of a MinHash signature, confirmed by the Jaccard index of the shingles.

use std::io;
use std::path::Path;

use super::bands::Bands;
use super::boilerplate::Common;
use super::{Item, Settings, Severity};
use crate::sketch::{Banding, Kind, RecordSketch, SetStore, ShingleSet};

/// So many shingles of a record are kept at least, by lot, when there are too many in all: an index of 0.8 is then measured to
/// within 0.05 in two of three cases.
const KEPT_SHINGLES: usize = 64;

/// A set of shingles that is smaller than this after boilerplate was set aside says too little.
const TELLING_SHINGLES: usize = 8;

/// The protected records' shingles, and their bands.
///
/// When there are more word shingles than twice `Settings::most_runs`, half of each set is let go, and again: those with the
/// greatest hashes, so that of all sets the same are kept. A record is then compared by what is kept of both. The sets go to disk
/// where there is a folder for them; six bytes for each of a record's bands stay in memory.
#[derive(Debug)]
pub(super) struct NearIndex {
    sets: SetStore,
    /// By record: how often its word shingles were halved.
    halvings: Vec<u8>,
    /// By record: whether it has nothing to compare.
    short: Vec<bool>,
    bands: Bands,
    /// Word shingles that are boilerplate, ascending.
    common: Vec<u32>,
    /// Word shingles that are kept.
    kept: usize,
    most: usize,
    /// How often the sets of the longest records were halved.
    deepest: u8,
    /// Every number of halvings that a record has.
    levels: Vec<u8>,
}

#[derive(Debug)]
struct Sampled {
    sets: Vec<ShingleSet>,
    /// How often its word shingles were halved.
    halvings: u8,
}

impl NearIndex {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            sets: SetStore::in_memory(),
            halvings: Vec::new(),
            short: Vec::new(),
            bands: Bands::default(),
            common: Vec::new(),
            kept: 0,
            most: (settings.most_runs as usize).saturating_mul(2),
            deepest: 0,
            levels: Vec::new(),
        }
    }

    /// Keeps the sets in a file in `folder`. To be called before the first record.
    pub(super) fn keep_in(&mut self, folder: &Path) {
        self.sets = SetStore::in_folder(folder);
    }

    /// One of so many shingles of the longest records is kept.
    pub(super) fn one_of(&self) -> u32 {
        1 << self.deepest.min(31)
    }

    pub(super) fn push(&mut self, item: &Item) -> io::Result<()> {
        let sets = item.sets.iter().map(|set| set.clone().in_order()).collect();
        let mut sampled = Sampled { sets, halvings: 0 };
        sampled.halve(self.deepest);
        self.take(&sampled)?;
        self.halvings.push(sampled.halvings);
        while self.kept > self.most && self.deepest < 31 {
            self.deepest += 1;
            let before = self.kept;
            self.halve()?;
            if self.kept == before {
                // Every record is down to what it needs.
                self.most = usize::MAX;
            }
        }
        Ok(())
    }

    fn take(&mut self, sampled: &Sampled) -> io::Result<()> {
        self.kept += sampled.word_shingles();
        self.sets.push(&sampled.sets)
    }

    /// Halves the sets of all records that have more than they need.
    fn halve(&mut self) -> io::Result<()> {
        let all = std::mem::replace(&mut self.sets, SetStore::in_memory());
        self.sets = all.another();
        self.kept = 0;
        all.each(|record, sets| {
            let halvings = self.halvings_of(record);
            let mut sampled = Sampled { sets, halvings };
            sampled.halve(self.deepest);
            if let Some(slot) = self.halvings.get_mut(record as usize) {
                *slot = sampled.halvings;
            }
            self.take(&sampled)
        })
    }

    fn halvings_of(&self, record: u32) -> u8 {
        self.halvings.get(record as usize).copied().unwrap_or(0)
    }

    pub(super) fn finish(&mut self, settings: &Settings) -> io::Result<()> {
        self.common = self.find_common(settings)?;
        self.levels = self.halvings.clone();
        self.levels.sort_unstable();
        self.levels.dedup();
        let mut bands = Bands::with_room(self.halvings.len(), Banding::LEAKS.bands);
        let mut short = Vec::with_capacity(self.halvings.len());
        self.each_stripped(|_, sets| {
            short.push(sets.is_empty());
            RecordSketch::keys(sets, Banding::LEAKS).for_each(|key| bands.count(key));
        })?;
        bands.counted();
        self.each_stripped(|record, sets| {
            RecordSketch::keys(sets, Banding::LEAKS).for_each(|key| bands.place(key, record));
        })?;
        (self.bands, self.short) = (bands, short);
        Ok(())
    }

    fn find_common(&self, settings: &Settings) -> io::Result<Vec<u32>> {
        let mut common = Common::new(settings, self.halvings.len());
        let words = |sets: &[ShingleSet], each: &mut dyn FnMut(u32)| {
            let sets = sets.iter().filter(|set| set.kind() == Kind::Words);
            sets.flat_map(ShingleSet::hashes).for_each(|hash| each(*hash));
        };
        self.sets.each(|_, sets| {
            words(&sets, &mut |hash| common.count(hash));
            Ok(())
        })?;
        if common.has_any() {
            self.sets.each(|_, sets| {
                words(&sets, &mut |hash| common.look(hash));
                Ok(())
            })?;
        }
        Ok(common.finish())
    }

    fn each_stripped(&self, mut each: impl FnMut(u32, &[ShingleSet])) -> io::Result<()> {
        self.sets.each(|record, mut sets| {
            strip(&mut sets, &self.common);
            each(record, &sets);
            Ok(())
        })
    }

    /// Whether a protected record has nothing to compare.
    pub(super) fn is_too_short(&self, record: u32) -> bool {
        self.short.get(record as usize).copied().unwrap_or(true)
    }

    /// Gives every protected record that `wanted` admits and that is alike, with its score; returns how many were compared.
    pub(super) fn probe(
        &self,
        item: &Item,
        settings: &Settings,
        wanted: impl Fn(u32) -> bool,
        mut hit: impl FnMut(u32, f64, Severity),
    ) -> io::Result<u64> {
        let mut stripped = None;
        if !self.common.is_empty() {
            let mut sets = item.sets.clone();
            strip(&mut sets, &self.common);
            stripped = Some(sets);
        }
        let sets = stripped.as_deref().unwrap_or(&item.sets);
        let mut candidates: Vec<u32> = Vec::new();
        let mut look = |sets: &[ShingleSet]| {
            let keys = RecordSketch::keys(sets, Banding::LEAKS);
            candidates.extend(keys.flat_map(|key| self.bands.records_of(key)).filter(|record| wanted(*record)));
        };
        for halvings in &self.levels {
            match halvings {
                0 => look(sets),
                halvings => look(&sets.iter().map(|set| sample(set, *halvings)).collect::<Vec<_>>()),
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        for record in &candidates {
            let mut own = self.sets.get(*record)?;
            strip(&mut own, &self.common);
            let score = Sampled { sets: own, halvings: self.halvings_of(*record) }.jaccard(sets);
            if score >= settings.near_duplicate {
                hit(*record, score, Severity::Error);
            } else if score >= settings.near_duplicate_warning {
                hit(*record, score, Severity::Warning);
            }
        }
        Ok(candidates.len() as u64)
    }
}

impl Sampled {
    /// Lets go of word shingles as often as was asked, but leaves what is needed.
    fn halve(&mut self, halvings: u8) {
        let shingles = self.word_shingles() << self.halvings;
        let enough = u8::try_from((shingles / KEPT_SHINGLES).max(1).ilog2()).unwrap_or(u8::MAX);
        let halvings = halvings.min(enough).max(self.halvings);
        if halvings > self.halvings {
            self.halvings = halvings;
            for set in &mut self.sets {
                *set = sample(set, halvings);
            }
        }
    }

    fn word_shingles(&self) -> usize {
        self.sets.iter().filter(|set| set.kind() == Kind::Words).map(|set| set.hashes().len()).sum()
    }

    /// How alike another record is, by what was kept of this one.
    fn jaccard(&self, other: &[ShingleSet]) -> f64 {
        let shared = self.sets.iter().find_map(|set| Some((set, other.iter().find(|o| o.kind() == set.kind())?)));
        shared.map_or(0.0, |(left, right)| match left.kind() {
            Kind::Words => left.jaccard_up_to(right, limit(self.halvings)),
            Kind::Characters => left.jaccard(right),
        })
    }
}

/// The greatest hash that is kept.
fn limit(halvings: u8) -> u32 {
    u32::MAX.checked_shr(u32::from(halvings)).unwrap_or(0)
}

fn sample(set: &ShingleSet, halvings: u8) -> ShingleSet {
    match set.kind() {
        Kind::Words => set.up_to(limit(halvings)),
        Kind::Characters => set.clone(),
    }
}

/// Takes boilerplate out of the word shingles. Character shingles stay: a text short enough to have them has no room for any.
fn strip(sets: &mut Vec<ShingleSet>, common: &[u32]) {
    if common.is_empty() {
        return;
    }
    for set in sets.iter_mut().filter(|set| set.kind() == Kind::Words) {
        *set = set.without(common);
    }
    sets.retain(|set| set.kind() == Kind::Characters || set.hashes().len() >= TELLING_SHINGLES);
}
