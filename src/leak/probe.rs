//! What asking the index for one record gives: the hits, and what the report keeps of them.

use super::{CheckId, Found, Index, Severity, Side};

/// A record of one side that shares something with a protected one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The check.
    pub check: CheckId,
    /// Number of the protected record, in the order of [`IndexBuilder::push`](super::IndexBuilder::push).
    pub record: u32,
    /// How bad it is.
    pub severity: Severity,
    /// From 0 to 1: Jaccard index; share of runs, or of the prompt's runs if that is greater; 1 for equal keys.
    pub score: f64,
    /// Words in the longest common stretch, where the check measures it.
    pub longest_run: Option<u32>,
}

/// What asking for one record gave.
#[derive(Debug, Clone, Default)]
pub struct Probe {
    /// Hits in the order of checks, then of protected records.
    pub hits: Vec<Hit>,
    /// The checks that had something of the record to compare.
    pub examined: Vec<CheckId>,
    /// Pairs of records whose shingles were compared.
    pub pairs: u64,
    /// Runs of words that were looked up.
    pub ngrams: u64,
}

/// What a report needs of a [`Probe`]: a sentence that thousands of protected records have makes as many hits of every record that
/// has it, and most of them are only counted.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The first hits of each check, in their order.
    pub listed: Vec<Hit>,
    /// Hits by check and protected side, in the order of the first of each.
    pub found: Vec<(CheckId, Side, Found)>,
    /// Protected records that leak, once for each check.
    pub leaked: Vec<u32>,
    /// As in [`Probe`].
    pub examined: Vec<CheckId>,
    /// As in [`Probe`].
    pub pairs: u64,
    /// As in [`Probe`].
    pub ngrams: u64,
}

impl Probe {
    /// Counts the hits, and keeps the first `listed` of each check.
    #[must_use]
    pub fn outcome(self, index: &Index, listed: usize) -> Outcome {
        let Self { hits, examined, pairs, ngrams } = self;
        let mut outcome = Outcome { examined, pairs, ngrams, ..Outcome::default() };
        for of_check in hits.chunk_by(|left, right| left.check == right.check) {
            outcome.listed.extend(of_check.iter().take(listed));
            let before = outcome.found.len();
            for hit in of_check {
                let Some(side) = index.side(hit.record) else { continue };
                let of_side = outcome.found.iter().skip(before).position(|(_, other, _)| *other == side);
                let at = of_side.map_or(outcome.found.len(), |at| before + at);
                if at == outcome.found.len() {
                    outcome.found.push((hit.check, side, Found::default()));
                }
                if let Some((_, _, found)) = outcome.found.get_mut(at) {
                    found.add(hit.severity);
                }
                outcome.leaked.extend((hit.severity == Severity::Error).then_some(hit.record));
            }
        }
        outcome
    }
}

impl Outcome {
    /// Whether anything was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether the record leaks.
    #[must_use]
    pub fn leaks(&self) -> bool {
        !self.leaked.is_empty()
    }
}
