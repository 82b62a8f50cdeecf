//! Prose-like JSONL of any size for benchmarks, with a stated density of personal values.
//!
//! Density is the number of planted values (names of people not counted) for every word of text: 0.01 is one value in a
//! hundred words. Sentences with values are put in as soon as the text falls behind its density, so every megabyte of a
//! file has the same.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use super::marked::Marked;
use super::rng::Rng;
use super::truth::{At, Truth};

mod pools;
mod sentence;
mod words;

use sentence::Speaker;

/// Shape of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `id` and `text`.
    Text,
    /// `id`, `group`, `category`, `prompt` and `completion`.
    Pair,
}

/// What to write.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Size of the file in bytes; the last record may pass it.
    pub bytes: u64,
    /// Personal values for every word.
    pub density: f64,
    /// Shape of the records.
    pub shape: Shape,
    /// Another seed gives other text.
    pub seed: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Records.
    pub records: u64,
    /// Bytes.
    pub bytes: u64,
    /// Words.
    pub words: u64,
    /// Planted values, names of people not counted.
    pub values: u64,
}

#[derive(Serialize)]
struct TextLine<'a> {
    id: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct PairLine<'a> {
    id: &'a str,
    group: &'a str,
    category: &'a str,
    prompt: &'a str,
    completion: &'a str,
}

/// Writes JSONL to `out` and, where asked for, the truth to `sidecar`; `file` is the name that the truth gives.
pub fn write(plan: &Plan, file: &str, out: &mut dyn Write, mut sidecar: Option<&mut dyn Write>) -> Result<Written> {
    let mut speaker = Speaker::new(plan.seed, plan.density)?;
    let mut rng = Rng::new(plan.seed, "records");
    let mut written = Written::default();
    let (mut line, mut first, mut second) = (Vec::new(), Marked::default(), Marked::default());
    while written.bytes < plan.bytes {
        written.records += 1;
        let id = format!("b-{:07}", written.records);
        line.clear();
        match plan.shape {
            Shape::Text => {
                // From one short paragraph to eight long ones, short ones more often.
                let paragraphs = 1 + rng.below(8).min(rng.below(8));
                speaker.text(paragraphs, 7, &mut first);
                serde_json::to_writer(&mut line, &TextLine { id: &id, text: &first.text })?;
            }
            Shape::Pair => {
                speaker.text(1, 5, &mut first);
                speaker.text(1 + rng.below(2), 6, &mut second);
                let group = format!("g-{:06}", rng.below(1 + plan.bytes / 4096));
                let category = rng.word(&["summary", "question", "rewriting", "extraction", "classification"]);
                let (prompt, completion) = (first.text.as_str(), second.text.as_str());
                serde_json::to_writer(&mut line, &PairLine { id: &id, group: &group, category, prompt, completion })?;
            }
        }
        line.push(b'\n');
        out.write_all(&line)?;
        written.bytes += line.len() as u64;
        if let Some(sidecar) = sidecar.as_deref_mut() {
            sidecar.write_all(&truth(
                plan.shape,
                At { file, unit: "line", position: written.records },
                &first,
                &second,
            )?)?;
        }
    }
    (written.words, written.values) = (speaker.words(), speaker.values());
    Ok(written)
}

fn truth(shape: Shape, at: At<'_>, first: &Marked, second: &Marked) -> Result<Vec<u8>> {
    let mut truth = Truth::default();
    match shape {
        Shape::Text => truth.note(at, "/text", Some("text"), first)?,
        Shape::Pair => {
            truth.note(at, "/prompt", Some("prompt"), first)?;
            truth.note(at, "/completion", Some("completion"), second)?;
        }
    }
    Ok(truth.into_bytes())
}
