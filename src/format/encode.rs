//! Writing a line.

use std::borrow::Cow;

use super::converse::SCHEMA_VERSION;
use super::line::{Content, Converse, Line};
use super::{Error, plain_text};

/// Appends a line with its line break. Returns how many lines that are: more than one in plain text.
pub(super) fn encode(line: &Line<'_>, out: &mut Vec<u8>) -> Result<usize, Error> {
    match line {
        Line::Document { key: None, text } => {
            return plain_text::encode(text.as_deref().unwrap_or_default(), out);
        }
        Line::Document { key: Some(key), text } => object(&[(key, text)], out)?,
        Line::Pair { prompt, completion } => object(&[("prompt", prompt), ("completion", completion)], out)?,
        Line::Evaluation { prompt, category, reference } => {
            object(&[("prompt", prompt), ("category", category), ("referenceResponse", reference)], out)?;
        }
        Line::Converse(converse) => encode_converse(converse, out)?,
    }
    out.push(b'\n');
    Ok(1)
}

fn object(fields: &[(&str, &Option<Cow<'_, str>>)], out: &mut Vec<u8>) -> Result<(), Error> {
    out.push(b'{');
    let present = fields.iter().filter_map(|(key, text)| text.as_ref().map(|text| (key, text)));
    for (n, (key, text)) in present.enumerate() {
        out.extend_from_slice(if n == 0 { b"\"" } else { b",\"" });
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        string(text, out)?;
    }
    out.push(b'}');
    Ok(())
}

fn encode_converse(converse: &Converse<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    out.extend_from_slice(b"{\"schemaVersion\":\"");
    out.extend_from_slice(SCHEMA_VERSION.as_bytes());
    out.push(b'"');
    if let Some(system) = &converse.system {
        out.extend_from_slice(b",\"system\":");
        texts(system.iter().map(AsRef::as_ref), out)?;
    }
    out.extend_from_slice(b",\"messages\":[");
    for (n, turn) in converse.turns.iter().enumerate() {
        out.extend_from_slice(if n == 0 { b"{\"role\":\"" } else { b",{\"role\":\"" });
        out.extend_from_slice(turn.role.ok_or(Error::Encode)?.as_str().as_bytes());
        out.extend_from_slice(b"\",\"content\":");
        let blocks = turn.blocks.iter().filter_map(|block| match block {
            Content::Text(text) => Some(text.as_ref()),
            Content::Other | Content::Broken => None,
        });
        texts(blocks, out)?;
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
    Ok(())
}

/// `[{"text": …}, …]`
fn texts<'t>(texts: impl Iterator<Item = &'t str>, out: &mut Vec<u8>) -> Result<(), Error> {
    for (n, text) in texts.enumerate() {
        out.extend_from_slice(if n == 0 { b"[{\"text\":" } else { b",{\"text\":" });
        string(text, out)?;
        out.push(b'}');
    }
    out.push(b']');
    Ok(())
}

fn string(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    serde_json::to_writer(out, text).map_err(|_| Error::Encode)
}
