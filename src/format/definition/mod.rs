//! The schema of `rules/targets/<name>.toml`: everything that is known of a target, as data.
//!
//! What it is not: nothing is compiled or checked against records here, see [`Target`](super::Target).

mod keys;
mod limits;
mod load;
mod reserved;
mod shape;
mod turns;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use keys::{Keys, Others};
pub use limits::{Bounds, Container, FileRules, Records, Size, TokenCounts, Tokens};
pub use reserved::{Match, Reserved, ReservedCode, Speaker};
pub use shape::{Block, Formats, Media, MessageNames, PairNames, Shape};
pub use turns::{TurnRole, Turns};

/// A target: one model or use of Bedrock, with the shape and the limits of its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Name, as written in jobs and on the command line. The file is called after it.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// Whether it is in use today.
    pub status: Status,
    /// AWS Regions where it is documented to be available. Empty says nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Day on which the sources were read: `YYYY-MM-DD`.
    pub checked: String,
    /// Where the shape and the figures come from: public URLs, at least one.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What a person should know beside the figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What one record looks like.
    pub shape: Shape,
    /// Which keys a record has.
    pub keys: Keys,
    /// Name and size of the files.
    pub file: FileRules,
    /// How many records there may be.
    #[serde(default)]
    pub records: Records,
    /// How long a record may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    /// Strings that must not stand in a record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<Reserved>,
    /// Optional keys that must be in every record of a dataset or in none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uniform: Vec<Uniform>,
    /// Keys whose values differ from record to record: identifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique: Vec<String>,
    /// Places whose value is the same in every record of a dataset: keys with dots between them, through lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constant: Vec<String>,
    /// Files that must stand beside the data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Beside>,
}

/// A file that must stand beside the data of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: String,
}

/// JSON Schema of a target file.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Definition).to_value()
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The job may work, or work less well; or sources disagree.
    Warning,
    /// The job is documented or known to fail, or its figures would mean nothing.
    Error,
}

impl Severity {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Whether a target is in use today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Documented today.
    Current,
    /// No longer in the current documentation.
    Legacy,
    /// Trained on Amazon `SageMaker` rather than on Bedrock.
    Sagemaker,
    /// In use, but not documented with limits.
    Unlisted,
}

impl Status {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Legacy => "legacy",
            Self::Sagemaker => "sagemaker",
            Self::Unlisted => "unlisted",
        }
    }
}

/// An optional key that must be in every record of a dataset or in none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uniform {
    /// The key; a place further down is written as keys with dots between them, through lists.
    pub key: String,
    /// How bad a mixture is.
    pub severity: Severity,
    /// Warn also when no record of a file has the key, and say this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
}
