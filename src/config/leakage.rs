//! `[leakage]`: which leaks between the splits stop the run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What each leak check does when it finds a record of one split in another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Leakage {
    /// Records that are the same to the byte.
    pub exact: OnLeak,
    /// Records that are the same but for case, white space, punctuation and accents.
    pub normalised: OnLeak,
}

/// What a leak does to the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OnLeak {
    /// Stop the run; nothing is published.
    #[default]
    Fail,
    /// Publish, and report it.
    Report,
}
