//! Checking plain text: documents, each followed by a separator line.

use std::io::BufRead;

use super::lines::Lines;
use super::opening;
use super::problem::{Place, Report};
use crate::format::definition::Speaker;
use crate::format::fault::Fault;
use crate::format::plain_text::SEPARATOR;
use crate::format::pointer::Pointer;
use crate::format::{Error, Target};

/// The document that is being read.
struct Document {
    /// Where it begins.
    place: Place,
    /// Whether it holds anything but white space.
    ink: bool,
}

/// Checks every document.
pub(super) fn check<R: BufRead>(
    target: &Target,
    lines: &mut Lines<'_, R>,
    report: &mut Report<'_>,
) -> Result<(), Error> {
    let mut open: Option<Document> = None;
    while let Some(line) = lines.next()? {
        let place = Place::line(line.number, line.offset);
        let mut bytes = line.bytes;
        if line.number == 1 {
            if let Some(fault) = opening::stops(bytes) {
                report.add(&fault, Place::FILE, &Pointer::ROOT);
                report.file.complete = false;
                return Ok(());
            }
            if let Some(rest) = opening::after_mark(bytes) {
                report.add(&Fault::ByteOrderMark, place, &Pointer::ROOT);
                bytes = rest;
            }
        }
        let document = open.get_or_insert(Document { place, ink: false });
        if line.too_long {
            document.ink = true;
            report.add(&Fault::LineTooLong, place, &Pointer::ROOT);
            continue;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.strip_prefix(SEPARATOR) == Some("") => end(open.take(), report),
            Ok(text) => {
                document.ink |= !text.trim_start().is_empty();
                content(target, text, place, report);
            }
            Err(error) => {
                document.ink = true;
                report.add(&Fault::NotUtf8, place.column(error.valid_up_to() as u64 + 1), &Pointer::ROOT);
            }
        }
    }
    end(open, report);
    Ok(())
}

fn content(target: &Target, text: &str, place: Place, report: &mut Report<'_>) {
    if text.contains(SEPARATOR) {
        report.add(&Fault::SeparatorInText, place, &Pointer::ROOT);
    }
    if let Some(reserved) = target.reserved() {
        reserved.find(text, Speaker::Text, &mut |fault| report.add(&fault, place, &Pointer::ROOT));
    }
}

fn end(document: Option<Document>, report: &mut Report<'_>) {
    let Some(document) = document else { return };
    report.file.records += 1;
    if !document.ink {
        report.add(&Fault::Blank, document.place, &Pointer::ROOT);
    }
}
