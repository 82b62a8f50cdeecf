//! The counter's two spreadsheets: one clean but for two rows, one saved by an office program and without licences.

use anyhow::Result;

use super::super::truth::{At, Truth};
use super::Ticket;

/// The counter's own list.
pub const COUNTER: &str = "data/desk-counter.csv";
/// The list whose rows name no licence, with a byte order mark and CR LF line ends.
pub const WALK_IN: &str = "data/desk-walk-in.csv";

const HEADER: [&str; 9] =
    ["ticket", "customer", "question", "answer", "category", "difficulty", "language", "opened", "licence"];

/// Rows that are put before the ticket of that index: one cell short, and with a quote inside an unquoted cell.
const BROKEN: [(usize, &str); 2] = [
    (29, "HF-47101,C-20140,Is the desk open on Sunday?,\"No, from Monday to Saturday.\",general,easy,en,2026-02-03"),
    (
        74,
        "HF-47102,C-20177,Does the stand carry a 27\" screen?,\"Yes, up to 8 kg.\",general,easy,en,2026-03-09,LicenseRef-HeronFinch-Desk",
    ),
];

/// Encodes the tickets and notes their truth. `plain` is LF line ends, no byte order mark, and the two broken rows.
pub fn encode(file: &'static str, tickets: &[Ticket], plain: bool, truth: &mut Truth) -> Result<Vec<u8>> {
    let end = if plain { "\n" } else { "\r\n" };
    let mut out = String::from(if plain { "" } else { "\u{feff}" });
    out.push_str(&HEADER.join(","));
    out.push_str(end);
    let mut row = 0;
    for (index, ticket) in tickets.iter().enumerate() {
        for (_, broken) in BROKEN.iter().filter(|(before, _)| plain && *before == index) {
            out.push_str(broken);
            out.push_str(end);
            row += 1;
        }
        out.push_str(&cells(ticket).map(|cell| quoted(&cell)).join(","));
        out.push_str(end);
        row += 1;
        let at = At { file, unit: "row", position: row };
        truth.note(at, "question", Some("prompt"), &ticket.prompt)?;
        truth.note(at, "answer", Some("completion"), &ticket.completion)?;
    }
    Ok(out.into_bytes())
}

fn cells(ticket: &Ticket) -> [String; 9] {
    [
        ticket.id.clone(),
        ticket.customer.clone(),
        ticket.prompt.text.clone(),
        ticket.completion.text.clone(),
        ticket.category.clone(),
        ticket.difficulty.clone(),
        ticket.language.clone(),
        ticket.opened(),
        ticket.licence.to_owned(),
    ]
}

/// A cell as RFC 4180 writes it.
fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
