//! A published dataset whose manifest is written anew; its files stay.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use super::Error;
use super::lock::{Lock, Site};
use crate::store::layout;

/// The right to replace the manifest of one dataset. As long as it lives, no run replaces the dataset and nobody else its manifest.
#[derive(Debug)]
pub struct Amendment {
    site: Site,
    _lock: Lock,
}

impl Amendment {
    /// Takes the lock of the dataset in `folder`.
    ///
    /// # Errors
    /// If it is no dataset, or a run is writing to it.
    pub fn begin(folder: &Path) -> Result<Self, Error> {
        if !layout::is_dataset(folder) {
            return Err(Error::NoDataset { path: folder.to_owned() });
        }
        let site = Site::of(folder)?;
        let lock = site.acquire(std::process::id())?;
        Ok(Self { site, _lock: lock })
    }

    /// Puts the bytes of a manifest in the place of the old one, in one rename.
    ///
    /// # Errors
    /// If that fails. The old manifest then stands as it was.
    pub fn commit(self, manifest: &[u8]) -> Result<(), Error> {
        let old = self.site.out().join(layout::MANIFEST);
        let failed = |source| Error::write(layout::MANIFEST, source);
        // Beside the dataset: whatever happens, nothing is left in it that its manifest does not list.
        let mut new = tempfile::NamedTempFile::new_in(&self.site.parent).map_err(failed)?;
        new.write_all(manifest).map_err(failed)?;
        let permissions = fs::metadata(&old).map_err(failed)?.permissions();
        new.as_file().set_permissions(permissions).and_then(|()| new.as_file().sync_all()).map_err(failed)?;
        new.persist(&old).map_err(|error| failed(error.error))?;
        // The manifest is whole and in place: a folder that cannot be flushed is no reason to say otherwise.
        if cfg!(unix) {
            let _ = File::open(self.site.out()).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        assert!(matches!(Amendment::begin(&out), Err(Error::NoDataset { .. })));
        fs::write(out.join(layout::MANIFEST), format!("{}one", layout::MANIFEST_OPENING)).unwrap();
        let amendment = Amendment::begin(&out).unwrap();
        assert!(matches!(Amendment::begin(&out), Err(Error::Busy { .. })));
        amendment.commit(b"two").unwrap();
        assert_eq!(fs::read(out.join(layout::MANIFEST)).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
    }
}
