//! Readers: bytes in, records out.
//!
//! Reading is split in two so that it runs in parallel. A [`BatchReader`] finds record boundaries on one thread, as fast as
//! the file can be unpacked; a [`RawBatch`] is decoded on any thread, by pure functions. What is wrong with one record is a
//! [`Reason`](crate::core::Reason) to withhold it; what is wrong with a file is an [`Error`].
//!
//! What it is not: nothing here looks for personal data, judges rights, or writes.

mod batch;
mod decode;
mod encoding;
mod error;
mod input;
mod parquet;
mod path;
mod plan;
mod sniff;
mod split;
mod stream;

use std::sync::Arc;

pub use batch::{Decoded, RawBatch, Unmapped};
pub use decode::{Field, Fields, KEY};
pub use error::{Available, Error, HeaderProblem, Names};
pub use parquet::is_panic_caught;
pub use plan::SourcePlan;

use crate::config::{FormatName, Limits};
use crate::store::{self, FileDigest, FileRef, UnpackLimits};
use input::Input;
use plan::Want;
use stream::Stream;

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTask {
    /// Index of its source in the job.
    pub source: u32,
    /// Index of the file in the plan's list of files.
    pub file: u32,
    /// The file.
    pub file_ref: FileRef,
}

/// Reads one file batch by batch, in bounded memory.
pub trait BatchReader {
    /// The next records: about `target_bytes` of them, at least one record however large. `None` at the end.
    fn next_batch(&mut self, target_bytes: usize) -> Result<Option<RawBatch>, Error>;

    /// Size and hash of the stored file, once the end was reached.
    fn digest(&self) -> Option<FileDigest>;

    /// The format that the file is read as; never `auto`.
    fn format(&self) -> FormatName;

    /// Bytes of the stored file read so far, for progress.
    fn stored_bytes_read(&self) -> u64;

    /// Whether the file begins with the byte order mark of UTF-8, which is no part of any record.
    fn has_mark(&self) -> bool {
        false
    }

    /// Columns that nothing maps and that are left out, since their type cannot be read.
    fn unread_columns(&self) -> &[String] {
        &[]
    }
}

/// Opens a file: unpacks it, tells its format and encoding, and checks what can be checked of it before its records.
pub fn open(task: &FileTask, plan: &SourcePlan, limits: &Limits) -> Result<Box<dyn BatchReader + Send>, Error> {
    let file = &task.file_ref;
    let name = || Arc::clone(&file.name);
    let unpack = UnpackLimits { max_bytes: limits.max_unpacked_bytes.0, max_ratio: limits.max_unpack_ratio };
    let mut reader = store::open(file, unpack)?;
    let mut head = Vec::new();
    reader.fill(&mut head, sniff::HEAD_BYTES)?;
    let auto = plan.format == FormatName::Auto;
    if plan.format == FormatName::Parquet || auto && sniff::is_parquet(&head) {
        check_mapping(&file.name, plan, FormatName::Parquet)?;
        return Ok(Box::new(parquet::Rows::open(task, plan, limits, reader, &head)?));
    }
    let input = Input::new(name(), reader, head, plan.encoding)?;
    let format = if auto { sniff::text_format(input.head(), &file.name) } else { plan.format };
    if format == FormatName::Parquet {
        return Err(Error::Parquet { file: name(), problem: "not a parquet file" });
    }
    check_mapping(&file.name, plan, format)?;
    let max_record_bytes = usize::try_from(limits.max_record_bytes.0).unwrap_or(usize::MAX - 1);
    Ok(Box::new(Stream::open(task, plan, input, format, max_record_bytes)?))
}

/// A mapping goes with fields, and fields go with a mapping.
fn check_mapping(file: &Arc<str>, plan: &SourcePlan, format: FormatName) -> Result<(), Error> {
    let file = || Arc::clone(file);
    let text = matches!(format, FormatName::Txt | FormatName::Md);
    match &plan.want {
        Want::Everything => Ok(()),
        Want::WholeText if text => Ok(()),
        Want::WholeText => Err(Error::MappingNeeded { file: file(), format }),
        _ if text => Err(Error::MappingUnused { file: file(), format }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
