//! The n-gram containment check: protected records that stand, whole or in part, in a longer one.
//!
//! Runs of eight words of all protected records are in one table. A record of the other side is read word by word; what it
//! shares with a protected record is counted as a share of that record's runs, and the longest stretch of neighbouring runs is
//! measured on the way (ConTAM, arXiv 2411.03923, found n = 8 and the longest match to tell best).
//!
//! In a dialogue the prompt decides: canned answers, and canned sentences in them, stand in many records of any support desk. A
//! dialogue leaks if what makes a document leak is shared and half of the runs of its prompt are; what is shared of its answer
//! alone is worth a look.
//!
//! A record of four to seven words has no run of eight: it is looked for as a whole. One of fewer words would be found
//! everywhere by chance; it counts as too short, and only the checks on equality and on characters see it.

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::boilerplate;
use super::{Item, Settings, Severity};
use crate::sketch::{WordHasher, rolling};

/// Words in a run.
pub const NGRAM: usize = 8;
/// Fewest words of a record that is looked for as a whole.
pub const MIN_WHOLE: usize = 4;

/// A run of a protected record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    record: u32,
    at: u32,
}

/// The protected records' runs.
#[derive(Debug)]
pub(super) struct RunIndex {
    hasher: WordHasher,
    /// By protected record: its runs in order, or the one hash of all its words.
    runs: Vec<Runs>,
    places: Vec<(u64, Place)>,
    starts: HashMap<u64, u32, FxBuildHasher>,
    /// One bit for some hashes; most runs of the other side end here.
    filter: Vec<u64>,
    /// Lengths of the records that are looked for as a whole.
    whole_lengths: Vec<usize>,
    /// Runs that are boilerplate, ascending.
    common: Vec<u64>,
    /// What was set aside.
    pub(super) boilerplate: Vec<Passage>,
}

#[derive(Debug, Default)]
struct Runs {
    hashes: Vec<u64>,
    words: usize,
    /// Runs that are no boilerplate, each counted once.
    telling: u32,
    is_dialogue: bool,
    /// Whether each run is of the prompt and no boilerplate; empty for documents.
    asked: Vec<bool>,
}

/// Boilerplate as it stands in the first record that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// The protected record.
    pub record: u32,
    /// Its first word there, counted from 0 over all texts but the system text.
    pub word: u32,
    /// Words in it.
    pub words: u32,
}

/// What a record shares with a protected one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Overlap {
    pub(super) record: u32,
    /// Share of the protected record's runs.
    pub(super) share: f64,
    /// Share of its prompt's runs; none for a document.
    pub(super) asked: Option<f64>,
    /// Words in the longest common stretch.
    pub(super) longest: u32,
}

impl RunIndex {
    pub(super) fn new(hasher: WordHasher) -> Self {
        Self {
            hasher,
            runs: Vec::new(),
            places: Vec::new(),
            starts: HashMap::default(),
            filter: Vec::new(),
            whole_lengths: Vec::new(),
            common: Vec::new(),
            boilerplate: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, item: &Item) {
        let words = item.words.len();
        let width = words.min(NGRAM);
        let mut hashes = Vec::new();
        if words >= MIN_WHOLE {
            rolling(&self.hasher, &item.words, width, |hash| hashes.push(salted(hash, width)));
        }
        let asked = item.asked.iter().flat_map(|(start, end)| {
            // Runs within the turn; of a turn too short to hold one, those that begin in it.
            let last = if end - start >= NGRAM { end + 1 - NGRAM } else { *end };
            *start..last
        });
        let mut asked_runs = vec![false; if item.asked.is_empty() { 0 } else { hashes.len() }];
        for at in asked {
            if let Some(run) = asked_runs.get_mut(at) {
                *run = true;
            }
        }
        self.runs.push(Runs { hashes, words, telling: 0, is_dialogue: !item.asked.is_empty(), asked: asked_runs });
    }

    pub(super) fn finish(&mut self, settings: &Settings) {
        let least = boilerplate::least_records(settings, self.runs.len());
        self.common = boilerplate::common(self.runs.iter().map(|runs| runs.hashes.clone()), least);
        let mut listed: HashSet<u64, FxBuildHasher> = HashSet::default();
        for (record, runs) in (0u32..).zip(&mut self.runs) {
            let mut telling: Vec<u64> = Vec::with_capacity(runs.hashes.len());
            for (at, hash) in (0u32..).zip(&runs.hashes) {
                let asked = runs.asked.get_mut(at as usize);
                if self.common.binary_search(hash).is_err() {
                    telling.push(*hash);
                    self.places.push((*hash, Place { record, at }));
                    continue;
                }
                if let Some(asked) = asked {
                    *asked = false;
                }
                if listed.insert(*hash) {
                    note(&mut self.boilerplate, record, at);
                }
            }
            telling.sort_unstable();
            telling.dedup();
            runs.telling = u32::try_from(telling.len()).unwrap_or(u32::MAX);
            if (MIN_WHOLE..NGRAM).contains(&runs.words) {
                self.whole_lengths.push(runs.words);
            }
        }
        self.whole_lengths.sort_unstable();
        self.whole_lengths.dedup();
        self.places.sort_unstable();
        // Sixteen bits a run: one run of another text in sixteen passes by chance.
        let bits = (self.places.len() * 16).next_power_of_two().max(1 << 12);
        self.filter = vec![0; bits / 64];
        for (at, (hash, _)) in (0u32..).zip(&self.places) {
            self.starts.entry(*hash).or_insert(at);
            let (word, bit) = filter_place(*hash, self.filter.len());
            if let Some(word) = self.filter.get_mut(word) {
                *word |= bit;
            }
        }
    }

    /// Whether a protected record has nothing to look for.
    pub(super) fn is_too_short(&self, record: u32) -> bool {
        self.runs.get(record as usize).is_none_or(|runs| runs.telling == 0)
    }

    fn places_of(&self, hash: u64) -> impl Iterator<Item = Place> {
        let (word, bit) = filter_place(hash, self.filter.len());
        let maybe = self.filter.get(word).is_some_and(|word| word & bit != 0);
        let start = maybe.then(|| self.starts.get(&hash)).flatten();
        let start = start.map_or(self.places.len(), |start| *start as usize);
        let rest = self.places.get(start..).unwrap_or_default();
        rest.iter().take_while(move |(other, _)| *other == hash).map(|(_, place)| *place)
    }

    /// Reads the words of a record and gives what it shares with every protected record that `wanted` admits; returns how many
    /// runs were looked up.
    pub(super) fn probe(&self, words: &[u64], wanted: impl Fn(u32) -> bool, mut found: impl FnMut(Overlap)) -> u64 {
        let mut looked_up = 0;
        // Protected record, how far its words are ahead of ours, place of the run among ours, place among its own.
        let mut hits: Vec<(u32, i64, u32, u32)> = Vec::new();
        for width in self.whole_lengths.iter().copied().chain([NGRAM]) {
            if words.len() < width {
                continue;
            }
            let mut at = 0u32;
            rolling(&self.hasher, words, width, |hash| {
                for place in self.places_of(salted(hash, width)).filter(|place| wanted(place.record)) {
                    hits.push((place.record, i64::from(place.at) - i64::from(at), at, place.at));
                }
                at += 1;
                looked_up += 1;
            });
        }
        hits.sort_unstable();
        for of_record in hits.chunk_by(|left, right| left.0 == right.0) {
            if let Some(overlap) = self.overlap(of_record) {
                found(overlap);
            }
        }
        looked_up
    }

    fn overlap(&self, hits: &[(u32, i64, u32, u32)]) -> Option<Overlap> {
        let record = hits.first()?.0;
        let runs = self.runs.get(record as usize)?;
        let mut own: Vec<u64> = hits.iter().filter_map(|hit| runs.hashes.get(hit.3 as usize).copied()).collect();
        own.sort_unstable();
        own.dedup();
        let neighbours =
            |left: &(u32, i64, u32, u32), right: &(u32, i64, u32, u32)| left.1 == right.1 && left.2 + 1 == right.2;
        let stretch = hits.chunk_by(neighbours).map(<[_]>::len).max().unwrap_or(0);
        let longest = stretch - 1 + runs.words.min(NGRAM);
        Some(Overlap {
            record,
            share: own.len() as f64 / f64::from(runs.telling.max(1)),
            asked: runs.asked_share(hits.iter().map(|hit| hit.3)),
            longest: u32::try_from(longest).unwrap_or(u32::MAX),
        })
    }
}

impl Runs {
    /// Share of the prompt's runs that are among those at the given places; `None` for a document, 0 for a dialogue whose prompt
    /// is all boilerplate.
    fn asked_share(&self, places: impl Iterator<Item = u32>) -> Option<f64> {
        let asked = self.asked.iter().filter(|asked| **asked).count();
        let mut shared: Vec<u32> = places.filter(|at| self.asked.get(*at as usize) == Some(&true)).collect();
        shared.sort_unstable();
        shared.dedup();
        self.is_dialogue.then(|| shared.len() as f64 / asked.max(1) as f64)
    }
}

impl Overlap {
    /// From 0 to 1: the share of runs, or of the prompt's runs if that is greater.
    pub(super) fn score(&self) -> f64 {
        self.asked.map_or(self.share, |asked| asked.max(self.share))
    }

    /// How bad it is; `None` if it is not worth telling.
    pub(super) fn severity(&self, settings: &Settings) -> Option<Severity> {
        let much = self.share >= settings.containment || self.longest >= settings.longest_run;
        let asked = self.asked.is_none_or(|asked| asked >= settings.containment);
        match (much, asked) {
            (true, true) => Some(Severity::Error),
            (true, false) => Some(Severity::Warning),
            // Half of a short prompt can be a turn of phrase; a document has no prompt to be asked.
            (false, asked) if asked && self.asked.is_some() => Some(Severity::Warning),
            (false, _) => (self.share >= settings.containment_warning).then_some(Severity::Warning),
        }
    }
}

/// Runs of different lengths do not meet.
fn salted(hash: u64, width: usize) -> u64 {
    hash ^ width as u64
}

#[allow(clippy::cast_possible_truncation, reason = "the place is taken modulo a power of two")]
fn filter_place(hash: u64, length: usize) -> (usize, u64) {
    ((hash >> 6) as usize & length.wrapping_sub(1), 1 << (hash & 63))
}

/// Adds a run to the passage that it continues, or begins another one.
fn note(passages: &mut Vec<Passage>, record: u32, at: u32) {
    let width = u32::try_from(NGRAM).unwrap_or(u32::MAX);
    match passages.last_mut() {
        Some(last) if last.record == record && last.word + last.words + 1 == at + width => last.words += 1,
        _ => passages.push(Passage { record, word: at, words: width }),
    }
}
