//! `[redact]`: what to do with what is found.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::operator::{Operator, OperatorName};
use crate::core::EntityType;

/// The redaction policy: one operator for everything, and others by entity type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Redact {
    /// Operator for entity types that are not listed in `entities`.
    pub default: OperatorChoice,
    /// Within what the same value has the same surrogate.
    pub scope: SurrogateScope,
    /// Operator by entity type.
    #[schemars(with = "BTreeMap<String, OperatorChoice>")]
    pub entities: BTreeMap<EntityType, OperatorChoice>,
}

impl Default for Redact {
    fn default() -> Self {
        Self {
            default: OperatorChoice::Name(OperatorName::Placeholder),
            scope: SurrogateScope::Record,
            entities: BTreeMap::new(),
        }
    }
}

/// Within what the operator `surrogate` is consistent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SurrogateScope {
    /// A record: nothing links it to others, and no two values of it have the same surrogate.
    #[default]
    Record,
    /// All records whose first mapped group value is the same; a record without one stands alone.
    Group,
    /// The whole dataset, and every other one that is made with the same key.
    Dataset,
}

impl SurrogateScope {
    /// The name as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Group => "group",
            Self::Dataset => "dataset",
        }
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
            Self::Name(name) => Operator::from(*name),
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
