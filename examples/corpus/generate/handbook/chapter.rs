//! Chapters: one markdown file each, which is one record.

use std::path::PathBuf;

use anyhow::Result;

use super::super::truth::At;
use super::{Chapter, Marked, Truth, Writer};

/// Writes a chapter and notes its truth.
pub fn write(chapter: &Chapter, writer: &mut Writer, truth: &mut Truth) -> Result<(PathBuf, Vec<u8>)> {
    let mut out = Marked::plain(format!("# {}\n", chapter.title));
    for (title, pool, thing, sentences) in &chapter.sections {
        out.push(&format!("\n## {title}\n"));
        let mut left = *sentences;
        while left > 0 {
            let length = writer.length(left);
            out.push("\n");
            if length <= 3 && writer.one_in(2) {
                list(&mut out, pool, thing, length, writer)?;
            } else {
                out.append(&writer.paragraph(pool, thing, length, 200)?);
                out.push("\n");
            }
            left -= length;
        }
    }
    let at = At { file: &chapter.file, unit: "file", position: 0 };
    truth.note(at, "", Some("text"), &out)?;
    Ok((PathBuf::from(&chapter.file), out.text.into_bytes()))
}

fn list(out: &mut Marked, pool: &str, thing: &str, length: u32, writer: &mut Writer) -> Result<()> {
    for _ in 0..length {
        out.push("- ");
        out.append(&writer.paragraph(pool, thing, 1, 200)?);
        out.push("\n");
    }
    Ok(())
}
