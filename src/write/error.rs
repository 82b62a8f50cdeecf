//! What can go wrong while writing a dataset.

use std::io;
use std::path::{Path, PathBuf};

/// A write that failed. Names files and folders, never what was to be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The output folder is there already, and overwriting was not asked for.
    #[error("{path} exists already: give another folder, or --force to replace the dataset in it")]
    Exists {
        /// The output folder.
        path: PathBuf,
    },
    /// The output folder holds something that is not a dataset of this tool.
    #[error("{path} is not empty and holds no scrubjay manifest: it is not replaced, not even with --force")]
    NotOurs {
        /// The output folder.
        path: PathBuf,
    },
    /// A folder that should hold a dataset holds none.
    #[error("{path} holds no scrubjay manifest, so it is no dataset")]
    NoDataset {
        /// The folder.
        path: PathBuf,
    },
    /// The output path is a file, a symbolic link or a device.
    #[error("{path} is not a folder")]
    NotAFolder {
        /// The output path.
        path: PathBuf,
    },
    /// Another file system is mounted at the output path, which cannot be replaced as a whole.
    #[error(
        "{path} is a mount point, which cannot be replaced as a whole: write to a folder below it, such as {path}/dataset"
    )]
    MountPoint {
        /// The output path.
        path: PathBuf,
    },
    /// The output path has no name of its own, as `/` or `..`.
    #[error("{path} does not name a folder to create")]
    NoName {
        /// The output path.
        path: PathBuf,
    },
    /// Another run in the same process, or one with the same process number elsewhere, writes to the same place.
    #[error("another run is writing to {path}")]
    Busy {
        /// The output folder.
        path: PathBuf,
    },
    /// A folder could not be created, looked at or flushed.
    #[error("cannot prepare {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An output path that is absolute, leaves the dataset's folder or is used twice.
    #[error("{file} cannot name an output file, or names one that exists")]
    FileName {
        /// The path that was asked for.
        file: String,
    },
    /// The disk is full or a quota is used up.
    #[error("no space left while writing {file}")]
    DiskFull {
        /// The file, relative to the dataset's folder.
        file: String,
    },
    /// Any other failure to write a file.
    #[error("cannot write {file}")]
    Write {
        /// The file, relative to the dataset's folder.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// The finished dataset could not be moved to its place. What stood there before still stands there.
    #[error("cannot publish the dataset as {path}")]
    Publish {
        /// The output folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The finished dataset could not be moved to its place, and neither could the old one be moved back.
    #[error("cannot publish the dataset as {path}; the dataset that stood there is now in {old}")]
    Stranded {
        /// The output folder.
        path: PathBuf,
        /// Where the old dataset is.
        old: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// A failure to write `file`.
    pub(crate) fn write(file: &str, source: io::Error) -> Self {
        let file = file.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { file },
            _ => Self::Write { file, source },
        }
    }

    /// A failure to prepare a folder.
    pub(super) fn folder(path: &Path, source: io::Error) -> Self {
        Self::Folder { path: path.to_owned(), source }
    }
}
