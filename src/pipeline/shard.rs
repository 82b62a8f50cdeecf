//! A file of records of one target: lines, or rows of a table.

use super::Error;
use crate::format::Target;
use crate::format::definition::Container;
use crate::format::parquet::{ParquetWriteError, ParquetWriter};
use crate::write::{self, FileEntry, OutputFile, Staging};

/// A file that is being written.
pub(super) enum Shard {
    /// Of lines.
    Lines(Box<OutputFile>),
    /// Of rows.
    Table(Box<ParquetWriter<OutputFile>>),
}

impl Shard {
    /// Creates the file in the staging folder. `path` is relative and divided by `/`.
    pub(super) fn create(staging: &Staging, target: &Target, path: &str) -> Result<Self, Error> {
        let file = OutputFile::create(staging, path)?;
        Ok(match target.container() {
            Container::Lines => Self::Lines(Box::new(file)),
            Container::Parquet => {
                let table = ParquetWriter::new(target, file).map_err(|error| failed(path, error))?;
                Self::Table(Box::new(table))
            }
        })
    }

    /// The path, relative to the dataset's folder.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Lines(file) => file.path(),
            Self::Table(table) => table.get_ref().path(),
        }
    }

    /// Records so far.
    pub(super) fn records(&self) -> u64 {
        match self {
            Self::Lines(file) => file.records(),
            Self::Table(table) => table.rows(),
        }
    }

    /// Appends `records` records, encoded as lines, and returns the line or row they begin on, counted from 1.
    pub(super) fn append(&mut self, lines: &[u8], records: u64) -> Result<u64, Error> {
        match self {
            Self::Lines(file) => Ok(file.append(lines, records)?),
            Self::Table(table) => {
                let row = table.rows() + 1;
                let appended = table.append(lines, records);
                appended.map_err(|error| failed(table.get_ref().path(), error))?;
                Ok(row)
            }
        }
    }

    /// Writes what is left and returns the file's entry for the manifest.
    pub(super) fn finish(self) -> Result<FileEntry, Error> {
        match self {
            Self::Lines(file) => Ok(file.finish()?),
            Self::Table(table) => {
                let path = table.get_ref().path().to_owned();
                let (file, rows) = table.finish().map_err(|error| failed(&path, error))?;
                Ok(file.finish_binary(rows)?)
            }
        }
    }
}

fn failed(path: &str, error: ParquetWriteError) -> Error {
    match error {
        ParquetWriteError::Write(source) => write::Error::write(path, source).into(),
        ParquetWriteError::Encode => crate::format::Error::Encode.into(),
    }
}
