//! Writing the lineage table, a row group at a time.

use std::io::Write;

use polars::prelude::*;

use super::columns::Columns;
use super::{GROUP_ROWS, LineageRow};
use crate::format::Pipe;
use crate::manifest::Error;

/// Writes a lineage table to any writer. The same rows in the same order give the same bytes with the same release: level
/// of compression and statistics are the encoder's fixed defaults, and nothing in the file tells when or where it was made.
pub struct LineageWriter<W: Write> {
    out: W,
    pipe: Pipe,
    encoder: BatchedWriter<Pipe>,
    columns: Columns,
    rows: u64,
}

/// The encoder's messages may quote what they are about.
fn encoding(_: PolarsError) -> Error {
    Error::Table { doing: "encoding" }
}

impl<W: Write> LineageWriter<W> {
    /// A table with no rows.
    pub fn new(out: W) -> Result<Self, Error> {
        let schema = Columns::new().finish().map_err(encoding)?.schema().clone();
        let pipe = Pipe::default();
        let encoder = ParquetWriter::new(pipe.clone())
            .with_compression(ParquetCompression::Zstd(None))
            .with_statistics(StatisticsOptions::default())
            .set_parallel(false)
            .batched(&schema)
            .map_err(encoding)?;
        Ok(Self { out, pipe, encoder, columns: Columns::new(), rows: 0 })
    }

    /// Adds a row.
    pub fn push(&mut self, row: &LineageRow<'_>) -> Result<(), Error> {
        self.columns.push(row);
        self.rows += 1;
        if self.columns.rows() == GROUP_ROWS { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left and gives back the writer and the number of rows.
    pub fn finish(mut self) -> Result<(W, u64), Error> {
        if self.columns.rows() > 0 {
            self.write_group()?;
        }
        self.encoder.finish().map_err(encoding)?;
        self.drain()?;
        Ok((self.out, self.rows))
    }

    fn write_group(&mut self) -> Result<(), Error> {
        let group = std::mem::replace(&mut self.columns, Columns::new()).finish().map_err(encoding)?;
        self.encoder.write_batch(&group).map_err(encoding)?;
        self.drain()
    }

    fn drain(&mut self) -> Result<(), Error> {
        self.pipe.drain_to(&mut self.out).map_err(|source| Error::Write { source })
    }
}
