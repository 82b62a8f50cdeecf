//! Splits that cannot satisfy a target, whatever the data: known before anything is read.
//!
//! Every part is a straight line over the number of records in all: a share rises with it, a count does not. Each bound on a
//! part thereby bounds the number of records, and where no number is left, no data can satisfy the job.

use super::{Part, bounds};
use crate::config::{Amount, OnLimit, SplitConfig};
use crate::core::Split;
use crate::format::{Kind, Target};

/// `share · n + count` records of n in all.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    share: f64,
    count: f64,
}

impl Line {
    fn of(amount: Amount) -> Self {
        match amount {
            Amount::Share(share) => Self { share, count: 0.0 },
            Amount::Count { count } => Self { share: 0.0, count: count as f64 },
        }
    }

    fn minus(self, other: Self) -> Self {
        Self { share: self.share - other.share, count: self.count - other.count }
    }

    /// The number of records in all at which the part has `records`; for a part that is always the same, none if it has that
    /// many or more (`at_least`), or that many or fewer, and infinity out of reach otherwise.
    fn reaches(self, records: u64, at_least: bool) -> f64 {
        let missing = records as f64 - self.count;
        if self.share > f64::EPSILON {
            return missing / self.share;
        }
        match (at_least, missing) {
            (true, missing) if missing > 0.0 => f64::INFINITY,
            (false, missing) if missing < 0.0 => f64::NEG_INFINITY,
            (true, _) => f64::NEG_INFINITY,
            (false, _) => f64::INFINITY,
        }
    }
}

/// A bound on the number of records in all, and where it comes from.
struct Reach {
    records: f64,
    because: String,
}

/// Why no number of records satisfies the splits that are asked for and the limits of all targets; none where some does.
///
/// Says nothing where it cannot be known: of a holdout by date, and of jobs with both documents and dialogues, whose splits
/// are asked for over both. A document may become several records, so that too few of them can still be enough.
pub(in crate::pipeline) fn impossible(targets: &[Target], split: &SplitConfig, on_limit: OnLimit) -> Option<String> {
    let kind = targets.first()?.wants();
    if on_limit == OnLimit::Report || targets.iter().any(|target| target.wants() != kind) {
        return None;
    }
    let (holdout, validation) = (Line::of(split.holdout), Line::of(split.validation));
    let train = Line { share: 1.0, count: 0.0 }.minus(holdout).minus(validation);
    let mut low: Option<Reach> = None;
    let mut high: Option<Reach> = None;
    for target in targets {
        for (part, bounds) in bounds(target) {
            let (line, asked) = match part {
                Part::Split(Split::Train) => (train, "the rest".to_owned()),
                Part::Split(Split::Validation) => (validation, said(split.validation)),
                Part::Split(Split::Holdout) | Part::Sum => (
                    Line { share: train.share + validation.share, count: train.count + validation.count },
                    "all but the holdout".to_owned(),
                ),
            };
            // A validation set that is not asked for has nothing to fill.
            if part == Part::Split(Split::Validation) && line == (Line { share: 0.0, count: 0.0 }) {
                continue;
            }
            let because =
                |word: &str, bound| format!("{} takes {word} {bound} in {part} (asked: {asked})", target.name());
            if let Some(min) = bounds.min.filter(|_| kind == Kind::Dialogues) {
                let records = line.reaches(min, true);
                if low.as_ref().is_none_or(|low| records > low.records) {
                    low = Some(Reach { records, because: because("at least", min) });
                }
            }
            // What is too many for one file is cut to size, or becomes several files; a count that was asked for is not cut.
            let cut = on_limit == OnLimit::Shard || (on_limit == OnLimit::TruncateByHash && line.share > 0.0);
            if let Some(max) = bounds.max.filter(|_| !cut) {
                let records = line.reaches(max, false);
                if high.as_ref().is_none_or(|high| records < high.records) {
                    high = Some(Reach { records, because: because("at most", max) });
                }
            }
        }
    }
    conflict(low, high)
}

fn conflict(low: Option<Reach>, high: Option<Reach>) -> Option<String> {
    let never = |reach: &Reach| format!("no data can satisfy this: {}", reach.because);
    match (low, high) {
        (Some(low), _) if low.records == f64::INFINITY => Some(never(&low)),
        (_, Some(high)) if high.records == f64::NEG_INFINITY => Some(never(&high)),
        (Some(low), Some(high)) if low.records.ceil() > high.records.floor() => Some(format!(
            "no number of records can satisfy this: {}, so that there must be at least {:.0} in all; {}, so that there may be \
             at most {:.0}",
            low.because,
            low.records.ceil(),
            high.because,
            high.records.floor().max(0.0)
        )),
        _ => None,
    }
}

fn said(amount: Amount) -> String {
    match amount {
        Amount::Share(share) => format!("{:.1} %", share * 100.0),
        Amount::Count { count } => format!("{count} records"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Definition, Targets};

    /// A target of dialogues with these bounds: train, validation and sum.
    fn target(bounds: [(Option<u64>, Option<u64>); 3]) -> Target {
        let targets = Targets::load(None).unwrap();
        let mut definition: Definition = targets.get("nova1-lite").unwrap().definition().clone();
        definition.name = "t".to_owned();
        let records = &mut definition.records;
        for (slot, (min, max)) in
            [&mut records.train, &mut records.validation, &mut records.sum].into_iter().zip(bounds)
        {
            (slot.min, slot.max) = (min, max);
        }
        Target::new(definition).unwrap()
    }

    fn asked(validation: Amount, holdout: Amount) -> SplitConfig {
        SplitConfig { validation, holdout, ..SplitConfig::default() }
    }

    const NONE: (Option<u64>, Option<u64>) = (None, None);

    #[test]
    fn a_count_over_the_maximum_is_refused_and_cut_or_sharded_only_where_it_may_be() {
        let targets = [target([NONE, (None, Some(1000)), NONE])];
        let split = asked(Amount::Count { count: 5000 }, Amount::Share(0.1));
        for (on_limit, refused) in
            [(OnLimit::Fail, true), (OnLimit::TruncateByHash, true), (OnLimit::Shard, false), (OnLimit::Report, false)]
        {
            let said = impossible(&targets, &split, on_limit);
            assert_eq!(said.is_some(), refused, "{on_limit:?}");
            if let Some(said) = said {
                assert_eq!(said, "no data can satisfy this: t takes at most 1000 in validation (asked: 5000 records)");
            }
        }
    }

    #[test]
    fn a_count_below_the_minimum_is_refused() {
        let targets = [target([NONE, (Some(20), None), NONE])];
        let split = asked(Amount::Count { count: 10 }, Amount::Share(0.1));
        assert!(impossible(&targets, &split, OnLimit::Shard).unwrap().contains("at least 20 in validation"));
        let none = asked(Amount::Count { count: 0 }, Amount::Share(0.1));
        assert_eq!(impossible(&targets, &none, OnLimit::Fail), None);
    }

    #[test]
    fn shares_that_pull_apart_leave_no_number_of_records() {
        // 1 000 in train at 80 % need 1 250 in all; 100 in validation at 10 % allow 1 000.
        let targets = [target([(Some(1000), None), (None, Some(100)), NONE])];
        let split = asked(Amount::Share(0.1), Amount::Share(0.1));
        let said = impossible(&targets, &split, OnLimit::Fail).unwrap();
        assert!(said.contains("at least 1250 in all") && said.contains("at most 1000"), "{said}");
        assert_eq!(impossible(&targets, &split, OnLimit::TruncateByHash), None);
        let fair = asked(Amount::Share(0.05), Amount::Share(0.1));
        assert_eq!(impossible(&targets, &fair, OnLimit::Fail), None);
    }

    #[test]
    fn built_in_targets_are_possible_with_the_default_split() {
        for target in Targets::load(None).unwrap().iter() {
            let said = impossible(std::slice::from_ref(target), &SplitConfig::default(), OnLimit::Fail);
            assert_eq!(said, None, "{}", target.name());
        }
    }
}
