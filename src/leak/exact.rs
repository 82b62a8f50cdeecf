//! The exact check: the same texts to the byte.

use super::{Item, Severity};

pub(super) fn keys(item: &Item) -> impl Iterator<Item = u64> {
    std::iter::once(item.exact)
}

pub(super) fn severity() -> Severity {
    Severity::Error
}
