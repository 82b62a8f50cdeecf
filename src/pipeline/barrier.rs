//! Between the passes: groups, splits, and the checks that need all records at once.

use super::first_pass::Rows;
use crate::config::{Amount, SplitConfig};
use crate::core::Split;
use crate::dedup::Groups;
use crate::leak::{Crossing, CrossingCheck};
use crate::split::{self, Achieved, Group, Request};

/// What the second pass needs to know.
pub(super) struct Barrier {
    /// Split of every kept record, in the order of the spill.
    pub(super) splits: Vec<Split>,
    pub(super) achieved: Vec<Achieved>,
    /// How many groups there are, and how many hold more than one record.
    pub(super) groups: u64,
    pub(super) joined_groups: u64,
    /// Sizes of the largest groups and where they went.
    pub(super) largest: Vec<(u64, Split)>,
    /// What the normalised check found.
    pub(super) normalised: Vec<Crossing>,
}

/// So many of the largest groups are listed.
const LISTED_GROUPS: usize = 10;

/// Groups, assigns and checks.
pub(super) fn run(rows: Rows, config: &SplitConfig) -> Barrier {
    let Rows { mut texts, mut groups, anchors } = rows;
    let mut sets = Groups::singletons(anchors.len());
    sets.join(&mut groups);
    drop(groups);
    sets.join(&mut texts);
    let (members, parts) = gather(&mut sets, &anchors);
    drop(anchors);
    drop(sets);
    let (holdout, validation) = (request(config.holdout), request(config.validation));
    let assigned = split::assign(&parts, config.seed, holdout, validation);
    let achieved = split::report(&parts, &assigned, holdout, validation, config.tolerance);
    let splits: Vec<Split> =
        members.iter().map(|group| assigned.get(*group as usize).copied().unwrap_or(Split::Train)).collect();
    let mut check = CrossingCheck::default();
    for pair in texts.into_pairs() {
        if let Some(split) = splits.get(pair.row() as usize) {
            check.push(pair.key(), *split);
        }
    }
    let mut largest: Vec<(u64, u64, Split)> = parts
        .iter()
        .zip(&assigned)
        .filter(|(part, _)| part.size > 1)
        .map(|(part, split)| (part.size, part.identity, *split))
        .collect();
    largest.sort_by_key(|(size, identity, _)| (std::cmp::Reverse(*size), *identity));
    largest.truncate(LISTED_GROUPS);
    Barrier {
        largest: largest.into_iter().map(|(size, _, split)| (size, split)).collect(),
        achieved,
        groups: parts.len() as u64,
        joined_groups: parts.iter().filter(|part| part.size > 1).count() as u64,
        normalised: check.finish(),
        splits,
    }
}

/// Numbers the groups and gives every row its group's number. A group's identity is the lowest anchor of its members, which
/// does not depend on their order.
fn gather(sets: &mut Groups, anchors: &[u64]) -> (Vec<u32>, Vec<Group>) {
    let mut parts: Vec<Group> = Vec::new();
    let mut members: Vec<u32> = Vec::with_capacity(anchors.len());
    for (row, &anchor) in (0u32..).zip(anchors) {
        let root = sets.find(row);
        // A set's representative is its lowest row, so its number is known before any other member comes.
        let number = members.get(root as usize).copied().unwrap_or_else(|| {
            parts.push(Group { identity: anchor, size: 0 });
            u32::try_from(parts.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(part) = parts.get_mut(number as usize) {
            part.size += 1;
            part.identity = part.identity.min(anchor);
        }
        members.push(number);
    }
    (members, parts)
}

fn request(amount: Amount) -> Request {
    match amount {
        Amount::Share(share) => Request::Share(share),
        Amount::Count { count } => Request::Count(count),
    }
}
