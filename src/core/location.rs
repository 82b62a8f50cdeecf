//! Where a record or a problem is, without saying what it holds.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A place inside one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// The file as a whole.
    File,
    /// A line, counted from 1.
    Line(u64),
    /// A table row, counted from 1, header not counted.
    Row(u64),
    /// A byte offset, counted from 0.
    Byte(u64),
    /// An element of a JSON array, counted from 1.
    Item(u64),
}

impl Position {
    /// Name of the unit: `file`, `line`, `row`, `byte` or `item`.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Line(_) => "line",
            Self::Row(_) => "row",
            Self::Byte(_) => "byte",
            Self::Item(_) => "item",
        }
    }

    /// The number within its unit, 0 for a whole file.
    #[must_use]
    pub fn number(self) -> u64 {
        match self {
            Self::File => 0,
            Self::Line(n) | Self::Row(n) | Self::Byte(n) | Self::Item(n) => n,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("whole file"),
            Self::Line(n) => write!(f, "line {n}"),
            Self::Row(n) => write!(f, "row {n}"),
            Self::Byte(n) => write!(f, "byte {n}"),
            Self::Item(n) => write!(f, "item {n}"),
        }
    }
}

/// A file and a place in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// File name as the user would recognise it.
    pub file: Arc<str>,
    /// Place in the file.
    pub position: Position,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Position::File => f.write_str(&self.file),
            Position::Line(n) => write!(f, "{}:{n}", self.file),
            other => write!(f, "{}: {other}", self.file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_prints_like_a_compiler() {
        let at = |position| Location { file: Arc::from("a.jsonl"), position }.to_string();
        assert_eq!(at(Position::Line(7)), "a.jsonl:7");
        assert_eq!(at(Position::Row(2)), "a.jsonl: row 2");
        assert_eq!(at(Position::File), "a.jsonl");
    }
}
