//! Policies as data: which entity type gets which operator, and on what ground.
//!
//! A policy is a file of `rules/policies`, readable by a lawyer: lines of entity types, an operator, a least score and the clause
//! that asks for it. [`Policies`] has them all; [`decide`] puts those a job names together into one decision for each entity type.

mod decide;
mod load;
mod strictness;

pub use decide::{Decision, Decisions, decide};
pub use load::{Line, NamedPolicy, Policies};
