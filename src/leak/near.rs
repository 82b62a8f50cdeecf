//! The near-duplicate check: candidates by bands of a MinHash signature, confirmed by the Jaccard index of the shingles.

use super::boilerplate;
use super::keyed::KeyIndex;
use super::{Item, Settings, Severity};
use crate::sketch::{Banding, Kind, RecordSketch, ShingleSet};

/// So many shingles of a record are kept at least, by lot, when there are too many in all: an index of 0.8 is then measured to
/// within 0.05 in two of three cases.
const KEPT_SHINGLES: usize = 64;

/// A set of shingles that is smaller than this after boilerplate was set aside says too little.
const TELLING_SHINGLES: usize = 8;

/// The protected records' shingles, and their bands.
///
/// When there are more word shingles than twice `Settings::most_runs`, half of each set is let go, and again: those with the
/// greatest hashes, so that of all sets the same are kept. A record is then compared by what is kept of both.
#[derive(Debug)]
pub(super) struct NearIndex {
    sketches: Vec<Sampled>,
    bands: KeyIndex,
    /// Word shingles that are boilerplate, ascending.
    common: Vec<u32>,
    /// Word shingles that are kept.
    kept: usize,
    most: usize,
    /// How often the sets of the longest records were halved.
    halvings: u32,
    /// Every number of halvings that a record has.
    levels: Vec<u32>,
}

#[derive(Debug)]
struct Sampled {
    sets: Box<[ShingleSet]>,
    /// How often its word shingles were halved.
    halvings: u32,
}

impl NearIndex {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            sketches: Vec::new(),
            bands: KeyIndex::default(),
            common: Vec::new(),
            kept: 0,
            most: (settings.most_runs as usize).saturating_mul(2),
            halvings: 0,
            levels: Vec::new(),
        }
    }

    /// One of so many shingles of the longest records is kept.
    pub(super) fn one_of(&self) -> u32 {
        1 << self.halvings.min(31)
    }

    pub(super) fn push(&mut self, item: &Item) {
        let sets = item.sketch.sets.iter().map(|set| set.clone().in_order()).collect();
        let mut sampled = Sampled { sets, halvings: 0 };
        sampled.halve(self.halvings);
        self.kept += sampled.word_shingles();
        self.sketches.push(sampled);
        while self.kept > self.most && self.halvings < 31 {
            self.halvings += 1;
            let before = self.kept;
            self.sketches.iter_mut().for_each(|sampled| sampled.halve(self.halvings));
            self.kept = self.sketches.iter().map(Sampled::word_shingles).sum();
            if self.kept == before {
                // Every record is down to what it needs.
                self.most = usize::MAX;
            }
        }
    }

    pub(super) fn finish(&mut self, settings: &Settings) {
        let least = boilerplate::least_records(settings, self.sketches.len());
        let mut all = Vec::with_capacity(self.kept);
        let word_sets = self.sketches.iter().flat_map(|sampled| &sampled.sets).filter(|set| set.kind() == Kind::Words);
        word_sets.for_each(|set| all.extend_from_slice(set.hashes()));
        self.common = boilerplate::common(all, least);
        for (record, sampled) in (0u32..).zip(&mut self.sketches) {
            strip(&mut sampled.sets, &self.common);
            self.bands.push(record, RecordSketch::keys(&sampled.sets, Banding::LEAKS));
            self.levels.push(sampled.halvings);
            if self.levels.len() > 64 {
                self.levels.sort_unstable();
                self.levels.dedup();
            }
        }
        self.levels.sort_unstable();
        self.levels.dedup();
        self.bands.finish();
    }

    /// Whether a protected record has nothing to compare.
    pub(super) fn is_too_short(&self, record: u32) -> bool {
        self.sketches.get(record as usize).is_none_or(|sampled| sampled.sets.is_empty())
    }

    /// Gives every protected record that `wanted` admits and that is alike, with its score; returns how many were compared.
    pub(super) fn probe(
        &self,
        item: &Item,
        settings: &Settings,
        wanted: impl Fn(u32) -> bool,
        mut hit: impl FnMut(u32, f64, Severity),
    ) -> u64 {
        let mut stripped = None;
        if !self.common.is_empty() {
            let mut sets = item.sketch.sets.clone().into_boxed_slice();
            strip(&mut sets, &self.common);
            stripped = Some(sets);
        }
        let sets = stripped.as_deref().unwrap_or(&item.sketch.sets);
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
            let Some(other) = self.sketches.get(*record as usize) else { continue };
            let score = other.jaccard(sets);
            if score >= settings.near_duplicate {
                hit(*record, score, Severity::Error);
            } else if score >= settings.near_duplicate_warning {
                hit(*record, score, Severity::Warning);
            }
        }
        candidates.len() as u64
    }
}

impl Sampled {
    /// Lets go of word shingles as often as was asked, but leaves what is needed.
    fn halve(&mut self, halvings: u32) {
        let shingles = self.word_shingles() << self.halvings;
        let enough = (shingles / KEPT_SHINGLES).max(1).ilog2();
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
fn limit(halvings: u32) -> u32 {
    u32::MAX.checked_shr(halvings).unwrap_or(0)
}

fn sample(set: &ShingleSet, halvings: u32) -> ShingleSet {
    match set.kind() {
        Kind::Words => set.up_to(limit(halvings)),
        Kind::Characters => set.clone(),
    }
}

/// Takes boilerplate out of the word shingles. Character shingles stay: a text short enough to have them has no room for any.
fn strip(sets: &mut Box<[ShingleSet]>, common: &[u32]) {
    if common.is_empty() {
        return;
    }
    let mut kept = std::mem::take(sets).into_vec();
    for set in kept.iter_mut().filter(|set| set.kind() == Kind::Words) {
        *set = set.without(common);
    }
    kept.retain(|set| set.kind() == Kind::Characters || set.hashes().len() >= TELLING_SHINGLES);
    *sets = kept.into_boxed_slice();
}
