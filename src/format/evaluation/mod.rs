//! A line of an evaluation dataset: `{"prompt": …, "category": …, "referenceResponse": …}`, and the sidecar beside it.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-evaluation-prompt-datasets.html>. The shape has no place for
//! difficulty and language, so those go to a sidecar, one line for each line of the dataset.

mod prompt;
pub(super) mod retrieval;
mod shape;
mod sidecar;

use std::borrow::Cow;

pub(super) use shape::{body, fields};
pub use sidecar::{Label, LabelOrigin, Sidecar};

use super::definition::Others;
use super::line::Line;
use super::schema::Node;
use super::{Error, convert, encode};
use crate::core::{Body, Reason, Span};

/// Writes a record as a line of an evaluation dataset and returns the number of lines, which is one.
///
/// A pair or conversation asks everything up to its last user turn and expects the last answer; a document asks its first
/// half and expects the rest, parted between two sentences and never inside one of the `protected` spans of its text, which
/// are sorted and do not overlap.
pub fn encode_holdout(
    body: &Body,
    category: Option<&str>,
    protected: &[Span],
    out: &mut Vec<u8>,
) -> Result<usize, Error> {
    let line = holdout(body, category, protected).map_err(Error::Refused)?;
    encode::encode(&Node::object(Others::Error, fields(Others::Error)), &line, out)
}

/// The line of a record.
pub(super) fn holdout<'b>(body: &'b Body, category: Option<&'b str>, protected: &[Span]) -> Result<Line<'b>, Reason> {
    let (prompt, reference) = match body {
        Body::Document { text } => {
            let (prompt, reference) = prompt::halves(text.expose(), protected).ok_or(Reason::NotRepresentable)?;
            (Cow::Borrowed(prompt), Cow::Borrowed(reference))
        }
        Body::Pair { system, prompt, completion } => {
            (convert::folded(system.as_ref(), prompt), Cow::Borrowed(completion.expose()))
        }
        Body::Conversation { system, turns } => prompt::conversation(system.as_ref(), turns)?,
    };
    let mut fields = vec![("prompt", Line::Text(prompt))];
    let category = category.filter(|category| !category.trim().is_empty());
    fields.extend(category.map(|category| ("category", Line::text(category))));
    fields.push(("referenceResponse", Line::Text(reference)));
    Ok(Line::Object(fields))
}
