//! The rows of a parquet file as lines of JSON, a slice at a time.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use polars::prelude::{AnyValue, FileMetadata, ParallelStrategy, ParquetReader, PolarsResult, SerReader, Series};

/// Unpacked bytes of the columns that are read at a time.
const SLICE_BYTES: u64 = 8 << 20;

/// Rows read at a time, however small they are said to be.
const SLICE_ROWS: usize = 64 << 10;

/// Why a file cannot be read as parquet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParquetError {
    /// It is something else.
    NotParquet,
    /// It begins as parquet, and does not end so.
    CutOff,
    /// It is encrypted.
    Encrypted,
    /// It has none of the target's columns.
    NoColumns,
    /// Its rows cannot be decoded.
    Damaged,
}

/// A parquet file that is read as lines: one JSON object for each row, with the keys that are not null.
///
/// Where a row cannot be decoded, the lines end and [`Rows::failure`] says why.
pub struct Rows {
    file: File,
    bytes: u64,
    footer: FileMetadata,
    /// Positions of the columns that are read, with their names as JSON.
    columns: Vec<(usize, String)>,
    /// Members that stand for the columns that no target knows: their content is not looked at.
    others: String,
    /// Rows and unpacked bytes of each row group.
    groups: Vec<(usize, u64)>,
    group: usize,
    /// Rows of the current group already read.
    read: usize,
    lines: Vec<u8>,
    used: usize,
    failure: Option<ParquetError>,
}

impl Rows {
    /// Opens a file of which the columns `keys` are read.
    pub fn open(mut file: File, keys: &[&str]) -> Result<Self, ParquetError> {
        let bytes = check_ends(&mut file)?;
        let mut footer = guarded(|| Ok(ParquetReader::new(&mut file).get_metadata()?.as_ref().clone()))?;
        // Arrow's own schema asks for types that are here beside the point; parquet's says how to read the values.
        footer.key_value_metadata = None;
        let schema = guarded(|| {
            let mut reader = ParquetReader::new(&mut file);
            reader.set_metadata(Arc::new(footer.clone()));
            reader.schema()
        })?;
        let (mut columns, mut others, mut names) = (Vec::new(), String::new(), Vec::new());
        for (at, name) in schema.iter_names().enumerate() {
            let key = serde_json::to_string(name.as_str()).map_err(|_| ParquetError::Damaged)?;
            if keys.contains(&name.as_str()) {
                columns.push((at, key));
                names.push(name.clone());
            } else {
                others.push_str(&format!("{}{key}:0", if others.is_empty() { "" } else { "," }));
            }
        }
        if columns.is_empty() {
            return Err(ParquetError::NoColumns);
        }
        let groups = footer.row_groups.iter().map(|group| {
            let chunks = names.iter().filter_map(|name| group.columns_under_root_iter(name)).flatten();
            (group.num_rows(), chunks.map(|chunk| u64::try_from(chunk.uncompressed_size()).unwrap_or(0)).sum())
        });
        let groups = groups.collect();
        let (lines, used, failure) = (Vec::new(), 0, None);
        Ok(Self { file, bytes, footer, columns, others, groups, group: 0, read: 0, lines, used, failure })
    }

    /// Size of the file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Why the lines ended before the rows did, if they did.
    #[must_use]
    pub fn failure(&self) -> Option<ParquetError> {
        self.failure
    }

    /// Makes lines of the next slice. `false` at the end.
    fn fill(&mut self) -> Result<bool, ParquetError> {
        self.lines.clear();
        self.used = 0;
        while let Some(&(rows, bytes)) = self.groups.get(self.group) {
            let left = rows.saturating_sub(self.read);
            if left == 0 {
                (self.group, self.read) = (self.group + 1, 0);
                continue;
            }
            let row_bytes = (bytes / rows as u64).max(1);
            let fitting = usize::try_from(SLICE_BYTES / row_bytes).unwrap_or(usize::MAX);
            let count = left.min(fitting.clamp(1, SLICE_ROWS));
            let columns = self.slice((self.read, count))?;
            self.read += count;
            for row in 0..count {
                self.line(&columns, row)?;
            }
            return Ok(true);
        }
        Ok(false)
    }

    fn slice(&mut self, rows: (usize, usize)) -> Result<Vec<Series>, ParquetError> {
        // A footer of this one group: with the others in it they would be gone through, too.
        let mut footer = self.footer.clone();
        footer.row_groups = footer.row_groups.into_iter().skip(self.group).take(1).collect();
        footer.num_rows = rows.0.saturating_add(rows.1);
        let projection = self.columns.iter().map(|(at, _)| *at).collect();
        let file = &mut self.file;
        let columns = guarded(|| {
            let mut reader = ParquetReader::new(file)
                .with_slice(Some(rows))
                .with_projection(Some(projection))
                .read_parallel(ParallelStrategy::None);
            reader.set_metadata(Arc::new(footer));
            let frame = reader.finish()?;
            Ok(frame.columns().iter().map(|column| column.as_materialized_series().clone()).collect::<Vec<_>>())
        })?;
        let whole = columns.len() == self.columns.len() && columns.iter().all(|column| column.len() == rows.1);
        whole.then_some(columns).ok_or(ParquetError::Damaged)
    }

    fn line(&mut self, columns: &[Series], row: usize) -> Result<(), ParquetError> {
        self.lines.push(b'{');
        self.lines.extend_from_slice(self.others.as_bytes());
        let mut first = self.others.is_empty();
        for ((_, key), column) in self.columns.iter().zip(columns) {
            let cell = column.get(row).map_err(|_| ParquetError::Damaged)?;
            member(key, &cell, &mut first, &mut self.lines)?;
        }
        self.lines.extend_from_slice(b"}\n");
        Ok(())
    }
}

impl Read for Rows {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.used >= self.lines.len() && self.failure.is_none() {
            match self.fill() {
                Ok(true) => {}
                Ok(false) => return Ok(0),
                // Lines of rows before the broken one are not given: nothing of a slice that cannot be read whole is trusted.
                Err(failure) => {
                    self.lines.clear();
                    self.failure = Some(failure);
                }
            }
        }
        let read = self.lines.get(self.used..).unwrap_or_default().read(out)?;
        self.used += read;
        Ok(read)
    }
}

/// A member of an object, unless it is null. `key` is JSON.
fn member(key: &str, cell: &AnyValue<'_>, first: &mut bool, out: &mut Vec<u8>) -> Result<(), ParquetError> {
    if cell.is_null() {
        return Ok(());
    }
    if !std::mem::take(first) {
        out.push(b',');
    }
    out.extend_from_slice(key.as_bytes());
    out.push(b':');
    value(cell, out)
}

/// A cell as JSON. What is neither text nor list nor struct stands for a number: no key of a target is one, so the check says
/// that it is of the wrong type.
fn value(cell: &AnyValue<'_>, out: &mut Vec<u8>) -> Result<(), ParquetError> {
    let text = |text: &str, out: &mut Vec<u8>| serde_json::to_writer(out, text).map_err(|_| ParquetError::Damaged);
    match cell {
        AnyValue::Null => out.extend_from_slice(b"null"),
        AnyValue::Boolean(_) => out.extend_from_slice(b"true"),
        AnyValue::String(string) => text(string, out)?,
        AnyValue::StringOwned(string) => text(string, out)?,
        AnyValue::List(items) => {
            out.push(b'[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                value(&item, out)?;
            }
            out.push(b']');
        }
        AnyValue::Struct(_, _, fields) => {
            let names = fields.iter().map(|field| field.name().as_str());
            object(names.zip(cell._iter_struct_av()), out)?;
        }
        AnyValue::StructOwned(parts) => {
            let names = parts.1.iter().map(|field| field.name().as_str());
            object(names.zip(parts.0.iter().cloned()), out)?;
        }
        _ => out.push(b'0'),
    }
    Ok(())
}

fn object<'n, 'v>(
    members: impl Iterator<Item = (&'n str, AnyValue<'v>)>,
    out: &mut Vec<u8>,
) -> Result<(), ParquetError> {
    out.push(b'{');
    let mut first = true;
    for (name, cell) in members {
        let key = serde_json::to_string(name).map_err(|_| ParquetError::Damaged)?;
        member(&key, &cell, &mut first, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// Looks at both ends of the file and returns its size (<https://parquet.apache.org/docs/file-format/>).
fn check_ends(file: &mut File) -> Result<u64, ParquetError> {
    let mut mark_at = |from: SeekFrom| -> io::Result<[u8; 4]> {
        let mut mark = [0; 4];
        file.seek(from)?;
        file.read_exact(&mut mark)?;
        Ok(mark)
    };
    // A file of less than four bytes at either end fails here.
    let first = mark_at(SeekFrom::Start(0)).map_err(|_| ParquetError::NotParquet)?;
    let last = mark_at(SeekFrom::End(-4)).map_err(|_| ParquetError::NotParquet)?;
    match (&first, &last) {
        (b"PARE", _) | (_, b"PARE") => Err(ParquetError::Encrypted),
        (b"PAR1", b"PAR1") => file.seek(SeekFrom::End(0)).map_err(|_| ParquetError::Damaged),
        (b"PAR1", _) => Err(ParquetError::CutOff),
        _ => Err(ParquetError::NotParquet),
    }
}

/// Runs polars. Its errors may quote values and are reduced; on damaged files it may panic.
fn guarded<T>(run: impl FnOnce() -> PolarsResult<T>) -> Result<T, ParquetError> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(_)) | Err(_) => Err(ParquetError::Damaged),
    }
}
