//! How records were shared out, and the proof that the shares do not overlap.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{Amount, OnLeak};
use crate::core::Split;

/// One split, as requested and as achieved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SplitCount {
    /// Which split.
    pub split: Split,
    /// What the job asks for; none for train, which takes the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested: Option<Amount>,
    /// Records it got.
    pub records: u64,
    /// Groups it got.
    pub groups: u64,
    /// Its records as a share of all, from 0 to 1.
    pub share: f64,
    /// By how much the share may differ from the requested one.
    pub tolerance: f64,
    /// Whether it does not differ by more.
    pub within: bool,
}

/// Groups: records that must not straddle splits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Groups {
    /// How many there are, records that stand alone included.
    pub total: u64,
    /// The largest, largest first.
    pub largest: Vec<Group>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// Keyed id.
    pub id: String,
    /// Records in it.
    pub records: u64,
    /// Where it went.
    pub split: Split,
}

/// One check for leaks between two splits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeakCheck {
    /// Name of the check.
    pub id: String,
    /// The two splits: records of the second are looked for in the first.
    pub pair: [Split; 2],
    /// Records that were looked for.
    pub examined: u64,
    /// Records that are too short for the check to say anything about.
    pub too_short: u64,
    /// Records that were found.
    pub hits: u64,
    /// What the job says a hit does.
    pub action: OnLeak,
    /// What it came to.
    pub verdict: Verdict,
}

/// Outcome of a leak check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No hits.
    Pass,
    /// Hits, and the job says that a hit stops the run.
    Fail,
    /// Hits, and the job says that they are reported.
    Reported,
}
