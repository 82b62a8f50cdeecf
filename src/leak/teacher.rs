//! The teacher-descent check: synthetic records made from the same seed, or one from the other.

use super::{Item, Severity};

/// Seeds and own ids are keys alike, so that a record made from a holdout record meets it by that record's id.
pub(super) fn keys(item: &Item) -> impl Iterator<Item = u64> {
    item.facts.descent.iter().copied()
}

pub(super) fn severity() -> Severity {
    Severity::Error
}
