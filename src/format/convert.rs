//! From a record to a line of a shape and back, where that loses nothing.
//!
//! A blank system text says nothing and is left out everywhere. What it is not: limits are not looked at here.

use std::borrow::Cow;

use super::definition::Shape;
use super::evaluation;
use super::line::{Content, Converse, Line, Turn as LineTurn};
use super::prompt_completion::FOLD;
use crate::core::{Body, Reason, Role, Text, Turn};

/// The line of a record in a shape.
pub(super) fn line<'b>(body: &'b Body, shape: &Shape) -> Result<Line<'b>, Reason> {
    match (shape, body) {
        (Shape::PlainText {}, Body::Document { text }) => Ok(document(None, text)),
        (Shape::Cpt { key }, Body::Document { text }) => Ok(document(Some(key.as_str()), text)),
        (Shape::PromptCompletion {}, Body::Pair { system, prompt, completion }) => {
            Ok(pair(system.as_ref(), prompt, completion))
        }
        (Shape::PromptCompletion {}, Body::Conversation { system, turns }) => {
            check_order(turns)?;
            match turns.as_slice() {
                [user, assistant] => Ok(pair(system.as_ref(), &user.text, &assistant.text)),
                _ => Err(Reason::NotRepresentable),
            }
        }
        (Shape::Converse { .. }, Body::Pair { system, prompt, completion }) => {
            Ok(converse(system.as_ref(), [(Role::User, prompt), (Role::Assistant, completion)]))
        }
        (Shape::Converse { .. }, Body::Conversation { system, turns }) => {
            check_order(turns)?;
            Ok(converse(system.as_ref(), turns.iter().map(|turn| (turn.role, &turn.text))))
        }
        (Shape::Evaluation {}, body) => evaluation::holdout(body, None, &[]),
        _ => Err(Reason::NotRepresentable),
    }
}

/// Whether the turns begin with the user, alternate and end with the assistant.
pub(super) fn check_order(turns: &[Turn]) -> Result<(), Reason> {
    let wanted = [Role::User, Role::Assistant].into_iter().cycle();
    let in_order = turns.iter().zip(wanted).all(|(turn, wanted)| turn.role == wanted);
    if in_order && !turns.is_empty() && turns.len().is_multiple_of(2) { Ok(()) } else { Err(Reason::TurnOrder) }
}

/// A prompt with the system text before it.
pub(super) fn folded<'b>(system: Option<&'b Text>, prompt: &'b Text) -> Cow<'b, str> {
    match system.filter(|text| !text.is_blank()) {
        Some(system) => Cow::Owned([system.expose(), FOLD, prompt.expose()].concat()),
        None => Cow::Borrowed(prompt.expose()),
    }
}

fn document<'b>(key: Option<&'static str>, text: &'b Text) -> Line<'b> {
    Line::Document { key, text: Some(Cow::Borrowed(text.expose())) }
}

fn pair<'b>(system: Option<&'b Text>, prompt: &'b Text, completion: &'b Text) -> Line<'b> {
    Line::Pair { prompt: Some(folded(system, prompt)), completion: Some(Cow::Borrowed(completion.expose())) }
}

fn converse<'b>(system: Option<&'b Text>, turns: impl IntoIterator<Item = (Role, &'b Text)>) -> Line<'b> {
    let system = system.filter(|text| !text.is_blank()).map(|text| vec![Cow::Borrowed(text.expose())]);
    let turns = turns
        .into_iter()
        .map(|(role, text)| LineTurn { role: Some(role), blocks: vec![Content::Text(Cow::Borrowed(text.expose()))] });
    Line::Converse(Converse { system, turns: turns.collect(), tools: false })
}

/// The record of a line. `None` when the line lacks something, or holds what a record cannot.
pub(super) fn body(line: Line<'_>) -> Option<Body> {
    let text = |text: Option<Cow<'_, str>>| text.map(|text| Text::new(text.into_owned()));
    match line {
        Line::Document { text: document, .. } => Some(Body::Document { text: text(document)? }),
        Line::Pair { prompt, completion } => {
            Some(Body::Pair { system: None, prompt: text(prompt)?, completion: text(completion)? })
        }
        Line::Evaluation { prompt, reference, .. } => {
            Some(Body::Pair { system: None, prompt: text(prompt)?, completion: text(reference)? })
        }
        Line::Converse(converse) => {
            let system = match converse.system {
                Some(texts) => Some(text(texts.into_iter().next())?),
                None => None,
            };
            let turns: Option<_> = converse.turns.into_iter().map(turn).collect();
            (!converse.tools).then_some(Body::Conversation { system, turns: turns? })
        }
    }
}

fn turn(turn: LineTurn<'_>) -> Option<Turn> {
    let mut blocks = turn.blocks.into_iter();
    match (blocks.next(), blocks.next()) {
        (Some(Content::Text(text)), None) => Some(Turn { role: turn.role?, text: Text::new(text.into_owned()) }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::definition::{Block, CptKey, Severity};

    fn converse_shape() -> Shape {
        Shape::Converse { missing_schema_version: Severity::Error, blocks: vec![Block::Text], tools: false }
    }

    fn conversation(roles: &[Role]) -> Body {
        let turns = roles.iter().map(|role| Turn { role: *role, text: Text::new("t") }).collect();
        Body::Conversation { system: Some(Text::new("s")), turns }
    }

    #[test]
    fn what_would_lose_something_is_refused() {
        use Role::{Assistant, User};
        let document = Body::Document { text: Text::new("d") };
        let pair = Body::Pair { system: None, prompt: Text::new("p"), completion: Text::new("c") };
        let (single, multi) = (conversation(&[User, Assistant]), conversation(&[User, Assistant, User, Assistant]));
        let broken = conversation(&[Assistant, User]);
        let cpt = Shape::Cpt { key: CptKey::Text };
        let (prompts, converse) = (Shape::PromptCompletion {}, converse_shape());
        let cases = [
            (&cpt, &document, None),
            (&cpt, &pair, Some(Reason::NotRepresentable)),
            (&cpt, &single, Some(Reason::NotRepresentable)),
            (&Shape::PlainText {}, &document, None),
            (&Shape::PlainText {}, &pair, Some(Reason::NotRepresentable)),
            (&prompts, &document, Some(Reason::NotRepresentable)),
            (&prompts, &pair, None),
            (&prompts, &single, None),
            (&prompts, &multi, Some(Reason::NotRepresentable)),
            (&prompts, &broken, Some(Reason::TurnOrder)),
            (&converse, &document, Some(Reason::NotRepresentable)),
            (&converse, &pair, None),
            (&converse, &multi, None),
            (&converse, &broken, Some(Reason::TurnOrder)),
            (&converse, &conversation(&[]), Some(Reason::TurnOrder)),
            (&converse, &conversation(&[User]), Some(Reason::TurnOrder)),
        ];
        for (shape, body, refused) in cases {
            assert_eq!(line(body, shape).err(), refused, "{} {body:?}", shape.as_str());
        }
    }

    #[test]
    fn a_system_text_is_folded_where_there_is_no_place_for_it() {
        let single = conversation(&[Role::User, Role::Assistant]);
        let Ok(Line::Pair { prompt, .. }) = line(&single, &Shape::PromptCompletion {}) else { panic!("no pair") };
        assert_eq!(prompt.as_deref(), Some("s\n\nt"));
        let blank = Body::Pair { system: Some(Text::new(" ")), prompt: Text::new("p"), completion: Text::new("c") };
        let Ok(Line::Converse(converse)) = line(&blank, &converse_shape()) else { panic!("no conversation") };
        assert_eq!(converse.system, None);
    }
}
