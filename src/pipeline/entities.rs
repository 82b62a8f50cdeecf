//! Entity types that a job names and no rule finds.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::{Job, KeyPath, Problem, alike};
use crate::detect::DENY_ENTITY;
use crate::rules::RuleSet;

/// Most names that are offered in place of an unknown one.
const OFFERED: usize = 3;

/// The entity types of a job that no rule looks for, in any pack: a slip of the pen that would silently do nothing. `folder` is that of
/// the job's own rules.
pub(super) fn unknown(job: &Job, folder: Option<&Path>) -> Vec<Problem> {
    let Ok(all) = RuleSet::load(&[], folder) else { return Vec::new() };
    let mut known: BTreeSet<&str> = all.rules().map(|(_, rule)| rule.entity.as_str()).collect();
    known.insert(DENY_ENTITY);
    known.extend(job.detect.lists.iter().map(|list| list.entity.as_str()));
    let names: Vec<_> = known.iter().copied().collect();
    let entities = job.redact.entities.keys().map(|entity| ("redact", "entities", entity));
    let thresholds = job.detect.thresholds.keys().map(|entity| ("detect", "thresholds", entity));
    let allowed = job.detect.allowed.iter().flat_map(|allowed| &allowed.entities);
    let allowed = allowed.map(|entity| ("detect", "allowed", entity));
    let all = entities.chain(thresholds).chain(allowed);
    all.filter(|(.., entity)| !known.contains(entity.as_str()))
        .map(|(table, key, entity)| {
            let path = KeyPath::root().key(table).key(key).key(entity.as_str());
            let help = match &*alike(entity.as_str(), &names, OFFERED) {
                [] => "`scrubjay rules list` shows them all".to_owned(),
                meant => format!("did you mean {}?", meant.join(" or ")),
            };
            Problem::new(path, "no rule finds this entity type").help(help)
        })
        .collect()
}
