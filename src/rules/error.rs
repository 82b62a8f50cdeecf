//! Why rules could not be loaded.

use std::path::{Path, PathBuf};

/// A rule or pack that cannot be used. Rule files hold no record text, so their content may be named.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A pack was asked for that does not exist.
    #[error("there is no rule pack `{name}`; available: {available}")]
    UnknownPack {
        /// The name asked for.
        name: String,
        /// The packs there are.
        available: String,
    },
    /// A file or folder of rules could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not valid.
    #[error("{file}: {message}")]
    Invalid {
        /// The file, as `pack/name.toml`.
        file: String,
        /// Key, line and what is wrong.
        message: String,
    },
    /// Two rules share an id.
    #[error("rule id `{id}` is used by packs `{first}` and `{second}`")]
    DuplicateId {
        /// The id.
        id: String,
        /// One pack.
        first: String,
        /// The other pack.
        second: String,
    },
    /// A folder of rules holds no pack.
    #[error("{} holds no rule pack: a pack is a folder with a pack.toml", path.display())]
    NoPack {
        /// The folder.
        path: PathBuf,
    },
    /// A pack holds no rule.
    #[error("rule pack `{pack}` holds no rule")]
    EmptyPack {
        /// The pack.
        pack: String,
    },
    /// A list of terms is not usable. Its terms may be personal data, so none is named.
    #[error("{}", list_fault(path, *line, message))]
    Terms {
        /// The file.
        path: PathBuf,
        /// Line, counted from 1, if one is at fault.
        line: Option<u64>,
        /// What is wrong.
        message: &'static str,
    },
}

fn list_fault(path: &Path, line: Option<u64>, message: &str) -> String {
    match line {
        Some(line) => format!("{}: line {line} {message}", path.display()),
        None => format!("{} {message}", path.display()),
    }
}
