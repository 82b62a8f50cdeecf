//! Which file a path comes to: without links, and whether two paths name one file.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The path without links, `.` and `..`: the nearest part of it that exists as the system resolves it, and behind it what does
/// not exist yet, such as a folder to be made or the wildcards of a glob.
#[must_use]
pub fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut at = absolute.as_path();
    let mut missing = Vec::new();
    loop {
        if let Ok(mut found) = at.canonicalize() {
            for part in missing.into_iter().rev() {
                match part {
                    Component::ParentDir => drop(found.pop()),
                    part => found.push(part),
                }
            }
            return found;
        }
        let (Some(last), Some(above)) = (at.components().next_back(), at.parent()) else { return absolute };
        missing.push(last);
        at = above;
    }
}

/// What two paths have in common that name one file: its number on its device where the system numbers files, its real path
/// elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    number: Option<(u64, u64)>,
    path: PathBuf,
}

impl Identity {
    /// Of the regular file at `path`; none if there is no such file. Hard links to one file are one.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some(match number(&found) {
            number @ Some(_) => Self { number, path: PathBuf::new() },
            None => Self { number: None, path: real(path) },
        })
    }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other systems have no such number")]
fn number(found: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_exist_follows_what_does() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        fs::create_dir(base.join("in")).unwrap();
        for (path, expected) in
            [("in", "in"), ("in/../out", "out"), ("in/none/../*/a", "in/*/a"), ("none/./x", "none/x")]
        {
            assert_eq!(real(&base.join(path)), base.join(expected), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_seen_through() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        fs::create_dir(base.join("in")).unwrap();
        fs::write(base.join("in/a"), "x").unwrap();
        fs::write(base.join("in/b"), "x").unwrap();
        std::os::unix::fs::symlink(base.join("in"), base.join("to")).unwrap();
        fs::hard_link(base.join("in/a"), base.join("hard")).unwrap();
        assert_eq!(real(&base.join("to/new/x")), base.join("in/new/x"));
        let of = |name: &str| Identity::of(&base.join(name)).unwrap();
        assert!(of("in/a") == of("to/a") && of("in/a") == of("hard") && of("in/a") != of("in/b"));
        assert!(Identity::of(&base.join("in")).is_none() && Identity::of(&base.join("none")).is_none());
    }
}
