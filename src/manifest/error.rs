//! What can go wrong with a manifest or a lineage table.

use std::io;
use std::path::PathBuf;

/// A manifest or lineage table that cannot be made or read. Never holds what was written in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder holds no manifest.
    #[error("{folder} holds no manifest.json, so it is no dataset that can be checked")]
    NoManifest {
        /// The folder.
        folder: PathBuf,
    },
    /// A file or folder could not be read.
    #[error("cannot read {path}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The manifest is not as it was written.
    #[error("manifest.json is not intact: {damage}")]
    Damaged {
        /// What is wrong with it.
        damage: Damage,
    },
    /// The manifest is intact and of a version that this release does not know.
    #[error("manifest.json was made by another release of scrubjay: this one reads version {known}")]
    Version {
        /// The version this release reads.
        known: u32,
    },
    /// The manifest holds a number that JSON cannot, such as the share of nothing.
    #[error("the manifest cannot be written: a part of it has no JSON form")]
    Encode,
    /// A lineage table could not be written.
    #[error("cannot write the lineage table")]
    Write {
        /// Why.
        source: io::Error,
    },
    /// A file of the dataset is not the one its manifest lists.
    #[error("{file} is not as the manifest lists it: see `scrubjay verify`")]
    Changed {
        /// The file, relative to the dataset's folder.
        file: String,
    },
    /// A lineage table could not be encoded, or is not one.
    #[error("the lineage table {doing} failed")]
    Table {
        /// What was being done: `encoding` or `decoding`.
        doing: &'static str,
    },
}

/// In what way a manifest is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// It is not laid out as this tool lays out a manifest.
    Layout,
    /// Its content does not have the digest it states.
    Content,
    /// Its account of the run does not have the digest it states.
    Run,
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Layout => "it is not laid out as scrubjay wrote it",
            Self::Content => "its content was changed after it was written",
            Self::Run => "its account of the run was changed after it was written",
        })
    }
}
