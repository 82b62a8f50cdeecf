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
    /// A value was found in whose place nothing can be written: the record is withheld.
    Unwritable,
}

impl Redaction {
    /// The text with the edits in it; `leaves` are its own, and each edit has the span of one of the findings, in their order. An
    /// edit that does not fit the text withholds the record.
    #[must_use]
    pub fn of(text: &str, leaves: Option<&Leaves>, findings: &[Finding], edits: &[Edit]) -> Self {
        match leaf::splice(text, leaves, edits) {
            Some(Spliced { text, replaced, edits: numbers }) => {
                let entities = entities(findings, edits, &numbers);
                Self::Changed { text, replaced, entities }
            }
            None => Self::Unwritable,
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
            Self::Unwritable => f.write_str("Unwritable"),
        }
    }
}

impl Policy {
    /// Redacts a text. `findings` are sorted and do not overlap, as detection returns them; one that does not fit the text or
    /// overlaps the one before it withholds the record, since nobody can say what it was about. Of several operators the strictest
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
            let value = value.ok_or(Redaction::Unwritable)?;
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
    fn findings_that_do_not_fit_withhold_the_record() {
        let policy = policy(&[]);
        for findings in
            [vec![finding(0, 9, "X")], vec![finding(1, 2, "X")], vec![finding(0, 2, "X"), finding(0, 3, "X")]]
        {
            assert_eq!(apply(&policy, "éab", &findings), Redaction::Unwritable);
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

    fn spliced(text: &str, values: &[(&str, &str)]) -> Option<String> {
        let leaves = Leaves::of(text);
        let edit = |(value, replacement): &(&str, &str)| {
            let start = text.find(value).unwrap();
            Edit { span: Span::new(start, start + value.len()), replacement: (*replacement).to_owned() }
        };
        let edits: Vec<_> = values.iter().map(edit).collect();
        leaf::splice(text, leaves.as_ref(), &edits).map(|spliced| spliced.text)
    }

    #[test]
    fn keys_stay_apart_from_those_that_were_there() {
        let text = r#"{"ada@example.org":"y","[X]":"z","to bob@example.org":1,"to [X]":2}"#;
        let new = spliced(text, &[("ada@example.org", "[X]"), ("bob@example.org", "[X]")]).unwrap();
        assert_eq!(new, r#"{"[X] 2":"y","[X]":"z","to [X] 2":1,"to [X]":2}"#);
    }

    #[test]
    fn a_cell_with_base64_and_a_value_behind_it_is_written() {
        let run = "dGV4dCB3aXRoIGJvYkBleGFtcGxlLm9yZyBpbnNpZGUgaXQ=";
        let text = format!("name,mail,note\nA,b,{run} see eve@example.org\nC,d,ok\n");
        // Characters of the address in the run: "bob@example.org" is bytes 10 to 25, digits 13 to 34.
        let start = text.find(run).unwrap();
        let after = text.find("eve@").unwrap();
        let edits = [(start + 13, start + 34), (after, after + 15)]
            .map(|(start, end)| Edit { span: Span::new(start, end), replacement: "[X]".to_owned() });
        let new = leaf::splice(&text, Leaves::of(&text).as_ref(), &edits).unwrap();
        assert_eq!(new.text, "name,mail,note\nA,b,dGV4dCB3aXRoIFtYXSBpbnNpZGUgaXQ= see [X]\nC,d,ok\n");
        assert_eq!(new.edits, [0, 1]);
    }

    #[test]
    fn what_stands_deeper_than_is_read_cannot_be_replaced() {
        let nested = |depth| {
            (0..depth).fold("{\"n\":123456}".to_owned(), |text, _| serde_json::json!({ "a": text }).to_string())
        };
        assert!(spliced(&nested(3), &[("123456", "[X]")]).is_some());
        assert!(spliced(&nested(4), &[("123456", "[X]")]).is_none());
    }

    #[test]
    fn many_keys_and_many_runs_take_no_more_than_a_moment() {
        let began = std::time::Instant::now();
        let keys: Vec<_> = (0..20_000).map(|n| format!("\"u{n:05}@example.org\":1")).collect();
        let text = format!("{{{}}}", keys.join(","));
        let starts: Vec<_> = text.match_indices("@example.org").map(|(at, _)| at - 6).collect();
        let edits: Vec<_> =
            starts.iter().map(|at| Edit { span: Span::new(*at, at + 18), replacement: "[X]".to_owned() }).collect();
        let new = leaf::splice(&text, Leaves::of(&text).as_ref(), &edits).unwrap();
        assert!(new.text.contains("\"[X] 20000\":1"));
        let run = "dGV4dCB3aXRoIGJvYkBleGFtcGxlLm9yZyBpbnNpZGUgaXQ= ";
        let text = run.repeat(10_000);
        let edit =
            |n: usize| Edit { span: Span::new(n * run.len() + 13, n * run.len() + 34), replacement: "[X]".to_owned() };
        let edits: Vec<_> = (0..10_000).map(edit).collect();
        let new = leaf::splice(&text, Leaves::of(&text).as_ref(), &edits).unwrap();
        assert!(new.text.starts_with("dGV4dCB3aXRoIFtYXSBpbnNpZGUgaXQ= "));
        let text = format!("{{\"t\":\"{}\"}}", "b@example.org ".repeat(200_000));
        let edit = |n: usize| Edit { span: Span::new(6 + n * 14, 6 + n * 14 + 13), replacement: "[X]".to_owned() };
        let edits: Vec<_> = (0..200_000).map(edit).collect();
        let new = leaf::splice(&text, Leaves::of(&text).as_ref(), &edits).unwrap();
        assert_eq!(new.text, format!("{{\"t\":\"{}\"}}", "[X] ".repeat(200_000)));
        assert!(began.elapsed().as_secs() < 20);
    }
}
