//! One record a row of separated values (RFC 4180), strictly: a quote opens a field or is doubled within a quoted one.
//!
//! Behind a stray quote nobody can say whether the next lines are rows or go on with a quoted field. Where the row of the stray quote has
//! a quoted field at all, it is withheld together with what follows it, up to and with the next line that has an odd number of quotes:
//! the one that ends the field. If the last quote of that line opens a field (there is a delimiter before it), the line is a row by
//! itself and is read again. If none of the next 1,000 lines is such a line, or none within the bytes of a record, the row goes alone.

use std::sync::Arc;

use memchr::{memchr, memchr_iter, memchr3, memrchr};

use super::{Slot, Split};
use crate::core::{Position, Reason};
use crate::ingest::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a row or of a field.
    FieldStart,
    Unquoted,
    Quoted,
    /// After a quote within a quoted field: it closes the field or is the first of two.
    AfterQuote,
    /// After a closing quote and a `\r`.
    AfterQuoteReturn,
    /// After a stray quote: the row ends at the next line end, or further on.
    Stray,
}

/// How many lines behind a stray quote are looked at for the end of a quoted field: more than any field is expected to have, few enough
/// that files with quotes for inches do not lose all that follows.
const STRAY_LINES: usize = 1000;

/// Splits rows; blank lines are left out. Row 0 is the header.
pub(in crate::ingest) struct Rows {
    file: Arc<str>,
    delimiter: u8,
    max: usize,
    state: State,
    row: u64,
    /// Number of the line at `scanned`.
    line: u64,
    quote_line: u64,
    scanned: usize,
    skipping: bool,
}

impl Rows {
    /// `line` is the number of the first line, for errors.
    pub(in crate::ingest) fn new(file: Arc<str>, delimiter: u8, line: u64, max_record_bytes: usize) -> Self {
        let state = State::FieldStart;
        let (row, quote_line) = (0, 0);
        Self { file, delimiter, max: max_record_bytes, state, row, line, quote_line, scanned: 0, skipping: false }
    }

    /// Moves from `scanned` to the next byte that matters. `None` when the window ends first.
    fn step(&mut self, window: &[u8]) -> Option<u8> {
        let rest = window.get(self.scanned..).unwrap_or_default();
        let found = match self.state {
            State::FieldStart | State::AfterQuote | State::AfterQuoteReturn => (!rest.is_empty()).then_some(0),
            State::Unquoted => memchr3(self.delimiter, b'\n', b'"', rest),
            State::Quoted => memchr(b'"', rest),
            State::Stray => memchr(b'\n', rest),
        };
        let passed = found.unwrap_or(rest.len());
        if self.state == State::Quoted {
            self.line += memchr_iter(b'\n', rest.get(..passed).unwrap_or_default()).count() as u64;
        }
        self.scanned += passed;
        found.and_then(|at| rest.get(at).copied())
    }

    /// The state after `byte`, which is consumed unless the state only looks at it. `None` ends the row.
    fn next(&mut self, byte: u8) -> Option<State> {
        let delimiter = byte == self.delimiter;
        match (self.state, byte) {
            (State::FieldStart, b'"') => {
                self.quote_line = self.line;
                Some(State::Quoted)
            }
            (State::AfterQuote, b'"') => Some(State::Quoted),
            (State::Quoted, _) => Some(State::AfterQuote),
            (_, b'\n') => None,
            (State::FieldStart | State::Unquoted | State::AfterQuote, _) if delimiter => Some(State::FieldStart),
            (State::FieldStart, _) => Some(State::Unquoted),
            (State::AfterQuote, b'\r') => Some(State::AfterQuoteReturn),
            _ => Some(State::Stray),
        }
    }

    /// Where the row of a stray quote ends, whose line ends at `scanned`. `None` if more has to be read to say so.
    fn stray_end(&self, window: &[u8], start: usize, eof: bool) -> Option<usize> {
        let row = window.get(start..self.scanned).unwrap_or_default();
        let opens = |pair: &[u8]| pair.first() == Some(&self.delimiter) && pair.last() == Some(&b'"');
        if !(self.skipping || row.first() == Some(&b'"') || row.windows(2).any(opens)) {
            return Some(self.scanned);
        }
        let mut begin = self.scanned + 1;
        for _ in 0..STRAY_LINES {
            let rest = window.get(begin..).unwrap_or_default();
            let ended = memchr(b'\n', rest);
            let line = rest.get(..ended.unwrap_or(rest.len())).unwrap_or_default();
            let end = begin + line.len();
            if end - self.scanned > self.max || line.is_empty() && eof && ended.is_none() {
                break;
            }
            if ended.is_none() && !eof {
                return None;
            }
            if memchr_iter(b'"', line).count() % 2 == 1 {
                let before = memrchr(b'"', line).and_then(|at| line.get(at.checked_sub(1)?));
                return Some(if before == Some(&self.delimiter) { begin - 1 } else { end });
            }
            begin = end + 1;
        }
        Some(self.scanned)
    }

    fn finish(&mut self, window: &[u8], start: usize, end: usize, out: &mut Vec<Slot>) {
        let row = window.get(start..end).unwrap_or_default();
        let content = row.strip_suffix(b"\r").unwrap_or(row);
        let stray = self.state == State::Stray;
        self.state = State::FieldStart;
        let position = Position::Row(self.row);
        if std::mem::take(&mut self.skipping) || content.len() > self.max {
            out.push(Slot::withheld(position, Reason::TooLarge));
        } else if content.is_empty() {
            return;
        } else if stray {
            out.push(Slot::withheld(position, Reason::CsvQuote));
        } else {
            out.push(Slot::record(position, start, start + content.len()));
        }
        self.row += 1;
    }
}

impl Split for Rows {
    fn split(&mut self, window: &[u8], eof: bool, out: &mut Vec<Slot>) -> Result<usize, Error> {
        let mut start = 0;
        while let Some(byte) = self.step(window) {
            if let Some(state) = self.next(byte) {
                self.state = state;
                self.scanned += 1;
                continue;
            }
            let mut end = self.scanned;
            if self.state == State::Stray {
                let Some(found) = self.stray_end(window, start, eof) else {
                    // What is over the limit is not kept; its line end is.
                    let consumed = if self.skipping { end } else { start };
                    self.scanned -= consumed;
                    return Ok(consumed);
                };
                self.line += memchr_iter(b'\n', window.get(end..found).unwrap_or_default()).count() as u64;
                end = found;
            }
            self.finish(window, start, end, out);
            self.scanned = (end + 1).min(window.len());
            self.line += 1;
            start = self.scanned;
        }
        if eof {
            if self.state == State::Quoted {
                return Err(Error::OpenQuote { file: Arc::clone(&self.file), line: self.quote_line });
            }
            if start < window.len() || self.skipping {
                self.finish(window, start, window.len(), out);
            }
            return Ok(window.len());
        }
        // One byte more than the limit may still turn out to be the `\r` of the row's end.
        if self.skipping || window.len() - start > self.max + 1 {
            self.skipping = true;
            start = window.len();
        }
        self.scanned -= start;
        Ok(start)
    }
}

#[cfg(test)]
mod tests {
    use super::super::split_in_steps;
    use super::*;

    type Outcome = (u64, Result<String, Reason>);

    fn rows(text: &str, max: usize, step: usize) -> Result<Vec<Outcome>, Error> {
        let found = split_in_steps(&mut Rows::new(Arc::from("f"), b',', 1, max), text.as_bytes(), step)?;
        let show = |(slot, bytes): (Slot, Vec<u8>)| {
            let content = String::from_utf8(bytes).unwrap();
            (slot.position.number(), slot.withheld.map_or(Ok(content), Err))
        };
        Ok(found.into_iter().map(show).collect())
    }

    #[test]
    fn rows_are_told_apart_strictly() {
        let stray = |row| (row, Err(Reason::CsvQuote));
        let ok = |row, text: &str| (row, Ok(text.to_owned()));
        let cases: &[(&str, &[Outcome])] = &[
            ("a,b\n1,2\n", &[ok(0, "a,b"), ok(1, "1,2")]),
            ("a,b\r\n\r\n\n1,2", &[ok(0, "a,b"), ok(1, "1,2")]),
            ("\"x\ny\",\"\"\"q\"\"\"\r\nz", &[ok(0, "\"x\ny\",\"\"\"q\"\"\""), ok(1, "z")]),
            ("\"a\r\nb\"\r\nc", &[ok(0, "\"a\r\nb\""), ok(1, "c")]),
            ("a,,\n,\n", &[ok(0, "a,,"), ok(1, ",")]),
            ("a \"b\" c,d\ne", &[stray(0), ok(1, "e")]),
            ("\"a\"b,d\ne", &[stray(0), ok(1, "e")]),
            ("\"a\" ,d\ne", &[stray(0), ok(1, "e")]),
            ("\"a\"\rb\ne", &[stray(0), ok(1, "e")]),
            ("\"s \"h\", a\nx,y\nl\",b\nc,d\n", &[stray(0), ok(1, "c,d")]),
            ("\"s \"h\", a\nx,y\nl\",b", &[stray(0)]),
            ("\"s \"h\" a\",b\nc,d\ne,\"f\ng\",h\ni", &[stray(0), ok(1, "e,\"f\ng\",h"), ok(2, "i")]),
            ("5\" p,d\ne,f\ng\" h,i\nj", &[stray(0), ok(1, "e,f"), stray(2), ok(3, "j")]),
            (
                "x,\"a\"b\nc\nlong enough that the limit\nd\"",
                &[stray(0), ok(1, "c"), (2, Err(Reason::TooLarge)), stray(3)],
            ),
            ("\"a\"\r", &[ok(0, "\"a\"")]),
            ("\"a\"", &[ok(0, "\"a\"")]),
            ("a\rb\nc", &[ok(0, "a\rb"), ok(1, "c")]),
            (
                "\"long enough to be\n too large\"\nok\nalso too large, unquoted\n",
                &[(0, Err(Reason::TooLarge)), ok(1, "ok"), (2, Err(Reason::TooLarge))],
            ),
            ("", &[]),
        ];
        for (text, expected) in cases {
            for step in 1..=text.len() + 1 {
                assert_eq!(rows(text, 20, step).unwrap(), *expected, "{text:?} step {step}");
            }
        }
    }

    #[test]
    fn behind_a_stray_quote_a_thousand_lines_are_looked_at() {
        for (lines, whole) in [(STRAY_LINES - 1, true), (STRAY_LINES, false)] {
            let text = format!("\"s \"h\", a\n{}l\",b\nc,d\n", "x,y\n".repeat(lines));
            for step in [1000, 100_000] {
                let found = rows(&text, 10_000, step).unwrap();
                assert_eq!(found.len(), if whole { 2 } else { lines + 3 }, "{lines} {step}");
                assert_eq!(found[0], (0, Err(Reason::CsvQuote)));
            }
        }
        // A row over the limit is not kept, and what follows it is looked at as well.
        let text = "\"s \"h\", a rather long row\nx,y\nl\",b\nc,d\n";
        for step in 1..=text.len() {
            assert_eq!(
                rows(text, 20, step).unwrap(),
                [(0, Err(Reason::TooLarge)), (1, Ok("c,d".to_owned()))],
                "step {step}"
            );
        }
    }

    #[test]
    fn an_open_quote_names_its_line() {
        let text = "a,b\n\"x\ny\",1\n2,\"never\nclosed\n and quite a bit longer than the limit\n";
        for step in 1..=text.len() {
            let error = rows(text, 20, step).unwrap_err();
            assert!(matches!(error, Error::OpenQuote { line: 4, .. }), "step {step}: {error}");
        }
    }
}
