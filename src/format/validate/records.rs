//! Checking files with one JSON object a line.

use std::io::BufRead;

use super::lines::{Lines, RawLine};
use super::opening;
use super::problem::{Place, Report};
use crate::format::definition::OptionalKey;
use crate::format::fault::{Code, Fault};
use crate::format::json::Faults;
use crate::format::line::Line;
use crate::format::pointer::Pointer;
use crate::format::{Error, Target, check};

/// Checks every line.
pub(super) fn check<R: BufRead>(
    target: &Target,
    lines: &mut Lines<'_, R>,
    report: &mut Report<'_>,
) -> Result<(), Error> {
    let mut checker = Checker { target, report, evenness: Vec::new(), carriage_return: false, begun: false };
    while let Some(line) = lines.next()? {
        if !checker.raw(&line) {
            checker.report.file.complete = false;
            break;
        }
    }
    Ok(())
}

struct Checker<'t, 'r, 's> {
    target: &'t Target,
    report: &'r mut Report<'s>,
    evenness: Vec<Evenness>,
    /// Whether a carriage return was met and reported.
    carriage_return: bool,
    /// Whether a line that is not blank was met.
    begun: bool,
}

/// Whether the first record has a key, and in which line it stands.
struct Evenness {
    key: OptionalKey,
    line: u64,
    present: bool,
    reported: bool,
}

impl Checker<'_, '_, '_> {
    /// Checks a line. `false` when it is pointless to read on.
    fn raw(&mut self, line: &RawLine<'_>) -> bool {
        let place = Place::line(line.number, line.offset);
        let mut bytes = line.bytes;
        if line.number == 1 {
            if let Some(fault) = opening::stops(bytes) {
                self.report.add(&fault, Place::FILE, Pointer::ROOT);
                return false;
            }
            if let Some(rest) = opening::after_mark(bytes) {
                self.report.add(&Fault::ByteOrderMark, place, Pointer::ROOT);
                bytes = rest;
            }
        }
        if line.too_long {
            self.report.file.records += 1;
            self.begun = true;
            self.report.add(&Fault::LineTooLong, place, Pointer::ROOT);
            return true;
        }
        if let Some(rest) = bytes.strip_suffix(b"\r") {
            bytes = rest;
            if !std::mem::replace(&mut self.carriage_return, true) {
                self.report.add(&Fault::CarriageReturn, place, Pointer::ROOT);
            }
        }
        let trimmed = bytes.trim_ascii();
        if trimmed.is_empty() {
            self.report.add(&Fault::BlankLine, place, Pointer::ROOT);
            return true;
        }
        // The first bracket alone in its line: the rest of a file that is one value would be one long list of errors.
        if !std::mem::replace(&mut self.begun, true) && matches!(trimmed, b"{" | b"[") {
            self.report.add(&Fault::Pretty, place, Pointer::ROOT);
            return false;
        }
        self.report.file.records += 1;
        match std::str::from_utf8(bytes) {
            Ok(text) => self.json(text, line.number, place),
            Err(error) => {
                let place = place.column(error.valid_up_to() as u64 + 1);
                self.report.add(&Fault::NotUtf8, place, Pointer::ROOT);
            }
        }
        true
    }

    fn json(&mut self, text: &str, number: u64, place: Place) {
        let (target, report) = (self.target, &mut *self.report);
        let mut sound = true;
        let mut sink = |fault: Fault, at: Pointer| {
            sound &= fault.code() != Code::Br001;
            report.add(&fault, place, at);
        };
        match target.read(text, &mut Faults::new(&mut sink)) {
            Err(broken) => report.add(&Fault::Syntax(broken.syntax), place.column(broken.column), Pointer::ROOT),
            Ok(line) => {
                check::line(target, &line, &mut sink);
                report.file.unexamined += line.unexamined();
                if sound {
                    self.even(&line, number, place);
                }
            }
        }
    }

    /// Compares the line's optional keys with those of the first record.
    fn even(&mut self, line: &Line<'_>, number: u64, place: Place) {
        for uniform in &self.target.definition().uniform {
            let (key, severity, present) = (uniform.key, uniform.severity, line.has(uniform.key));
            if present {
                *self.report.file.records_with.entry(key).or_default() += 1;
            }
            match self.evenness.iter_mut().find(|evenness| evenness.key == key) {
                None => self.evenness.push(Evenness { key, line: number, present, reported: false }),
                // One problem for each key and file: the mixture is a property of the file, not of every record.
                Some(first) if first.present != present && !first.reported => {
                    first.reported = true;
                    let fault = Fault::Uneven { key, present, other_line: first.line, severity };
                    self.report.add(&fault, place, Pointer::ROOT);
                }
                Some(_) => {}
            }
        }
    }
}
