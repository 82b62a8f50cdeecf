//! What was written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::Split;
use crate::store::FileEntry;

/// A file of the dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Output {
    /// Path, records, size and digests.
    #[serde(flatten)]
    pub file: FileEntry,
    /// What the file is for.
    pub role: OutputRole,
    /// The target whose format it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The split it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<Split>,
}

/// What a file of the dataset is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OutputRole {
    /// Records in a target's format.
    Data,
    /// Holdout records in an evaluation format.
    Evaluation,
    /// What is known of the records of an evaluation file, line by line.
    Sidecar,
    /// What the leak checks examined and found.
    Leakage,
    /// Where every record came from and went to.
    Lineage,
    /// Which records were withheld, and why.
    Quarantine,
}
