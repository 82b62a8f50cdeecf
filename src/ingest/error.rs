//! What stops a file from being read. Names, numbers and positions only, never content.

use std::fmt;
use std::sync::Arc;

use crate::config::FormatName;
use crate::store;

/// Why a source or a file could not be read. What is wrong with a single record is no error but a
/// [`Reason`](crate::core::Reason).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be found, read or unpacked.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The label names no encoding.
    #[error("{label:?} is not an encoding label (see https://encoding.spec.whatwg.org/#names-and-labels)")]
    UnknownEncoding {
        /// The label as written in the job.
        label: String,
    },
    /// A mapped field is not a well-formed JSON pointer.
    #[error("map.{role} = {pointer:?} is not a JSON pointer (RFC 6901): `~` is written `~0`, `/` in a key `~1`")]
    BadPointer {
        /// The role, such as `text`.
        role: &'static str,
        /// The pointer as written in the job.
        pointer: String,
    },
    /// The mapping names roles that do not go together.
    #[error("the mapping is incomplete: {problem}")]
    Mapping {
        /// What is missing or too many.
        problem: &'static str,
    },
    /// The file holds fields, and the source does not say which of them to read.
    #[error("{file}: a {format} file needs a mapping (source.map) that says which field holds the text")]
    MappingNeeded {
        /// Name of the file.
        file: Arc<str>,
        /// Its format.
        format: FormatName,
    },
    /// The source maps fields, and the file has none.
    #[error(
        "{file}: read as {format}, which has no fields, but the source maps some; if this is wrong, set the source's format"
    )]
    MappingUnused {
        /// Name of the file.
        file: Arc<str>,
        /// Its format.
        format: FormatName,
    },
    /// The table lacks mapped columns.
    #[error("{file}: there is no column {missing}; {available}")]
    MissingColumns {
        /// Name of the file.
        file: Arc<str>,
        /// The mapped names that are missing.
        missing: Names,
        /// The names that are there.
        available: Available,
    },
    /// A pointer leads into a cell, and the cells of this format hold text only.
    #[error("{file}: {pointer:?} leads into a cell; in a {format} file a mapped field is a column name")]
    PointerIntoCell {
        /// Name of the file.
        file: Arc<str>,
        /// Its format.
        format: FormatName,
        /// The pointer as written in the job.
        pointer: String,
    },
    /// The text begins as one of another encoding than the source declares.
    #[error("{file}: this is {encoding} text; set the source's encoding = {label:?}")]
    OtherEncoding {
        /// Name of the file.
        file: Arc<str>,
        /// Name of the encoding that the file is in.
        encoding: &'static str,
        /// The label to set.
        label: String,
    },
    /// The text is not in the encoding that the source states.
    #[error("{file}: byte {byte} of the text is not valid {encoding}")]
    Encoding {
        /// Name of the file.
        file: Arc<str>,
        /// Name of the encoding.
        encoding: &'static str,
        /// Bytes of (unpacked) text before the fault, to within a few bytes.
        byte: u64,
    },
    /// The file as a whole is not the JSON that its format asks for.
    #[error("{file}: {problem} at byte {byte}")]
    Json {
        /// Name of the file.
        file: Arc<str>,
        /// What is wrong.
        problem: &'static str,
        /// Bytes of (unpacked, UTF-8) text before the fault.
        byte: u64,
    },
    /// A quoted field is never closed.
    #[error("{file}: the quote that opens on line {line} is never closed")]
    OpenQuote {
        /// Name of the file.
        file: Arc<str>,
        /// Line of the opening quote, counted from 1.
        line: u64,
    },
    /// A table has no usable header row.
    #[error("{file}: {problem}")]
    Header {
        /// Name of the file.
        file: Arc<str>,
        /// What is wrong.
        problem: HeaderProblem,
    },
    /// A parquet file cannot be read.
    #[error("{file}: {problem}")]
    Parquet {
        /// Name of the file.
        file: Arc<str>,
        /// What is wrong.
        problem: &'static str,
    },
    /// A column of a parquet file cannot be read.
    #[error("{file}: column {column:?} {problem}")]
    ParquetColumn {
        /// Name of the file.
        file: Arc<str>,
        /// Name of the column.
        column: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A page of a parquet file is not to be trusted.
    #[error("{file}: column {column:?} in row group {group}: {problem}")]
    ParquetPage {
        /// Name of the file.
        file: Arc<str>,
        /// Name of the column.
        column: String,
        /// Number of the row group, counted from 1.
        group: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// A temporary file could not be written.
    #[error("{file}: cannot be unpacked to a temporary file ({kind})")]
    Spool {
        /// Name of the file.
        file: Arc<str>,
        /// The operating system's reason.
        kind: std::io::ErrorKind,
    },
}

/// What is wrong with a header row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderProblem {
    /// There is no first row.
    Missing,
    /// The first row cannot be taken apart: stray quotes, not UTF-8, NUL, or too long.
    Unreadable,
    /// Two columns have a name that is mapped, so nobody can say which of them is meant.
    Duplicate {
        /// The name, as the job wrote it.
        name: String,
        /// Number of the first of the columns, counted from 1.
        first: usize,
        /// Number of the second.
        second: usize,
    },
}

impl fmt::Display for HeaderProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the file is empty; a table needs a header row"),
            Self::Unreadable => f.write_str("the header row is not valid (stray quote, not UTF-8, NUL, or too long)"),
            Self::Duplicate { name, first, second } => write!(
                f,
                "columns {first} and {second} of the header row are both called {name:?}, which is mapped; rename one of them"
            ),
        }
    }
}

/// Names of fields, as the user or a schema wrote them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, name) in self.0.iter().enumerate() {
            write!(f, "{}{name:?}", if n == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

/// The columns of a table, as far as they may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Available {
    /// Their names.
    Columns(Names),
    /// The first row may be data in a file without a header, so it is not shown.
    Doubtful,
}

impl fmt::Display for Available {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns(names) => write!(f, "the columns are {names}"),
            Self::Doubtful => {
                f.write_str("the first row may be data, so it is not shown: look whether the file has a header row")
            }
        }
    }
}
