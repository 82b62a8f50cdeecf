//! Writing rows, a row group at a time.

use std::io::{self, Write};

use polars::prelude::*;

use super::columns::table;
use super::{GROUP_BYTES, GROUP_ROWS};
use crate::format::fault::Fault;
use crate::format::json::{self, Faults};
use crate::format::pipe::Pipe;
use crate::format::pointer::Pointer;
use crate::format::schema::Node;
use crate::format::{Severity, Target};

/// Writes records of a target as rows to any writer. The same records in the same order give the same bytes with the same
/// release: nothing in the file tells when or where it was made.
pub struct ParquetWriter<W: Write> {
    out: W,
    schema: Node,
    pipe: Pipe,
    encoder: BatchedWriter<Pipe>,
    /// Lines of the row group to come.
    lines: Vec<u8>,
    waiting: usize,
    rows: u64,
}

/// Why rows cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ParquetWriteError {
    /// The writer below failed.
    #[error("the file cannot be written")]
    Write(#[source] io::Error),
    /// A line is none of the target, or the encoder refused the rows.
    #[error("rows could not be encoded as parquet")]
    Encode,
}

/// The encoder's messages may quote what they are about.
fn encoding<E>(_: E) -> ParquetWriteError {
    ParquetWriteError::Encode
}

impl<W: Write> ParquetWriter<W> {
    /// A file without rows.
    pub fn new(target: &Target, out: W) -> Result<Self, ParquetWriteError> {
        let schema = target.schema().clone();
        let columns = table(&schema, &[]).map_err(encoding)?.schema().clone();
        let pipe = Pipe::default();
        let encoder = polars::prelude::ParquetWriter::new(pipe.clone())
            .with_compression(ParquetCompression::Zstd(None))
            .with_statistics(StatisticsOptions::empty())
            .set_parallel(false)
            .batched(&columns)
            .map_err(encoding)?;
        Ok(Self { out, schema, pipe, encoder, lines: Vec::new(), waiting: 0, rows: 0 })
    }

    /// What is written to.
    pub fn get_ref(&self) -> &W {
        &self.out
    }

    /// Rows so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds rows: as many whole lines as [`Target::encode`] has made of them.
    pub fn append(&mut self, lines: &[u8], rows: u64) -> Result<(), ParquetWriteError> {
        self.lines.extend_from_slice(lines);
        self.rows += rows;
        self.waiting = self.waiting.saturating_add(usize::try_from(rows).map_err(encoding)?);
        if self.waiting >= GROUP_ROWS || self.lines.len() >= GROUP_BYTES { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left and gives back the writer and the number of rows.
    pub fn finish(mut self) -> Result<(W, u64), ParquetWriteError> {
        if self.waiting > 0 {
            self.write_group()?;
        }
        self.encoder.finish().map_err(encoding)?;
        self.drain()?;
        Ok((self.out, self.rows))
    }

    fn write_group(&mut self) -> Result<(), ParquetWriteError> {
        let mut sound = true;
        let mut sink = |fault: Fault, _: &Pointer<'_>| sound &= fault.severity() == Severity::Warning;
        let text = std::str::from_utf8(&self.lines).map_err(encoding)?;
        let lines: Result<Vec<_>, _> =
            text.lines().map(|line| json::read(line, &self.schema, &mut Faults::new(&mut sink))).collect();
        let lines = lines.map_err(encoding)?;
        if !sound || lines.len() != self.waiting {
            return Err(ParquetWriteError::Encode);
        }
        let group = table(&self.schema, &lines).map_err(encoding)?;
        self.encoder.write_batch(&group).map_err(encoding)?;
        self.lines.clear();
        self.waiting = 0;
        self.drain()
    }

    fn drain(&mut self) -> Result<(), ParquetWriteError> {
        self.pipe.drain_to(&mut self.out).map_err(ParquetWriteError::Write)
    }
}
