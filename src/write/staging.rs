//! The staging folder: a dataset on its way to being published.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::Error;
use super::lock::{Lock, Site};
use super::swap::{Failure, swap};
use crate::store::layout;

/// A folder beside the output folder, on the same file system, that becomes the output folder in one rename.
///
/// Only its owner can read it, and so it stays once published. Dropping it without [`Staging::publish`] removes it and
/// leaves the output folder as it was.
#[derive(Debug)]
pub struct Staging {
    site: Site,
    folder: PathBuf,
    force: bool,
    pid: u32,
    // Dropped after the folder is gone.
    _lock: Lock,
}

/// A dataset that stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The dataset that was replaced, if it could not be removed. The next run to the same place removes it.
    pub leftover: Option<PathBuf>,
}

impl Staging {
    /// Creates the staging folder for `out`, and the folders above it.
    ///
    /// Fails before anything is written if `out` exists, unless `force` is given; and even then if it is not a folder, or
    /// holds anything else than a dataset of this tool. Staging folders of runs that were killed are removed.
    pub fn create(out: &Path, force: bool) -> Result<Self, Error> {
        let site = Site::of(out)?;
        not_a_mount_point(&site)?;
        fs::create_dir_all(&site.parent).map_err(|source| Error::folder(&site.parent, source))?;
        let pid = std::process::id();
        let lock = site.acquire(pid)?;
        site.clear(&lock)?;
        standing(&site.out(), force)?;
        let folder = site.staging(pid);
        create_private(&folder).map_err(|source| Error::folder(&folder, source))?;
        Ok(Self { site, folder, force, pid, _lock: lock })
    }

    /// The folder to write to.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Writes the manifest as the last file, flushes everything to the disk and moves the folder to its place. If any of
    /// it fails, what stood in that place stands there still.
    pub fn publish(self, manifest: &[u8]) -> Result<Published, Error> {
        self.write_manifest(manifest).map_err(|source| Error::write(layout::MANIFEST, source))?;
        self.sync()?;
        let out = self.site.out();
        let old = standing(&out, self.force)?.then(|| self.site.old(self.pid));
        swap(&self.folder, &out, old.as_deref(), |from, to| fs::rename(from, to)).map_err(|failure| {
            match (failure, &old) {
                (Failure::Stranded(source), Some(old)) => {
                    Error::Stranded { path: out.clone(), old: old.clone(), source }
                }
                (Failure::Unchanged(source) | Failure::Stranded(source), _) => {
                    Error::Publish { path: out.clone(), source }
                }
            }
        })?;
        // The dataset is whole and in place: a parent folder that cannot be flushed is no reason to say otherwise.
        let _ = sync_folder(&self.site.parent);
        let leftover = old.filter(|old| fs::remove_dir_all(old).is_err());
        Ok(Published { leftover })
    }

    fn write_manifest(&self, manifest: &[u8]) -> io::Result<()> {
        File::create_new(self.folder.join(layout::MANIFEST))?.write_all(manifest)
    }

    /// Flushes every file and folder to the disk, so that after a power cut a published manifest means published files.
    fn sync(&self) -> Result<(), Error> {
        for entry in WalkDir::new(&self.folder).contents_first(true) {
            let entry = entry.map_err(|error| Error::folder(&self.folder, error.into()))?;
            if entry.file_type().is_dir() {
                sync_folder(entry.path()).map_err(|source| Error::folder(entry.path(), source))?;
            } else {
                let name = entry.path().strip_prefix(&self.folder).unwrap_or(entry.path()).to_string_lossy();
                File::open(entry.path())
                    .and_then(|file| file.sync_all())
                    .map_err(|source| Error::write(&name, source))?;
            }
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After publishing there is nothing under this name. What cannot be removed now, the next run removes.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Whether there is something at `out` to replace; an error if it must not be replaced.
fn standing(out: &Path, force: bool) -> Result<bool, Error> {
    let found = match out.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        other => other.map_err(|source| Error::folder(out, source))?,
    };
    let path = out.to_owned();
    if !found.is_dir() {
        return Err(Error::NotAFolder { path });
    }
    if !force {
        return Err(Error::Exists { path });
    }
    let empty = fs::read_dir(out).map_err(|source| Error::folder(out, source))?.next().is_none();
    if empty || layout::is_dataset(out) { Ok(true) } else { Err(Error::NotOurs { path }) }
}

/// A folder in which another file system begins can be neither moved aside nor replaced: better to say so before the work.
#[cfg(unix)]
fn not_a_mount_point(site: &Site) -> Result<(), Error> {
    use std::os::unix::fs::MetadataExt;
    let out = site.out();
    match (out.symlink_metadata(), site.parent.metadata()) {
        (Ok(found), Ok(parent)) if found.is_dir() && found.dev() != parent.dev() => {
            Err(Error::MountPoint { path: out })
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "other systems refuse it")]
fn not_a_mount_point(_: &Site) -> Result<(), Error> {
    Ok(())
}

/// Creates a folder that nobody but its owner can enter, where the system knows owners.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Flushes a folder's list of names. Only Unix can open a folder to do so.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::OutputFile;

    const MANIFEST: &str = "{\n  \"format\": \"scrubjay-manifest\",\n  …";

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn publish(out: &Path, force: bool, content: &str) -> Result<Published, Error> {
        let staging = Staging::create(out, force)?;
        let mut file = OutputFile::create(&staging, "nova/train.jsonl")?;
        file.append(content.as_bytes(), 1)?;
        file.finish()?;
        staging.publish(MANIFEST.as_bytes())
    }

    fn content(out: &Path) -> String {
        fs::read_to_string(out.join("nova/train.jsonl")).unwrap()
    }

    #[test]
    fn publishing_leaves_the_dataset_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("deep/er/out");
        publish(&out, false, "one").unwrap();
        assert_eq!(names(&out), ["manifest.json", "nova"]);
        assert_eq!(names(out.parent().unwrap()), ["out"]);
        assert_eq!(content(&out), "one");
    }

    #[test]
    #[cfg(unix)]
    fn only_the_owner_can_enter() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let staging = Staging::create(&folder.path().join("out"), false).unwrap();
        assert_eq!(staging.path().metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn dropping_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let staging = Staging::create(&folder.path().join("out"), false).unwrap();
        OutputFile::create(&staging, "train.jsonl").unwrap();
        drop(staging);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_dataset_is_replaced_only_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        publish(&out, false, "one").unwrap();
        assert!(matches!(publish(&out, false, "two"), Err(Error::Exists { .. })));
        assert_eq!(content(&out), "one");
        assert_eq!(publish(&out, true, "two").unwrap(), Published { leftover: None });
        assert_eq!(content(&out), "two");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn what_is_not_ours_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        assert!(matches!(Staging::create(&out, false), Err(Error::Exists { .. })));
        Staging::create(&out, true).unwrap();
        for name in ["letters.txt", "manifest.json"] {
            fs::write(out.join(name), "{\"short_name\": \"an app\"}").unwrap();
            assert!(matches!(Staging::create(&out, true), Err(Error::NotOurs { .. })), "{name}");
        }
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        for force in [false, true] {
            assert!(matches!(Staging::create(&file, force), Err(Error::NotAFolder { .. })));
            assert!(matches!(Staging::create(&file.join("out"), force), Err(Error::Folder { .. })));
        }
        assert_eq!(names(folder.path()), ["file", "out"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_mount_point_is_refused_before_the_work() {
        for force in [false, true] {
            assert!(matches!(Staging::create(Path::new("/proc"), force), Err(Error::MountPoint { .. })));
        }
    }

    #[test]
    fn what_appears_during_the_run_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        for force in [false, true] {
            let staging = Staging::create(&out, force).unwrap();
            fs::create_dir(&out).unwrap();
            fs::write(out.join("letters.txt"), "x").unwrap();
            let error = staging.publish(MANIFEST.as_bytes()).unwrap_err();
            assert!(matches!(error, Error::Exists { .. } | Error::NotOurs { .. }), "{error:?}");
            assert_eq!(names(&out), ["letters.txt"]);
            assert_eq!(names(folder.path()), ["out"]);
            fs::remove_dir_all(&out).unwrap();
        }
    }

    #[test]
    fn a_failing_step_leaves_the_old_dataset_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        publish(&out, false, "one").unwrap();
        let staging = Staging::create(&out, true).unwrap();
        // The manifest cannot be written: something has its name.
        fs::create_dir(staging.path().join(layout::MANIFEST)).unwrap();
        assert!(matches!(staging.publish(MANIFEST.as_bytes()), Err(Error::Write { .. })));
        assert_eq!(content(&out), "one");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn two_runs_do_not_share_a_staging_folder() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let first = Staging::create(&out, false).unwrap();
        assert!(matches!(Staging::create(&out, false), Err(Error::Busy { .. })));
        assert!(first.path().exists());
        first.publish(MANIFEST.as_bytes()).unwrap();
        assert!(out.exists());
    }

    #[test]
    fn leftovers_of_a_killed_run_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let mut killed = Staging::create(&out, false).unwrap();
        // As if the process had ended here: the system lets go of the lock, nobody removes the folder.
        fs::write(folder.path().join(".out.lock-1"), "").unwrap();
        let left = folder.path().join(".out.staging-1");
        fs::rename(killed.path(), &left).unwrap();
        killed.folder = folder.path().join("gone");
        drop(killed);
        assert!(left.exists());
        drop(Staging::create(&out, false).unwrap());
        assert!(names(folder.path()).is_empty());
    }
}
