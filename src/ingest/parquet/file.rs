//! A parquet file as polars wants it: seekable, on disk, its footer read.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use polars::prelude::{
    ArrowSchema, FileMetadata, ParallelStrategy, ParquetReader, PolarsError, PolarsResult, SerReader, Series,
};

use super::caught::caught;
use super::encryption;
use super::pages::{self, Chunk, Extent, Fault};
use crate::ingest::Error;
use crate::store::{self, Compression, FileDigest, FileRef, Reader, UnpackLimits};

/// Bytes copied or hashed at a time.
const STEP_BYTES: usize = 1 << 20;

/// Bytes of memory that an item of a list takes, as polars holds texts: a view of 16 bytes.
const ITEM_BYTES: u64 = 16;

/// A parquet file, its footer, and the stream that hashes what is stored.
pub(super) struct ParquetFile {
    name: Arc<str>,
    data: File,
    bytes: u64,
    /// Whether `data` is the stored file itself.
    plain: bool,
    stored: Reader,
    footer: FileMetadata,
    schema: Arc<ArrowSchema>,
}

impl ParquetFile {
    /// `head` is what was already read from `stored`. A compressed file or a pipe is first copied to a temporary file
    /// without a name: nothing of it stays on disk, even if the process is killed.
    pub(super) fn open(file: &FileRef, mut stored: Reader, head: &[u8]) -> Result<Self, Error> {
        let name = Arc::clone(&file.name);
        let plain = stored.compression() == Compression::None && file.bytes.is_some();
        let mut data = if plain {
            File::open(&file.path).map_err(|source| store::Error::Open { path: file.path.clone(), source })?
        } else {
            spool(&name, &mut stored, head)?
        };
        let bytes = check_ends(&name, &mut data)?;
        let mut footer = guarded(&name, || {
            let mut reader = ParquetReader::new(&mut data);
            reader.get_metadata().map(|footer| footer.as_ref().clone())
        })?;
        if encryption::is_stated(&footer.footer_buf) {
            return Err(Error::Parquet { file: name, problem: ENCRYPTED });
        }
        // Arrow's own schema, where there is one, asks for types that are here beside the point (dictionaries, fixed-size
        // lists, extensions); parquet's says how to read the values.
        footer.key_value_metadata = None;
        let schema = guarded(&name, || {
            let mut reader = ParquetReader::new(&mut data);
            reader.set_metadata(Arc::new(footer.clone()));
            reader.schema()
        })?;
        Ok(Self { name, data, bytes, plain, stored, footer, schema })
    }

    pub(super) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(super) fn schema(&self) -> &ArrowSchema {
        &self.schema
    }

    /// Row groups, as the footer describes them, with the columns of these names.
    pub(super) fn groups(&self, columns: &[String]) -> Vec<Group> {
        let groups = self.footer.row_groups.iter().map(|group| {
            let chunks = columns.iter().filter_map(|name| group.columns_under_root_iter(name)).flatten();
            let bytes = chunks.map(|chunk| {
                let bytes = u64::try_from(chunk.uncompressed_size()).unwrap_or(0);
                let values = u64::try_from(chunk.num_values()).unwrap_or(0);
                in_memory(Extent { bytes, values }, chunk.descriptor().descriptor.max_rep_level > 0)
            });
            Group { rows: group.num_rows(), bytes: bytes.fold(0, u64::saturating_add) }
        });
        groups.collect()
    }

    /// Goes through the pages of a row group's columns: their checksums, and what they unpack to, in bytes.
    pub(super) fn check_pages(&mut self, group: usize, columns: &[String], limits: UnpackLimits) -> Result<u64, Error> {
        let mut total = 0u64;
        for column in columns {
            for (chunk, nested) in self.chunks(group, column) {
                let data = &mut self.data;
                let (name, whole) = (&self.name, self.bytes);
                let size = |unpacked, stored| {
                    // A page that would fit into the file is none that a small file swells to.
                    let stored = if unpacked <= whole { unpacked } else { stored };
                    within(limits, name, unpacked, stored).map_err(PageError::Limit)
                };
                let extent = caught(|| pages::go_through(data, &chunk, size));
                let fault = match extent.unwrap_or(Err(PageError::Fault(Fault::Damaged))) {
                    Ok(extent) => {
                        total = total.saturating_add(in_memory(extent, nested));
                        continue;
                    }
                    Err(PageError::Limit(error)) => return Err(error.into()),
                    Err(PageError::Fault(fault)) => fault,
                };
                let (file, column) = (Arc::clone(&self.name), column.clone());
                return Err(Error::ParquetPage { file, column, group: group + 1, problem: fault.problem() });
            }
        }
        Ok(total)
    }

    /// The chunks of a column in a row group, and whether they hold items of lists.
    fn chunks(&self, group: usize, column: &str) -> Vec<(Chunk, bool)> {
        let chunks = self.footer.row_groups.get(group).and_then(|group| group.columns_under_root_iter(column));
        let chunks = chunks.into_iter().flatten().map(|chunk| {
            let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
            // Numbers below zero make a range that is refused.
            let start = u64::try_from(start).unwrap_or(u64::MAX);
            let end = start.saturating_add(u64::try_from(chunk.compressed_size()).unwrap_or(0));
            let range = start..if end > self.bytes { 0 } else { end };
            let values = u64::try_from(chunk.num_values()).unwrap_or(0);
            (Chunk { range, values }, chunk.descriptor().descriptor.max_rep_level > 0)
        });
        chunks.collect()
    }

    /// Reads some rows of one row group: the columns of these indices in the schema.
    pub(super) fn read(&mut self, group: usize, rows: (usize, usize), columns: &[usize]) -> Result<Vec<Series>, Error> {
        // A footer of this one group: with the others in it they would be gone through, too.
        let mut footer = self.footer.clone();
        footer.row_groups = footer.row_groups.into_iter().skip(group).take(1).collect();
        footer.num_rows = rows.0 + rows.1;
        let data = &mut self.data;
        let series = guarded(&self.name, || {
            // On this thread: the pipeline has its own, and a panic stays where it can be caught.
            let mut reader = ParquetReader::new(data)
                .with_slice(Some(rows))
                .with_projection(Some(columns.to_vec()))
                .read_parallel(ParallelStrategy::None);
            reader.set_metadata(Arc::new(footer));
            let frame = reader.finish()?;
            Ok(frame.columns().iter().map(|column| column.as_materialized_series().clone()).collect::<Vec<_>>())
        })?;
        if series.iter().any(|series| series.len() != rows.1) {
            return Err(self.damaged());
        }
        Ok(series)
    }

    /// Whether so many bytes in its cells are within the limits.
    pub(super) fn check(&self, limits: UnpackLimits, unpacked: u64) -> Result<(), Error> {
        Ok(within(limits, &self.name, unpacked, self.bytes)?)
    }

    /// Hashes the stored file up to this share of it, so that progress and hashing keep step with the rows.
    pub(super) fn hash_up_to(&mut self, done: u64, of: u64) -> Result<(), Error> {
        let share = u128::from(self.bytes) * u128::from(done) / u128::from(of.max(1));
        let target = if done >= of { u64::MAX } else { u64::try_from(share).unwrap_or(u64::MAX) };
        let mut buffer = Vec::new();
        while self.stored.stored_bytes_read() < target {
            buffer.clear();
            if self.stored.fill(&mut buffer, STEP_BYTES)? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Hashes what is left of the stored file. It is read twice, once for its rows and once for its hash, and must not have
    /// grown or shrunk in between.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        self.hash_up_to(1, 1)?;
        if self.plain && self.stored.stored_bytes_read() != self.bytes {
            let problem = "the parquet file changed while it was read";
            return Err(Error::Parquet { file: Arc::clone(&self.name), problem });
        }
        Ok(())
    }

    pub(super) fn stored_bytes_read(&self) -> u64 {
        self.stored.stored_bytes_read()
    }

    pub(super) fn digest(&self) -> Option<FileDigest> {
        self.stored.digest()
    }

    fn damaged(&self) -> Error {
        Error::Parquet { file: Arc::clone(&self.name), problem: DAMAGED }
    }
}

/// A row group, as far as the columns that are read go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) rows: usize,
    /// Bytes of those columns, unpacked.
    pub(super) bytes: u64,
}

/// Bytes of a chunk in memory. Where its values are items of lists, a few bytes of a file may stand for millions of them.
fn in_memory(extent: Extent, nested: bool) -> u64 {
    extent.bytes.max(if nested { extent.values.saturating_mul(ITEM_BYTES) } else { 0 })
}

/// Whether so many stored bytes may unpack to so many.
fn within(limits: UnpackLimits, name: &Arc<str>, unpacked: u64, stored: u64) -> Result<(), store::Error> {
    // What is held byte for byte is large, and no bomb.
    if unpacked <= stored { Ok(()) } else { limits.check(name, unpacked, stored) }
}

enum PageError {
    Fault(Fault),
    Limit(store::Error),
}

impl From<Fault> for PageError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Fault {
    fn problem(self) -> &'static str {
        match self {
            Self::Checksum => "the parquet file is damaged: a page does not match its checksum",
            Self::Damaged => "the parquet file is damaged: its pages do not follow one another",
            Self::Unreadable => "the parquet file cannot be read",
        }
    }
}

const ENCRYPTED: &str = "the parquet file is encrypted, which is not supported";
const DAMAGED: &str = "the parquet file is damaged";

fn spool(name: &Arc<str>, stored: &mut Reader, head: &[u8]) -> Result<File, Error> {
    let failed = |error: std::io::Error| Error::Spool { file: Arc::clone(name), kind: error.kind() };
    let mut copy = tempfile::tempfile().map_err(failed)?;
    copy.write_all(head).map_err(failed)?;
    let mut buffer = Vec::new();
    while stored.fill(&mut buffer, STEP_BYTES)? > 0 {
        copy.write_all(&buffer).map_err(failed)?;
        buffer.clear();
    }
    Ok(copy)
}

/// Looks at both ends of the file and returns its size (<https://parquet.apache.org/docs/file-format/>).
fn check_ends(name: &Arc<str>, data: &mut File) -> Result<u64, Error> {
    let problem = |problem| Error::Parquet { file: Arc::clone(name), problem };
    let mut mark_at = |from: SeekFrom| -> std::io::Result<[u8; 4]> {
        let mut mark = [0; 4];
        data.seek(from)?;
        data.read_exact(&mut mark)?;
        Ok(mark)
    };
    // A file of less than four bytes at either end fails here.
    let first = mark_at(SeekFrom::Start(0)).map_err(|_| problem("not a parquet file"))?;
    let last = mark_at(SeekFrom::End(-4)).map_err(|_| problem("not a parquet file"))?;
    match (&first, &last) {
        (b"PARE", _) | (_, b"PARE") => Err(problem(ENCRYPTED)),
        (b"PAR1", b"PAR1") => data.seek(SeekFrom::End(0)).map_err(|_| problem(DAMAGED)),
        (b"PAR1", _) => Err(problem("the parquet file is cut off or damaged: it does not end with a footer")),
        _ => Err(problem("not a parquet file")),
    }
}

/// Runs polars. Its errors may quote values and are reduced to their kind; on damaged files it may panic.
fn guarded<T>(name: &Arc<str>, run: impl FnOnce() -> PolarsResult<T>) -> Result<T, Error> {
    let problem = match caught(run) {
        Some(Ok(done)) => return Ok(done),
        Some(Err(PolarsError::Duplicate(_))) => "the parquet file has two columns of one name",
        Some(Err(PolarsError::IO { .. })) => "the parquet file cannot be read",
        Some(Err(_)) | None => DAMAGED,
    };
    Err(Error::Parquet { file: Arc::clone(name), problem })
}
