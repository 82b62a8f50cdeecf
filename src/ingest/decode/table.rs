//! One row of separated values: its cells, by the header's names.

use std::borrow::Cow;
use std::sync::Arc;

use memchr::memchr;
use serde_json::Value;

use super::columns::Columns;
use super::fields::Scratch;
use crate::config::FormatName;
use crate::core::Reason;
use crate::ingest::error::HeaderProblem;
use crate::ingest::{Error, SourcePlan};

/// The columns of one file, and how its rows are taken apart.
pub(in crate::ingest) struct Table {
    delimiter: u8,
    columns: Columns,
}

impl Table {
    /// Reads the header row; `None` is a first row that could not be taken apart.
    pub(in crate::ingest) fn new(
        file: &Arc<str>,
        format: FormatName,
        delimiter: u8,
        row: Option<&[u8]>,
        plan: &SourcePlan,
    ) -> Result<Self, Error> {
        let row = row.filter(|row| memchr(0, row).is_none()).and_then(|row| std::str::from_utf8(row).ok());
        let unreadable = || Error::Header { file: Arc::clone(file), problem: HeaderProblem::Unreadable };
        let cells: Vec<String> = cells(row.ok_or_else(unreadable)?, delimiter).map(Cow::into_owned).collect();
        Ok(Self { delimiter, columns: Columns::new(file, format, &cells, plan)? })
    }

    /// Whether the first row may be data rather than a header.
    pub(in crate::ingest) fn doubtful(&self) -> bool {
        self.columns.doubtful
    }

    /// Keeps the mapped cells of a row in `values`.
    pub(in crate::ingest) fn values(&self, row: &str, values: &mut [Option<Value>]) -> Result<(), Reason> {
        values.fill(None);
        let mut count = 0;
        for cell in cells(row, self.delimiter) {
            if let Some(slot) = self.columns.roots.get(count).copied().flatten().and_then(|root| values.get_mut(root)) {
                *slot = Some(Value::String(cell.into_owned()));
            }
            count += 1;
        }
        if count == self.columns.names.len() { Ok(()) } else { Err(Reason::RaggedRow) }
    }

    /// Keeps all cells of a row in `scratch`.
    pub(in crate::ingest) fn cells<'b>(&'b self, row: &'b str, scratch: &mut Scratch<'b>) -> Result<(), Reason> {
        scratch.start_row();
        let mut names = self.columns.names.iter();
        for (column, cell) in cells(row, self.delimiter).enumerate() {
            let name = names.next().ok_or(Reason::RaggedRow)?;
            if self.columns.id == Some(column) {
                scratch.row_id(&cell);
            }
            match cell {
                Cow::Borrowed(text) => scratch.cell(name, text),
                Cow::Owned(text) => scratch.made_cell(name, &text),
            }
        }
        if names.next().is_none() { Ok(()) } else { Err(Reason::RaggedRow) }
    }

    /// Keeps the cells of the header row, which may be data: under names that say nothing, since one cell is the name of another.
    pub(in crate::ingest) fn header_cells<'b>(&'b self, row: &'b str, scratch: &mut Scratch<'b>) {
        scratch.start_row();
        for (name, cell) in self.columns.numbers.iter().zip(cells(row, self.delimiter)) {
            scratch.made_cell(name, &cell);
        }
    }
}

/// The cells of a row whose quoting the splitter has checked.
fn cells(row: &str, delimiter: u8) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = Some(row);
    std::iter::from_fn(move || {
        let (cell, after) = take_cell(rest?, delimiter);
        rest = after;
        Some(cell)
    })
}

/// The first cell, and what follows its delimiter.
fn take_cell(row: &str, delimiter: u8) -> (Cow<'_, str>, Option<&str>) {
    let Some(quoted) = row.strip_prefix('"') else {
        return match memchr(delimiter, row.as_bytes()).and_then(|at| Some((row.get(..at)?, row.get(at + 1..)?))) {
            Some((cell, after)) => (Cow::Borrowed(cell), Some(after)),
            None => (Cow::Borrowed(row), None),
        };
    };
    let mut end = 0;
    let mut doubled = false;
    let bytes = quoted.as_bytes();
    while let Some(at) = memchr(b'"', bytes.get(end..).unwrap_or_default()) {
        end += at;
        if bytes.get(end + 1) != Some(&b'"') {
            break;
        }
        doubled = true;
        end += 2;
    }
    let content = quoted.get(..end).unwrap_or_default();
    let after = quoted.get(end + 1..).and_then(|after| after.strip_prefix(char::from(delimiter)));
    let cell = if doubled { Cow::Owned(content.replace("\"\"", "\"")) } else { Cow::Borrowed(content) };
    (cell, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(row: &str) -> Vec<String> {
        cells(row, b',').map(Cow::into_owned).collect()
    }

    #[test]
    fn cells_are_unquoted() {
        let cases: &[(&str, &[&str])] = &[
            ("a,b", &["a", "b"]),
            ("", &[""]),
            (",", &["", ""]),
            ("\"\"", &[""]),
            ("\"a,\"\"b\"\"\nc\",d,\"\"", &["a,\"b\"\nc", "d", ""]),
            ("\"\"\"\"", &["\""]),
            ("ä,\"ö\"", &["ä", "ö"]),
        ];
        for (row, expected) in cases {
            assert_eq!(split(row), *expected, "{row}");
        }
    }

    #[test]
    fn a_header_that_cannot_be_read_is_refused() {
        for header in [&b"a\0,b"[..], b"a\xff,b"] {
            let error = table(header).err().unwrap().to_string();
            assert!(error.contains("header row is not valid"), "{error}");
        }
    }

    fn table(header: &[u8]) -> Result<Table, Error> {
        let plan = SourcePlan::compile(0, &toml::from_str("name = 's'\nuri = 'x'\nmap = { text = 'b' }").unwrap());
        Table::new(&Arc::from("f.csv"), FormatName::Csv, b',', Some(header), &plan.unwrap())
    }

    #[test]
    fn ragged_rows_are_refused() {
        let table = table(b"a,b").unwrap();
        let mut values = vec![None];
        assert_eq!(table.values("1,2", &mut values), Ok(()));
        assert_eq!(values, [Some(Value::from("2"))]);
        for row in ["1", "1,2,3"] {
            assert_eq!(table.values(row, &mut values), Err(Reason::RaggedRow));
            assert_eq!(table.cells(row, &mut Scratch::default()), Err(Reason::RaggedRow));
        }
    }
}
