//! One row of separated values: its cells, by the header's names.

use std::borrow::Cow;
use std::sync::Arc;

use memchr::memchr;
use serde_json::Value;

use super::fields::Scratch;
use crate::config::FormatName;
use crate::core::Reason;
use crate::ingest::error::{Available, HeaderProblem, Names};
use crate::ingest::{Error, SourcePlan};

/// The columns of one file.
pub(in crate::ingest) struct Table {
    delimiter: u8,
    /// Names to show: `column N` where the header row is doubtful.
    names: Vec<String>,
    /// `column N`: names that say nothing.
    numbers: Vec<String>,
    /// By column, the plan's root that it is.
    roots: Vec<Option<usize>>,
    id: Option<usize>,
    /// Whether the first row may be data rather than a header.
    pub(in crate::ingest) doubtful: bool,
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
        let bad = |problem| Error::Header { file: Arc::clone(file), problem };
        let row = row.filter(|row| memchr(0, row).is_none()).and_then(|row| std::str::from_utf8(row).ok());
        let row = row.ok_or_else(|| bad(HeaderProblem::Unreadable))?;
        let names: Vec<String> = cells(row, delimiter).map(Cow::into_owned).collect();
        for (n, name) in names.iter().enumerate().filter(|_| plan.has_header) {
            if name.trim().is_empty() {
                return Err(bad(HeaderProblem::Empty(n + 1)));
            }
            if names.iter().take(n).any(|earlier| earlier == name) {
                return Err(bad(HeaderProblem::Duplicate(n + 1)));
            }
        }
        check_columns(file, format, plan, &names)?;
        let doubtful = !plan.has_header || !names.iter().all(|name| looks_like_name(name));
        let numbers: Vec<String> = (1..=names.len()).map(|n| format!("column {n}")).collect();
        let roots = names.iter().map(|name| plan.root(name)).collect();
        let id = names.iter().position(|name| name == "id");
        let names = if doubtful { numbers.clone() } else { names };
        Ok(Self { delimiter, names, numbers, roots, id, doubtful })
    }

    /// Keeps the mapped cells of a row in `values`.
    pub(in crate::ingest) fn values(&self, row: &str, values: &mut [Option<Value>]) -> Result<(), Reason> {
        values.fill(None);
        let mut count = 0;
        for cell in cells(row, self.delimiter) {
            if let Some(slot) = self.roots.get(count).copied().flatten().and_then(|root| values.get_mut(root)) {
                *slot = Some(Value::String(cell.into_owned()));
            }
            count += 1;
        }
        if count == self.names.len() { Ok(()) } else { Err(Reason::RaggedRow) }
    }

    /// Keeps all cells of a row in `scratch`.
    pub(in crate::ingest) fn cells<'b>(&'b self, row: &'b str, scratch: &mut Scratch<'b>) -> Result<(), Reason> {
        scratch.start_row();
        let mut names = self.names.iter();
        for (column, cell) in cells(row, self.delimiter).enumerate() {
            let name = names.next().ok_or(Reason::RaggedRow)?;
            if self.id == Some(column) {
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
        for (name, cell) in self.numbers.iter().zip(cells(row, self.delimiter)) {
            scratch.made_cell(name, &cell);
        }
    }
}

/// Every mapped field must be a column. `names` are shown only if one of them is mapped and all look like names.
fn check_columns(file: &Arc<str>, format: FormatName, plan: &SourcePlan, names: &[String]) -> Result<(), Error> {
    let missing = plan.roots.iter().filter(|root| !names.contains(root)).cloned().collect();
    // A first row that holds a mapped name is a header; one that holds none may be data in a file without a header.
    let is_header = plan.roots.iter().any(|root| names.contains(root));
    missing_columns(file, missing, names, is_header)?;
    match plan.paths().find(|path| !path.rest.is_empty()) {
        Some(path) => Err(Error::PointerIntoCell { file: Arc::clone(file), format, pointer: path.pointer.clone() }),
        None => Ok(()),
    }
}

/// An error if any column is missing. `is_header` says that `names` are column names beyond doubt.
pub(in crate::ingest) fn missing_columns(
    file: &Arc<str>,
    missing: Vec<String>,
    names: &[String],
    is_header: bool,
) -> Result<(), Error> {
    if missing.is_empty() {
        return Ok(());
    }
    let shown = is_header && names.iter().all(|name| looks_like_name(name));
    let available = if shown { Available::Columns(Names(names.to_vec())) } else { Available::Doubtful };
    Err(Error::MissingColumns { file: Arc::clone(file), missing: Names(missing), available })
}

/// Whether a cell of a first row looks like a column's name. In a file without a header the first row is data, which must
/// neither be shown nor be left unlooked at; this is a guess on the safe side: up to four words and 40 characters,
/// beginning with a letter, at most four digits, little punctuation.
fn looks_like_name(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || " _-.:/()#%".contains(c);
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().count() <= 40
        && name.split_whitespace().count() <= 4
        && name.chars().filter(|c| c.is_numeric()).count() <= 4
        && name.chars().all(allowed)
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
    use crate::config::TextUnit;

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

    fn table(header: &str, map: &str) -> Result<Table, Error> {
        let plan = if map.is_empty() {
            SourcePlan::unmapped(0, FormatName::Csv, "utf-8", TextUnit::File)
        } else {
            let source = format!("name = 's'\nuri = 'x'\n[map]\n{map}");
            SourcePlan::compile(0, &toml::from_str(&source).unwrap())
        };
        Table::new(&Arc::from("f.csv"), FormatName::Csv, b',', Some(header.as_bytes()), &plan.unwrap())
    }

    #[test]
    fn headers_are_checked() {
        for (header, map, message) in [
            ("a,,b", "", "column 2 of the header row has no name"),
            ("a,b,a", "", "column 3 of the header row repeats an earlier name"),
            ("a,b", "text = 't'\nid = 'b'", "there is no column \"t\"; the columns are \"a\", \"b\""),
            ("ada,obi", "text = 't'", "there is no column \"t\"; the first row may be data, so it is not shown"),
            ("a,b", "text = '/a/b'", "leads into a cell"),
            ("a\0,b", "", "header row is not valid"),
        ] {
            let error = table(header, map).err().unwrap().to_string();
            assert!(error.contains(message), "{header}: {error}");
        }
        assert!(table("a,b", "text = '/a'\nid = 'b'").is_ok());
    }

    #[test]
    fn a_first_row_of_data_is_not_shown() {
        for header in ["Ada,ada@example.com", "Ada,+1 202-555-0143", "an order that came too late for me,x", "4111,b"] {
            let error = table(header, "text = 't'").err().unwrap().to_string();
            assert!(error.contains("not shown") && !error.contains("Ada") && !error.contains("4111"), "{error}");
            let table = table(header, "").unwrap();
            assert!(table.doubtful);
            assert_eq!(table.names[0], "column 1");
        }
        for header in ["id,section_header,Größe (cm)", "Unnamed: 0,share %", "_id,utf8/text"] {
            assert!(!table(header, "").unwrap().doubtful, "{header}");
        }
    }

    #[test]
    fn ragged_rows_are_refused() {
        let table = table("a,b", "text = 'b'").unwrap();
        let mut values = vec![None];
        assert_eq!(table.values("1,2", &mut values), Ok(()));
        assert_eq!(values, [Some(Value::from("2"))]);
        for row in ["1", "1,2,3"] {
            assert_eq!(table.values(row, &mut values), Err(Reason::RaggedRow));
            assert_eq!(table.cells(row, &mut Scratch::default()), Err(Reason::RaggedRow));
        }
    }
}
