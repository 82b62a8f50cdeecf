//! What can go wrong while finding and reading files. Names and byte positions only, never content.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::Compression;

/// Why files could not be found or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The URI names a kind of store that this build cannot read.
    #[error("{uri}: reading from {scheme}:// is not built in yet; copy the data to a local folder first")]
    NotBuiltIn {
        /// The URI as given.
        uri: String,
        /// Its scheme.
        scheme: String,
    },
    /// The URI names a kind of store that does not exist here.
    #[error("{uri}: {scheme}:// is not a known kind of location; use a path, a glob, or - for standard input")]
    UnknownScheme {
        /// The URI as given.
        uri: String,
        /// Its scheme.
        scheme: String,
    },
    /// There is nothing at the path.
    #[error("{}: no such file or folder", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// No file matches the glob.
    #[error("{pattern}: no file matches")]
    NoMatch {
        /// The glob as given.
        pattern: String,
    },
    /// The folder holds no file.
    #[error("{}: the folder holds no file", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The glob cannot be read.
    #[error("{pattern}: not a valid glob: {problem}")]
    BadGlob {
        /// The glob as given.
        pattern: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A symbolic link leads back to a folder that contains it.
    #[error("{}: a symbolic link that leads back to {}", path.display(), ancestor.display())]
    Loop {
        /// The link.
        path: PathBuf,
        /// The folder that it leads to.
        ancestor: PathBuf,
    },
    /// The file's name is not Unicode, so it cannot be written to a manifest.
    #[error("{}: the name is not valid Unicode", path.display())]
    NotUnicode {
        /// The path.
        path: PathBuf,
    },
    /// Something that is neither file nor folder lies among the files.
    #[error("{}: neither a file nor a folder", path.display())]
    NotRegular {
        /// The path.
        path: PathBuf,
    },
    /// A file or folder cannot be opened.
    #[error("{}: cannot be opened", path.display())]
    Open {
        /// The path.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// Reading broke off.
    #[error("{file}: reading failed at byte {byte}")]
    Read {
        /// Name of the file.
        file: Arc<str>,
        /// Number of stored bytes read before.
        byte: u64,
        /// The operating system's reason.
        source: io::Error,
    },
    /// A compressed file ends in the middle of its data.
    #[error("{file}: the {compression} data is cut off at byte {byte}")]
    Truncated {
        /// Name of the file.
        file: Arc<str>,
        /// How it is compressed.
        compression: Compression,
        /// Number of stored bytes read.
        byte: u64,
    },
    /// A compressed file is damaged.
    #[error("{file}: the {compression} data is damaged near byte {byte} ({hint})", hint = compression.damage_hint())]
    Corrupt {
        /// Name of the file.
        file: Arc<str>,
        /// How it is compressed.
        compression: Compression,
        /// Number of stored bytes read.
        byte: u64,
    },
    /// A compressed file unpacks to more than the limit.
    #[error("{file}: unpacks to more than {limit} bytes (limits.max_unpacked_bytes)")]
    UnpacksTooLarge {
        /// Name of the file.
        file: Arc<str>,
        /// The limit in bytes.
        limit: u64,
    },
    /// A compressed file unpacks to more than the limit for its size.
    #[error("{file}: unpacks to more than {limit} times its size (limits.max_unpack_ratio)")]
    UnpackRatio {
        /// Name of the file.
        file: Arc<str>,
        /// The limit, as a multiple of the stored size.
        limit: u64,
    },
}

impl Error {
    /// The path, location or file that it is about, as the message names it.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::NotBuiltIn { uri: place, .. }
            | Self::UnknownScheme { uri: place, .. }
            | Self::NoMatch { pattern: place }
            | Self::BadGlob { pattern: place, .. } => place.clone(),
            Self::Missing { path }
            | Self::EmptyFolder { path }
            | Self::Loop { path, .. }
            | Self::NotUnicode { path }
            | Self::NotRegular { path }
            | Self::Open { path, .. } => path.display().to_string(),
            Self::Read { file, .. }
            | Self::Truncated { file, .. }
            | Self::Corrupt { file, .. }
            | Self::UnpacksTooLarge { file, .. }
            | Self::UnpackRatio { file, .. } => file.to_string(),
        }
    }
}
