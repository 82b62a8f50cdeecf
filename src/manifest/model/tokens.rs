//! How many tokens were written, and what training on them is estimated to cost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::Split;

/// The text of one split of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TokenCount {
    /// The target.
    pub target: String,
    /// The split.
    pub split: Split,
    /// Characters (Unicode scalar values) of all texts; what JSON adds is not counted.
    pub characters: u64,
    /// Fewest tokens. Counted where a tokenizer is given; else estimated, at so many characters a token as the target's
    /// definition gives for an error.
    pub min_tokens: u64,
    /// Most tokens. Counted where a tokenizer is given; else estimated, at so many characters a token as the target's
    /// definition gives for a warning.
    pub max_tokens: u64,
}

/// What training for a target is estimated to cost: `training tokens × epochs ÷ 1000 × per_1000_tokens`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cost {
    /// The target.
    pub target: String,
    /// The cost of the fewest training tokens.
    pub min: f64,
    /// The cost of the most training tokens.
    pub max: f64,
    /// Currency (ISO 4217).
    pub currency: String,
    /// How often training goes through the data, as the job says.
    pub epochs: u32,
    /// Price of 1000 tokens, as the job says.
    pub per_1000_tokens: f64,
    /// Where the job has the price from.
    pub source: String,
    /// Day on which it was read there.
    pub date: String,
}
