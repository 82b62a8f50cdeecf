//! Checking one block of a file: a pure function, so that blocks can be checked side by side.

use super::Options;
use super::blocks::Block;
use super::opening;
use super::problem::{Place, Tally};
use super::steady::{Seen, Steady};
use crate::format::fault::{Code, Fault};
use crate::format::json::{Faults, is_key};
use crate::format::line::{Line, MAX_LINE_BYTES};
use crate::format::pointer::Pointer;
use crate::format::{Target, check, encode};

/// What was found in a block. Lines are counted from 1 within the block.
#[derive(Default)]
pub(super) struct Part {
    pub(super) problems: Vec<Found>,
    /// What was found beyond the number of problems that are told.
    pub(super) untold: Tally,
    pub(super) lines: u64,
    pub(super) records: u64,
    pub(super) unexamined: u64,
    /// Whether reading on is pointless.
    pub(super) stop: bool,
    /// By uniform key of the target: how many records have it, and where that changes.
    pub(super) uniform: Vec<(u64, Steady)>,
    /// By constant place of the target: a hash of its value.
    pub(super) constant: Vec<Steady>,
    /// By unique key of the target: hashes of its values.
    pub(super) unique: Vec<Vec<Seen>>,
    /// A hash of every record, if asked for.
    pub(super) prints: Vec<Seen>,
}

impl Part {
    /// Takes note of a fault: as it is while no more than `most` are known, else as a number.
    fn found(&mut self, fault: Fault, place: Place, at: &Pointer<'_>, most: Option<usize>) {
        if most.is_some_and(|most| self.problems.len() >= most) {
            self.untold.count(fault.code(), fault.severity());
        } else {
            self.problems.push(Found { fault, place, pointer: at.to_string() });
        }
    }
}

/// A fault, where it was found.
pub(super) struct Found {
    pub(super) fault: Fault,
    pub(super) place: Place,
    pub(super) pointer: String,
}

/// Checks a block.
pub(super) fn check(target: &Target, block: &Block, options: Options) -> Part {
    let definition = target.definition();
    let part = Part {
        uniform: vec![(0, Steady::default()); definition.uniform.len()],
        constant: vec![Steady::default(); definition.constant.len()],
        unique: vec![Vec::new(); definition.unique.len()],
        ..Part::default()
    };
    let mut checker = Checker { target, part, options, begun: false, carriage_return: false, scratch: Vec::new() };
    checker.block(block);
    checker.part
}

struct Checker<'t> {
    target: &'t Target,
    part: Part,
    options: Options,
    /// Whether a line that is not blank was met.
    begun: bool,
    /// Whether a carriage return was met: it is told once for a file.
    carriage_return: bool,
    scratch: Vec<u8>,
}

impl Checker<'_> {
    fn block(&mut self, block: &Block) {
        if block.endless {
            self.part.lines = 1;
            self.part.records = 1;
            self.fault(Fault::LineTooLong, Place::line(1, block.offset));
            return;
        }
        let mut start = 0;
        while let Some(rest) = block.bytes.get(start..).filter(|rest| !rest.is_empty()) {
            let end = memchr::memchr(b'\n', rest);
            let line = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
            self.part.lines += 1;
            let place = Place::line(self.part.lines, block.offset + start as u64);
            if !self.line(line, place) {
                self.part.stop = true;
                return;
            }
            start += line.len() + 1;
        }
    }

    fn fault(&mut self, fault: Fault, place: Place) {
        self.part.found(fault, place, &Pointer::ROOT, self.options.most);
    }

    /// Checks a line. `false` when it is pointless to read on.
    fn line(&mut self, mut bytes: &[u8], place: Place) -> bool {
        let first = place.offset == Some(0);
        if first {
            if let Some(fault) = opening::no_lines(bytes).or_else(|| opening::stops(bytes)) {
                self.fault(fault, Place::FILE);
                return false;
            }
            if let Some(rest) = opening::after_mark(bytes) {
                self.fault(Fault::ByteOrderMark, place);
                bytes = rest;
            }
        }
        if let Some(rest) = bytes.strip_suffix(b"\r") {
            bytes = rest;
            if !std::mem::replace(&mut self.carriage_return, true) {
                self.part.problems.push(Found { fault: Fault::CarriageReturn, place, pointer: String::new() });
            }
        }
        let trimmed = bytes.trim_ascii();
        if trimmed.is_empty() {
            self.fault(Fault::BlankLine, place);
            return true;
        }
        // The first bracket alone in its line: the rest of a file that is one value would be one long list of errors.
        let opens = matches!(trimmed, b"{" | b"[") && place.line == Some(1) && first;
        if !std::mem::replace(&mut self.begun, true) && opens {
            self.fault(Fault::Pretty, place);
            return false;
        }
        self.part.records += 1;
        if bytes.len() > MAX_LINE_BYTES {
            self.fault(Fault::LineTooLong, place);
            return true;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                if let Some(fault) = first.then(|| self.other_kind(text)).flatten() {
                    self.fault(fault, place);
                    return false;
                }
                self.json(text, place);
            }
            Err(error) => self.fault(Fault::NotUtf8, place.column(error.valid_up_to() as u64 + 1)),
        }
        true
    }

    fn other_kind(&self, first_line: &str) -> Option<Fault> {
        opening::no_json(first_line, &|word| is_key(word) || self.target.keys().any(|(key, _)| key == word))
    }

    fn json(&mut self, text: &str, place: Place) {
        let mut sound = true;
        let (part, most) = (&mut self.part, self.options.most);
        let mut sink = |fault: Fault, at: &Pointer<'_>| {
            sound &= fault.code() != Code::Br001;
            part.found(fault, place, at, most);
        };
        match self.target.read(text, &mut Faults::new(&mut sink)) {
            Err(broken) => self.fault(Fault::Syntax(broken.syntax), place.column(broken.column)),
            Ok(line) => {
                check::line(self.target, &line, &mut sink);
                self.part.unexamined += unexamined(&line);
                if sound {
                    self.compare(&line, place);
                }
            }
        }
    }

    /// Takes note of what is compared with other records.
    fn compare(&mut self, line: &Line<'_>, place: Place) {
        let seen = |value| Seen { value, line: place.line.unwrap_or(0), offset: place.offset.unwrap_or(0) };
        let definition = self.target.definition();
        for (uniform, (count, steady)) in definition.uniform.iter().zip(&mut self.part.uniform) {
            let present = u64::from(line.has(&uniform.key));
            *count += present;
            steady.meet(seen(present));
        }
        for (path, steady) in definition.constant.iter().zip(&mut self.part.constant) {
            line.texts_at(path, &mut |text| steady.meet(seen(hash(text.as_bytes()))));
        }
        for (key, values) in definition.unique.iter().zip(&mut self.part.unique) {
            values.extend(line.text_of(key).map(|text| seen(hash(text.as_bytes()))));
        }
        if self.options.prints {
            self.scratch.clear();
            // The order of keys and the spelling of escapes make no other record.
            if encode::encode(self.target.schema(), line, &mut self.scratch).is_ok() {
                self.part.prints.push(seen(hash(&self.scratch)));
            }
        }
    }
}

/// Sixty-four bits of BLAKE3: among a million records and a thousand the chance of a false match is one in ten thousand
/// million.
fn hash(bytes: &[u8]) -> u64 {
    let mut first = [0; 8];
    blake3::Hasher::new().update(bytes).finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}

/// How many parts there are that no rule looks into.
fn unexamined(line: &Line<'_>) -> u64 {
    match line {
        // Of a picture its address is looked at, and nothing else.
        Line::Object(fields) => {
            let media = |key: &str| matches!(key, "image" | "video" | "document");
            fields.iter().map(|(key, value)| if media(key) { 1 } else { unexamined(value) }).sum()
        }
        Line::List(items) => items.iter().map(unexamined).sum(),
        Line::Json(_) => 1,
        Line::Text(_) | Line::Misfit => 0,
    }
}
