//! `[detect]`: what to look for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use crate::core::EntityType;

/// Detection: rule packs, thresholds, and lists of what is never or always a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Detect {
    /// Rule packs to use. Empty uses every pack.
    pub packs: Vec<String>,
    /// A folder with packs of your own, beside the built-in ones. A pack of the same name replaces the built-in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<PathBuf>,
    /// Regions whose national telephone formats are looked for: ISO 3166-1 alpha-2 codes.
    pub regions: Vec<String>,
    /// Findings below this score are left alone, from 0 to 1.
    #[serde(serialize_with = "score")]
    #[schemars(range(min = 0, max = 1))]
    pub min_score: f32,
    /// Minimum score by entity type, in place of `min_score`.
    #[serde(serialize_with = "scores")]
    #[schemars(with = "BTreeMap<String, f32>")]
    pub thresholds: BTreeMap<EntityType, f32>,
    /// Values that are never findings, compared whole and without regard to case.
    pub allow: Vec<String>,
    /// Patterns of values that are never findings; a pattern must match the whole value.
    pub allow_patterns: Vec<String>,
    /// Terms that are always findings, as whole words without regard to case, of entity type `DENY_LISTED`.
    pub deny: Vec<String>,
    /// Values that are never findings of some entity types, or in some sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<Allowed>,
    /// Lists of terms in files: customers, products, project names.
    #[serde(rename = "list", skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<TermList>,
}

/// `[[detect.allowed]]`: values that are never findings, for some entity types or sources only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Allowed {
    /// Values, compared whole and without regard to case.
    pub values: Vec<String>,
    /// Patterns; one must match the whole value.
    pub patterns: Vec<String>,
    /// A file with one value a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// With this column name, `path` is a CSV file and its values stand in that column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Entity types the values are no findings of. Empty means all.
    #[schemars(with = "Vec<String>")]
    pub entities: Vec<EntityType>,
    /// Names of the sources this is so in. Empty means all.
    pub sources: Vec<String>,
}

/// `[[detect.list]]`: terms that are findings wherever they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermList {
    /// Name of the list. Findings name it as rule `list-NAME`.
    pub name: String,
    /// The file: one term a line.
    pub path: PathBuf,
    /// With this column name, the file is CSV and its terms stand in that column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Entity type of the findings.
    #[schemars(with = "String")]
    pub entity: EntityType,
    /// Score of the findings, from 0 to 1.
    #[serde(default = "list_score", serialize_with = "score")]
    #[schemars(range(min = 0, max = 1))]
    pub score: f32,
    /// Whether upper and lower case differ.
    #[serde(default)]
    pub case_sensitive: bool,
    /// Whether letters with and without accents differ.
    #[serde(default)]
    pub accent_sensitive: bool,
    /// Whether a term must stand as whole words. Terms in scripts without spaces between words never need to. Lists without
    /// whole words hold a million terms at most, others ten million.
    #[serde(default = "yes")]
    pub whole_words: bool,
    /// Names of the sources that are searched for it. Empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

fn list_score() -> f32 {
    0.9
}

fn yes() -> bool {
    true
}

impl Default for Detect {
    fn default() -> Self {
        Self {
            packs: Vec::new(),
            rules: None,
            regions: ["US", "GB", "NG", "DE", "FR", "ES", "PL", "IN"].map(str::to_owned).to_vec(),
            min_score: 0.5,
            thresholds: BTreeMap::new(),
            allow: Vec::new(),
            allow_patterns: Vec::new(),
            deny: Vec::new(),
            allowed: Vec::new(),
            lists: Vec::new(),
        }
    }
}

/// The double whose shortest decimal form is that of `score`, so that 0.85 is written as 0.85 in JSON and TOML and not as
/// 0.8500000238418579.
fn shortest(score: f32) -> f64 {
    score.to_string().parse().unwrap_or_else(|_| f64::from(score))
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn score<S: Serializer>(score: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(shortest(*score))
}

fn scores<S: Serializer>(scores: &BTreeMap<EntityType, f32>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(scores.iter().map(|(entity, score)| (entity, shortest(*score))))
}
