//! `quarantine`: the whole record is withheld for somebody to look at, with a reason of its own.

use super::Action;

pub(super) fn action() -> Action {
    Action::Quarantine
}
