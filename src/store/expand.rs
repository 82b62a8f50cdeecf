//! From a URI to the files it names: one file, all files of a folder, the matches of a glob, or standard input.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};
use walkdir::WalkDir;

use super::Error;
use super::identity::real;
use super::uri::{self, Location};

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileRef {
    /// Its name in reports and manifests: relative to the base folder with `/` between the parts, so that it does not
    /// depend on the machine; as given for an absolute path outside that folder; `-` for standard input.
    pub name: Arc<str>,
    /// Where it is opened.
    pub path: PathBuf,
    /// Its stored size in bytes, where that is known before reading.
    pub bytes: Option<u64>,
}

impl FileRef {
    /// Standard input.
    #[must_use]
    pub fn stdin() -> Self {
        Self { name: Arc::from("-"), path: PathBuf::from("-"), bytes: None }
    }

    /// Whether this is standard input. A file of that name has a longer path, `./-`.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }
}

/// The folder that `uri` names, which must be one on this machine. Relative paths start from `base`.
pub fn folder(base: &Path, uri: &str) -> Result<PathBuf, Error> {
    match uri::parse(uri)? {
        Location::Local(local) => Ok(base.join(local)),
        Location::Stdin => Ok(base.join("-")),
    }
}

/// Finds the files that `uri` names, sorted by name. Relative paths start from `base`. Symbolic links are followed; hidden
/// files and folders are left out unless a glob asks for them. Every file is opened once, so that one that cannot be read
/// is reported before any work is done.
pub fn expand(base: &Path, uri: &str) -> Result<Vec<FileRef>, Error> {
    let mut problems = Vec::new();
    let files = expand_readable(base, uri, &mut problems);
    match problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(files),
    }
}

/// As [`expand`], for who goes on without what cannot be read: that is added to `problems`.
pub fn expand_readable(base: &Path, uri: &str, problems: &mut Vec<Error>) -> Vec<FileRef> {
    let mut files = find(base, uri, problems).unwrap_or_else(|problem| {
        problems.push(problem);
        Vec::new()
    });
    files.sort();
    files
}

fn find(base: &Path, uri: &str, problems: &mut Vec<Error>) -> Result<Vec<FileRef>, Error> {
    let local = match uri::parse(uri)? {
        Location::Stdin => return Ok(vec![FileRef::stdin()]),
        Location::Local(local) => local,
    };
    let base = if base.as_os_str().is_empty() { Path::new(".") } else { base };
    let path = base.join(local);
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() => {
            let known = problems.len();
            let files = walk(base, &path, None, problems);
            if files.is_empty() && problems.len() == known { Err(Error::EmptyFolder { path }) } else { Ok(files) }
        }
        Ok(_) => Ok(vec![file_ref(base, &path, Given::ByName)?]),
        // A dangling link or a folder that may not be searched is there, and is no glob.
        Err(_) if fs::symlink_metadata(&path).is_ok() || !has_glob(local) => Err(match fs::metadata(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => Error::Open { path, source },
            _ => Error::Missing { path },
        }),
        Err(_) => glob(base, local, problems),
    }
}

fn has_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

fn glob(base: &Path, pattern: &str, problems: &mut Vec<Error>) -> Result<Vec<FileRef>, Error> {
    // The folders before the first wildcard are where the walk begins.
    let parts: Vec<&str> = pattern.split('/').collect();
    let fixed = parts.iter().take_while(|part| !has_glob(part)).count();
    let (fixed, wild) = parts.split_at(fixed);
    let mut root = base.to_path_buf();
    if pattern.starts_with('/') {
        root = PathBuf::from("/");
    }
    root.extend(fixed);
    let wild_pattern = wild.join("/");
    let built = GlobBuilder::new(&wild_pattern).literal_separator(true).build();
    let matcher = built
        .map_err(|error| Error::BadGlob { pattern: pattern.to_owned(), problem: error.kind().to_string() })?
        .compile_matcher();
    // Without `**` no match lies deeper than the pattern is long, and the walk need not go there.
    let bounded = !wild_pattern.contains("**") && !wild_pattern.contains('{');
    let filter = Filter {
        matcher,
        depth: if bounded { wild.len() } else { usize::MAX },
        hidden: wild.iter().any(|part| part.starts_with('.')),
    };
    if !root.exists() {
        return Err(Error::NoMatch { pattern: pattern.to_owned() });
    }
    let known = problems.len();
    let files = walk(base, &root, Some(&filter), problems);
    if files.is_empty() && problems.len() == known {
        Err(Error::NoMatch { pattern: pattern.to_owned() })
    } else {
        Ok(files)
    }
}

struct Filter {
    matcher: GlobMatcher,
    depth: usize,
    hidden: bool,
}

fn walk(base: &Path, root: &Path, filter: Option<&Filter>, problems: &mut Vec<Error>) -> Vec<FileRef> {
    let hidden = filter.is_some_and(|filter| filter.hidden);
    let depth = filter.map_or(usize::MAX, |filter| filter.depth);
    let mut files = Vec::new();
    let entries = WalkDir::new(root).follow_links(true).max_depth(depth).into_iter();
    for entry in entries.filter_entry(|e| hidden || e.depth() == 0 || !is_hidden(e.file_name())) {
        let found = entry.map_err(|error| walk_error(root, error)).and_then(|entry| {
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let wanted = !entry.file_type().is_dir() && filter.is_none_or(|filter| filter.matcher.is_match(below));
            wanted.then(|| file_ref(base, entry.path(), Given::ByFolder)).transpose()
        });
        match found {
            Ok(file) => files.extend(file),
            Err(problem) => problems.push(problem),
        }
    }
    files
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn walk_error(root: &Path, error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(root).to_path_buf();
    if let Some(ancestor) = error.loop_ancestor() {
        return Error::Loop { path, ancestor: ancestor.to_path_buf() };
    }
    let source = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
    Error::Open { path, source }
}

/// How a file came to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    /// The user named it: a pipe such as `/dev/fd/63` is meant.
    ByName,
    /// It lies in a folder: a pipe there is an accident, and opening it could wait for ever.
    ByFolder,
}

fn file_ref(base: &Path, path: &Path, given: Given) -> Result<FileRef, Error> {
    let failed = |source| Error::Open { path: path.to_path_buf(), source };
    let metadata = fs::metadata(path).map_err(failed)?;
    let bytes = if metadata.is_file() {
        File::open(path).map_err(failed)?;
        Some(metadata.len())
    } else if given == Given::ByName {
        None
    } else {
        return Err(Error::NotRegular { path: path.to_path_buf() });
    };
    Ok(FileRef { name: name_of(base, path)?, path: path.to_path_buf(), bytes })
}

/// The path behind the base folder, if it leads there. An absolute path is compared with the base folder as an absolute one, so
/// that it does not matter from which folder the program was started.
fn below(base: &Path, path: &Path) -> Option<PathBuf> {
    if let Ok(below) = path.strip_prefix(base) {
        return Some(below.to_owned());
    }
    let whole = real(base);
    let below = path.strip_prefix(&whole).map(Path::to_owned);
    // The last part may be a link that leads elsewhere, and has the name that it has here.
    let seen = || Some(real(path.parent()?).join(path.file_name()?).strip_prefix(&whole).ok()?.to_owned());
    below.ok().or_else(seen)
}

fn name_of(base: &Path, path: &Path) -> Result<Arc<str>, Error> {
    let below = below(base, path);
    let relative = below.as_deref().unwrap_or(path);
    let mut name = String::new();
    for component in relative.components() {
        if component == Component::CurDir {
            continue;
        }
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        let part = component.as_os_str().to_str();
        name.push_str(part.ok_or_else(|| Error::NotUnicode { path: path.to_path_buf() })?);
    }
    Ok(Arc::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.jsonl", ".hidden", "sub/c.jsonl", "sub/deep/d.jsonl", ".git/e.jsonl", "odd[1].txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        folder
    }

    fn names(base: &Path, uri: &str) -> Result<Vec<String>, Error> {
        expand(base, uri).map(|files| files.iter().map(|file| file.name.to_string()).collect())
    }

    #[test]
    fn names_are_relative_and_sorted() {
        let folder = tree();
        let base = folder.path();
        let cases: &[(&str, &[&str])] = &[
            ("b.txt", &["b.txt"]),
            ("./b.txt", &["b.txt"]),
            (".", &["a.jsonl", "b.txt", "odd[1].txt", "sub/c.jsonl", "sub/deep/d.jsonl"]),
            ("sub", &["sub/c.jsonl", "sub/deep/d.jsonl"]),
            ("*.jsonl", &["a.jsonl"]),
            ("**/*.jsonl", &["a.jsonl", "sub/c.jsonl", "sub/deep/d.jsonl"]),
            ("sub/**/*.jsonl", &["sub/c.jsonl", "sub/deep/d.jsonl"]),
            ("*/*.jsonl", &["sub/c.jsonl"]),
            (".git/*.jsonl", &[".git/e.jsonl"]),
            (".h*", &[".hidden"]),
            ("{a,b}.*", &["a.jsonl", "b.txt"]),
            ("odd[1].txt", &["odd[1].txt"]),
            ("-", &["-"]),
        ];
        for (uri, expected) in cases {
            assert_eq!(names(base, uri).unwrap(), *expected, "{uri}");
        }
        let sub = base.join("sub");
        assert_eq!(names(&sub, "../*.txt").unwrap(), ["../b.txt", "../odd[1].txt"]);
        let absolute = base.join("b.txt");
        assert_eq!(names(base, absolute.to_str().unwrap()).unwrap(), ["b.txt"]);
        assert_eq!(names(&sub, absolute.to_str().unwrap()).unwrap(), [absolute.to_str().unwrap()]);
        assert_eq!(expand(base, "b.txt").unwrap()[0].bytes, Some(5));
        // The same folder, written otherwise.
        let roundabout = base.join("sub/../sub/deep/../..");
        for (uri, name) in [("b.txt", "b.txt"), ("sub/c.jsonl", "sub/c.jsonl")] {
            let uri = base.join(uri);
            assert_eq!(names(&roundabout, uri.to_str().unwrap()).unwrap(), [name]);
        }
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let folder = tree();
        let base = folder.path();
        fs::create_dir(base.join("empty")).unwrap();
        assert!(matches!(expand(base, "none.txt"), Err(Error::Missing { .. })));
        assert!(matches!(expand(base, "*.csv"), Err(Error::NoMatch { .. })));
        assert!(matches!(expand(base, "none/*.csv"), Err(Error::NoMatch { .. })));
        assert!(matches!(expand(base, "empty"), Err(Error::EmptyFolder { .. })));
        assert!(matches!(expand(base, "a{.txt"), Err(Error::BadGlob { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_named() {
        use std::os::unix::fs::symlink;

        let folder = tree();
        let base = folder.path();
        fs::create_dir(base.join("links")).unwrap();
        symlink(base.join("b.txt"), base.join("links/to-file.txt")).unwrap();
        symlink(base.join("sub"), base.join("links/to-folder")).unwrap();
        let expected = ["links/to-file.txt", "links/to-folder/c.jsonl", "links/to-folder/deep/d.jsonl"];
        assert_eq!(names(base, "links").unwrap(), expected);

        symlink(base.join("links"), base.join("links/again")).unwrap();
        for uri in ["links", "links/**/*.txt"] {
            let error = expand(base, uri).unwrap_err();
            assert!(matches!(&error, Error::Loop { path, .. } if path.ends_with("again")), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_read_is_an_error_up_front() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tree();
        let base = folder.path();
        fs::create_dir(base.join("bad")).unwrap();
        symlink(base.join("gone"), base.join("bad/dangling")).unwrap();
        let error = expand(base, "bad").unwrap_err();
        assert!(matches!(&error, Error::Open { path, .. } if path.ends_with("dangling")), "{error}");
        fs::write(base.join("bad/good"), "x").unwrap();
        for uri in ["bad", "bad/*"] {
            let mut problems = Vec::new();
            let found = expand_readable(base, uri, &mut problems);
            assert_eq!(found.iter().map(|file| &*file.name).collect::<Vec<_>>(), ["bad/good"]);
            assert!(matches!(problems.as_slice(), [Error::Open { path, .. }] if path.ends_with("dangling")));
            assert!(expand(base, uri).is_err());
        }
        assert!(matches!(expand(base, "bad/dangling"), Err(Error::Missing { .. })));
        assert!(matches!(expand(base, "b.txt/x"), Err(Error::Open { .. })));

        let locked = base.join("locked.txt");
        fs::write(&locked, "x").unwrap();
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
        // Permissions do not bind the superuser: there the file can be opened and nothing is to be tested.
        if File::open(&locked).is_err() {
            assert!(matches!(expand(base, "locked.txt"), Err(Error::Open { .. })));
        }
    }
}
