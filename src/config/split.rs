//! `[split]`: how records are shared out.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Shares or counts of validation and holdout; the rest is train. Groups stay whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SplitConfig {
    /// Another number gives another split.
    pub seed: u64,
    /// Validation: a share such as `0.1`, or `{ count = 50 }`.
    pub validation: Amount,
    /// Holdout: a share such as `0.1`, or `{ count = 200 }`. 100 to 500 records make a useful evaluation set.
    pub holdout: Amount,
    /// By how much an achieved share may differ from the requested one, as a share of all records. A small dataset may
    /// differ by three standard deviations of a fair draw even if that is more. Counts may differ by this share of the
    /// count, rounded up.
    #[schemars(range(min = 0, max = 1))]
    pub tolerance: f64,
}

impl Default for SplitConfig {
    fn default() -> Self {
        Self { seed: 0, validation: Amount::Share(0.1), holdout: Amount::Share(0.1), tolerance: 0.02 }
    }
}

/// How much of the data a split is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(deny_unknown_fields)]
pub enum Amount {
    /// A share of all records, from 0 to 1.
    Share(#[schemars(range(min = 0, max = 1))] f64),
    /// A number of records.
    Count {
        /// The number.
        count: u64,
    },
}

// By hand, because serde's untagged enums say neither which key is wrong nor what is allowed.
impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            count: u64,
        }

        struct AmountVisitor;
        impl<'de> Visitor<'de> for AmountVisitor {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a share such as 0.1 or a number of records such as { count = 200 }")
            }

            fn visit_f64<E: de::Error>(self, share: f64) -> Result<Amount, E> {
                Ok(Amount::Share(share))
            }

            fn visit_i64<E: de::Error>(self, share: i64) -> Result<Amount, E> {
                // A whole number is 0, 1 or out of range, which the check between fields says.
                Ok(Amount::Share(share as f64))
            }

            fn visit_u64<E: de::Error>(self, share: u64) -> Result<Amount, E> {
                Ok(Amount::Share(share as f64))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Amount, A::Error> {
                Table::deserialize(MapAccessDeserializer::new(map)).map(|table| Amount::Count { count: table.count })
            }
        }
        deserializer.deserialize_any(AmountVisitor)
    }
}
