//! What is known of an evaluation prompt and has no place in Bedrock's shape.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::format::Error;

/// A line of the sidecar. Line N of the dataset and the line of the sidecar that says N belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sidecar<'a> {
    /// Line of the dataset, counted from 1.
    pub line: u64,
    /// Id of the record, as in the lineage.
    pub id: &'a str,
    /// Category of the task.
    #[serde(flatten, serialize_with = "category")]
    pub category: Label<'a>,
    /// Difficulty.
    #[serde(flatten, serialize_with = "difficulty")]
    pub difficulty: Label<'a>,
    /// Language (BCP 47).
    #[serde(flatten, serialize_with = "language")]
    pub language: Label<'a>,
}

/// A label and on whose word it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// The label.
    pub value: &'a str,
    /// On whose word.
    pub from: LabelOrigin,
}

/// On whose word a label is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelOrigin {
    /// The record's own mapped field.
    Mapped,
    /// The name of the source stands in for a category.
    Source,
    /// The only language that the source declares.
    Declared,
    /// Detected in the text.
    Detected,
    /// Estimated from lengths and turns.
    Estimated,
}

fn label<S: Serializer>(label: &Label<'_>, keys: [&'static str; 2], serializer: S) -> Result<S::Ok, S::Error> {
    let [name, from] = keys;
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry(name, label.value)?;
    map.serialize_entry(from, &label.from)?;
    map.end()
}

fn category<S: Serializer>(value: &Label<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    label(value, ["category", "category_from"], serializer)
}

fn difficulty<S: Serializer>(value: &Label<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    label(value, ["difficulty", "difficulty_from"], serializer)
}

fn language<S: Serializer>(value: &Label<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    label(value, ["language", "language_from"], serializer)
}

impl Sidecar<'_> {
    /// Appends the line with its line break.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        serde_json::to_writer(&mut *out, self).map_err(|_| Error::Encode)?;
        out.push(b'\n');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_says_on_whose_word_it_is_there() {
        let mut out = Vec::new();
        let label = |value, from| Label { value, from };
        let line = Sidecar {
            line: 3,
            id: "r1",
            category: label("tickets", LabelOrigin::Source),
            difficulty: label("hard", LabelOrigin::Mapped),
            language: label("yo", LabelOrigin::Declared),
        };
        line.encode(&mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"line\":3,\"id\":\"r1\",\"category\":\"tickets\",\"category_from\":\"source\",\"difficulty\":\"hard\",\
             \"difficulty_from\":\"mapped\",\"language\":\"yo\",\"language_from\":\"declared\"}\n"
        );
    }
}
