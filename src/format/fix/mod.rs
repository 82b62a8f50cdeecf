//! Mending what is mechanical in a file: blank lines, byte order mark, carriage returns, the order of keys, the misspelt schema
//! version, reserved strings.
//!
//! What it is not: nothing is guessed and no record is left out. A line that is not understood is copied as it is, and so
//! is every part of a line that nothing is wrong with.

mod rewrite;

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use serde::Serialize;

use super::converse::SCHEMA_VERSION;
use super::definition::Shape;
use super::fault::Fault;
use super::json::Faults;
use super::line::MAX_LINE_BYTES;
use super::pointer::Pointer;
use super::{Error, Target, check};

/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// A blank line was left out.
    BlankLine,
    /// The byte order mark was left out.
    ByteOrderMark,
    /// A carriage return at the end of a line was left out.
    CarriageReturn,
    /// Keys were put into the documented order.
    KeyOrder,
    /// The misspelt schema version was mended.
    SchemaVersion,
    /// Reserved strings in a text were rewritten.
    ReservedString,
    /// The last line was given its line feed.
    LastLineFeed,
}

impl Change {
    /// What was done, in a few words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::BlankLine => "blank lines left out",
            Self::ByteOrderMark => "byte order mark left out",
            Self::CarriageReturn => "carriage returns at line ends left out",
            Self::KeyOrder => "lines whose keys were put in order",
            Self::SchemaVersion => "misspelt schema versions mended",
            Self::ReservedString => "texts with reserved strings rewritten",
            Self::LastLineFeed => "line feed added at the end",
        }
    }
}

/// How often something was changed, and first in which line of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Made {
    /// How often.
    pub count: u64,
    /// Line, counted from 1.
    pub first_line: u64,
}

/// What was changed in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// By kind.
    pub made: BTreeMap<Change, Made>,
    /// Lines that are not blank, which the repaired copy has all of.
    pub lines: u64,
}

impl Changes {
    fn note(&mut self, change: Change, line: u64) {
        self.made.entry(change).or_insert(Made { count: 0, first_line: line }).count += 1;
    }
}

/// Writes a repaired copy of a file for a target. `name` stands in errors. Memory is bounded by the longest line that is read;
/// a longer one is copied as it is.
pub fn file(target: &Target, name: &str, mut reader: impl BufRead, out: &mut dyn Write) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    let (mut line, mut number, mut offset) = (Vec::new(), 0, 0);
    let failed = |offset| move |source| Error::Read { file: name.to_owned(), offset, source };
    let unwritten = |source| Error::Write { file: name.to_owned(), source };
    loop {
        line.clear();
        let most = MAX_LINE_BYTES as u64 + 2;
        let read = std::io::Read::take(&mut reader, most).read_until(b'\n', &mut line).map_err(failed(offset))?;
        if read == 0 {
            break;
        }
        number += 1;
        offset += read as u64;
        let ended = line.last() == Some(&b'\n');
        if !ended && read as u64 == most {
            out.write_all(&line).map_err(unwritten)?;
            offset += rest_of_line(&mut reader, out).map_err(unwritten)?;
            changes.lines += 1;
            continue;
        }
        if let Some(mended) = mend(target, line.strip_suffix(b"\n").unwrap_or(&line), number, &mut changes) {
            out.write_all(&mended).and_then(|()| out.write_all(b"\n")).map_err(unwritten)?;
            if !ended {
                changes.note(Change::LastLineFeed, number);
            }
        }
    }
    Ok(changes)
}

/// Copies what is left of a line.
fn rest_of_line(reader: &mut impl BufRead, out: &mut dyn Write) -> std::io::Result<u64> {
    let mut copied = 0;
    loop {
        let chunk = reader.fill_buf()?;
        let end = memchr::memchr(b'\n', chunk).map(|at| at + 1);
        let part = end.and_then(|end| chunk.get(..end)).unwrap_or(chunk);
        out.write_all(part)?;
        let used = part.len();
        reader.consume(used);
        copied += used as u64;
        if end.is_some() || used == 0 {
            return Ok(copied);
        }
    }
}

/// The line as it should be; `None` when it is left out, which only a blank one is.
fn mend(target: &Target, mut bytes: &[u8], number: u64, changes: &mut Changes) -> Option<Vec<u8>> {
    if number == 1
        && let Some(rest) = bytes.strip_prefix(BYTE_ORDER_MARK)
    {
        changes.note(Change::ByteOrderMark, number);
        bytes = rest;
    }
    if let Some(rest) = bytes.strip_suffix(b"\r") {
        changes.note(Change::CarriageReturn, number);
        bytes = rest;
    }
    let plain = matches!(target.definition().shape, Shape::PlainText {});
    if bytes.trim_ascii().is_empty() && !plain {
        changes.note(Change::BlankLine, number);
        return None;
    }
    changes.lines += 1;
    let mended =
        std::str::from_utf8(bytes).ok().filter(|_| !plain).and_then(|text| json(target, text, number, changes));
    Some(mended.map_or_else(|| bytes.to_vec(), String::into_bytes))
}

/// The line with its texts and the order of its keys mended; `None` when nothing is to be mended, or it is not understood.
fn json(target: &Target, text: &str, number: u64, changes: &mut Changes) -> Option<String> {
    let mut edits = rewrite::Edits::default();
    let mut sink = |fault: Fault, at: &Pointer<'_>| match fault {
        Fault::SchemaVersion { misspelt: true } => edits.replace(at.to_string(), SCHEMA_VERSION),
        Fault::Reserved { speaker, instead: Some(_), .. } => edits.reword(at.to_string(), speaker),
        _ => {}
    };
    let line = target.read(text, &mut Faults::new(&mut sink)).ok()?;
    check::line(target, &line, &mut sink);
    let mended = rewrite::line(target, text, edits)?;
    for change in mended.changes {
        changes.note(change, number);
    }
    Some(mended.text)
}

#[cfg(test)]
mod tests;
