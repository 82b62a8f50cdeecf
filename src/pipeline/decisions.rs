//! What the policies that a job names come to, put into its tables.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::{Detect, Redact};
use crate::core::EntityType;
use crate::detect::DENY_ENTITY;
use crate::redact::Error;
use crate::redact::policies::{Decisions, Policies, decide};
use crate::rules::RuleSet;

/// Puts what the named policies say into the tables: an operator for every entity type that has none of its own there, and least
/// scores. `folder` is the job's folder of rules, whose `policies` go before the built-in ones.
///
/// # Errors
/// If a policy cannot be read or is not known.
pub fn decisions(
    redact: &mut Redact,
    detect: &mut Detect,
    rules: &RuleSet,
    folder: Option<&Path>,
) -> Result<Decisions, Error> {
    if redact.policies.is_empty() {
        return Ok(Decisions::default());
    }
    let policies = Policies::load(folder)?;
    let named = redact.policies.iter().map(|name| policies.get(name)).collect::<Result<Vec<_>, _>>()?;
    let mut known: BTreeSet<EntityType> = rules.rules().map(|(_, rule)| rule.entity.clone()).collect();
    known.extend(detect.lists.iter().map(|list| list.entity.clone()));
    known.extend(EntityType::new(DENY_ENTITY));
    let decisions = decide(&named, redact, &known, detect.min_score);
    decisions.apply(redact, &mut detect.thresholds);
    Ok(decisions)
}
