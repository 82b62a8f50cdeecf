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
use crate::leaf::{Edit, Leaves, Values, is_unreadable};
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
    if batch.behind_mark {
        done.out.extend_from_slice("\u{feff}".as_bytes());
    }
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
    /// The record redacted; `None` if it stays as it is.
    fn record(&mut self, fields: &Fields<'_>, json: bool, tally: &mut Tally) -> Result<Option<String>, Reason> {
        let texts: Vec<_> = fields.iter().map(|field| (field.text, field.name)).collect();
        self.plan.engine.detect_record(self.plan.engine.everywhere(), &texts, self.scratch, &mut self.found);
        // A line is one record wherever it stands: what it becomes depends on its number and the key.
        let number = fields.position().number().to_le_bytes();
        let mut scope = self.policy.scope(&RecordIdentity { record: &number, group: None });
        for ((text, _), found) in texts.iter().zip(&self.found) {
            tally.scanned(text.len(), found);
            if is_unreadable(text) {
                return Err(Reason::UndecodableBase64);
            }
            scope.meet(text, found);
        }
        if self.found.iter().all(Vec::is_empty) {
            return Ok(None);
        }
        let changed = if json {
            self.line(fields.raw().unwrap_or_default(), &texts, &mut scope, tally)?
        } else {
            texts.first().map_or(Ok(None), |(text, field)| self.text(text, field, &mut scope, tally))?
        };
        for (entity, count) in scope.fallbacks() {
            *tally.fallbacks.entry(entity.clone()).or_default() += u64::from(*count);
        }
        tally.changed_records += u64::from(changed.is_some());
        Ok(changed)
    }

    fn text(
        &mut self,
        text: &str,
        field: &str,
        scope: &mut RecordScope<'_>,
        tally: &mut Tally,
    ) -> Result<Option<String>, Reason> {
        let found = self.found.first().map_or(&[][..], Vec::as_slice);
        let (plan, scratch, left) = (self.plan, &mut *self.scratch, &mut self.left);
        let settled = self.policy.settle(text, found, scope, |text, found| {
            plan.engine.detect(text, field, scratch, left);
            std::mem::swap(found, left);
        });
        tally.rescanned_texts += u64::from(settled.scans > 0);
        tally.found(&settled.late);
        match settled.redaction {
            Redaction::Unchanged => Ok(None),
            Redaction::DropRecord => Err(Reason::DroppedByPolicy),
            Redaction::Quarantine => Err(Reason::QuarantinedByPolicy),
            Redaction::Unwritable => Err(Reason::UnwritableReplacement),
            Redaction::DropField => Ok(Some(String::new())),
            Redaction::Changed { .. } if settled.residual => Err(Reason::ResidualFinding),
            Redaction::Changed { text, .. } => Ok(Some(text)),
        }
    }

    /// A line of JSON, with every byte outside the values as it was.
    fn line(
        &mut self,
        line: &str,
        texts: &[(&str, &str)],
        scope: &mut RecordScope<'_>,
        tally: &mut Tally,
    ) -> Result<Option<String>, Reason> {
        let Some(Once { redaction, changed }) = self.once(line, texts, scope)? else { return Ok(None) };
        tally.rescanned_texts += changed.len() as u64;
        let mut unread = false;
        let (plan, scratch, left) = (self.plan, &mut *self.scratch, &mut self.left);
        let settled = self.policy.settle_on(redaction, scope, |line, found| {
            found.clear();
            unread |= find_in(plan, line, &changed, scratch, left, found).is_none();
        });
        tally.found(&settled.late);
        match settled.redaction {
            Redaction::Changed { .. } if unread => Err(Reason::JsonSyntax),
            Redaction::Changed { text, .. } if !settled.residual => Ok(Some(text)),
            Redaction::DropRecord => Err(Reason::DroppedByPolicy),
            Redaction::Quarantine => Err(Reason::QuarantinedByPolicy),
            Redaction::Unwritable => Err(Reason::UnwritableReplacement),
            // What is found late and empties its field: which field that is nobody can say of a line.
            Redaction::Changed { .. } | Redaction::DropField | Redaction::Unchanged => Err(Reason::ResidualFinding),
        }
    }

    /// The line with what was found at first replaced; `None` if all of it is kept.
    fn once<'t>(
        &self,
        line: &str,
        texts: &[(&str, &'t str)],
        scope: &mut RecordScope<'_>,
    ) -> Result<Option<Once<'t>>, Reason> {
        let values = Values::of(line).ok_or(Reason::JsonSyntax)?;
        let (mut edits, mut findings, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for (n, ((text, field), found)) in
            texts.iter().zip(&self.found).enumerate().filter(|(_, (_, found))| !found.is_empty())
        {
            let value = values.get(n).ok_or(Reason::JsonSyntax)?;
            match self.policy.edits(text, Leaves::of(text).as_ref(), found, scope) {
                Ok(made) if made.is_empty() => continue,
                Ok(made) => {
                    edits.extend(made.into_iter().map(|edit| Edit { span: value.origin(edit.span), ..edit }));
                    findings.extend(found.iter().map(|one| Finding { span: value.origin(one.span), ..one.clone() }));
                }
                Err(Redaction::DropField) => {
                    edits.push(Edit { span: value.span(), replacement: String::new() });
                    findings.extend(found.first().map(|one| Finding { span: value.span(), ..one.clone() }));
                }
                Err(Redaction::Unwritable) => return Err(Reason::UnwritableReplacement),
                Err(Redaction::Quarantine) => return Err(Reason::QuarantinedByPolicy),
                Err(_) => return Err(Reason::DroppedByPolicy),
            }
            changed.push((value.place(), *field));
        }
        if edits.is_empty() {
            return Ok(None);
        }
        // Two findings in a number are one edit: what is written is the first that makes a number.
        edits.dedup_by(|next, kept| next.span == kept.span);
        match Redaction::of(line, Leaves::of(line).as_ref(), &findings, &edits) {
            Redaction::Unwritable => Err(Reason::UnwritableReplacement),
            redaction => Ok(Some(Once { redaction, changed })),
        }
    }
}

/// A line that was redacted once.
struct Once<'t> {
    redaction: Redaction,
    /// The values that were changed: place and field.
    changed: Vec<(usize, &'t str)>,
}

/// What is found in the values of a line that were changed, by its place in the line; `None` if the line is none of JSON.
fn find_in(
    plan: &ScanPlan,
    line: &str,
    changed: &[(usize, &str)],
    scratch: &mut Scratch,
    left: &mut Vec<Finding>,
    found: &mut Vec<Finding>,
) -> Option<()> {
    let values = Values::of(line)?;
    for (place, field) in changed {
        let value = values.at(*place)?;
        plan.engine.detect(value.text(), field, scratch, left);
        found.extend(left.drain(..).map(|finding| Finding { span: value.origin(finding.span), ..finding }));
    }
    // Two findings in a number are one.
    found.dedup_by(|next, kept| next.span == kept.span);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_add_up() {
        let mut summary = FilterSummary::default();
        let mut other = FilterSummary { passed: 2, dropped: 1, ..FilterSummary::default() };
        (0..LISTED + 5).for_each(|_| other.refuse(Position::Line(1), Reason::JsonSyntax));
        summary.merge(other);
        assert_eq!((summary.passed, summary.dropped), (2, 1));
        assert_eq!((summary.refused.len(), summary.withheld_records()), (LISTED, LISTED as u64 + 5));
    }
}
