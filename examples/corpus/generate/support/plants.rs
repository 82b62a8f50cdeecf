//! The trouble that is planted on purpose: duplicates, near-copies, a reserved string, licences and refusals.

use super::super::marked::Marked;
use super::ticket::{Desk, Ticket};

/// Plants exact duplicates within the first source and across all three, and near-copies that differ in case, white
/// space or punctuation only. Half of the copies come from another customer, so that groups have to be joined.
pub fn copies(desk: &mut Desk, helpdesk: &mut Vec<Ticket>, counter: &mut Vec<Ticket>, callbacks: &mut Vec<Ticket>) {
    let exact = |desk: &mut Desk, from: &Ticket, customer: Option<&str>| copy(desk, from, customer, Marked::clone);
    let originals: Vec<Ticket> = helpdesk.iter().step_by(9).take(14).cloned().collect();
    let others: Vec<String> = counter.iter().map(|ticket| ticket.customer.clone()).collect();
    for (n, original) in originals.iter().enumerate() {
        let customer = if n % 2 == 0 { None } else { others.get(n).map(String::as_str) };
        match n {
            0..4 => helpdesk.insert(n * 31 + 5, exact(desk, original, customer)),
            4..7 => counter.insert(n * 11, exact(desk, original, customer)),
            7..9 => callbacks.insert(n * 9, exact(desk, original, customer)),
            9..11 => callbacks.insert(n * 10, copy(desk, original, customer, shouted)),
            11..13 => counter.insert(n * 7, copy(desk, original, customer, loosened)),
            _ => helpdesk.insert(n * 6, copy(desk, original, customer, emphatic)),
        }
    }
}

fn copy(desk: &mut Desk, from: &Ticket, customer: Option<&str>, change: impl Fn(&Marked) -> Marked) -> Ticket {
    let customer = customer.unwrap_or(&from.customer).to_owned();
    Ticket { id: desk.next_id(), customer, prompt: change(&from.prompt), day: from.day + 1, ..from.clone() }
}

fn shouted(text: &Marked) -> Marked {
    text.rewrite(str::to_uppercase)
}

fn loosened(text: &Marked) -> Marked {
    text.rewrite(|between| between.replace(", ", "  ").replace(". ", " - "))
}

fn emphatic(text: &Marked) -> Marked {
    text.rewrite(|between| between.replace('.', " !").replace('?', " ??"))
}

/// Plants one ticket with a string that Nova models reserve.
pub fn reserved_string(tickets: &mut [Ticket]) {
    if let Some(ticket) = tickets.iter_mut().filter(|ticket| ticket.category == "technical").nth(1) {
        ticket.prompt.push("\nOperating System: Linux 6.8, 64 bit");
    }
}

/// Gives some tickets of the counter a licence of their own: two that are allowed, one that is denied, one that is no
/// licence at all.
pub fn licences(tickets: &mut [Ticket]) {
    let planted = [(8, "CC-BY-4.0"), (19, "CC0-1.0"), (23, "CC-BY-NC-4.0"), (47, "see contract"), (61, "CC-BY-4.0")];
    for (row, licence) in planted {
        if let Some(ticket) = tickets.get_mut(row) {
            ticket.licence = licence;
        }
    }
}

/// Takes the consent of three callbacks back.
pub fn refusals(tickets: &mut [Ticket]) {
    for row in [12, 57, 90] {
        if let Some(ticket) = tickets.get_mut(row) {
            ticket.consent = false;
        }
    }
}
