//! Remembers what was decided on a licence as records write it, since a corpus repeats a few of them many times.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::core::Reason;

/// The canonical licence of a record, or why it is refused.
pub(super) type Decision = Result<Arc<str>, Reason>;

/// Distinct licences that are remembered. Others are decided every time.
const CAPACITY: usize = 4096;

/// A longer text is no licence; it is decided every time (and quickly) instead of being kept in memory.
const MAX_BYTES: usize = 256;

/// Decisions by licence text. It is never iterated, so that the order of a hash map does not matter.
#[derive(Default)]
pub(super) struct Cache(RwLock<HashMap<String, Decision>>);

impl Cache {
    /// The decision on `written`, made by `decide` the first time.
    pub(super) fn get_or(&self, written: &str, decide: impl FnOnce(&str) -> Decision) -> Decision {
        // A thread that panicked elsewhere leaves whole entries behind, so a poisoned lock is as good as another.
        if let Some(decision) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(written) {
            return decision.clone();
        }
        let decision = decide(written);
        if written.len() <= MAX_BYTES {
            let mut decisions = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if decisions.len() < CAPACITY {
                decisions.insert(written.to_owned(), decision.clone());
            }
        }
        decision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_made_once_and_memory_is_bounded() {
        let cache = Cache::default();
        let mut asked = 0;
        for n in [1, 1, 2] {
            let _ = cache.get_or(&n.to_string(), |_| {
                asked += 1;
                Err(Reason::LicenceUnknown)
            });
        }
        assert_eq!(asked, 2);
        for n in 0..2 * CAPACITY {
            let _ = cache.get_or(&n.to_string(), |_| Ok(Arc::from("MIT")));
        }
        let _ = cache.get_or(&"x".repeat(MAX_BYTES + 1), |_| Ok(Arc::from("MIT")));
        assert_eq!(cache.0.read().unwrap().len(), CAPACITY);
        assert_eq!(cache.get_or("1", |_| Ok(Arc::from("MIT"))), Err(Reason::LicenceUnknown));
    }
}
