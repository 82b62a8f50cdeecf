//! What each stage did.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::Reason;

/// The stages, in the order in which records pass them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StageName {
    /// Reading records from files.
    Ingest,
    /// The rights gate.
    Rights,
    /// Looking for personal data and secrets.
    Detect,
    /// Replacing what was found.
    Redact,
    /// Looking again at what was changed.
    Rescan,
    /// Grouping duplicates and records that belong together.
    Group,
    /// Sharing groups out.
    Split,
    /// Checking for leaks between the splits.
    Leakage,
    /// Writing the target files.
    Write,
}

/// The account of one stage. `examined` beside `hits` tells a stage that found nothing from one that looked at nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stage {
    /// Which stage.
    pub name: StageName,
    /// Records that came in.
    #[serde(rename = "in")]
    pub entered: u64,
    /// Records that went on.
    #[serde(rename = "out")]
    pub left: u64,
    /// Things looked at: records, texts, pairs or lines, as the stage has it.
    pub examined: u64,
    /// Things found among them.
    pub hits: u64,
    /// Records withheld here, by the name of the reason.
    pub dropped: BTreeMap<String, u64>,
}

impl Stage {
    /// The account of a stage that has done nothing yet.
    #[must_use]
    pub fn new(name: StageName) -> Self {
        Self { name, entered: 0, left: 0, examined: 0, hits: 0, dropped: BTreeMap::new() }
    }

    /// Counts records withheld for one reason.
    pub fn drop_records(&mut self, reason: Reason, records: u64) {
        *self.dropped.entry(reason.slug().to_owned()).or_default() += records;
    }
}
