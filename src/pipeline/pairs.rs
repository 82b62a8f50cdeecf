//! Whether what a completion says in a replaced value, its prompt says too, and in the same words.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::record::FieldName;
use crate::core::{Body, Finding, Role};
use crate::leaf::{self, Leaves};
use crate::redact::{Policy, RecordScope};

/// Whether every value that is replaced in a completion, or in a turn of the assistant, stands before it in the system text, the prompt
/// or an earlier turn, replaced in the same way. Values are compared by their letters and digits, so that `+234 803 …` in a
/// prompt is the number `234803…` in JSON. `findings` are those of the fields in their order.
pub(super) fn agree(policy: &Policy, body: &Body, findings: &[Vec<Finding>], scope: &mut RecordScope<'_>) -> bool {
    let roles: Vec<Role> = match body {
        Body::Document { .. } => return true,
        Body::Pair { .. } => Vec::new(),
        Body::Conversation { turns, .. } => turns.iter().map(|turn| turn.role).collect(),
    };
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ((name, text), findings) in body.fields().zip(findings).filter(|(_, findings)| !findings.is_empty()) {
        let text = text.expose();
        let leaves = Leaves::of(text);
        // What drops the field or the record leaves nothing to compare.
        let Ok(edits) = policy.edits(text, leaves.as_ref(), findings, scope) else { return true };
        let answers = match name {
            FieldName::Completion => true,
            FieldName::Message(n) => roles.get(n) == Some(&Role::Assistant),
            FieldName::Text | FieldName::System | FieldName::Prompt => false,
        };
        for edit in edits {
            let value = leaf::value(text, leaves.as_ref(), edit.span).unwrap_or_default();
            let (value, replacement) = (plain(&value), plain(&edit.replacement));
            if answers && !said.get(&value).is_some_and(|known| known.contains(&replacement)) {
                return false;
            }
            said.entry(value).or_default().insert(replacement);
        }
    }
    true
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
