//! Who is writing beside an output folder, and clearing up after those who no longer do.
//!
//! A run keeps three hidden names beside its output folder `NAME`, each ending in its process number: the lock file
//! `.NAME.lock-N`, the staging folder `.NAME.staging-N` and, while an old dataset is being replaced, `.NAME.old-N`. The
//! lock is an advisory file lock, which the system releases when the process ends, however it ends. So a lock that can be
//! taken belongs to a run that is gone, also when another machine or container gave out the same process numbers. A run
//! makes its lock file first and removes it last, and not while anything else of it is left. So a folder of such a name without a lock
//! file is none of a run, and stays; where file locks do not exist, nothing is ever cleared.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::Error;

/// The place of one output folder: its parent and its name.
#[derive(Debug, Clone)]
pub(super) struct Site {
    /// The folder above; never empty.
    pub(super) parent: PathBuf,
    name: OsString,
}

/// The hidden names a run keeps.
const KINDS: [&str; 3] = ["lock", "staging", "old"];

impl Site {
    /// The place of `out`.
    pub(super) fn of(out: &Path) -> Result<Self, Error> {
        let name = out.file_name().ok_or_else(|| Error::NoName { path: out.to_owned() })?.to_owned();
        let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self { parent: parent.to_owned(), name })
    }

    /// The output folder itself.
    pub(super) fn out(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// The lock file of process `pid`.
    pub(super) fn lock(&self, pid: u32) -> PathBuf {
        self.hidden("lock", pid)
    }

    /// The staging folder of process `pid`.
    pub(super) fn staging(&self, pid: u32) -> PathBuf {
        self.hidden("staging", pid)
    }

    /// Where process `pid` puts a dataset it replaces.
    pub(super) fn old(&self, pid: u32) -> PathBuf {
        self.hidden("old", pid)
    }

    fn hidden(&self, kind: &str, pid: u32) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".{kind}-{pid}"));
        self.parent.join(name)
    }

    /// Takes the lock of process `pid`.
    pub(super) fn acquire(&self, pid: u32) -> Result<Lock, Error> {
        let path = self.lock(pid);
        let others = [self.staging(pid), self.old(pid)];
        let was_there = path.symlink_metadata().is_ok();
        let lock = |file| Lock { path: path.clone(), others: others.clone(), was_there, _file: file };
        loop {
            let file = File::options().create(true).append(true).open(&path);
            let file = file.map_err(|source| Error::folder(&self.parent, source))?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: self.out() }),
                // No locks on this file system: the file alone stands for the run, and others leave it alone.
                Err(TryLockError::Error(_)) => return Ok(lock(file)),
                // Another run may have cleared the file away between its opening and its locking; nobody can any more.
                Ok(()) if path.exists() => return Ok(lock(file)),
                Ok(()) => {}
            }
        }
    }

    /// Removes what runs that are gone left behind. A dataset that one of them had moved aside and not yet replaced is put
    /// back. `own` is the lock the caller holds: what else stands under its number is of an earlier process, if that left its lock file.
    pub(super) fn clear(&self, own: &Lock) -> Result<(), Error> {
        self.clear_gone(own).map_err(|source| Error::folder(&self.parent, source))
    }

    fn clear_gone(&self, own: &Lock) -> io::Result<()> {
        for pid in self.pids()? {
            let lock = self.lock(pid);
            if lock == own.path {
                if own.was_there {
                    self.clear_one(pid)?;
                }
            } else if let Run::Gone { _lock } = Run::of(&lock) {
                self.clear_one(pid)?;
                absent_is_fine(fs::remove_file(lock))?;
            }
        }
        Ok(())
    }

    fn clear_one(&self, pid: u32) -> io::Result<()> {
        let (old, out) = (self.old(pid), self.out());
        if old.symlink_metadata().is_ok() {
            if out.symlink_metadata().is_ok() {
                fs::remove_dir_all(&old)?;
            } else {
                fs::rename(&old, &out)?;
            }
        }
        absent_is_fine(fs::remove_dir_all(self.staging(pid)))
    }

    /// Process numbers that stand in hidden names beside the output folder.
    fn pids(&self) -> io::Result<BTreeSet<u32>> {
        let mut pids = BTreeSet::new();
        for entry in fs::read_dir(&self.parent)? {
            pids.extend(self.pid_in(&entry?.file_name()));
        }
        Ok(pids)
    }

    fn pid_in(&self, file_name: &OsStr) -> Option<u32> {
        let own = self.name.to_str()?;
        let rest = file_name.to_str()?.strip_prefix('.')?.strip_prefix(own)?.strip_prefix('.')?;
        let (kind, pid) = rest.split_once('-')?;
        KINDS.contains(&kind).then(|| pid.parse().ok()).flatten()
    }
}

/// Whether the run that owns a lock file is still there.
enum Run {
    /// It is, or nobody can tell, or there was none.
    Alive,
    /// It is not. Its lock is ours for as long as this value lives.
    Gone { _lock: File },
}

impl Run {
    fn of(lock: &Path) -> Self {
        match File::options().append(true).open(lock) {
            Ok(file) if file.try_lock().is_ok() => Self::Gone { _lock: file },
            _ => Self::Alive,
        }
    }
}

/// A held lock. Dropping it removes the lock file, unless something else of the run is left for the next one to clear, then releases
/// the lock.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// What else the run keeps.
    others: [PathBuf; 2],
    /// Whether an earlier process had left the lock file.
    was_there: bool,
    _file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that stays behind is found free and removed by the next run.
        if self.others.iter().all(|other| other.symlink_metadata().is_err()) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(folder: &tempfile::TempDir) -> Site {
        Site::of(&folder.path().join("out")).unwrap()
    }

    #[test]
    fn a_lock_is_held_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let site = site(&folder);
        let held = site.acquire(7).unwrap();
        assert!(matches!(site.acquire(7), Err(Error::Busy { .. })));
        drop(held);
        assert!(!site.lock(7).exists());
        site.acquire(7).unwrap();
    }

    #[test]
    fn the_living_are_left_alone_and_the_dead_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let site = site(&folder);
        let _living = site.acquire(1).unwrap();
        for pid in [1, 2, 3] {
            fs::create_dir(site.staging(pid)).unwrap();
            fs::write(site.staging(pid).join("part"), "x").unwrap();
        }
        // 2 left its lock file; what 3 is nobody knows.
        fs::write(site.lock(2), "").unwrap();
        site.clear(&site.acquire(9).unwrap()).unwrap();
        assert!(site.staging(1).exists() && site.lock(1).exists());
        assert!(!site.staging(2).exists() && !site.lock(2).exists());
        assert!(site.staging(3).join("part").exists());
    }

    #[test]
    fn folders_without_a_lock_file_are_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        let site = site(&folder);
        for path in [site.staging(9), site.staging(4), site.old(4), site.old(9)] {
            fs::create_dir(&path).unwrap();
            fs::write(path.join("letters.txt"), "x").unwrap();
        }
        let own = site.acquire(9).unwrap();
        site.clear(&own).unwrap();
        for path in [site.staging(9), site.staging(4), site.old(4), site.old(9)] {
            assert!(path.join("letters.txt").exists(), "{}", path.display());
        }
        assert!(!site.out().exists());
    }

    #[test]
    fn a_lock_file_stays_as_long_as_there_is_something_to_clear() {
        let folder = tempfile::tempdir().unwrap();
        let site = site(&folder);
        let lock = site.acquire(7).unwrap();
        fs::create_dir(site.staging(7)).unwrap();
        drop(lock);
        assert!(site.lock(7).exists());
        // Also to a process that has the same number.
        let lock = site.acquire(7).unwrap();
        site.clear(&lock).unwrap();
        assert!(!site.staging(7).exists());
        drop(lock);
        assert!(!site.lock(7).exists());
    }

    #[test]
    fn a_dataset_moved_aside_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let site = site(&folder);
        fs::write(site.lock(4), "").unwrap();
        fs::create_dir(site.old(4)).unwrap();
        fs::write(site.old(4).join("data"), "x").unwrap();
        site.clear(&site.acquire(9).unwrap()).unwrap();
        assert!(site.out().join("data").exists());

        // Once the new one is in place, the old one is only left over.
        fs::write(site.lock(4), "").unwrap();
        fs::create_dir(site.old(4)).unwrap();
        site.clear(&site.acquire(9).unwrap()).unwrap();
        assert!(site.out().join("data").exists() && !site.old(4).exists());
    }

    #[test]
    fn other_names_are_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let site = site(&folder);
        for name in
            [".out.staging-x", ".out.stage-1", "out.staging-1", ".outer.staging-1", ".out.old-", ".other.lock-1"]
        {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        site.clear(&site.acquire(9).unwrap()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 6);
    }

    #[test]
    fn a_place_needs_a_name() {
        for bad in ["/", "..", "", "a/.."] {
            assert!(matches!(Site::of(Path::new(bad)), Err(Error::NoName { .. })), "{bad}");
        }
        assert_eq!(Site::of(Path::new("out/")).unwrap().out(), Path::new("./out"));
    }
}
