//! Reading one line of JSON into the shapes, reporting everything on the way that does not fit.
//!
//! What it is: serde visitors that borrow strings from the line, report each misfit with its place and go on, and stop
//! only where the JSON itself is broken. What it is not: it knows no shape, and no error of `serde_json` gets out of it, since
//! those may quote the line.

mod list;
mod object;
mod skip;
mod slot;
mod text;

use serde::de::DeserializeSeed;

pub(super) use list::{Items, List};
pub(super) use object::{Fields, Object};
pub(super) use skip::Skip;
pub(super) use slot::{Read, Slot};
pub(super) use text::TextSlot;

use super::fault::{Fault, Syntax};
use super::pointer::Pointer;

/// Where faults go while a line is read.
pub(super) struct Faults<'s> {
    sink: &'s mut dyn FnMut(Fault, Pointer),
}

impl<'s> Faults<'s> {
    /// Faults that go to `sink` as they are found.
    pub(super) fn new(sink: &'s mut dyn FnMut(Fault, Pointer)) -> Self {
        Self { sink }
    }

    /// Reports one.
    pub(super) fn report(&mut self, fault: Fault, at: Pointer) {
        (self.sink)(fault, at);
    }
}

/// A line that is not JSON: why, and at which byte of the line, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) syntax: Syntax,
    pub(super) column: u64,
}

/// Reads one JSON value that fills the whole line.
pub(super) fn read<'de, S: Slot<'de>>(line: &'de str, slot: S) -> Result<S::Value, Broken> {
    let mut json = serde_json::Deserializer::from_str(line);
    let value = Read(slot).deserialize(&mut json).map_err(|error| broken(&error))?;
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
mod tests {
    use super::*;

    #[test]
    fn broken_json_is_named_and_placed() {
        let cases = [
            ("{\"a\": 1", Syntax::Truncated, 7),
            ("\"\\ud83d\"", Syntax::LoneSurrogate, 8),
            ("\"\\ud83dx\"", Syntax::LoneSurrogate, 8),
            ("\"\\udc00\"", Syntax::LoneSurrogate, 7),
            ("\"a\tb\"", Syntax::ControlCharacter, 3),
            ("[1,]", Syntax::TrailingComma, 4),
            ("{} {}", Syntax::TrailingCharacters, 4),
            ("{a}", Syntax::Other, 2),
        ];
        for (line, syntax, column) in cases {
            let mut sink = |_: Fault, _: Pointer| {};
            let broken = read(line, Skip(&mut Faults::new(&mut sink), Pointer::ROOT)).unwrap_err();
            assert_eq!(broken, Broken { syntax, column }, "{line}");
        }
        let deep = "[".repeat(200);
        let mut sink = |_: Fault, _: Pointer| {};
        let broken = read(&deep, Skip(&mut Faults::new(&mut sink), Pointer::ROOT)).unwrap_err();
        assert_eq!(broken.syntax, Syntax::TooDeep);
    }
}
