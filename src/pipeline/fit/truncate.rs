//! Leaving records out until every target can take train and validation: `output.on_limit = "truncate-by-hash"`.
//!
//! Whole groups go, those of highest keyed hash first, so that what stays does not depend on the order or the number of
//! threads, and grows when the limit does. The holdout is not touched.

use super::counted::{Counted, Numbers};
use super::units::{KINDS, Units};
use crate::core::{Key, Split};
use crate::format::{Kind, Target};
use crate::split::Group;

/// What to leave out: by group, whether it goes.
///
/// `members` is the group of every row and the split it is in, none for rows that are withheld already.
pub(in crate::pipeline) fn truncate(
    targets: &[Target],
    groups: &[Group],
    members: &[Option<(u32, Split)>],
    units: &Units,
    seed: u64,
) -> Vec<bool> {
    let mut goes = vec![false; groups.len()];
    let mut numbers = units.numbers(members.iter().map(|member| member.map(|(_, split)| split)));
    let key = Key::derive("scrubjay 2026-11 truncate", &seed.to_le_bytes());
    for split in [Split::Validation, Split::Train] {
        let room = room(targets, &numbers);
        let over =
            KINDS.iter().zip(&numbers).zip(&room).any(|((_, numbers), room)| of(numbers, split) > of(room, split));
        if !over {
            continue;
        }
        let sizes = units.by_group(groups.len(), members, split);
        let mut order: Vec<(u64, u64, usize)> = sizes
            .iter()
            .zip(groups)
            .enumerate()
            .filter(|(_, (size, _))| size.iter().any(|units| *units > 0))
            .map(|(at, (_, group))| (key.digest(&[&group.identity.to_be_bytes()]).prefix(), group.identity, at))
            .collect();
        order.sort_unstable();
        let mut left = room.map(|room| of(&room, split));
        for (_, _, at) in order {
            let Some(size) = sizes.get(at) else { continue };
            if size.iter().zip(&left).all(|(units, left)| units <= left) {
                left.iter_mut().zip(size).for_each(|(left, units)| *left -= units);
            } else if let Some(slot) = goes.get_mut(at) {
                *slot = true;
            }
        }
        let kept = |member: &Option<(u32, Split)>| {
            member.filter(|(group, _)| goes.get(*group as usize) != Some(&true)).map(|(_, split)| split)
        };
        numbers = units.numbers(members.iter().map(kept));
    }
    goes
}

/// By kind: the most records that all its targets can take.
fn room(targets: &[Target], numbers: &[Numbers; 2]) -> [Numbers; 2] {
    let mut room = *numbers;
    for ((kind, room), numbers) in KINDS.into_iter().zip(&mut room).zip(numbers) {
        for target in targets.iter().filter(|target| target.wants() == kind) {
            let most = Counted { target, numbers: *numbers }.room();
            room.train = room.train.min(most.train);
            room.validation = room.validation.min(most.validation);
        }
    }
    room
}

fn of(numbers: &Numbers, split: Split) -> u64 {
    match split {
        Split::Train => numbers.train,
        Split::Validation => numbers.validation,
        Split::Holdout => 0,
    }
}

/// By target, in the order given: its numbers of records.
pub(in crate::pipeline) fn numbers_of(targets: &[Target], numbers: &[Numbers; 2]) -> Vec<Numbers> {
    let of = |kind: Kind| KINDS.iter().zip(numbers).find(|(known, _)| **known == kind).map(|(_, numbers)| *numbers);
    targets.iter().map(|target| of(target.wants()).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::Targets;

    fn target(train: u64, validation: u64, sum: u64) -> Target {
        let mut definition = Targets::load(None).unwrap().get("llama3-1").unwrap().definition().clone();
        definition.records.train.max = Some(train);
        definition.records.validation.max = Some(validation);
        definition.records.sum.max = Some(sum);
        Target::new(definition).unwrap()
    }

    proptest! {
        #[test]
        fn what_stays_fits_and_does_not_depend_on_the_order(
            rows in prop::collection::vec((0u32..30, 0..3usize), 0..120),
            (train, validation, sum) in (1u64..60, 0u64..20, 1u64..70),
            seed: u64,
        ) {
            let groups: Vec<Group> = (0..30).map(|n| Group::new(n * 0x9e37_79b9, 1)).collect();
            // All rows of a group stand in one split.
            let split = |group: u32| Split::ALL[rows.iter().find(|row| row.0 == group).unwrap().1];
            let members: Vec<_> = rows.iter().map(|(group, _)| Some((*group, split(*group)))).collect();
            let targets = [target(train, validation, sum)];
            let goes = truncate(&targets, &groups, &members, &Units::default(), seed);
            let left = |at: Split| members.iter().flatten().filter(|(g, s)| *s == at && !goes[*g as usize]).count() as u64;
            prop_assert!(left(Split::Train) <= train);
            prop_assert!(left(Split::Validation) <= validation);
            prop_assert!(left(Split::Train) + left(Split::Validation) <= sum);
            prop_assert!(members.iter().flatten().all(|(g, s)| *s != Split::Holdout || !goes[*g as usize]));
            let mut turned = members.clone();
            turned.reverse();
            prop_assert_eq!(truncate(&targets, &groups, &turned, &Units::default(), seed), goes);
        }
    }

    #[test]
    fn nothing_goes_where_everything_fits() {
        let groups: Vec<Group> = (0..9).map(|n| Group::new(n, 1)).collect();
        let members: Vec<_> = (0..9).map(|n| Some((n, Split::Train))).collect();
        let goes = truncate(&[target(9, 9, 9)], &groups, &members, &Units::default(), 1);
        assert!(goes.iter().all(|goes| !goes));
        let goes = truncate(&[target(9, 9, 8)], &groups, &members, &Units::default(), 1);
        assert_eq!(goes.iter().filter(|goes| **goes).count(), 1);
    }
}
