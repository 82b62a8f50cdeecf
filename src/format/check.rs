//! Checking a line against its target: the one place where both writing and reading are measured.

use super::definition::{Severity, Speaker, TokenCounts};
use super::fault::Fault;
use super::line::{Converse, Line, MAX_LINE_BYTES, Part};
use super::pointer::Pointer;
use super::target::Target;
use super::{encode, plain_text};
use crate::core::Role;

/// Characters of a line, by who said them.
#[derive(Default)]
struct Lengths {
    input: u64,
    output: u64,
}

/// Reports everything that is wrong with a line.
pub(super) fn line(target: &Target, line: &Line<'_>, sink: &mut dyn FnMut(Fault, Pointer)) {
    if let Line::Converse(converse) = line {
        order(converse, sink);
    }
    let mut lengths = Lengths::default();
    let measured = target.definition().tokens.is_some();
    line.parts(&mut |part| {
        text(target, &part, sink);
        if measured {
            let chars = part.text.chars().count() as u64;
            *(if part.speaker == Speaker::Assistant { &mut lengths.output } else { &mut lengths.input }) += chars;
        }
    });
    length(target, &lengths, sink);
    if let Line::Document { key: None, text: Some(text) } = line
        && let Some(fault) = plain_text::fault(text)
    {
        sink(fault, Pointer::ROOT);
    }
}

/// Reports a line that is longer than lines that are read. Only for lines that are about to be written.
pub(super) fn line_length(line: &Line<'_>, sink: &mut dyn FnMut(Fault, Pointer)) {
    // A byte becomes six at most (\u00XX), and a text of a message needs less than 64 around it.
    const ESCAPED: usize = 6;
    const FRAME: usize = 64;
    let mut most = 2 * FRAME;
    line.parts(&mut |part| most += part.text.len() * ESCAPED + FRAME);
    if most <= MAX_LINE_BYTES {
        return;
    }
    let mut written = Vec::new();
    let too_long = encode::encode(line, &mut written).is_ok()
        && written.split(|byte| *byte == b'\n').any(|line| line.len() > MAX_LINE_BYTES);
    if too_long {
        sink(Fault::LineTooLong, Pointer::ROOT);
    }
}

/// Reports what is wrong with one text.
pub(super) fn text(target: &Target, part: &Part<'_>, sink: &mut dyn FnMut(Fault, Pointer)) {
    if part.text.trim_start().is_empty() {
        sink(Fault::Blank, part.at);
    }
    if let Some(reserved) = target.reserved() {
        reserved.find(part.text, part.speaker, &mut |fault| sink(fault, part.at));
    }
}

fn length(target: &Target, lengths: &Lengths, sink: &mut dyn FnMut(Fault, Pointer)) {
    let Some(tokens) = &target.definition().tokens else { return };
    for (part, limit) in tokens.limits() {
        let chars = match part {
            TokenCounts::Input => lengths.input,
            TokenCounts::Output => lengths.output,
            TokenCounts::Total => lengths.input + lengths.output,
        };
        let lines = [(tokens.error_chars, Severity::Error), (Some(tokens.warning_chars), Severity::Warning)];
        let crossed = lines.into_iter().find_map(|(per_token, severity)| {
            per_token.filter(|per_token| chars > per_token.saturating_mul(limit)).map(|per_token| (per_token, severity))
        });
        if let Some((per_token, severity)) = crossed {
            sink(Fault::TooLong { part, chars, tokens: limit, per_token, severity }, Pointer::ROOT);
        }
    }
}

fn order(converse: &Converse<'_>, sink: &mut dyn FnMut(Fault, Pointer)) {
    let at = Pointer::ROOT.key("messages");
    let roles = || converse.turns.iter().map(|turn| turn.role);
    match converse.turns.len() {
        // A list without elements has been reported as such.
        0 => return,
        1 => sink(Fault::TooFewMessages, at),
        _ => {}
    }
    if roles().next().flatten() == Some(Role::Assistant) {
        sink(Fault::FirstNotUser, at.item(0).key("role"));
    }
    for (n, (one, next)) in roles().zip(roles().skip(1)).enumerate() {
        if one.is_some() && one == next {
            sink(Fault::NotAlternating, at.item(n + 1).key("role"));
        }
    }
    if converse.turns.len() > 1 && roles().next_back().flatten() == Some(Role::User) {
        sink(Fault::LastNotAssistant, at.item(converse.turns.len() - 1).key("role"));
    }
}
