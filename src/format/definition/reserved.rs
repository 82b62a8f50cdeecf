//! Strings that must not stand in a record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Severity;

/// A string that must not stand in a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reserved {
    /// The string, without line breaks.
    pub string: String,
    /// How it is compared.
    #[serde(rename = "match")]
    pub compare: Match,
    /// In which texts. Empty means in all.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    /// How bad it is.
    pub severity: Severity,
    /// Under which code it is reported.
    #[serde(default)]
    pub code: ReservedCode,
    /// What to write in its place, where that helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

/// How a reserved string is compared. Both find it anywhere in a text, inside of words too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    /// Letter by letter.
    Exact,
    /// Without regard to the case of ASCII letters.
    IgnoreCase,
}

/// Whose text a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Speaker {
    /// A document.
    Text,
    /// Instructions.
    System,
    /// A prompt or a user's turn.
    User,
    /// A completion or an assistant's turn.
    Assistant,
}

/// Code of a reserved string.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ReservedCode {
    /// A reserved string.
    #[default]
    #[serde(rename = "BR007")]
    Br007,
    /// A packing separator in a document.
    #[serde(rename = "BR018")]
    Br018,
}
