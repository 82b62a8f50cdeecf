//! Between the passes: groups, splits, and the checks that need all records at once.

use super::barrier_groups::{Grouped, Members, group};
use super::fit::{self, Numbers};
use super::plan::Plan;
use super::rows::Rows;
use crate::config::{Amount, OnLimit, SplitConfig};
use crate::core::{Reason, Split};
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
    /// What the normalised check found, on the records as they were read and as they are written.
    pub(super) raw: Vec<Crossing>,
    pub(super) normalised: Vec<Crossing>,
    pub(super) strata: Vec<StratumCount>,
    pub(super) dates: Dates,
    pub(super) continued: Continued,
    /// By target, in the order of the plan: records of train and validation.
    pub(super) numbers: Vec<Numbers>,
}

impl Barrier {
    /// Records that go to a split.
    pub(super) fn kept(&self) -> u64 {
        self.achieved.iter().map(|part| part.records).sum()
    }
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
pub(super) fn run(mut rows: Rows, plan: &Plan) -> Barrier {
    let config = &plan.job.split;
    let Grouped { members, groups, continued } = group(&mut rows);
    let (holdout, validation) = requests(config);
    let assigned = split::assign(&groups, config.seed, holdout, validation);
    let mut places = places(&members, &assigned);
    let left_out = leave_out(plan, &groups, &members, &mut places, &rows.units);
    let mut strata: Vec<StratumCount> =
        rows.strata.names().iter().map(|labels| StratumCount { labels: labels.clone(), records: [0; 3] }).collect();
    let mut dates = Dates::default();
    let dated = matches!(holdout, Request::Late);
    for (place, mark) in places.iter().zip(&rows.marks) {
        let Some(split) = place.split() else { continue };
        let stratum = strata.get_mut(mark.stratum as usize);
        if let Some(count) = stratum.and_then(|stratum| stratum.records.get_mut(split.index())) {
            *count += 1;
        }
        if dated {
            dates.undated += u64::from(mark.late.is_none());
            dates.early_held += u64::from(mark.late == Some(false) && split == Split::Holdout);
            dates.late_trained += u64::from(mark.late == Some(true) && split != Split::Holdout);
        }
    }
    strata.sort_by(|left, right| left.labels.cmp(&right.labels));
    let mut achieved = split::report(&groups, &assigned, holdout, validation, config.tolerance);
    for (part, (records, groups)) in achieved.iter_mut().zip(left_out) {
        part.records -= records.min(part.records);
        part.groups -= groups.min(part.groups);
    }
    let numbers = rows.units.numbers(places.iter().map(|place| place.split()));
    Barrier {
        largest: largest(&groups, &assigned),
        oversize: oversize(&groups, &achieved),
        achieved,
        groups: groups.len() as u64,
        joined_groups: groups.iter().filter(|group| group.size > 1).count() as u64,
        raw: crossings(rows.raw, &places),
        normalised: crossings(rows.texts, &places),
        strata,
        dates,
        continued,
        numbers: fit::numbers_of(&plan.targets, &numbers),
        places,
    }
}

/// Leaves out what the targets cannot take, where the job says so. By split: records and groups that are left out.
fn leave_out(
    plan: &Plan,
    groups: &[Group],
    members: &Members,
    places: &mut [Place],
    units: &fit::Units,
) -> [(u64, u64); 3] {
    let mut left_out = [(0, 0); 3];
    if plan.job.output.on_limit != OnLimit::TruncateByHash {
        return left_out;
    }
    let place = |(member, place): (Result<u32, Reason>, &Place)| Some((member.ok()?, place.split()?));
    let members: Vec<Option<(u32, Split)>> = members.iter().zip(places.iter()).map(place).collect();
    let mut goes = fit::truncate(&plan.targets, groups, &members, units, plan.job.split.seed);
    let gone: Vec<bool> = goes.clone();
    for (member, place) in members.iter().zip(places) {
        let Some((group, split)) = *member else { continue };
        if gone.get(group as usize) != Some(&true) {
            continue;
        }
        *place = Place::Withheld(Reason::OverTargetCount);
        if let Some((records, groups)) = left_out.get_mut(split.index()) {
            *records += 1;
            // Its first record counts the group.
            *groups += u64::from(goes.get_mut(group as usize).is_some_and(std::mem::take));
        }
    }
    left_out
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

fn places(members: &Members, assigned: &[Split]) -> Vec<Place> {
    let place = |member: Result<u32, Reason>| match member {
        Ok(group) => Place::Split(assigned.get(group as usize).copied().unwrap_or(Split::Train)),
        Err(reason) => Place::Withheld(reason),
    };
    members.iter().map(place).collect()
}

fn crossings(keys: crate::dedup::SharedKeys, places: &[Place]) -> Vec<Crossing> {
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
