//! Every known target: those that are built in and those of a folder.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::{Definition, Error, Target};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/targets");

/// Every known target, by name.
#[derive(Debug)]
pub struct Targets {
    by_name: BTreeMap<String, Target>,
}

impl Targets {
    /// Loads the built-in targets, and the `*.toml` files of `extra`. One of the same name replaces the built-in one.
    pub fn load(extra: Option<&Path>) -> Result<Self, Error> {
        let mut by_name = BTreeMap::new();
        let mut add = |file: &str, toml: &str| {
            let target = Target::new(Definition::parse(file, toml)?)?;
            by_name.insert(target.name().to_owned(), target);
            Ok(())
        };
        for file in BUILT_IN.files().filter(|file| file.path().extension().is_some_and(|ext| ext == "toml")) {
            let name = file.path().display().to_string();
            add(&name, file.contents_utf8().unwrap_or_default())?;
        }
        for file in extra.map_or_else(|| Ok(Vec::new()), definitions_in)? {
            let shown = file.display().to_string();
            let toml =
                std::fs::read_to_string(&file).map_err(|source| Error::Unreadable { path: shown.clone(), source })?;
            add(&shown, &toml)?;
        }
        Ok(Self { by_name })
    }

    /// The target of that name.
    pub fn get(&self, name: &str) -> Result<&Target, Error> {
        self.by_name.get(name).ok_or_else(|| Error::UnknownTarget {
            name: name.to_owned(),
            nearest: self.nearest(name),
            known: self.by_name.keys().cloned().collect(),
        })
    }

    /// Every target, by name in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &Target> {
        self.by_name.values()
    }

    /// The known name that is fewest letters away, if that is at most a third of them.
    fn nearest(&self, name: &str) -> Option<String> {
        let name = name.to_ascii_lowercase();
        let near = self.by_name.keys().map(|known| (distance(&name, known), known));
        near.min().filter(|(distance, known)| distance * 3 <= known.chars().count()).map(|(_, known)| known.clone())
    }
}

fn definitions_in(folder: &Path) -> Result<Vec<std::path::PathBuf>, Error> {
    let unreadable = |source| Error::Unreadable { path: folder.display().to_string(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Number of letters to insert, delete or replace to make one word of the other (Levenshtein 1965).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for ((b, up), diagonal) in other.chars().zip(row.iter().skip(1)).zip(&row) {
            left = (left + 1).min(up + 1).min(diagonal + usize::from(a != b));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
