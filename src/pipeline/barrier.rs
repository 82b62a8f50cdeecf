//! Between the passes: groups, splits, and the checks that need all records at once.

use super::barrier_groups::{Grouped, group};
use super::duplicates::Duplicates;
use super::fit::{self, Numbers, Units};
use super::merged::{Asked, Merged};
use super::plan::Plan;
use super::rows::{Mark, Rows};
use crate::config::{Amount, OnLimit, SplitConfig};
use crate::core::{Reason, Split};
use crate::dedup::{NearClusters, NearCounts, SharedKeys};
use crate::leak::{Crossing, CrossingCheck};
use crate::split::{self, Achieved, Group, Request};

/// What the second pass needs to know.
pub(super) struct Barrier {
    /// Place of every kept record, in the order of the spill.
    pub(super) places: Vec<Place>,
    pub(super) achieved: Vec<Achieved>,
    /// How many groups there are, and how many hold more than one record.
    pub(super) groups: u64,
    pub(super) joined_groups: u64,
    /// Sizes of the largest groups and where they went.
    pub(super) largest: Vec<(u64, Split)>,
    /// Groups that are larger than what the holdout or the validation set asks for, and their records.
    pub(super) oversize: (u64, u64),
    /// Keys on two sides: of the records as they were read, as they are written, and of what links them.
    pub(super) raw: Vec<Crossing>,
    pub(super) normalised: Vec<Crossing>,
    pub(super) links: Vec<Crossing>,
    /// Groups that records joined out of several.
    pub(super) merged: Merged,
    /// What was compared to find near-duplicates.
    pub(super) near: NearCounts,
    pub(super) strata: Vec<StratumCount>,
    pub(super) dates: Dates,
    pub(super) continued: Continued,
    /// By target, in the order of the plan: records of train and validation.
    pub(super) numbers: Vec<Numbers>,
    units: Units,
    /// By row: its group; of rows that go to no split, the group that they would be in, or the last number there is.
    members: Vec<u32>,
    parts: Vec<Group>,
    assigned: Vec<Split>,
    marks: Vec<Mark>,
    labels: Vec<Vec<String>>,
}

/// Where a record goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Split(Split),
    Withheld(Reason),
}

impl Place {
    pub(super) fn split(self) -> Option<Split> {
        match self {
            Self::Split(split) => Some(split),
            Self::Withheld(_) => None,
        }
    }

    /// Whether the record was removed rather than withheld.
    pub(super) fn is_removed(self) -> bool {
        matches!(self, Self::Withheld(reason) if reason.is_removal())
    }
}

/// Records of a stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StratumCount {
    /// Its labels, in the order of `split.strata`.
    pub(super) labels: Vec<String>,
    /// By split.
    pub(super) records: [u64; 3],
}

/// What a holdout by date found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Dates {
    /// Records with no date that could be read.
    pub(super) undated: u64,
    /// Records that were made before the date and stand in the holdout, because their group reaches over it.
    pub(super) early_held: u64,
    /// Records of the date or later that stand in train or validation: none, unless an earlier version has them there.
    pub(super) late_trained: u64,
}

/// What became of the records of an earlier version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Continued {
    /// Records that the earlier version has, by its split.
    pub(super) recognised: [u64; 3],
    /// New records that went to a split because their group is there, by split.
    pub(super) joined: [u64; 3],
    /// New records that were withheld because they link records of different splits.
    pub(super) linking: u64,
    /// Records of the earlier version that were withheld because they are now linked with its holdout or validation set.
    pub(super) linked: u64,
}

/// So many of the largest groups are listed.
const LISTED_GROUPS: usize = 10;

/// Groups, assigns and checks.
pub(super) fn run(
    mut rows: Rows,
    mut near: Option<NearClusters>,
    duplicates: &Duplicates,
    config: &SplitConfig,
) -> Barrier {
    let Grouped { members, groups, continued } = group(&mut rows, near.as_mut(), duplicates);
    let counts = near.as_ref().map(|near| near.counts).unwrap_or_default();
    drop(near);
    let (holdout, validation) = requests(config);
    let assigned = split::assign(&groups, config.seed, holdout, validation);
    let place = |member: Result<u32, Reason>| match member {
        Ok(group) => Place::Split(assigned.get(group as usize).copied().unwrap_or(Split::Train)),
        Err(reason) => Place::Withheld(reason),
    };
    let places: Vec<Place> = members.iter().map(place).collect();
    let Rows { texts, raw, links, marks, strata, units, anchors, .. } = rows;
    let asked = Asked { seed: config.seed, holdout, validation };
    let kept: Vec<Option<u32>> = members.iter().map(Result::ok).collect();
    let merged = Merged::find(&kept, (&anchors, &marks), (&groups, &assigned), asked);
    drop((kept, anchors));
    let mut barrier = Barrier {
        raw: crossings(raw, &places),
        normalised: crossings(texts, &places),
        links: crossings(links, &places),
        near: counts,
        merged,
        achieved: Vec::new(),
        groups: groups.len() as u64,
        joined_groups: groups.iter().filter(|group| group.size > 1).count() as u64,
        largest: Vec::new(),
        oversize: (0, 0),
        strata: Vec::new(),
        dates: Dates::default(),
        continued,
        places,
        members: members.into_groups(),
        parts: groups,
        assigned,
        marks,
        labels: strata.names().to_vec(),
        numbers: Vec::new(),
        units,
    };
    barrier.measure(config);
    barrier
}

impl Barrier {
    /// Records that go to a split.
    pub(super) fn kept(&self) -> u64 {
        self.achieved.iter().map(|part| part.records).sum()
    }

    /// The number of a row's group; none of a record that is withheld.
    pub(super) fn group_of(&self, row: u32) -> Option<u32> {
        self.places.get(row as usize)?.split()?;
        self.members.get(row as usize).copied()
    }

    /// Where a group is.
    pub(super) fn assigned_to(&self, group: u32) -> Option<Split> {
        self.assigned.get(group as usize).copied()
    }

    /// The number of a row's stratum.
    pub(super) fn stratum_of(&self, row: u32) -> u32 {
        self.marks.get(row as usize).map_or(0, |mark| mark.stratum)
    }

    /// The labels of a stratum.
    pub(super) fn stratum_labels(&self, stratum: u32) -> &[String] {
        self.labels.get(stratum as usize).map_or(&[], Vec::as_slice)
    }

    /// Moves groups, and says how many records each of them had. Call [`Barrier::measure`] in the end.
    pub(super) fn move_groups(&mut self, moves: &std::collections::BTreeMap<u32, Split>) {
        for (&group, &to) in moves {
            if let Some(slot) = self.assigned.get_mut(group as usize) {
                *slot = to;
            }
        }
        for (place, group) in self.places.iter_mut().zip(&self.members) {
            if let (Place::Split(split), Some(to)) = (place, moves.get(group)) {
                *split = *to;
            }
        }
    }

    /// Whether an earlier version of the dataset says where a group is.
    pub(super) fn is_decided(&self, group: u32) -> bool {
        self.parts.get(group as usize).is_some_and(|part| part.earlier.is_some())
    }

    /// Records in a group.
    pub(super) fn group_size(&self, group: u32) -> u64 {
        self.parts.get(group as usize).map_or(0, |part| u64::from(part.size))
    }

    /// Withholds a record. Call [`Barrier::measure`] in the end.
    pub(super) fn withhold(&mut self, row: u32, reason: Reason) {
        if let Some(part) = self.group_of(row).and_then(|group| self.parts.get_mut(group as usize)) {
            part.size = part.size.saturating_sub(1);
        }
        if let Some(place) = self.places.get_mut(row as usize) {
            *place = Place::Withheld(reason);
        }
    }

    /// Leaves out what the targets cannot take, where the job says so, and counts what they get. Call it when everything has
    /// its place.
    pub(super) fn fit(&mut self, plan: &Plan) {
        if plan.job.output.on_limit == OnLimit::TruncateByHash {
            self.truncate(plan);
        }
        let numbers = self.units.numbers(self.places.iter().map(|place| place.split()));
        self.numbers = fit::numbers_of(&plan.targets, &numbers);
    }

    fn truncate(&mut self, plan: &Plan) {
        let member = |(place, group): (&Place, &u32)| Some((*group, place.split()?));
        let members: Vec<Option<(u32, Split)>> = self.places.iter().zip(&self.members).map(member).collect();
        let goes = fit::truncate(&plan.targets, &self.parts, &members, &self.units, plan.job.split.seed);
        for (row, member) in (0u32..).zip(&members) {
            if member.is_some_and(|(group, _)| goes.get(group as usize) == Some(&true)) {
                self.withhold(row, Reason::OverTargetCount);
            }
        }
        let before = self.achieved.clone();
        self.measure(&plan.job.split);
        // Shares are judged by what was drawn: leaving records out of train makes the others larger.
        for (now, before) in self.achieved.iter_mut().zip(before) {
            (now.within, now.allowance) = (before.within, before.allowance);
        }
    }

    /// Counts anew what each split has.
    pub(super) fn measure(&mut self, config: &SplitConfig) {
        let (holdout, validation) = requests(config);
        self.achieved = split::report(&self.parts, &self.assigned, holdout, validation, config.tolerance);
        self.largest = largest(&self.parts, &self.assigned);
        self.oversize = oversize(&self.parts, &self.achieved);
        let count = |labels: &Vec<String>| StratumCount { labels: labels.clone(), records: [0; 3] };
        self.strata = self.labels.iter().map(count).collect();
        self.dates = Dates::default();
        let by_date = matches!(holdout, Request::Late);
        for (place, mark) in self.places.iter().zip(&self.marks) {
            let Some(split) = place.split() else { continue };
            let stratum = self.strata.get_mut(mark.stratum as usize);
            if let Some(count) = stratum.and_then(|stratum| stratum.records.get_mut(split.index())) {
                *count += 1;
            }
            if by_date {
                self.dates.undated += u64::from(mark.late.is_none());
                self.dates.early_held += u64::from(mark.late == Some(false) && split == Split::Holdout);
                self.dates.late_trained += u64::from(mark.late == Some(true) && split != Split::Holdout);
            }
        }
        self.strata.retain(|stratum| stratum.records.iter().any(|records| *records > 0));
        self.strata.sort_by(|left, right| left.labels.cmp(&right.labels));
    }
}

fn requests(config: &SplitConfig) -> (Request, Request) {
    let holdout = if config.holdout_after.is_some() { Request::Late } else { request(config.holdout) };
    (holdout, request(config.validation))
}

fn request(amount: Amount) -> Request {
    match amount {
        Amount::Share(share) => Request::Share(share),
        Amount::Count { count } => Request::Count(count),
    }
}

fn crossings(keys: SharedKeys, places: &[Place]) -> Vec<Crossing> {
    let mut check = CrossingCheck::default();
    for pair in keys.into_pairs() {
        if let Some(split) = places.get(pair.row() as usize).and_then(|place| place.split()) {
            check.push(pair.key(), split);
        }
    }
    check.finish()
}

fn largest(groups: &[Group], assigned: &[Split]) -> Vec<(u64, Split)> {
    let mut largest: Vec<(u32, u64, Split)> = groups
        .iter()
        .zip(assigned)
        .filter(|(group, _)| group.size > 1)
        .map(|(group, split)| (group.size, group.identity, *split))
        .collect();
    largest.sort_by_key(|(size, identity, _)| (std::cmp::Reverse(*size), *identity));
    largest.into_iter().take(LISTED_GROUPS).map(|(size, _, split)| (u64::from(size), split)).collect()
}

/// Groups that no split but train can hold as it was asked for, and their records.
fn oversize(groups: &[Group], achieved: &[Achieved]) -> (u64, u64) {
    let total: u64 = groups.iter().map(|group| u64::from(group.size)).sum();
    let room = |part: &Achieved| match part.request {
        Request::Share(share) => share * total as f64 + part.allowance,
        Request::Count(count) => count as f64,
        Request::Late => total as f64,
    };
    let widest = achieved.iter().filter(|part| part.split != Split::Train).map(room).fold(0.0, f64::max);
    let over = || groups.iter().filter(|group| group.size > 1 && f64::from(group.size) > widest);
    (over().count() as u64, over().map(|group| u64::from(group.size)).sum())
}
