//! The shape of the Converse API: `{"schemaVersion": …, "system": […], "messages": […]}`.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html> and
//! <https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html>. Keys are written in this
//! order: schemaVersion, system, messages. Content is always an array; that of our records holds one text.

pub(super) mod candidates;
pub(super) mod media;
mod shape;
pub(super) mod tools;

pub(super) use shape::{Taken, fields};

use super::convert::{self, said};
use super::line::Line;
use crate::core::{Body, Reason, Role, Text, Turn};

/// The one schema version there is.
pub const SCHEMA_VERSION: &str = "bedrock-conversation-2024";

/// A misspelling of it in a list on the page about distillation
/// (<https://docs.aws.amazon.com/bedrock/latest/userguide/distillation-prepare-datasets.html>), which AWS's own checks refuse.
pub(super) const MISSPELT: &str = "bedrock-conversion-2024";

/// The line of a record.
pub(super) fn line(body: &Body) -> Result<Line<'_>, Reason> {
    let (system, messages) = match body {
        Body::Document { .. } => return Err(Reason::NotRepresentable),
        Body::Pair { system, prompt, completion } => {
            (system, vec![message(Role::User, prompt), message(Role::Assistant, completion)])
        }
        Body::Conversation { system, turns } => {
            convert::check_order(turns)?;
            (system, turns.iter().map(|turn| message(turn.role, &turn.text)).collect())
        }
    };
    let mut fields = vec![("schemaVersion", Line::text(SCHEMA_VERSION))];
    fields.extend(said(system.as_ref()).map(|text| ("system", texts(text))));
    fields.push(("messages", Line::List(messages)));
    Ok(Line::Object(fields))
}

fn message(role: Role, text: &Text) -> Line<'_> {
    Line::object([("role", Line::text(role.as_str())), ("content", texts(text))])
}

/// `[{"text": …}]`
pub(super) fn texts(text: &Text) -> Line<'_> {
    Line::List(vec![Line::object([("text", Line::text(text.expose()))])])
}

/// The record of a line. `None` when it holds what a record cannot: tools, pictures, several texts in one message.
pub(super) fn body(mut line: Line<'_>) -> Option<Body> {
    let system = match line.take("system") {
        Some(system) => Some(only_text(system)?),
        None => None,
    };
    let Line::List(messages) = line.take("messages")? else { return None };
    let turns: Option<Vec<_>> = messages.into_iter().map(turn).collect();
    line.get("toolConfig").is_none().then_some(Body::Conversation { system, turns: turns? })
}

fn turn(mut message: Line<'_>) -> Option<Turn> {
    let role = match message.text_of("role")? {
        "user" => Role::User,
        "assistant" => Role::Assistant,
        _ => return None,
    };
    Some(Turn { role, text: only_text(message.take("content")?)? })
}

/// The text of `[{"text": …}]`.
pub(super) fn only_text(blocks: Line<'_>) -> Option<Text> {
    let Line::List(blocks) = blocks else { return None };
    let mut blocks = blocks.into_iter();
    let (Some(mut block), None) = (blocks.next(), blocks.next()) else { return None };
    Some(Text::new(block.take("text")?.into_text()?))
}
