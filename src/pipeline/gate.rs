//! Gates: what must hold before a dataset is published.

use std::fmt;

use serde::Serialize;

use super::barrier::Barrier;
use super::fit::{self, Counted, Crossed, Numbers};
use super::leak_checks;
use super::plan::Plan;
use super::tally::Tally;
use crate::config::{Limits, OnLeak, OnLimit};
use crate::core::Split;
use crate::format::Target;
use crate::leak::{Crossing, Found, Report, Severity};
use crate::manifest::model::Output;
use crate::split::{Achieved, Request};

/// One gate that said no.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateFailure {
    /// Name of the gate: `quarantine-ratio`, `split-tolerance`, `target-records`, `target-file-size`, or `leak-` and the name
    /// of a check.
    pub gate: String,
    /// What was measured and what was allowed.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl fmt::Display for GateFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.gate, self.message)
    }
}

/// So many defective records are too few to judge a corpus by.
const FEW: u64 = 10;

/// Too many records withheld for defects.
pub(super) fn quarantine(tally: &Tally, limits: &Limits) -> Option<GateFailure> {
    let defective = tally.withheld_where(|reason| !reason.is_rights() && !reason.is_policy());
    let judged = tally.records() - tally.withheld_where(|reason| reason.is_rights() || reason.is_policy());
    let ratio = defective as f64 / judged.max(1) as f64;
    (defective > FEW && ratio > limits.max_quarantine_ratio).then(|| GateFailure {
        gate: "quarantine-ratio".to_owned(),
        message: format!(
            "{defective} of {judged} records ({:.1} %) are withheld for defects, {:.1} % are allowed",
            ratio * 100.0,
            limits.max_quarantine_ratio * 100.0
        ),
        help: "mend the source, or raise limits.max_quarantine_ratio".to_owned(),
    })
}

/// A split that is too far from what was asked for.
pub(super) fn tolerance(achieved: &[Achieved], total: u64) -> impl Iterator<Item = GateFailure> {
    achieved.iter().filter(|part| !part.within).map(move |part| {
        let wanted = match part.request {
            Request::Share(share) => format!("{:.1} % of {total} records", share * 100.0),
            Request::Count(count) => format!("{count} records"),
            Request::Late => "records of split.holdout_after or later".to_owned(),
        };
        GateFailure {
            gate: "split-tolerance".to_owned(),
            message: format!(
                "{} got {} record(s) in {} group(s), the largest of {}; {wanted} were asked for, give or take {:.0}",
                part.split, part.records, part.groups, part.largest_group, part.allowance
            ),
            help: tolerance_help(part, total),
        }
    })
}

/// What can be done about it, which depends on what was asked for.
fn tolerance_help(part: &Achieved, total: u64) -> String {
    const SMALLER: &str = "make the largest group smaller: map a finer group key, or name fewer links in split.keep_together \
                           (near-duplicates, prompts and documents stay together unless it says otherwise)";
    match part.request {
        Request::Count(count) if count >= total => {
            format!("there are {total} record(s) in all: ask for a smaller count, or for a share")
        }
        Request::Count(_) => format!("ask for a smaller count, raise split.tolerance, or {SMALLER}"),
        Request::Share(_) => {
            format!("ask for a count instead of a share, take another split.seed, raise split.tolerance, or {SMALLER}")
        }
        Request::Late => format!("move split.holdout_after, raise split.tolerance, or {SMALLER}"),
    }
}

/// How many training jobs a target's records go to.
pub(super) fn jobs(plan: &Plan, target: &Target, numbers: Numbers) -> u64 {
    fit::verdict(&Counted { target, numbers }, plan.job.output.on_limit).0
}

/// Targets that have too few or too many records.
pub(super) fn numbers(plan: &Plan, barrier: &Barrier) -> Vec<GateFailure> {
    let on_limit = plan.job.output.on_limit;
    if on_limit == OnLimit::Report {
        return Vec::new();
    }
    let of = |(target, numbers): (&Target, &Numbers)| fit::verdict(&Counted { target, numbers: *numbers }, on_limit).1;
    let failure = |crossed: Crossed| GateFailure {
        gate: "target-records".to_owned(),
        message: crossed.message,
        help: crossed.options,
    };
    plan.targets.iter().zip(&barrier.numbers).flat_map(of).map(failure).collect()
}

/// Files that are larger than their target takes.
pub(super) fn file_sizes(plan: &Plan, written: &[Output]) -> Vec<GateFailure> {
    if plan.job.output.on_limit == OnLimit::Report {
        return Vec::new();
    }
    let mut failures = Vec::new();
    for (output, split) in written.iter().filter_map(|output| Some((output, output.split?))) {
        let target = plan.targets.iter().find(|target| output.target.as_deref() == Some(target.name()));
        let Some(rules) = target.map(|target| &target.definition().file) else { continue };
        let most = match split {
            Split::Train => rules.train_bytes.max,
            Split::Validation => rules.validation_bytes.max,
            Split::Holdout => None,
        };
        if let Some(most) = most.filter(|most| output.file.bytes > *most) {
            let (path, bytes) = (&output.file.path, output.file.bytes);
            failures.push(GateFailure {
                gate: "target-file-size".to_owned(),
                message: format!(
                    "{path} has {bytes} bytes, {} too many: the target takes at most {most}",
                    bytes - most
                ),
                help: "make several jobs of fewer sources, or write the files all the same with --on-limit report"
                    .to_owned(),
            });
        }
    }
    failures
}

/// What crosses splits.
pub(super) fn leaks(
    gate: &'static str,
    place: &str,
    crossings: &[Crossing],
    action: OnLeak,
) -> impl Iterator<Item = GateFailure> {
    crossings.iter().filter(move |crossing| crossing.hits > 0 && action == OnLeak::Fail).map(move |crossing| {
        let (left, right) = crossing.pair;
        GateFailure {
            gate: gate.to_owned(),
            message: format!("{} text(s) stand both in {left} and in {right}{place}", crossing.hits),
            help: "map a group field that holds such records together, or set the check to \"report\" in [leakage]"
                .to_owned(),
        }
    })
}

/// What the leak checks found, of those that are to stop the run.
pub(super) fn checks(plan: &Plan, report: &Report) -> impl Iterator<Item = GateFailure> {
    report.checks.iter().filter_map(|check| {
        let Found { error, warning, note } = check.found;
        let [warning, note] = [(warning, Severity::Warning), (note, Severity::Note)]
            .map(|(hits, severity)| if leak_checks::counts(check.id, severity) { hits } else { 0 });
        let hits = error + warning + note;
        if hits == 0 || leak_checks::action(&plan.job.leakage, check.id) != OnLeak::Fail {
            return None;
        }
        let sides: Vec<String> = check
            .between
            .iter()
            .filter(|between| between.found != Found::default())
            .map(|between| format!("{} / {}", between.examined_side, between.protected_side))
            .collect();
        let key = check.id.as_str().replace('-', "_");
        Some(GateFailure {
            gate: format!("leak-{}", check.id),
            message: format!("{hits} hit(s) between {}: {}", sides.join(", "), check.id.meaning()),
            help: format!(
                "leakage.json beside the quarantine index lists them; set leakage.{key} to \"move-group\", \
                 \"drop-from-train\" or \"report\", or map a group field that keeps such records together"
            ),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Reason;

    fn tally(kept: u64, broken: u64, denied: u64) -> Tally {
        let mut tally = Tally::new(1);
        for (count, reason) in [(kept, None), (broken, Some(Reason::JsonSyntax)), (denied, Some(Reason::LicenceDenied))]
        {
            (0..count).for_each(|_| tally.record(0, reason));
        }
        tally
    }

    #[test]
    fn a_few_defects_pass_and_many_do_not() {
        let limits = Limits::default();
        assert_eq!(quarantine(&tally(5, 10, 0), &limits), None);
        assert!(quarantine(&tally(80, 20, 0), &limits).is_some());
        assert_eq!(quarantine(&tally(981, 19, 0), &limits), None);
    }

    #[test]
    fn a_split_that_is_missed_is_answered_with_what_helps() {
        let help = |request| {
            let part = Achieved {
                split: crate::core::Split::Validation,
                request,
                records: 300,
                groups: 300,
                largest_group: 1,
                allowance: 1.0,
                within: false,
            };
            tolerance(&[part], 300).next().unwrap().help
        };
        assert_eq!(
            help(Request::Count(10_000)),
            "there are 300 record(s) in all: ask for a smaller count, or for a share"
        );
        assert!(help(Request::Share(0.2)).starts_with("ask for a count instead of a share"));
        for request in [Request::Count(200), Request::Late] {
            assert!(!help(request).contains("instead of a share"));
        }
    }

    #[test]
    fn what_the_rights_gate_withholds_is_no_defect() {
        assert_eq!(quarantine(&tally(10, 0, 500), &Limits::default()), None);
    }

    #[test]
    fn a_leak_fails_only_where_it_is_to() {
        let crossing = [Crossing { pair: (Split::Train, Split::Holdout), examined: 9, hits: 2 }];
        assert_eq!(leaks("leak-exact", "", &crossing, OnLeak::Fail).count(), 1);
        assert_eq!(leaks("leak-exact", "", &crossing, OnLeak::Report).count(), 0);
    }
}
