//! Redaction: findings in, changed text out. It never looks for anything.
//!
//! What it is: one file per operator, the policy that says which entity type gets which, and the splice that puts the
//! replacements in place. What it is not: it decides nothing about what is personal data.

mod apply;
mod drop_field;
mod drop_record;
mod keep;
mod mask;
mod placeholder;
mod policy;
mod residual;

pub use crate::config::Operator;
pub use apply::Redaction;
pub use policy::Policy;

/// What an operator does with one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Action {
    /// Leaves it.
    Keep,
    /// Has put something in its place.
    Replace,
    /// Empties the field.
    DropField,
    /// Withholds the record.
    DropRecord,
}
