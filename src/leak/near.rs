//! The near-duplicate check: candidates by bands of a MinHash signature, confirmed by the Jaccard index of the shingles.

use super::boilerplate;
use super::keyed::KeyIndex;
use super::{Item, Settings, Severity};
use crate::sketch::{Banding, Kind, RecordSketch, ShingleSet};

/// The protected records' shingles, and their bands.
#[derive(Debug, Default)]
pub(super) struct NearIndex {
    sketches: Vec<RecordSketch>,
    bands: KeyIndex,
    /// Word shingles that are boilerplate, ascending.
    common: Vec<u32>,
}

/// A set of shingles that is smaller than this after boilerplate was set aside says too little.
const TELLING_SHINGLES: usize = 8;

impl NearIndex {
    pub(super) fn push(&mut self, item: &Item) {
        self.sketches.push(item.sketch.clone());
    }

    pub(super) fn finish(&mut self, settings: &Settings) {
        let least = boilerplate::least_records(settings, self.sketches.len());
        let of_words = |sketch: &RecordSketch| words(sketch).map(|set| set.hashes().to_vec()).unwrap_or_default();
        self.common = boilerplate::common(self.sketches.iter().map(of_words), least);
        for sketch in &mut self.sketches {
            strip(sketch, &self.common);
        }
        for (record, sketch) in (0u32..).zip(&self.sketches) {
            self.bands.push(record, sketch.band_keys(Banding::LEAKS));
        }
        self.bands.finish();
    }

    /// Whether a protected record has nothing to compare.
    pub(super) fn is_too_short(&self, record: u32) -> bool {
        self.sketches.get(record as usize).is_none_or(|sketch| sketch.sets.is_empty())
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
            let mut sketch = item.sketch.clone();
            strip(&mut sketch, &self.common);
            stripped = Some(sketch);
        }
        let sketch = stripped.as_ref().unwrap_or(&item.sketch);
        let mut candidates: Vec<u32> = sketch
            .band_keys(Banding::LEAKS)
            .flat_map(|key| self.bands.records_of(key))
            .filter(|r| wanted(*r))
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        for record in &candidates {
            let Some(other) = self.sketches.get(*record as usize) else { continue };
            let score = sketch.jaccard(other);
            if score >= settings.near_duplicate {
                hit(*record, score, Severity::Error);
            } else if score >= settings.near_duplicate_warning {
                hit(*record, score, Severity::Warning);
            }
        }
        candidates.len() as u64
    }
}

fn words(sketch: &RecordSketch) -> Option<&ShingleSet> {
    sketch.sets.iter().find(|set| set.kind() == Kind::Words)
}

/// Takes boilerplate out of the word shingles. Character shingles stay: a text short enough to have them has no room for any.
fn strip(sketch: &mut RecordSketch, common: &[u32]) {
    if common.is_empty() {
        return;
    }
    for set in &mut sketch.sets {
        if set.kind() == Kind::Words {
            *set = set.without(common);
        }
    }
    sketch.sets.retain(|set| set.kind() == Kind::Characters || set.hashes().len() >= TELLING_SHINGLES);
}
