//! The job file: everything one run does, as typed configuration.
//!
//! What it is: the schema (these types are the JSON Schema and the reference), its defaults, loading it and the checks
//! that need nothing but the file itself. What it is not: it never opens a data file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod bytes;
mod check;
mod dataset;
mod de;
mod dedup;
mod detect;
mod effective;
mod fault;
mod leakage;
pub mod licence;
mod limits;
mod load;
mod operator;
mod output;
mod path;
mod problem;
mod redact;
pub mod region;
mod rights;
mod schema;
mod source;
mod split;
mod tree;

pub use bytes::ByteCount;
pub use check::{check, overlaps};
pub use dataset::{Dataset, KeySource};
pub use dedup::{Dedup, Preference, RemovedDuplicates, RepeatedText};
pub use detect::{Allowed, Detect, TermList};
pub use effective::effective;
pub use leakage::{Leakage, OnLeak, Reference};
pub use limits::Limits;
pub use load::{Draft, Error, LoadedJob, inspect, load, parse};
pub use operator::{DatePrecision, EncryptedForm, Operator, OperatorName};
pub use output::{OnLimit, Output, Price};
pub use path::KeyPath;
pub use problem::{Place, Problem, alike};
pub use redact::{OperatorChoice, PairCheck, Redact, ReservedStrings, SurrogateScope};
pub use rights::Rights;
pub use schema::schema;
pub use source::{Collected, Columns, Conversation, FormatName, Mapping, Provenance, RoleName, Source, TextUnit};
pub use split::{Amount, Link, SplitConfig, StratumLabel};

/// A job: from raw corpora to one published dataset. Paths are relative to the folder of the job file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// Version of this file's schema. There is one so far: 1.
    #[serde(default = "schema_version")]
    #[schemars(range(min = 1, max = 1))]
    pub schema: u32,
    /// Name and version of the dataset that is made.
    pub dataset: Dataset,
    /// Where the secret key comes from that record ids are made with. Without it they are made with a key that anyone who
    /// has the job file can derive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeySource>,
    /// The corpora to read, at least one.
    #[schemars(length(min = 1))]
    pub source: Vec<Source>,
    /// What may be trained on.
    #[serde(default)]
    pub rights: Rights,
    /// What to look for.
    #[serde(default)]
    pub detect: Detect,
    /// What to do with what is found.
    #[serde(default)]
    pub redact: Redact,
    /// What happens to records that say the same.
    #[serde(default)]
    pub dedup: Dedup,
    /// How records are shared out.
    #[serde(default)]
    pub split: SplitConfig,
    /// Which leaks between the splits stop the run.
    #[serde(default)]
    pub leakage: Leakage,
    /// Bounds that keep a run safe.
    #[serde(default)]
    pub limits: Limits,
    /// What to write, and where.
    pub output: Output,
}

fn schema_version() -> u32 {
    1
}
