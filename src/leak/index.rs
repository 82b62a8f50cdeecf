//! All checks together: protected records are indexed once, and the records of the other sides are read past them.
//!
//! Memory is that of the protected records: about fifteen bytes for each of their words, as long as those are no more than
//! `Settings::most_runs`, else for each of at least eight runs of a record, and a quarter of a kilobyte for each record; four for
//! each of their shingles where these are not kept in a file. Nothing is kept of what is read past. A finished index does not change, so that any number of threads can ask it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use super::containment::{Passage, RunIndex};
use super::keyed::KeyIndex;
use super::near::NearIndex;
use super::overlap::Sharing;
use super::probe::{Hit, Probe};
use super::temporal::Earliest;
use super::{
    CheckId, Item, Reach, Settings, Severity, Side, answer, document, exact, group, normalised, prompt, surrogate,
    teacher, temporal,
};
use crate::core::Key;
use crate::sketch::WordHasher;

/// A check on equal keys: its name, the keys of a record, and how bad a hit of a record is.
struct Keyed {
    check: CheckId,
    keys: fn(&Item, &mut dyn FnMut(u64)),
    severity: fn(&Item) -> Severity,
    /// Whether thousands of records of both sides may share a key that is no leak: a canned answer, the address of one's own help
    /// desk. The first few of each protected side say it all, and the pairs of all would be without number.
    few: bool,
}

/// Records of a side that a key is held against if many may share it.
const FEW: usize = 8;

/// One row for each check that compares keys.
const KEYED: [Keyed; 8] = [
    Keyed {
        check: CheckId::Exact,
        keys: |i, each| exact::keys(i).for_each(each),
        severity: |_| exact::severity(),
        few: false,
    },
    Keyed {
        check: CheckId::Normalised,
        keys: |i, each| normalised::keys(i).for_each(each),
        severity: |_| normalised::severity(),
        few: false,
    },
    Keyed {
        check: CheckId::PromptOnly,
        keys: |i, each| prompt::keys(i).for_each(each),
        severity: prompt::severity,
        few: false,
    },
    Keyed {
        check: CheckId::AnswerOnly,
        keys: |i, each| answer::keys(i).for_each(each),
        severity: |_| answer::severity(),
        few: true,
    },
    Keyed {
        check: CheckId::Group,
        keys: |i, each| group::keys(i).for_each(each),
        severity: |_| group::severity(),
        few: false,
    },
    Keyed {
        check: CheckId::SourceDocument,
        keys: |i, each| document::keys(i).for_each(each),
        severity: |_| document::severity(),
        few: false,
    },
    Keyed {
        check: CheckId::TeacherDescent,
        keys: |i, each| teacher::keys(i).for_each(each),
        severity: |_| teacher::severity(),
        few: false,
    },
    Keyed {
        check: CheckId::Surrogate,
        keys: |i, each| surrogate::keys(i).for_each(each),
        severity: |_| surrogate::severity(),
        few: true,
    },
];

/// Takes the protected records.
#[derive(Debug)]
pub struct IndexBuilder {
    settings: Settings,
    reach: Reach,
    sides: Vec<Side>,
    keyed: Vec<KeyIndex>,
    near: NearIndex,
    runs: RunIndex,
    earliest: BTreeMap<Side, Earliest>,
    census: Census,
}

/// The protected records, ready to be asked.
#[derive(Debug)]
pub struct Index {
    settings: Settings,
    reach: Reach,
    sides: Vec<Side>,
    keyed: Vec<KeyIndex>,
    near: NearIndex,
    runs: RunIndex,
    earliest: BTreeMap<Side, Earliest>,
    census: Census,
    /// Buffers that no thread needs at the moment.
    idle: Mutex<Vec<Sharing>>,
}

/// What there is to compare on the protected sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Census {
    /// Records by side.
    pub records: BTreeMap<Side, u64>,
    /// Records that a check can compare, by check and side.
    pub examined: BTreeMap<(CheckId, Side), u64>,
    /// Records that are too short for a check, by check and side.
    pub too_short: BTreeMap<(CheckId, Side), u64>,
}

impl IndexBuilder {
    /// An empty index for items made under `key`.
    #[must_use]
    pub fn new(settings: Settings, key: &Key) -> Self {
        Self {
            settings,
            reach: Reach::default(),
            sides: Vec::new(),
            keyed: KEYED.iter().map(|_| KeyIndex::default()).collect(),
            near: NearIndex::new(&settings),
            runs: RunIndex::new(WordHasher::new(key), &settings),
            earliest: BTreeMap::new(),
            census: Census::default(),
        }
    }

    /// Runs only these checks on words. To be called before the first record.
    #[must_use]
    pub fn reaching(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    /// Keeps the shingles of the records in a file in `folder`, which has no name there and is gone with the index; else they stay in
    /// memory. To be called before the first record.
    #[must_use]
    pub fn keep_in(mut self, folder: &Path) -> Self {
        self.near.keep_in(folder);
        self
    }

    /// Adds a record, made by [`ItemMaker::protected`](super::ItemMaker::protected), and gives its number. Records beyond
    /// 2³² − 1 are not told apart.
    ///
    /// # Errors
    /// If what is kept of it cannot be written to the folder of [`IndexBuilder::keep_in`].
    pub fn push(&mut self, item: &Item, side: Side) -> io::Result<u32> {
        let record = u32::try_from(self.sides.len()).unwrap_or(u32::MAX);
        self.sides.push(side);
        *self.census.records.entry(side).or_default() += 1;
        for (row, index) in KEYED.iter().zip(&mut self.keyed) {
            let mut keys = Vec::new();
            (row.keys)(item, &mut |key| keys.push(key));
            if !keys.is_empty() {
                *self.census.examined.entry((row.check, side)).or_default() += 1;
            }
            index.push(record, keys.into_iter());
        }
        if self.reach.near {
            self.near.push(item)?;
        }
        if self.reach.runs {
            self.runs.push(item);
        }
        if self.settings.temporal && item.facts.created.is_some() {
            *self.census.examined.entry((CheckId::Temporal, side)).or_default() += 1;
            self.earliest.entry(side).or_default().push(record, item);
        }
        Ok(record)
    }

    /// Sorts everything and sets boilerplate aside.
    ///
    /// # Errors
    /// If what was kept of the records cannot be read again.
    pub fn finish(self) -> io::Result<Index> {
        let Self { settings, reach, sides, mut keyed, mut near, mut runs, earliest, mut census } = self;
        for (row, index) in KEYED.iter().zip(&mut keyed) {
            if row.few {
                index.finish_with_few(FEW, |record| sides.get(record as usize).copied());
            } else {
                index.finish();
            }
        }
        // Runs are sorted with the help of a second list of them: before there is anything else that is large.
        runs.finish(&settings);
        near.finish(&settings)?;
        for (record, side) in (0u32..).zip(&sides) {
            for (check, short) in [
                (CheckId::NearDuplicate, near.is_too_short(record)),
                (CheckId::NgramContainment, runs.is_too_short(record)),
            ] {
                if !reach.includes(check) {
                    continue;
                }
                let counts = if short { &mut census.too_short } else { &mut census.examined };
                *counts.entry((check, *side)).or_default() += 1;
            }
        }
        let idle = Mutex::default();
        Ok(Index { settings, reach, sides, keyed, near, runs, earliest, census, idle })
    }
}

impl Index {
    /// What is compared.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What there is on the protected sides.
    #[must_use]
    pub fn census(&self) -> &Census {
        &self.census
    }

    /// Side of a protected record.
    #[must_use]
    pub fn side(&self, record: u32) -> Option<Side> {
        self.sides.get(record as usize).copied()
    }

    /// Of the runs of longer protected records, one of so many is kept.
    #[must_use]
    pub fn one_run_of(&self) -> u32 {
        self.runs.stride()
    }

    /// Of the word shingles of longer protected records, one of so many is kept.
    #[must_use]
    pub fn one_shingle_of(&self) -> u32 {
        self.near.one_of()
    }

    /// Passages that stand in many protected records and were set aside.
    #[must_use]
    pub fn boilerplate(&self) -> &[Passage] {
        &self.runs.boilerplate
    }

    /// Asks for one record of `side`, made by [`ItemMaker::examined`](super::ItemMaker::examined).
    ///
    /// # Errors
    /// If what was kept of protected records cannot be read.
    pub fn probe(&self, item: &Item, side: Side) -> io::Result<Probe> {
        let wanted = |record: u32| self.side(record).is_some_and(|protected| side.is_checked_against(protected));
        let mut probe = Probe::default();
        for (row, index) in KEYED.iter().zip(&self.keyed) {
            let mut records = Vec::new();
            let mut has_keys = false;
            (row.keys)(item, &mut |key| {
                has_keys = true;
                records.extend(index.records_of(key).filter(|record| wanted(*record)));
            });
            records.sort_unstable();
            records.dedup();
            let severity = (row.severity)(item);
            let hit = |record| Hit { check: row.check, record, severity, score: 1.0, longest_run: None };
            probe.hits.extend(records.into_iter().map(hit));
            probe.examined.extend(has_keys.then_some(row.check));
        }
        self.probe_texts(item, wanted, &mut probe)?;
        self.probe_time(item, side, &mut probe);
        Ok(probe)
    }

    fn probe_texts(&self, item: &Item, wanted: impl Fn(u32) -> bool + Copy, probe: &mut Probe) -> io::Result<()> {
        let Probe { hits, examined, pairs, ngrams } = probe;
        if self.reach.near {
            examined.extend((!item.sets.is_empty()).then_some(CheckId::NearDuplicate));
            *pairs = self.near.probe(item, &self.settings, wanted, |record, score, severity| {
                hits.push(Hit { check: CheckId::NearDuplicate, record, severity, score, longest_run: None });
            })?;
        }
        if self.reach.runs {
            let mut sharing = self.idle.lock().ok().and_then(|mut idle| idle.pop()).unwrap_or_default();
            *ngrams = self.runs.probe(&item.words, &self.settings, &mut sharing, wanted, |overlap| {
                hits.push(Hit {
                    check: CheckId::NgramContainment,
                    record: overlap.record,
                    severity: overlap.severity,
                    score: overlap.score(),
                    longest_run: Some(overlap.longest),
                });
            });
            if let Ok(mut idle) = self.idle.lock() {
                idle.push(sharing);
            }
            examined.extend((*ngrams > 0).then_some(CheckId::NgramContainment));
        }
        Ok(())
    }

    fn probe_time(&self, item: &Item, side: Side, probe: &mut Probe) {
        if !self.settings.temporal || item.facts.created.is_none() {
            return;
        }
        probe.examined.push(CheckId::Temporal);
        let earliest = self.earliest.iter().filter(|(protected, _)| side.is_checked_against(**protected));
        for record in earliest.filter_map(|(_, earliest)| earliest.not_older(item)) {
            let severity = temporal::severity();
            probe.hits.push(Hit { check: CheckId::Temporal, record, severity, score: 1.0, longest_run: None });
        }
    }
}
