//! The run: plan, first pass (read, gate, scrub, spill), barrier (group, split, check), second pass (write), manifest.
//!
//! What it is: the one place where the stages meet. What it is not: it detects, redacts, encodes and hashes nothing itself.

mod account;
mod audit;
mod barrier;
mod barrier_groups;
mod decisions;
mod duplicates;
mod entities;
mod error;
mod explain;
mod filter;
mod first_pass;
mod fit;
mod frames;
mod gate;
mod input;
mod key;
mod labels;
mod leak_checks;
mod leaks;
mod lists;
mod merged;
mod outputs;
mod overlap;
mod pairs;
mod paragraphs;
mod place;
mod plan;
mod prefix;
mod previous;
mod progress;
mod rewrite;
mod rivals;
mod rows;
mod run;
mod same_file;
mod scan;
mod scrub;
mod second_pass;
pub mod selftest;
mod shard;
mod spill;
mod stats;
mod tally;
mod tokens;

pub use audit::{Applied, AuditPlan, AuditRequest, MAX_AUDIT, apply_audit, dataset_beside, sheet_beside};
pub use decisions::decisions;
pub use error::Error;
pub use explain::{Explained, MAX_EXPLAINED, explain};
pub use filter::{FilterSummary, Refused, filter};
pub use gate::GateFailure;
pub use key::{KeyError, Named, fresh_key, key_file_is_open, new_key_text, read_key};
pub use leak_checks::{
    Action, KeyCheck, LeakRate, LeakageFile, ReferenceFile, ReferenceSet, ResolvedCheck, leakage_schema,
};
pub use leaks::{FileShape, LeakFields, LeakSide, LeaksPlan, LeaksSummary, Unread, leaks};
pub use lists::engine_of;
pub use outputs::Written;
pub use plan::{Overrides, Plan};
pub use progress::{Phase, Progress};
pub use run::{CheckSummary, Options, Summary, run};
pub use scan::{ScanItem, ScanPlan, ScanSummary, Scanned, UnreadableFile, scan, scan_measured};
pub use stats::{RuleStat, RuleStats};
pub use tally::{EntityTally, RuleTally, SourceTally, Tally};
