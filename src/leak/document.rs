//! The source-document check: passages of one document on two sides.

use super::{Item, Severity};

pub(super) fn keys(item: &Item) -> impl Iterator<Item = u64> {
    item.facts.document.into_iter()
}

pub(super) fn severity() -> Severity {
    Severity::Error
}
