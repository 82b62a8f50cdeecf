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
    /// By how many records it may differ from what was requested.
    pub allowance: f64,
    /// Whether it does not differ by more.
    pub within: bool,
}

/// Groups: records that must not straddle splits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Groups {
    /// How many there are, records that stand alone included.
    pub total: u64,
    /// How many hold more than one record.
    pub joined: u64,
    /// The largest, largest first.
    pub largest: Vec<Group>,
    /// How many were joined out of several by records that link them: a duplicate of records of two customers, say. Without those
    /// records they would be several groups. Groups that an earlier version has decided on do not count.
    #[serde(default)]
    pub merged: u64,
    /// Records in those.
    #[serde(default)]
    pub merged_records: u64,
    /// Records of those that would stand in another split if their part of the group stood alone: the lineage names them, column
    /// `alone`. None if counts are asked for, where every draw depends on all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_records: Option<u64>,
    /// Pairs of records whose shingles were compared to find near-duplicates.
    #[serde(default)]
    pub near_compared: u64,
    /// Pairs that are near-duplicates; pairs that were together already are not counted.
    #[serde(default)]
    pub near_alike: u64,
    /// How many are larger than what validation and holdout ask for, so that only train can hold them.
    #[serde(default)]
    pub oversize: u64,
    /// Records in those.
    #[serde(default)]
    pub oversize_records: u64,
}

/// What the holdout and the validation set were to cover, and do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Strata {
    /// What makes a stratum: `category`, `difficulty`, `language`, `source`.
    pub labels: Vec<String>,
    /// How many strata there are.
    pub total: u64,
    /// How many of them the holdout covers.
    pub in_holdout: u64,
    /// How many of them the validation set covers.
    pub in_validation: u64,
    /// Strata one by one: those that the holdout does not cover first, each part by size, at most 500 in all.
    pub listed: Vec<Stratum>,
}

/// One stratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stratum {
    /// Its labels, in the order of `labels` above. `(none)` where a record has none, `(other)` for what is too long for a label.
    pub labels: Vec<String>,
    /// Its records in train.
    pub train: u64,
    /// Its records in validation.
    pub validation: u64,
    /// Its records in the holdout.
    pub holdout: u64,
}

/// A holdout by date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HoldoutByDate {
    /// The first day of the holdout.
    pub from: String,
    /// Records without a date that can be read; they are in no holdout.
    pub undated: u64,
    /// Records made before that day that are in the holdout because their group reaches over it.
    pub early_in_holdout: u64,
    /// Records made on that day or later that are not in the holdout, because an earlier version has them elsewhere.
    pub late_elsewhere: u64,
}

/// The earlier version of the dataset that this one continues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Previous {
    /// Its version.
    pub version: String,
    /// BLAKE3 digest of its manifest's content, as that manifest states it: 64 hexadecimal digits.
    pub content_digest: String,
    /// Records that both versions have, by the split they keep.
    pub kept: BySplit,
    /// New records that went to a split because their group was there.
    pub joined: BySplit,
    /// Records of the earlier version that are no longer in the sources, by the split they were in.
    pub gone: BySplit,
    /// New records that were withheld because they link records of different splits.
    pub linking: u64,
    /// Records of the earlier version that were withheld because other fields group them with its holdout now.
    pub linked: u64,
}

/// A number for each split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BySplit {
    /// For train.
    pub train: u64,
    /// For validation.
    pub validation: u64,
    /// For the holdout.
    pub holdout: u64,
}

impl From<[u64; 3]> for BySplit {
    /// In the order of [`Split::ALL`].
    fn from([train, validation, holdout]: [u64; 3]) -> Self {
        Self { train, validation, holdout }
    }
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// Records in it.
    pub records: u64,
    /// Where it went.
    pub split: Split,
}

/// One check for leaks between two splits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeakCheck {
    /// Name of the check: as in `leakage.json`; `keys/…` for keys of all records, `written/…` for the lines of a target.
    pub id: String,
    /// The two sides, splits or a reference set: records of the second are looked for in the first.
    pub pair: [String; 2],
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
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No hits.
    Pass,
    /// Hits, and the job says that a hit stops the run.
    Fail,
    /// Hits, and the job says that they are reported; or hits that are only worth a look.
    Reported,
    /// Nothing to look at, which is not the same as nothing found.
    NotExamined,
}
