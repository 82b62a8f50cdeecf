//! Records of a target as rows of a parquet file: a column for each key of the record, in the target's shape.
//!
//! A row is the same record as a line of JSON: what is written comes as lines, and what is read is given as lines, so that
//! conversion and checks are those of every other target. A key that a record does not have is null in its row.
//!
//! Written and read a row group or a slice at a time: memory does not grow with the file.

mod columns;
mod lines;
mod write;

pub use lines::{ParquetError, Rows};
pub use write::{ParquetWriteError, ParquetWriter};

pub(super) use columns::fits;

/// Rows of a row group. Their number, and that of bytes, depends on nothing but the records.
const GROUP_ROWS: usize = 64 << 10;

/// Bytes of lines after which a row group ends.
const GROUP_BYTES: usize = 16 << 20;

#[cfg(test)]
mod tests;
