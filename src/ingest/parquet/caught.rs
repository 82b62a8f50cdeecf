//! Panics of polars on damaged files: they end in an error, and are none of the user's business.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Runs something that may panic on damaged input; `None` if it did. Not to be nested.
pub(super) fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    CATCHING.set(true);
    let done = catch_unwind(AssertUnwindSafe(run));
    CATCHING.set(false);
    done.ok()
}

/// Whether a panic on this thread, now, is one that a reader catches and tells as an error of its own: a panic hook has
/// nothing to add.
#[must_use]
pub fn is_panic_caught() -> bool {
    CATCHING.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_within_is_known_as_caught_and_one_outside_is_not() {
        assert!(!is_panic_caught());
        assert_eq!(caught(is_panic_caught), Some(true));
        assert_eq!(caught(|| -> u8 { panic!("damaged") }), None);
        assert!(!is_panic_caught());
    }
}
