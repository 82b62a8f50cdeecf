//! `[dataset]` and `[key]`.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name and version of the dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Name: letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 63 characters.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"))]
    pub name: String,
    /// Version, in any form you keep. A change of content deserves a new one.
    pub version: String,
    /// What the dataset is for, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Where the secret key comes from: exactly one of the three. `scrubjay key new` makes one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeySource {
    /// A file that holds at least 32 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// Name of an environment variable that holds at least 32 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub env: Option<String>,
    /// Number of an open file descriptor that at least 32 bytes can be read from, as `3` after `3< key` in a shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fd: Option<u32>,
}
