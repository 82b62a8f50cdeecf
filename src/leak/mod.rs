//! Leak checks between splits: what stands in one must not stand in another.
//!
//! What it is: one file for each check, an index of the protected records that all checks ask, and the report. What it is not:
//! it changes no split and reads no file.

mod answer;
mod bands;
mod boilerplate;
mod bucket;
mod check;
mod containment;
mod crossing;
mod document;
mod exact;
mod group;
mod index;
mod item;
mod keyed;
mod locate;
mod near;
mod normalised;
mod overlap;
mod probe;
mod prompt;
mod report;
mod surrogate;
mod teacher;
mod temporal;

pub use check::{CheckId, Reach, Settings, Severity, Side, Verdict};
pub use containment::{MIN_WHOLE, NGRAM, Passage};
pub use crossing::{Crossing, CrossingCheck, SplitKey};
pub use index::{Census, Index, IndexBuilder};
pub use item::{Facts, Item, ItemMaker};
pub use locate::{Snippet, longest_common, snippet};
pub use probe::{Hit, Outcome, Probe};
pub use report::{
    Boilerplate, CheckReport, Found, HitReport, Parameters, Place, Report, ReportBuilder, SideReport, TooShort,
};

#[cfg(test)]
mod tests;
