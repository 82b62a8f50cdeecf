//! Replacements in, everything else byte for byte as it was. What a value says, and how its replacement is written where it stands,
//! is `leaf`'s affair.

use super::{Action, Policy, RecordScope};
use crate::core::{EntityType, Finding, Span};
use crate::leaf::{self, Edit, Leaves, Spliced};

/// What redaction made of one text.
#[derive(Clone, PartialEq, Eq)]
pub enum Redaction {
    /// Nothing was found, or all of it is kept.
    Unchanged,
    /// Values were replaced.
    Changed {
        /// The new text.
        text: String,
        /// The replacements in the new text, in order. Whoever cuts the text later must not cut inside them.
        replaced: Vec<Span>,
        /// For each of them the entity type of what stood there; of the first value, where several are written as one.
        entities: Vec<EntityType>,
    },
    /// A value was found that empties its field.
    DropField,
    /// A value was found that withholds its record for somebody to look at.
    Quarantine,
    /// A value was found that drops its record.
    DropRecord,
}

impl Redaction {
    /// The text with the edits in it; `leaves` are its own, and each edit has the span of one of the findings, in their order. An
    /// edit that does not fit the text drops the record.
    #[must_use]
    pub fn of(text: &str, leaves: Option<&Leaves>, findings: &[Finding], edits: &[Edit]) -> Self {
        match leaf::splice(text, leaves, edits) {
            Some(Spliced { text, replaced, edits: numbers }) => {
                let entities = entities(findings, edits, &numbers);
                Self::Changed { text, replaced, entities }
            }
            None => Self::DropRecord,
        }
    }
}

/// The new text is record text, so only its length is shown.
impl std::fmt::Debug for Redaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unchanged => f.write_str("Unchanged"),
            Self::Changed { text, replaced, .. } => {
                write!(f, "Changed(len={}, replaced={})", text.len(), replaced.len())
            }
            Self::DropField => f.write_str("DropField"),
            Self::Quarantine => f.write_str("Quarantine"),
            Self::DropRecord => f.write_str("DropRecord"),
        }
    }
}

impl Policy {
    /// Redacts a text. `findings` are sorted and do not overlap, as detection returns them; one that does not fit the text or
    /// overlaps the one before it drops the record, since nobody can say what it was about. Of several operators the strictest
    /// decides: drop-record, then quarantine, then drop-field, then the others, each for its own value.
    ///
    /// `scope` is that of the record, the same for all its texts.
    #[must_use]
    pub fn apply(&self, text: &str, findings: &[Finding], scope: &mut RecordScope<'_>) -> Redaction {
        if findings.is_empty() {
            return Redaction::Unchanged;
        }
        let leaves = Leaves::of(text);
        let edits = match self.edits(text, leaves.as_ref(), findings, scope) {
            Ok(edits) if edits.is_empty() => return Redaction::Unchanged,
            Ok(edits) => edits,
            Err(whole) => return whole,
        };
        Redaction::of(text, leaves.as_ref(), findings, &edits)
    }

    /// What to put in the place of each value that is not kept; `leaves` are those of the text.
    ///
    /// # Errors
    /// What is to be done instead, if an operator is about more than its value.
    pub fn edits(
        &self,
        text: &str,
        leaves: Option<&Leaves>,
        findings: &[Finding],
        scope: &mut RecordScope<'_>,
    ) -> Result<Vec<Edit>, Redaction> {
        let mut edits = Vec::new();
        let mut strictest = Action::Keep;
        let mut done = 0;
        for finding in findings {
            let value = leaf::value(text, leaves, finding.span).filter(|_| finding.span.start >= done);
            let value = value.ok_or(Redaction::DropRecord)?;
            let mut replacement = String::new();
            let coarse = self.is_part_of_band(text, finding);
            let action = if coarse { Action::Keep } else { self.act(&finding.entity, &value, scope, &mut replacement) };
            if action == Action::Replace {
                edits.push(Edit { span: finding.span, replacement });
            }
            strictest = strictest.max(action);
            done = finding.span.end;
        }
        match strictest {
            Action::Keep | Action::Replace => Ok(edits),
            Action::DropField => Err(Redaction::DropField),
            Action::Quarantine => Err(Redaction::Quarantine),
            Action::DropRecord => Err(Redaction::DropRecord),
        }
    }
}

/// The entity types of some edits, by their numbers.
fn entities(findings: &[Finding], edits: &[Edit], numbers: &[usize]) -> Vec<EntityType> {
    let mut found = findings.iter().peekable();
    let entity = |number: &usize| {
        let edit = edits.get(*number)?;
        while found.next_if(|finding| finding.span != edit.span).is_some() {}
        found.peek().map(|finding| finding.entity.clone())
    };
    numbers.iter().filter_map(entity).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::config::{OperatorChoice, OperatorName, Redact};
    use crate::core::{Context, EntityType, Evidence, Key, Validation};
    use crate::redact::RecordIdentity;

    fn finding(start: usize, end: usize, entity: &str) -> Finding {
        Finding {
            span: Span::new(start, end),
            entity: EntityType::new(entity).unwrap(),
            score: 1.0,
            rule: Arc::from("test"),
            evidence: Evidence { base_score: 1.0, validation: Validation::None, context: Context::None },
        }
    }

    fn policy(choices: &[(&str, OperatorName)]) -> Policy {
        let entities =
            choices.iter().map(|(entity, name)| (EntityType::new(entity).unwrap(), OperatorChoice::Name(*name)));
        Policy::new(&Redact { entities: entities.collect(), ..Redact::default() }, &Key::derive("test", b"")).unwrap()
    }

    fn apply(policy: &Policy, text: &str, findings: &[Finding]) -> Redaction {
        policy.apply(text, findings, &mut policy.scope(&RecordIdentity::default()))
    }

    #[test]
    fn the_strictest_wins() {
        let policy = policy(&[
            ("K", OperatorName::Keep),
            ("M", OperatorName::Mask),
            ("F", OperatorName::DropField),
            ("R", OperatorName::DropRecord),
            ("Q", OperatorName::Quarantine),
            ("E", OperatorName::Remove),
        ]);
        let redacted =
            |entities: [&str; 2]| apply(&policy, "ab cd", &[finding(0, 2, entities[0]), finding(3, 5, entities[1])]);
        assert_eq!(redacted(["K", "K"]), Redaction::Unchanged);
        assert_eq!(redacted(["F", "R"]), Redaction::DropRecord);
        assert_eq!(redacted(["F", "M"]), Redaction::DropField);
        assert_eq!(redacted(["F", "Q"]), Redaction::Quarantine);
        assert_eq!(redacted(["R", "Q"]), Redaction::DropRecord);
        let changed = |text: &str, replaced: &[(usize, usize, &str)]| Redaction::Changed {
            text: text.to_owned(),
            replaced: replaced.iter().map(|(start, end, _)| Span::new(*start, *end)).collect(),
            entities: replaced.iter().map(|(_, _, name)| EntityType::new(name).unwrap()).collect(),
        };
        assert_eq!(redacted(["K", "M"]), changed("ab **", &[(3, 5, "M")]));
        assert_eq!(redacted(["X", "M"]), changed("[X] **", &[(0, 3, "X"), (4, 6, "M")]));
        assert_eq!(redacted(["E", "K"]), changed(" cd", &[(0, 0, "E")]));
        assert_eq!(apply(&policy, "ab", &[]), Redaction::Unchanged);
    }

    #[test]
    fn findings_that_do_not_fit_drop_the_record() {
        let policy = policy(&[]);
        for findings in
            [vec![finding(0, 9, "X")], vec![finding(1, 2, "X")], vec![finding(0, 2, "X"), finding(0, 3, "X")]]
        {
            assert_eq!(apply(&policy, "éab", &findings), Redaction::DropRecord);
        }
    }

    #[test]
    fn debug_shows_no_text() {
        let shown = format!("{:?}", apply(&policy(&[]), "secret ab", &[finding(7, 9, "X")]));
        assert_eq!(shown, "Changed(len=10, replaced=1)");
    }

    proptest! {
        #[test]
        fn bytes_outside_spans_are_identical(text in "\\PC{0,40}", cuts in prop::collection::btree_set(0..80usize, 0..8)) {
            let cuts: Vec<_> = cuts.into_iter().filter(|cut| text.is_char_boundary(*cut)).collect();
            let findings: Vec<_> = cuts.chunks_exact(2).map(|pair| finding(pair[0], pair[1], "X")).collect();
            let Redaction::Changed { text: new, replaced, .. } = apply(&policy(&[]), &text, &findings) else {
                prop_assert!(findings.is_empty());
                return Ok(());
            };
            prop_assert_eq!(replaced.len(), findings.len());
            let (mut old_at, mut new_at) = (0, 0);
            for (finding, span) in findings.iter().zip(&replaced) {
                prop_assert_eq!(&text.as_bytes()[old_at..finding.span.start], &new.as_bytes()[new_at..span.start]);
                prop_assert_eq!(span.of(&new).unwrap(), "[X]");
                (old_at, new_at) = (finding.span.end, span.end);
            }
            prop_assert_eq!(&text.as_bytes()[old_at..], &new.as_bytes()[new_at..]);
        }
    }
}
