//! Assignment by keyed hash.
//!
//! Every group draws two numbers from 0 to 1 with a keyed hash of its identity. A share of the holdout is a threshold on the
//! first, so that a group's place never depends on the other groups and adding data moves nothing. A count takes the groups
//! with the lowest first number until it is filled; a group larger than what is left to fill is passed over. Validation is
//! drawn the same way from what is left, with the second number.
//!
//! What an earlier version of the dataset has decided comes before any draw, and counts towards what is asked. A holdout by
//! date takes the groups that reach into the time after it.

use super::quota;
use crate::core::{Key, Split};

/// How much is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Request {
    /// A share of all records, from 0 to 1.
    Share(f64),
    /// A number of records.
    Count(u64),
    /// All groups that are [`Group::late`].
    Late,
}

/// A group of records that stay together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Identity that does not depend on the order of the data.
    pub identity: u64,
    /// How many records it holds.
    pub size: u32,
    /// The stratum that most of its records are of.
    pub stratum: u32,
    /// Where an earlier version of the dataset has it, which it keeps.
    pub earlier: Option<Split>,
    /// Whether one of its records was made on the day from which on a holdout by date begins, or later.
    pub late: bool,
}

impl Group {
    /// A group of its own kind: no stratum, no date, not seen before.
    #[must_use]
    pub fn new(identity: u64, size: u32) -> Self {
        Self { identity, size, stratum: 0, earlier: None, late: false }
    }

    /// Whether it may be drawn, being in `at` so far.
    pub(super) fn is_free(&self, at: Split) -> bool {
        self.earlier.is_none() && at == Split::Train
    }
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
    let mut splits: Vec<Split> = groups.iter().map(|group| group.earlier.unwrap_or(Split::Train)).collect();
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
                if group.is_free(*slot) && threshold.holds(draw(group, key)) {
                    *slot = split;
                }
            }
        }
        Request::Late => {
            for (group, slot) in groups.iter().zip(splits.iter_mut()) {
                if group.is_free(*slot) && group.late {
                    *slot = split;
                }
            }
        }
        Request::Count(count) => {
            let left = count.saturating_sub(records(groups, splits, split).sum());
            quota::fill(groups, splits, split, left, key);
        }
    }
}

/// The number a group draws: uniform over 64 bits for who does not know the key.
pub(super) fn draw(group: &Group, key: &Key) -> u64 {
    key.digest(&[&group.identity.to_be_bytes()]).prefix()
}

/// A share as a bound on 64-bit draws.
pub(super) struct Threshold(u128);

impl Threshold {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to 0..=1 first
    pub(super) fn of(share: f64) -> Self {
        Self((share.clamp(0.0, 1.0) * 18_446_744_073_709_551_616.0) as u128)
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.0 == 0
    }

    pub(super) fn holds(&self, draw: u64) -> bool {
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
    let total: u64 = groups.iter().map(|group| u64::from(group.size)).sum();
    let share = |request, split| match request {
        Request::Share(share) => share,
        Request::Count(count) => count as f64 / (total.max(1)) as f64,
        Request::Late => records(groups, splits, split).sum::<u64>() as f64 / (total.max(1)) as f64,
    };
    let rest = 1.0 - share(holdout, Split::Holdout) - share(validation, Split::Validation);
    let train = Request::Share(rest.max(0.0));
    [(Split::Train, train), (Split::Validation, validation), (Split::Holdout, holdout)]
        .into_iter()
        .map(|(split, request)| {
            let got = records(groups, splits, split).sum();
            let (wanted, allowance) = expectation(request, groups, total, tolerance);
            Achieved {
                split,
                request,
                records: got,
                groups: records(groups, splits, split).count() as u64,
                largest_group: records(groups, splits, split).max().unwrap_or(0),
                allowance,
                within: match request {
                    _ if split == Split::Train => true,
                    Request::Late => got > 0,
                    Request::Share(_) | Request::Count(_) => (got as f64 - wanted).abs() <= allowance + 1e-9,
                },
            }
        })
        .collect()
}

/// Sizes of the groups of a split.
fn records(groups: &[Group], splits: &[Split], split: Split) -> impl Iterator<Item = u64> {
    let mine = groups.iter().zip(splits).filter(move |(group, at)| **at == split && group.size > 0);
    mine.map(|(group, _)| u64::from(group.size))
}

fn expectation(request: Request, groups: &[Group], total: u64, tolerance: f64) -> (f64, f64) {
    match request {
        Request::Share(share) => {
            let all = total as f64;
            let wanted = share * all;
            let squares: f64 = groups.iter().map(|group| f64::from(group.size).min(wanted).powi(2)).sum();
            let deviation = 3.0 * (share * (1.0 - share) * squares).max(0.0).sqrt();
            (wanted, (tolerance * all).max(deviation))
        }
        Request::Count(count) => (count as f64, (tolerance * count as f64).ceil()),
        Request::Late => (0.0, 0.0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn singles(range: std::ops::Range<u64>) -> Vec<Group> {
        range.map(|n| Group::new(n.wrapping_mul(0x9e37_79b9_7f4a_7c15), 1)).collect()
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
        groups.push(Group::new(77, 90));
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
    fn ninety_and_ten_singles_are_met_by_count_and_judged_by_share() {
        for seed in 0..200 {
            let mut groups = singles(0..10);
            groups.push(Group::new(77, 90));
            let (five, none) = (Request::Count(5), Request::Count(0));
            let by_count = super::report(&groups, &assign(&groups, seed, five, none), five, none, 0.02);
            assert!(by_count[2].records == 5 && by_count[2].within, "seed {seed}");
            let (tenth, none) = (Request::Share(0.1), Request::Share(0.0));
            let by_share = super::report(&groups, &assign(&groups, seed, tenth, none), tenth, none, 0.02);
            let held = by_share[2].records;
            assert_eq!(by_share[2].within, (1..20).contains(&held), "seed {seed}: {held} records");
        }
    }

    #[test]
    fn what_was_decided_earlier_stays_and_counts() {
        let mut groups = singles(0..100);
        for group in &mut groups[..10] {
            group.earlier = Some(Split::Holdout);
        }
        for group in &mut groups[10..60] {
            group.earlier = Some(Split::Train);
        }
        let splits = assign(&groups, 1, Request::Count(15), Request::Count(0));
        assert!(splits[..10].iter().all(|split| *split == Split::Holdout));
        assert!(splits[10..60].iter().all(|split| *split == Split::Train));
        assert_eq!(count(&splits, Split::Holdout), 15);
        let shrunk = assign(&groups, 1, Request::Count(5), Request::Share(0.9));
        assert!(splits[..10].iter().all(|split| *split == Split::Holdout));
        assert!(shrunk[10..60].iter().all(|split| *split == Split::Train));
    }

    #[test]
    fn a_holdout_by_date_takes_all_that_is_late() {
        let mut groups = singles(0..50);
        groups.iter_mut().skip(40).for_each(|group| group.late = true);
        let splits = assign(&groups, 1, Request::Late, Request::Share(0.2));
        assert_eq!(count(&splits, Split::Holdout), 10);
        assert!(splits[40..].iter().all(|split| *split == Split::Holdout));
        let report = super::report(&groups, &splits, Request::Late, Request::Share(0.2), 0.02);
        assert!(report[2].within && report[2].records == 10);
        let none = super::report(&groups[..40], &splits[..40], Request::Late, Request::Share(0.2), 0.02);
        assert!(!none[2].within, "a holdout of nothing is not what was asked for");
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
        fn a_count_is_never_exceeded(sizes in prop::collection::vec(1u32..9, 1..60), seed: u64, wanted in 0u64..80) {
            let groups: Vec<Group> = sizes.iter().enumerate().map(|(n, &size)| Group::new(n as u64, size)).collect();
            let splits = assign(&groups, seed, Request::Count(wanted), Request::Count(0));
            let held: u64 = records(&groups, &splits, Split::Holdout).sum();
            prop_assert!(held <= wanted);
        }
    }
}
