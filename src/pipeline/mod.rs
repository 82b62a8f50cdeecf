//! The run: plan, first pass (read, gate, scrub, spill), barrier (group, split, check), second pass (write), manifest.
//!
//! What it is: the one place where the stages meet. What it is not: it detects, redacts, encodes and hashes nothing itself.

mod overlap;
mod progress;
mod spill;
mod tally;

pub use progress::{Phase, Progress};
pub use tally::{EntityTally, RuleTally, SourceTally, Tally};
