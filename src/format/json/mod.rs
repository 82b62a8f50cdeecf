//! Reading one line of JSON by a target's schema, reporting everything on the way that does not fit.
//!
//! What it is: one serde visitor that borrows strings from the line, reports each misfit with its place and goes on, and
//! stops only where the JSON itself is broken. What it is not: it knows no shape, and no error of `serde_json` gets out of it,
//! since those may quote the line.

mod key;
mod known;
mod read;
mod skip;

use serde::de::DeserializeSeed;

use super::fault::{Fault, Syntax};
use super::line::Line;
use super::pointer::Pointer;
use super::schema::Node;
use read::Read;
use skip::Skip;

/// Where faults go while a line is read.
pub(super) struct Faults<'s> {
    sink: &'s mut dyn FnMut(Fault, &Pointer<'_>),
}

impl<'s> Faults<'s> {
    /// Faults that go to `sink` as they are found.
    pub(super) fn new(sink: &'s mut dyn FnMut(Fault, &Pointer<'_>)) -> Self {
        Self { sink }
    }

    /// Reports one.
    pub(super) fn report(&mut self, fault: Fault, at: &Pointer<'_>) {
        (self.sink)(fault, at);
    }
}

/// Whether a word is a key of a public dataset format.
pub(super) fn is_key(word: &str) -> bool {
    known::known(word).is_some()
}

/// A line that is not JSON: why, and at which byte of the line, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) syntax: Syntax,
    pub(super) column: u64,
}

/// Reads one JSON value that fills the whole line.
pub(super) fn read<'a>(line: &'a str, node: &'a Node, faults: &mut Faults<'_>) -> Result<Line<'a>, Broken> {
    seeded(line, Read { node, at: &Pointer::ROOT, faults })
}

/// Passes over one JSON value that fills the whole text, reporting what is wrong inside at `at`; the keys of the object it is.
fn skip(text: &str, at: &Pointer<'_>, faults: &mut Faults<'_>, keys: Option<&mut Vec<String>>) -> Result<(), Broken> {
    seeded(text, Skip { faults, at, keys }).map(|_| ())
}

fn seeded<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, Broken> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut json).map_err(|error| broken(&error, text))?;
    json.end().map_err(|error| broken(&error, text))?;
    Ok(value)
}

/// What the error means, and what stands where it arose.
fn broken(error: &serde_json::Error, text: &str) -> Broken {
    const KINDS: [(&str, Syntax); 6] = [
        ("lone leading surrogate", Syntax::LoneSurrogate),
        ("unexpected end of hex escape", Syntax::LoneSurrogate),
        ("control character", Syntax::ControlCharacter),
        ("trailing comma", Syntax::TrailingComma),
        ("trailing characters", Syntax::TrailingCharacters),
        ("recursion limit", Syntax::TooDeep),
    ];
    let message = error.to_string();
    let syntax = if error.is_eof() {
        Syntax::Truncated
    } else {
        KINDS.iter().find(|(start, _)| message.starts_with(start)).map_or(Syntax::Other, |(_, syntax)| *syntax)
    };
    let at = error.column().saturating_sub(1);
    Broken { syntax: nearer(syntax, text, at), column: error.column() as u64 }
}

/// A better word for what is wrong at byte `at`, where what stands there gives one away.
fn nearer(syntax: Syntax, text: &str, at: usize) -> Syntax {
    let (before, from) = text.as_bytes().split_at_checked(at).unwrap_or_default();
    match syntax {
        Syntax::TrailingCharacters => {
            let spaces = before.iter().rev().take_while(|byte| byte.is_ascii_whitespace());
            if spaces.into_iter().any(|byte| *byte == b'\r') { Syntax::CarriageReturns } else { syntax }
        }
        Syntax::Other => {
            // The error is told at the first letter of a word, or at the second one of a word that may go on as a number.
            let here = [Some(at), at.checked_sub(1)].into_iter().flatten().filter_map(|at| text.as_bytes().get(at..));
            let starts = |word: &[u8]| here.clone().any(|rest| rest.starts_with(word));
            let words: [&[u8]; 6] = [b"NaN", b"Infinity", b"-Infinity", b"None", b"True", b"False"];
            let begins = text.trim_start().bytes().next();
            if from.first() == Some(&b'\'') {
                Syntax::SingleQuotes
            } else if words.into_iter().any(starts) {
                Syntax::NoJsonWord
            } else if begins.is_some_and(|byte| !byte.is_ascii_digit() && !b"{[\"-".contains(&byte)) {
                Syntax::Text
            } else {
                syntax
            }
        }
        _ => syntax,
    }
}

#[cfg(test)]
mod tests;
