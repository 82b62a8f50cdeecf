//! Whether what a completion says in a replaced value, its prompt says too, and in the same words.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::record::FieldName;
use crate::core::{Body, Finding, Role};
use crate::leaf::{self, Edit, Leaves};
use crate::redact::{Policy, RecordScope, Redaction};

/// Whether every value that is replaced in a completion, or in a turn of the assistant, stands before it in the system text, the prompt
/// or an earlier turn, replaced in the same way. Values are compared by their letters and digits, so that `+234 803 …` in a
/// prompt is the number `234803…` in JSON. What is replaced in a prompt and stays in an answer does not agree either. `findings` are those of the fields in their order.
pub(super) fn agree(policy: &Policy, body: &Body, findings: &[Vec<Finding>], scope: &mut RecordScope<'_>) -> bool {
    let roles: Vec<Role> = match body {
        Body::Document { .. } => return true,
        Body::Pair { .. } => Vec::new(),
        Body::Conversation { turns, .. } => turns.iter().map(|turn| turn.role).collect(),
    };
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    // What is replaced before an answer, as it was written.
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for ((name, text), findings) in body.fields().zip(findings) {
        let text = text.expose();
        let leaves = Leaves::of(text);
        // What drops the field or the record leaves nothing to compare.
        let Ok(edits) = policy.edits(text, leaves.as_ref(), findings, scope) else { return true };
        let answers = match name {
            FieldName::Completion => true,
            FieldName::Message(n) => roles.get(n) == Some(&Role::Assistant),
            FieldName::Text | FieldName::System | FieldName::Prompt => false,
        };
        if answers && still_says(text, leaves.as_ref(), findings, &edits, &asked) {
            return false;
        }
        for edit in edits {
            let written = leaf::value(text, leaves.as_ref(), edit.span).unwrap_or_default();
            let (value, replacement) = (plain(&written), plain(&edit.replacement));
            if answers && !said.get(&value).is_some_and(|known| known.contains(&replacement)) {
                return false;
            }
            if replacement != value && value.len() >= SHORTEST {
                asked.insert(written.into_owned());
            }
            said.entry(value).or_default().insert(replacement);
        }
    }
    true
}

/// Fewest bytes of letters and digits of a value that is looked for in an answer: shorter ones mean something else as often.
const SHORTEST: usize = 4;

/// Whether a text with its edits in it has one of some values as whole words.
fn still_says(
    text: &str,
    leaves: Option<&Leaves>,
    findings: &[Finding],
    edits: &[Edit],
    values: &BTreeSet<String>,
) -> bool {
    let redacted = if edits.is_empty() { Redaction::Unchanged } else { Redaction::of(text, leaves, findings, edits) };
    let new = match &redacted {
        Redaction::Changed { text, .. } => text,
        _ => text,
    };
    let leaves = Leaves::of(new);
    let view = leaves.as_ref().map_or(new, Leaves::view);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    values.iter().any(|value| {
        view.match_indices(value.as_str()).any(|(at, _)| {
            let (before, after) = (view.get(..at), view.get(at + value.len()..));
            let joined_before =
                letter(before.and_then(|text| text.chars().next_back())) && letter(value.chars().next());
            let joined_after = letter(after.and_then(|text| text.chars().next())) && letter(value.chars().next_back());
            !joined_before && !joined_after
        })
    })
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Detect, Redact};
    use crate::core::{Key, Text};
    use crate::detect::Engine;
    use crate::redact::RecordIdentity;
    use crate::rules::RuleSet;

    #[test]
    fn values_of_the_completion_stand_in_the_prompt() {
        let rules = RuleSet::load(&["intl".to_owned()], None).unwrap();
        let engine = Engine::compile(&rules, &Detect::default()).unwrap();
        let policy = Policy::new(&Redact::default(), &Key::derive("test", b"")).unwrap();
        let kept = |prompt: &str, completion: &str| {
            let body = Body::Pair { system: None, prompt: Text::new(prompt), completion: Text::new(completion) };
            let found = [(prompt, "lovelace")].map(|(text, value)| {
                let start = text.find(value).unwrap();
                vec![Finding {
                    span: crate::core::Span::new(start, start + value.len()),
                    entity: crate::core::EntityType::new("USERNAME").unwrap(),
                    score: 1.0,
                    rule: std::sync::Arc::from("test"),
                    evidence: crate::core::Evidence {
                        base_score: 1.0,
                        validation: crate::core::Validation::None,
                        context: crate::core::Context::None,
                    },
                }]
            });
            let findings = [found.into_iter().next().unwrap(), Vec::new()];
            agree(&policy, &body, &findings, &mut policy.scope(&RecordIdentity::default()))
        };
        assert!(!kept("username: lovelace", r#"{"by":"lovelace","n":1}"#));
        assert!(!kept("username: lovelace", "by love, and by lovelace."));
        assert!(kept("username: lovelace", "by love, and by lovelaces and a_love"));
        let agrees = |prompt: &str, completion: &str| {
            let body = Body::Pair { system: None, prompt: Text::new(prompt), completion: Text::new(completion) };
            let texts: Vec<_> = body.fields().map(|(_, text)| (text.expose(), "")).collect();
            let mut findings = Vec::new();
            engine.detect_record(engine.everywhere(), &texts, &mut engine.scratch(), &mut findings);
            agree(&policy, &body, &findings, &mut policy.scope(&RecordIdentity::default()))
        };
        assert!(agrees("write to ada@example.org", r#"{"to":"ada\u0040example.org"}"#));
        assert!(agrees("write to ada@example.org", "no value"));
        assert!(agrees("call +44 20 7946 0958", r#"{"phone":"+442079460958"}"#));
        assert!(!agrees("write to ada@example.org", r#"{"to":"bob@example.org"}"#));
    }
}
