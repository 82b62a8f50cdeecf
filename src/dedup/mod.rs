//! Fingerprints of records and the grouping of duplicates.
//!
//! What it is: the normal form of a record's text as a short keyed hash, and a union of records that share one. What it is not: nothing is dropped here, and near-duplicates are not looked for.

mod fingerprint;
mod grouping;
mod normalise;

pub use fingerprint::Fingerprinter;
pub use grouping::{Groups, KeyedRow, SharedKeys};
pub use normalise::normalise;
