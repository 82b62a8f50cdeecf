//! Reading the lineage table, a row group at a time.

use std::collections::VecDeque;
use std::fs::File;
use std::path::Path;

use polars::prelude::*;

use super::GROUP_ROWS;
use crate::manifest::Error;
use crate::store::{FileEntry, Integrity, layout};

/// One row, as read.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LineageRecord {
    /// Keyed id of the record, hexadecimal.
    pub record: String,
    /// Name of its source.
    pub source: String,
    /// Name of its file.
    pub file: String,
    /// Unit of its place in that file.
    pub position_unit: String,
    /// Its place in that file.
    pub position: u64,
    /// Where it went: a split, `quarantined` or `removed`.
    pub outcome: String,
    /// Reason code, if it was quarantined or removed.
    pub reason: Option<String>,
    /// Files it was written to, and its first line in each.
    pub outputs: Vec<(String, u64)>,
    /// Number of pieces it was cut into.
    pub parts: u32,
    /// Values found in it, by entity type.
    pub entities: Vec<(String, u32)>,
    /// Operators applied to it.
    pub operators: Vec<(String, u32)>,
    /// Its licence.
    pub licence: Option<String>,
    /// Its rights basis.
    pub basis: Option<String>,
    /// Keyed fingerprint of the record as it was read, if it was made with a secret key.
    pub identity: Option<u64>,
    /// Keys by which it is grouped, if it is in validation or holdout and they were made with a secret key.
    pub keys: Vec<u64>,
    /// Id of the record that stays in its place, if it is a duplicate that was removed.
    pub survivor: Option<String>,
    /// How alike the two are, from 0 to 1.
    pub score: Option<f64>,
    /// Number of its group within the dataset.
    pub group: Option<u64>,
    /// The split that it would be in if its part of the group stood alone, where that is another one.
    pub alone: Option<String>,
}

/// Reads a lineage table in bounded memory. Iterates over its rows in the order in which they were written.
pub struct LineageReader {
    file: File,
    metadata: FileMetadataRef,
    next: usize,
    rows: usize,
    ready: VecDeque<LineageRecord>,
}

/// The decoder's messages may quote what they are about.
fn decoding<E>(_: E) -> Error {
    Error::Table { doing: "decoding" }
}

impl LineageReader {
    /// Opens the lineage table of the dataset in `dir`, which its manifest lists as `entry`.
    ///
    /// The file is compared with the listed digests first, and refused if it differs: the decoder trusts the lengths it
    /// reads, and a changed one makes it ask for more memory than there is, which ends the process.
    pub fn open(dir: &Path, entry: &FileEntry) -> Result<Self, Error> {
        let changed = || Error::Changed { file: entry.path.clone() };
        if !layout::is_inside(&entry.path) {
            return Err(changed());
        }
        let path = dir.join(&entry.path);
        let unreadable = |source| Error::Read { path: path.clone(), source };
        let mut file = File::open(&path).map_err(unreadable)?;
        let Integrity { blake3, sha256, .. } = Integrity::of(&mut file).map_err(unreadable)?;
        if (&blake3, &sha256) != (&entry.blake3, &entry.sha256) {
            return Err(changed());
        }
        let mut reader = ParquetReader::new(file.try_clone().map_err(unreadable)?);
        let metadata = reader.get_metadata().map_err(decoding)?.clone();
        let rows = metadata.num_rows;
        Ok(Self { file, metadata, next: 0, rows, ready: VecDeque::new() })
    }

    /// Number of rows in the table.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows as u64
    }

    fn read_group(&mut self) -> Result<(), Error> {
        let file = self.file.try_clone().map_err(decoding)?;
        let mut reader =
            ParquetReader::new(file).read_parallel(ParallelStrategy::None).with_slice(Some((self.next, GROUP_ROWS)));
        reader.set_metadata(self.metadata.clone());
        let group = reader.finish().map_err(decoding)?;
        self.next = self.next.saturating_add(GROUP_ROWS);
        self.ready =
            (0..group.height()).map(|row| record(&group, row)).collect::<Option<_>>().ok_or(()).map_err(decoding)?;
        Ok(())
    }
}

impl Iterator for LineageReader {
    type Item = Result<LineageRecord, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && self.next < self.rows
            && let Err(error) = self.read_group()
        {
            // Nothing after a broken row group can be trusted to be where it was.
            self.next = self.rows;
            return Some(Err(error));
        }
        self.ready.pop_front().map(Ok)
    }
}

/// One row of a table; `None` if the table does not have the columns of a lineage table.
fn record(group: &DataFrame, row: usize) -> Option<LineageRecord> {
    Some(LineageRecord {
        record: text(group, "record", row)??,
        source: text(group, "source", row)??,
        file: text(group, "file", row)??,
        position_unit: text(group, "position_unit", row)??,
        position: group.column("position").ok()?.u64().ok()?.get(row)?,
        outcome: text(group, "outcome", row)??,
        reason: text(group, "reason", row)?,
        outputs: pairs(group, ["output_files", "output_lines"], row, |counts| {
            Some(counts.u64().ok()?.iter().flatten().collect())
        })?,
        parts: group.column("parts").ok()?.u32().ok()?.get(row)?,
        entities: pairs(group, ["entities", "entity_counts"], row, counts)?,
        operators: pairs(group, ["operators", "operator_counts"], row, counts)?,
        licence: text(group, "licence", row)?,
        basis: text(group, "basis", row)?,
        identity: group.column("identity").ok()?.u64().ok()?.get(row),
        keys: {
            let keys = group.column("keys").ok()?.list().ok()?.get_as_series(row)?;
            keys.u64().ok()?.iter().flatten().collect()
        },
        // Tables of earlier releases do not have these.
        survivor: text(group, "survivor", row).flatten(),
        score: group.column("score").ok().and_then(|score| score.f64().ok()?.get(row)),
        group: group.column("group").ok().and_then(|group| group.u64().ok()?.get(row)),
        alone: text(group, "alone", row).flatten(),
    })
}

fn counts(series: &Series) -> Option<Vec<u32>> {
    Some(series.u32().ok()?.iter().flatten().collect())
}

/// A text cell: the outer `None` for no such column, the inner one for null.
#[allow(clippy::option_option, reason = "a missing column and a null cell are two things")]
fn text(group: &DataFrame, column: &str, row: usize) -> Option<Option<String>> {
    Some(group.column(column).ok()?.str().ok()?.get(row).map(str::to_owned))
}

/// Two lists of one length, side by side.
fn pairs<T>(
    group: &DataFrame,
    [names, values]: [&str; 2],
    row: usize,
    read: impl Fn(&Series) -> Option<Vec<T>>,
) -> Option<Vec<(String, T)>> {
    let names = group.column(names).ok()?.list().ok()?.get_as_series(row)?;
    let values = read(&group.column(values).ok()?.list().ok()?.get_as_series(row)?)?;
    let names = names.str().ok()?;
    (names.len() == values.len()).then(|| names.iter().flatten().map(str::to_owned).zip(values).collect())
}
