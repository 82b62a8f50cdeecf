//! What can be said of the files of a dataset only when all of them have been read.

use std::sync::Arc;

use super::problem::{FileReport, Place, Problem, Report, Tally};
use crate::core::Split;
use crate::format::Target;
use crate::format::definition::{Bounds, Severity, Status};
use crate::format::fault::{Counted, Fault};
use crate::format::pointer::Pointer;

/// Checks the files of one dataset together: whether a validation file is allowed, the numbers of records, optional keys and
/// constant values that differ between files, and records that stand in training and in validation. `files` are all its training and validation files.
///
/// Where a file was not read to its end, records are not counted: the file has an error of its own.
pub fn together(target: &Target, files: &[FileReport], sink: &mut dyn FnMut(Problem)) -> Tally {
    let mut tally = Tally::default();
    let mut add = |file: &FileReport, fault: &Fault| {
        let mut report = Report::new(&file.file, file.split, sink);
        report.add(fault, Place::FILE, &Pointer::ROOT);
        tally.merge(&report.file.tally);
    };
    if !target.definition().file.validation {
        files.iter().filter(|file| file.split == Split::Validation).for_each(|file| add(file, &Fault::NoValidation));
    }
    if files.iter().all(|file| file.complete) {
        counts(target, files, &mut add);
    }
    evenness(target, files, &mut add);
    constants(target, files, &mut add);
    if let Some(first) = files.first().filter(|_| target.definition().status == Status::Unlisted) {
        add(first, &Fault::Unlisted);
    }
    overlap(files, sink, &mut tally);
    tally
}

fn counts(target: &Target, files: &[FileReport], add: &mut dyn FnMut(&FileReport, &Fault)) {
    let records = &target.definition().records;
    let parts = [
        (Counted::Part(Split::Train), records.train),
        (Counted::Part(Split::Validation), records.validation),
        (Counted::Sum, records.sum),
    ];
    for (part, bounds) in parts {
        let counted = |file: &&FileReport| match part {
            Counted::Sum => true,
            Counted::Part(Split::Train) => file.split != Split::Validation,
            Counted::Part(split) => file.split == split,
        };
        // A part without a file is not checked: a validation file is optional everywhere.
        let Some(first) = files.iter().find(counted) else { continue };
        let total = files.iter().filter(counted).map(|file| file.records).sum();
        if let Some(fault) = crossed(part, total, bounds) {
            add(first, &fault);
        }
    }
}

/// What a dataset's numbers of records are too few or too many for, one sentence for each bound that is crossed.
#[must_use]
pub fn record_counts(target: &Target, train: u64, validation: u64) -> Vec<String> {
    let records = &target.definition().records;
    let parts = [
        (Counted::Part(Split::Train), train, records.train),
        (Counted::Part(Split::Validation), validation, records.validation),
        (Counted::Sum, train + validation, records.sum),
    ];
    parts
        .into_iter()
        // A dataset without validation has nothing to count there.
        .filter(|(part, count, _)| *count > 0 || *part != Counted::Part(Split::Validation))
        .filter_map(|(part, count, bounds)| crossed(part, count, bounds))
        .map(|fault| fault.message().into_owned())
        .collect()
}

/// The worst bound that a number of records crosses.
fn crossed(part: Counted, records: u64, bounds: Bounds) -> Option<Fault> {
    let fault = |bound, low, severity| Fault::RecordCount { part, records, bound, low, severity };
    let low = |bound: Option<u64>, severity| bound.filter(|b| records < *b).map(|bound| fault(bound, true, severity));
    let high = |bound: Option<u64>, severity| bound.filter(|b| records > *b).map(|bound| fault(bound, false, severity));
    low(bounds.min, Severity::Error)
        .or_else(|| high(bounds.max, Severity::Error))
        .or_else(|| low(bounds.advised_min, Severity::Warning))
        .or_else(|| high(bounds.advised_max, Severity::Warning))
}

/// Places whose value is another one in another file.
fn constants(target: &Target, files: &[FileReport], add: &mut dyn FnMut(&FileReport, &Fault)) {
    for (n, path) in target.definition().constant.iter().enumerate() {
        let mut values = files.iter().filter_map(|file| Some((file, file.constants.get(n).copied().flatten()?)));
        let Some((_, first)) = values.next() else { continue };
        if let Some((file, _)) = values.find(|(_, value)| *value != first) {
            add(file, &Fault::NotConstantFiles { key: Arc::from(path.as_str()) });
        }
    }
}

/// Records that stand in training and in validation, wherever both were hashed.
fn overlap(files: &[FileReport], sink: &mut dyn FnMut(Problem), tally: &mut Tally) {
    let of = |validation: bool| files.iter().filter(move |file| (file.split == Split::Validation) == validation);
    let mut train: Vec<_> = of(false)
        .enumerate()
        .flat_map(|(n, file)| file.prints.iter().map(move |seen| (seen.value, n, seen.line)))
        .collect();
    train.sort_unstable();
    for file in of(true) {
        let mut report = Report::new(&file.file, file.split, sink);
        for seen in &file.prints {
            let at = train.partition_point(|(value, _, _)| *value < seen.value);
            let Some((_, n, line)) = train.get(at).filter(|(value, _, _)| *value == seen.value) else { continue };
            let other = of(false).nth(*n).map_or_else(|| Arc::from(""), |file| file.file.clone());
            let fault = Fault::Overlap { file: other, line: *line };
            report.add(&fault, Place::line(seen.line, seen.offset), &Pointer::ROOT);
        }
        tally.merge(&report.file.tally);
    }
}

fn evenness(target: &Target, files: &[FileReport], add: &mut dyn FnMut(&FileReport, &Fault)) {
    for uniform in &target.definition().uniform {
        // A file that is uneven in itself has been reported.
        let even = files.iter().filter(|file| file.records > 0).filter_map(|file| {
            let with = file.records_with.get(uniform.key.as_str()).copied().unwrap_or_default();
            (with == 0 || with == file.records).then_some((file, with > 0))
        });
        let mut even = even.peekable();
        let Some(first) = even.peek().map(|(_, present)| *present) else { continue };
        if let Some((file, _)) = even.find(|(_, present)| *present != first) {
            add(file, &Fault::UnevenFiles { key: Arc::from(uniform.key.as_str()), severity: uniform.severity });
        }
    }
}
