//! The group check: records of one customer, ticket, thread or author on two sides.

use super::{Item, Severity};

pub(super) fn keys(item: &Item) -> impl Iterator<Item = u64> {
    item.facts.groups.iter().copied()
}

pub(super) fn severity() -> Severity {
    Severity::Error
}
