//! The sidecar that says where the planted values are.

use std::borrow::Cow;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::marked::Marked;

/// One planted value: a half-open range of UTF-8 bytes of the decoded field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlantedSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Entity type.
    pub entity: Cow<'static, str>,
}

/// The planted values of one field of one record. A field without any has no line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthLine {
    /// File, relative to the sample's folder.
    pub file: String,
    /// What `position` counts: `line`, `row` or `file`.
    pub unit: String,
    /// Number within the unit, from 1; 0 for a whole file.
    pub position: u64,
    /// JSON pointer or column name; empty for a whole text.
    pub field: String,
    /// What the job maps the field to; absent when the job does not map it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The values, in order.
    pub spans: Vec<PlantedSpan>,
}

/// Collects truth lines as JSONL.
#[derive(Debug, Default)]
pub struct Truth(Vec<u8>);

/// Where a record stands.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// File, relative to the sample's folder.
    pub file: &'a str,
    /// `line`, `row` or `file`.
    pub unit: &'static str,
    /// Number within the unit.
    pub position: u64,
}

impl Truth {
    /// Notes one field of a record.
    pub fn note(&mut self, at: At<'_>, field: &str, role: Option<&str>, text: &Marked) -> Result<()> {
        if text.spans.is_empty() {
            return Ok(());
        }
        let line = TruthLine {
            file: at.file.to_owned(),
            unit: at.unit.to_owned(),
            position: at.position,
            field: field.to_owned(),
            role: role.map(str::to_owned),
            spans: text.spans.clone(),
        };
        serde_json::to_writer(&mut self.0, &line)?;
        self.0.push(b'\n');
        Ok(())
    }

    /// The sidecar's bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}
