//! Figures: names and sizes of files, numbers of records, tokens of a record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name and size of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileRules {
    /// What a file name ends in, without the dot.
    pub extension: String,
    /// What a file name may hold beside ASCII letters and digits.
    pub punctuation: String,
    /// What a key in S3 may hold beside ASCII letters and digits and `/`. That of the API, unless a target has fewer.
    #[serde(default = "s3_key", skip_serializing_if = "is_s3_key")]
    pub key_punctuation: String,
    /// Whether a validation file may be given.
    pub validation: bool,
    /// How records are stored.
    #[serde(default, skip_serializing_if = "Container::is_lines")]
    pub container: Container,
    /// Whether files are compressed with gzip, as logs are. Others must not be compressed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub compressed: bool,
    /// Size of the training file in bytes.
    #[serde(default)]
    pub train_bytes: Size,
    /// Size of the validation file in bytes.
    #[serde(default)]
    pub validation_bytes: Size,
}

/// How records are stored in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Container {
    /// As text: one JSON object a line, or documents of plain text.
    #[default]
    Lines,
    /// As rows of a parquet file, a column for each key.
    Parquet,
}

impl Container {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_lines(&self) -> bool {
        *self == Self::Lines
    }
}

/// The punctuation of the pattern `S3Uri` (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_S3Config.html>).
const S3_KEY: &str = "-!_*'().";

fn s3_key() -> String {
    S3_KEY.to_owned()
}

fn is_s3_key(punctuation: &str) -> bool {
    punctuation == S3_KEY
}

/// Bounds of a file size, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Larger is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// Larger is a warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advised_max: Option<u64>,
}

/// Numbers of records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Records {
    /// In training, or in the one file of a target that does not train.
    pub train: Bounds,
    /// In validation.
    pub validation: Bounds,
    /// In both together.
    pub sum: Bounds,
}

/// Bounds of a number of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Fewer is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// More is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// Fewer is a warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advised_min: Option<u64>,
    /// More is a warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advised_max: Option<u64>,
}

/// How long a record may be. Tokens are estimated from characters (Unicode scalar values), by two lines: AWS plans with
/// six characters a token, which is the most a text can have, and prose has three to five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// What is asked: the prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<u64>,
    /// What is answered: the completion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<u64>,
    /// All texts of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// More characters than this for each token are an error. Left out where no source gives a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_chars: Option<u64>,
    /// More characters than this for each token are a warning.
    pub warning_chars: u64,
}

/// A part of a record that has its own token limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenCounts {
    /// What is asked.
    Input,
    /// What is answered.
    Output,
    /// All texts of the record.
    Total,
}

impl Tokens {
    /// The limits that are set, in tokens.
    pub fn limits(&self) -> impl Iterator<Item = (TokenCounts, u64)> {
        [(TokenCounts::Input, self.input), (TokenCounts::Output, self.output), (TokenCounts::Total, self.total)]
            .into_iter()
            .filter_map(|(part, limit)| limit.map(|limit| (part, limit)))
    }
}
