//! Messages whose content is one string: `{"messages": [{"role": …, "content": …}]}`.
//!
//! Instructions stand beside the messages as one string (Claude 3 Haiku,
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html>) or are the first message
//! (reinforcement fine-tuning, <https://docs.aws.amazon.com/bedrock/latest/userguide/rft-prepare-data.html>, and what is common
//! before an import). `ShareGPT` has the same shape under other names.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::convert::{self, said};
use super::definition::{MessageNames, Others, Speaker, TurnRole, Turns};
use super::fault::{Fault, Json, ToolFault};
use super::line::Line;
use super::pointer::Pointer;
use super::schema::{Content, Field, Fields, Node};
use crate::core::{Body, Reason, Role, Text, Turn};

/// The keys that the shape knows.
pub(super) fn fields(names: &MessageNames, turns: &Turns, others: Others) -> Vec<Field> {
    let mut fields = Vec::new();
    if names.reference.is_some() {
        fields.push(Field::may("id", Node::label()));
    }
    fields.extend(names.system.iter().map(|key| Field::may(key, Node::prose(Speaker::System))));
    fields.push(Field::may(&names.messages, Node::list(message(names, turns, others))));
    if let Some(reference) = &names.reference {
        let answer = Node::Either {
            text: Box::new(Node::prose(Speaker::Assistant)),
            other: Box::new(Node::json(Some(Json::Object))),
            doubt: None,
        };
        fields.push(Field::may(reference, answer));
        fields.push(Field::may("tools", Node::list(function(others))));
    }
    fields
}

fn message(names: &MessageNames, turns: &Turns, others: Others) -> Node {
    let roles = turns.roles.iter().chain(&turns.doubtful);
    let words = roles.map(|role| (names.word(*role).to_owned(), role.speaker()));
    let mut fields = vec![
        Field::must(&names.role, Node::Text(Content::Role(words.collect()))),
        Field::must(&names.content, Node::said()),
    ];
    if turns.doubtful.contains(&TurnRole::Tool) || turns.roles.contains(&TurnRole::Tool) {
        fields.push(Field::may("tool_calls", Node::json(Some(Json::Array))));
        fields.push(Field::may("tool_call_id", Node::label()));
    }
    Node::Object(Fields { known: fields, others, one: false, role: Some(names.role.clone()), logged: false })
}

/// A tool in the words of `OpenAI`.
fn function(others: Others) -> Node {
    let kind = Content::Word { words: vec!["function".to_owned()], doubtful: Vec::new() };
    let parameters = Node::Json { only: Some(Json::Object), has: &["type", "properties"] };
    let spec = [
        Field::must("name", Node::label()),
        Field::must("description", Node::label()),
        Field::must("parameters", parameters),
    ];
    Node::object(others, [Field::must("type", Node::Text(kind)), Field::must("function", Node::object(others, spec))])
}

/// Reports tools of one name, and an expected answer that is an object without content.
pub(super) fn check(names: &MessageNames, root: &Line<'_>, sink: &mut dyn FnMut(Fault, &Pointer<'_>)) {
    let Some(reference) = &names.reference else { return };
    if let Some(Line::Json(json)) = root.get(reference)
        && json.trim_start_matches('{').trim_start().starts_with('}')
    {
        sink(Fault::Blank, &Pointer::ROOT.key(reference));
    }
    let tools = Pointer::ROOT.key("tools");
    let mut known = BTreeSet::new();
    for (n, tool) in root.items_of("tools").iter().enumerate() {
        let name = tool.get("function").and_then(|function| function.text_of("name"));
        if name.is_some_and(|name| !known.insert(name)) {
            sink(Fault::Tool(ToolFault::DefinedTwice), &tools.item(n).key("function").key("name"));
        }
    }
}

/// The line of a record.
pub(super) fn line<'b>(names: &'b MessageNames, body: &'b Body) -> Result<Line<'b>, Reason> {
    let (system, mut turns): (_, Vec<(Role, &Text)>) = match body {
        Body::Document { .. } => return Err(Reason::NotRepresentable),
        Body::Pair { system, prompt, completion } => {
            (system, vec![(Role::User, prompt), (Role::Assistant, completion)])
        }
        Body::Conversation { system, turns } => {
            convert::check_order(turns)?;
            (system, turns.iter().map(|turn| (turn.role, &turn.text)).collect())
        }
    };
    let system = said(system.as_ref());
    let reference = names.reference.as_ref().and_then(|key| Some((key, turns.pop()?)));
    let message = |role: TurnRole, text| {
        Line::object([(names.role.as_str(), Line::text(names.word(role))), (names.content.as_str(), Line::text(text))])
    };
    let mut messages = Vec::new();
    let mut fields = Vec::new();
    match &names.system {
        Some(key) => fields.extend(system.map(|text| (key.as_str(), Line::text(text.expose())))),
        None => messages.extend(system.map(|text| message(TurnRole::System, text.expose()))),
    }
    messages.extend(turns.into_iter().map(|(role, text)| message(turn_role(role), text.expose())));
    fields.push((names.messages.as_str(), Line::List(messages)));
    fields.extend(reference.map(|(key, (_, text))| (key.as_str(), Line::Text(Cow::Borrowed(text.expose())))));
    Ok(Line::Object(fields))
}

fn turn_role(role: Role) -> TurnRole {
    match role {
        Role::User => TurnRole::User,
        Role::Assistant => TurnRole::Assistant,
    }
}

/// The record of a line. `None` when it holds what a record cannot: tools, other roles, an answer that is no text.
pub(super) fn body(names: &MessageNames, mut line: Line<'_>) -> Option<Body> {
    let mut system = match names.system.as_ref().and_then(|key| line.take(key)) {
        Some(text) => Some(Text::new(text.into_text()?)),
        None => None,
    };
    let Line::List(messages) = line.take(&names.messages)? else { return None };
    let mut turns = Vec::new();
    for mut message in messages {
        let role = message.text_of(&names.role)?;
        let said = |known| role == names.word(known);
        let (user, assistant, instructs) = (said(TurnRole::User), said(TurnRole::Assistant), said(TurnRole::System));
        let text = Text::new(message.take(&names.content)?.into_text()?);
        match (user, assistant, instructs) {
            (true, _, _) => turns.push(Turn { role: Role::User, text }),
            (_, true, _) => turns.push(Turn { role: Role::Assistant, text }),
            (_, _, true) if turns.is_empty() && system.is_none() => system = Some(text),
            _ => return None,
        }
    }
    if let Some(key) = &names.reference {
        turns.push(Turn { role: Role::Assistant, text: Text::new(line.take(key)?.into_text()?) });
    }
    let more = ["id", "tools"].iter().any(|key| line.get(key).is_some());
    (!more).then_some(Body::Conversation { system, turns })
}
