//! Sharing groups of records out to train, validation and holdout.
//!
//! What it is: a pure function of group identities, sizes, the seed and the requested amounts. What it is not: it does not
//! know what is in a record, and it never takes a group apart.

mod assign;

pub use assign::{Achieved, Group, Request, assign, report};
