//! The result as the writers of reports take it: a suite for each file.

use scrubjay::format::validate::{FileReport, Problem};
use scrubjay::format::{Code, Severity};
use serde_json::json;

use super::Outcome;
use crate::render::report::{Entry, Level, Place, Report, Rule, Suite};

/// The view of an outcome.
pub(super) fn of<'o>(outcome: &'o Outcome<'_>) -> Report<'o> {
    let rule = |code: &Code| Rule { id: code.as_str().into(), meaning: code.meaning().into() };
    let (errors, warnings) = (outcome.tally.errors, outcome.tally.warnings);
    Report {
        command: "validate",
        subject: outcome.target.name(),
        rules: Code::ALL.iter().map(rule).collect(),
        suites: outcome.files.iter().map(|file| suite(outcome, file)).collect(),
        not_shown: outcome.not_shown(),
        verdict: format!("{errors} errors, {warnings} warnings"),
        properties: json!({"target": outcome.target.name(), "targetDigest": outcome.target.digest()}),
    }
}

fn suite<'o>(outcome: &'o Outcome<'_>, file: &'o FileReport) -> Suite<'o> {
    let mine = outcome.problems.iter().filter(|problem| problem.file == file.file);
    let entries: Vec<_> = mine.map(entry).collect();
    let shown = entries.iter().filter(|entry| entry.level == Level::Error).count() as u64;
    let hidden_errors = file.tally.errors.saturating_sub(shown);
    let valid = shown == 0 && hidden_errors == 0;
    let passed = if valid { vec!["valid".into()] } else { Vec::new() };
    Suite { name: (&*file.file).into(), entries, passed, hidden_errors }
}

fn entry(problem: &Problem) -> Entry<'_> {
    let level = match problem.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
    };
    // The byte that is wrong where it is known, else the first of its line.
    let offset = problem.offset.map(|offset| offset + problem.column.map_or(0, |column| column.saturating_sub(1)));
    Entry {
        rule: problem.code.as_str().into(),
        level,
        place: Place { file: &problem.file, line: problem.line, offset, pointer: &problem.pointer },
        other: None,
        message: (&*problem.message).into(),
        help: (&*problem.help).into(),
    }
}
