//! The normalised check: the same texts but for case, white space, punctuation, accents and the script of digits. Digits
//! count: templated records differ in nothing else.

use super::{Item, Severity};

/// A record without a word has no normal form; it can only be the same exactly.
pub(super) fn keys(item: &Item) -> impl Iterator<Item = u64> {
    item.normalised.into_iter()
}

pub(super) fn severity() -> Severity {
    Severity::Error
}
