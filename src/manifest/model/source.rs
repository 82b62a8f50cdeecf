//! What was read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A source and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Name in the job.
    pub name: String,
    /// Where it is, as the job says.
    pub uri: String,
    /// Format the job asks for; `auto` where each file's own says.
    pub format: String,
    /// On what right it may be used: licence, basis, evidence, owner and the rest.
    pub provenance: serde_json::Value,
    /// Its files, by name.
    pub files: Vec<SourceFile>,
    /// Records found in it, readable or not.
    pub records_read: u64,
    /// Records of it that went to quarantine.
    pub records_withheld: u64,
    /// Records of it that were removed because others say what they say.
    #[serde(default)]
    pub records_removed: u64,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceFile {
    /// Name, relative to the job file where it lies below it.
    pub name: String,
    /// Size as stored, in bytes.
    pub bytes: u64,
    /// BLAKE3 digest of the stored bytes: 64 hexadecimal digits.
    pub blake3: String,
    /// Records found in it, readable or not.
    pub records: u64,
    /// Format it was read as.
    pub format: String,
}
