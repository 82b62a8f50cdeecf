//! `drop-record`: the whole record goes to quarantine.

use super::Action;

pub(super) fn action() -> Action {
    Action::DropRecord
}
