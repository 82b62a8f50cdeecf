//! Groups of records: which rows belong together, and what an earlier version of the dataset says of them.

use super::barrier::Continued;
use super::duplicates::Duplicates;
use super::rows::{Mark, Rows};
use crate::core::{Reason, Split};
use crate::dedup::{Groups, NearClusters, SharedKeys};
use crate::split::Group;

/// The groups and who is in them.
pub(super) struct Grouped {
    pub(super) members: Members,
    pub(super) groups: Vec<Group>,
    pub(super) continued: Continued,
}

/// By row: the number of its group, or why it goes to no split.
pub(super) struct Members {
    groups: Vec<u32>,
    /// Rows that go to no split, ascending, with the reason.
    withheld: Vec<(u32, Reason)>,
}

impl Members {
    /// The numbers alone.
    pub(super) fn into_groups(self) -> Vec<u32> {
        self.groups
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Result<u32, Reason>> {
        let mut withheld = self.withheld.iter().copied().peekable();
        (0u32..).zip(&self.groups).map(move |(row, group)| match withheld.next_if(|(other, _)| *other == row) {
            Some((_, reason)) => Err(reason),
            None => Ok(*group),
        })
    }
}

/// Joins rows that share a key, and settles what an earlier version has decided.
///
/// A group whose records the earlier version has in one split, or that shares a key with its holdout or validation set, goes
/// there as a whole. Where a group's records stand in different splits there, its new records link what was apart, and are
/// withheld. If what is left still hangs together, because other fields group records now, those farther from the holdout are
/// withheld as well: the holdout itself loses nothing.
///
/// A duplicate that goes still joins what it links, and still says what its group is known by: which of several stays decides
/// nothing else, and removing duplicates moves no group.
pub(super) fn group(rows: &mut Rows, mut near: Option<&mut NearClusters>, duplicates: &Duplicates) -> Grouped {
    let mut sets = join(rows, near.as_deref_mut(), duplicates, &[]);
    let mut withheld = Vec::new();
    let mut continued = Continued::default();
    if rows.marks.iter().any(|mark| mark.known.is_some() || mark.held.is_some()) {
        let torn = torn(&mut sets, &rows.marks, &[]);
        if torn.iter().any(|torn| *torn) {
            withhold(&mut withheld, &mut sets, &torn, &rows.marks, |mark, _| mark.known.is_none());
            continued.linking = withheld.len() as u64;
            sets = join(rows, near.as_deref_mut(), duplicates, &withheld);
            let torn = self::torn(&mut sets, &rows.marks, &withheld);
            let strictest = strictest(&mut sets, &rows.marks, &withheld);
            withhold(&mut withheld, &mut sets, &torn, &rows.marks, |mark, root| {
                mark.known != strictest.get(root as usize).copied().flatten()
            });
            continued.linked = withheld.len() as u64 - continued.linking;
            sets = join(rows, near, duplicates, &withheld);
        }
    }
    let (members, groups) = gather(&mut sets, rows, &withheld, duplicates);
    count(&mut continued, rows, &members, &groups);
    Grouped { members, groups, continued }
}

fn join(rows: &mut Rows, near: Option<&mut NearClusters>, duplicates: &Duplicates, without: &[u32]) -> Groups {
    let mut sets = Groups::singletons(rows.anchors.len());
    for keys in [&mut rows.links, &mut rows.texts, &mut rows.raw] {
        if without.is_empty() {
            sets.join(keys);
        } else {
            join_without(&mut sets, keys, without);
        }
    }
    match near {
        Some(near) if without.is_empty() => near.join_into(&mut sets),
        Some(near) => join_near_without(&mut sets, near, without),
        None => {}
    }
    let stays = |row: u32| without.binary_search(&row).is_err();
    for removed in duplicates.iter().filter(|removed| stays(removed.row) && stays(removed.survivor_row)) {
        sets.union(removed.survivor_row, removed.row);
    }
    sets
}

/// Joins what is left of every cluster of near-duplicates. Two records that were alike through a third one stay together:
/// rather too careful than not enough.
fn join_near_without(sets: &mut Groups, near: &mut NearClusters, without: &[u32]) {
    let mut clusters = Groups::singletons(sets.rows());
    near.join_into(&mut clusters);
    let mut first: Vec<Option<u32>> = vec![None; sets.rows()];
    for row in (0u32..).take(sets.rows()).filter(|row| without.binary_search(row).is_err()) {
        let Some(slot) = first.get_mut(clusters.find(row) as usize) else { continue };
        match *slot {
            Some(other) => sets.union(other, row),
            None => *slot = Some(row),
        }
    }
}

fn join_without(sets: &mut Groups, keys: &SharedKeys, without: &[u32]) {
    for run in keys.runs() {
        let mut rows = run.iter().map(|pair| pair.row()).filter(|row| without.binary_search(row).is_err());
        if let Some(first) = rows.next() {
            rows.for_each(|row| sets.union(first, row));
        }
    }
}

/// By root: whether an earlier version has the set's records in more than one split.
fn torn(sets: &mut Groups, marks: &[Mark], withheld: &[u32]) -> Vec<bool> {
    let bit = |split: Split| 1u8 << split.index();
    let mut splits = vec![0u8; marks.len()];
    for (row, mark) in (0u32..).zip(marks) {
        if withheld.binary_search(&row).is_err()
            && let Some(slot) = splits.get_mut(sets.find(row) as usize)
        {
            *slot |= mark.known.map_or(0, bit) | mark.held.map_or(0, bit);
        }
    }
    splits.into_iter().map(|splits| splits.count_ones() > 1).collect()
}

/// By root: the split of its records that is farthest from training.
fn strictest(sets: &mut Groups, marks: &[Mark], withheld: &[u32]) -> Vec<Option<Split>> {
    let mut strictest = vec![None; marks.len()];
    for (row, mark) in (0u32..).zip(marks) {
        if withheld.binary_search(&row).is_err()
            && let Some(slot) = strictest.get_mut(sets.find(row) as usize)
        {
            *slot = (*slot).max(mark.known).max(mark.held);
        }
    }
    strictest
}

fn withhold(
    withheld: &mut Vec<u32>,
    sets: &mut Groups,
    torn: &[bool],
    marks: &[Mark],
    which: impl Fn(&Mark, u32) -> bool,
) {
    let before = std::mem::take(withheld);
    for (row, mark) in (0u32..).zip(marks) {
        let root = sets.find(row);
        let goes = torn.get(root as usize) == Some(&true) && which(mark, root);
        if goes || before.binary_search(&row).is_ok() {
            withheld.push(row);
        }
    }
}

/// Numbers the groups and gives every row its group's number. A group's identity is the lowest anchor of its members, and its
/// stratum the one that most of them are of: neither depends on their order.
fn gather(sets: &mut Groups, rows: &Rows, linking: &[u32], duplicates: &Duplicates) -> (Members, Vec<Group>) {
    let withheld = withheld(linking, duplicates);
    let mut parts: Vec<Group> = Vec::new();
    let mut members: Vec<u32> = Vec::with_capacity(rows.anchors.len());
    let mut without = withheld.iter().copied().peekable();
    for ((row, &anchor), mark) in (0u32..).zip(&rows.anchors).zip(&rows.marks) {
        let reason = without.next_if(|(other, _)| *other == row).map(|(_, reason)| reason);
        if reason == Some(Reason::LinksSplits) {
            members.push(u32::MAX);
            continue;
        }
        let root = sets.find(row);
        // A set's representative is its lowest row, so its number is known before any other member comes.
        let number = if root == row {
            parts.push(Group::new(anchor, 0));
            u32::try_from(parts.len() - 1).unwrap_or(u32::MAX)
        } else {
            members.get(root as usize).copied().unwrap_or(u32::MAX)
        };
        if let Some(part) = parts.get_mut(number as usize) {
            part.size += u32::from(reason.is_none());
            part.identity = part.identity.min(anchor);
            part.earlier = part.earlier.max(mark.known).max(mark.held);
            part.late |= mark.late == Some(true);
            part.stratum = if part.size <= 1 && reason.is_none() { mark.stratum } else { part.stratum };
        }
        members.push(number);
    }
    let ranks = rows.strata.ranks();
    let mut members = Members { groups: members, withheld };
    majority(&mut parts, &members, &rows.marks, &ranks);
    close_ranks(&mut parts, &mut members);
    (members, parts)
}

/// Rows that go to no split, ascending. What links splits is told as that, even if it is a duplicate as well.
fn withheld(linking: &[u32], duplicates: &Duplicates) -> Vec<(u32, Reason)> {
    let linking = linking.iter().map(|row| (*row, Reason::LinksSplits));
    let mut all: Vec<(u32, Reason)> =
        linking.chain(duplicates.iter().map(|removed| (removed.row, Reason::Duplicate))).collect();
    // The sort is stable.
    all.sort_by_key(|(row, _)| *row);
    all.dedup_by_key(|(row, _)| *row);
    all
}

/// Takes out groups that nothing is left of: a duplicate whose survivor is withheld.
fn close_ranks(parts: &mut Vec<Group>, members: &mut Members) {
    if parts.iter().all(|part| part.size > 0) {
        return;
    }
    let mut next = 0;
    let mut number = |part: &Group| {
        let number = if part.size > 0 { next } else { u32::MAX };
        next += u32::from(part.size > 0);
        number
    };
    let numbers: Vec<u32> = parts.iter().map(&mut number).collect();
    for member in &mut members.groups {
        *member = numbers.get(*member as usize).copied().unwrap_or(u32::MAX);
    }
    parts.retain(|part| part.size > 0);
}

/// Gives groups of more than one record the stratum that most of their records are of, the first in the order of names if
/// several are as many; and all groups the rank of their stratum in place of its number.
fn majority(parts: &mut [Group], members: &Members, marks: &[Mark], ranks: &[u32]) {
    let rank = |stratum: u32| ranks.get(stratum as usize).copied().unwrap_or(0);
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for (member, mark) in members.iter().zip(marks) {
        let Ok(group) = member else { continue };
        if parts.get(group as usize).is_some_and(|part| part.size > 1) {
            joined.push((group, rank(mark.stratum)));
        }
    }
    joined.sort_unstable();
    for part in parts.iter_mut() {
        part.stratum = rank(part.stratum);
    }
    for group in joined.chunk_by(|a, b| a.0 == b.0) {
        let strata = group.chunk_by(|a, b| a == b);
        let most = strata.max_by_key(|stratum| (stratum.len(), std::cmp::Reverse(stratum.first().copied())));
        if let Some(&(number, stratum)) = most.and_then(|stratum| stratum.first())
            && let Some(part) = parts.get_mut(number as usize)
        {
            part.stratum = stratum;
        }
    }
}

fn count(continued: &mut Continued, rows: &Rows, members: &Members, groups: &[Group]) {
    for (mark, member) in rows.marks.iter().zip(members.iter()) {
        let Some(earlier) = member.ok().and_then(|group| groups.get(group as usize)?.earlier) else { continue };
        let counts = if mark.known.is_some() { &mut continued.recognised } else { &mut continued.joined };
        if let Some(count) = counts.get_mut(earlier.index()) {
            *count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::SplitConfig;
    use crate::pipeline::barrier::{self, Place};

    /// A record: its text, its links, and where an earlier version has it or something that it shares a key with.
    type Record = (u64, Vec<u64>, Option<Split>, Option<Split>);

    fn split() -> impl Strategy<Value = Option<Split>> {
        prop_oneof![
            6 => Just(None), 2 => Just(Some(Split::Train)), 1 => Just(Some(Split::Validation)), 1 => Just(Some(Split::Holdout))
        ]
    }

    fn records() -> impl Strategy<Value = Vec<Record>> {
        let held = split().prop_map(|split| split.filter(|split| *split != Split::Train));
        prop::collection::vec((0u64..30, prop::collection::vec(0u64..25, 0..3), split(), held), 1..40)
    }

    fn rows(records: &[Record]) -> Rows {
        let mut rows = Rows::default();
        rows.strata.number(std::iter::once(None));
        for (row, (text, links, known, held)) in (0u32..).zip(records) {
            rows.texts.push(text + 1000, row);
            rows.raw.push(u64::from(row) + 5000, row);
            links.iter().for_each(|link| rows.links.push(link + 2000, row));
            rows.anchors.push(links.iter().copied().min().unwrap_or(text + 100));
            rows.marks.push(Mark { stratum: 0, known: *known, held: *held, late: None });
        }
        rows
    }

    proptest! {
        #[test]
        fn groups_are_disjoint_and_what_was_decided_stays(records in records(), seed: u64) {
            let config = SplitConfig { seed, ..SplitConfig::default() };
            let places = barrier::run(rows(&records), None, &Duplicates::default(), &config).places;
            for (left, (text, links, known, _)) in places.iter().zip(&records) {
                let Some(split) = left.split() else { continue };
                prop_assert!(known.is_none_or(|known| known == split));
                for (right, (other, others, ..)) in places.iter().zip(&records) {
                    let linked = text == other || links.iter().any(|link| others.contains(link));
                    prop_assert!(!linked || right.split().is_none_or(|other| other == split));
                }
            }
            for (place, (_, _, known, held)) in places.iter().zip(&records) {
                if *known == Some(Split::Holdout) {
                    prop_assert_eq!(*place, Place::Split(Split::Holdout));
                }
                if *held == Some(Split::Holdout) {
                    prop_assert_ne!(*place, Place::Split(Split::Train));
                }
            }
        }

        #[test]
        fn a_job_without_an_earlier_version_withholds_nothing(records in records(), seed: u64) {
            let mut fresh = rows(&records);
            fresh.marks.iter_mut().for_each(|mark| *mark = Mark { known: None, held: None, ..*mark });
            let config = SplitConfig { seed, ..SplitConfig::default() };
            let barrier = barrier::run(fresh, None, &Duplicates::default(), &config);
            prop_assert!(barrier.places.iter().all(|place| place.split().is_some()));
            prop_assert_eq!(barrier.kept(), records.len() as u64);
        }
    }
}
