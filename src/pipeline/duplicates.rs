//! Which records are removed because another one says the same, as `[dedup]` has it.
//!
//! 56 bytes are kept of every record while this is decided, and no text: 560 MB for ten million records, beside what the
//! near-duplicates take.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::io;

use super::Error;
use super::plan::Plan;
use super::rivals::Rivals;
use crate::config::licence::Licence;
use crate::config::{Dedup, Preference, RemovedDuplicates};
use crate::core::{Body, Digest, Key};
use crate::dedup::{Groups, Likeness, NearClusters, NearCounts, Removed, SharedKeys, removals};
use crate::manifest::model::{Deduplication, RemovedCounts};

/// Makes what [`Rival`](super::rivals::Rival)s are compared by.
pub(super) struct RivalKeys {
    exact: Key,
}

impl RivalKeys {
    pub(super) fn new(key: &Key) -> Self {
        Self { exact: key.purpose("scrubjay 2026-11 exact duplicate") }
    }

    /// The texts of a body to the byte.
    pub(super) fn exact(&self, body: &Body) -> u64 {
        let parts: Vec<&[u8]> = body.fields().map(|(_, text)| text.expose().as_bytes()).collect();
        self.exact.digest(&parts).prefix()
    }
}

/// The place of licences in the user's order; what was asked before is remembered.
#[derive(Default)]
pub(super) struct LicenceRanks {
    known: HashMap<String, u32>,
}

impl LicenceRanks {
    /// 0 for the best; licences that no entry is about, and records without one, come last.
    pub(super) fn of(&mut self, plan: &Plan, licence: Option<&str>) -> u32 {
        let Some(written) = licence else { return u32::MAX };
        if let Some(rank) = self.known.get(written) {
            return *rank;
        }
        let Dedup { licences, .. } = &plan.job.dedup;
        let order = if licences.is_empty() { &plan.job.rights.allow_licences } else { licences };
        let parsed = Licence::parse(written).ok();
        let is_about =
            |entry: &String| parsed.as_ref().is_some_and(|licence| licence.holds(|term| term.is_covered_by(entry)));
        let rank = (0u32..).zip(order).find(|(_, entry)| is_about(entry)).map_or(u32::MAX, |(rank, _)| rank);
        self.known.insert(written.to_owned(), rank);
        rank
    }
}

/// Which of two rows is rather kept: `Less` for the first.
pub(super) fn preferred(rivals: &Rivals, preferences: &[Preference]) -> impl Fn(u32, u32) -> Ordering + Sync {
    |left, right| match (rivals.get(left), rivals.get(right)) {
        (Some(left), Some(right)) => left.standing.compare(&right.standing, preferences),
        _ => left.cmp(&right),
    }
}

/// The records that go.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    /// In the order of their rows.
    removed: Vec<RemovedRecord>,
}

/// A record that goes, and what the lineage says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RemovedRecord {
    pub(super) row: u32,
    pub(super) survivor_row: u32,
    /// Id of the record that stays in its place.
    pub(super) survivor: Digest,
    /// How alike the two are, from 0 to 1.
    pub(super) score: f64,
    /// The strictest sense in which they are the same.
    pub(super) sense: RemovedDuplicates,
}

impl Duplicates {
    /// Decides. Nothing goes unless the job says so.
    pub(super) fn find(plan: &Plan, rivals: &Rivals, near: Option<&mut NearClusters>) -> Result<Self, Error> {
        let dedup = &plan.job.dedup;
        if dedup.remove == RemovedDuplicates::None {
            return Ok(Self::default());
        }
        let mut clusters = Groups::singletons(rivals.len());
        let mut keys = SharedKeys::default();
        for (row, rival) in rivals.iter() {
            match dedup.remove {
                RemovedDuplicates::Exact => keys.push(rival.exact, row),
                _ => rival.normal.iter().for_each(|key| keys.push(*key, row)),
            }
        }
        clusters.join(&mut keys);
        drop(keys);
        let near = near.filter(|_| dedup.remove == RemovedDuplicates::Near);
        let near = near.map(|near| {
            near.join_into(&mut clusters);
            &*near
        });
        let likeness = Sameness { dedup, rivals, near };
        let order = preferred(rivals, &dedup.prefer);
        let stays = |row: u32| rivals.get(row).is_none_or(|rival| rival.standing.is_frozen());
        let removed = removals(&mut clusters, order, stays, &likeness).map_err(Error::spill)?;
        Ok(Self { removed: removed.iter().filter_map(|removed| likeness.described(removed)).collect() })
    }

    /// All of them, in the order of their rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = &RemovedRecord> {
        self.removed.iter()
    }

    /// What is known of a row that goes.
    pub(super) fn get(&self, row: usize) -> Option<&RemovedRecord> {
        let row = u32::try_from(row).ok()?;
        self.removed.binary_search_by_key(&row, |removed| removed.row).ok().and_then(|at| self.removed.get(at))
    }

    /// What the manifest says of them.
    pub(super) fn account(&self, plan: &Plan, examined: usize, near: NearCounts) -> Deduplication {
        let Dedup { remove, near_duplicate, prefer, .. } = &plan.job.dedup;
        let of = |sense: RemovedDuplicates| self.iter().filter(|removed| removed.sense == sense).count() as u64;
        Deduplication {
            remove: *remove,
            near_duplicate: *near_duplicate,
            prefer: prefer.clone(),
            examined: examined as u64,
            repeated: plan.finds_near().then_some(near.exact),
            paragraphs: None,
            removed: RemovedCounts {
                exact: of(RemovedDuplicates::Exact),
                normalised: of(RemovedDuplicates::Normalised),
                near: of(RemovedDuplicates::Near),
            },
        }
    }
}

/// What the job takes for the same.
struct Sameness<'a> {
    dedup: &'a Dedup,
    rivals: &'a Rivals,
    near: Option<&'a NearClusters>,
}

impl Sameness<'_> {
    fn described(&self, removed: &Removed) -> Option<RemovedRecord> {
        let Removed { row, survivor: survivor_row, score } = *removed;
        let (left, right) = (self.rivals.get(survivor_row)?, self.rivals.get(row)?);
        let sense = match (left.exact == right.exact, share(left.normal, right.normal)) {
            (true, _) => RemovedDuplicates::Exact,
            (false, true) => RemovedDuplicates::Normalised,
            (false, false) => RemovedDuplicates::Near,
        };
        Some(RemovedRecord { row, survivor_row, survivor: left.standing.record, score, sense })
    }
}

impl Likeness for Sameness<'_> {
    fn score(&self, survivor: u32, row: u32) -> io::Result<Option<f64>> {
        let (Some(left), Some(right)) = (self.rivals.get(survivor), self.rivals.get(row)) else {
            return Ok(None);
        };
        if left.is_document != right.is_document {
            return Ok(None);
        }
        if left.exact == right.exact || self.dedup.remove > RemovedDuplicates::Exact && share(left.normal, right.normal)
        {
            return Ok(Some(1.0));
        }
        let Some(near) = self.near else { return Ok(None) };
        Ok(Some(near.jaccard(survivor, row)?).filter(|score| *score >= self.dedup.near_duplicate))
    }

    fn keys(&self, row: u32) -> io::Result<Vec<u64>> {
        let Some(rival) = self.rivals.get(row) else { return Ok(Vec::new()) };
        let mut keys: Vec<u64> = std::iter::once(rival.exact).chain(rival.normal).collect();
        if let Some(near) = self.near {
            keys.extend(near.keys(row)?);
        }
        Ok(keys)
    }
}

fn share(left: [u64; 2], right: [u64; 2]) -> bool {
    left.iter().any(|key| right.contains(key))
}
