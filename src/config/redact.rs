//! `[redact]`: what to do with what is found.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
            Self::Name(OperatorName::Mask) => Operator::Mask { character: star(), keep_first: 0, keep_last: 0 },
            Self::Name(OperatorName::Keep) => Operator::Keep,
            Self::Name(OperatorName::DropField) => Operator::DropField,
            Self::Name(OperatorName::DropRecord) => Operator::DropRecord,
        }
    }
}

// By hand, because serde's untagged enums say neither which key is wrong nor what is allowed.
impl<'de> Deserialize<'de> for OperatorChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ChoiceVisitor;
        impl<'de> Visitor<'de> for ChoiceVisitor {
            type Value = OperatorChoice;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an operator or a table such as { operator = \"mask\", keep_last = 4 }")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<OperatorChoice, E> {
                OperatorName::deserialize(StrDeserializer::new(name)).map(OperatorChoice::Name)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OperatorChoice, A::Error> {
                Operator::deserialize(MapAccessDeserializer::new(map)).map(OperatorChoice::Options)
            }
        }
        deserializer.deserialize_any(ChoiceVisitor)
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "operator", rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub enum Operator {
    /// The entity type in brackets: `[EMAIL_ADDRESS]`.
    Placeholder,
    /// A masking character in place of every letter and digit; punctuation and spaces stay.
    Mask {
        /// The masking character.
        #[schemars(default = "star")]
        character: char,
        /// How many letters and digits at the start stay readable.
        #[schemars(default)]
        keep_first: usize,
        /// How many letters and digits at the end stay readable.
        #[schemars(default)]
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

// By hand, because serde's tagged enums accept any key beside a variant without options.
impl<'de> Deserialize<'de> for Operator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            operator: OperatorName,
            character: Option<char>,
            keep_first: Option<usize>,
            keep_last: Option<usize>,
        }

        let Table { operator, character, keep_first, keep_last } = Table::deserialize(deserializer)?;
        if let OperatorName::Mask = operator {
            return Ok(Self::Mask {
                character: character.unwrap_or_else(star),
                keep_first: keep_first.unwrap_or_default(),
                keep_last: keep_last.unwrap_or_default(),
            });
        }
        if character.is_some() || keep_first.is_some() || keep_last.is_some() {
            return Err(de::Error::custom("only the operator `mask` takes `character`, `keep_first` and `keep_last`"));
        }
        Ok(OperatorChoice::Name(operator).operator())
    }
}

fn star() -> char {
    '*'
}
