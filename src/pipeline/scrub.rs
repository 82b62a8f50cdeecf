//! One record from raw to scrubbed, or withheld: detect, redact, scan again, cut, fit to the targets.
//!
//! A pure function of the record, the plan and nothing else: records do not know of each other here.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::spill::Account;
use super::tally::Tally;
use super::{pairs, rewrite};
use crate::config::{PairCheck, ReservedStrings};
use crate::core::record::FieldName;
use crate::core::{Body, EntityType, Finding, Meta, Raw, Reason, Record, Scrubbed, Span, Tags, Text};
use crate::detect::{Scope, Scratch};
use crate::format::Kind;
use crate::format::cut::cut;
use crate::leaf::is_unreadable;
use crate::leak::ItemMaker;
use crate::redact::{RecordIdentity, RecordScope, Redaction};

/// A scrubber of one thread: the plan and the buffers that are used again from record to record.
pub(super) struct Scrubber<'a> {
    plan: &'a Plan,
    scratch: Scratch,
    /// By text of the record, in the order of [`Body::fields`], its labels behind them.
    findings: Vec<Vec<Finding>>,
    left: Vec<Finding>,
    /// Makes keyed hashes of the values that are found.
    items: ItemMaker,
    /// What holds for the source of the record at hand.
    scope: Option<&'a Scope>,
}

/// What a record's texts had in common: findings and actions, added up over its fields.
#[derive(Default)]
struct Sum {
    findings: BTreeMap<EntityType, u32>,
    actions: BTreeMap<&'static str, u32>,
    marks: Vec<(u32, Span, EntityType)>,
    changed: bool,
}

impl Sum {
    /// Counts findings and what is done about them.
    fn count(&mut self, plan: &Plan, findings: &[Finding]) {
        for finding in findings {
            *self.findings.entry(finding.entity.clone()).or_default() += 1;
            *self.actions.entry(plan.policy.operator(&finding.entity).name()).or_default() += 1;
        }
    }
}

/// What became of one text.
enum Scrub {
    Same,
    Changed { text: String, replaced: Vec<Span>, entities: Vec<EntityType> },
    Dropped,
}

impl<'a> Scrubber<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            scratch: plan.engine.scratch(),
            findings: Vec::new(),
            left: Vec::new(),
            items: ItemMaker::new(&plan.leak_key()),
            scope: None,
        }
    }

    /// Scrubs a record. What was found is counted in `tally` even if the record is withheld in the end.
    pub(super) fn scrub(
        &mut self,
        mut record: Record<Raw>,
        id: &[u8],
        tags: Tags,
        tally: &mut Tally,
    ) -> Result<(Record<Scrubbed>, Account), Reason> {
        let mut sum = Sum::default();
        let mut replaced = Vec::new();
        self.scope = self.plan.scopes.get(record.source as usize);
        if self.plan.job.redact.reserved == ReservedStrings::Rewrite {
            tally.reserved_rewritten += rewrite::reserved(&mut record.body, &self.plan.targets);
        }
        self.detect(&record.body, &record.meta);
        let group = record.meta.group.first().map(|group| group.expose().as_bytes().to_vec());
        let policy = &self.plan.policy;
        let mut scope = policy.scope(&RecordIdentity { record: id, group: group.as_deref() });
        self.meet(&record.body, &record.meta, &mut scope);
        let labels = record.body.fields().count();
        let values = self.values(&record.body);
        let outcome = self
            .compare(&record.body, &mut scope, tally)
            .and_then(|()| self.body(&mut record.body, &mut sum, &mut replaced, &mut scope, tally))
            .and_then(|()| self.labels(labels, &mut record.meta, &mut sum, &mut scope, tally));
        for (entity, count) in scope.fallbacks() {
            *tally.fallbacks.entry(entity.clone()).or_default() += u64::from(*count);
        }
        for entity in sum.findings.keys() {
            tally.entities.entry(entity.clone()).or_default().records += 1;
        }
        outcome?;
        tally.changed_records += u64::from(sum.changed);
        // What only the grouping needs is hashed elsewhere; it does not travel on.
        record.meta = Meta {
            category: record.meta.category,
            difficulty: record.meta.difficulty,
            language: record.meta.language,
            ..Meta::default()
        };
        let pieces = pieces(self.plan, &record.body, &replaced)?;
        let account = Account {
            pieces,
            replaced,
            tags,
            findings: sum.findings.into_iter().map(|(entity, count)| (entity.as_str().to_owned(), count)).collect(),
            actions: sum.actions.into_iter().collect(),
            marks: sum.marks,
            changed: sum.changed,
            values,
        };
        Ok((record.declare_scrubbed(), account))
    }

    /// Detects on the whole record, since what one text establishes counts in the others.
    fn detect(&mut self, body: &Body, meta: &Meta) {
        let fields = body.fields().map(|(name, text)| (text.expose(), field_name(name)));
        let labels = label_names().into_iter().zip([&meta.category, &meta.difficulty, &meta.language]);
        let labels = labels.filter_map(|(name, label)| Some((label.as_ref()?.expose(), name)));
        let texts: Vec<_> = fields.chain(labels).collect();
        let scope = self.scope.unwrap_or(self.plan.engine.everywhere());
        self.plan.engine.detect_record(scope, &texts, &mut self.scratch, &mut self.findings);
    }

    /// The values that were found, as keyed hashes.
    fn values(&mut self, body: &Body) -> Vec<u64> {
        let mut values = Vec::new();
        for ((_, text), findings) in body.fields().zip(&self.findings) {
            let found = findings.iter().filter_map(|finding| finding.span.of(text.expose()));
            values.extend(found.map(|value| self.items.value(value)));
        }
        values.sort_unstable();
        values.dedup();
        values
    }

    /// Lets redaction take note of every value of the record before the first is replaced.
    fn meet(&self, body: &Body, meta: &Meta, scope: &mut RecordScope<'_>) {
        let labels = [&meta.category, &meta.difficulty, &meta.language].into_iter().flatten();
        let texts = body.fields().map(|(_, text)| text).chain(labels);
        for (text, findings) in texts.zip(&self.findings) {
            scope.meet(text.expose(), findings);
        }
    }

    /// Compares a completion with its prompt, if the job asks for it.
    fn compare(&self, body: &Body, scope: &mut RecordScope<'_>, tally: &mut Tally) -> Result<(), Reason> {
        let check = self.plan.job.redact.pairs;
        if check == PairCheck::Off || matches!(body, Body::Document { .. }) {
            return Ok(());
        }
        tally.pairs_compared += 1;
        if pairs::agree(&self.plan.policy, body, &self.findings, scope) {
            return Ok(());
        }
        tally.pairs_disagreeing += 1;
        if check == PairCheck::Quarantine { Err(Reason::PairDisagrees) } else { Ok(()) }
    }

    fn body(
        &mut self,
        body: &mut Body,
        sum: &mut Sum,
        replaced: &mut Vec<Span>,
        scope: &mut RecordScope<'_>,
        tally: &mut Tally,
    ) -> Result<(), Reason> {
        let mut drop_system = false;
        for (place, (name, text)) in body.fields_mut().enumerate() {
            // A system text that goes comes first: what follows it moves up.
            let number = u32::try_from(place).unwrap_or(u32::MAX).saturating_sub(u32::from(drop_system));
            match self.text(place, text.expose(), field_name(name), sum, scope, tally)? {
                Scrub::Same => {}
                Scrub::Changed { text: changed, replaced: spans, entities } => {
                    *text = Text::new(changed);
                    if self.plan.audit.is_some() {
                        sum.marks.extend(spans.iter().zip(entities).map(|(span, entity)| (number, *span, entity)));
                    }
                    if name == FieldName::Text {
                        *replaced = spans;
                    }
                    if text.is_blank() {
                        return Err(Reason::EmptyAfterRedaction);
                    }
                }
                Scrub::Dropped if name == FieldName::System => drop_system = true,
                Scrub::Dropped => return Err(Reason::EmptyAfterRedaction),
            }
        }
        if drop_system {
            body.clear_system();
        }
        Ok(())
    }

    /// Scrubs the labels; the findings in them begin at `first`.
    fn labels(
        &mut self,
        first: usize,
        meta: &mut Meta,
        sum: &mut Sum,
        scope: &mut RecordScope<'_>,
        tally: &mut Tally,
    ) -> Result<(), Reason> {
        let labels = label_names().into_iter().zip([&mut meta.category, &mut meta.difficulty, &mut meta.language]);
        let present = labels.filter(|(_, label)| label.is_some());
        for (place, (name, label)) in present.enumerate() {
            let Some(text) = label else { continue };
            match self.text(first + place, text.expose(), name, sum, scope, tally)? {
                Scrub::Same => {}
                Scrub::Changed { text, .. } => *label = Some(Text::new(text)),
                Scrub::Dropped => *label = None,
            }
        }
        Ok(())
    }

    /// Redacts the text at `place` of the record.
    fn text(
        &mut self,
        place: usize,
        text: &str,
        field: &str,
        sum: &mut Sum,
        scope: &mut RecordScope<'_>,
        tally: &mut Tally,
    ) -> Result<Scrub, Reason> {
        let plan = self.plan;
        let of_source = self.scope.unwrap_or(plan.engine.everywhere());
        let findings = self.findings.get(place).map_or(&[][..], Vec::as_slice);
        tally.scanned(text.len(), findings);
        if is_unreadable(text) {
            return Err(Reason::UndecodableBase64);
        }
        if findings.is_empty() {
            return Ok(Scrub::Same);
        }
        sum.count(plan, findings);
        let (scratch, left) = (&mut self.scratch, &mut self.left);
        let settled = plan.policy.settle(text, findings, scope, |text, found| {
            plan.engine.detect_in(of_source, text, field, scratch, left);
            std::mem::swap(found, left);
        });
        tally.rescanned_texts += u64::from(settled.scans > 0);
        tally.found(&settled.late);
        sum.count(plan, &settled.late);
        match settled.redaction {
            Redaction::Unchanged => Ok(Scrub::Same),
            Redaction::DropRecord => Err(Reason::DroppedByPolicy),
            Redaction::Quarantine => Err(Reason::QuarantinedByPolicy),
            Redaction::Unwritable => Err(Reason::UnwritableReplacement),
            Redaction::DropField => {
                sum.changed = true;
                Ok(Scrub::Dropped)
            }
            Redaction::Changed { text, replaced, entities } => {
                sum.changed = true;
                if settled.residual {
                    return Err(Reason::ResidualFinding);
                }
                Ok(Scrub::Changed { text, replaced, entities })
            }
        }
    }
}

/// Cuts a document to the smallest budget of its targets, and makes sure that every target can hold the result.
pub(super) fn pieces(plan: &Plan, body: &Body, replaced: &[Span]) -> Result<Vec<Span>, Reason> {
    let Body::Document { text } = body else {
        let targets = plan.targets.iter().filter(|target| target.wants() == Kind::Dialogues);
        return fits(targets.map(|target| target.accepts(body))).map(|()| Vec::new());
    };
    let pieces = match &plan.document_budget {
        Some(budget) => cut(text.expose(), budget, replaced),
        None => vec![Span::new(0, text.len())],
    };
    for piece in &pieces {
        let unit = Body::Document { text: Text::new(piece.of(text.expose()).unwrap_or_default()) };
        let targets = plan.targets.iter().filter(|target| target.wants() == Kind::Documents);
        fits(targets.map(|target| target.accepts(&unit)))?;
    }
    Ok(pieces)
}

/// The first refusal; a record that no target looks at is refused as well.
fn fits(verdicts: impl Iterator<Item = Result<(), Reason>>) -> Result<(), Reason> {
    let mut asked = false;
    for verdict in verdicts {
        asked = true;
        verdict?;
    }
    if asked { Ok(()) } else { Err(Reason::NotRepresentable) }
}

/// Names of the labels as context for detection.
fn label_names() -> [&'static str; 3] {
    ["category", "difficulty", "language"]
}

/// Name of a body field as context for detection. Turns have none: a role says nothing about what is said.
fn field_name(name: FieldName) -> &'static str {
    match name {
        FieldName::Text => "text",
        FieldName::System => "system",
        FieldName::Prompt => "prompt",
        FieldName::Completion => "completion",
        FieldName::Message(_) => "messages",
    }
}
