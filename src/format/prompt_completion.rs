//! `{"prompt": …, "completion": …}`: a question and its answer, for supervised fine-tuning.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html>. There is no key for
//! instructions: a system text stands before the prompt, with a blank line between. Other formats have the same shape under
//! other names, some with a key for context or instructions.

use std::borrow::Cow;

use super::convert::{self, said};
use super::definition::{Others, PairNames, Speaker};
use super::line::Line;
use super::schema::{Content, Field, Node};
use crate::core::{Body, Reason, Text};

/// What stands between a system text and the prompt it was folded into.
pub(super) const FOLD: &str = "\n\n";

/// The keys that the shape knows.
pub(super) fn fields(names: &PairNames) -> Vec<Field> {
    let mut fields: Vec<_> = names.system.iter().map(|key| Field::may(key, Node::prose(Speaker::System))).collect();
    fields.push(Field::may(&names.prompt, Node::prose(Speaker::User)));
    fields.extend(names.context.iter().map(|key| Field::may(key, Node::prose_or_blank(Speaker::User))));
    fields.push(Field::may(&names.completion, Node::prose(Speaker::Assistant)));
    fields.extend(names.images.iter().map(|key| {
        let picture = Node::object(Others::Error, [Field::must("data", Node::Text(Content::Picture))]);
        Field::may(key, Node::list(picture))
    }));
    fields.extend(names.notes.iter().map(|key| Field::may(key, Node::prose_or_blank(Speaker::Text))));
    fields
}

/// The line of a record.
pub(super) fn line<'b>(names: &'b PairNames, body: &'b Body) -> Result<Line<'b>, Reason> {
    let (system, prompt, completion) = match body {
        Body::Document { .. } => return Err(Reason::NotRepresentable),
        Body::Pair { system, prompt, completion } => (system.as_ref(), prompt, completion),
        Body::Conversation { system, turns } => {
            convert::check_order(turns)?;
            let [user, assistant] = turns.as_slice() else { return Err(Reason::NotRepresentable) };
            (system.as_ref(), &user.text, &assistant.text)
        }
    };
    let mut fields = Vec::new();
    let prompt = match &names.system {
        Some(key) => {
            fields.extend(said(system).map(|text| (key.as_str(), Line::text(text.expose()))));
            Cow::Borrowed(prompt.expose())
        }
        None => convert::folded(system, prompt),
    };
    fields.push((names.prompt.as_str(), Line::Text(prompt)));
    fields.extend(names.context.iter().map(|key| (key.as_str(), Line::text(""))));
    fields.push((names.completion.as_str(), Line::text(completion.expose())));
    Ok(Line::Object(fields))
}

/// The record of a line.
pub(super) fn body(names: &PairNames, mut line: Line<'_>) -> Option<Body> {
    let mut text = |key: &str| line.take(key)?.into_text();
    let system = names.system.as_ref().and_then(|key| text(key)).map(Text::new);
    let (mut prompt, completion) = (text(&names.prompt)?, text(&names.completion)?);
    if let Some(context) = names.context.as_ref().and_then(|key| text(key)).filter(|context| !context.is_empty()) {
        prompt = [&prompt, FOLD, &context].concat();
    }
    // A record has no place for notes and pictures.
    let notes = names.notes.iter().chain(&names.images).any(|key| line.get(key).is_some());
    (!notes).then(|| Body::Pair { system, prompt: Text::new(prompt), completion: Text::new(completion) })
}
