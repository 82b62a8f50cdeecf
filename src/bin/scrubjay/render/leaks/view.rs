//! Leaks as the writers of reports take them: a suite for each check.

use std::borrow::Cow;

use scrubjay::leak::{self, CheckId, CheckReport, HitReport, Severity, Verdict};
use scrubjay::pipeline::LeaksSummary;
use serde_json::json;

use crate::render::report::{Entry, Level, Place, Report, Rule, Suite};

/// The view of a summary.
pub(crate) fn report(summary: &LeaksSummary) -> Report<'_> {
    let report = &summary.report;
    let rule = |check: &CheckId| Rule { id: check.as_str().into(), meaning: check.meaning().into() };
    let found = |pick: fn(&leak::Found) -> u64| report.checks.iter().map(|check| pick(&check.found)).sum::<u64>();
    let (errors, warnings) = (found(|found| found.error), found(|found| found.warning));
    let all = errors + warnings + found(|found| found.note);
    let shown = report.checks.iter().map(|check| check.hits.len() as u64).sum::<u64>();
    Report {
        command: "leaks",
        subject: "",
        rules: CheckId::ALL.iter().map(rule).collect(),
        suites: report.checks.iter().filter(|check| check.verdict != Verdict::NotExamined).map(suite).collect(),
        not_shown: all - shown.min(all),
        verdict: format!("{errors} leaks, {warnings} warnings"),
        properties: json!({
            "sides": report.sides,
            "examined": report.checks.iter().map(|check| (check.id.to_string(), json!(check.examined))).collect::<serde_json::Map<_, _>>(),
        }),
    }
}

fn suite(check: &CheckReport) -> Suite<'_> {
    let entries: Vec<_> = check.hits.iter().map(|hit| entry(check.id, hit)).collect();
    let shown = entries.iter().filter(|entry| entry.level == Level::Error).count() as u64;
    let passed = if check.found.error == 0 { vec![Cow::from(check.id.as_str())] } else { Vec::new() };
    Suite { name: check.id.as_str().into(), entries, passed, hidden_errors: check.found.error.saturating_sub(shown) }
}

fn entry(check: CheckId, hit: &HitReport) -> Entry<'_> {
    let run = hit.longest_run.map_or(String::new(), |words| format!(", {words} words in a row"));
    let line = if hit.holdout.line > 0 { format!(":{}", hit.holdout.line) } else { String::new() };
    let (split, other, file) = (&hit.train.split, &hit.holdout.split, &hit.holdout.file);
    Entry {
        rule: check.as_str().into(),
        level: match hit.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Note => Level::Note,
        },
        place: place(&hit.train),
        other: Some(("what it shares with", place(&hit.holdout))),
        message: format!("{split} record shares with {other} record {file}{line}: {check} {:.2}{run}", hit.score)
            .into(),
        help: "take the record out of this side, or move both to the same one".into(),
    }
}

fn place(place: &leak::Place) -> Place<'_> {
    Place { file: &place.file, line: (place.line > 0).then_some(place.line), offset: None, pointer: "" }
}
