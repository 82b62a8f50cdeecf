//! The three parts of a dataset.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which part of the dataset a record went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// Trained on.
    Train,
    /// Seen during training to judge it, never learned from.
    Validation,
    /// Kept for evaluation, never seen during training or tuning.
    Holdout,
}

impl Split {
    /// All splits, in the order in which they are reported.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Holdout];

    /// The name, as used in file names and manifests.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Holdout => "holdout",
        }
    }

    /// Position in [`Split::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Self::Train => 0,
            Self::Validation => 1,
            Self::Holdout => 2,
        }
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
