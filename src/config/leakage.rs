//! `[leakage]`: what a leak between the splits does to the run, and what else the training data is held against.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FormatName, Mapping};

/// What each leak check does when it finds a record of one split in another. Hits that are only worth a look are reported,
/// whatever is said here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Leakage {
    /// Records that are the same to the byte.
    pub exact: OnLeak,
    /// Records that are the same but for case, white space, punctuation, accents and the script of digits.
    pub normalised: OnLeak,
    /// The same prompt, whatever the answer.
    pub prompt_only: OnLeak,
    /// The same answer, whatever the prompt.
    pub answer_only: OnLeak,
    /// Records that share most of their shingles. May be `off`.
    pub near_duplicate: OnLeak,
    /// Records of which a large part, or a long run of words, stands in another. May be `off`.
    pub ngram_containment: OnLeak,
    /// Records that share a group value.
    pub group: OnLeak,
    /// Passages of one source document.
    pub source_document: OnLeak,
    /// Training records as new as a holdout by date, or newer.
    pub temporal: OnLeak,
    /// Synthetic records that descend from the same seed or prompt.
    pub teacher_descent: OnLeak,
    /// The same personal value, or its surrogate.
    pub surrogate: OnLeak,
    /// At most so many hits of each check are listed one by one in `leakage.json`; all are counted.
    #[schemars(range(min = 0, max = 100_000))]
    pub listed: u32,
    /// Sets that nothing in training may come from, beside the holdout: benchmarks, public or your own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reference: Vec<Reference>,
}

impl Default for Leakage {
    fn default() -> Self {
        Self {
            exact: OnLeak::Fail,
            normalised: OnLeak::Fail,
            prompt_only: OnLeak::Fail,
            answer_only: OnLeak::Report,
            near_duplicate: OnLeak::Fail,
            ngram_containment: OnLeak::Fail,
            group: OnLeak::Fail,
            source_document: OnLeak::Fail,
            temporal: OnLeak::Fail,
            teacher_descent: OnLeak::Fail,
            surrogate: OnLeak::Report,
            listed: 100,
            reference: Vec::new(),
        }
    }
}

/// What a leak does to the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnLeak {
    /// Stop the run; nothing is published.
    #[default]
    Fail,
    /// Move the group of the record that leaks to the split that it leaks into, and check again. What leaks into a reference
    /// set is dropped.
    MoveGroup,
    /// Withhold the record that leaks, and check again. Nothing is ever dropped from the holdout.
    DropFromTrain,
    /// Publish, and report it.
    Report,
    /// The check does not run, and is `not-examined` in the report. For `near_duplicate` and `ngram_containment`, which read every
    /// word of every record; the other checks compare a few numbers of each and always run.
    Off,
}

impl OnLeak {
    /// The name, as in the job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::MoveGroup => "move-group",
            Self::DropFromTrain => "drop-from-train",
            Self::Report => "report",
            Self::Off => "off",
        }
    }
}

/// A set of records that nothing in training may come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its name in reports.
    pub name: String,
    /// A file, a folder or a glob, relative to the job file.
    pub uri: String,
    /// Format of its files.
    #[serde(default)]
    pub format: FormatName,
    /// Which fields hold what. Usual names are understood without: `prompt` and `completion`, `question` and `answer`,
    /// `messages`, `text` and the like.
    #[serde(default)]
    pub map: Mapping,
}
