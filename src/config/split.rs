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
    /// A date such as `2027-01-31`: the holdout is what was made on that day or later, by the mapped `created`, and nothing
    /// of it is trained on. Leave out `holdout` then. A group goes to the holdout whole if one of its records does; records
    /// without a date are never in the holdout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holdout_after: Option<String>,
    /// What the holdout and the validation set are to cover when they are counts: each combination of these labels that
    /// occurs is a stratum, and gets its part of the count, at least one record if the count allows. What stays uncovered is
    /// listed in the manifest. `language` looks at every record whose language is neither mapped nor the only one its source
    /// declares, which costs about 0.2 ms each.
    pub strata: Vec<StratumLabel>,
    /// What keeps records in one split beside mapped group values and duplicates.
    pub keep_together: Vec<Link>,
    /// Folder of an earlier version of this dataset. What was in its holdout stays there, what was in train or validation
    /// does not move, and new records that repeat, resemble or share a group with its holdout are never trained on. Both
    /// versions need the same `[key]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// By how much an achieved share may differ from the requested one, as a share of all records. A dataset of few groups may
    /// differ by three standard deviations of a fair draw of its groups even if that is more. Counts may differ by this share
    /// of the count, rounded up.
    #[schemars(range(min = 0, max = 1))]
    pub tolerance: f64,
}

impl Default for SplitConfig {
    fn default() -> Self {
        Self {
            seed: 0,
            validation: Amount::Share(0.1),
            holdout: Amount::Share(0.1),
            holdout_after: None,
            strata: vec![StratumLabel::Category, StratumLabel::Difficulty, StratumLabel::Source],
            keep_together: Link::ALL.to_vec(),
            previous: None,
            tolerance: 0.02,
        }
    }
}

/// A label that strata are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StratumLabel {
    /// The mapped category.
    Category,
    /// The mapped difficulty; where there is none, one estimated from lengths and turns.
    Difficulty,
    /// The mapped language; where there is none, the only one that the source declares, else the one detected.
    Language,
    /// The source.
    Source,
}

impl StratumLabel {
    /// The name, as in the job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Difficulty => "difficulty",
            Self::Language => "language",
            Self::Source => "source",
        }
    }
}

/// What keeps records together beside mapped group values and duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// Paragraphs of one file (`unit = "paragraph"`).
    Document,
    /// The same question, whatever the answer: what the user says in a dialogue, but for case, white space, punctuation and
    /// accents. Answers of several teachers to one prompt are such records.
    Prompt,
    /// Records that share most of their shingles: four fifths of their runs of five words, or of their characters where they
    /// are short.
    Near,
}

impl Link {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Document, Self::Prompt, Self::Near];

    /// The name, as in the job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Prompt => "prompt",
            Self::Near => "near",
        }
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
