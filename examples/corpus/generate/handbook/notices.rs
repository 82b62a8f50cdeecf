//! Notices: many short documents in one text file, divided by two blank lines.

use std::path::PathBuf;

use anyhow::Result;

use super::super::dates;
use super::super::truth::At;
use super::{Marked, Notices, Truth, Writer};

/// Writes a year's notices and notes their truth.
pub fn write(notices: &Notices, writer: &mut Writer, truth: &mut Truth) -> Result<(PathBuf, Vec<u8>)> {
    let mut documents = Vec::new();
    for ((subject, pool, thing), n) in notices.items.iter().zip(0..) {
        let day = notices.first + n * 13;
        let mut out = Marked::plain(format!("Notice of {}: {subject}\n\n", dates::day(day)));
        out.append(&writer.paragraph(pool, thing, 4, day)?);
        out.push("\n\n");
        out.append(&writer.paragraph(pool, thing, 3, day)?);
        documents.push(out);
    }
    Ok((PathBuf::from(&notices.file), join(&notices.file, &documents, truth)?.into_bytes()))
}

/// Puts documents into one text, two blank lines between them, and notes each at the line on which it begins.
pub fn join(file: &str, documents: &[Marked], truth: &mut Truth) -> Result<String> {
    let mut out = String::new();
    for document in documents {
        if !out.is_empty() {
            out.push_str("\n\n\n");
        }
        let position = out.matches('\n').count() as u64 + 1;
        truth.note(At { file, unit: "line", position }, "", Some("text"), document)?;
        out.push_str(&document.text);
    }
    out.push('\n');
    Ok(out)
}
