//! The quarantine index: which records were withheld, where they stand in their source, and why.
//!
//! What it is not: a copy of what was withheld. No line holds text of a record; the way back to it is the source file and
//! the position in it.

use std::fs::File;
use std::io::Write;

use serde::Serialize;

use super::{Error, FileEntry, OutputFile, Staging};
use crate::core::{Digest, Position, Reason};

/// A record that was withheld.
#[derive(Debug, Clone, Copy)]
pub struct Withheld<'a> {
    /// Keyed id of the record.
    pub record: Digest,
    /// Name of its source.
    pub source: &'a str,
    /// Name of its file.
    pub file: &'a str,
    /// Place in that file.
    pub position: Position,
    /// Why it was withheld.
    pub reason: Reason,
}

/// `quarantine.jsonl`, one line per withheld record.
#[derive(Debug)]
pub struct QuarantineIndex<W: Write = File> {
    file: OutputFile<W>,
    line: Vec<u8>,
}

/// Name of the index in the dataset's folder.
const NAME: &str = "quarantine.jsonl";

#[derive(Serialize)]
struct Line<'a> {
    record: String,
    source: &'a str,
    file: &'a str,
    position: Place,
    code: &'static str,
    reason: &'static str,
}

#[derive(Serialize)]
struct Place {
    unit: &'static str,
    number: u64,
}

impl QuarantineIndex {
    /// Creates the index in the staging folder. It is there even if nothing is withheld: an empty index says so.
    pub fn create(staging: &Staging) -> Result<Self, Error> {
        Ok(Self::over(OutputFile::create(staging, NAME)?))
    }
}

impl<W: Write> QuarantineIndex<W> {
    /// An index over any writer.
    pub fn over(file: OutputFile<W>) -> Self {
        Self { file, line: Vec::new() }
    }

    /// Adds a line.
    pub fn push(&mut self, withheld: Withheld<'_>) -> Result<(), Error> {
        let Withheld { record, source, file, position, reason } = withheld;
        let line = Line {
            record: record.to_string(),
            source,
            file,
            position: Place { unit: position.unit(), number: position.number() },
            code: reason.code(),
            reason: reason.slug(),
        };
        self.line.clear();
        serde_json::to_writer(&mut self.line, &line).map_err(|error| Error::write(self.file.path(), error.into()))?;
        self.line.push(b'\n');
        self.file.append(&self.line, 1)?;
        Ok(())
    }

    /// Writes what is left and returns the index's entry for the manifest.
    pub fn finish(self) -> Result<FileEntry, Error> {
        self.file.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Key;

    #[test]
    fn a_line_says_where_and_why() {
        let mut written = Vec::new();
        let mut index = QuarantineIndex::over(OutputFile::new(NAME, &mut written));
        let record = Key::derive("test", b"").digest(&[b"1"]);
        for (position, reason) in [(Position::Line(7), Reason::JsonSyntax), (Position::File, Reason::TooLarge)] {
            index.push(Withheld { record, source: "tickets", file: "a \"b\".jsonl", position, reason }).unwrap();
        }
        let entry = index.finish().unwrap();
        assert_eq!((entry.records, entry.lines), (2, Some(2)));
        let written = String::from_utf8(written).unwrap();
        let first: serde_json::Value = serde_json::from_str(written.lines().next().unwrap()).unwrap();
        assert_eq!(
            first,
            serde_json::json!({
                "record": record.to_string(), "source": "tickets", "file": "a \"b\".jsonl",
                "position": {"unit": "line", "number": 7}, "code": "Q101", "reason": "json-syntax",
            })
        );
    }
}
