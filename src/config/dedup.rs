//! `[dedup]`: which duplicates are removed, and which of several stays.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happens to records that say the same. Whatever is said here, duplicates never stand in two splits, and are counted.
///
/// Nothing is removed by default: a record that stands twice is trained on twice, which may be meant, and a dataset that lost
/// records unasked could not be told from one whose sources lost them. A removed record is in `lineage.parquet` with the
/// outcome `removed`, the id of the record that stays in its place, and how alike the two are. It still counts for groups, so
/// that removing duplicates moves nothing that stays to another split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dedup {
    /// Which duplicates are removed. Texts are compared as they are written, after redaction; a document and a dialogue are never
    /// duplicates of each other.
    pub remove: RemovedDuplicates,
    /// How alike two records must be for `remove = "near"`: the Jaccard index of their runs of five words, or of their characters
    /// where they are short. Texts of fewer than 60 words with other numbers are never alike. Below 0.8 some pairs are not
    /// found: one in a hundred at 0.7, one in eight at 0.6.
    #[schemars(range(min = 0.6, max = 1))]
    pub near_duplicate: f64,
    /// Which of several duplicates stays: the first of these that tells two records apart decides. What an earlier version of the
    /// dataset has (`split.previous`) goes before all of them, and nothing of its holdout or validation set is removed.
    pub prefer: Vec<Preference>,
    /// Licences for `best-licence`, the best first. Without it the order of `rights.allow_licences` counts. Licences that are not
    /// listed come last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<String>,
    /// What happens to paragraphs that many documents have: headers, footers, licences, disclaimers. A paragraph is what stands
    /// between blank lines, and is the same whatever its case, white space, punctuation and accents are.
    pub paragraphs: RepeatedText,
    /// Fewest documents that have a paragraph for it to count as repeated.
    #[schemars(range(min = 2))]
    pub paragraph_documents: u32,
    /// Fewest words of such a paragraph; shorter ones ("See above.") are left alone.
    #[schemars(range(min = 1, max = 1000))]
    pub paragraph_words: u32,
}

impl Default for Dedup {
    fn default() -> Self {
        Self {
            remove: RemovedDuplicates::None,
            near_duplicate: 0.8,
            prefer: Preference::ALL.to_vec(),
            licences: Vec::new(),
            paragraphs: RepeatedText::Report,
            paragraph_documents: 3,
            paragraph_words: 5,
        }
    }
}

/// Duplicates that are removed; each choice includes the ones before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RemovedDuplicates {
    /// None; they are counted.
    #[default]
    None,
    /// Records with the same texts to the byte.
    Exact,
    /// Records that are the same but for case, white space, punctuation, accents and the script of digits, as they were read or as
    /// they are written.
    Normalised,
    /// Records that share most of their shingles.
    Near,
}

impl RemovedDuplicates {
    /// The name, as in the job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Exact => "exact",
            Self::Normalised => "normalised",
            Self::Near => "near",
        }
    }
}

/// What happens to paragraphs that many documents have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RepeatedText {
    /// They stay, and are not looked for.
    Keep,
    /// They stay; the manifest says how many there are, and lists those of most documents.
    #[default]
    Report,
    /// They are taken out of all documents but the one that `prefer` says, before duplicates and leaks are looked for and before
    /// documents are cut. A document of which nothing is left is removed.
    Remove,
}

impl RepeatedText {
    /// The name, as in the job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Report => "report",
            Self::Remove => "remove",
        }
    }
}

/// What makes a record the one to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Preference {
    /// The later mapped `created`; a record without one comes last.
    Newest,
    /// The longer texts, in bytes.
    Longest,
    /// The licence that is listed first.
    BestLicence,
    /// The source that the job names first.
    SourceOrder,
}

impl Preference {
    /// All of them, in the order of the default.
    pub const ALL: &'static [Self] = &[Self::Newest, Self::Longest, Self::BestLicence, Self::SourceOrder];

    /// The name, as in the job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Longest => "longest",
            Self::BestLicence => "best-licence",
            Self::SourceOrder => "source-order",
        }
    }
}
