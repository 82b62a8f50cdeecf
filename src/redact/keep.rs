//! `keep`: the value stays as it is and is counted by whoever counts findings.

use super::Action;

pub(super) fn action() -> Action {
    Action::Keep
}
