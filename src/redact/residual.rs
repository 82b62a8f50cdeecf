//! What still counts when a redacted text is scanned again.

use super::{Operator, Policy, placeholder};
use crate::core::{Finding, Span};

impl Policy {
    /// The findings of a second scan that must not be there. `text` and `replaced` are what [`Policy::apply`] made (`replaced`
    /// is empty for an unchanged text), `findings` what detection finds in it.
    ///
    /// Not counted: an entity type that the policy keeps; and a finding that lies wholly inside a replacement which shows
    /// nothing of the value: a placeholder, or a mask whose letters and digits are all the masking character (masked with `0`,
    /// an identifier may still have the shape of one). Everything else counts, such as the readable end that a mask with
    /// `keep_last` leaves, if that alone is a finding.
    pub fn residual<'f>(
        &self,
        text: &str,
        replaced: &[Span],
        findings: &'f [Finding],
    ) -> impl Iterator<Item = &'f Finding> {
        findings.iter().filter(|finding| {
            let kept = matches!(self.operator(&finding.entity), Operator::Keep);
            let index = replaced.partition_point(|span| span.end <= finding.span.start);
            let inside = replaced.get(index).filter(|span| span.contains(finding.span));
            !kept && !inside.is_some_and(|span| self.shows_nothing(span.of(text).unwrap_or_default(), finding, text))
        })
    }

    fn shows_nothing(&self, replacement: &str, finding: &Finding, text: &str) -> bool {
        let found = finding.span.of(text).unwrap_or_default();
        placeholder::is_placeholder(replacement)
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
    use crate::core::{Context, EntityType, Evidence, Validation};

    fn counted(text: &str, replaced: (usize, usize), found: (usize, usize), entity: &str) -> bool {
        let mask = Operator::Mask { character: '0', keep_first: 0, keep_last: 4 };
        let entities = [
            (EntityType::new("KEPT").unwrap(), OperatorChoice::Name(OperatorName::Keep)),
            (EntityType::new("MASKED").unwrap(), OperatorChoice::Options(mask)),
        ];
        let policy = Policy::new(&Redact { entities: entities.into(), ..Redact::default() });
        let finding = Finding {
            span: Span::new(found.0, found.1),
            entity: EntityType::new(entity).unwrap(),
            score: 1.0,
            rule: Arc::from("test"),
            evidence: Evidence { base_score: 1.0, validation: Validation::None, context: Context::None },
        };
        policy.residual(text, &[Span::new(replaced.0, replaced.1)], &[finding]).count() == 1
    }

    #[test]
    fn only_what_shows_something_counts() {
        assert!(!counted("a [US_SSN] b", (2, 10), (3, 9), "X"), "inside a placeholder");
        assert!(counted("a [US_SSN] b", (2, 10), (3, 12), "X"), "beyond a placeholder");
        assert!(counted("a [US_SSN] b", (2, 10), (11, 12), "X"), "elsewhere");
        assert!(!counted("a [US_SSN] b", (2, 10), (11, 12), "KEPT"), "kept");
        assert!(!counted("0000 0000", (0, 9), (0, 9), "X"), "nothing but mask");
        assert!(counted("0000 1234", (0, 9), (0, 9), "MASKED"), "the end is readable");
    }
}
