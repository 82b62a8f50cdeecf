//! The helpdesk export: JSONL with nested objects, compressed, with three lines that no reader should accept.

use anyhow::Result;
use serde::Serialize;

use super::super::truth::{At, Truth};
use super::Ticket;

/// Name of the file.
pub const FILE: &str = "data/helpdesk.jsonl.zst";

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    customer: &'a str,
    ticket: Body<'a>,
    answer: Answer<'a>,
    difficulty: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

#[derive(Serialize)]
struct Body<'a> {
    category: &'a str,
    language: &'a str,
    opened: String,
    message: &'a str,
}

#[derive(Serialize)]
struct Answer<'a> {
    text: &'a str,
}

/// Lines that are put before the ticket of that index: cut off in the middle, with half a surrogate pair, and with a key
/// that stands twice.
const BROKEN: [(usize, &str); 3] = [
    (33, r#"{"id":"HF-47001","customer":"C-20140","ticket":{"category":"general","message":"Are you open on"#),
    (
        70,
        r#"{"id":"HF-47002","customer":"C-20177","ticket":{"category":"general","message":"Great service \ud83d"},"answer":{"text":"Thank you!"}}"#,
    ),
    (
        101,
        r#"{"id":"HF-47003","customer":"C-20214","ticket":{"category":"general","message":"First version","message":"Second version"},"answer":{"text":"Thank you for writing."}}"#,
    ),
];

/// Encodes the tickets and notes their truth.
pub fn encode(tickets: &[Ticket], truth: &mut Truth) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut number = 0;
    for (index, ticket) in tickets.iter().enumerate() {
        for (_, broken) in BROKEN.iter().filter(|(before, _)| *before == index) {
            out.extend_from_slice(broken.as_bytes());
            out.push(b'\n');
            number += 1;
        }
        serde_json::to_writer(&mut out, &line(ticket))?;
        out.push(b'\n');
        number += 1;
        let at = At { file: FILE, unit: "line", position: number };
        truth.note(at, "/ticket/message", Some("prompt"), &ticket.prompt)?;
        truth.note(at, "/answer/text", Some("completion"), &ticket.completion)?;
        truth.note(at, "/note", None, &ticket.note)?;
    }
    Ok(zstd::encode_all(out.as_slice(), 19)?)
}

fn line(ticket: &Ticket) -> Line<'_> {
    Line {
        id: &ticket.id,
        customer: &ticket.customer,
        ticket: Body {
            category: &ticket.category,
            language: &ticket.language,
            opened: format!("{}T09:30:00Z", ticket.opened()),
            message: &ticket.prompt.text,
        },
        answer: Answer { text: &ticket.completion.text },
        difficulty: &ticket.difficulty,
        note: &ticket.note.text,
    }
}
