//! Numbers of records that were counted, against the limits of a target.

use super::{Part, bounds};
use crate::config::OnLimit;
use crate::core::Split;
use crate::format::Target;

/// Records of a target by split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::pipeline) struct Numbers {
    /// Training records.
    pub(in crate::pipeline) train: u64,
    /// Validation records.
    pub(in crate::pipeline) validation: u64,
}

impl Numbers {
    fn of(self, part: Part) -> u64 {
        match part {
            Part::Split(Split::Train) => self.train,
            Part::Split(Split::Validation) => self.validation,
            Part::Split(Split::Holdout) => 0,
            Part::Sum => self.train + self.validation,
        }
    }
}

/// A target with its numbers.
#[derive(Debug, Clone, Copy)]
pub(in crate::pipeline) struct Counted<'t> {
    /// The target.
    pub(in crate::pipeline) target: &'t Target,
    /// Its records.
    pub(in crate::pipeline) numbers: Numbers,
}

/// A bound that is crossed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pipeline) struct Crossed {
    /// What is wrong, and by how much.
    pub(in crate::pipeline) message: String,
    /// What can be done.
    pub(in crate::pipeline) options: String,
}

impl Counted<'_> {
    /// How many training jobs it takes for every file to be within its maximum, when records are shared out evenly.
    pub(in crate::pipeline) fn jobs(&self) -> u64 {
        let needed = |(part, bounds): (Part, crate::format::definition::Bounds)| {
            bounds.max.map_or(1, |max| self.numbers.of(part).div_ceil(max.max(1)))
        };
        bounds(self.target).map(needed).max().unwrap_or(1).max(1)
    }

    /// The bounds that are crossed when the records go to so many jobs.
    pub(in crate::pipeline) fn crossed(&self, jobs: u64) -> Vec<Crossed> {
        let jobs = jobs.max(1);
        let mut crossed = Vec::new();
        for (part, bounds) in bounds(self.target) {
            let records = self.numbers.of(part);
            // A validation set is optional everywhere.
            if part == Part::Split(Split::Validation) && records == 0 {
                continue;
            }
            if let Some(min) = bounds.min.filter(|min| records / jobs < *min) {
                crossed.push(self.too_few(part, records / jobs, min, jobs));
            }
            if let Some(max) = bounds.max.filter(|max| records.div_ceil(jobs) > *max) {
                crossed.push(self.too_many(part, records, max));
            }
        }
        crossed
    }

    fn too_few(&self, part: Part, records: u64, min: u64, jobs: u64) -> Crossed {
        let name = self.target.name();
        let each = if jobs > 1 { format!(" in each of {jobs} training jobs") } else { String::new() };
        let message =
            format!("{name}: {records} record(s) in {part}{each}, {} too few: it takes at least {min}", min - records);
        let first = match part {
            Part::Split(Split::Validation) => "raise split.validation, or set it to 0",
            Part::Split(_) | Part::Sum => "add data, or lower split.holdout and split.validation",
        };
        let options = format!("{first}; name another target; or write the files all the same with --on-limit report");
        Crossed { message, options }
    }

    fn too_many(&self, part: Part, records: u64, max: u64) -> Crossed {
        let name = self.target.name();
        let over = records - max.min(records);
        let message = format!("{name}: {records} records in {part}, {over} too many: it takes at most {max}");
        let jobs = self.jobs();
        let lower = if part == Part::Split(Split::Validation) { "lower split.validation; " } else { "" };
        let options = format!(
            "{lower}--on-limit truncate-by-hash leaves out {over} or a few more; --on-limit shard writes the files of {jobs} \
             training jobs; --on-limit report writes the files all the same"
        );
        Crossed { message, options }
    }

    /// The most records that train and validation may have for the target: what does not fit validation goes first, and
    /// what then does not fit both together goes from train.
    pub(in crate::pipeline) fn room(&self) -> Numbers {
        let records = &self.target.definition().records;
        let validation = if self.target.takes_validation() { records.validation.max } else { None };
        let validation = validation.map_or(self.numbers.validation, |max| max.min(self.numbers.validation));
        let validation = records.sum.max.map_or(validation, |max| max.min(validation));
        let counted = if self.target.takes_validation() { validation } else { 0 };
        let train = records.train.max.map_or(self.numbers.train, |max| max.min(self.numbers.train));
        let train = records.sum.max.map_or(train, |max| train.min(max.saturating_sub(counted)));
        Numbers { train, validation }
    }
}

/// What is to be done about a target's numbers: how many jobs its records go to, and what is wrong all the same.
pub(in crate::pipeline) fn verdict(counted: &Counted<'_>, on_limit: OnLimit) -> (u64, Vec<Crossed>) {
    let jobs = if on_limit == OnLimit::Shard { counted.jobs() } else { 1 };
    (jobs, counted.crossed(jobs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Targets;

    /// A target that takes 8 to 1 000 records for training, 2 to 100 for validation and 1 050 in all.
    fn target() -> Target {
        let targets = Targets::load(None).unwrap();
        let mut definition = targets.get("nova1-lite").unwrap().definition().clone();
        let records = &mut definition.records;
        (records.train.min, records.train.max) = (Some(8), Some(1000));
        (records.validation.min, records.validation.max) = (Some(2), Some(100));
        (records.sum.min, records.sum.max) = (None, Some(1050));
        Target::new(definition).unwrap()
    }

    fn with(target: &Target, train: u64, validation: u64) -> Counted<'_> {
        Counted { target, numbers: Numbers { train, validation } }
    }

    #[test]
    fn what_is_crossed_says_by_how_much_and_what_to_do() {
        let target = target();
        let said = |train, validation| with(&target, train, validation).crossed(1);
        assert_eq!(said(1000, 50), []);
        assert_eq!(said(8, 0), []);
        let few = said(5, 2);
        assert_eq!(few[0].message, "nova1-lite: 5 record(s) in train, 3 too few: it takes at least 8");
        let many = said(1200, 100);
        assert_eq!(many[0].message, "nova1-lite: 1200 records in train, 200 too many: it takes at most 1000");
        assert!(many[1].message.contains("1300 records in train and validation together, 250 too many"));
        assert!(many[0].options.contains("the files of 2 training jobs"), "{}", many[0].options);
    }

    #[test]
    fn jobs_suffice_and_are_not_too_many() {
        let target = target();
        for (train, validation, jobs) in [(1000, 50, 1), (1001, 0, 2), (1000, 100, 2), (2500, 90, 3), (10, 350, 4)] {
            assert_eq!(with(&target, train, validation).jobs(), jobs, "{train} {validation}");
        }
        let (jobs, crossed) = verdict(&with(&target, 2500, 90), OnLimit::Shard);
        assert_eq!((jobs, crossed), (3, vec![]));
        // Four files of at most 100 leave two or three training records for each.
        let (_, crossed) = verdict(&with(&target, 10, 350), OnLimit::Shard);
        assert!(crossed[0].message.contains("in each of 4 training jobs, 6 too few"), "{crossed:?}");
    }

    #[test]
    fn room_is_within_every_bound() {
        let target = target();
        for (train, validation) in [(0, 0), (1000, 100), (5000, 5000), (10, 2000), (1049, 1)] {
            let room = with(&target, train, validation).room();
            assert!(room.train <= train && room.validation <= validation);
            let left = with(&target, room.train, room.validation).jobs();
            assert_eq!(left, 1, "{train} {validation}");
        }
    }
}
