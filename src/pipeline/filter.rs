//! Redaction as a filter: text or JSON lines in, the same out with what was found replaced.
//!
//! A JSON line keeps every byte outside the strings that change: new strings are spliced into the line as it stands, so that
//! numbers, key order and white space stay as they were.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::Error;
use super::input::{Input, NumberedBatch};
use super::overlap::overlap;
use super::progress::{Phase, Progress};
use super::scan::ScanPlan;
use super::tally::Tally;
use crate::config::FormatName;
use crate::core::{Finding, Position, Reason};
use crate::detect::Scratch;
use crate::ingest::{Fields, Unmapped};
use crate::redact::{Policy, RecordIdentity, RecordScope, Redaction};

/// A record that was not passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Its place.
    pub position: Position,
    /// Why.
    pub reason: Reason,
}

/// Counts of a filter run.
#[derive(Debug, Clone, Default)]
pub struct FilterSummary {
    /// Texts, bytes and findings.
    pub tally: Tally,
    /// Records passed on, changed or not.
    pub passed: u64,
    /// Records that the policy drops.
    pub dropped: u64,
    /// The first records that could not be passed on.
    pub refused: Vec<Refused>,
    /// All records that could not be passed on, by reason.
    pub withheld: BTreeMap<Reason, u64>,
}

/// So many refused records are listed one by one.
const LISTED: usize = 20;

struct Batch {
    out: Vec<u8>,
    summary: FilterSummary,
}

/// Redacts everything the plan reads. `write` gets the result in the order of the input.
pub fn filter(
    plan: &ScanPlan,
    policy: &Policy,
    threads: usize,
    progress: &Progress,
    mut write: impl FnMut(&[u8]) -> std::io::Result<()> + Send,
) -> Result<FilterSummary, Error> {
    let threads = if threads == 0 { rayon::current_num_threads() } else { threads };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|_| Error::Threads { threads })?;
    progress.begin(Phase::Scrub, plan.files.iter().filter_map(|task| task.file_ref.bytes).sum());
    let mut input = Input::new(&plan.files, std::slice::from_ref(&plan.source), &plan.limits, progress);
    let mut summary = FilterSummary::default();
    let idle: Mutex<Vec<Scratch>> = Mutex::new(Vec::new());
    let lock = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    pool.install(|| {
        overlap(
            threads * 8,
            || match input.next()? {
                Some(batch) if !is_text_or_lines(batch.format) => Err(Error::NotTextOrLines { format: batch.format }),
                batch => Ok(batch),
            },
            |batch| {
                let mut scratch = lock().pop().unwrap_or_else(|| plan.engine.scratch());
                let done = filter_batch(plan, policy, &batch, &mut scratch);
                lock().push(scratch);
                done
            },
            |batch: Batch| {
                progress.add(batch.summary.passed, batch.summary.tally.findings());
                summary.merge(batch.summary);
                write(&batch.out).map_err(Error::Output)
            },
        )
    })?;
    Ok(summary)
}

/// A filter writes what it reads. Cells of a table would have to be put together again, and `run` is for that.
fn is_text_or_lines(format: FormatName) -> bool {
    matches!(format, FormatName::Txt | FormatName::Md | FormatName::Jsonl)
}

impl FilterSummary {
    fn merge(&mut self, other: Self) {
        self.tally.merge(&other.tally);
        self.passed += other.passed;
        self.dropped += other.dropped;
        for (reason, count) in other.withheld {
            *self.withheld.entry(reason).or_default() += count;
        }
        let room = LISTED.saturating_sub(self.refused.len());
        self.refused.extend(other.refused.into_iter().take(room));
    }

    fn refuse(&mut self, position: Position, reason: Reason) {
        *self.withheld.entry(reason).or_default() += 1;
        if self.refused.len() < LISTED {
            self.refused.push(Refused { position, reason });
        }
    }

    /// Records that could not be passed on.
    #[must_use]
    pub fn withheld_records(&self) -> u64 {
        self.withheld.values().sum()
    }
}

fn filter_batch(plan: &ScanPlan, policy: &Policy, batch: &NumberedBatch, scratch: &mut Scratch) -> Batch {
    let json = batch.format == FormatName::Jsonl;
    let mut done = Batch { out: Vec::new(), summary: FilterSummary::default() };
    let mut redactor = Redactor { plan, policy, scratch, found: Vec::new(), left: Vec::new() };
    batch.raw.fields(&mut |unmapped| match unmapped {
        Unmapped::Withheld { position, reason } => done.summary.refuse(position, reason),
        Unmapped::Fields(fields) => match redactor.record(&fields, json, &mut done.summary.tally) {
            Ok(text) => {
                done.summary.passed += 1;
                done.out.extend_from_slice(text.as_deref().or(fields.raw()).unwrap_or_default().as_bytes());
                if json {
                    done.out.push(b'\n');
                }
            }
            Err(Reason::DroppedByPolicy) => done.summary.dropped += 1,
            Err(reason) => done.summary.refuse(fields.position(), reason),
        },
    });
    done
}

struct Redactor<'a> {
    plan: &'a ScanPlan,
    policy: &'a Policy,
    scratch: &'a mut Scratch,
    /// By field of the record.
    found: Vec<Vec<Finding>>,
    left: Vec<Finding>,
}

impl Redactor<'_> {
    /// The record with its strings redacted; `None` if it stays as it is.
    fn record(&mut self, fields: &Fields<'_>, json: bool, tally: &mut Tally) -> Result<Option<String>, Reason> {
        let mut changes = Vec::new();
        let texts: Vec<_> = fields.iter().map(|field| (field.text, field.name)).collect();
        self.plan.engine.detect_record(self.plan.engine.everywhere(), &texts, self.scratch, &mut self.found);
        // A line is one record wherever it stands: what it becomes depends on its number and the key.
        let number = fields.position().number().to_le_bytes();
        let mut scope = self.policy.scope(&RecordIdentity { record: &number, group: None });
        for ((text, _), found) in texts.iter().zip(&self.found) {
            scope.meet(text, found);
        }
        for (n, (text, field)) in texts.into_iter().enumerate() {
            if let Some(text) = self.text(n, text, field, &mut scope, tally)? {
                changes.push((n, text));
            }
        }
        for (entity, count) in scope.fallbacks() {
            *tally.fallbacks.entry(entity.clone()).or_default() += u64::from(*count);
        }
        tally.changed_records += u64::from(!changes.is_empty());
        if json && !changes.is_empty() {
            return splice(fields.raw().unwrap_or_default(), &changes).ok_or(Reason::JsonSyntax).map(Some);
        }
        Ok(changes.pop().map(|(_, text)| text))
    }

    fn text(
        &mut self,
        n: usize,
        text: &str,
        field: &str,
        scope: &mut RecordScope<'_>,
        tally: &mut Tally,
    ) -> Result<Option<String>, Reason> {
        let found = self.found.get(n).map_or(&[][..], Vec::as_slice);
        tally.scanned(text.len(), found);
        match self.policy.apply(text, found, scope) {
            Redaction::Unchanged => Ok(None),
            Redaction::DropRecord => Err(Reason::DroppedByPolicy),
            Redaction::Quarantine => Err(Reason::QuarantinedByPolicy),
            Redaction::DropField => Ok(Some(String::new())),
            Redaction::Changed { text, replaced } => {
                tally.rescanned_texts += 1;
                self.plan.engine.detect(&text, field, self.scratch, &mut self.left);
                let left = self.policy.residual(&text, &replaced, &self.left, scope).next().is_some();
                if left { Err(Reason::ResidualFinding) } else { Ok(Some(text)) }
            }
        }
    }
}

/// Puts new strings in place of the string values with the given numbers. `line` is valid JSON; values are numbered in the
/// order of the text, keys not counted. `None` if there are fewer values than that.
fn splice(line: &str, changes: &[(usize, String)]) -> Option<String> {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut value = 0;
    let mut changes = changes.iter().peekable();
    while let Some((number, text)) = changes.peek() {
        let start = rest.find('"')?;
        let end = start + string_end(rest.get(start..)?)?;
        let (token, after) = rest.split_at_checked(end)?;
        let is_key = after.trim_start_matches([' ', '\t', '\n', '\r']).starts_with(':');
        if !is_key && value == *number {
            out.push_str(token.get(..start)?);
            out.push_str(&serde_json::to_string(text).ok()?);
            changes.next();
        } else {
            out.push_str(token);
        }
        value += usize::from(!is_key);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// Length of the JSON string that `text` begins with, quotes included.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes()
        .skip(1)
        .position(|byte| {
            let end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            end
        })
        .map(|position| position + 2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn bytes_outside_the_changed_string_stay() {
        let line = r#"{ "a" : 1.0, "b":"x\"y" ,"c":["p", {"d":"q"}],"e":1e400 }"#;
        let changed = splice(line, &[(0, "new \"1\"".into()), (2, "Q".into())]).unwrap();
        assert_eq!(changed, r#"{ "a" : 1.0, "b":"new \"1\"" ,"c":["p", {"d":"Q"}],"e":1e400 }"#);
    }

    #[test]
    fn a_value_that_is_not_there_is_no_success() {
        assert_eq!(splice(r#"{"a":"b"}"#, &[(1, "x".into())]), None);
    }

    proptest! {
        #[test]
        fn only_the_chosen_value_changes(texts in prop::collection::vec(any::<String>(), 1..8), at in 0usize..8, new: String) {
            let at = at % texts.len();
            let object: serde_json::Map<String, Value> =
                texts.iter().enumerate().map(|(n, text)| (format!("k{n}\""), json!([text, n]))).collect();
            let line = serde_json::to_string(&object).unwrap();
            let spliced: serde_json::Map<String, Value> =
                serde_json::from_str(&splice(&line, &[(at, new.clone())]).unwrap()).unwrap();
            let mut expected = object;
            expected[&format!("k{at}\"")] = json!([new, at]);
            prop_assert_eq!(spliced, expected);
        }
    }
}
