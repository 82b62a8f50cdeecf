//! What still counts when a redacted text is scanned again.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::kind::Kind;
use super::{Operator, Policy, RecordScope, placeholder};
use crate::core::{Finding, Span};
use crate::leaf::{self, Leaves, NO_NUMBER};

/// A text and what is written in it, which is read when something asks for it: what was written as it stands in the text does not.
struct Text<'t> {
    text: &'t str,
    leaves: OnceCell<Option<Leaves>>,
}

impl<'t> Text<'t> {
    /// What stands in a span.
    fn stands(&self, span: Span) -> &'t str {
        span.of(self.text).unwrap_or_default()
    }

    fn leaves(&self) -> Option<&Leaves> {
        self.leaves.get_or_init(|| Leaves::of(self.text)).as_ref()
    }

    /// What a span says, whatever it is written in.
    fn says(&self, span: Span) -> Cow<'_, str> {
        leaf::value(self.text, self.leaves(), span).unwrap_or_else(|| self.stands(span).into())
    }

    /// Whether it is the number that stands where a replacement was none.
    fn is_no_number(&self, replacement: Span, says: &str) -> bool {
        says == NO_NUMBER && self.leaves().is_some_and(|leaves| leaves.is_number(replacement))
    }
}

impl Policy {
    /// The findings of a second scan that must not be there. `text` and `replaced` are what [`Policy::apply`] made (`replaced`
    /// is empty for an unchanged text), `findings` what detection finds in it, `scope` that of the record.
    ///
    /// Not counted: an entity type that the policy keeps; a value that already is where no living person can be, if the
    /// policy has surrogates; and a finding of which every letter and digit lies in a replacement that shows nothing of its
    /// value. A placeholder shows nothing, and neither does what any operator but `mask` has written, or the `0` that a number of
    /// JSON has become; a mask shows nothing where
    /// letters and digits are all the masking character (masked with `0`, an identifier may still have the shape of one).
    /// Everything else counts, such as the readable end that a mask with `keep_last` leaves, if that alone is a finding.
    pub fn residual<'f>(
        &self,
        text: &str,
        replaced: &[Span],
        findings: &'f [Finding],
        scope: &RecordScope<'_>,
    ) -> impl Iterator<Item = &'f Finding> {
        let written = Text { text, leaves: OnceCell::new() };
        findings.iter().filter(move |finding| {
            let operator = self.operator(&finding.entity);
            let safe = || {
                let found = written.says(finding.span);
                let kind = Kind::of(&finding.entity);
                self.has_surrogates() && self.surrogates.is_reserved(kind, &finding.entity, &found, &scope.phones)
            };
            !matches!(operator, Operator::Keep)
                && self.shows_something(&written, replaced, finding.span, scope)
                && !safe()
        })
    }

    /// Whether a letter or digit of the span is not hidden by a replacement.
    fn shows_something(&self, written: &Text<'_>, replaced: &[Span], span: Span, scope: &RecordScope<'_>) -> bool {
        let mut at = span.start;
        let first = replaced.partition_point(|replacement| replacement.end <= span.start);
        let shows =
            |from: usize, to: usize| written.text.get(from..to).is_none_or(|part| part.contains(char::is_alphanumeric));
        for replacement in replaced.get(first..).unwrap_or_default().iter().take_while(|r| r.start < span.end) {
            if shows(at, replacement.start.max(at)) {
                return true;
            }
            let common = Span::new(replacement.start.max(span.start), replacement.end.min(span.end));
            let opaque = scope.is_opaque(written.stands(*replacement));
            let hidden = opaque || {
                let says = written.says(*replacement);
                written.is_no_number(*replacement, &says) || self.hides(&says, &written.says(common), scope)
            };
            if !hidden {
                return true;
            }
            at = replacement.end.max(at);
        }
        at < span.end && shows(at, span.end)
    }

    /// Whether a replacement hides what is found of it.
    fn hides(&self, replacement: &str, found: &str, scope: &RecordScope<'_>) -> bool {
        placeholder::is_placeholder(replacement)
            || scope.is_opaque(replacement)
            || self.operators().any(|operator| match operator {
                Operator::Mask { character, .. } => found.chars().all(|c| !c.is_alphanumeric() || c == *character),
                _ => false,
            })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::{OperatorChoice, OperatorName, Redact};
    use crate::core::{Context, EntityType, Evidence, Key, Validation};
    use crate::redact::RecordIdentity;

    fn counted(text: &str, replaced: (usize, usize), found: (usize, usize), entity: &str) -> bool {
        let mask = Operator::Mask { character: '0', keep_first: 0, keep_last: 4 };
        let entities = [
            (EntityType::new("KEPT").unwrap(), OperatorChoice::Name(OperatorName::Keep)),
            (EntityType::new("MASKED").unwrap(), OperatorChoice::Options(mask)),
        ];
        let redact = Redact { entities: entities.into(), ..Redact::default() };
        let policy = Policy::new(&redact, &Key::derive("test", b"")).unwrap();
        let scope = policy.scope(&RecordIdentity::default());
        let finding = Finding {
            span: Span::new(found.0, found.1),
            entity: EntityType::new(entity).unwrap(),
            score: 1.0,
            rule: Arc::from("test"),
            evidence: Evidence { base_score: 1.0, validation: Validation::None, context: Context::None },
        };
        policy.residual(text, &[Span::new(replaced.0, replaced.1)], &[finding], &scope).count() == 1
    }

    #[test]
    fn only_what_shows_something_counts() {
        assert!(!counted("a [US_SSN] b", (2, 10), (3, 9), "X"), "inside a placeholder");
        assert!(counted("a [US_SSN] b", (2, 10), (3, 12), "X"), "beyond a placeholder");
        assert!(!counted("a [US_SSN], b", (2, 10), (1, 12), "X"), "beyond a placeholder, but nothing is there");
        assert!(counted("a [US_SSN] b", (2, 10), (11, 12), "X"), "elsewhere");
        assert!(!counted("a [US_SSN] b", (2, 10), (11, 12), "KEPT"), "kept");
        assert!(!counted("0000 0000", (0, 9), (0, 9), "X"), "nothing but mask");
        assert!(counted("0000 1234", (0, 9), (0, 9), "MASKED"), "the end is readable");
    }
}
