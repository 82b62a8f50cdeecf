//! `leakage.json` of a dataset: the report of the leak checks, and what only a run knows beside it. The shape is a contract.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Checked, LeakRate, References, ResolvedCheck, settle};
use crate::config::OnLeak;
use crate::core::Split;
use crate::leak::{CheckId, Crossing, Report};
use crate::pipeline::barrier::Barrier;
use crate::pipeline::plan::Plan;

/// `leakage.json`. All of it is determined by inputs, configuration, key and release; how long the checks took is in the run
/// part of the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeakageFile {
    /// What was compared and found, in the shape that `scrubjay leaks --format json` prints.
    #[serde(flatten)]
    pub report: Report,
    /// Checks on the keys of all records, on which the groups rest: they compare every record with every other one.
    pub keys: Vec<KeyCheck>,
    /// What the job says a leak does, and what was done.
    pub actions: Vec<Action>,
    /// Rounds of checks in which records were moved or dropped; the report is of the round after those.
    pub rounds: u64,
    /// How often records leak, by source.
    pub by_source: Vec<LeakRate>,
    /// The same by stratum, those that leak most first, at most 500.
    pub by_stratum: Vec<LeakRate>,
    /// The reference sets, with what was read of them.
    pub references: Vec<ReferenceSet>,
}

/// Keys that stand on two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyCheck {
    /// What was compared: `before-redaction` for the normal forms of the records as they were read, `after-redaction` for those
    /// that are written, `links` for group values, prompts and documents.
    pub id: String,
    /// The two sides.
    pub between: [Split; 2],
    /// Keys on both sides together.
    pub examined: u64,
    /// Keys that stand on both.
    pub hits: u64,
}

/// What was done about the leaks of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// The check.
    pub check: CheckId,
    /// What the job says.
    pub action: OnLeak,
    /// What was done.
    #[serde(flatten)]
    pub done: ResolvedCheck,
}

/// A reference set as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceSet {
    /// Its name.
    pub name: String,
    /// Records that were compared.
    pub records: u64,
    /// Records that could not be read.
    pub unread: u64,
    /// Its files.
    pub files: Vec<ReferenceFile>,
}

/// A file of a reference set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceFile {
    /// Its name.
    pub name: String,
    /// BLAKE3 digest of its stored bytes: 64 hexadecimal digits.
    pub blake3: String,
    /// Records that were compared.
    pub records: u64,
    /// Records that could not be read.
    pub unread: u64,
    /// What its records were taken for.
    pub read_as: String,
}

/// JSON Schema of `leakage.json`.
#[must_use]
pub fn leakage_schema() -> Value {
    let mut schema = schemars::schema_for!(LeakageFile).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), Value::from("scrubjay leakage report"));
    }
    schema
}

/// Puts the file together.
pub(in crate::pipeline) fn file(
    plan: &Plan,
    barrier: &Barrier,
    references: &References,
    checked: &Checked,
) -> LeakageFile {
    let keys =
        [("before-redaction", &barrier.raw), ("after-redaction", &barrier.normalised), ("links", &barrier.links)];
    let key_check = |id: &str, crossing: &Crossing| KeyCheck {
        id: id.to_owned(),
        between: [crossing.pair.0, crossing.pair.1],
        examined: crossing.examined,
        hits: crossing.hits,
    };
    let action = |check: &CheckId| Action {
        check: *check,
        action: settle::action(&plan.job.leakage, *check),
        done: checked.resolved.checks.get(check).copied().unwrap_or_default(),
    };
    LeakageFile {
        report: checked.report.clone(),
        keys: keys.iter().flat_map(|(id, found)| found.iter().map(|crossing| key_check(id, crossing))).collect(),
        actions: CheckId::ALL.iter().map(action).collect(),
        rounds: checked.resolved.rounds,
        by_source: checked.rates.sources(plan),
        by_stratum: checked.rates.strata(barrier),
        references: references.sets().to_vec(),
    }
}
