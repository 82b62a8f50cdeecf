//! How a file can differ from the manifest, and how that is told to a person.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use serde::{Serialize, Serializer};

use crate::manifest::error::Damage;
use crate::store::{FileEntry, Integrity};

/// One difference between a folder and its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file or folder, relative to the dataset's folder. Control characters are shown as escapes.
    pub path: String,
    /// In what way it differs.
    pub kind: DifferenceKind,
}

/// In what way a file differs from the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The manifest itself is not as it was written.
    Manifest(Damage),
    /// It is listed and not there.
    Missing,
    /// It is there and not listed.
    Unlisted,
    /// It has another size.
    Size {
        /// Listed size in bytes.
        listed: u64,
        /// Its size in bytes.
        actual: u64,
        /// Listed and actual number of lines, where one is listed.
        lines: Option<(u64, u64)>,
    },
    /// It has the listed size and other bytes.
    Content,
    /// It holds what the manifest lists under another path.
    Swapped {
        /// The path whose content it holds.
        with: String,
        /// Whether that path holds this one's content in turn.
        both: bool,
    },
    /// Its bytes are as listed, and it has another number of lines: the list is wrong.
    Lines {
        /// Listed number of lines.
        listed: u64,
        /// Its number of lines.
        actual: u64,
    },
    /// It is a symbolic link. A dataset holds none, and none is followed.
    Link,
    /// It is neither a file nor a listed file's folder.
    NotAFile,
    /// It cannot be read.
    Unreadable(io::ErrorKind),
    /// It is listed more than once.
    Duplicate,
    /// Its listed path does not stay inside the dataset's folder, or has no place in a list.
    Path,
}

impl Difference {
    pub(super) fn new(path: &str, kind: DifferenceKind) -> Self {
        let path = path
            .chars()
            .flat_map(|c| if c.is_control() { Shown::Escaped(c.escape_default()) } else { Shown::Plain(Some(c)) });
        Self { path: path.collect(), kind }
    }
}

/// A character as it may be printed.
enum Shown {
    Plain(Option<char>),
    Escaped(std::char::EscapeDefault),
}

impl Iterator for Shown {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Plain(c) => c.take(),
            Self::Escaped(escaped) => escaped.next(),
        }
    }
}

impl DifferenceKind {
    /// A stable name for the kind.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Manifest(_) => "manifest",
            Self::Missing => "missing",
            Self::Unlisted => "unlisted",
            Self::Size { .. } => "size",
            Self::Content => "content",
            Self::Swapped { .. } => "swapped",
            Self::Lines { .. } => "lines",
            Self::Link => "link",
            Self::NotAFile => "not-a-file",
            Self::Unreadable(_) => "unreadable",
            Self::Duplicate => "duplicate",
            Self::Path => "path",
        }
    }
}

impl fmt::Display for DifferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest(damage) => write!(f, "not intact: {damage}"),
            Self::Missing => f.write_str("missing"),
            Self::Unlisted => f.write_str("not in the manifest"),
            Self::Size { listed, actual, lines } => {
                write!(f, "changed: {actual} bytes, the manifest says {listed}")?;
                match lines {
                    Some((listed, actual)) if listed != actual => write!(f, "; {actual} lines for {listed}"),
                    _ => Ok(()),
                }
            }
            Self::Content => f.write_str("changed: same size, other content"),
            Self::Swapped { with, both: true } => write!(f, "swapped with {with}: each holds the other's content"),
            Self::Swapped { with, both: false } => write!(f, "changed: holds the content of {with}"),
            Self::Lines { listed, actual } => {
                write!(f, "as written, but the manifest says {listed} lines for {actual}")
            }
            Self::Link => f.write_str("a symbolic link: not followed"),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::Unreadable(kind) => write!(f, "cannot be read: {kind}"),
            Self::Duplicate => f.write_str("listed more than once"),
            Self::Path => f.write_str("listed, but not a path inside the dataset"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.kind)
    }
}

/// As `{"path", "kind", "message"}`.
impl Serialize for Difference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            path: &'a str,
            kind: &'static str,
            message: String,
        }
        Shape { path: &self.path, kind: self.kind.name(), message: self.kind.to_string() }.serialize(serializer)
    }
}

/// Listed files whose bytes are not those listed. A file that holds what is listed under another path is told apart from
/// one that was merely changed.
pub(super) fn changed(listed: &BTreeMap<&str, &FileEntry>, read: &BTreeMap<&str, Integrity>) -> Vec<Difference> {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, entry) in listed.iter().filter(|(_, entry)| entry.bytes > 0) {
        owners.entry(&entry.blake3).or_insert(path);
    }
    let holds = |path: &str| read.get(path).and_then(|integrity| owners.get(integrity.blake3.as_str())).copied();
    let one = |(path, integrity): (&&str, &Integrity)| {
        let entry = *listed.get(path)?;
        let kind = if entry.blake3 == integrity.blake3 {
            as_written(entry, integrity)?
        } else if let Some(with) = holds(path) {
            DifferenceKind::Swapped { with: with.to_owned(), both: holds(with) == Some(path) }
        } else {
            altered(entry, integrity)
        };
        Some(Difference::new(path, kind))
    };
    read.iter().filter_map(one).collect()
}

/// What can still be wrong when the first digest agrees: the other figures in the list.
fn as_written(entry: &FileEntry, integrity: &Integrity) -> Option<DifferenceKind> {
    if entry.bytes != integrity.bytes || entry.sha256 != integrity.sha256 {
        return Some(altered(entry, integrity));
    }
    let listed = entry.lines.filter(|lines| *lines != integrity.lines)?;
    Some(DifferenceKind::Lines { listed, actual: integrity.lines })
}

fn altered(entry: &FileEntry, integrity: &Integrity) -> DifferenceKind {
    if entry.bytes == integrity.bytes {
        return DifferenceKind::Content;
    }
    DifferenceKind::Size {
        listed: entry.bytes,
        actual: integrity.bytes,
        lines: entry.lines.map(|lines| (lines, integrity.lines)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_steer_a_terminal() {
        let difference = Difference::new("a\u{1b}[2J\n.txt", DifferenceKind::Unlisted);
        assert_eq!(difference.to_string(), "a\\u{1b}[2J\\n.txt: not in the manifest");
    }

    #[test]
    fn json_has_kind_and_message() {
        let difference = Difference::new("a.jsonl", DifferenceKind::Size { listed: 9, actual: 6, lines: Some((3, 2)) });
        assert_eq!(
            serde_json::to_value(difference).unwrap(),
            serde_json::json!({"path": "a.jsonl", "kind": "size", "message": "changed: 6 bytes, the manifest says 9; 2 lines for 3"})
        );
    }
}
