//! The files of a plan, one after the other, as batches of raw records.

use super::Error;
use super::overlap::Weighed;
use super::progress::Progress;
use crate::config::{FormatName, Limits};
use crate::ingest::{self, BatchReader, FileTask, RawBatch, SourcePlan};
use crate::store::FileDigest;

/// Raw bytes of one batch: large enough that handing it to a thread costs nothing, small enough that a run with many threads
/// stays within tens of megabytes.
const BATCH_BYTES: usize = 192 << 10;

/// Reads files in order.
pub(super) struct Input<'a> {
    files: &'a [FileTask],
    sources: &'a [SourcePlan],
    limits: &'a Limits,
    progress: &'a Progress,
    at: usize,
    open: Option<Box<dyn BatchReader + Send>>,
    done_bytes: u64,
    records: u64,
    /// The files that were read to their end.
    pub(super) outcomes: Vec<FileOutcome>,
}

/// A file as it was read.
pub(super) struct FileOutcome {
    /// Its index among the files.
    pub(super) file: usize,
    pub(super) format: FormatName,
    pub(super) digest: FileDigest,
    pub(super) records: u64,
    /// Columns that were left out, since their type cannot be read.
    pub(super) unread: Vec<String>,
}

/// A batch, and where it stands.
pub(super) struct NumberedBatch {
    /// Index of its file.
    pub(super) file: usize,
    /// Number of its first record in the file, counted from 1.
    pub(super) first: u64,
    pub(super) raw: RawBatch,
    pub(super) format: FormatName,
    /// Whether the byte order mark of UTF-8 stands before it.
    pub(super) behind_mark: bool,
}

impl Weighed for NumberedBatch {
    fn bytes(&self) -> usize {
        self.raw.bytes()
    }
}

impl<'a> Input<'a> {
    /// The given files; a file's source index says which of `sources` it is read by.
    pub(super) fn new(
        files: &'a [FileTask],
        sources: &'a [SourcePlan],
        limits: &'a Limits,
        progress: &'a Progress,
    ) -> Self {
        Self { files, sources, limits, progress, at: 0, open: None, done_bytes: 0, records: 0, outcomes: Vec::new() }
    }

    /// The next batch; none after the last file, however often it is asked for.
    pub(super) fn next(&mut self) -> Result<Option<NumberedBatch>, Error> {
        loop {
            if self.progress.is_interrupted() {
                return Err(Error::Interrupted);
            }
            let Some(task) = self.files.get(self.at) else { return Ok(None) };
            let mut reader = match self.open.take() {
                Some(reader) => reader,
                None => self.begin(task)?,
            };
            let raw = reader.next_batch(BATCH_BYTES)?;
            self.progress.set_bytes(self.done_bytes + reader.stored_bytes_read());
            if let Some(raw) = raw {
                let format = reader.format();
                let first = self.records + 1;
                let behind_mark = first == 1 && reader.has_mark();
                self.open = Some(reader);
                self.records += raw.len() as u64;
                return Ok(Some(NumberedBatch { file: self.at, first, raw, format, behind_mark }));
            }
            let digest = reader.digest().ok_or_else(|| Error::NoDigest { file: task.file_ref.name.clone() })?;
            self.done_bytes += digest.bytes;
            let records = std::mem::take(&mut self.records);
            let unread = reader.unread_columns().to_vec();
            self.outcomes.push(FileOutcome { file: self.at, format: reader.format(), digest, records, unread });
            self.at += 1;
        }
    }

    /// Leaves a file that could not be read on, so that [`Input::next`] goes on with the one behind it. Its index is returned.
    pub(super) fn pass_over(&mut self) -> usize {
        let file = self.at;
        self.done_bytes += self.files.get(file).and_then(|task| task.file_ref.bytes).unwrap_or(0);
        (self.open, self.records, self.at) = (None, 0, file + 1);
        file
    }

    fn begin(&self, task: &FileTask) -> Result<Box<dyn BatchReader + Send>, Error> {
        let source = self.sources.get(task.source as usize).ok_or(Error::SpillMismatch)?;
        Ok(ingest::open(task, source, self.limits)?)
    }
}
