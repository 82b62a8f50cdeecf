//! Strings that a target reserves, rewritten in what was read, where the job says so.

use crate::core::record::FieldName;
use crate::core::{Body, Role, Text};
use crate::format::definition::Speaker;
use crate::format::{Kind, Target};

/// Rewrites the reserved strings in a record as its targets say. Returns how many there were. What no target says anything for
/// is left, and the target then refuses the record.
pub(super) fn reserved(body: &mut Body, targets: &[Target]) -> u64 {
    let kind = if let Body::Document { .. } = body { Kind::Documents } else { Kind::Dialogues };
    let roles: Vec<Role> = match body {
        Body::Conversation { turns, .. } => turns.iter().map(|turn| turn.role).collect(),
        Body::Document { .. } | Body::Pair { .. } => Vec::new(),
    };
    let speaker = |name| match name {
        FieldName::Text => Speaker::Text,
        FieldName::System => Speaker::System,
        FieldName::Completion => Speaker::Assistant,
        FieldName::Message(n) if roles.get(n) == Some(&Role::Assistant) => Speaker::Assistant,
        FieldName::Prompt | FieldName::Message(_) => Speaker::User,
    };
    let mut count = 0;
    for (name, text) in body.fields_mut() {
        for target in targets.iter().filter(|target| target.wants() == kind) {
            if let Some((rewritten, strings)) = target.rewrite_reserved(text.expose(), speaker(name)) {
                *text = Text::new(rewritten);
                count += strings;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Targets;

    #[test]
    fn what_a_target_reserves_is_rewritten() {
        let targets = Targets::load(None).unwrap();
        let target = targets.get("nova1-lite").unwrap().clone();
        let mut body =
            Body::Pair { system: None, prompt: Text::new("User: hello"), completion: Text::new("no such thing") };
        assert_eq!(reserved(&mut body, std::slice::from_ref(&target)), 1);
        let Body::Pair { prompt, .. } = &body else { panic!("still a pair") };
        assert_eq!(prompt.expose(), "User - hello");
        assert!(target.accepts(&body).is_ok());
        assert_eq!(reserved(&mut body, &[target]), 0);
    }
}
