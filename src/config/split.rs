//! `[split]`: how records are shared out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Shares or counts of validation and holdout; the rest is train. Groups stay whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SplitConfig {
    /// Another number gives another split.
    pub seed: u64,
    /// Validation: a share such as `0.1`, or `{ count = 50 }`.
    pub validation: Amount,
    /// Holdout: a share such as `0.1`, or `{ count = 200 }`. 100 to 500 records make a useful evaluation set.
    pub holdout: Amount,
    /// By how much an achieved share may differ from the requested one, as a share of all records. A small dataset may
    /// differ by three standard deviations of a fair draw even if that is more. Counts may differ by this share of the
    /// count, rounded up.
    pub tolerance: f64,
}

impl Default for SplitConfig {
    fn default() -> Self {
        Self { seed: 0, validation: Amount::Share(0.1), holdout: Amount::Share(0.1), tolerance: 0.02 }
    }
}

/// How much of the data a split is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Amount {
    /// A share of all records, from 0 to 1.
    Share(f64),
    /// A number of records.
    Count {
        /// The number.
        count: u64,
    },
}
