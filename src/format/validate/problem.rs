//! What a check reports: problems one by one, and a tally for each file.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::steady::Seen;
use crate::core::Split;
use crate::format::definition::Severity;
use crate::format::fault::{Code, Fault};

/// One thing that is wrong, where, and how to mend it. It holds nothing that stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Code, such as `BR003`.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The file, as the caller named it.
    #[serde(serialize_with = "as_str")]
    pub file: Arc<str>,
    /// Line, counted from 1. `None` when it is about the whole file.
    pub line: Option<u64>,
    /// Byte of the line, counted from 1, where the JSON or the encoding breaks.
    pub column: Option<u64>,
    /// Where the line begins, in bytes from the beginning of the file.
    pub offset: Option<u64>,
    /// Place in the record as a JSON pointer (RFC 6901); empty for the record itself.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// The tally of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The file, as the caller named it.
    #[serde(serialize_with = "as_str")]
    pub file: Arc<str>,
    /// What the file is for.
    pub split: Split,
    /// Records, broken ones too.
    pub records: u64,
    /// Bytes.
    pub bytes: u64,
    /// Problems.
    #[serde(flatten)]
    pub tally: Tally,
    /// Whether the file was read to its end. It is not when it is no text at all; the figures above are then short.
    pub complete: bool,
    /// Pictures, tool definitions and the like that the target takes and that were not looked into.
    pub unexamined: u64,
    /// How many records have an optional key, for keys that some have.
    pub records_with: BTreeMap<String, u64>,
    /// A hash of each record with its place, if [`Options::prints`](super::Options::prints) asks for it.
    #[serde(skip)]
    pub(super) prints: Vec<Seen>,
    /// By constant place of the target: a hash of its first value.
    #[serde(skip)]
    pub(super) constants: Vec<Option<u64>>,
}

fn as_str<S: Serializer>(name: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name)
}

/// How many problems there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Of error level.
    pub errors: u64,
    /// Of warning level.
    pub warnings: u64,
    /// By code.
    pub codes: BTreeMap<Code, u64>,
}

impl Tally {
    /// Counts a problem.
    pub fn count(&mut self, code: Code, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
        *self.codes.entry(code).or_default() += 1;
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: &Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        for (code, count) in &other.codes {
            *self.codes.entry(*code).or_default() += count;
        }
    }
}

/// A place in a file.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) line: Option<u64>,
    pub(super) column: Option<u64>,
    pub(super) offset: Option<u64>,
}

impl Place {
    /// The whole file.
    pub(super) const FILE: Self = Self { line: None, column: None, offset: None };

    /// A line.
    pub(super) fn line(number: u64, offset: u64) -> Self {
        Self { line: Some(number), column: None, offset: Some(offset) }
    }

    /// The same place when so many lines stand before.
    pub(super) fn after(self, lines: u64) -> Self {
        Self { line: self.line.map(|line| line + lines), ..self }
    }

    /// A byte of the same line, counted from 1.
    pub(super) fn column(self, column: u64) -> Self {
        Self { column: Some(column), ..self }
    }
}

/// A file's tally in the making.
pub(super) struct Report<'s> {
    pub(super) file: FileReport,
    sink: &'s mut dyn FnMut(Problem),
    /// How many more problems are told.
    left: usize,
}

impl<'s> Report<'s> {
    pub(super) fn new(name: &str, split: Split, sink: &'s mut dyn FnMut(Problem)) -> Self {
        let file = FileReport {
            file: Arc::from(name),
            split,
            records: 0,
            bytes: 0,
            tally: Tally::default(),
            complete: true,
            unexamined: 0,
            records_with: BTreeMap::new(),
            prints: Vec::new(),
            constants: Vec::new(),
        };
        Self { file, sink, left: usize::MAX }
    }

    /// The same report, which tells at most so many problems and counts the others.
    pub(super) fn telling(self, most: Option<usize>) -> Self {
        Self { left: most.unwrap_or(usize::MAX), ..self }
    }

    /// Counts a fault and hands it on.
    pub(super) fn add(&mut self, fault: &Fault, place: Place, pointer: &dyn fmt::Display) {
        let (code, severity) = (fault.code(), fault.severity());
        self.file.tally.count(code, severity);
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        let Place { line, column, offset } = place;
        let pointer = pointer.to_string();
        let (message, help) = (fault.message().into_owned(), fault.help().into_owned());
        (self.sink)(Problem {
            code,
            severity,
            file: self.file.file.clone(),
            line,
            column,
            offset,
            pointer,
            message,
            help,
        });
    }
}
