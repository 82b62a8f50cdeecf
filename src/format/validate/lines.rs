//! The lines of a file, in bounded memory.

use std::io::BufRead;

use crate::format::Error;
use crate::format::line::MAX_LINE_BYTES;

/// Reads line by line into one buffer.
pub(super) struct Lines<'n, R> {
    reader: R,
    name: &'n str,
    buffer: Vec<u8>,
    offset: u64,
    number: u64,
}

/// A line without its line feed.
pub(super) struct RawLine<'b> {
    pub(super) bytes: &'b [u8],
    /// Counted from 1.
    pub(super) number: u64,
    /// Where it begins in the file.
    pub(super) offset: u64,
    /// Whether it is longer than is read; `bytes` is then its beginning.
    pub(super) too_long: bool,
}

impl<'n, R: BufRead> Lines<'n, R> {
    pub(super) fn new(reader: R, name: &'n str) -> Self {
        Self { reader, name, buffer: Vec::new(), offset: 0, number: 0 }
    }

    /// Bytes read so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next line; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<RawLine<'_>>, Error> {
        self.buffer.clear();
        let offset = self.offset;
        let mut too_long = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(source) => return Err(Error::Read { file: self.name.to_owned(), offset: self.offset, source }),
            };
            if chunk.is_empty() {
                break;
            }
            let line_feed = memchr::memchr(b'\n', chunk);
            let part = line_feed.and_then(|at| chunk.get(..at)).unwrap_or(chunk);
            let room = MAX_LINE_BYTES - self.buffer.len();
            too_long |= part.len() > room;
            self.buffer.extend_from_slice(part.get(..room).unwrap_or(part));
            let used = part.len() + usize::from(line_feed.is_some());
            self.reader.consume(used);
            self.offset += used as u64;
            if line_feed.is_some() {
                break;
            }
        }
        if self.offset == offset {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(RawLine { bytes: &self.buffer, number: self.number, offset, too_long }))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    fn read(bytes: &[u8], chunk: usize) -> Vec<(Vec<u8>, u64, u64)> {
        let mut lines = Lines::new(BufReader::with_capacity(chunk, bytes), "f");
        let mut read = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            read.push((line.bytes.to_vec(), line.number, line.offset));
        }
        assert_eq!(lines.offset(), bytes.len() as u64);
        read
    }

    #[test]
    fn lines_come_whole_whatever_the_chunk() {
        let expected = vec![(b"ab".to_vec(), 1, 0), (vec![], 2, 3), (b"cde".to_vec(), 3, 4)];
        for chunk in 1..8 {
            assert_eq!(read(b"ab\n\ncde", chunk), expected);
            assert_eq!(read(b"ab\n\ncde\n", chunk), expected);
            assert!(read(b"", chunk).is_empty());
        }
    }

    #[test]
    fn an_endless_line_is_passed_over_in_bounded_memory() {
        let endless = std::io::repeat(b'x').take(3 * MAX_LINE_BYTES as u64);
        let mut lines = Lines::new(BufReader::new(endless.chain(&b"\nnext"[..])), "f");
        let line = lines.next().unwrap().unwrap();
        assert!(line.too_long);
        assert_eq!(line.bytes.len(), MAX_LINE_BYTES);
        let line = lines.next().unwrap().unwrap();
        assert_eq!((line.bytes, line.number, line.too_long), (&b"next"[..], 2, false));
        assert!(lines.buffer.capacity() <= 2 * MAX_LINE_BYTES);
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_read() {
        let exact = std::io::repeat(b'x').take(MAX_LINE_BYTES as u64);
        let mut lines = Lines::new(BufReader::new(exact.chain(&b"\n"[..])), "f");
        assert!(!lines.next().unwrap().unwrap().too_long);
    }
}
