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
    let value = seed.deserialize(&mut json).map_err(|error| broken(&error))?;
    json.end().map_err(|error| broken(&error))?;
    Ok(value)
}

fn broken(error: &serde_json::Error) -> Broken {
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
    Broken { syntax, column: error.column() as u64 }
}

#[cfg(test)]
mod tests;
