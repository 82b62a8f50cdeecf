//! The columns of one table: what each is called, and which of them are mapped.
//!
//! A name that is missing or stands twice says nothing of which column is meant, so such a column goes by its number. That is no
//! fault of the file (many writers leave the column of an index without a name) unless a mapping needs to know.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::FormatName;
use crate::ingest::error::{Available, HeaderProblem, Names};
use crate::ingest::{Error, SourcePlan};

/// What is known of the columns from the cells of the first row.
pub(super) struct Columns {
    /// Names to show: `column N` where there is none or the first row may be data, `column N (name)` where one stands twice.
    pub(super) names: Vec<String>,
    /// `column N`: names that say nothing.
    pub(super) numbers: Vec<String>,
    /// By column, the plan's root that it is.
    pub(super) roots: Vec<Option<usize>>,
    /// The column called `id`, if one is.
    pub(super) id: Option<usize>,
    /// Whether the first row may be data rather than a header.
    pub(super) doubtful: bool,
}

impl Columns {
    /// An error if a mapped name is none of the cells, or more than one of them.
    pub(super) fn new(file: &Arc<str>, format: FormatName, cells: &[String], plan: &SourcePlan) -> Result<Self, Error> {
        check(file, format, plan, cells)?;
        let mut times = BTreeMap::<&str, usize>::new();
        for cell in cells {
            *times.entry(cell).or_default() += 1;
        }
        let once = |cell: &str| times.get(cell) == Some(&1);
        let mut given = given(cells).peekable();
        let doubtful = !plan.has_header || given.peek().is_none() || !given.all(|name| looks_like_name(name));
        let numbers: Vec<String> = (1..=cells.len()).map(|n| format!("column {n}")).collect();
        let name = |(cell, number): (&String, &String)| match cell.as_str() {
            _ if doubtful => number.clone(),
            cell if cell.trim().is_empty() => number.clone(),
            // What it is called is context for what stands in it.
            cell if !once(cell) => format!("{number} ({cell})"),
            cell => cell.to_owned(),
        };
        Ok(Self {
            names: cells.iter().zip(&numbers).map(name).collect(),
            numbers,
            roots: cells.iter().map(|cell| plan.root(cell)).collect(),
            id: cells.iter().position(|cell| cell == "id" && once(cell)),
            doubtful,
        })
    }
}

/// The names that are not blank.
fn given(names: &[String]) -> impl Iterator<Item = &String> {
    names.iter().filter(|name| !name.trim().is_empty())
}

/// Every mapped field must be one column. Names are shown only if one of them is mapped and all look like names.
fn check(file: &Arc<str>, format: FormatName, plan: &SourcePlan, names: &[String]) -> Result<(), Error> {
    let missing = plan.roots.iter().filter(|root| !given(names).any(|name| name == *root)).cloned().collect();
    // A first row that holds a mapped name is a header; one that holds none may be data in a file without a header.
    let is_header = plan.roots.iter().any(|root| names.contains(root));
    missing_columns(file, missing, names, is_header)?;
    for root in &plan.roots {
        let mut columns = (1..).zip(names).filter(|(_, name)| *name == root).map(|(number, _)| number);
        if let (Some(first), Some(second)) = (columns.next(), columns.next()) {
            let problem = HeaderProblem::Duplicate { name: root.clone(), first, second };
            return Err(Error::Header { file: Arc::clone(file), problem });
        }
    }
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
    let shown = is_header && given(names).all(|name| looks_like_name(name));
    let available =
        if shown { Available::Columns(Names(given(names).cloned().collect())) } else { Available::Doubtful };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::TextUnit;

    fn columns(header: &str, map: &str) -> Result<Columns, Error> {
        let plan = if map.is_empty() {
            SourcePlan::unmapped(0, FormatName::Csv, "utf-8", TextUnit::File)
        } else {
            let source = format!("name = 's'\nuri = 'x'\n[map]\n{map}");
            SourcePlan::compile(0, &toml::from_str(&source).unwrap())
        };
        let cells: Vec<String> = header.split(',').map(str::to_owned).collect();
        Columns::new(&Arc::from("f.csv"), FormatName::Csv, &cells, &plan.unwrap())
    }

    #[test]
    fn headers_are_checked() {
        for (header, map, message) in [
            ("a,t,b,t,t", "text = 't'", "columns 2 and 4 of the header row are both called \"t\""),
            ("a,b,", "text = 't'\nid = 'b'", "there is no column \"t\"; the columns are \"a\", \"b\""),
            ("ada,obi", "text = 't'", "there is no column \"t\"; the first row may be data, so it is not shown"),
            ("a,", "text = ''", "there is no column \"\""),
            ("a,b", "text = '/a/b'", "leads into a cell"),
        ] {
            let error = columns(header, map).err().unwrap().to_string();
            assert!(error.contains(message), "{header}: {error}");
        }
        assert!(columns("a,b,,", "text = '/a'\nid = 'b'").is_ok());
    }

    #[test]
    fn names_that_do_not_say_which_column_is_meant_are_numbered() {
        let named = columns("id,,mail,Mail,mail, ", "").unwrap();
        assert_eq!(named.names, ["id", "column 2", "column 3 (mail)", "Mail", "column 5 (mail)", "column 6"]);
        assert_eq!((named.id, named.doubtful), (Some(0), false));
        assert_eq!(columns("id,id", "").unwrap().id, None);
    }

    #[test]
    fn a_first_row_of_data_is_not_shown() {
        for header in
            ["Ada,ada@example.com", "Ada,+1 202-555-0143", "an order that came too late for me,x", "4111,b", "4111,"]
        {
            let error = columns(header, "text = 't'").err().unwrap().to_string();
            assert!(error.contains("not shown") && !error.contains("Ada") && !error.contains("4111"), "{error}");
            let columns = columns(header, "").unwrap();
            assert!(columns.doubtful);
            assert_eq!(columns.names.first().unwrap(), "column 1");
        }
        for header in ["id,section_header,Größe (cm)", "Unnamed: 0,share %", "_id,utf8/text", ",a,"] {
            assert!(!columns(header, "").unwrap().doubtful, "{header}");
        }
        assert!(columns(",", "").unwrap().doubtful);
    }
}
