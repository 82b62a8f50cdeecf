//! What the checks found, as it is written: `leakage.json`, `scrubjay leaks --format json`. The shape is a contract.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Census, CheckId, Hit, Index, MIN_WHOLE, NGRAM, Outcome, Settings, Severity, Side, Snippet, Verdict};
use crate::sketch::{BINS, Banding, CHARACTER_SHINGLE, MAX_CHARACTER_WORDS, MIN_WORD_WORDS, WORD_SHINGLE};

/// Version of the shape. It grows by one when a field changes its meaning or goes.
pub(super) const VERSION: u32 = 1;

/// All checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this shape: 1.
    pub version: u32,
    /// `fail` if any check failed, else `warn` if any found something worth a look, else `pass`; `not-examined` if no check had
    /// anything to look at.
    pub verdict: Verdict,
    /// The checks, in a fixed order.
    pub checks: Vec<CheckReport>,
    /// What was compared.
    pub sides: Vec<SideReport>,
    /// Passages that stand in many protected records and were not counted as shared.
    pub boilerplate: Vec<Boilerplate>,
    /// What the checks were set to.
    pub parameters: Parameters,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckReport {
    /// Its name.
    pub id: CheckId,
    /// What it concluded.
    pub verdict: Verdict,
    /// Records of all sides that had what the check compares.
    pub examined: u64,
    /// Protected records that it could not look for.
    pub too_short: u64,
    /// What is done for those instead.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instead: Option<String>,
    /// Pairs of records that were compared, where the check compares pairs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pairs: Option<u64>,
    /// Runs of words that were looked up, where the check does that.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ngrams: Option<u64>,
    /// Hits by severity, those that are not listed included.
    pub found: Found,
    /// The same by pair of sides.
    pub between: Vec<Between>,
    /// The hits, in the order of the records that were looked through; the first ones if there are very many.
    pub hits: Vec<HitReport>,
}

/// Hits by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// Leaks.
    pub error: u64,
    /// Worth a look.
    pub warning: u64,
    /// Good to know.
    pub note: u64,
}

impl Found {
    /// Counts one more hit.
    pub(super) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Note => self.note += 1,
        }
    }

    /// Whether there is a hit of this severity.
    #[must_use]
    pub fn has(&self, severity: Severity) -> bool {
        let Self { error, warning, note } = self;
        let count = match severity {
            Severity::Error => error,
            Severity::Warning => warning,
            Severity::Note => note,
        };
        *count > 0
    }

    fn merge(&mut self, other: &Self) {
        self.error += other.error;
        self.warning += other.warning;
        self.note += other.note;
    }
}

/// What a check did between two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Between {
    /// The side that was looked through.
    pub examined_side: String,
    /// The side that is protected.
    pub protected_side: String,
    /// Records of the two that had what the check compares.
    pub examined: u64,
    /// Records of the protected side that are too short for it.
    pub too_short: u64,
    /// Hits by severity.
    pub found: Found,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HitReport {
    /// The record that was looked through: of the training side, or of the validation side where that is held against the holdout.
    pub train: Place,
    /// The protected record: of the holdout, of the validation side, or of a reference set.
    pub holdout: Place,
    /// From 0 to 1: Jaccard index; share of 8-word runs, or of the prompt's alone if that is greater; 1 for equality.
    pub score: f64,
    /// How bad it is.
    pub severity: Severity,
    /// Words in the longest common stretch, where the check measures it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub longest_run: Option<u32>,
}

/// A record, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its file.
    pub file: String,
    /// Its line, row or item in the file, counted from 1; 0 for a file that is one record.
    pub line: u64,
    /// Its side: `train`, `validation`, `holdout`, or the name of a reference set.
    pub split: String,
    /// Its id, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<String>,
    /// Redacted words around what is shared.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub snippet: Option<Snippet>,
}

/// One side of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SideReport {
    /// `train`, `validation`, `holdout`, or the name of a reference set.
    pub name: String,
    /// Its records.
    pub records: u64,
    /// Those that leak into, or are leaked from, another side, each counted once.
    pub leaked: u64,
    /// The same as a share of the records.
    pub share: f64,
}

/// Boilerplate, as it stands in the first protected record that has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Boilerplate {
    /// The record.
    pub holdout: Place,
    /// Its first word there, counted from 0 over all texts but the system text.
    pub word: u32,
    /// Words in it.
    pub words: u32,
}

/// A check that cannot look for a record of few words, and what sees the record instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooShort {
    /// The check.
    pub check: CheckId,
    /// What is done instead.
    pub instead: &'static str,
}

impl TooShort {
    /// Every check that has a shortest length.
    pub const ALL: [Self; 2] = [
        Self {
            check: CheckId::NearDuplicate,
            instead: "records without a word are compared exactly; records that are boilerplate but for fewer than 8 \
                      shingles are compared exactly and in normal form",
        },
        Self {
            check: CheckId::NgramContainment,
            instead: "records of 4 to 7 words are looked for as a whole; shorter ones, and those that are all boilerplate, are \
                      compared exactly, in normal form and by the shingles of their characters",
        },
    ];
}

/// What the checks were set to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Parameters {
    /// Thresholds.
    #[serde(flatten)]
    pub settings: Settings,
    /// Words in a shingle.
    pub shingle_words: u32,
    /// Characters in a shingle of a short text.
    pub shingle_characters: u32,
    /// Texts of at least so many words have word shingles.
    pub word_shingles_from: u32,
    /// Texts of at most so many words have character shingles.
    pub character_shingles_to: u32,
    /// Bins of a MinHash signature.
    pub signature_bins: u32,
    /// Bands that candidates are found by.
    pub bands: u32,
    /// Bins in a band.
    pub rows: u32,
    /// Words in a run of the containment check.
    pub ngram_words: u32,
    /// Fewest words of a record that is looked for as a whole.
    pub whole_from: u32,
    /// Of the runs of longer protected records one of so many was kept, for want of memory.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub one_run_of: u32,
    /// Of the word shingles of longer protected records one of so many was kept.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub one_shingle_of: u32,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_one(number: &u32) -> bool {
    *number == 1
}

impl Parameters {
    /// Those of an index.
    #[must_use]
    pub fn of(index: &Index) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            settings: *index.settings(),
            shingle_words: number(WORD_SHINGLE),
            shingle_characters: number(CHARACTER_SHINGLE),
            word_shingles_from: number(MIN_WORD_WORDS),
            character_shingles_to: number(MAX_CHARACTER_WORDS),
            signature_bins: number(BINS),
            bands: number(Banding::LEAKS.bands),
            rows: number(Banding::LEAKS.rows),
            ngram_words: number(NGRAM),
            whole_from: number(MIN_WHOLE),
            one_run_of: index.one_run_of(),
            one_shingle_of: index.one_shingle_of(),
        }
    }
}

/// Gathers what the checks find into a report. Probes must come in the order of the records.
#[derive(Debug)]
pub struct ReportBuilder {
    census: Census,
    parameters: Parameters,
    /// Names of the reference sets, by number.
    references: Vec<String>,
    /// Hits that are listed for each check.
    listed: usize,
    records: BTreeMap<Side, u64>,
    examined: BTreeMap<(CheckId, Side), u64>,
    found: BTreeMap<(CheckId, Side, Side), Found>,
    pairs: u64,
    ngrams: u64,
    leaking: BTreeMap<Side, u64>,
    /// By protected record: whether it leaked.
    has_leaked: Vec<bool>,
    leaked: BTreeMap<Side, u64>,
    hits: BTreeMap<CheckId, Vec<HitReport>>,
}

impl ReportBuilder {
    /// A report on what is asked of `index`, with at most `listed` hits of each check one by one. `references` are the names of
    /// the reference sets in the order of their numbers.
    #[must_use]
    pub fn new(index: &Index, references: Vec<String>, listed: usize) -> Self {
        Self {
            census: index.census().clone(),
            parameters: Parameters::of(index),
            references,
            listed,
            records: BTreeMap::new(),
            examined: BTreeMap::new(),
            found: BTreeMap::new(),
            pairs: 0,
            ngrams: 0,
            leaking: BTreeMap::new(),
            has_leaked: Vec::new(),
            leaked: BTreeMap::new(),
            hits: BTreeMap::new(),
        }
    }

    /// Name of a side, as in the report.
    #[must_use]
    pub fn name(&self, side: Side) -> String {
        match side {
            Side::Reference(number) => self.references.get(usize::from(number)).cloned().unwrap_or_default(),
            side => side.as_str().to_owned(),
        }
    }

    /// Adds what asking for one record gave, with as many hits listed as the report lists. `places` makes the places of a hit and
    /// is called for those that are listed.
    pub fn add(
        &mut self,
        index: &Index,
        side: Side,
        outcome: &Outcome,
        mut places: impl FnMut(&Hit) -> (Place, Place),
    ) {
        *self.records.entry(side).or_default() += 1;
        for check in &outcome.examined {
            *self.examined.entry((*check, side)).or_default() += 1;
        }
        self.pairs += outcome.pairs;
        self.ngrams += outcome.ngrams;
        for (check, protected, found) in &outcome.found {
            self.found.entry((*check, side, *protected)).or_default().merge(found);
        }
        for record in &outcome.leaked {
            let at = *record as usize;
            if self.has_leaked.len() <= at {
                self.has_leaked.resize(at + 1, false);
            }
            let was = self.has_leaked.get_mut(at).map(|slot| std::mem::replace(slot, true));
            if let (Some(false), Some(protected)) = (was, index.side(*record)) {
                *self.leaked.entry(protected).or_default() += 1;
            }
        }
        for hit in &outcome.listed {
            let list = self.hits.entry(hit.check).or_default();
            if list.len() < self.listed {
                let (train, holdout) = places(hit);
                let Hit { severity, longest_run, .. } = *hit;
                list.push(HitReport { train, holdout, score: rounded(hit.score), severity, longest_run });
            }
        }
        *self.leaking.entry(side).or_default() += u64::from(outcome.leaks());
    }

    /// The report.
    #[must_use]
    pub fn finish(mut self, boilerplate: Vec<Boilerplate>) -> Report {
        let checks: Vec<CheckReport> = CheckId::ALL.iter().map(|check| self.check(*check)).collect();
        let verdicts: BTreeSet<Verdict> = checks.iter().map(|check| check.verdict).collect();
        let worst =
            [Verdict::Fail, Verdict::Warn, Verdict::Pass].into_iter().find(|verdict| verdicts.contains(verdict));
        Report {
            version: VERSION,
            verdict: worst.unwrap_or(Verdict::NotExamined),
            sides: self.sides(),
            checks,
            boilerplate,
            parameters: self.parameters,
        }
    }

    fn check(&mut self, check: CheckId) -> CheckReport {
        let between = self.between(check);
        let sum = |pick: fn(&Found) -> u64| between.iter().map(|pair| pick(&pair.found)).sum::<u64>();
        let found = Found { error: sum(|f| f.error), warning: sum(|f| f.warning), note: sum(|f| f.note) };
        let of = |counts: &BTreeMap<(CheckId, Side), u64>| {
            counts.iter().filter(|((id, _), _)| *id == check).map(|(_, count)| count).sum::<u64>()
        };
        let (protected, examined) = (of(&self.census.examined), of(&self.examined));
        let verdict = match found {
            Found { error: 1.., .. } => Verdict::Fail,
            Found { warning: 1.., .. } => Verdict::Warn,
            _ if protected == 0 || examined == 0 => Verdict::NotExamined,
            _ => Verdict::Pass,
        };
        CheckReport {
            id: check,
            verdict,
            examined: protected + examined,
            too_short: of(&self.census.too_short),
            instead: TooShort::ALL.iter().find(|short| short.check == check).map(|short| short.instead.to_owned()),
            pairs: (check == CheckId::NearDuplicate).then_some(self.pairs),
            ngrams: (check == CheckId::NgramContainment).then_some(self.ngrams),
            found,
            between,
            hits: self.hits.remove(&check).unwrap_or_default(),
        }
    }

    fn between(&self, check: CheckId) -> Vec<Between> {
        let mut pairs = Vec::new();
        for side in self.records.keys() {
            for protected in self.census.records.keys().filter(|protected| side.is_checked_against(**protected)) {
                let count = |counts: &BTreeMap<(CheckId, Side), u64>, side: Side| {
                    counts.get(&(check, side)).copied().unwrap_or(0)
                };
                pairs.push(Between {
                    examined_side: self.name(*side),
                    protected_side: self.name(*protected),
                    examined: count(&self.examined, *side) + count(&self.census.examined, *protected),
                    too_short: count(&self.census.too_short, *protected),
                    found: self.found.get(&(check, *side, *protected)).copied().unwrap_or_default(),
                });
            }
        }
        pairs
    }

    fn sides(&self) -> Vec<SideReport> {
        let mut records = self.records.clone();
        records.extend(self.census.records.iter().map(|(side, count)| (*side, *count)));
        let report = |(side, records): (Side, u64)| {
            let leaking = self.leaking.get(&side).copied().unwrap_or(0);
            let leaked = self.leaked.get(&side).copied().unwrap_or(0);
            // A validation record may be on either end; that it was counted twice is bounded by the records there are.
            let leaked = if side == Side::Train { leaking } else { leaked.max(leaking) };
            SideReport { name: self.name(side), records, leaked, share: rounded(leaked as f64 / records.max(1) as f64) }
        };
        records.into_iter().map(report).collect()
    }
}

/// Four decimals: a score says no more, and rounds alike everywhere.
fn rounded(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}
