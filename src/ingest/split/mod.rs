//! Splitters find where records begin and end in a stream of bytes. They run on the one thread that reads.
//!
//! What it is: boundaries, found once and cheaply. What it is not: nothing here decodes a record or judges more than its
//! size and what the boundary itself needs (quotes, brackets).

mod elements;
mod lines;
mod rows;
mod units;

pub(super) use elements::Elements;
pub(super) use lines::Lines;
pub(super) use rows::Rows;
pub(super) use units::Units;

use super::Error;
use crate::core::{Position, Reason};

/// A record's place in the buffer of its batch, or why it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) position: Position,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) withheld: Option<Reason>,
}

impl Slot {
    pub(super) fn record(position: Position, start: usize, end: usize) -> Self {
        Self { position, start, end, withheld: None }
    }

    pub(super) fn withheld(position: Position, reason: Reason) -> Self {
        Self { position, start: 0, end: 0, withheld: Some(reason) }
    }
}

/// A resumable scanner for record boundaries.
pub(super) trait Split: Send {
    /// Looks at `window`, which begins where the bytes that the last call consumed ended, adds the records that are
    /// complete to `out` and returns how many bytes are done with. At the end of the stream (`eof`) that is all of them.
    ///
    /// A splitter remembers how far it has come in the bytes that it did not consume. A record over the size limit is
    /// consumed as it comes, and only its end is waited for.
    fn split(&mut self, window: &[u8], eof: bool, out: &mut Vec<Slot>) -> Result<usize, Error>;
}

/// Feeds `text` to a splitter in windows that grow by `step` bytes, as a reader does.
#[cfg(test)]
pub(super) fn split_in_steps(
    splitter: &mut dyn Split,
    text: &[u8],
    step: usize,
) -> Result<Vec<(Slot, Vec<u8>)>, Error> {
    let (mut found, mut start, mut end) = (Vec::new(), 0, 0);
    loop {
        end = (end + step.max(1)).min(text.len());
        let window = &text[start..end];
        let mut slots = Vec::new();
        let consumed = splitter.split(window, end == text.len(), &mut slots)?;
        found.extend(slots.iter().map(|slot| {
            let bytes = window[slot.start..slot.end].to_vec();
            (Slot { start: 0, end: 0, ..*slot }, bytes)
        }));
        start += consumed;
        if end == text.len() {
            assert_eq!(start, end, "everything is consumed at the end");
            return Ok(found);
        }
    }
}
