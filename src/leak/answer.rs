//! The answer-only check: the same answer to another question. Canned replies do that, so it is told and nothing more.

use super::{Item, Severity};

/// All turns of the assistant in normal form.
pub(super) fn keys(item: &Item) -> impl Iterator<Item = u64> {
    item.answer.map(|part| part.key).into_iter()
}

pub(super) fn severity() -> Severity {
    Severity::Note
}
