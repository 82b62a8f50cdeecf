//! Postal addresses by grammar: what may follow a street and its number, and which shapes postcodes have.
//!
//! Patterns of the rules find the core, a street with a number; `tail` goes on from there over unit, postcode, town, state and country.
//!
//! What it is not: it knows no list of towns or streets, and nothing of scores.

mod postcode;
mod tail;

pub(super) use postcode::is_postcode;
pub(super) use tail::{Tail, tail};
