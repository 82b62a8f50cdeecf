//! `[limits]`: bounds that keep a run safe.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ByteCount;

/// Bounds on what is read and on what may be withheld.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// A larger record goes to quarantine unread.
    pub max_record_bytes: ByteCount,
    /// A compressed file that unpacks to more stops the run.
    pub max_unpacked_bytes: ByteCount,
    /// A compressed file that unpacks to more than this many times its size stops the run (once past 64 MiB).
    #[schemars(range(min = 1))]
    pub max_unpack_ratio: u64,
    /// The run fails when more than this share of the records, and more than ten of them, is quarantined for defects. What
    /// the rights gate or the redaction policy withholds is not counted.
    #[schemars(range(min = 0, max = 1))]
    pub max_quarantine_ratio: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_record_bytes: ByteCount(16 << 20),
            max_unpacked_bytes: ByteCount(1 << 40),
            max_unpack_ratio: 1000,
            max_quarantine_ratio: 0.1,
        }
    }
}
