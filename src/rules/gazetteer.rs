//! The lists of `rules/gazetteers`: words by the name of their file, embedded in the program and replaced by files of a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use include_dir::Dir;

use super::Error;

/// Folder of the lists, beside the packs.
const FOLDER: &str = "gazetteers";

/// Lists by name. A list is text: words between white space, `#` begins a line of comment.
#[derive(Debug, Clone, Default)]
pub(super) struct Gazetteers(BTreeMap<String, Cow<'static, str>>);

impl Gazetteers {
    /// The embedded lists.
    pub(super) fn embedded(rules: &'static Dir<'static>) -> Self {
        let files = rules.get_dir(FOLDER).into_iter().flat_map(Dir::files);
        Self(files.filter_map(|file| Some((list_name(file.path())?, Cow::Borrowed(file.contents_utf8()?)))).collect())
    }

    /// Adds the lists beside the packs of a folder, which replace those of the same name.
    pub(super) fn extend_from(&mut self, packs: &Path) -> Result<(), Error> {
        let folder = packs.join(FOLDER);
        if !folder.is_dir() {
            return Ok(());
        }
        let unreadable = |source| Error::Read { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if let Some(name) = list_name(&path) {
                let text = fs::read_to_string(&path).map_err(|source| Error::Read { path, source })?;
                self.0.insert(name, Cow::Owned(text));
            }
        }
        Ok(())
    }

    /// Lists of `other` replace those of the same name, unless they are the embedded ones.
    pub(super) fn merge(&mut self, other: &Self) {
        for (name, text) in &other.0 {
            if matches!(text, Cow::Owned(_)) {
                self.0.insert(name.clone(), text.clone());
            }
        }
    }

    /// A list's text.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(AsRef::as_ref)
    }

    /// The names of the lists.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether any list is not the embedded one.
    pub(super) fn has_own(&self) -> bool {
        self.0.values().any(|text| matches!(text, Cow::Owned(_)))
    }
}

fn list_name(path: &Path) -> Option<String> {
    let text = path.extension().is_some_and(|extension| extension == "txt");
    path.file_stem().filter(|_| text)?.to_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::RuleSet;

    #[test]
    fn a_folder_replaces_lists_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("gazetteers")).unwrap();
        std::fs::write(folder.path().join("gazetteers/surnames.txt"), "# own\nqwertov\n").unwrap();
        std::fs::write(folder.path().join("gazetteers/notes.md"), "qwertov").unwrap();
        let embedded = RuleSet::load(&[], None).unwrap();
        let own = RuleSet::load(&[], Some(folder.path())).unwrap();
        assert!(!embedded.has_own_gazetteers() && own.has_own_gazetteers());
        assert_eq!(own.gazetteer("surnames"), "# own\nqwertov\n");
        assert_eq!(own.gazetteer("given-names"), embedded.gazetteer("given-names"));
        assert_eq!(own.gazetteer("notes"), "");
        assert_eq!(embedded.with(&own).unwrap().gazetteer("surnames"), "# own\nqwertov\n");
        assert_eq!(own.with(&embedded).unwrap().gazetteer("surnames"), "# own\nqwertov\n");
        let digest = |set: &RuleSet| set.packs().iter().find(|pack| pack.info.name == "person").unwrap().digest.clone();
        assert_ne!(digest(&embedded), digest(&own));
    }
}
