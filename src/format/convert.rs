//! From a record to a line of a shape and back, where that loses nothing.
//!
//! A blank system text says nothing and is left out everywhere. What it is not: limits are not looked at here.

use std::borrow::Cow;

use super::definition::Shape;
use super::evaluation::{self, retrieval};
use super::line::Line;
use super::prompt_completion::FOLD;
use super::{converse, cpt, messages, prompt_completion};
use crate::core::{Body, Reason, Role, Text, Turn};

/// The line of a record in a shape.
pub(super) fn line<'b>(body: &'b Body, shape: &'b Shape) -> Result<Line<'b>, Reason> {
    match shape {
        Shape::PlainText {} => match body {
            Body::Document { text } => Ok(Line::text(text.expose())),
            _ => Err(Reason::NotRepresentable),
        },
        Shape::Cpt { key } => cpt::line(key, body),
        Shape::PromptCompletion { names } => prompt_completion::line(names, body),
        Shape::Converse { candidates: false, .. } => converse::line(body),
        Shape::Messages { names, .. } => messages::line(names, body),
        Shape::Evaluation {} => evaluation::holdout(body, None, &[]),
        Shape::RagEvaluation { .. } => retrieval::line(body),
        // A record has one answer and no preference; requests and logs are made elsewhere.
        Shape::Converse { .. } | Shape::Batch {} | Shape::InvocationLog {} => Err(Reason::NotRepresentable),
    }
}

/// The record of a line. `None` when the line lacks something, or holds what a record cannot.
pub(super) fn body(line: Line<'_>, shape: &Shape) -> Option<Body> {
    match shape {
        Shape::PlainText {} => Some(Body::Document { text: Text::new(line.into_text()?) }),
        Shape::Cpt { key } => cpt::body(key, line),
        Shape::PromptCompletion { names } => prompt_completion::body(names, line),
        Shape::Converse { candidates: false, .. } => converse::body(line),
        Shape::Messages { names, .. } => messages::body(names, line),
        Shape::Evaluation {} => evaluation::body(line),
        Shape::RagEvaluation { .. } => retrieval::body(line),
        Shape::Converse { .. } | Shape::Batch {} | Shape::InvocationLog {} => None,
    }
}

/// Whether the turns begin with the user, alternate and end with the assistant.
pub(super) fn check_order(turns: &[Turn]) -> Result<(), Reason> {
    let wanted = [Role::User, Role::Assistant].into_iter().cycle();
    let in_order = turns.iter().zip(wanted).all(|(turn, wanted)| turn.role == wanted);
    if in_order && !turns.is_empty() && turns.len().is_multiple_of(2) { Ok(()) } else { Err(Reason::TurnOrder) }
}

/// A system text that says something.
pub(super) fn said(system: Option<&Text>) -> Option<&Text> {
    system.filter(|text| !text.is_blank())
}

/// A prompt with the system text before it.
pub(super) fn folded<'b>(system: Option<&'b Text>, prompt: &'b Text) -> Cow<'b, str> {
    match said(system) {
        Some(system) => Cow::Owned([system.expose(), FOLD, prompt.expose()].concat()),
        None => Cow::Borrowed(prompt.expose()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Targets;

    fn conversation(roles: &[Role]) -> Body {
        let turns = roles.iter().map(|role| Turn { role: *role, text: Text::new("t") }).collect();
        Body::Conversation { system: Some(Text::new("s")), turns }
    }

    fn shape(target: &str) -> Shape {
        Targets::load(None).unwrap().get(target).unwrap().definition().shape.clone()
    }

    #[test]
    fn what_would_lose_something_is_refused() {
        use Role::{Assistant, User};
        let document = Body::Document { text: Text::new("d") };
        let pair = Body::Pair { system: None, prompt: Text::new("p"), completion: Text::new("c") };
        let (single, multi) = (conversation(&[User, Assistant]), conversation(&[User, Assistant, User, Assistant]));
        let broken = conversation(&[Assistant, User]);
        let lost = Some(Reason::NotRepresentable);
        let order = Some(Reason::TurnOrder);
        let cases = [
            ("nova-cpt", &document, None),
            ("nova-cpt", &pair, lost),
            ("nova-cpt", &single, lost),
            ("plain-text", &document, None),
            ("plain-text", &pair, lost),
            ("llama3-1", &document, lost),
            ("llama3-1", &pair, None),
            ("llama3-1", &single, None),
            ("llama3-1", &multi, lost),
            ("llama3-1", &broken, order),
            ("import-alpaca", &single, None),
            ("import-alpaca", &multi, lost),
            ("nova1-lite", &document, lost),
            ("nova1-lite", &pair, None),
            ("nova1-lite", &multi, None),
            ("nova1-lite", &broken, order),
            ("nova1-lite", &conversation(&[]), order),
            ("nova1-lite", &conversation(&[User]), order),
            ("claude3-haiku", &document, lost),
            ("claude3-haiku", &multi, None),
            ("claude3-haiku", &broken, order),
            ("import-sharegpt", &multi, None),
            ("nova2-rft", &multi, None),
            ("nova2-rft", &document, lost),
            ("nova-dpo", &multi, lost),
            ("eval-rag", &single, None),
            ("eval-rag", &multi, lost),
            ("batch-inference", &pair, lost),
            ("distill-logs", &pair, lost),
        ];
        for (target, body, refused) in cases {
            assert_eq!(line(body, &shape(target)).err(), refused, "{target} {body:?}");
        }
    }

    #[test]
    fn a_system_text_is_folded_where_there_is_no_place_for_it() {
        let single = conversation(&[Role::User, Role::Assistant]);
        let (pairs, haiku) = (shape("llama3-1"), shape("claude3-haiku"));
        assert_eq!(line(&single, &pairs).unwrap().text_of("prompt"), Some("s\n\nt"));
        assert_eq!(line(&single, &haiku).unwrap().text_of("system"), Some("s"));
        let blank = Body::Pair { system: Some(Text::new(" ")), prompt: Text::new("p"), completion: Text::new("c") };
        assert!(line(&blank, &shape("nova1-lite")).unwrap().get("system").is_none());
    }
}
