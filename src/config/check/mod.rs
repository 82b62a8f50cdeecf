//! Checks between the fields of a job, beyond what their types hold: one file per part of the job file.
//!
//! What it is not: names of rule packs and targets are checked where packs and targets are known, and no file is looked at.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Job, KeyPath, Problem, licence::Licence, region};

mod dataset;
mod dedup;
mod detect;
mod leakage;
mod output;
mod overlap;
mod rights;
mod source;
mod split;

pub use overlap::overlaps;

/// Everything in a job that does not hold together, in the order of its fields. Places are not filled in.
#[must_use]
pub fn check(job: &Job) -> Vec<Problem> {
    check_at(job, Path::new(""))
}

/// The same for a job whose relative paths start from `base`.
pub(super) fn check_at(job: &Job, base: &Path) -> Vec<Problem> {
    let mut found = Findings::default();
    let root = KeyPath::root();
    dataset::check(job, &root, &mut found);
    source::check_all(&job.source, &root.key("source"), &mut found);
    rights::check(&job.rights, &root.key("rights"), &mut found);
    detect::check(&job.detect, &root.key("detect"), &mut found);
    detect::check_sources(job, &root.key("detect"), &mut found);
    detect::check_redact(&job.redact, &root.key("redact"), &mut found);
    dedup::check(&job.dedup, &root.key("dedup"), &mut found);
    split::check(&job.split, &root.key("split"), &mut found);
    split::check_job(job, &root.key("split"), &mut found);
    split::check_limits(&job.limits, &root.key("limits"), &mut found);
    leakage::check(job, &root.key("leakage"), &mut found);
    output::check(&job.output, &root.key("output"), &mut found);
    overlap::check(job, base, &mut found);
    found.problems
}

/// Collects problems.
#[derive(Default)]
struct Findings {
    problems: Vec<Problem>,
}

impl Findings {
    fn add(&mut self, path: KeyPath, message: impl Into<String>) {
        self.problems.push(Problem::new(path, message));
    }

    fn add_with_help(&mut self, path: KeyPath, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::new(path, message).help(help));
    }

    /// A value that must say something.
    fn not_blank(&mut self, path: &KeyPath, value: &str) {
        if value.trim().is_empty() {
            self.add(path.clone(), "is empty");
        } else if value.chars().any(char::is_control) {
            self.add(path.clone(), "holds a control character");
        }
    }

    fn not_blank_if_given(&mut self, path: &KeyPath, value: Option<&String>) {
        if let Some(value) = value {
            self.not_blank(path, value);
        }
    }

    /// A name that goes to manifests and file names.
    fn name(&mut self, path: &KeyPath, name: &str) {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        let starts = name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        if !starts || !name.bytes().all(allowed) || name.len() > 63 {
            let help = "letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 63 characters";
            self.add_with_help(path.clone(), "is not a name", help);
        }
    }

    /// Values of a list that must differ.
    fn unique<'a>(&mut self, path: &KeyPath, values: impl IntoIterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for (index, value) in values.into_iter().enumerate() {
            if !seen.insert(value) {
                self.add(path.index(index), "is listed twice");
            }
        }
    }

    /// A share of something. NaN is none.
    fn share(&mut self, path: KeyPath, value: f64) {
        if !(0.0..=1.0).contains(&value) {
            self.add(path, "is not between 0 and 1");
        }
    }

    /// A list of countries, or of countries and `EU`.
    fn regions(&mut self, path: &KeyPath, codes: &[String], is_known: fn(&str) -> bool) {
        for (index, code) in codes.iter().enumerate().filter(|(_, code)| !is_known(code)) {
            let problem = Problem::new(path.index(index), "is not an ISO 3166-1 alpha-2 code");
            self.problems.push(match region::advice(code) {
                Some(help) => problem.help(help),
                None => problem,
            });
        }
        self.unique(path, codes.iter().map(String::as_str));
    }

    /// A licence expression.
    fn licence(&mut self, path: KeyPath, written: &str) {
        if let Err(reason) = Licence::parse(written) {
            let help = match Licence::recognise(written) {
                Some(meant) => format!("write `{}`", meant.as_str()),
                None => "SPDX ids are listed at https://spdx.org/licenses; use `LicenseRef-` and a name for your own"
                    .to_owned(),
            };
            self.add_with_help(path, format!("is not an SPDX licence expression: {reason}"), help);
        }
    }
}

#[cfg(test)]
mod tests;
