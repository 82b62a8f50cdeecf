//! The surrogate re-leak check: one person's value, or the surrogate that stands for it, on two sides. A model that has seen
//! the surrogate with its story in training is not new to the holdout record. Values of organisations (a support address)
//! stand everywhere, so hits are worth a look and no more.

use super::{Item, Severity};

pub(super) fn keys(item: &Item) -> impl Iterator<Item = u64> {
    item.facts.values.iter().copied()
}

pub(super) fn severity() -> Severity {
    Severity::Warning
}
