//! A sample that a person has read, and what it says of the dataset.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::Split;

/// The sample that a run drew for review, and the review once `scrubjay audit apply` has taken it.
///
/// It stands in the run part of the manifest: a review comes after the dataset, and changes nothing of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Audit {
    /// Records that were asked for from each split.
    pub requested: u64,
    /// BLAKE3 digest over split and id of the sampled records: 64 hexadecimal digits. A sheet of other records is refused.
    pub sample: String,
    /// What the reviewer found; none as long as no sheet was applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

/// What a reviewer found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// When the sheet was applied (RFC 3339).
    pub applied: String,
    /// BLAKE3 digest of the sheet's bytes: 64 hexadecimal digits.
    pub sheet: String,
    /// Whether records that were not reviewed were allowed for.
    pub partial: bool,
    /// By split, those of which no record was sampled left out.
    pub splits: Vec<Residual>,
    /// All splits together. It has a rate only if one split alone was reviewed: as many records are drawn of a small split as of a
    /// large one, so that what holds for all of them says little of the largest.
    pub overall: Residual,
}

/// How much redaction has missed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Residual {
    /// The split; none for all together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<Split>,
    /// Records in the sample.
    pub sampled: u64,
    /// Those of them that were reviewed.
    pub reviewed: u64,
    /// Reviewed records with at least one missed value.
    pub with_missed: u64,
    /// Missed values in them.
    pub missed: u64,
    /// The share of records with a missed value, and what it may be in the whole; none if no record was reviewed, or
    /// those of several splits were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ResidualRate>,
}

/// A share of records, from 0 to 1, with the bounds of Clopper and Pearson.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResidualRate {
    /// In the reviewed records.
    pub estimate: f64,
    /// One-sided upper bound with a confidence of 95 %.
    pub upper_95: f64,
    /// Two-sided interval with a confidence of 95 %: lower end, upper end.
    pub interval_95: [f64; 2],
}
