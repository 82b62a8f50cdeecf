//! Records of plain text: the file, or blocks of lines between blank lines.

use memchr::memchr;

use super::{Slot, Split};
use crate::config::TextUnit;
use crate::core::{Position, Reason};
use crate::ingest::Error;

/// Splits text into whole files, paragraphs or documents.
pub(in crate::ingest) struct Units {
    max: usize,
    /// How many blank lines end a block; none do when the file is the record.
    blank_lines: Option<u32>,
    /// Number of the line at `scanned`.
    line: u64,
    /// Start of the first line of the window that is not dealt with yet.
    scanned: usize,
    block: Option<Block>,
    /// Blank lines since the block's last line.
    blanks: u32,
    /// Whether `scanned` lies within a line whose beginning is gone.
    within_line: bool,
}

#[derive(Clone, Copy)]
struct Block {
    /// Line where it begins.
    line: u64,
    /// Its bytes in the window.
    start: usize,
    end: usize,
    /// Whether it is over the limit, and its bytes are gone.
    too_large: bool,
}

impl Units {
    /// `unit` is not [`TextUnit::Line`], which [`Lines`](super::Lines) splits.
    pub(in crate::ingest) fn new(unit: TextUnit, max_record_bytes: usize) -> Self {
        let blank_lines = match unit {
            TextUnit::File => None,
            TextUnit::Paragraph | TextUnit::Line => Some(1),
            TextUnit::Document => Some(2),
        };
        Self { max: max_record_bytes, blank_lines, line: 1, scanned: 0, block: None, blanks: 0, within_line: false }
    }

    fn close(&mut self, out: &mut Vec<Slot>) {
        if let Some(block) = self.block.take() {
            let position = Position::Line(block.line);
            out.push(if block.too_large || block.end - block.start > self.max {
                Slot::withheld(position, Reason::TooLarge)
            } else {
                Slot::record(position, block.start, block.end)
            });
        }
        self.blanks = 0;
    }

    /// Takes the line from `scanned` to `end`, its line end not included.
    fn take_line(&mut self, window: &[u8], end: usize, ends_block_after: u32, out: &mut Vec<Slot>) {
        let line = window.get(self.scanned..end).unwrap_or_default();
        let content = line.strip_suffix(b"\r").unwrap_or(line);
        // A line over the limit counts as text even if it is nothing but spaces, as its beginning may be gone.
        if self.within_line || content.len() > self.max || !content.trim_ascii().is_empty() {
            let (line, start) = (self.line, self.scanned);
            let block = self.block.get_or_insert(Block { line, start, end: start, too_large: false });
            block.end = self.scanned + content.len();
            block.too_large |= self.within_line;
            self.blanks = 0;
        } else {
            self.blanks += 1;
            if self.blanks >= ends_block_after {
                self.close(out);
            }
        }
        self.within_line = false;
        self.line += 1;
    }

    fn split_file(&mut self, window: &[u8], eof: bool, out: &mut Vec<Slot>) -> usize {
        self.within_line |= window.len() > self.max;
        if eof {
            out.push(if self.within_line {
                Slot::withheld(Position::File, Reason::TooLarge)
            } else {
                Slot::record(Position::File, 0, window.len())
            });
        }
        if eof || self.within_line { window.len() } else { 0 }
    }

    /// What can be consumed: all that lies before the open block, or all there is when that block is over the limit.
    fn consume(&mut self, window: &[u8], partial: usize) -> usize {
        if partial > self.max + 1 || self.within_line {
            // The line at the end is over the limit by itself: drop what there is of it.
            let (line, start) = (self.line, self.scanned);
            self.block.get_or_insert(Block { line, start, end: start, too_large: true }).too_large = true;
            self.within_line = true;
            self.scanned = window.len();
        }
        let mut consumed = self.scanned;
        if let Some(block) = &mut self.block {
            block.too_large |= block.end - block.start > self.max;
            if !block.too_large {
                consumed = block.start;
            }
            let (start, end) = (block.start.max(consumed) - consumed, block.end.max(consumed) - consumed);
            (block.start, block.end) = (start, end);
        }
        self.scanned -= consumed;
        consumed
    }
}

impl Split for Units {
    fn split(&mut self, window: &[u8], eof: bool, out: &mut Vec<Slot>) -> Result<usize, Error> {
        let Some(ends_block_after) = self.blank_lines else { return Ok(self.split_file(window, eof, out)) };
        while let Some(end) = memchr(b'\n', window.get(self.scanned..).unwrap_or_default()) {
            let end = self.scanned + end;
            self.take_line(window, end, ends_block_after, out);
            self.scanned = end + 1;
        }
        let partial = window.len() - self.scanned;
        if eof {
            if partial > 0 || self.within_line {
                self.take_line(window, window.len(), ends_block_after, out);
            }
            self.close(out);
            return Ok(window.len());
        }
        Ok(self.consume(window, partial))
    }
}

#[cfg(test)]
mod tests {
    use super::super::split_in_steps;
    use super::*;

    fn units(unit: TextUnit, text: &str, max: usize, step: usize) -> Vec<(u64, Result<String, Reason>)> {
        let found = split_in_steps(&mut Units::new(unit, max), text.as_bytes(), step).unwrap();
        let show = |(slot, bytes): (Slot, Vec<u8>)| {
            let content = String::from_utf8(bytes).unwrap();
            (slot.position.number(), slot.withheld.map_or(Ok(content), Err))
        };
        found.into_iter().map(show).collect()
    }

    fn ok(line: u64, text: &str) -> (u64, Result<String, Reason>) {
        (line, Ok(text.to_owned()))
    }

    #[test]
    fn blocks_end_at_blank_lines() {
        let text = "\n\nOne\ntwo\n \nthree\r\nfour\r\n\r\n\r\n\r\nfive";
        for step in 1..=text.len() {
            let paragraphs = units(TextUnit::Paragraph, text, 100, step);
            assert_eq!(paragraphs, [ok(3, "One\ntwo"), ok(6, "three\r\nfour"), ok(11, "five")], "step {step}");
            let documents = units(TextUnit::Document, text, 100, step);
            assert_eq!(documents, [ok(3, "One\ntwo\n \nthree\r\nfour"), ok(11, "five")], "step {step}");
            assert_eq!(units(TextUnit::File, text, 100, step), [ok(0, text)], "step {step}");
        }
    }

    #[test]
    fn large_blocks_are_streamed_past() {
        let text = "short\n\nthis one\nis too long\nfor it\n\nshort\n\nthis-line-is-too-long-by-itself\nmore\n\nend\n";
        let too_large = |line| (line, Err(Reason::TooLarge));
        for step in 1..=text.len() {
            let found = units(TextUnit::Paragraph, text, 12, step);
            let expected = [ok(1, "short"), too_large(3), ok(7, "short"), too_large(9), ok(12, "end")];
            assert_eq!(found, expected, "step {step}");
            assert_eq!(units(TextUnit::File, text, 12, step), [(0, Err(Reason::TooLarge))]);
        }
    }

    #[test]
    fn nothing_is_one_empty_file_and_no_paragraph() {
        assert_eq!(units(TextUnit::File, "", 10, 1), [ok(0, "")]);
        assert_eq!(units(TextUnit::Paragraph, "", 10, 1), []);
        assert_eq!(units(TextUnit::Document, "\n \n", 10, 1), []);
    }
}
