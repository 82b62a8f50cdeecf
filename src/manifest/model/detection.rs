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
    /// Counts by rule id.
    pub rules: BTreeMap<String, RuleCount>,
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
