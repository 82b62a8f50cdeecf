//! What was made of records that say the same.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{Preference, RemovedDuplicates};

/// Duplicates that were found and removed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deduplication {
    /// Which duplicates the job has removed.
    pub remove: RemovedDuplicates,
    /// Jaccard index from which on two records are near-duplicates that may take each other's place.
    pub near_duplicate: f64,
    /// What decided which of several stays, the first that told two apart.
    pub prefer: Vec<Preference>,
    /// Records that were compared.
    pub examined: u64,
    /// Records whose normal form, as they are written, an earlier one has; none if near-duplicates were not looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated: Option<u64>,
    /// Records that were removed, by the strictest sense in which they are the same as the one that stays in their place.
    pub removed: RemovedCounts,
}

/// Removed records by how they are the same as the one that stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RemovedCounts {
    /// To the byte.
    pub exact: u64,
    /// In normal form.
    pub normalised: u64,
    /// In most of their shingles.
    pub near: u64,
}

impl RemovedCounts {
    /// All of them.
    #[must_use]
    pub fn total(self) -> u64 {
        self.exact + self.normalised + self.near
    }
}
