//! Checking files against a target: every problem, with its place, and never a word of what the file says.
//!
//! What it is: a streaming check in bounded memory of any file, ours or not. What it is not: it opens no file and prints
//! nothing; the caller gives readers and takes problems.

mod blocks;
mod lines;
mod opening;
mod part;
mod plain;
mod problem;
mod records;
mod steady;
mod together;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::Arc;

pub use problem::{FileReport, Problem, Tally};
pub use together::{record_counts, together};

use super::definition::{Container, Severity, Shape, Size};
use super::fault::Fault;
use super::json::Faults;
use super::parquet::Rows;
use super::pointer::Pointer;
use super::{Error, Target, Targets, check};
use crate::core::Split;
use blocks::Blocks;
use lines::Lines;
use problem::{Place, Report};

/// What to do beside checking each file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether to hash every record (24 bytes of memory each), so that [`together`] can tell which stand in training and in
    /// validation.
    pub prints: bool,
    /// How many problems of the file are told; the others are counted, which is quicker and takes no memory. `None` tells all.
    pub most: Option<usize>,
}

/// Checks one file to its end. `split` says what the file is for; `name` stands in problems, and is not looked at (see
/// [`name`]). Problems go to `sink` in the order of the file, whatever the number of threads of the current rayon pool.
pub fn file(
    target: &Target,
    split: Split,
    name: &str,
    reader: impl BufRead,
    options: Options,
    sink: &mut dyn FnMut(Problem),
) -> Result<FileReport, Error> {
    let mut report = Report::new(name, split, sink).telling(options.most);
    let bytes = if matches!(target.definition().shape, Shape::PlainText {}) {
        let mut lines = Lines::new(reader, name);
        plain::check(target, &mut lines, &mut report)?;
        lines.offset()
    } else {
        let mut blocks = Blocks::new(reader, name);
        records::check(target, &mut blocks, &mut report, options)?;
        blocks.offset()
    };
    if report.file.complete {
        report.file.bytes = bytes;
        whole(target, &mut report);
    }
    Ok(report.file)
}

/// Checks one file of a target whose records are rows of a parquet file. In problems the row stands for the line, and there are
/// no offsets.
pub fn table(
    target: &Target,
    split: Split,
    name: &str,
    table: File,
    options: Options,
    sink: &mut dyn FnMut(Problem),
) -> Result<FileReport, Error> {
    let mut rows_only = |problem| sink(Problem { column: None, offset: None, ..problem });
    let mut report = Report::new(name, split, &mut rows_only).telling(options.most);
    let keys: Vec<_> = target.keys().map(|(key, _)| key).collect();
    let failure = match Rows::open(table, &keys) {
        Err(failure) => Some(failure),
        Ok(mut rows) => {
            let lines = BufReader::with_capacity(TABLE_BUFFER, &mut rows);
            records::check(target, &mut Blocks::new(lines, name), &mut report, options)?;
            report.file.bytes = rows.bytes();
            rows.failure()
        }
    };
    if let Some(failure) = failure {
        report.add(&Fault::Parquet(failure), Place::FILE, &Pointer::ROOT);
        report.file.complete = false;
    } else {
        whole(target, &mut report);
    }
    Ok(report.file)
}

/// Bytes of lines that are taken from a table at a time.
const TABLE_BUFFER: usize = 256 << 10;

/// The names of the targets that take a line as it is, of those that read lines of JSON: what a file may be meant for that
/// another target refuses.
#[must_use]
pub fn fitting<'t>(targets: &'t Targets, line: &str) -> Vec<&'t str> {
    let fits = |target: &&Target| {
        let mut errors = 0;
        let mut sink = |fault: Fault, _: &Pointer<'_>| errors += u32::from(fault.severity() == Severity::Error);
        let Ok(read) = target.read(line, &mut Faults::new(&mut sink)) else { return false };
        check::line(target, &read, &mut sink);
        errors == 0
    };
    let of_lines = |target: &&Target| {
        target.container() == Container::Lines && !matches!(target.definition().shape, Shape::PlainText {})
    };
    targets.iter().filter(of_lines).filter(fits).map(Target::name).collect()
}

/// What can be said when the file is read.
fn whole(target: &Target, report: &mut Report<'_>) {
    if report.file.records == 0 {
        report.add(&Fault::NoRecords, Place::FILE, &Pointer::ROOT);
    }
    let rules = &target.definition().file;
    let Size { max, advised_max } = match report.file.split {
        Split::Validation => rules.validation_bytes,
        Split::Train | Split::Holdout => rules.train_bytes,
    };
    let bytes = report.file.bytes;
    let over = |bound: Option<u64>, severity| {
        bound.filter(|bound| bytes > *bound).map(|bound| Fault::FileSize { bytes, bound, severity })
    };
    if let Some(fault) = over(max, Severity::Error).or_else(|| over(advised_max, Severity::Warning)) {
        report.add(&fault, Place::FILE, &Pointer::ROOT);
    }
    for uniform in &target.definition().uniform {
        let unused = report.file.records > 0 && !report.file.records_with.contains_key(uniform.key.as_str());
        if let Some(why) = uniform.wanted.as_deref().filter(|_| unused) {
            let fault = Fault::Unused { key: Arc::from(uniform.key.as_str()), why: Arc::from(why) };
            report.add(&fault, Place::FILE, &Pointer::ROOT);
        }
    }
}

/// Checks a file's name: its ending, the characters of its last part and, with a warning, those of relative folders, which
/// may be other ones in S3.
pub fn name(target: &Target, split: Split, name: &str, sink: &mut dyn FnMut(Problem)) -> Tally {
    let rules = &target.definition().file;
    let mut report = Report::new(name, split, sink);
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if !last.chars().all(|c| c.is_ascii_alphanumeric() || rules.punctuation.contains(c)) {
        let fault = Fault::FileName { punctuation: Arc::from(rules.punctuation.as_str()) };
        report.add(&fault, Place::FILE, &Pointer::ROOT);
    }
    // An absolute path is one of this machine; a relative one may become the key.
    let folder = name.strip_suffix(last).filter(|folder| !folder.starts_with(['/', '\\']) && !folder.contains(':'));
    let in_key = |c: char| c.is_ascii_alphanumeric() || c == '/' || c == '\\' || rules.key_punctuation.contains(c);
    if folder.is_some_and(|folder| !folder.chars().all(in_key)) {
        let fault = Fault::FolderName { punctuation: Arc::from(rules.key_punctuation.as_str()) };
        report.add(&fault, Place::FILE, &Pointer::ROOT);
    }
    if last.strip_suffix(rules.extension.as_str()).is_none_or(|stem| !stem.ends_with('.') || stem.len() < 2) {
        report.add(&Fault::Extension { wanted: Arc::from(rules.extension.as_str()) }, Place::FILE, &Pointer::ROOT);
    }
    report.file.tally
}

#[cfg(test)]
mod tests;
