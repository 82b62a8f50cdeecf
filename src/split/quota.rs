//! Filling a count so that every stratum is covered.
//!
//! A count is shared out over the strata by their size, each getting one record before any gets two if there are no more
//! strata than records asked for; the remainders of the division go to the largest ones first (Hare quotas with the largest
//! remainder). Each stratum's part is filled with its groups of lowest draw; a group counts for the stratum that most of its
//! records are of, and is passed over where it does not fit. What groups that do not fit leave open is filled with groups of
//! lowest draw, whatever their stratum.

use super::assign::{Group, Threshold, draw};
use crate::core::{Key, Split};

/// Gives `split` to free groups until it holds `count` records, or nothing more fits. A group is free if it is in train and
/// no earlier version says that it must be.
pub(super) fn fill(groups: &[Group], splits: &mut [Split], split: Split, count: u64, key: &Key) {
    let mut sizes: Vec<u64> = Vec::new();
    for (_, group) in free(groups, splits) {
        let stratum = group.stratum as usize;
        if sizes.len() <= stratum {
            sizes.resize(stratum + 1, 0);
        }
        if let Some(size) = sizes.get_mut(stratum) {
            *size += u64::from(group.size);
        }
    }
    let quotas = share_out(&sizes, count);
    let by_stratum = lowest(groups, splits, &sizes, &quotas, |group| group.stratum as usize, key);
    let left = count - give(groups, splits, split, &by_stratum);
    if left > 0 {
        let all: u64 = free(groups, splits).map(|(_, group)| u64::from(group.size)).sum();
        let rest = lowest(groups, splits, &[all], &[left], |_| 0, key);
        give(groups, splits, split, &rest);
    }
}

fn free<'g>(groups: &'g [Group], splits: &'g [Split]) -> impl Iterator<Item = (usize, &'g Group)> {
    let pairs = groups.iter().zip(splits).enumerate();
    pairs.filter(|(_, (group, at))| group.is_free(**at)).map(|(at, (group, _))| (at, group))
}

fn give(groups: &[Group], splits: &mut [Split], split: Split, chosen: &[usize]) -> u64 {
    let mut records = 0;
    for &at in chosen {
        if let (Some(slot), Some(group)) = (splits.get_mut(at), groups.get(at)) {
            *slot = split;
            records += u64::from(group.size);
        }
    }
    records
}

/// The free groups of lowest draw that fill the quota of each pool, passing over those that do not fit.
///
/// Only groups below a threshold are sorted, one for each pool; it rises where they do not suffice, which gives the same as
/// sorting all, in memory that grows with the quotas.
fn lowest(
    groups: &[Group],
    splits: &[Split],
    sizes: &[u64],
    quotas: &[u64],
    pool: impl Fn(&Group) -> usize,
    key: &Key,
) -> Vec<usize> {
    let mut shares: Vec<f64> =
        sizes.iter().zip(quotas).map(|(&size, &quota)| 4.0 * quota as f64 / size.max(1) as f64).collect();
    loop {
        let thresholds: Vec<Threshold> = shares.iter().map(|share| Threshold::of(*share)).collect();
        let mut order: Vec<(usize, u64, u64, usize)> = free(groups, splits)
            .filter_map(|(at, group)| {
                let pool = pool(group);
                let threshold = thresholds.get(pool).filter(|threshold| !threshold.is_nothing())?;
                let draw = draw(group, key);
                threshold.holds(draw).then_some((pool, draw, group.identity, at))
            })
            .collect();
        order.sort_unstable();
        let mut left = quotas.to_vec();
        let mut chosen = Vec::new();
        for (pool, _, _, at) in order {
            let size = groups.get(at).map_or(0, |group| u64::from(group.size));
            if let Some(left) = left.get_mut(pool).filter(|left| size > 0 && size <= **left) {
                *left -= size;
                chosen.push(at);
            }
        }
        let mut rises = false;
        for (share, _) in shares.iter_mut().zip(&left).filter(|(share, left)| **left > 0 && **share < 1.0) {
            *share = (*share * 4.0).max(1e-6);
            rises = true;
        }
        if !rises {
            return chosen;
        }
    }
}

/// Parts of `count` for strata of these sizes, none larger than its stratum. A stratum of no records gets none.
fn share_out(sizes: &[u64], count: u64) -> Vec<u64> {
    let total: u64 = sizes.iter().sum();
    if total <= count {
        return sizes.to_vec();
    }
    let strata = sizes.iter().filter(|size| **size > 0).count() as u64;
    let covered = strata <= count;
    let first = |size: u64| u64::from(covered && size > 0);
    let reserved = if covered { strata } else { 0 };
    let (open, whole) = (u128::from(count - reserved), u128::from((total - reserved).max(1)));
    let part = |size: u64| u128::from(size - first(size)) * open;
    let mut parts: Vec<u64> =
        sizes.iter().map(|&size| first(size) + u64::try_from(part(size) / whole).unwrap_or(u64::MAX)).collect();
    let missing = count - parts.iter().sum::<u64>();
    let mut order: Vec<_> =
        sizes.iter().enumerate().map(|(at, &size)| (std::cmp::Reverse((part(size) % whole, size)), at)).collect();
    order.sort_unstable();
    for (_, at) in order.into_iter().take(usize::try_from(missing).unwrap_or(usize::MAX)) {
        if let Some(slot) = parts.get_mut(at) {
            *slot += 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chosen(sizes: &[(u32, u32)], count: u64) -> Vec<usize> {
        let groups: Vec<Group> = sizes
            .iter()
            .enumerate()
            .map(|(at, &(stratum, size))| Group { stratum, ..Group::new(at as u64, size) })
            .collect();
        let mut splits = vec![Split::Train; groups.len()];
        fill(&groups, &mut splits, Split::Holdout, count, &Key::derive("test", b""));
        splits.iter().enumerate().filter(|(_, split)| **split == Split::Holdout).map(|(at, _)| at).collect()
    }

    #[test]
    fn the_rare_are_covered() {
        let mut sizes = vec![(0, 1); 900];
        sizes.extend([(3, 1), (3, 1), (7, 1)]);
        let chosen = chosen(&sizes, 100);
        assert_eq!(chosen.len(), 100);
        assert!(chosen.iter().any(|at| sizes[*at].0 == 3) && chosen.contains(&902));
    }

    #[test]
    fn more_strata_than_records_go_by_size() {
        assert_eq!(share_out(&[5, 1, 3, 1], 2), [1, 0, 1, 0]);
        assert_eq!(share_out(&[5, 1, 0, 3, 1], 4), [1, 1, 0, 1, 1]);
        assert_eq!(share_out(&[2, 1], 9), [2, 1]);
        assert_eq!(share_out(&[], 3), [0; 0]);
    }

    #[test]
    fn what_does_not_fit_is_made_up_for_elsewhere() {
        let chosen = chosen(&[(0, 50), (1, 1), (1, 1), (1, 1), (1, 1)], 4);
        assert_eq!(chosen, [1, 2, 3, 4]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_fair(sizes in prop::collection::vec(0u64..2000, 1..40), count in 0u64..3000) {
            let parts = share_out(&sizes, count);
            let total: u64 = sizes.iter().sum();
            prop_assert_eq!(parts.iter().sum::<u64>(), count.min(total));
            prop_assert!(parts.iter().zip(&sizes).all(|(part, size)| part <= size));
            if sizes.iter().filter(|size| **size > 0).count() as u64 <= count {
                prop_assert!(parts.iter().zip(&sizes).all(|(part, size)| *part > 0 || *size == 0));
            }
        }

        #[test]
        fn a_count_is_never_exceeded_and_met_with_singles(
            sizes in prop::collection::vec((0u32..5, 1u32..4), 1..60), count in 0u64..80
        ) {
            let chosen = chosen(&sizes, count);
            let taken: u64 = chosen.iter().map(|at| u64::from(sizes[*at].1)).sum();
            prop_assert!(taken <= count);
            if sizes.iter().all(|(_, size)| *size == 1) {
                prop_assert_eq!(taken, count.min(sizes.len() as u64));
            }
        }
    }
}
