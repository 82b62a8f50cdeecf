//! Reading the manifest of a dataset's folder.

use std::fs;
use std::io;
use std::path::Path;

use super::error::Damage;
use super::{Error, Manifest};
use crate::store::layout::MANIFEST;

/// Larger manifests are refused unread: this one would list some two million files.
const MAX_MANIFEST_BYTES: u64 = 1 << 30;

/// The manifest of the dataset in `dir`, whose own digests agree with it. The files it lists are not looked at.
pub fn read(dir: &Path) -> Result<Manifest, Error> {
    match read_manifest(dir)? {
        Some(json) => Manifest::from_json(&json),
        None => Err(Error::Damaged { damage: Damage::Layout }),
    }
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
