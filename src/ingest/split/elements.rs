//! One record an element of a top-level JSON array, or the one value that the file holds.

use std::sync::Arc;

use memchr::memchr2;

use super::{Slot, Split};
use crate::core::{Position, Reason};
use crate::ingest::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte that is not white space.
    Start,
    /// After `[`: a value or `]` follows.
    ValueOrEnd,
    /// After `,`: a value follows.
    Value,
    /// After a value: `,` or `]` follows.
    CommaOrEnd,
    /// After the array or the single value: nothing follows.
    End,
    /// Within an object or array, outside strings.
    Nested,
    /// Within a string, in a nested value or by itself.
    Text,
    /// Within a string, after `\`.
    Escape,
    /// Within a number, `true`, `false`, `null` or rubbish.
    Scalar,
}

/// Splits the elements of an array by counting brackets outside strings. The elements themselves are not checked.
pub(in crate::ingest) struct Elements {
    file: Arc<str>,
    max: usize,
    state: State,
    /// Whether the file is an array.
    array: bool,
    depth: u64,
    item: u64,
    /// Bytes of the file before the window.
    offset: u64,
    scanned: usize,
    /// Start of the open element in the window.
    start: usize,
    skipping: bool,
}

impl Elements {
    /// `offset` is where the text begins in the file, past a byte order mark.
    pub(in crate::ingest) fn new(file: Arc<str>, offset: u64, max_record_bytes: usize) -> Self {
        let state = State::Start;
        let (array, skipping) = (false, false);
        Self { file, max: max_record_bytes, state, array, depth: 0, item: 0, offset, scanned: 0, start: 0, skipping }
    }

    fn error(&self, problem: &'static str, at: usize) -> Error {
        Error::Json { file: Arc::clone(&self.file), problem, byte: self.offset + at as u64 }
    }

    /// Whether an element is open.
    fn within(&self) -> bool {
        matches!(self.state, State::Nested | State::Text | State::Escape | State::Scalar)
    }

    fn begin(&mut self, byte: u8) {
        self.start = self.scanned;
        self.item += 1;
        self.depth = 0;
        self.state = match byte {
            b'"' => State::Text,
            b'{' | b'[' => State::Nested,
            _ => State::Scalar,
        };
        self.depth += u64::from(self.state == State::Nested);
    }

    /// Ends the open element before `end`.
    fn finish(&mut self, end: usize, out: &mut Vec<Slot>) {
        let position = Position::Item(self.item);
        out.push(if std::mem::take(&mut self.skipping) || end - self.start > self.max {
            Slot::withheld(position, Reason::TooLarge)
        } else {
            Slot::record(position, self.start, end)
        });
        self.state = if self.array { State::CommaOrEnd } else { State::End };
    }

    /// Takes one byte outside any element.
    fn between(&mut self, byte: u8) -> Result<(), Error> {
        match (self.state, byte) {
            (_, b' ' | b'\t' | b'\r' | b'\n') => {}
            (State::Start, b'[') => {
                self.array = true;
                self.state = State::ValueOrEnd;
            }
            (State::CommaOrEnd, b',') => self.state = State::Value,
            (State::CommaOrEnd | State::ValueOrEnd, b']') => self.state = State::End,
            (State::CommaOrEnd, _) => {
                return Err(self.error("a comma or the end of the array is missing", self.scanned));
            }
            (State::End, _) => return Err(self.error("there is more after the end of the JSON value", self.scanned)),
            (State::Value | State::ValueOrEnd, b',' | b']') => {
                return Err(self.error("an element of the array is missing", self.scanned));
            }
            _ => self.begin(byte),
        }
        self.scanned += 1;
        Ok(())
    }

    /// Takes bytes of the open element.
    fn inside(&mut self, window: &[u8], out: &mut Vec<Slot>) {
        let rest = window.get(self.scanned..).unwrap_or_default();
        match self.state {
            State::Escape => {
                self.scanned += 1;
                self.state = State::Text;
            }
            State::Text => {
                let Some(at) = memchr2(b'"', b'\\', rest) else {
                    self.scanned = window.len();
                    return;
                };
                self.scanned += at + 1;
                self.state = match rest.get(at) {
                    Some(b'\\') => State::Escape,
                    _ if self.depth > 0 => State::Nested,
                    _ => return self.finish(self.scanned, out),
                };
            }
            State::Scalar => {
                let ends = |b: &u8| matches!(b, b',' | b']' | b' ' | b'\t' | b'\r' | b'\n');
                match rest.iter().position(ends) {
                    Some(at) => {
                        self.scanned += at;
                        self.finish(self.scanned, out);
                    }
                    None => self.scanned = window.len(),
                }
            }
            _ => self.nested(rest, window.len(), out),
        }
    }

    fn nested(&mut self, rest: &[u8], window_len: usize, out: &mut Vec<Slot>) {
        for (at, byte) in rest.iter().enumerate() {
            match byte {
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b'}' | b']' => {
                    self.scanned += at + 1;
                    return self.finish(self.scanned, out);
                }
                b'"' => {
                    self.scanned += at + 1;
                    self.state = State::Text;
                    return;
                }
                _ => {}
            }
        }
        self.scanned = window_len;
    }

    fn end(&mut self, window: &[u8], out: &mut Vec<Slot>) -> Result<(), Error> {
        if self.state == State::Scalar && !self.array {
            self.finish(window.len(), out);
        }
        match self.state {
            State::End => Ok(()),
            State::Start => Err(self.error("there is no JSON value", window.len())),
            _ if self.array => Err(self.error("the JSON array is not closed: the file ends", window.len())),
            _ => Err(self.error("the JSON value is not closed: the file ends", window.len())),
        }
    }
}

impl Split for Elements {
    fn split(&mut self, window: &[u8], eof: bool, out: &mut Vec<Slot>) -> Result<usize, Error> {
        while let Some(&byte) = window.get(self.scanned) {
            if self.within() {
                self.inside(window, out);
            } else {
                self.between(byte)?;
            }
        }
        if eof {
            self.end(window, out)?;
            return Ok(window.len());
        }
        let mut consumed = self.scanned;
        if self.within() {
            self.skipping |= self.scanned - self.start > self.max;
            if self.skipping {
                self.start = 0;
            } else {
                consumed = std::mem::take(&mut self.start);
            }
        }
        self.scanned -= consumed;
        self.offset += consumed as u64;
        Ok(consumed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::split_in_steps;
    use super::*;

    type Outcome = (u64, Result<String, Reason>);

    fn elements(text: &str, step: usize) -> Result<Vec<Outcome>, Error> {
        let found = split_in_steps(&mut Elements::new(Arc::from("f"), 0, 24), text.as_bytes(), step)?;
        let show = |(slot, bytes): (Slot, Vec<u8>)| {
            let content = String::from_utf8(bytes).unwrap();
            (slot.position.number(), slot.withheld.map_or(Ok(content), Err))
        };
        Ok(found.into_iter().map(show).collect())
    }

    #[test]
    fn elements_are_told_apart() {
        let ok = |item, text: &str| (item, Ok(text.to_owned()));
        let cases: &[(&str, &[Outcome])] = &[
            (" [ ] \n", &[]),
            ("[{\"a\":1},{\"b\":[2,{}]} ]", &[ok(1, "{\"a\":1}"), ok(2, "{\"b\":[2,{}]}")]),
            (
                r#"[{"a":"]}\"\\"},"x,]",-1.5, null]"#,
                &[ok(1, r#"{"a":"]}\"\\"}"#), ok(2, "\"x,]\""), ok(3, "-1.5"), ok(4, "null")],
            ),
            ("\n{\"a\":\n1}\n", &[ok(1, "{\"a\":\n1}")]),
            ("[[1,2],[3]]", &[ok(1, "[1,2]"), ok(2, "[3]")]),
            ("17", &[ok(1, "17")]),
            ("\"one\" ", &[ok(1, "\"one\"")]),
            ("[{\"a\":\"much too long to be kept\"},{}]", &[(1, Err(Reason::TooLarge)), ok(2, "{}")]),
        ];
        for (text, expected) in cases {
            for step in 1..=text.len() {
                assert_eq!(elements(text, step).unwrap(), *expected, "{text} step {step}");
            }
        }
    }

    #[test]
    fn a_broken_file_is_an_error_with_its_byte() {
        for (text, message, byte) in [
            ("", "no JSON value", 0),
            ("  \n", "no JSON value", 3),
            ("[1, 2", "array is not closed", 5),
            ("[{\"a\":1}", "array is not closed", 8),
            ("{\"a\":1", "value is not closed", 6),
            ("[1] x", "more after the end", 4),
            ("{} {}", "more after the end", 3),
            ("[1 2]", "comma", 3),
            ("[{]},1]", "comma", 3),
            ("[1,]", "element of the array is missing", 3),
            ("[,1]", "element of the array is missing", 1),
        ] {
            for step in 1..=text.len() + 1 {
                match elements(text, step).unwrap_err() {
                    Error::Json { problem, byte: at, .. } => {
                        assert!(problem.contains(message), "{text}: {problem}");
                        assert_eq!(at, byte, "{text} step {step}");
                    }
                    other => panic!("{other}"),
                }
            }
        }
    }
}
