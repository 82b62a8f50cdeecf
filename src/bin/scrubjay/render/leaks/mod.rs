//! Leaks between files: for a person, as JSON, and as the view that the writers for CI take.

mod view;

pub(crate) use view::report;

use std::io::{self, Write};

use scrubjay::leak::{CheckReport, HitReport, Place, Severity, Verdict};
use scrubjay::pipeline::LeaksSummary;
use serde_json::{Value, json};

use super::{count, line};
use crate::table::Table;

/// Hits of each check that a person is shown.
const SHOWN: usize = 10;

/// Writes the report as one JSON object, with what differs between runs in a part of its own.
pub(crate) fn json(summary: &LeaksSummary, out: &mut dyn Write) -> io::Result<()> {
    let mut value = serde_json::to_value(&summary.report)?;
    if let Some(object) = value.as_object_mut() {
        let withheld: serde_json::Map<String, Value> =
            summary.withheld.iter().map(|(reason, n)| (reason.slug().to_owned(), json!(n))).collect();
        let files =
            summary.files.iter().map(|file| json!({"file": &*file.file, "split": file.side, "read_as": file.shape}));
        object.insert("withheld".to_owned(), Value::Object(withheld));
        object.insert("undated".to_owned(), json!(summary.undated));
        object.insert("files".to_owned(), files.collect());
        object.insert("run".to_owned(), json!({"seconds": (summary.seconds * 1000.0).round() / 1000.0}));
    }
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

/// Writes a table of the checks and the first hits of each.
pub(crate) fn human(summary: &LeaksSummary, quiet: bool, out: &mut dyn Write) -> io::Result<()> {
    let report = &summary.report;
    let mut text = String::new();
    for check in report.checks.iter().filter(|check| matches!(check.verdict, Verdict::Fail | Verdict::Warn)) {
        line(&mut text, format_args!("{}: {}", check.id, check.id.meaning()));
        let told: Vec<&HitReport> = check.hits.iter().filter(|hit| hit.severity != Severity::Note).collect();
        told.iter().take(SHOWN).for_each(|hit| hit_lines(hit, &mut text));
        let more = (check.found.error + check.found.warning).saturating_sub(told.len().min(SHOWN) as u64);
        if more > 0 {
            line(&mut text, format_args!("  and {} more", count(more)));
        }
    }
    if !quiet {
        checks_table(&report.checks, &mut text);
        for side in &report.sides {
            let share = side.share * 100.0;
            let (name, leaked, records) = (&side.name, count(side.leaked), count(side.records));
            line(&mut text, format_args!("{name}: {leaked} of {records} records leak ({share:.2} %)"));
        }
        if !report.boilerplate.is_empty() {
            let places = report.boilerplate.iter().map(|passage| place(&passage.holdout)).collect::<Vec<_>>();
            let passages = report.boilerplate.len();
            let first = places.first().map_or("", String::as_str);
            line(&mut text, format_args!("{passages} passage(s) of boilerplate were set aside, first in {first}"));
        }
        for check in report.checks.iter().filter(|check| check.too_short > 0) {
            let instead = check.instead.as_deref().unwrap_or("nothing is done instead");
            line(&mut text, format_args!("{}: {} too short; {instead}", check.id, count(check.too_short)));
        }
    }
    out.write_all(text.as_bytes())
}

fn checks_table(checks: &[CheckReport], text: &mut String) {
    let mut table = Table::new(&[2, 3, 4, 5]);
    table.row(["check", "verdict", "examined", "leaks", "warnings", "notes"]);
    for check in checks {
        let found = &check.found;
        table.row([
            check.id.to_string(),
            check.verdict.as_str().to_owned(),
            count(check.examined),
            count(found.error),
            count(found.warning),
            count(found.note),
        ]);
    }
    text.push_str(&table.render(0));
}

fn hit_lines(hit: &HitReport, text: &mut String) {
    let run = hit.longest_run.map_or(String::new(), |words| format!(", {words} words in a row"));
    let (left, right) = (place(&hit.train), place(&hit.holdout));
    let severity = hit.severity.as_str();
    line(text, format_args!("  {severity}: {left} and {right}: {:.2}{run}", hit.score));
    for (name, place) in [(&hit.train.split, &hit.train), (&hit.holdout.split, &hit.holdout)] {
        if let Some(snippet) = &place.snippet {
            let mut marked = snippet.text.clone();
            for [start, end] in snippet.marked.iter().rev() {
                if marked.is_char_boundary(*end) && marked.is_char_boundary(*start) {
                    marked.insert(*end, '⟧');
                    marked.insert(*start, '⟦');
                }
            }
            line(text, format_args!("    {name}: {}", marked.replace(char::is_control, " ")));
        }
    }
}

/// `file:line (split)`.
fn place(place: &Place) -> String {
    match place.line {
        0 => format!("{} ({})", place.file, place.split),
        line => format!("{}:{line} ({})", place.file, place.split),
    }
}
