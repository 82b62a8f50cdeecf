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
}
