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

use std::ops::Range;

use hashbrown::HashSet;
use rustc_hash::FxBuildHasher;

use super::boilerplate;
use super::bucket::Buckets;
use super::overlap::{Lists, Measure, Overlap, RunPlace, Sharing};
use super::{Item, Settings};
use crate::sketch::{WordHasher, rolling};

/// Words in a run.
pub const NGRAM: usize = 8;
/// Fewest words of a record that is looked for as a whole.
pub const MIN_WHOLE: usize = 4;

/// So many runs of a record are kept at least, if it has them, when there are too many in all.
const KEPT_RUNS: usize = 8;

/// Runs from one whose record is noted to the next.
const OWNER_STEP: usize = 16;

/// A record that needs more than this is longer than any that is read.
const MAX_STRIDE: u32 = 1 << 20;

/// The protected records' runs.
///
/// A run takes about fifteen bytes. When there are more than `Settings::most_runs`, every second one of each record is let go,
/// and again: what is shared is then measured on every second, fourth, eighth run, and a common stretch of `NGRAM + stride − 1`
/// words still holds one. The records of the other side are looked through at every word all the same.
#[derive(Debug)]
pub(super) struct RunIndex {
    hasher: WordHasher,
    records: Vec<Runs>,
    /// The kept runs of all records, one record after the other; once all records are in, ascending and without boilerplate.
    hashes: Vec<u64>,
    /// One bit for each of them, by number: whether it is of the prompt and no boilerplate.
    asked: BitRow,
    /// Numbers of the runs in the order of their hashes, those of one hash in the order of their records.
    order: Vec<u32>,
    buckets: Buckets,
    /// The record of every run whose number is a multiple of [`OWNER_STEP`].
    owners: Vec<u32>,
    /// One bit for each run: whether its record begins with it.
    firsts: BitRow,
    /// One bit for some hashes; most runs of the other side end here.
    filter: Vec<u64>,
    /// Of records that have more runs than they need, one of so many is kept; a power of two.
    stride: u32,
    most_runs: usize,
    /// Lengths of the records that are looked for as a whole.
    whole_lengths: Vec<usize>,
    /// Runs that are boilerplate, ascending.
    common: Vec<u64>,
    /// What was set aside.
    pub(super) boilerplate: Vec<Passage>,
}

/// The runs of one protected record.
#[derive(Debug, Clone, Copy)]
struct Runs {
    /// Its first one among those of all records.
    first: u32,
    words: u32,
    /// Kept runs that are no boilerplate, each counted once.
    telling: u32,
    /// Runs of the prompt that are no boilerplate.
    asked: u32,
    /// Words from one kept run to the next.
    stride: u32,
    is_dialogue: bool,
}

/// A row of bits.
#[derive(Debug, Default)]
struct BitRow(Vec<u64>);

impl BitRow {
    fn set(&mut self, at: usize, bit: bool) {
        if self.0.len() <= at / 64 {
            self.0.resize(at / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at / 64) {
            *word = *word & !(1 << (at % 64)) | u64::from(bit) << (at % 64);
        }
    }

    fn get(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// How many are set.
    fn count(&self, range: Range<usize>) -> u32 {
        number(range.filter(|at| self.get(*at)).count())
    }
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

impl RunIndex {
    pub(super) fn new(hasher: WordHasher, settings: &Settings) -> Self {
        Self {
            hasher,
            records: Vec::new(),
            hashes: Vec::new(),
            asked: BitRow::default(),
            order: Vec::new(),
            buckets: Buckets::default(),
            owners: Vec::new(),
            firsts: BitRow::default(),
            filter: Vec::new(),
            stride: 1,
            most_runs: settings.most_runs as usize,
            whole_lengths: Vec::new(),
            common: Vec::new(),
            boilerplate: Vec::new(),
        }
    }

    /// Of records with more runs than they need, one of so many was kept.
    pub(super) fn stride(&self) -> u32 {
        self.stride
    }

    pub(super) fn push(&mut self, item: &Item) {
        let words = item.words.len();
        let width = words.min(NGRAM);
        let stride = stride_for(words, self.stride);
        let first = self.hashes.len();
        if words >= MIN_WHOLE {
            let mut at = 0;
            rolling(&self.hasher, &item.words, width, |hash| {
                if at % stride == 0 {
                    self.hashes.push(salted(hash, width));
                }
                at += 1;
            });
        }
        for (start, end) in &item.asked {
            // Runs within the turn; of a turn too short to hold one, those that begin in it.
            let last = if end - start >= NGRAM { end + 1 - NGRAM } else { *end };
            let (from, to) = (start.div_ceil(stride as usize), last.div_ceil(stride as usize));
            for run in (first + from..first + to).take_while(|run| *run < self.hashes.len()) {
                self.asked.set(run, true);
            }
        }
        self.records.push(Runs {
            first: number(first),
            words: number(words),
            telling: 0,
            asked: 0,
            stride,
            is_dialogue: !item.asked.is_empty(),
        });
        // Once every record is down to what it needs there is nothing more to let go.
        while self.hashes.len() > self.most_runs && self.stride < MAX_STRIDE {
            self.thin();
        }
    }

    /// Lets go of every second run of the records that have more than they need.
    fn thin(&mut self) {
        self.stride = self.stride.saturating_mul(2);
        let before = self.hashes.len();
        let mut kept = 0;
        for record in 0..self.records.len() {
            let range = self.range(record);
            let Some(runs) = self.records.get_mut(record) else { continue };
            let stride = stride_for(runs.words as usize, self.stride);
            let step = (stride / runs.stride).max(1);
            (runs.first, runs.stride) = (number(kept), stride);
            for run in range.step_by(step as usize) {
                // The runs move to the front, never past one that is still to be read.
                let bit = self.asked.get(run);
                self.asked.set(kept, bit);
                if let Some(hash) = self.hashes.get(run).copied()
                    && let Some(slot) = self.hashes.get_mut(kept)
                {
                    *slot = hash;
                }
                kept += 1;
            }
        }
        self.hashes.truncate(kept);
        for run in kept..before {
            self.asked.set(run, false);
        }
    }

    /// The runs of a record.
    fn range(&self, record: usize) -> Range<usize> {
        let first = |record: usize| self.records.get(record).map_or(self.hashes.len(), |runs| runs.first as usize);
        first(record)..first(record + 1)
    }

    /// The record of a run: it is one of the next behind that of a run before it.
    fn record_of(&self, run: u32) -> u32 {
        let near = self.owners.get(run as usize / OWNER_STEP).copied().unwrap_or(0);
        let behind = self.records.get(near as usize + 1..).unwrap_or_default();
        near + number(behind.iter().take_while(|runs| runs.first <= run).count())
    }

    /// Notes whose every few runs are, and where records begin.
    fn own(&mut self) {
        for runs in &self.records {
            self.firsts.set(runs.first as usize, true);
        }
        let mut record = 0;
        self.owners = (0..self.hashes.len())
            .step_by(OWNER_STEP)
            .map(|run| {
                while self.records.get(record + 1).is_some_and(|runs| runs.first as usize <= run) {
                    record += 1;
                }
                number(record)
            })
            .collect();
    }

    pub(super) fn finish(&mut self, settings: &Settings) {
        self.hashes.shrink_to_fit();
        self.own();
        self.sort(boilerplate::least_records(settings, self.records.len()));
        let mut listed: HashSet<u64, FxBuildHasher> = HashSet::default();
        let mut telling = Vec::new();
        for record in 0..self.records.len() {
            telling.clear();
            let range = self.range(record);
            let first = range.start;
            let stride = self.records.get(record).map_or(1, |runs| runs.stride);
            let mut asked = 0;
            for run in range {
                let Some(hash) = self.hashes.get(run).copied() else { continue };
                if self.common.binary_search(&hash).is_err() {
                    telling.push(hash);
                    asked += u32::from(self.asked.get(run));
                    continue;
                }
                self.asked.set(run, false);
                if listed.insert(hash) {
                    note(&mut self.boilerplate, number(record), number(run - first) * stride, stride);
                }
            }
            telling.sort_unstable();
            telling.dedup();
            let Some(runs) = self.records.get_mut(record) else { continue };
            (runs.telling, runs.asked) = (number(telling.len()), asked);
            if (MIN_WHOLE..NGRAM).contains(&(runs.words as usize)) {
                self.whole_lengths.push(runs.words as usize);
            }
        }
        self.whole_lengths.sort_unstable();
        self.whole_lengths.dedup();
        // From here on runs are looked up by their hashes alone, side by side as they are compared.
        let hash_of = |run: &u32| self.hashes.get(*run as usize).copied().unwrap_or_default();
        self.hashes = self.order.iter().map(hash_of).collect();
    }

    /// Sorts the runs, sets those aside that `least` records have, and makes the filter of the others.
    fn sort(&mut self, least: u32) {
        let buckets = Buckets::of(self.hashes.iter().copied());
        let mut order = buckets.order(&self.hashes);
        let hash_of = |run: &u32| self.hashes.get(*run as usize).copied().unwrap_or_default();
        let mut common = Vec::new();
        for range in buckets.ranges() {
            let Some(bucket) = order.get_mut(range) else { continue };
            // Runs of one hash stay in the order of their records.
            bucket.sort_by_key(hash_of);
            for same in bucket.chunk_by(|left, right| hash_of(left) == hash_of(right)) {
                let mut records = 0;
                if same.len() >= least as usize {
                    let of = same.iter().map(|run| self.record_of(*run)).collect::<Vec<_>>();
                    records = of.chunk_by(|left, right| left == right).count();
                }
                if records >= least as usize {
                    common.extend(same.first().map(hash_of));
                }
            }
        }
        common.sort_unstable();
        if !common.is_empty() {
            order.retain(|run| common.binary_search(&hash_of(run)).is_err());
        }
        self.buckets = if common.is_empty() {
            buckets
        } else {
            Buckets::of(order.iter().map(hash_of).collect::<Vec<_>>().into_iter())
        };
        // Sixteen bits a run, of which each sets three within a word: one run of another text in a hundred passes by chance.
        let bits = (order.len() * 16).next_power_of_two().max(1 << 12);
        let mut filter = vec![0; bits / 64];
        for run in &order {
            let (word, bits) = filter_place(hash_of(run), filter.len());
            if let Some(word) = filter.get_mut(word) {
                *word |= bits;
            }
        }
        (self.order, self.common, self.filter) = (order, common, filter);
    }

    /// Whether a protected record has nothing to look for.
    pub(super) fn is_too_short(&self, record: u32) -> bool {
        self.records.get(record as usize).is_none_or(|runs| runs.telling == 0)
    }

    /// Places in the order of the runs with this hash.
    fn places_of(&self, hash: u64) -> Range<usize> {
        let bucket = self.buckets.range(hash);
        let near = self.hashes.get(bucket.clone()).unwrap_or_default();
        let first = near.partition_point(|other| *other < hash);
        let rest = near.get(first..).unwrap_or_default();
        let count = match rest {
            [other, ..] if *other == hash => rest.partition_point(|other| *other <= hash),
            _ => 0,
        };
        bucket.start + first..bucket.start + first + count
    }

    /// Reads the words of a record and gives what it shares with every protected record that `wanted` admits, if it is worth
    /// telling, in the order of those; returns how many runs were looked up. `sharing` is kept from record to record.
    pub(super) fn probe(
        &self,
        words: &[u64],
        settings: &Settings,
        sharing: &mut Sharing,
        wanted: impl Fn(u32) -> bool,
        found: impl FnMut(Overlap),
    ) -> u64 {
        let mut looked_up = 0;
        sharing.begin(self.records.len());
        for width in self.whole_lengths.iter().copied().chain([NGRAM]) {
            if words.len() < width {
                continue;
            }
            looked_up += (words.len() + 1 - width) as u64;
            let runs = sharing.runs();
            rolling(&self.hasher, words, width, |hash| runs.push(salted(hash, width)));
            // The words of the filter are read one beside the other, none waiting for another.
            let passes = |hash: &u64| {
                let (word, bits) = filter_place(*hash, self.filter.len());
                self.filter.get(word).is_some_and(|word| word & bits == bits)
            };
            sharing.look(passes, |hash| self.places_of(hash));
        }
        sharing.walk(self, wanted);
        sharing.finish(|record| self.records.get(record as usize).map(Runs::measure), settings, found);
        looked_up
    }
}

impl Lists for RunIndex {
    fn run_place(&self, place: usize) -> Option<RunPlace> {
        let run = *self.order.get(place)?;
        let record = self.record_of(run);
        let runs = self.records.get(record as usize)?;
        let word = (run - runs.first) * runs.stride;
        Some(RunPlace { record, run, word, stride: runs.stride, asked: self.asked.get(run as usize) })
    }

    fn follows(&self, before: &Range<usize>, after: &Range<usize>) -> bool {
        // With runs let go, the next one kept is not the one at the next word.
        if self.stride > 1 || before.len() != after.len() {
            return false;
        }
        let of = |places: &Range<usize>| self.order.get(places.clone()).unwrap_or_default();
        let (before, after) = (of(before), of(after));
        before.iter().zip(after).all(|(before, after)| before + 1 == *after)
            && !after.iter().any(|run| self.firsts.get(*run as usize))
    }

    fn asked(&self, run: u32, length: u32) -> u32 {
        self.asked.count(run as usize..(run + length) as usize)
    }
}

impl Runs {
    fn measure(&self) -> Measure {
        Measure {
            telling: self.telling,
            asked: self.is_dialogue.then_some(self.asked),
            stride: self.stride,
            shortest: self.words.min(number(NGRAM)),
        }
    }
}

/// Words from one kept run to the next in a record of so many words: no more than leaves it what it needs.
fn stride_for(words: usize, most: u32) -> u32 {
    let runs = (words + 1).saturating_sub(NGRAM);
    let enough = (runs / KEPT_RUNS).max(1).ilog2();
    most.min(1 << enough.min(31))
}

/// Places and counts are of 32 bits; there is no room for more.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Runs of different lengths do not meet.
fn salted(hash: u64, width: usize) -> u64 {
    hash ^ width as u64
}

#[allow(clippy::cast_possible_truncation, reason = "the place is taken modulo a power of two")]
fn filter_place(hash: u64, length: usize) -> (usize, u64) {
    let bits = 1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63);
    ((hash >> 18) as usize & length.wrapping_sub(1), bits)
}

/// Adds a run to the passage that it continues, or begins another one.
fn note(passages: &mut Vec<Passage>, record: u32, at: u32, stride: u32) {
    let width = number(NGRAM);
    match passages.last_mut() {
        Some(last) if last.record == record && last.word + last.words + stride == at + width => last.words += stride,
        _ => passages.push(Passage { record, word: at, words: width }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::{Body, Key, Text};
    use crate::leak::{Facts, ItemMaker};

    fn key() -> Key {
        Key::derive("test", b"k")
    }

    /// What is shared, from its definition: all pairs of runs of the two records that are the same.
    fn expected(index: &RunIndex, held: &[Item], item: &Item, settings: &Settings) -> Vec<Overlap> {
        let hasher = WordHasher::new(&key());
        let runs_of = |words: &[u64], width: usize| {
            let mut runs = Vec::new();
            if words.len() >= width {
                rolling(&hasher, words, width, |hash| runs.push(salted(hash, width)));
            }
            runs
        };
        let mut overlaps = Vec::new();
        for ((record, held), runs) in (0u32..).zip(held).zip(&index.records) {
            let width = held.words.len().min(NGRAM);
            if width < MIN_WHOLE {
                continue;
            }
            let kept: Vec<(usize, u64)> =
                runs_of(&held.words, width).into_iter().enumerate().step_by(runs.stride as usize).collect();
            let own: Vec<_> = kept.into_iter().filter(|(_, hash)| index.common.binary_search(hash).is_err()).collect();
            let is_asked = |at: usize| {
                held.asked.iter().any(|(start, end)| {
                    let last = if end - start >= NGRAM { end + 1 - NGRAM } else { *end };
                    (*start..last).contains(&at)
                })
            };
            let mut steps = Vec::new();
            for (at, hash) in runs_of(&item.words, width).into_iter().enumerate() {
                let same = own.iter().filter(|(_, other)| *other == hash);
                steps.extend(same.map(|(word, hash)| (word.wrapping_sub(at), at, *word, *hash)));
            }
            steps.sort_unstable();
            if steps.is_empty() {
                continue;
            }
            let count = |mut values: Vec<u64>| {
                values.sort_unstable();
                values.dedup();
                values.len() as f64
            };
            let share = count(steps.iter().map(|step| step.3).collect()) / count(own.iter().map(|run| run.1).collect());
            let asked = (!held.asked.is_empty()).then(|| {
                let shared = steps.iter().filter(|step| is_asked(step.2)).map(|step| step.2 as u64).collect();
                count(shared) / (own.iter().filter(|run| is_asked(run.0)).count().max(1) as f64)
            });
            let stretches = steps.chunk_by(|l, r| l.0 == r.0 && l.1 + runs.stride as usize == r.1);
            let steps_in_a_row = stretches.map(<[_]>::len).max().unwrap_or(0);
            let longest = number((steps_in_a_row - 1) * runs.stride as usize + held.words.len().min(NGRAM));
            let severity = crate::leak::overlap::severity(share, asked, longest, settings);
            overlaps.extend(severity.map(|severity| Overlap { record, share, asked, longest, severity }));
        }
        overlaps
    }

    /// Texts of so few words that runs repeat, stretches interleave and prompts share what answers have.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            prop::collection::vec("[ab]", 0..60).prop_map(|words| words.join(" ")),
            prop::collection::vec("[abc]( [de] f g h i j k l m n o p){0,2}", 0..12).prop_map(|words| words.join(" ")),
        ]
    }

    fn body() -> impl Strategy<Value = Body> {
        prop_oneof![
            text().prop_map(|text| Body::Document { text: Text::new(text) }),
            (text(), text()).prop_map(|(prompt, completion)| Body::Pair {
                system: None,
                prompt: Text::new(prompt),
                completion: Text::new(completion)
            }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn what_is_shared_is_what_all_pairs_of_runs_say(
            held in prop::collection::vec(body(), 1..8),
            read in prop::collection::vec(body(), 1..4),
            most_runs in prop_oneof![Just(16u32), Just(64), Just(1 << 20)],
            boilerplate_share in prop_oneof![Just(0.2), Just(1.0)],
        ) {
            let settings = Settings { boilerplate_share, most_runs, ..Settings::default() };
            let mut maker = ItemMaker::new(&key());
            let held: Vec<Item> = held.iter().map(|body| maker.protected(body, Facts::default())).collect();
            let mut index = RunIndex::new(WordHasher::new(&key()), &settings);
            held.iter().for_each(|item| index.push(item));
            index.finish(&settings);
            // One after the other with the same buffers.
            let mut sharing = Sharing::default();
            for body in &read {
                let item = maker.examined(body, Facts::default());
                let mut found = Vec::new();
                index.probe(&item.words, &settings, &mut sharing, |_| true, |overlap| found.push(overlap));
                prop_assert_eq!(found, expected(&index, &held, &item, &settings));
            }
        }
    }
}
