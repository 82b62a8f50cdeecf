//! Reading the manifest of a dataset's folder.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::error::Damage;
use super::{Error, Manifest};
use crate::store::layout::{self, MANIFEST};
use crate::store::{FileEntry, Integrity};

/// Larger manifests are refused unread: this one would list some two million files.
const MAX_MANIFEST_BYTES: u64 = 1 << 30;

/// The manifest of the dataset in `dir`, whose own digests agree with it. The files it lists are not looked at.
pub fn read(dir: &Path) -> Result<Manifest, Error> {
    match read_manifest(dir)? {
        Some(json) => Manifest::from_json(&json),
        None => Err(Error::Damaged { damage: Damage::Layout }),
    }
}

/// The path of a listed file that has the bytes that the manifest lists.
pub fn unchanged(dir: &Path, entry: &FileEntry) -> Result<PathBuf, Error> {
    let changed = || Error::Changed { file: entry.path.clone() };
    if !layout::is_inside(&entry.path) {
        return Err(changed());
    }
    let path = dir.join(&entry.path);
    let unreadable = |source| Error::Read { path: path.clone(), source };
    let mut file = File::open(&path).map_err(unreadable)?;
    let Integrity { blake3, sha256, .. } = Integrity::of(&mut file).map_err(unreadable)?;
    if (&blake3, &sha256) != (&entry.blake3, &entry.sha256) {
        return Err(changed());
    }
    Ok(path)
}

/// Reads the manifest; `None` if there is something else than a file of readable size in its place.
pub(super) fn read_manifest(dir: &Path) -> Result<Option<Vec<u8>>, Error> {
    let unreadable = |path: &Path, source| Error::Read { path: path.to_owned(), source };
    let path = dir.join(MANIFEST);
    match path.symlink_metadata() {
        Ok(found) if found.is_file() && found.len() <= MAX_MANIFEST_BYTES => {
            fs::read(&path).map(Some).map_err(|source| unreadable(&path, source))
        }
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match dir.metadata() {
            Ok(_) => Err(Error::NoManifest { folder: dir.to_owned() }),
            Err(source) => Err(unreadable(dir, source)),
        },
        Err(source) => Err(unreadable(&path, source)),
    }
}
