//! Strings that must not stand in a record.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Severity;

/// Strings that must not stand in a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reserved {
    /// The strings, without line breaks, each with what can be written in its place; empty where nothing helps.
    pub strings: BTreeMap<String, String>,
    /// How they are compared.
    #[serde(rename = "match")]
    pub compare: Match,
    /// In which texts. Empty means in all.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    /// How bad they are.
    pub severity: Severity,
    /// Under which code they are reported.
    #[serde(default)]
    pub code: ReservedCode,
}

/// How a reserved string is compared. The first two find it anywhere in a text, inside of words too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    /// Letter by letter.
    Exact,
    /// Without regard to the case of ASCII letters.
    IgnoreCase,
    /// Letter by letter, right behind a line feed.
    LineStart,
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

impl Speaker {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
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
