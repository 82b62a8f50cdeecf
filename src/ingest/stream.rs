//! Batches of a text file: reads, splits, and hands whole records on.

use std::mem;
use std::sync::Arc;

use memchr::memchr_iter;

use super::batch::{Bytes, HeaderRow, Layout, Payload};
use super::decode::Table;
use super::error::HeaderProblem;
use super::input::Input;
use super::split::{Elements, Lines, Rows, Slot, Split, Units};
use super::{BatchReader, Error, FileTask, RawBatch, SourcePlan};
use crate::config::{FormatName, TextUnit};
use crate::core::Position;
use crate::store::FileDigest;

/// Least number of bytes that are read to find a header row.
const HEADER_BYTES: usize = 4 << 10;

/// Reads any format but parquet.
pub(super) struct Stream {
    source: u32,
    file: u32,
    format: FormatName,
    input: Input,
    splitter: Box<dyn Split>,
    layout: Layout,
    /// Bytes read and not consumed by the splitter.
    carry: Vec<u8>,
    /// What was split on the way to the header row.
    pending: Option<Bytes>,
    /// A header row that is still to be handed on.
    header: Option<HeaderRow>,
    /// Whether the first row of a table is counted among its rows, since it may be data.
    counts_first_row: bool,
    ended: bool,
}

impl Stream {
    pub(super) fn open(
        task: &FileTask,
        plan: &SourcePlan,
        mut input: Input,
        format: FormatName,
        max_record_bytes: usize,
    ) -> Result<Self, Error> {
        let mut carry = Vec::new();
        let (mut delimiter, mut first_line) = (b'\t', 1);
        if format == FormatName::Csv {
            while carry.len() < HEADER_BYTES && input.fill(&mut carry, HEADER_BYTES)? > 0 {}
            delimiter = match declared(&carry) {
                Some((declared, bytes)) => {
                    carry.drain(..bytes);
                    first_line += 1;
                    declared
                }
                None => most_frequent(&carry),
            };
        }
        let name = || Arc::clone(&task.file_ref.name);
        let max = max_record_bytes;
        let (splitter, layout): (Box<dyn Split>, Layout) = match format {
            FormatName::Jsonl => (Box::new(Lines::new(max)), Layout::Json),
            FormatName::Json => (Box::new(Elements::new(name(), input.mark_bytes(), max)), Layout::Json),
            FormatName::Csv | FormatName::Tsv => {
                (Box::new(Rows::new(name(), delimiter, first_line, max)), Layout::Text)
            }
            _ if plan.unit == TextUnit::Line => (Box::new(Lines::new(max)), Layout::Text),
            _ => (Box::new(Units::new(plan.unit, max)), Layout::Text),
        };
        let (source, file) = (task.source, task.file);
        let (pending, header, counts_first_row, ended) = (None, None, false, false);
        let mut stream =
            Self { source, file, format, input, splitter, layout, carry, pending, header, counts_first_row, ended };
        if matches!(format, FormatName::Csv | FormatName::Tsv) {
            stream.read_header(&task.file_ref.name, plan, delimiter, first_line)?;
        }
        Ok(stream)
    }

    /// `line` is the number of the first line that is read.
    fn read_header(&mut self, file: &Arc<str>, plan: &SourcePlan, delimiter: u8, line: u64) -> Result<(), Error> {
        let Some(mut bytes) = self.split(HEADER_BYTES)? else {
            if plan.paths().next().is_none() {
                return Ok(());
            }
            return Err(Error::Header { file: Arc::clone(file), problem: HeaderProblem::Missing });
        };
        let header = bytes.slots.remove(0);
        let row = bytes.data.get(header.start..header.end).filter(|_| header.withheld.is_none());
        let row = row.map(<[u8]>::to_vec);
        let table = Table::new(file, self.format, delimiter, row.as_deref(), plan)?;
        if plan.paths().next().is_none() && table.doubtful() {
            // A first row that may be data is looked at as data is.
            bytes.slots.insert(0, header);
            bytes.first_row_is_header = true;
            self.counts_first_row = true;
        } else if plan.paths().next().is_none() {
            let blank_lines = memchr_iter(b'\n', bytes.data.get(..header.start).unwrap_or_default()).count() as u64;
            self.header = row.map(|row| HeaderRow { row, line: line + blank_lines });
        }
        self.layout = Layout::Table(Arc::new(table));
        self.pending = Some(bytes);
        Ok(())
    }

    /// Reads until at least one record is complete and about `target` bytes are there. `None` at the end of the file.
    fn split(&mut self, target: usize) -> Result<Option<Bytes>, Error> {
        let mut slots = Vec::new();
        let mut data = mem::take(&mut self.carry);
        while !self.ended {
            // A record longer than the target makes the steps grow with it, so that few of them are needed.
            let want = target.saturating_sub(data.len()).max(data.len()).max(1);
            self.ended = self.input.fill(&mut data, want)? == 0;
            let consumed = self.splitter.split(&data, self.ended, &mut slots)?;
            if slots.is_empty() {
                data.drain(..consumed);
                continue;
            }
            self.carry = data.get(consumed..).unwrap_or_default().to_vec();
            data.truncate(consumed);
            return Ok(Some(Bytes { data, slots, first_row_is_header: false, header: None }));
        }
        Ok(None)
    }
}

/// The separator that a first line `sep=;` declares, as spreadsheets write and read it, and the bytes of that line.
fn declared(start: &[u8]) -> Option<(u8, usize)> {
    let line = start.split(|byte| *byte == b'\n').next().filter(|line| line.len() < start.len())?;
    let written = line.strip_suffix(b"\r").unwrap_or(line);
    let written = written.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(written);
    let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] = *written else { return None };
    let separates = separator == b'\t' || separator.is_ascii_punctuation() && separator != b'"';
    separates.then_some((separator, line.len() + 1))
}

/// What separates the cells of a `.csv` that does not declare it: in its first row, outside quotes, there are more of them than of the
/// others. A comma if there is nothing to choose by; where the comma is the decimal mark, spreadsheets write semicolons.
fn most_frequent(start: &[u8]) -> u8 {
    let (mut counts, mut quoted) = ([(b',', 0), (b';', 0), (b'\t', 0)], false);
    for byte in start.iter().take_while(|byte| **byte != b'\n') {
        quoted ^= *byte == b'"';
        counts.iter_mut().filter(|(mark, _)| !quoted && mark == byte).for_each(|(_, count)| *count += 1);
    }
    let [comma, others @ ..] = counts;
    others.into_iter().fold(comma, |best, other| if other.1 > best.1 { other } else { best }).0
}

/// The place of a row where the row that the splitter calls 0 is the first.
fn counted_from_1(position: Position) -> Position {
    if let Position::Row(number) = position { Position::Row(number + 1) } else { position }
}

impl BatchReader for Stream {
    fn next_batch(&mut self, target_bytes: usize) -> Result<Option<RawBatch>, Error> {
        let bytes = match self.pending.take().filter(|pending| !pending.slots.is_empty()) {
            Some(pending) => Some(pending),
            None => self.split(target_bytes)?,
        };
        let bytes = bytes.map(|mut bytes| {
            for slot in bytes.slots.iter_mut().filter(|_| self.counts_first_row) {
                slot.position = counted_from_1(slot.position);
            }
            bytes
        });
        let bytes = match (bytes, self.header.take()) {
            (Some(bytes), header) => Some(Bytes { header, ..bytes }),
            // Nothing says that the only row of a table is its header.
            (None, Some(HeaderRow { row, .. })) => {
                let slot = Slot::record(Position::Row(1), 0, row.len());
                Some(Bytes { data: row, slots: vec![slot], first_row_is_header: true, header: None })
            }
            (None, None) => None,
        };
        let (source, file, layout) = (self.source, self.file, self.layout.clone());
        Ok(bytes.map(|bytes| RawBatch::new(source, file, Payload::Bytes(bytes, layout))))
    }

    fn digest(&self) -> Option<FileDigest> {
        self.input.digest()
    }

    fn format(&self) -> FormatName {
        self.format
    }

    fn stored_bytes_read(&self) -> u64 {
        self.input.stored_bytes_read()
    }
    fn has_mark(&self) -> bool {
        self.input.mark_bytes() > 0
    }
}
