//! Redacted words around what two records share.

use std::sync::Arc;

use super::LeaksPlan;
use crate::core::{Finding, Span, Text};
use crate::detect::Scratch;
use crate::leak::{CheckId, Snippet, longest_common, snippet};
use crate::redact::{Policy, RecordIdentity, Redaction};

/// Bytes on either side of what is shared that are read for personal data, so that what tells a value apart is still there.
const CONTEXT: usize = 1024;
/// Bytes of what is shared that are read.
const SHARED: usize = 512;

/// Makes snippets; detection runs only on what they are cut from.
pub(super) struct Shower<'a> {
    plan: &'a LeaksPlan,
    policy: Arc<Policy>,
    scratch: Option<Scratch>,
    found: Vec<Finding>,
}

impl<'a> Shower<'a> {
    pub(super) fn new(plan: &'a LeaksPlan) -> Self {
        let policy = Arc::new(Policy::default());
        Self { plan, policy, scratch: None, found: Vec::new() }
    }

    /// The id, if nothing is found in it.
    pub(super) fn id(&mut self, id: Option<&Text>) -> Option<String> {
        let id = id?.expose();
        self.detect(id);
        self.found.is_empty().then(|| id.to_owned())
    }

    /// What a hit shares, on both sides; none for checks that do not compare texts, and where the words that are shared do not
    /// survive redaction.
    pub(super) fn snippets(&mut self, check: CheckId, left: &str, right: &str) -> Option<(Snippet, Snippet)> {
        use CheckId::{AnswerOnly, Exact, NearDuplicate, NgramContainment, Normalised, PromptOnly};
        let compares = matches!(check, Exact | Normalised | PromptOnly | AnswerOnly | NearDuplicate | NgramContainment);
        if !compares || !self.plan.snippets {
            return None;
        }
        let (left_span, right_span) = longest_common(left, right)?;
        let (left, right) = (self.redacted(left, left_span)?, self.redacted(right, right_span)?);
        let (left_span, right_span) = longest_common(&left, &right)?;
        Some((snippet(&left, left_span), snippet(&right, right_span)))
    }

    /// The surroundings of a span with what is found in them replaced; `None` if replacing does not help.
    fn redacted(&mut self, text: &str, span: Span) -> Option<String> {
        let start = text.floor_char_boundary(span.start.saturating_sub(CONTEXT));
        let end = span.end.min(span.start + SHARED) + CONTEXT;
        let around = text.get(start..text.ceil_char_boundary(end.min(text.len())))?;
        self.detect(around);
        let policy = Arc::clone(&self.policy);
        let mut scope = policy.scope(&RecordIdentity::default());
        match policy.apply(around, &self.found, &mut scope) {
            Redaction::Unchanged => Some(around.to_owned()),
            Redaction::Changed { text, replaced, .. } => {
                self.detect(&text);
                let left = policy.residual(&text, &replaced, &self.found, &scope).next().is_some();
                (!left).then_some(text)
            }
            Redaction::DropRecord | Redaction::Unwritable | Redaction::Quarantine | Redaction::DropField => None,
        }
    }

    fn detect(&mut self, text: &str) {
        let scratch = self.scratch.get_or_insert_with(|| self.plan.engine.scratch());
        self.plan.engine.detect(text, "", scratch, &mut self.found);
    }
}
