//! `[output]`: what to write, and where.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the dataset goes and in which formats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Folder of the dataset. It must not exist yet, unless `--force` is given.
    pub uri: String,
    /// Targets by name: `scrubjay targets list` shows them.
    #[schemars(length(min = 1))]
    pub targets: Vec<String>,
    /// A folder with target definitions of your own, beside the built-in ones. One of the same name replaces the built-in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets_dir: Option<PathBuf>,
    /// What happens when there are too few or too many records for a target, or a file is too large. `--on-limit` comes first.
    #[serde(default)]
    pub on_limit: OnLimit,
    /// The model's `tokenizer.json`, as Hugging Face's tokenizers write it. With it tokens are counted, for cutting documents,
    /// for limits and for totals; without it they are estimated from characters. `--tokenizer` comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokenizer: Option<PathBuf>,
    /// What training costs. With it the summary and the manifest have an estimate; no price is built in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub price: Vec<Price>,
}

/// What happens when the data do not fit the limits of a target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnLimit {
    /// Nothing is published.
    #[default]
    Fail,
    /// Groups of records are left out of train and validation, those of highest keyed hash first, until they fit. They are
    /// in the quarantine index; the holdout is not touched. Too few records and too large files fail.
    TruncateByHash,
    /// Train and validation are each written to as many files as it takes, one pair for each training job. Too few records
    /// fail.
    Shard,
    /// The summary says so; the files are written as they are.
    Report,
}

impl OnLimit {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Fail, Self::TruncateByHash, Self::Shard, Self::Report];

    /// The name, as in the job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::TruncateByHash => "truncate-by-hash",
            Self::Shard => "shard",
            Self::Report => "report",
        }
    }
}

/// What training for a target costs: `training tokens × epochs ÷ 1000 × per_1000_tokens`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// A target of the job.
    pub target: String,
    /// Price of 1000 tokens trained on, once.
    #[schemars(range(min = 0))]
    pub per_1000_tokens: f64,
    /// Currency of the price: an ISO 4217 code such as `USD`.
    pub currency: String,
    /// How often the training goes through the data.
    #[schemars(range(min = 1))]
    pub epochs: u32,
    /// Where the price is from, so that somebody can look again.
    pub source: String,
    /// Day on which it was read there: `YYYY-MM-DD`.
    pub date: String,
}
