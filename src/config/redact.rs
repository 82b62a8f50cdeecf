//! `[redact]`: what to do with what is found.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::EntityType;

/// The redaction policy: one operator for everything, and others by entity type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Redact {
    /// Operator for entity types that are not listed in `entities`.
    pub default: OperatorChoice,
    /// Operator by entity type.
    #[schemars(with = "BTreeMap<String, OperatorChoice>")]
    pub entities: BTreeMap<EntityType, OperatorChoice>,
}

impl Default for Redact {
    fn default() -> Self {
        Self { default: OperatorChoice::Name(OperatorName::Placeholder), entities: BTreeMap::new() }
    }
}

/// An operator by name, or with options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OperatorChoice {
    /// With its default options: `"placeholder"`.
    Name(OperatorName),
    /// With options: `{ operator = "mask", keep_last = 4 }`.
    Options(Operator),
}

impl OperatorChoice {
    /// The operator with all its options.
    #[must_use]
    pub fn operator(&self) -> Operator {
        match self {
            Self::Options(operator) => operator.clone(),
            Self::Name(OperatorName::Placeholder) => Operator::Placeholder,
            Self::Name(OperatorName::Mask) => Operator::Mask { character: '*', keep_first: 0, keep_last: 0 },
            Self::Name(OperatorName::Keep) => Operator::Keep,
            Self::Name(OperatorName::DropField) => Operator::DropField,
            Self::Name(OperatorName::DropRecord) => Operator::DropRecord,
        }
    }
}

/// Names of the operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OperatorName {
    /// The entity type in brackets: `[EMAIL_ADDRESS]`.
    Placeholder,
    /// A masking character in place of every letter and digit.
    Mask,
    /// Left as it is, and counted.
    Keep,
    /// The whole field that holds the value is emptied; a record that needs the field goes to quarantine.
    DropField,
    /// The whole record goes to quarantine.
    DropRecord,
}

/// An operator and its options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "operator", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Operator {
    /// The entity type in brackets: `[EMAIL_ADDRESS]`.
    Placeholder,
    /// A masking character in place of every letter and digit; punctuation and spaces stay.
    Mask {
        /// The masking character.
        #[serde(default = "star")]
        character: char,
        /// How many letters and digits at the start stay readable.
        #[serde(default)]
        keep_first: usize,
        /// How many letters and digits at the end stay readable.
        #[serde(default)]
        keep_last: usize,
    },
    /// Left as it is, and counted.
    Keep,
    /// The whole field that holds the value is emptied; a record that needs the field goes to quarantine.
    DropField,
    /// The whole record goes to quarantine.
    DropRecord,
}

impl Operator {
    /// The operator's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Placeholder => "placeholder",
            Self::Mask { .. } => "mask",
            Self::Keep => "keep",
            Self::DropField => "drop-field",
            Self::DropRecord => "drop-record",
        }
    }
}

fn star() -> char {
    '*'
}
