//! What may stand where in a line of an evaluation dataset.

use crate::core::{Body, Text};
use crate::format::definition::{Others, Speaker};
use crate::format::line::Line;
use crate::format::schema::{Content, Field, Node};

/// The keys that the shape knows.
pub(in crate::format) fn fields(others: Others) -> Vec<Field> {
    let response = [
        Field::must("response", Node::prose(Speaker::Assistant)),
        Field::must("modelIdentifier", Node::Text(Content::Identifier)),
    ];
    vec![
        Field::may("prompt", Node::prose(Speaker::User)),
        Field::may("category", Node::prose(Speaker::Text)),
        Field::may("referenceResponse", Node::prose(Speaker::Assistant)),
        Field::may("modelResponses", Node::list(Node::object(others, response))),
    ]
}

/// The record of a line. `None` when it holds what a record cannot.
pub(in crate::format) fn body(mut line: Line<'_>) -> Option<Body> {
    let mut text = |key: &str| Some(Text::new(line.take(key)?.into_text()?));
    let (prompt, completion) = (text("prompt")?, text("referenceResponse")?);
    line.get("modelResponses").is_none().then_some(Body::Pair { system: None, prompt, completion })
}
