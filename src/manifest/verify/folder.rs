//! What is in a folder: names and kinds, nothing opened, no link followed.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::manifest::Error;

/// What something in the folder is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, to whatever.
    Link,
    /// A pipe, a socket, a device.
    Other,
    /// The system would not say.
    Unreadable(io::ErrorKind),
}

/// Everything below `dir`, by path relative to it, with `/` between the parts. A name that is not Unicode is listed with
/// replacement characters: it is never one of a dataset's files.
pub(super) fn walk(dir: &Path) -> Result<BTreeMap<String, Kind>, Error> {
    let mut found = BTreeMap::new();
    for entry in WalkDir::new(dir).min_depth(1).follow_links(false) {
        let (path, kind) = match &entry {
            Ok(entry) => (entry.path(), kind(entry)),
            Err(error) => {
                let kind = error.io_error().map_or(io::ErrorKind::Other, io::Error::kind);
                match error.path().filter(|path| *path != dir) {
                    Some(path) => (path, Kind::Unreadable(kind)),
                    None => return Err(Error::Read { path: dir.to_owned(), source: kind.into() }),
                }
            }
        };
        found.insert(relative(dir, path), kind);
    }
    Ok(found)
}

fn kind(entry: &DirEntry) -> Kind {
    let kind = entry.file_type();
    if kind.is_symlink() {
        Kind::Link
    } else if kind.is_dir() {
        Kind::Folder
    } else if kind.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}

fn relative(dir: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(dir).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The folders above a path, outermost first: `a/b/c` is below `a` and `a/b`.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(move |(at, _)| path.get(..at))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn everything_is_seen_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/b")).unwrap();
        fs::write(folder.path().join("a/b/c.txt"), "x").unwrap();
        let found = walk(folder.path()).unwrap();
        let kinds: Vec<_> = found.iter().map(|(path, kind)| (path.as_str(), kind)).collect();
        assert_eq!(kinds, [("a", &Kind::Folder), ("a/b", &Kind::Folder), ("a/b/c.txt", &Kind::File)]);
    }

    #[test]
    fn above_is_outermost_first() {
        assert_eq!(above("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(above("a").count(), 0);
    }
}
