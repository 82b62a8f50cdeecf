//! The types of `manifest.json`, version 1.
//!
//! `content` is what inputs, configuration, key and release of the tool determine: made twice, it is the same to the byte.
//! `run` is what differs between two such runs. Nothing in either is text of a record, a secret or an unkeyed hash of a
//! value.

mod audit;
mod dedup;
mod detection;
mod output;
mod source;
mod split;
mod stage;
mod tokens;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::EntityType;

pub use audit::{Audit, Residual, ResidualRate, Review};
pub use dedup::{Deduplication, Paragraphs, RemovedCounts, RepeatedParagraph};
pub use detection::{Detection, EntityCount, RuleCount};
pub use output::{Output, OutputRole};
pub use source::{Source, SourceFile};
pub use split::{BySplit, Group, Groups, HoldoutByDate, LeakCheck, Previous, SplitCount, Strata, Stratum, Verdict};
pub use stage::{Stage, StageName};
pub use tokens::{Cost, TokenCount};

/// The version of the manifest's schema that this release writes and reads.
pub const MANIFEST_VERSION: u32 = 1;

/// The account of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// What inputs, configuration, key and release determine.
    pub content: Content,
    /// What differs between two runs of the same job.
    pub run: Run,
}

/// The part of the manifest that is the same whenever the same job is run on the same inputs with the same key and
/// release, whatever the machine and the number of threads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    /// Version of this schema: 1.
    pub manifest_version: u32,
    /// What the job calls the dataset.
    pub dataset: Dataset,
    /// The earlier version that this one continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    /// What made it.
    pub tool: Tool,
    /// The job that was run.
    pub job: Job,
    /// The key that record ids are made with.
    pub key: KeyOrigin,
    /// The key that the operators of redaction used; none if none of them uses one. A random one is another in every run, and
    /// so is what they write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction_key: Option<KeyOrigin>,
    /// The rule packs that were used, by name.
    pub rule_packs: Vec<RulePack>,
    /// Files of terms and allowed values in force.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListFile>,
    /// The targets that were written, in the job's order.
    pub targets: Vec<Target>,
    /// The sources that were read, in the job's order.
    pub sources: Vec<Source>,
    /// What each stage did, in the order in which records pass them.
    pub stages: Vec<Stage>,
    /// What was looked for and found.
    pub detection: Detection,
    /// What was made of records that say the same.
    #[serde(default)]
    pub dedup: Deduplication,
    /// How the records were shared out.
    pub splits: Vec<SplitCount>,
    /// What was kept together while they were.
    pub groups: Groups,
    /// What the holdout was to cover.
    #[serde(default)]
    pub strata: Strata,
    /// The holdout by date, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holdout_by_date: Option<HoldoutByDate>,
    /// The checks for leaks between the splits.
    pub leakage: Vec<LeakCheck>,
    /// BLAKE3 digest of the tokenizer that tokens were counted with: 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokenizer: Option<String>,
    /// How many tokens were written, by target and split.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<TokenCount>,
    /// What training is estimated to cost, where the job gives prices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<Cost>,
    /// Every file of the dataset but this one, by path.
    pub outputs: Vec<Output>,
}

/// What a dataset is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dataset {
    /// Name.
    pub name: String,
    /// Version, in the user's own numbering.
    pub version: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The program that made the dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Name.
    pub name: String,
    /// Version (semver).
    pub version: String,
}

/// The job that was run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Job {
    /// BLAKE3 digest of the job file's bytes: 64 hexadecimal digits.
    pub blake3: String,
    /// The job with every default filled in.
    pub effective: serde_json::Value,
}

/// The key that record ids are made with. The key itself is nowhere in the dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyOrigin {
    /// Where it came from.
    pub kind: KeyKind,
    /// Its public name, which does not give it away.
    pub id: String,
}

/// Where a key came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeyKind {
    /// Derived from the job: whoever has the job file can make the same record ids.
    Derived,
    /// Read from a file.
    File,
    /// Read from an environment variable.
    Env,
    /// Read from an open file descriptor.
    Fd,
    /// Made for this run and thrown away.
    Random,
}

/// A rule pack that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RulePack {
    /// Name.
    pub name: String,
    /// Version (semver).
    pub version: String,
    /// BLAKE3 digest of the pack's files: 64 hexadecimal digits.
    pub blake3: String,
    /// How many rules it holds.
    pub rules: u64,
}

/// A file of terms or allowed values that was used. Its content may be personal data; only its digest is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListFile {
    /// Name of the list, or `allowed-` and its number in the job.
    pub name: String,
    /// Entity type of its findings; none for allowed values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub entity: Option<EntityType>,
    /// How many terms it holds.
    pub terms: u64,
    /// BLAKE3 digest of the file: 64 hexadecimal digits.
    pub blake3: String,
}

/// A target that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Name.
    pub name: String,
    /// BLAKE3 digest of the target's definition: 64 hexadecimal digits.
    pub blake3: String,
    /// How current the target is at its provider, as its definition says.
    pub status: String,
}

/// The part of the manifest that differs from run to run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// When the run began (RFC 3339).
    pub started: String,
    /// When it ended (RFC 3339).
    pub finished: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// How long the leak checks took of that, in milliseconds.
    #[serde(default)]
    pub leak_checks_ms: u64,
    /// Name of the machine.
    pub host: String,
    /// Number of worker threads.
    pub threads: u64,
    /// The command line, program first.
    pub invocation: Vec<String>,
    /// The sample that was drawn for a person to review, and the review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit: Option<Audit>,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::core::Split;

    /// A small manifest without outputs.
    pub(in crate::manifest) fn example() -> Manifest {
        let digest = "0".repeat(64);
        Manifest {
            content: Content {
                manifest_version: MANIFEST_VERSION,
                dataset: Dataset { name: "tickets".into(), version: "1.0".into(), description: None },
                previous: None,
                tool: Tool { name: "scrubjay".into(), version: "0.1.0".into() },
                job: Job {
                    blake3: digest.clone(),
                    effective: serde_json::json!({"split": {"tolerance": 0.1 + 0.2, "seed": 7}, "note": "a\n  },\n  \"run\": {"}),
                },
                key: KeyOrigin { kind: KeyKind::Derived, id: "ab".repeat(16) },
                redaction_key: None,
                rule_packs: vec![RulePack { name: "core".into(), version: "1.0.0".into(), blake3: digest, rules: 12 }],
                lists: Vec::new(),
                targets: Vec::new(),
                sources: Vec::new(),
                stages: vec![Stage::new(StageName::Ingest)],
                detection: Detection::default(),
                dedup: Deduplication::default(),
                splits: vec![SplitCount {
                    split: Split::Train,
                    requested: None,
                    records: 42,
                    groups: 40,
                    share: 1.0 / 3.0,
                    allowance: 2.0,
                    within: true,
                }],
                groups: Groups::default(),
                strata: Strata::default(),
                holdout_by_date: None,
                leakage: Vec::new(),
                tokenizer: None,
                tokens: Vec::new(),
                costs: Vec::new(),
                outputs: Vec::new(),
            },
            run: Run {
                started: "2026-11-22T10:00:00Z".into(),
                finished: "2026-11-22T10:00:01Z".into(),
                duration_ms: 1000,
                leak_checks_ms: 10,
                host: "build-7".into(),
                threads: 2,
                invocation: vec!["scrubjay".into(), "run".into(), "job.toml".into()],
                audit: None,
            },
        }
    }
}
