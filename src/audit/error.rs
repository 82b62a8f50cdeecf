//! What can be wrong with a sheet.

use std::io;

/// A sheet that cannot be written or cannot be taken. Holds no cell of it; rows are numbered as a spreadsheet numbers them, the
/// header being row 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The sheet could not be written.
    #[error("cannot write the sheet")]
    Write(#[source] io::Error),
    /// The sheet could not be read.
    #[error("cannot read the sheet")]
    Read(#[source] io::Error),
    /// It is not CSV, or not in UTF-8 or another encoding that has ASCII in it.
    #[error("the sheet is not CSV: save it as CSV (UTF-8), separated by commas, semicolons or tabs")]
    NotCsv,
    /// A column is not there.
    #[error("the sheet has no column {0:?}: the header row must stay as `run --audit` wrote it")]
    NoColumn(&'static str),
    /// A row names no split, or is no part of a record.
    #[error("{}: not as `run --audit` wrote it; only the column missed is to be filled", rows(.0))]
    Altered(Vec<u64>),
    /// The column `missed` holds something else than a number.
    #[error("{}: the column missed must hold the number of values that were missed, 0 if there are none", rows(.0))]
    NotANumber(Vec<u64>),
    /// The column `missed` is empty.
    #[error("{}: the column missed is empty; review them, or give --partial to count reviewed records alone", rows(.0))]
    Blank(Vec<u64>),
    /// Parts of a record are missing or stand in the sheet twice.
    #[error("{}: parts of these records are missing or stand there twice", rows(.0))]
    Parts(Vec<u64>),
    /// Not a single record was reviewed.
    #[error("no record of the sheet was reviewed")]
    NothingReviewed,
}

/// So many rows are named.
const NAMED: usize = 20;

/// Rows by number: `row 3`, `rows 3, 4 and 7 more`.
fn rows(numbers: &[u64]) -> String {
    let named: Vec<_> = numbers.iter().take(NAMED).map(u64::to_string).collect();
    let more = numbers.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{} {}{more}", if numbers.len() == 1 { "row" } else { "rows" }, named.join(", "))
}
