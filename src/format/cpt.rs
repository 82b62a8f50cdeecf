//! `{"input": …}` and `{"text": …}`: one document a line, for continued pre-training.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/dataset-prep-continued-pretraining.html> and
//! <https://docs.aws.amazon.com/sagemaker/latest/dg/nova-cpt-1.html>. The two are not interchangeable.

use super::definition::Speaker;
use super::line::Line;
use super::schema::{Field, Node};
use crate::core::{Body, Reason, Text};

/// The keys that the shape knows.
pub(super) fn fields(key: &str) -> Vec<Field> {
    vec![Field::may(key, Node::prose(Speaker::Text))]
}

/// The line of a record.
pub(super) fn line<'b>(key: &'b str, body: &'b Body) -> Result<Line<'b>, Reason> {
    let Body::Document { text } = body else { return Err(Reason::NotRepresentable) };
    Ok(Line::object([(key, Line::text(text.expose()))]))
}

/// The record of a line.
pub(super) fn body(key: &str, mut line: Line<'_>) -> Option<Body> {
    Some(Body::Document { text: Text::new(line.take(key)?.into_text()?) })
}
