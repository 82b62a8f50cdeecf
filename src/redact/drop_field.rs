//! `drop-field`: the whole field is emptied. Whether the record can do without it is for the pipeline to say.

use super::Action;

pub(super) fn action() -> Action {
    Action::DropField
}
