//! `remove`: nothing in the value's place. What stood on both sides of it then stands together, and is scanned again.

use super::Action;

pub(super) fn action() -> Action {
    Action::Replace
}
