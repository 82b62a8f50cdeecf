//! What the job says about leaks: fail, move the group, drop the record, report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Leak;
use crate::config::{Leakage, OnLeak};
use crate::core::{Reason, Split};
use crate::leak::{CheckId, Severity, Side};
use crate::pipeline::barrier::{Barrier, Place};
use crate::pipeline::plan::Plan;

/// What was moved and dropped, by check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::pipeline) struct Resolved {
    pub(in crate::pipeline) checks: BTreeMap<CheckId, ResolvedCheck>,
    /// Rounds in which something was.
    pub(in crate::pipeline) rounds: u64,
}

/// What was done about the leaks of one check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ResolvedCheck {
    /// Groups that were moved to where they leaked to.
    pub groups_moved: u64,
    /// Records in those.
    pub records_moved: u64,
    /// Records that were withheld.
    pub records_dropped: u64,
}

/// The action of a check.
pub(in crate::pipeline) fn action(leakage: &Leakage, check: CheckId) -> OnLeak {
    match check {
        CheckId::Exact => leakage.exact,
        CheckId::Normalised => leakage.normalised,
        CheckId::PromptOnly => leakage.prompt_only,
        CheckId::AnswerOnly => leakage.answer_only,
        CheckId::NearDuplicate => leakage.near_duplicate,
        CheckId::NgramContainment => leakage.ngram_containment,
        CheckId::Group => leakage.group,
        CheckId::SourceDocument => leakage.source_document,
        CheckId::Temporal => leakage.temporal,
        CheckId::TeacherDescent => leakage.teacher_descent,
        CheckId::Surrogate => leakage.surrogate,
    }
}

/// Whether a hit is one that the job's action is meant for: a leak, or any hit of a check that knows no worse one.
pub(in crate::pipeline) fn counts(check: CheckId, severity: Severity) -> bool {
    severity == Severity::Error || matches!(check, CheckId::AnswerOnly | CheckId::Surrogate)
}

/// Whether a hit can make a record move or go.
///
/// What is protected for the earlier version's sake is dropped, whatever the job says of the check: it may not enter training,
/// and cannot join a holdout that is not written here.
pub(super) fn may_act(plan: &Plan, check: CheckId, severity: Severity, protected: Side) -> bool {
    let acts = matches!(action(&plan.job.leakage, check), OnLeak::MoveGroup | OnLeak::DropFromTrain);
    counts(check, severity) && (acts || is_earlier(plan, protected))
}

fn is_earlier(plan: &Plan, protected: Side) -> bool {
    matches!(protected, Side::Reference(number) if plan.is_earlier_holdout(number))
}

/// Moves groups and drops records as the job says. Says whether anything was. `leaks` are those that [`may_act`].
pub(super) fn settle(plan: &Plan, barrier: &mut Barrier, leaks: &[Leak], resolved: &mut Resolved) -> bool {
    let mut moves: BTreeMap<u32, (Split, CheckId)> = BTreeMap::new();
    let mut drops: BTreeMap<u32, CheckId> = BTreeMap::new();
    for leak in leaks {
        let to = match leak.protected {
            Side::Validation => Some(Split::Validation),
            Side::Holdout => Some(Split::Holdout),
            Side::Train | Side::Reference(_) => None,
        };
        match (action(&plan.job.leakage, leak.check), to) {
            _ if is_earlier(plan, leak.protected) => drop(drops.entry(leak.row).or_insert(leak.check)),
            (OnLeak::MoveGroup, Some(to)) => {
                let Some(group) = barrier.group_of(leak.row) else { continue };
                if barrier.is_decided(group) {
                    // An earlier version has it in train: it was learned from, and is no holdout.
                    drops.entry(leak.row).or_insert(leak.check);
                    continue;
                }
                let entry = moves.entry(group).or_insert((to, leak.check));
                // A group that leaks into both goes to the holdout.
                if to > entry.0 {
                    *entry = (to, leak.check);
                }
            }
            (OnLeak::MoveGroup, None) | (OnLeak::DropFromTrain, _) => {
                drops.entry(leak.row).or_insert(leak.check);
            }
            (OnLeak::Fail | OnLeak::Report | OnLeak::Off, _) => {}
        }
    }
    let moves: BTreeMap<u32, (Split, CheckId)> = moves
        .into_iter()
        .filter(|(group, (to, _))| barrier.assigned_to(*group).is_some_and(|from| from < *to))
        .collect();
    for (group, (_, check)) in &moves {
        let count = resolved.checks.entry(*check).or_default();
        count.groups_moved += 1;
        count.records_moved += barrier.group_size(*group);
    }
    barrier.move_groups(&moves.iter().map(|(group, (to, _))| (*group, *to)).collect());
    let mut changed = !moves.is_empty();
    for (row, check) in drops {
        if let Some(Place::Split(Split::Train | Split::Validation)) = barrier.places.get(row as usize) {
            barrier.withhold(row, Reason::Leak);
            resolved.checks.entry(check).or_default().records_dropped += 1;
            changed = true;
        }
    }
    if changed {
        resolved.rounds += 1;
        barrier.measure(&plan.job.split);
    }
    changed
}
