//! What can go wrong with targets and with writing or reading their files. No variant holds record text.

use std::io;

use crate::core::Reason;

/// An error of this module.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No target has that name.
    #[error("there is no target `{name}`{}; the targets are: {}", nearest.as_ref().map(|n| format!(" (did you mean `{n}`?)")).unwrap_or_default(), known.join(", "))]
    UnknownTarget {
        /// The name that was asked for.
        name: String,
        /// The known name that looks most like it, if one does.
        nearest: Option<String>,
        /// Every known name.
        known: Vec<String>,
    },
    /// A target definition is not what its schema asks for.
    #[error("target definition {file}{}: {problem}", line.map(|n| format!(", line {n}")).unwrap_or_default())]
    Definition {
        /// The definition's file.
        file: String,
        /// Line in that file, counted from 1, where it is known.
        line: Option<usize>,
        /// What is wrong.
        problem: String,
    },
    /// A folder or file of target definitions cannot be read.
    #[error("target definitions: cannot read {path}")]
    Unreadable {
        /// The folder or file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A file that is being checked cannot be read to its end.
    #[error("cannot read {file} past byte {offset}")]
    Read {
        /// The file, as the caller named it.
        file: String,
        /// How many bytes were read before.
        offset: u64,
        /// Why.
        source: io::Error,
    },
    /// The repaired copy of a file cannot be written.
    #[error("cannot write the repaired copy of {file}")]
    Write {
        /// The file, as the caller named it.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// A record was to be encoded that the target's shape cannot hold: ask [`Target::accepts`](super::Target::accepts) first.
    #[error("the record cannot be written in this shape: {}", .0.meaning())]
    Refused(Reason),
    /// A line to be parsed back is not a valid line of the target.
    #[error("the line is not valid for the target: {}", .0.meaning())]
    NotALine(super::Code),
    /// JSON could not be written, which only a failing writer can cause.
    #[error("a line could not be encoded")]
    Encode,
}
