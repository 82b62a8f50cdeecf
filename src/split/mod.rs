//! Sharing groups of records out to train, validation and holdout.
//!
//! What it is: a pure function of group identities, sizes, strata, dates, earlier assignments, the seed and the requested
//! amounts; and the labels of a record, where nobody says what they are. What it is not: it never takes a group apart.

mod assign;
mod created;
mod difficulty;
mod earlier;
pub mod language;
mod quota;
mod strata;

pub use assign::{Achieved, Group, Request, assign, report};
pub use created::instant;
pub use difficulty::Difficulty;
pub use earlier::{Earlier, EarlierKeys};
pub use strata::{MAX_STRATA, NO_LABEL, Strata};
