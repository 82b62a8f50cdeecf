//! Redaction until a second scan finds nothing more.
//!
//! A value can keep another from being found: the label nearest to both counts for one of them, or one number is part of what
//! excludes the other. Once the first is replaced, the other is found. It is then redacted as well, instead of withholding the record.

use super::{Operator, Policy, RecordScope, Redaction};
use crate::core::{EntityType, Finding, Span};

/// So many times a text is scanned. Each time but the last at least one more value is gone; a text that takes longer is withheld.
const SCANS: u64 = 16;

/// A text that was redacted and scanned until nothing was left, or nothing more could be done.
#[derive(Debug)]
pub struct Settled {
    /// What became of the text.
    pub redaction: Redaction,
    /// What later scans found and was redacted as well.
    pub late: Vec<Finding>,
    /// How often the changed text was scanned.
    pub scans: u64,
    /// Whether the last scan found something that must not be there.
    pub residual: bool,
}

/// A changed text.
struct Changed {
    text: String,
    replaced: Vec<Span>,
    entities: Vec<EntityType>,
}

impl Policy {
    /// Redacts a text as [`Policy::apply`] does, scans what it has become with `scan` (the text, and where findings go), and redacts
    /// what [`Policy::residual`] counts, until nothing is left.
    ///
    /// What overlaps an earlier replacement is left, unless both are masked: it would take a part of what another operator has
    /// written.
    pub fn settle(
        &self,
        text: &str,
        findings: &[Finding],
        scope: &mut RecordScope<'_>,
        scan: impl FnMut(&str, &mut Vec<Finding>),
    ) -> Settled {
        let first = self.apply(text, findings, scope);
        self.settle_on(first, scope, scan)
    }

    /// As [`Policy::settle`], for a text that was redacted once already.
    pub fn settle_on(
        &self,
        first: Redaction,
        scope: &mut RecordScope<'_>,
        mut scan: impl FnMut(&str, &mut Vec<Finding>),
    ) -> Settled {
        let mut settled = Settled { redaction: first, late: Vec::new(), scans: 0, residual: false };
        let mut found = Vec::new();
        while let Redaction::Changed { text, replaced, entities } = &mut settled.redaction {
            settled.scans += 1;
            scan(text, &mut found);
            let left: Vec<Finding> = self.residual(text, replaced, &found, scope).cloned().collect();
            if left.is_empty() {
                return settled;
            }
            let left = self.apart(left, replaced, entities).filter(|_| settled.scans < SCANS);
            let now = Changed {
                text: std::mem::take(text),
                replaced: std::mem::take(replaced),
                entities: std::mem::take(entities),
            };
            let next = match left {
                Some(left) => self.once_more(now, &left, scope).map(|redaction| (redaction, left)),
                None => Err(now),
            };
            match next {
                Ok((redaction, left)) => {
                    settled.redaction = redaction;
                    settled.late.extend(left);
                }
                Err(now) => {
                    settled.residual = true;
                    settled.redaction = now.into();
                    return settled;
                }
            }
        }
        settled
    }

    /// Redacts what was left. The text as it was if that cannot be done.
    fn once_more(&self, now: Changed, left: &[Finding], scope: &mut RecordScope<'_>) -> Result<Redaction, Changed> {
        scope.meet(&now.text, left);
        match self.apply(&now.text, left, scope) {
            Redaction::Changed { text, replaced, entities } => {
                now.then(left, Changed { text, replaced, entities }).map(Redaction::from)
            }
            Redaction::Unchanged => Err(now),
            whole @ (Redaction::DropField | Redaction::Quarantine | Redaction::DropRecord | Redaction::Unwritable) => {
                Ok(whole)
            }
        }
    }

    /// The findings with the replacements that they overlap taken in, so that none is cut; those that then overlap another are
    /// found again next time. `None` if one overlaps what is no mask, or is none itself.
    fn apart(&self, left: Vec<Finding>, replaced: &[Span], entities: &[EntityType]) -> Option<Vec<Finding>> {
        let masked = |entity: &EntityType| matches!(self.operator(entity), Operator::Mask { .. });
        let mut apart: Vec<Finding> = Vec::with_capacity(left.len());
        for mut finding in left {
            let found = finding.span;
            for (span, entity) in replaced.iter().zip(entities).filter(|(span, _)| span.overlaps(found)) {
                if !masked(entity) || !masked(&finding.entity) {
                    return None;
                }
                finding.span = Span::new(span.start.min(finding.span.start), span.end.max(finding.span.end));
            }
            if apart.last().is_none_or(|last| last.span.end <= finding.span.start) {
                apart.push(finding);
            }
        }
        Some(apart)
    }
}

impl Changed {
    /// What `next` has made of this text by replacing `edits`, with the replacements of both. This text as it was, if it cannot be
    /// said where its replacements are now: where several values are written as one, such as a number or base64.
    fn then(self, edits: &[Finding], next: Self) -> Result<Self, Self> {
        if next.replaced.len() != edits.len() || next.entities.len() != edits.len() {
            return Err(self);
        }
        // Between the edits the text must be what it was.
        let olds = edits.iter().map(|edit| edit.span).chain([Span::new(self.text.len(), self.text.len())]);
        let news = next.replaced.iter().copied().chain([Span::new(next.text.len(), next.text.len())]);
        let (mut old_at, mut new_at) = (0, 0);
        for (old, new) in olds.zip(news) {
            if self.text.get(old_at..old.start) != next.text.get(new_at..new.start) {
                return Err(self);
            }
            (old_at, new_at) = (old.end, new.end);
        }
        let mut all: Vec<(Span, EntityType)> = next.replaced.iter().copied().zip(next.entities).collect();
        for (span, entity) in self.replaced.iter().zip(self.entities) {
            let before = edits.partition_point(|edit| edit.span.end <= span.start);
            if edits.get(before).is_some_and(|edit| edit.span.overlaps(*span)) {
                continue;
            }
            let ends =
                before.checked_sub(1).and_then(|last| Some((edits.get(last)?.span.end, next.replaced.get(last)?.end)));
            let (old_end, new_end) = ends.unwrap_or_default();
            let start = span.start - old_end + new_end;
            all.push((Span::new(start, start + span.len()), entity));
        }
        all.sort_by_key(|(span, _)| *span);
        let (replaced, entities) = all.into_iter().unzip();
        Ok(Self { text: next.text, replaced, entities })
    }
}

impl From<Changed> for Redaction {
    fn from(Changed { text, replaced, entities }: Changed) -> Self {
        Self::Changed { text, replaced, entities }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::{OperatorChoice, OperatorName, Redact};
    use crate::core::{Context, Evidence, Key, Validation};
    use crate::redact::RecordIdentity;

    fn policy(default: OperatorName) -> Policy {
        let redact = Redact { default: OperatorChoice::Name(default), ..Redact::default() };
        Policy::new(&redact, &Key::derive("test", b"")).unwrap()
    }

    /// Finds the words that are given, each of the entity type of its name.
    fn find(text: &str, words: &[&str]) -> Vec<Finding> {
        let one = |(start, word): (usize, &str)| Finding {
            span: Span::new(start, start + word.len()),
            entity: EntityType::new("X").unwrap(),
            score: 1.0,
            rule: Arc::from("test"),
            evidence: Evidence { base_score: 1.0, validation: Validation::None, context: Context::None },
        };
        let mut found: Vec<_> = words.iter().flat_map(|word| text.match_indices(word)).map(one).collect();
        found.sort_by_key(|finding| finding.span);
        found
    }

    /// Redacts `first` at once; `later` are found once that is gone, one after another.
    fn settle(operator: OperatorName, text: &str, first: &str, later: &[&str]) -> Settled {
        let policy = policy(operator);
        let mut scope = policy.scope(&RecordIdentity::default());
        let found = find(text, &[first]);
        policy.settle(text, &found, &mut scope, |text, out| {
            *out = later.iter().map(|word| find(text, &[word])).find(|found| !found.is_empty()).unwrap_or_default();
        })
    }

    fn changed(settled: &Settled) -> (&str, Vec<&str>) {
        let Redaction::Changed { text, replaced, entities } = &settled.redaction else { panic!("{settled:?}") };
        assert_eq!(entities.len(), replaced.len());
        (text, replaced.iter().map(|span| span.of(text).unwrap()).collect())
    }

    #[test]
    fn what_was_hidden_by_a_value_is_redacted_as_well() {
        let settled = settle(OperatorName::Placeholder, "é zero one, two; three", "two", &["one", "three"]);
        assert_eq!(changed(&settled), ("é zero [X], [X]; [X]", vec!["[X]", "[X]", "[X]"]));
        assert_eq!((settled.late.len(), settled.scans, settled.residual), (2, 3, false));
        let settled = settle(OperatorName::Mask, "one two three", "two", &["one", "e ", "three"]);
        assert_eq!(changed(&settled).0, "*** *** *****");
    }

    #[test]
    fn a_mask_takes_in_the_masks_that_it_overlaps_and_nothing_else_is_cut() {
        let settled = settle(OperatorName::Mask, "one two three", "two", &["** th"]);
        assert_eq!(changed(&settled), ("one *** **ree", vec!["*** **"]));
        assert!(!settled.residual);
        let settled = settle(OperatorName::Placeholder, "one two three", "two", &["] th"]);
        assert_eq!((changed(&settled).0, settled.residual), ("one [X] three", true));
    }

    #[test]
    fn what_does_not_come_to_an_end_is_left() {
        let many: String = (0..40).map(|n| format!("w{n:02} ")).collect();
        let policy = policy(OperatorName::Placeholder);
        let mut scope = policy.scope(&RecordIdentity::default());
        let settled = policy.settle(&many, &find(&many, &["w00"]), &mut scope, |text, out| {
            *out = find(text, &["w"]);
            out.truncate(1);
        });
        assert!(settled.residual);
        assert_eq!(settled.scans, SCANS);
    }

    #[test]
    fn operators_about_more_than_the_value_hold_for_later_findings_too() {
        let mut redact = Redact::default();
        redact.entities.insert(EntityType::new("Y").unwrap(), OperatorChoice::Name(OperatorName::DropRecord));
        let policy = Policy::new(&redact, &Key::derive("test", b"")).unwrap();
        let mut scope = policy.scope(&RecordIdentity::default());
        let settled = policy.settle("one two", &find("one two", &["two"]), &mut scope, |text, out| {
            *out = find(text, &["one"]);
            out.iter_mut().for_each(|finding| finding.entity = EntityType::new("Y").unwrap());
        });
        assert!(matches!(settled.redaction, Redaction::DropRecord));
    }
}
