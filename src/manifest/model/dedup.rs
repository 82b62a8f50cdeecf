//! What was made of records that say the same.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{Preference, RemovedDuplicates, RepeatedText};

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
    /// Paragraphs that many documents have; none if they were not looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraphs: Option<Paragraphs>,
}

/// Paragraphs that many documents have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Paragraphs {
    /// What the job says is done with them.
    pub action: RepeatedText,
    /// Fewest documents that have a paragraph for it to count as repeated.
    pub least_documents: u32,
    /// Fewest words of it.
    pub least_words: u32,
    /// Paragraphs that were compared.
    pub examined: u64,
    /// Different paragraphs that are repeated.
    pub repeated: u64,
    /// Places that they were taken out of.
    pub removed: u64,
    /// Bytes that went.
    pub removed_bytes: u64,
    /// Documents that lost a paragraph.
    pub documents_changed: u64,
    /// Those of most documents, at most 100.
    pub listed: Vec<RepeatedParagraph>,
}

/// A paragraph that many documents have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RepeatedParagraph {
    /// Keyed hash of its normal form, hexadecimal: the same in every version that is made with the same key. Only with a secret
    /// key, since anyone could test guesses otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Documents that have it.
    pub documents: u32,
    /// Id of the record that keeps it where it is removed: the lineage leads to its place in the source.
    pub kept_in: String,
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
