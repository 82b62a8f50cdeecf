//! Writing a line.

use super::line::Line;
use super::schema::{Fields, Node};
use super::{Error, plain_text};

/// Appends a line of plain text, if `schema` has no keys, or of JSON, with its line break. Returns how many lines that are:
/// more than one in plain text.
pub(super) fn encode(schema: &Node, line: &Line<'_>, out: &mut Vec<u8>) -> Result<usize, Error> {
    if let Line::Text(text) = line {
        return plain_text::encode(text, out);
    }
    value(schema, line, out)?;
    out.push(b'\n');
    Ok(1)
}

fn value(node: &Node, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    match (node, line) {
        (Node::Object(fields), Line::Object(values)) => object(fields, values, out),
        (Node::List(item), Line::List(values)) => {
            out.push(b'[');
            for (n, element) in values.iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                value(item, element, out)?;
            }
            out.push(b']');
            Ok(())
        }
        (Node::Either { text, .. }, Line::Text(_)) => value(text, line, out),
        (Node::Either { other, .. }, _) => value(other, line, out),
        (Node::Text(_), Line::Text(text)) => serde_json::to_writer(out, text.as_ref()).map_err(|_| Error::Encode),
        (Node::Json { .. } | Node::Tags | Node::Object(_), Line::Json(json)) => {
            out.extend_from_slice(json.as_bytes());
            Ok(())
        }
        // What does not fit its place was never made by a conversion.
        _ => Err(Error::Encode),
    }
}

/// Keys are written in the order of the schema, whatever the order of the values.
fn object(fields: &Fields, values: &[(&str, Line<'_>)], out: &mut Vec<u8>) -> Result<(), Error> {
    out.push(b'{');
    let mut first = true;
    for field in &fields.known {
        let Some((key, line)) = values.iter().find(|(key, _)| *key == field.key) else { continue };
        out.extend_from_slice(if std::mem::take(&mut first) { b"\"" } else { b",\"" });
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        value(&field.node, line, out)?;
    }
    out.push(b'}');
    Ok(())
}
