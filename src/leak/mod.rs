//! Leak checks between splits: what stands in one must not stand in another.
//!
//! What it is: comparison of fingerprints across splits. What it is not: it changes no split.

mod crossing;

pub use crossing::{Crossing, CrossingCheck, SplitKey};
