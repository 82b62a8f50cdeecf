//! A file in blocks of whole lines, in bounded memory.

use std::io::BufRead;

use crate::format::Error;
use crate::format::line::MAX_LINE_BYTES;

/// Size of a block: large enough that handing it to another thread costs nothing, small enough that a block for every
/// thread fits its cache.
const BLOCK_BYTES: usize = 1 << 20;

/// Cuts a reader into blocks.
pub(super) struct Blocks<'n, R> {
    reader: R,
    name: &'n str,
    /// The beginning of a line whose end has not been read.
    carry: Vec<u8>,
    offset: u64,
    ended: bool,
}

/// Some whole lines, or one that is longer than lines that are read.
pub(super) struct Block {
    pub(super) bytes: Vec<u8>,
    /// Where it begins in the file.
    pub(super) offset: u64,
    /// Whether it is the beginning of one endless line.
    pub(super) endless: bool,
}

impl<'n, R: BufRead> Blocks<'n, R> {
    pub(super) fn new(reader: R, name: &'n str) -> Self {
        Self { reader, name, carry: Vec::new(), offset: 0, ended: false }
    }

    /// Bytes of the blocks so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next block; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Block>, Error> {
        let offset = self.offset;
        let mut bytes = std::mem::take(&mut self.carry);
        bytes.reserve(BLOCK_BYTES.saturating_sub(bytes.len()));
        while !self.ended {
            self.fill(&mut bytes)?;
            if bytes.len() < BLOCK_BYTES && !self.ended {
                continue;
            }
            if let Some(last) = memchr::memrchr(b'\n', &bytes).filter(|_| !self.ended) {
                self.carry = bytes.split_off(last + 1);
                break;
            }
            if bytes.len() > MAX_LINE_BYTES && memchr::memchr(b'\n', &bytes).is_none() {
                self.offset += bytes.len() as u64;
                self.pass_line()?;
                bytes.truncate(BLOCK_BYTES);
                return Ok(Some(Block { bytes, offset, endless: true }));
            }
        }
        self.offset += bytes.len() as u64;
        Ok((!bytes.is_empty()).then_some(Block { bytes, offset, endless: false }))
    }

    /// Appends what the reader has.
    fn fill(&mut self, bytes: &mut Vec<u8>) -> Result<(), Error> {
        let read = self.offset + bytes.len() as u64;
        let chunk = loop {
            match self.reader.fill_buf() {
                Ok(chunk) => break chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Error::Read { file: self.name.to_owned(), offset: read, source }),
            }
        };
        self.ended = chunk.is_empty();
        bytes.extend_from_slice(chunk);
        let used = chunk.len();
        self.reader.consume(used);
        Ok(())
    }

    /// Passes over the rest of a line and its line feed.
    fn pass_line(&mut self) -> Result<(), Error> {
        let mut rest = Vec::new();
        while !self.ended {
            rest.clear();
            self.fill(&mut rest)?;
            if let Some(end) = memchr::memchr(b'\n', &rest) {
                self.offset += end as u64 + 1;
                self.carry = rest.split_off(end + 1);
                return Ok(());
            }
            self.offset += rest.len() as u64;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    fn read(reader: impl Read, chunk: usize) -> Vec<Block> {
        let mut blocks = Blocks::new(BufReader::with_capacity(chunk, reader), "f");
        std::iter::from_fn(|| blocks.next().unwrap()).collect()
    }

    #[test]
    fn blocks_hold_whole_lines_and_nothing_is_lost() {
        let line = format!("{}\n", "x".repeat(999));
        for lines in [0, 1, 3000] {
            for end in ["", "tail"] {
                let file = format!("{}{end}", line.repeat(lines));
                let blocks = read(file.as_bytes(), 7000);
                let together: Vec<u8> = blocks.iter().flat_map(|block| block.bytes.clone()).collect();
                assert_eq!(together, file.as_bytes());
                let mut offset = 0;
                for block in &blocks {
                    assert_eq!(block.offset, offset);
                    offset += block.bytes.len() as u64;
                    assert!(block.bytes.ends_with(b"\n") || offset == file.len() as u64);
                }
            }
        }
    }

    #[test]
    fn an_endless_line_is_passed_over_in_bounded_memory() {
        let endless = std::io::repeat(b'x').take(3 * MAX_LINE_BYTES as u64);
        let blocks = read(endless.chain(&b"\nnext"[..]), 1 << 16);
        let [first, second] = blocks.as_slice() else { panic!("{}", blocks.len()) };
        assert!(first.endless && first.bytes.len() == BLOCK_BYTES);
        assert_eq!((second.bytes.as_slice(), second.endless), (&b"next"[..], false));
        assert_eq!(second.offset, 3 * MAX_LINE_BYTES as u64 + 1);
    }
}
