//! One record a line, blank lines left out.

use memchr::memchr_iter;

use super::{Slot, Split};
use crate::core::{Position, Reason};
use crate::ingest::Error;

/// Splits at `\n`; a `\r` before it belongs to the line's end.
pub(in crate::ingest) struct Lines {
    max: usize,
    /// Number of the line that the window begins in.
    line: u64,
    /// Bytes of the window known to hold no line end.
    scanned: usize,
    /// Whether the window begins within a line that is over the limit.
    skipping: bool,
}

impl Lines {
    pub(in crate::ingest) fn new(max_record_bytes: usize) -> Self {
        Self { max: max_record_bytes, line: 1, scanned: 0, skipping: false }
    }

    fn finish(&mut self, start: usize, line: &[u8], out: &mut Vec<Slot>) {
        let content = line.strip_suffix(b"\r").unwrap_or(line);
        let position = Position::Line(self.line);
        if self.skipping || content.len() > self.max {
            out.push(Slot::withheld(position, Reason::TooLarge));
        } else if !content.trim_ascii().is_empty() {
            out.push(Slot::record(position, start, start + content.len()));
        }
        self.skipping = false;
        self.line += 1;
    }
}

impl Split for Lines {
    fn split(&mut self, window: &[u8], eof: bool, out: &mut Vec<Slot>) -> Result<usize, Error> {
        let mut start = 0;
        let scanned = std::mem::take(&mut self.scanned);
        for end in memchr_iter(b'\n', window.get(scanned..).unwrap_or_default()) {
            let end = scanned + end;
            self.finish(start, window.get(start..end).unwrap_or_default(), out);
            start = end + 1;
        }
        let rest = window.get(start..).unwrap_or_default();
        if eof {
            if self.skipping || !rest.is_empty() {
                self.finish(start, rest, out);
            }
            return Ok(window.len());
        }
        // One byte more than the limit may still turn out to be the `\r` of the line's end.
        if self.skipping || rest.len() > self.max + 1 {
            self.skipping = true;
            return Ok(window.len());
        }
        self.scanned = rest.len();
        Ok(start)
    }
}

#[cfg(test)]
mod tests {
    use super::super::split_in_steps;
    use super::*;

    fn lines(text: &[u8], max: usize, step: usize) -> Vec<(u64, Result<String, Reason>)> {
        let found = split_in_steps(&mut Lines::new(max), text, step).unwrap();
        let show = |(slot, bytes): (Slot, Vec<u8>)| {
            let content = String::from_utf8(bytes).unwrap();
            (slot.position.number(), slot.withheld.map_or(Ok(content), Err))
        };
        found.into_iter().map(show).collect()
    }

    #[test]
    fn lines_are_counted_and_blank_ones_left_out() {
        let text = b"one\r\n\n  \ntwo\n\r\nlonger than ten\nlast";
        let expected = vec![
            (1, Ok("one".to_owned())),
            (4, Ok("two".to_owned())),
            (6, Err(Reason::TooLarge)),
            (7, Ok("last".to_owned())),
        ];
        for step in 1..=text.len() {
            assert_eq!(lines(text, 10, step), expected, "step {step}");
        }
    }

    #[test]
    fn the_limit_is_exact() {
        for step in [1, 4, 100] {
            assert_eq!(lines(b"1234\r\n12345\r\n", 4, step), [(1, Ok("1234".into())), (2, Err(Reason::TooLarge))]);
            assert_eq!(lines(b"12345", 4, step), [(1, Err(Reason::TooLarge))]);
        }
    }
}
