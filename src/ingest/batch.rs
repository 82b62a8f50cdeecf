//! A batch of raw records: read by one thread, decoded by any other.

use std::fmt;
use std::sync::Arc;

use memchr::{memchr, memmem};

use super::SourcePlan;
use super::decode::{self, Fields, Scratch, Table};
use super::parquet::Frame;
use super::split::Slot;
use crate::core::{Position, Raw, Reason, Record};

/// Some records of one file, not yet decoded.
pub struct RawBatch {
    source: u32,
    file: u32,
    payload: Payload,
}

/// What became of one raw record under a mapping.
// Handed to a callback by value, one at a time: a box would cost every record an allocation.
#[allow(clippy::large_enum_variant)]
#[derive(Debug)]
pub enum Decoded {
    /// A record.
    Record(Record<Raw>),
    /// Nothing, for a reason.
    Withheld {
        /// Where the raw record is.
        position: Position,
        /// Why it is withheld.
        reason: Reason,
    },
}

/// One raw record without a mapping.
#[derive(Debug)]
pub enum Unmapped<'a> {
    /// All its strings.
    Fields(Fields<'a>),
    /// Nothing, for a reason.
    Withheld {
        /// Where the raw record is.
        position: Position,
        /// Why it is withheld.
        reason: Reason,
    },
}

pub(super) enum Payload {
    Bytes(Bytes, Layout),
    Frame(Frame),
}

/// Raw bytes and where the records lie in them.
pub(super) struct Bytes {
    pub(super) data: Vec<u8>,
    pub(super) slots: Vec<Slot>,
    /// Whether the first slot is a header row, of any number of cells, that may be data.
    pub(super) first_row_is_header: bool,
    /// The header row before the first record, if it looks like one and is none of the records.
    pub(super) header: Option<HeaderRow>,
}

/// A header row and where it stands.
pub(super) struct HeaderRow {
    pub(super) row: Vec<u8>,
    /// Number of its line, counted from 1.
    pub(super) line: u64,
}

/// What the bytes of a record are.
#[derive(Clone)]
pub(super) enum Layout {
    Text,
    Json,
    Table(Arc<Table>),
}

impl RawBatch {
    pub(super) fn new(source: u32, file: u32, payload: Payload) -> Self {
        Self { source, file, payload }
    }

    /// Number of raw records, withheld ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.payload {
            Payload::Bytes(bytes, _) => bytes.slots.len(),
            Payload::Frame(frame) => frame.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Size in memory in bytes, for parquet an estimate.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.payload {
            Payload::Bytes(bytes, _) => bytes.data.len(),
            Payload::Frame(frame) => frame.bytes(),
        }
    }

    /// Index of the source in the job.
    #[must_use]
    pub fn source(&self) -> u32 {
        self.source
    }

    /// Index of the file in the plan's list of files.
    #[must_use]
    pub fn file(&self) -> u32 {
        self.file
    }

    /// Decodes every record under the plan's mapping, in order. `plan` is the one that the file was opened with.
    pub fn records(&self, plan: &SourcePlan, each: &mut dyn FnMut(Decoded)) {
        let mut values = vec![None; plan.roots.len()];
        let mut emit = |position, body: Result<decode::Parts, Reason>| {
            each(match body {
                Ok((body, meta)) => Decoded::Record(Record::new(self.source, self.file, position, body, meta)),
                Err(reason) => Decoded::Withheld { position, reason },
            });
        };
        match &self.payload {
            Payload::Frame(frame) => frame.records(plan, &mut values, &mut emit),
            Payload::Bytes(bytes, layout) => {
                let mut strict = decode::Strict::default();
                bytes.each(|position, text, hints| {
                    let parts = text.and_then(|text| match layout {
                        Layout::Text => decode::whole_text(plan, text),
                        Layout::Json => {
                            decode::object(text, plan, strict.for_record(hints.escaped_nul), &mut values)?;
                            decode::assemble(plan, &mut values, decode::Cells::Json)
                        }
                        Layout::Table(table) => {
                            table.values(text, &mut values)?;
                            decode::assemble(plan, &mut values, decode::Cells::Table)
                        }
                    });
                    emit(position, parts);
                });
            }
        }
    }

    /// Gives the cells of the header row that the batch begins behind, if it is not one of the records. Names of columns are hardly ever
    /// values, but who knows that a table has a header at all?
    pub fn header(&self, each: &mut dyn FnMut(Fields<'_>)) {
        let Payload::Bytes(bytes, Layout::Table(table)) = &self.payload else { return };
        let Some(header) = &bytes.header else { return };
        let Ok(row) = std::str::from_utf8(&header.row) else { return };
        let mut scratch = Scratch::default();
        table.header_cells(row, &mut scratch);
        each(Fields::new(Position::Line(header.line), None, &scratch));
    }

    /// Gives every string of every record, in order: the strings of a JSON object with their pointers, the cells of a row
    /// with their column names, or a whole text. A record comes whole or withheld, never in part.
    pub fn fields(&self, each: &mut dyn FnMut(Unmapped<'_>)) {
        match &self.payload {
            Payload::Frame(frame) => frame.fields(each),
            Payload::Bytes(bytes, layout) => {
                let mut strict = decode::Strict::default();
                let mut scratch = Scratch::default();
                let mut header = bytes.first_row_is_header;
                bytes.each(|position, text, hints| {
                    let filled = text.and_then(|text| {
                        match layout {
                            Layout::Text => scratch.whole(text),
                            Layout::Json => decode::strings(text, strict.for_record(hints.escaped_nul), &mut scratch)?,
                            Layout::Table(table) if std::mem::take(&mut header) => {
                                table.header_cells(text, &mut scratch);
                            }
                            Layout::Table(table) => table.cells(text, &mut scratch)?,
                        }
                        Ok(text)
                    });
                    each(match filled {
                        Ok(raw) => Unmapped::Fields(Fields::new(position, Some(raw), &scratch)),
                        Err(reason) => Unmapped::Withheld { position, reason },
                    });
                });
            }
        }
    }
}

/// What a look at the whole batch says of its records, so that most of them need no look of their own.
#[derive(Clone, Copy)]
struct Hints {
    /// Some record may hold `\u0000`.
    escaped_nul: bool,
}

impl Bytes {
    /// Goes through the slots: their text, or why there is none.
    fn each<'b>(&'b self, mut each: impl FnMut(Position, Result<&'b str, Reason>, Hints)) {
        let whole = std::str::from_utf8(&self.data).ok();
        let nul = memchr(0, &self.data).is_some();
        let hints = Hints { escaped_nul: memmem::find(&self.data, br"\u0000").is_some() };
        for slot in &self.slots {
            let text = match (slot.withheld, whole) {
                (Some(reason), _) => Err(reason),
                (None, Some(whole)) => whole.get(slot.start..slot.end).ok_or(Reason::Encoding),
                (None, None) => self.decode(slot),
            };
            let text = text.and_then(|text| {
                if nul && memchr(0, text.as_bytes()).is_some() { Err(Reason::NulByte) } else { Ok(text) }
            });
            each(slot.position, text, hints);
        }
    }

    fn decode(&self, slot: &Slot) -> Result<&str, Reason> {
        let bytes = self.data.get(slot.start..slot.end).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| Reason::Encoding)
    }
}

impl fmt::Debug for RawBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (source, file, records) = (self.source, self.file, self.len());
        write!(f, "RawBatch(source={source}, file={file}, records={records}, bytes={})", self.bytes())
    }
}
