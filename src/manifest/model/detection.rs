//! What was looked for and found.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::EntityType;

/// Findings by entity type and by rule. Rules and entity types that found nothing are listed with zeros.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Detection {
    /// Texts that were looked at.
    pub texts: u64,
    /// Their size in UTF-8 bytes.
    pub bytes: u64,
    /// Counts by entity type.
    #[schemars(with = "BTreeMap<String, EntityCount>")]
    pub entities: BTreeMap<EntityType, EntityCount>,
    /// Strings that a target reserves and that were rewritten in the records.
    #[serde(default, skip_serializing_if = "is_none")]
    pub reserved_rewritten: u64,
    /// Dialogues of which prompt and completion were compared.
    #[serde(default, skip_serializing_if = "is_none")]
    pub pairs_compared: u64,
    /// Those of them in which a replaced value of the completion does not stand in the prompt, or became something else there.
    #[serde(default, skip_serializing_if = "is_none")]
    pub pairs_disagreeing: u64,
    /// Counts by rule id.
    pub rules: BTreeMap<String, RuleCount>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_none(count: &u64) -> bool {
    *count == 0
}

/// Findings of one entity type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntityCount {
    /// How many values were found.
    pub findings: u64,
    /// In how many records.
    pub records: u64,
    /// What was done to them: the operator's name.
    pub operator: String,
    /// What decided on it: a line of a policy with its clause, or `job`. None where the job names no policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// For how many of them it could not do that, so that a placeholder was written.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fallbacks: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Findings of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleCount {
    /// The pack the rule is from; `job` for the job's own lists.
    pub pack: String,
    /// The entity type it looks for.
    #[schemars(with = "String")]
    pub entity: EntityType,
    /// How many values it found.
    pub findings: u64,
    /// How many of them its validator confirmed; 0 for a rule without one.
    pub validated: u64,
}
