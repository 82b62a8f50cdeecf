//! A line of a dataset for the evaluation of retrieval-augmented generation:
//! `{"conversationTurns": [{"prompt": {"content": [{"text": …}]}, "referenceResponses": [{"content": [{"text": …}]}]}]}`.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-evaluation-prompt.html>. What a retriever gave, under
//! `output`, is passed over.

use crate::core::{Body, Reason, Text};
use crate::format::converse::{only_text, texts};
use crate::format::convert;
use crate::format::definition::{Others, Speaker};
use crate::format::fault::Json;
use crate::format::line::Line;
use crate::format::schema::{Field, Node};

/// The keys that the shape knows.
pub(in crate::format) fn fields(others: Others) -> Vec<Field> {
    let content = |speaker| {
        let block = Node::object(others, [Field::must("text", Node::prose(speaker))]);
        Node::object(others, [Field::must("content", Node::list(block))])
    };
    let turn = [
        Field::must("prompt", content(Speaker::User)),
        Field::may("referenceResponses", Node::list(content(Speaker::Assistant))),
        Field::may("output", Node::json(Some(Json::Object))),
        Field::may("referenceContexts", Node::list(content(Speaker::Text))),
    ];
    vec![Field::may("conversationTurns", Node::list(Node::object(others, turn)))]
}

/// The line of a record: of a conversation, one turn that asks its one question.
pub(in crate::format) fn line(body: &Body) -> Result<Line<'_>, Reason> {
    let (system, prompt, completion) = match body {
        Body::Document { .. } => return Err(Reason::NotRepresentable),
        Body::Pair { system, prompt, completion } => (system, prompt, completion),
        Body::Conversation { system, turns } => {
            convert::check_order(turns)?;
            let [user, assistant] = turns.as_slice() else { return Err(Reason::NotRepresentable) };
            (system, &user.text, &assistant.text)
        }
    };
    let asked = Line::Text(convert::folded(system.as_ref(), prompt));
    let asked = Line::object([("content", Line::List(vec![Line::object([("text", asked)])]))]);
    let answered = Line::object([("content", texts(completion))]);
    let turn = Line::object([("prompt", asked), ("referenceResponses", Line::List(vec![answered]))]);
    Ok(Line::object([("conversationTurns", Line::List(vec![turn]))]))
}

/// The record of a line. `None` when it holds what a record cannot: several turns or answers, or what was retrieved.
pub(in crate::format) fn body(mut line: Line<'_>) -> Option<Body> {
    let mut turn = only(line.take("conversationTurns")?)?;
    let prompt = only_text(turn.take("prompt")?.take("content")?)?;
    let completion: Text = only_text(only(turn.take("referenceResponses")?)?.take("content")?)?;
    let more = ["output", "referenceContexts"].iter().any(|key| turn.get(key).is_some());
    (!more).then_some(Body::Pair { system: None, prompt, completion })
}

fn only(list: Line<'_>) -> Option<Line<'_>> {
    let Line::List(items) = list else { return None };
    let mut items = items.into_iter();
    items.next().filter(|_| items.next().is_none())
}
