//! Batches of a text file: reads, splits, and hands whole records on.

use std::mem;
use std::sync::Arc;

use super::batch::{Bytes, Layout, Payload};
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
    header: Option<Vec<u8>>,
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
        let delimiter = match format {
            FormatName::Csv => {
                while carry.len() < HEADER_BYTES && input.fill(&mut carry, HEADER_BYTES)? > 0 {}
                delimiter(&carry)
            }
            _ => b'\t',
        };
        let name = || Arc::clone(&task.file_ref.name);
        let max = max_record_bytes;
        let (splitter, layout): (Box<dyn Split>, Layout) = match format {
            FormatName::Jsonl => (Box::new(Lines::new(max)), Layout::Json),
            FormatName::Json => (Box::new(Elements::new(name(), input.mark_bytes(), max)), Layout::Json),
            FormatName::Csv | FormatName::Tsv => (Box::new(Rows::new(name(), delimiter, max)), Layout::Text),
            _ if plan.unit == TextUnit::Line => (Box::new(Lines::new(max)), Layout::Text),
            _ => (Box::new(Units::new(plan.unit, max)), Layout::Text),
        };
        let (source, file) = (task.source, task.file);
        let mut stream =
            Self { source, file, format, input, splitter, layout, carry, pending: None, header: None, ended: false };
        if matches!(format, FormatName::Csv | FormatName::Tsv) {
            stream.read_header(&task.file_ref.name, plan, delimiter)?;
        }
        Ok(stream)
    }

    fn read_header(&mut self, file: &Arc<str>, plan: &SourcePlan, delimiter: u8) -> Result<(), Error> {
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
        if plan.paths().next().is_none() && table.doubtful {
            // A first row that may be data is looked at as data is.
            bytes.slots.insert(0, Slot { position: Position::Line(1), ..header });
            bytes.first_row_is_header = true;
        } else if plan.paths().next().is_none() {
            self.header = row;
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

/// What separates the cells of a `.csv`: in its first row, outside quotes, there are more of them than of the others. A comma if there
/// is nothing to choose by; where the comma is the decimal mark, spreadsheets write semicolons.
fn delimiter(start: &[u8]) -> u8 {
    let (mut counts, mut quoted) = ([(b',', 0), (b';', 0), (b'\t', 0)], false);
    for byte in start.iter().take_while(|byte| **byte != b'\n') {
        quoted ^= *byte == b'"';
        counts.iter_mut().filter(|(mark, _)| !quoted && mark == byte).for_each(|(_, count)| *count += 1);
    }
    let [comma, others @ ..] = counts;
    others.into_iter().fold(comma, |best, other| if other.1 > best.1 { other } else { best }).0
}

impl BatchReader for Stream {
    fn next_batch(&mut self, target_bytes: usize) -> Result<Option<RawBatch>, Error> {
        let bytes = match self.pending.take().filter(|pending| !pending.slots.is_empty()) {
            Some(pending) => Some(pending),
            None => self.split(target_bytes)?,
        };
        let bytes = match (bytes, self.header.take()) {
            (Some(bytes), header) => Some(Bytes { header, ..bytes }),
            // Nothing says that the only row of a table is its header.
            (None, Some(row)) => {
                let slot = Slot { position: Position::Line(1), start: 0, end: row.len(), withheld: None };
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
}
