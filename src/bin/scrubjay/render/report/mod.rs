//! Results as machines of others read them: SARIF for code scanning, `JUnit` for test reports, annotations for GitHub.
//!
//! What it is: one view of a result that every command can give, and its writers. What it is not: it knows no command, and
//! a view has no place for text of a record.

pub(crate) mod github;
pub(crate) mod junit;
pub(crate) mod sarif;

use std::borrow::Cow;

/// How bad an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Not wrong, but worth knowing.
    Note,
    /// It may be meant.
    Warning,
    /// It is wrong.
    Error,
}

impl Level {
    /// The name in SARIF. GitHub's annotations say `notice` for `note`.
    fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A kind of entry: what was checked, or what was looked for.
#[derive(Debug, Clone)]
pub(crate) struct Rule<'a> {
    /// Stable code or name.
    pub(crate) id: Cow<'a, str>,
    /// What it means, in a sentence.
    pub(crate) meaning: Cow<'a, str>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// The file, as the user named it; `-` for standard input.
    pub(crate) file: &'a str,
    /// Line, counted from 1; none for the whole file, and for files without lines.
    pub(crate) line: Option<u64>,
    /// Bytes from the beginning of the file to what is wrong, or to the line that it is in.
    pub(crate) offset: Option<u64>,
    /// Place in the record as a JSON pointer (RFC 6901); empty for the record itself.
    pub(crate) pointer: &'a str,
}

/// One thing that was found.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    /// The [`Rule::id`].
    pub(crate) rule: Cow<'a, str>,
    /// How bad it is.
    pub(crate) level: Level,
    /// Where it is.
    pub(crate) place: Place<'a>,
    /// Another place that it is about, with a word for what stands there.
    pub(crate) other: Option<(&'static str, Place<'a>)>,
    /// What is wrong. No full stop.
    pub(crate) message: Cow<'a, str>,
    /// How to mend it, empty where there is nothing to say. No full stop.
    pub(crate) help: Cow<'a, str>,
}

/// Entries that a test report shows together: those of a file, or of a pair of splits.
#[derive(Debug, Clone)]
pub(crate) struct Suite<'a> {
    /// Its name.
    pub(crate) name: Cow<'a, str>,
    /// What it holds of the report's entries.
    pub(crate) entries: Vec<Entry<'a>>,
    /// Checks that found nothing.
    pub(crate) passed: Vec<Cow<'a, str>>,
    /// Errors that were counted and are not among the entries.
    pub(crate) hidden_errors: u64,
}

/// The result of one command.
#[derive(Debug, Clone)]
pub(crate) struct Report<'a> {
    /// The command, such as `validate`.
    pub(crate) command: &'static str,
    /// What the command was asked to check for, such as the name of a target; may be empty.
    pub(crate) subject: &'a str,
    /// Everything that can be found, in a stable order.
    pub(crate) rules: Vec<Rule<'a>>,
    /// What was found.
    pub(crate) suites: Vec<Suite<'a>>,
    /// Entries that were counted and are not shown.
    pub(crate) not_shown: u64,
    /// The result in one line.
    pub(crate) verdict: String,
    /// What else a machine may want to know.
    pub(crate) properties: serde_json::Value,
}

impl<'a> Report<'a> {
    /// All entries, suite by suite.
    fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.suites.iter().flat_map(|suite| &suite.entries)
    }
}

/// `, at /messages/0` where a pointer leads into a record.
fn at(place: &Place<'_>) -> String {
    if place.pointer.is_empty() { String::new() } else { format!(", at {}", place.pointer) }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;

    /// Two files: one with an error and a warning, and with markup wherever a name can hold it; one that passes.
    pub(super) fn example() -> Report<'static> {
        let entry = |rule: &'static str, level, line| Entry {
            rule: rule.into(),
            level,
            place: Place { file: "a,b: <1>&\"%.jsonl", line, offset: line.map(|line| line * 100), pointer: "/text" },
            other: None,
            message: "the text is empty".into(),
            help: "fill it".into(),
        };
        let rule = |id: &'static str| Rule { id: id.into(), meaning: "A text is \"empty\".".into() };
        Report {
            command: "validate",
            subject: "nova1-lite",
            rules: vec![rule("BR001"), rule("BR006")],
            suites: vec![
                Suite {
                    name: "a,b: <1>&\"%.jsonl".into(),
                    entries: vec![entry("BR006", Level::Error, Some(7)), entry("BR001", Level::Warning, None)],
                    passed: Vec::new(),
                    hidden_errors: 0,
                },
                Suite { name: "good.jsonl".into(), entries: vec![], passed: vec!["valid".into()], hidden_errors: 0 },
            ],
            not_shown: 3,
            verdict: "1 error, 1 warning".to_owned(),
            properties: json!({}),
        }
    }
}
