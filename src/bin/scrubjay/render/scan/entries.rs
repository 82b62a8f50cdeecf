//! Findings of a scan as the writers of reports take them.

use std::collections::BTreeMap;

use scrubjay::core::{Finding, Position, Reason};
use scrubjay::pipeline::{ScanPlan, Scanned, UnreadableFile};

use crate::render::report::{Entry, Level, Place, Rule};

/// Every rule and list that is looked for, and every reason for which a record cannot be looked at.
pub(super) fn rules(plan: &ScanPlan) -> Vec<Rule<'_>> {
    let finds = |id: &str, what: &str| Rule { id: id.to_owned().into(), meaning: format!("Finds {what}.").into() };
    let rules = plan.engine.rules().map(|rule| finds(&rule.id, rule.entity.as_str()));
    let lists = plan.engine.lists().map(|(rule, entity)| finds(rule, entity.as_str()));
    let reasons = Reason::ALL
        .iter()
        .filter(|reason| reason.code().starts_with("Q1"))
        .map(|reason| Rule { id: reason.code().into(), meaning: reason.meaning().into() });
    rules.chain(lists).chain(reasons).collect()
}

/// Where each rule stands among `rules`.
pub(super) fn places(rules: &[Rule<'_>]) -> BTreeMap<String, usize> {
    rules.iter().enumerate().map(|(at, rule)| (rule.id.to_string(), at)).collect()
}

/// A finding, with its bytes in the text but not the text.
pub(super) fn finding<'s>(scanned: &'s Scanned<'_>, finding: &'s Finding) -> Entry<'s> {
    let field = scanned.field.filter(|field| !field.is_empty()).map_or(String::new(), |field| format!(" in {field}"));
    let (start, end) = (finding.span.start, finding.span.end);
    let message =
        format!("{} found{field}, bytes {start} to {end} of the text, record {}", finding.entity, scanned.record);
    Entry {
        rule: (&*finding.rule).into(),
        level: Level::Error,
        place: place(scanned.file, scanned.position),
        other: None,
        message: message.into(),
        help: "".into(),
    }
}

/// A record that could not be looked at. It is not clean.
pub(super) fn withheld(file: &str, position: Position, reason: Reason) -> Entry<'_> {
    let number = match position {
        Position::File | Position::Line(_) => String::new(),
        other => format!(", {other}"),
    };
    let meaning = reason.meaning().trim_end_matches('.');
    Entry {
        rule: reason.code().into(),
        level: Level::Error,
        place: place(file, position),
        other: None,
        message: format!("not looked at{number}: {meaning}").into(),
        help: "".into(),
    }
}

/// A file that could not be read, or not to its end.
pub(super) fn unreadable(unreadable: &UnreadableFile) -> Entry<'_> {
    Entry {
        rule: "unreadable-file".into(),
        level: Level::Error,
        place: place(&unreadable.file, Position::File),
        other: None,
        message: unreadable.problem.as_str().into(),
        help: "".into(),
    }
}

fn place(file: &str, position: Position) -> Place<'_> {
    let line = if let Position::Line(number) = position { Some(number) } else { None };
    let offset = if let Position::Byte(offset) = position { Some(offset) } else { None };
    Place { file, line, offset, pointer: "" }
}
