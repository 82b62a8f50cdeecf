//! The rows of a parquet file, batch by batch.

use std::sync::Arc;

use polars::prelude::{DataType, IntoSeries, Series};

use super::file::{Group, ParquetFile};
use super::frame::{Columns, Frame};
use super::value;
use crate::config::{FormatName, Limits};
use crate::ingest::batch::Payload;
use crate::ingest::decode::missing_columns;
use crate::ingest::plan::Want;
use crate::ingest::{BatchReader, Error, FileTask, RawBatch, SourcePlan};
use crate::store::{FileDigest, Reader, UnpackLimits};

/// Unpacked bytes of the mapped columns that are read at a time. The columns are gone through from the row group's start
/// for each slice, so slices are larger than batches.
const SLICE_BYTES: u64 = 32 << 20;

/// Rows read at a time, however small they are said to be.
const SLICE_ROWS: usize = 256 << 10;

/// Reads the rows of one parquet file.
pub(in crate::ingest) struct Rows {
    source: u32,
    file: u32,
    data: ParquetFile,
    columns: Arc<Columns>,
    projection: Vec<usize>,
    groups: Vec<Group>,
    group: usize,
    /// Rows of the current group already read.
    read: usize,
    total: u64,
    /// Rows already handed out.
    done: u64,
    slice: Option<Slice>,
    ended: bool,
    /// Columns of cells of one length that nothing maps, by their place in the projection.
    fixed: Vec<usize>,
    /// Columns that are left out.
    unread: Vec<String>,
    limits: UnpackLimits,
    /// Bytes that the pages gone through unpack to.
    stated: u64,
    /// Bytes in the cells that were read.
    unpacked: u64,
}

struct Slice {
    series: Vec<Series>,
    rows: usize,
    used: usize,
    row_bytes: u64,
}

impl Rows {
    pub(in crate::ingest) fn open(
        task: &FileTask,
        plan: &SourcePlan,
        limits: &Limits,
        stored: Reader,
        head: &[u8],
    ) -> Result<Self, Error> {
        let data = ParquetFile::open(&task.file_ref, stored, head)?;
        let Projection { columns, numbers: projection, fixed, unread } = project(&data, plan, limits)?;
        let groups = data.groups(&columns.names);
        let limits = UnpackLimits { max_bytes: limits.max_unpacked_bytes.0, max_ratio: limits.max_unpack_ratio };
        // What the footer says it unpacks to; whether that is so is seen as it is read.
        data.check(limits, groups.iter().fold(0u64, |sum, group| sum.saturating_add(group.bytes)))?;
        let total = groups.iter().fold(0u64, |sum, group| sum.saturating_add(group.rows as u64));
        Ok(Self {
            source: task.source,
            file: task.file,
            data,
            columns: Arc::new(columns),
            projection,
            groups,
            group: 0,
            read: 0,
            total,
            done: 0,
            slice: None,
            ended: false,
            fixed,
            unread,
            limits,
            stated: 0,
            unpacked: 0,
        })
    }

    fn read_slice(&mut self) -> Result<Option<Slice>, Error> {
        while let Some(&Group { rows, bytes }) = self.groups.get(self.group) {
            let left = rows - self.read;
            if left == 0 {
                self.group += 1;
                self.read = 0;
                continue;
            }
            let bytes = if self.read == 0 { self.begin_group(bytes)? } else { bytes };
            let row_bytes = (bytes / rows as u64).max(1);
            let fitting = usize::try_from(SLICE_BYTES / row_bytes).unwrap_or(usize::MAX);
            let count = left.min(fitting.clamp(1, SLICE_ROWS));
            let mut series = self.data.read(self.group, (self.read, count), &self.projection)?;
            self.read += count;
            self.unpacked = self.unpacked.saturating_add(series.iter().map(held_bytes).sum());
            self.data.check(self.limits, self.unpacked)?;
            self.keep_texts(&mut series);
            return Ok(Some(Slice { series, rows: count, used: 0, row_bytes }));
        }
        Ok(None)
    }

    /// Of cells of one length that nothing maps, only texts are looked at: most such columns are UUIDs or digests. A column with cells
    /// that are none is named among those that are left out.
    fn keep_texts(&mut self, series: &mut [Series]) {
        for column in &self.fixed {
            let Some(cells) = series.get_mut(*column) else { continue };
            let Ok((texts, others)) = cells.binary().map(value::texts) else { continue };
            *cells = texts.into_series();
            let Some(name) = self.columns.names.get(*column).filter(|_| others) else { continue };
            if !self.unread.contains(name) {
                self.unread.push(name.clone());
            }
        }
    }

    /// Looks at the pages of the current group, of which the footer says that it unpacks to so many bytes, and tells how many it is.
    fn begin_group(&mut self, footer: u64) -> Result<u64, Error> {
        let pages = self.data.check_pages(self.group, &self.columns.names, self.limits)?;
        self.stated = self.stated.saturating_add(pages);
        self.data.check(self.limits, self.stated)?;
        let bytes = footer.max(pages);
        if let Some(group) = self.groups.get_mut(self.group) {
            group.bytes = bytes;
        }
        Ok(bytes)
    }
}

impl BatchReader for Rows {
    fn next_batch(&mut self, target_bytes: usize) -> Result<Option<RawBatch>, Error> {
        let slice = match self.slice.take() {
            Some(slice) => Some(slice),
            None => self.read_slice()?,
        };
        let Some(mut slice) = slice else {
            self.data.finish()?;
            self.ended = true;
            return Ok(None);
        };
        let fitting = usize::try_from(target_bytes as u64 / slice.row_bytes).unwrap_or(usize::MAX).max(1);
        let count = fitting.min(slice.rows - slice.used);
        let offset = i64::try_from(slice.used).unwrap_or(i64::MAX);
        let series = slice.series.iter().map(|series| series.slice(offset, count)).collect();
        let bytes = usize::try_from(slice.row_bytes).unwrap_or(usize::MAX).saturating_mul(count);
        let frame = Frame::new(Arc::clone(&self.columns), series, self.done + 1, count, bytes);
        self.done += count as u64;
        slice.used += count;
        self.slice = (slice.used < slice.rows).then_some(slice);
        self.data.hash_up_to(self.done, self.total.saturating_add(1))?;
        Ok(Some(RawBatch::new(self.source, self.file, Payload::Frame(frame))))
    }

    fn digest(&self) -> Option<FileDigest> {
        self.data.digest().filter(|_| self.ended)
    }

    fn format(&self) -> FormatName {
        FormatName::Parquet
    }

    fn stored_bytes_read(&self) -> u64 {
        self.data.stored_bytes_read()
    }

    fn unread_columns(&self) -> &[String] {
        &self.unread
    }
}

/// Bytes in the cells of a column. A text that a dictionary has once counts wherever it stands.
fn held_bytes(series: &Series) -> u64 {
    let lengths = |texts: &mut dyn Iterator<Item = usize>| texts.map(|length| length as u64).sum();
    match (series.str(), series.binary()) {
        (Ok(texts), _) => lengths(&mut texts.iter().flatten().map(str::len)),
        (_, Ok(texts)) => lengths(&mut texts.iter().flatten().map(<[u8]>::len)),
        _ => series.estimated_size() as u64,
    }
}

/// The columns to read, by name and by number, and those that are left out.
struct Projection {
    columns: Columns,
    numbers: Vec<usize>,
    fixed: Vec<usize>,
    unread: Vec<String>,
}

/// Chooses the columns to read: the mapped ones, or all that hold text, integers or decimals.
fn project(data: &ParquetFile, plan: &SourcePlan, limits: &Limits) -> Result<Projection, Error> {
    let all: Vec<String> = data.schema().iter_names().map(ToString::to_string).collect();
    let missing = plan.roots.iter().filter(|root| !all.contains(root)).cloned().collect();
    missing_columns(data.name(), missing, &all, true)?;
    let everything = matches!(plan.want, Want::Everything);
    let mut columns = Columns::new(usize::try_from(limits.max_record_bytes.0).unwrap_or(usize::MAX));
    let (mut projection, mut fixed, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (name, field)) in all.into_iter().zip(data.schema().iter_values()).enumerate() {
        let root = plan.root(&name);
        if root.is_none() && !everything {
            continue;
        }
        let one_length = root.is_none() && value::may_be_text_of_one_length(field.dtype());
        if root.is_none() && !one_length && value::may_be_left_out(field.dtype()) {
            unread.push(name);
            continue;
        }
        let problem = |problem| Error::ParquetColumn { file: Arc::clone(data.name()), column: name.clone(), problem };
        let kind = (one_length || value::supported(field.dtype())).then(|| DataType::from_arrow_field(field));
        let kind = kind.ok_or_else(|| problem("has a type that is not supported"))?;
        // One column is read even if it holds no text: a footer's count of rows is not to be taken on trust.
        let last = index + 1 == data.schema().len();
        if everything && !value::may_hold_text(&kind) && !(last && projection.is_empty()) {
            continue;
        }
        if one_length {
            fixed.push(projection.len());
        }
        columns.push(name, root);
        projection.push(index);
    }
    Ok(Projection { columns, numbers: projection, fixed, unread })
}
