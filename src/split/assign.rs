//! Assignment by keyed hash.
//!
//! Every group draws two numbers from 0 to 1 with a keyed hash of its identity. A share of the holdout is a threshold on the
//! first, so that a group's place never depends on the other groups and adding data moves nothing. A count takes the groups
//! with the lowest first number until it is filled; a group larger than what is left to fill is passed over. Validation is
//! drawn the same way from what is left, with the second number.

use crate::core::{Key, Split};

/// How much is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Request {
    /// A share of all records, from 0 to 1.
    Share(f64),
    /// A number of records.
    Count(u64),
}

/// A group of records that stay together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Identity that does not depend on the order of the data.
    pub identity: u64,
    /// How many records it holds.
    pub size: u64,
}

/// What a split got, beside what was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Achieved {
    /// The split.
    pub split: Split,
    /// What was asked for; the rest for train.
    pub request: Request,
    /// Records it got.
    pub records: u64,
    /// Groups it got.
    pub groups: u64,
    /// Records in its largest group.
    pub largest_group: u64,
    /// By how many records it may differ from the request.
    pub allowance: f64,
    /// Whether it does not differ by more.
    pub within: bool,
}

/// The split of every group, in the order of `groups`.
#[must_use]
pub fn assign(groups: &[Group], seed: u64, holdout: Request, validation: Request) -> Vec<Split> {
    let key = Key::derive("scrubjay 2026-11 split", &seed.to_le_bytes());
    let mut splits = vec![Split::Train; groups.len()];
    take(groups, &mut splits, Split::Holdout, holdout, &key.purpose("holdout"));
    // What is left after the holdout is a smaller whole, of which the same share is a larger part.
    let rest = match (validation, holdout) {
        (Request::Share(share), Request::Share(held)) if held < 1.0 => Request::Share(share / (1.0 - held)),
        _ => validation,
    };
    take(groups, &mut splits, Split::Validation, rest, &key.purpose("validation"));
    splits
}

fn take(groups: &[Group], splits: &mut [Split], split: Split, request: Request, key: &Key) {
    match request {
        Request::Share(share) => {
            let threshold = Threshold::of(share);
            for (group, slot) in groups.iter().zip(splits.iter_mut()) {
                if *slot == Split::Train && threshold.holds(draw(group, key)) {
                    *slot = split;
                }
            }
        }
        Request::Count(count) => {
            for at in lowest(groups, splits, count, key) {
                if let Some(slot) = splits.get_mut(at) {
                    *slot = split;
                }
            }
        }
    }
}

/// The free groups of lowest draw that fill `count` records, passing over those that do not fit.
///
/// Only the groups below a threshold are sorted; it rises until they suffice, which gives the same as sorting all.
fn lowest(groups: &[Group], splits: &[Split], count: u64, key: &Key) -> Vec<usize> {
    let total: u64 = groups.iter().map(|group| group.size).sum();
    let mut share = 4.0 * count as f64 / total.max(1) as f64;
    loop {
        let threshold = Threshold::of(share);
        let mut order: Vec<(u64, u64, usize)> = groups
            .iter()
            .zip(splits)
            .enumerate()
            .filter(|(_, (_, taken))| **taken == Split::Train)
            .map(|(at, (group, _))| (draw(group, key), group.identity, at))
            .filter(|(draw, ..)| threshold.holds(*draw))
            .collect();
        order.sort_unstable();
        let mut left = count;
        let mut chosen = Vec::new();
        for (_, _, at) in order {
            let size = groups.get(at).map_or(0, |group| group.size);
            if size > 0 && size <= left {
                left -= size;
                chosen.push(at);
            }
        }
        if left == 0 || share >= 1.0 {
            return chosen;
        }
        share = (share * 4.0).max(1e-6);
    }
}

/// The number a group draws: uniform over 64 bits for who does not know the key.
fn draw(group: &Group, key: &Key) -> u64 {
    key.digest(&[&group.identity.to_be_bytes()]).prefix()
}

/// A share as a bound on 64-bit draws.
struct Threshold(u128);

impl Threshold {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to 0..=1 first
    fn of(share: f64) -> Self {
        Self((share.clamp(0.0, 1.0) * 18_446_744_073_709_551_616.0) as u128)
    }

    fn holds(&self, draw: u64) -> bool {
        u128::from(draw) < self.0
    }
}

/// Compares what each split got with what was asked for.
///
/// A share p of n records may differ by `tolerance × n`, or by three standard deviations of a fair draw of its groups,
/// `3·√(p·(1−p)·Σ gᵢ²)`, if that is more: a threshold draws at random, and a small dataset cannot do better. A group counts
/// there with at most p·n records, so that one group which is larger than the split can never be within. A count may differ by
/// `tolerance × count`, rounded up.
#[must_use]
pub fn report(
    groups: &[Group],
    splits: &[Split],
    holdout: Request,
    validation: Request,
    tolerance: f64,
) -> Vec<Achieved> {
    let total: u64 = groups.iter().map(|group| group.size).sum();
    let share = |request| match request {
        Request::Share(share) => share,
        Request::Count(count) => count as f64 / (total.max(1)) as f64,
    };
    let train = Request::Share((1.0 - share(holdout) - share(validation)).max(0.0));
    [(Split::Train, train), (Split::Validation, validation), (Split::Holdout, holdout)]
        .into_iter()
        .map(|(split, request)| {
            let mine = || groups.iter().zip(splits).filter(move |(_, s)| **s == split).map(|(group, _)| group.size);
            let records = mine().sum();
            let (wanted, allowance) = expectation(request, groups, total, tolerance);
            Achieved {
                split,
                request,
                records,
                groups: mine().count() as u64,
                largest_group: mine().max().unwrap_or(0),
                allowance,
                within: split == Split::Train || (records as f64 - wanted).abs() <= allowance + 1e-9,
            }
        })
        .collect()
}

fn expectation(request: Request, groups: &[Group], total: u64, tolerance: f64) -> (f64, f64) {
    match request {
        Request::Share(share) => {
            let all = total as f64;
            let wanted = share * all;
            let squares: f64 = groups.iter().map(|group| (group.size as f64).min(wanted).powi(2)).sum();
            let deviation = 3.0 * (share * (1.0 - share) * squares).max(0.0).sqrt();
            (wanted, (tolerance * all).max(deviation))
        }
        Request::Count(count) => (count as f64, (tolerance * count as f64).ceil()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn singles(range: std::ops::Range<u64>) -> Vec<Group> {
        range.map(|n| Group { identity: n.wrapping_mul(0x9e37_79b9_7f4a_7c15), size: 1 }).collect()
    }

    fn count(splits: &[Split], split: Split) -> usize {
        splits.iter().filter(|s| **s == split).count()
    }

    #[test]
    fn shares_come_out_near_what_is_asked() {
        let splits = assign(&singles(0..20_000), 1, Request::Share(0.1), Request::Share(0.2));
        assert!((1_850..2_150).contains(&count(&splits, Split::Holdout)), "{}", count(&splits, Split::Holdout));
        assert!((3_800..4_200).contains(&count(&splits, Split::Validation)));
    }

    #[test]
    fn a_count_is_met_exactly_with_singles() {
        let splits = assign(&singles(0..1000), 1, Request::Count(200), Request::Count(50));
        assert_eq!((count(&splits, Split::Holdout), count(&splits, Split::Validation)), (200, 50));
    }

    #[test]
    fn a_giant_group_never_fills_a_count_and_fails_a_share() {
        let mut groups = singles(0..10);
        groups.push(Group { identity: 77, size: 90 });
        let splits = assign(&groups, 1, Request::Count(5), Request::Count(0));
        let report = super::report(&groups, &splits, Request::Count(5), Request::Count(0), 0.02);
        assert_eq!(report[2].records, 5);
        assert!(report.iter().all(|part| part.within));
        let all_held = vec![Split::Holdout; 11];
        let report = super::report(&groups, &all_held, Request::Share(0.1), Request::Share(0.0), 0.02);
        assert!(!report[2].within);
        assert_eq!(report[2].largest_group, 90);
    }

    #[test]
    fn another_seed_gives_another_split() {
        let groups = singles(0..1000);
        let with = |seed| assign(&groups, seed, Request::Share(0.5), Request::Share(0.0));
        assert_ne!(with(1), with(2));
    }

    #[test]
    fn too_few_records_for_a_count_is_out_of_tolerance() {
        let groups = singles(0..30);
        let splits = assign(&groups, 1, Request::Count(100), Request::Share(0.0));
        let report = super::report(&groups, &splits, Request::Count(100), Request::Share(0.0), 0.02);
        assert!(!report[2].within);
    }

    proptest! {
        #[test]
        fn adding_groups_moves_no_group_when_shares_are_asked(
            before in 1u64..200, added in 0u64..200, seed: u64, held in 0.0f64..0.5, validation in 0.0f64..0.4
        ) {
            let few = singles(0..before);
            let many = singles(0..before + added);
            let first = assign(&few, seed, Request::Share(held), Request::Share(validation));
            let second = assign(&many, seed, Request::Share(held), Request::Share(validation));
            prop_assert_eq!(&first[..], &second[..first.len()]);
        }

        #[test]
        fn the_order_of_groups_does_not_matter(n in 1u64..100, seed: u64, count in 0u64..50) {
            let groups = singles(0..n);
            let mut turned = groups.clone();
            turned.reverse();
            let mut backwards = assign(&turned, seed, Request::Count(count), Request::Share(0.2));
            backwards.reverse();
            prop_assert_eq!(assign(&groups, seed, Request::Count(count), Request::Share(0.2)), backwards);
        }

        #[test]
        fn a_count_is_never_exceeded(sizes in prop::collection::vec(1u64..9, 1..60), seed: u64, wanted in 0u64..80) {
            let groups: Vec<Group> = sizes.iter().enumerate().map(|(n, &size)| Group { identity: n as u64, size }).collect();
            let splits = assign(&groups, seed, Request::Count(wanted), Request::Count(0));
            let held: u64 = groups.iter().zip(&splits).filter(|(_, s)| **s == Split::Holdout).map(|(g, _)| g.size).sum();
            prop_assert!(held <= wanted);
        }
    }
}
