//! What a rule file and a `pack.toml` may say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValidatorName;
use crate::core::EntityType;

/// A pack: its description and its rules, in the order of their ids.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What `pack.toml` says.
    pub info: PackInfo,
    /// BLAKE3 of the pack's content, in hex. Layout and comments of the files do not count, their meaning does.
    pub digest: String,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// The file `pack.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackInfo {
    /// Name of the pack, the same as its folder's.
    pub name: String,
    /// Version of the pack's content. Every finding names it beside the rule.
    pub version: String,
    /// What the pack covers, in a sentence.
    pub description: String,
    /// Lists of `rules/gazetteers` that the pack's rules rest on, without `.txt`. Their content counts in the pack's digest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gazetteers: Vec<String>,
}

/// A detection rule: one TOML file whose name without `.toml` is the rule's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Id, unique among all packs: lower-case words joined by `-`.
    pub id: String,
    /// Entity type of the findings, such as `EMAIL_ADDRESS`.
    #[schemars(with = "String")]
    pub entity: EntityType,
    /// Version of the program that first had the rule.
    pub since: String,
    /// How far the rule can be relied on. It does not change whether the rule runs.
    pub status: Status,
    /// Where the value is issued: ISO 3166-1 alpha-2 codes. Empty means everywhere.
    #[serde(default)]
    pub jurisdiction: Vec<String>,
    /// Languages the context words are in: BCP 47 tags. Empty means any.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Why a value of this kind should not be in training data.
    pub why: String,
    /// The public documents the pattern, the validator and the context words come from.
    pub references: Vec<String>,
    /// How a value is recognised.
    pub detect: DetectSection,
    /// Which words around a value change its score.
    #[serde(default)]
    pub context: ContextSection,
    /// Texts that show what the rule finds and what it leaves alone.
    pub examples: Examples,
    /// Entity types of other rules that may also find something in this rule's examples.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub overlaps: Vec<EntityType>,
}

/// How far a rule can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// New: it may still change or go.
    Preview,
    /// Proven.
    Stable,
    /// Kept for old jobs; another rule replaces it.
    Deprecated,
}

impl Status {
    /// The word the rule file uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Stable => "stable",
            Self::Deprecated => "deprecated",
        }
    }
}

/// `[detect]` of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DetectSection {
    /// Literals one of which stands in the value or within `reach` of it, compared without regard to case in
    /// ASCII letters and byte by byte beyond. They decide where the pattern is tried at all. Empty: the pattern is tried around digits if every match of it holds a
    /// digit; near its context words if no match reaches the threshold without one; and everywhere if neither is so.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Where the pattern is tried, in place of keywords.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Trigger>,
    /// Rust regular expression over bytes: no look-around, no back-references, `\d`, `\w`, `\s` and `\b` are ASCII. The value is
    /// the group named `value` if there is one, and the whole match if not.
    pub pattern: String,
    /// Checks a match beyond its shape: it confirms, refuses or leaves open, and may cut the match short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validator: Option<ValidatorName>,
    /// Score of a match, from 0 to 1.
    pub score: f32,
    /// Score of a match that the validator confirmed. The default is `score`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validated_score: Option<f32>,
    /// How many bytes before and after a keyword a match may extend. The default is the pattern's longest match, or 512 if it
    /// has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<usize>,
}

/// Where a pattern is tried that neither keywords nor digits announce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// In runs of capitalised words one of which is in a list of names.
    NameRuns,
    /// At words with a capital that are in a list of names and mean nothing else.
    KnownNames,
    /// On the words of this rule's entity type that other rules have found in the same record. A word that pattern and validator
    /// accept is then found wherever else the record has it, as a whole word in the same case.
    Established,
}

/// `[context]` of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContextSection {
    /// How many words before and after the value are looked at; with 0 what speaks against a value is the name of its field alone. Six letters of a script without spaces count as one.
    pub window: usize,
    /// Words and phrases that speak for the value: whole words, without regard to case. Labels in scripts without spaces between
    /// words (Chinese, Japanese, Korean, Thai …) are found within runs of letters.
    pub words: Vec<String>,
    /// Added to the score when one of `words` is near. Each word in between takes 0.01 off.
    pub boost: f32,
    /// Words and phrases that speak against the value. If both kinds are near, the nearer decides.
    pub negative: Vec<String>,
    /// Taken off the score when one of `negative` is near.
    pub penalty: f32,
    /// Whether a word speaks for no value but the one next to it: not past another number. For rules whose pattern fits many
    /// kinds of numbers.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bound: bool,
}

impl Default for ContextSection {
    fn default() -> Self {
        Self { window: 5, words: Vec::new(), boost: 0.35, negative: Vec::new(), penalty: 0.35, bound: false }
    }
}

/// `[examples]` of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Texts in which ⟦…⟧ marks exactly what the rule must find.
    #[serde(rename = "match")]
    pub matches: Vec<String>,
    /// Texts in which the rule must find nothing.
    pub no_match: Vec<String>,
}

/// JSON Schema of a rule file.
#[must_use]
pub fn rule_schema() -> serde_json::Value {
    schemars::schema_for!(Rule).to_value()
}
