//! The prompt-only check: the same question, whatever the answer. A model that has learned one answer to a prompt of the
//! holdout is not tested by it.

use super::{Item, Severity};

/// Prompts of fewer words ("Hello", "Go on") are everybody's.
const TELLING_WORDS: u32 = 3;

/// All turns of the user in normal form; the system text does not count.
pub(super) fn keys(item: &Item) -> impl Iterator<Item = u64> {
    item.prompt.map(|part| part.key).into_iter()
}

pub(super) fn severity(item: &Item) -> Severity {
    match item.prompt {
        Some(part) if part.words >= TELLING_WORDS => Severity::Error,
        _ => Severity::Warning,
    }
}
