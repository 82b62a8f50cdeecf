//! Which keys a record has.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Severity;

/// The keys of a record, out of those that its shape knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// Missing is an error.
    pub required: Vec<String>,
    /// Missing is a warning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advised: Vec<String>,
    /// May be there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// What becomes of any other key, here and in the objects below.
    pub others: Others,
}

impl Keys {
    /// Every key that may be there.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.required.iter().chain(&self.advised).chain(&self.allowed)
    }
}

/// What becomes of a key that is not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Others {
    /// It is an error.
    Error,
    /// It is a warning.
    Warning,
    /// It is let through.
    Allowed,
}

impl Others {
    /// How bad it is, if it is bad.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Allowed => None,
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.severity().map_or("allowed", Severity::as_str)
    }
}
