//! The lineage table: one row per record that reached an output or quarantine, where it came from, where it went, and what
//! was found in it and done to it.
//!
//! A Parquet file, so that every table tool reads it, whatever its size. It holds no text of a record and no unkeyed hash
//! of one. Columns:
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `record` | string | keyed record id, hexadecimal |
//! | `source`, `file` | string | where it came from |
//! | `position_unit`, `position` | string, u64 | place in the file: `line` 7, `row` 3, `byte` 0, `item` 2, `file` 0 |
//! | `outcome` | string | `train`, `validation`, `holdout`, `quarantined` or `removed` |
//! | `reason` | string or null | reason code of a quarantined or removed record |
//! | `survivor`, `score` | string or null, f64 or null | of a removed duplicate: id of the record that stays in its place, and how alike the two are, from 0 to 1 |
//! | `output_files`, `output_lines` | list of string, list of u64 | files it was written to, and its first line in each |
//! | `parts` | u32 | number of pieces a document was cut into, 1 for a whole one |
//! | `entities`, `entity_counts` | list of string, list of u32 | what was found, and how often |
//! | `operators`, `operator_counts` | list of string, list of u32 | what was done, and how often |
//! | `identity` | u64 or null | with a secret key: keyed fingerprint of the record as it was read, by which a later version recognises it |
//! | `keys` | list of u64 | with a secret key, of validation and holdout: every key by which the record is grouped |
//! | `group` | u64 or null | number of its group within this dataset, in the order of first records: records of one number stay together |
//! | `alone` | string or null | the split it would be in, had no record joined its part of the group with others, where that is another one |
//! | `licence`, `basis` | string or null | on what right it may be used |

mod columns;
mod read;
mod write;

use std::collections::BTreeMap;

pub use read::{LineageReader, LineageRecord};
pub use write::LineageWriter;

use crate::core::{Basis, Digest, EntityType, Position, Reason, Split};

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct LineageRow<'a> {
    /// Keyed id of the record.
    pub record: Digest,
    /// Name of its source.
    pub source: &'a str,
    /// Name of its file.
    pub file: &'a str,
    /// Place in that file.
    pub position: Position,
    /// Where it went.
    pub outcome: Outcome,
    /// The files it was written to.
    pub outputs: &'a [OutputLine<'a>],
    /// Number of pieces a document was cut into, 1 for a whole one.
    pub parts: u32,
    /// How many values of each entity type were found in it.
    pub entities: &'a BTreeMap<EntityType, u32>,
    /// How often each operator was applied to it, by name.
    pub operators: &'a BTreeMap<&'static str, u32>,
    /// Its licence.
    pub licence: Option<&'a str>,
    /// Its rights basis.
    pub basis: Option<Basis>,
    /// Keyed fingerprint of the record as it was read.
    pub identity: Option<u64>,
    /// Keys by which it is grouped.
    pub keys: &'a [u64],
    /// Of a duplicate that was removed: the record that stays in its place, and how alike the two are, from 0 to 1.
    pub survivor: Option<(Digest, f64)>,
    /// Number of its group.
    pub group: Option<u64>,
    /// The split that it would be in if its part of the group stood alone, where that is another one.
    pub alone: Option<Split>,
}

/// A place a record was written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputLine<'a> {
    /// Path of the file, relative to the dataset's folder.
    pub file: &'a str,
    /// Its first line there, counted from 1.
    pub line: u64,
}

/// Where a record went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// To a split.
    Split(Split),
    /// To quarantine.
    Quarantined(Reason),
    /// Nowhere, because what it says is said elsewhere in the dataset.
    Removed(Reason),
}

impl Outcome {
    /// The value of the `outcome` column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Split(split) => split.as_str(),
            Self::Quarantined(_) => "quarantined",
            Self::Removed(_) => "removed",
        }
    }

    /// The value of the `reason` column.
    #[must_use]
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Split(_) => None,
            Self::Quarantined(reason) | Self::Removed(reason) => Some(reason.code()),
        }
    }
}

/// Rows in one row group: what is held in memory while writing, and read at a time.
const GROUP_ROWS: usize = 32_768;

#[cfg(test)]
mod tests;
