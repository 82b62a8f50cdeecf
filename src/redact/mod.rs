//! Redaction: findings in, changed text out. It never looks for anything.
//!
//! What it is: one file per operator, the policy that says which entity type gets which, and the splice that puts the
//! replacements in place. What it is not: it decides nothing about what is personal data.

mod apply;
mod canonical;
mod date;
mod drop_field;
mod drop_record;
mod encrypt;
mod error;
mod fallback;
mod generalise;
mod hash;
mod keep;
mod kind;
mod mask;
mod month;
mod person;
mod placeholder;
pub mod policies;
mod policy;
mod quarantine;
mod remove;
mod residual;
mod restore;
mod scope;
mod settle;
mod shift_date;
mod surrogate;

pub use crate::config::Operator;
pub use apply::Redaction;
pub use error::Error;
pub use fallback::Fallback;
pub use policy::Policy;
pub use restore::{Restored, restore};
pub use scope::{RecordIdentity, RecordScope};
pub use settle::Settled;

/// What an operator does with one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Action {
    /// Leaves it.
    Keep,
    /// Has put something in its place.
    Replace,
    /// Empties the field.
    DropField,
    /// Withholds the record for somebody to look at.
    Quarantine,
    /// Drops the record.
    DropRecord,
}
