//! A line of a batch of requests: `{"recordId": …, "modelInput": …}`.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-data.html>. `modelInput` is the body of the model's own
//! API or of Converse; one line in the wrong shape fails the whole job. Batches are checked and not written, because what a
//! record expects as the answer has no place in a request.

use super::definition::{Others, Severity, Speaker};
use super::fault::{Fault, Json};
use super::line::Line;
use super::pointer::Pointer;
use super::schema::{Content, Field, Fields, Node};

/// Keys that hold what is asked, one of which every body has: Converse and Claude, Llama and others, Titan.
const ASKED: [&str; 3] = ["messages", "prompt", "inputText"];

/// The keys that the shape knows.
pub(super) fn fields() -> Vec<Field> {
    vec![Field::may("recordId", Node::label()), Field::may("modelInput", Node::object(Others::Allowed, body()))]
}

/// The keys of a request's body in any of the shapes; others are let through, since every model has its own.
pub(super) fn body() -> Vec<Field> {
    let system = Node::Either {
        text: Box::new(Node::prose(Speaker::System)),
        other: Box::new(Node::list(block(Speaker::System))),
        doubt: None,
    };
    vec![
        Field::may("anthropic_version", Node::label()),
        Field::may("max_tokens", Node::Json { only: Some(Json::Number), has: &[] }),
        Field::may("system", system),
        Field::may("messages", Node::list(message(None))),
        Field::may("prompt", Node::prose(Speaker::User)),
        Field::may("inputText", Node::prose(Speaker::User)),
        Field::may("inferenceConfig", Node::json(Some(Json::Object))),
    ]
}

/// A message with content as a string or as blocks.
pub(super) fn message(doubt: Option<&'static str>) -> Node {
    let words = [("user", Speaker::User), ("assistant", Speaker::Assistant), ("system", Speaker::System)];
    let words = words.map(|(word, speaker)| (word.to_owned(), speaker)).into();
    let said = Node::Text(Content::Prose { speaker: None, blank: false });
    let blocks = Node::Object(Fields {
        known: vec![Field::may("text", said.clone())],
        others: Others::Allowed,
        one: false,
        role: None,
        logged: false,
    });
    let content = Node::Either { text: Box::new(said), other: Box::new(Node::list(blocks)), doubt };
    let fields = vec![Field::must("role", Node::Text(Content::Role(words))), Field::must("content", content)];
    Node::Object(Fields {
        known: fields,
        others: Others::Allowed,
        one: false,
        role: Some("role".to_owned()),
        logged: false,
    })
}

fn block(speaker: Speaker) -> Node {
    Node::object(Others::Allowed, [Field::may("text", Node::prose(speaker))])
}

/// Reports a body that is no model's. `root` is the record.
pub(super) fn check(root: &Line<'_>, sink: &mut dyn FnMut(Fault, &Pointer<'_>)) {
    let Some(body @ Line::Object(_)) = root.get("modelInput") else { return };
    let at = Pointer::ROOT.key("modelInput");
    let mut missing = |key: &str| sink(Fault::MissingKey { key: key.to_owned(), severity: Severity::Error }, &at);
    if ASKED.iter().all(|key| body.get(key).is_none()) {
        missing("messages");
        return;
    }
    // Converse has content in blocks and its settings in `inferenceConfig`: a string or `max_tokens` is Claude's own shape.
    let strings = body.items_of("messages").iter().any(|message| message.text_of("content").is_some());
    let (version, most) = (body.get("anthropic_version").is_some(), body.get("max_tokens").is_some());
    let messages = body.get("messages").is_some();
    if messages && !version && (strings || most) {
        missing("anthropic_version");
    }
    if version && !most {
        missing("max_tokens");
    }
}
