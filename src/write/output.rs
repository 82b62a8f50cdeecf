//! One output file: buffered, counted and digested as it is written.

use std::fs::{self, File};
use std::io::{self, Write};

use super::{Error, Staging};
use crate::store::integrity::BLOCK;
use crate::store::{FileEntry, Hasher, Integrity, layout};

/// A file of the dataset being written.
///
/// Bytes are gathered into blocks; each block is digested and written once. Nothing is flushed when the file is dropped
/// without [`OutputFile::finish`]: an unfinished file belongs to a run that failed.
#[derive(Debug)]
pub struct OutputFile<W: Write = File> {
    path: String,
    inner: W,
    buffer: Vec<u8>,
    hasher: Hasher,
    lines: u64,
    records: u64,
}

impl OutputFile {
    /// Creates a file in the staging folder, and the folders above it. `path` is relative and divided by `/`.
    pub fn create(staging: &Staging, path: &str) -> Result<Self, Error> {
        if !layout::is_inside(path) || path == layout::MANIFEST {
            return Err(Error::FileName { file: path.to_owned() });
        }
        let full = staging.path().join(path);
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder).map_err(|source| Error::write(path, source))?;
        }
        match File::create_new(&full) {
            Ok(file) => Ok(Self::new(path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(Error::FileName { file: path.to_owned() })
            }
            Err(error) => Err(Error::write(path, error)),
        }
    }
}

impl<W: Write> OutputFile<W> {
    /// An output file over any writer. `path` names it in errors and in its [`FileEntry`].
    pub fn new(path: &str, inner: W) -> Self {
        Self {
            path: path.to_owned(),
            inner,
            buffer: Vec::with_capacity(BLOCK),
            hasher: Hasher::new(),
            lines: 0,
            records: 0,
        }
    }

    /// The path, relative to the dataset's folder.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Records so far.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Number of the line that the next byte belongs to, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.lines + 1
    }

    /// Appends the bytes of `records` records and returns the line they begin on, counted from 1.
    pub fn append(&mut self, bytes: &[u8], records: u64) -> Result<u64, Error> {
        let line = self.line();
        self.take(bytes).map_err(|source| Error::write(&self.path, source))?;
        self.records += records;
        Ok(line)
    }

    /// Writes what is left and returns the file's entry for the manifest.
    pub fn finish(mut self) -> Result<FileEntry, Error> {
        self.spill().and_then(|()| self.inner.flush()).map_err(|source| Error::write(&self.path, source))?;
        let Integrity { bytes, lines, blake3, sha256 } = self.hasher.finish();
        Ok(FileEntry { path: self.path, records: self.records, lines: Some(lines), bytes, blake3, sha256 })
    }

    /// As [`OutputFile::finish`], for a file that is not made of lines and whose records only its writer can count.
    pub fn finish_binary(self, records: u64) -> Result<FileEntry, Error> {
        Ok(FileEntry { records, lines: None, ..self.finish()? })
    }

    fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.buffer.len() + bytes.len() > BLOCK {
            self.spill()?;
        }
        if bytes.len() >= BLOCK {
            self.hasher.update(bytes);
            self.inner.write_all(bytes)?;
        } else {
            self.buffer.extend_from_slice(bytes);
        }
        self.lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.inner.write_all(&self.buffer)?;
        self.hasher.update(&self.buffer);
        self.buffer.clear();
        Ok(())
    }
}

/// For writers of whole file formats, such as a table's; they count their records themselves.
impl<W: Write> Write for OutputFile<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.spill()?;
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Takes so many bytes, then reports a full disk.
    struct SmallDisk {
        room: usize,
    }

    impl Write for SmallDisk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.room == 0 && !bytes.is_empty() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let taken = bytes.len().min(self.room);
            self.room -= taken;
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_named_and_nothing_is_finished() {
        let mut file = OutputFile::new("nova/train.jsonl", SmallDisk { room: 1000 });
        file.append(&[b'x'; 5000], 1).unwrap();
        let error = file.finish().unwrap_err();
        assert!(matches!(&error, Error::DiskFull { file } if file == "nova/train.jsonl"), "{error:?}");
    }

    #[test]
    fn a_full_disk_is_met_while_appending() {
        let mut file = OutputFile::new("train.jsonl", SmallDisk { room: BLOCK });
        let line = [b'x'; 1000];
        let failed = (0..1000).find_map(|_| file.append(&line, 1).err());
        assert!(matches!(failed, Some(Error::DiskFull { .. })), "{failed:?}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_full_device() {
        let Ok(full) = File::options().write(true).open("/dev/full") else { return };
        let mut file = OutputFile::new("train.jsonl", full);
        file.append(b"{}\n", 1).unwrap();
        assert!(matches!(file.finish(), Err(Error::DiskFull { .. })));
    }

    #[test]
    fn a_failure_to_flush_is_a_failure_to_finish() {
        struct Unflushed;
        impl Write for Unflushed {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
        assert!(matches!(OutputFile::new("a", Unflushed).finish(), Err(Error::Write { .. })));
    }

    #[test]
    fn paths_must_stay_inside_and_be_new() {
        let folder = tempfile::tempdir().unwrap();
        let staging = Staging::create(&folder.path().join("out"), false).unwrap();
        for bad in ["../x.jsonl", "/x.jsonl", "", layout::MANIFEST] {
            assert!(matches!(OutputFile::create(&staging, bad), Err(Error::FileName { .. })), "{bad}");
        }
        OutputFile::create(&staging, "nova/train.jsonl").unwrap();
        assert!(matches!(OutputFile::create(&staging, "nova/train.jsonl"), Err(Error::FileName { .. })));
    }

    proptest! {
        #[test]
        fn the_entry_describes_the_bytes(parts in prop::collection::vec(("[a-c\n]{0,40}", 1usize..3000), 0..8)) {
            let mut written = Vec::new();
            let mut file = OutputFile::new("a.jsonl", &mut written);
            let mut expected = Vec::new();
            for (part, times) in &parts {
                let part = part.repeat(*times);
                let line = file.append(part.as_bytes(), 2).unwrap();
                prop_assert_eq!(line, memchr::memchr_iter(b'\n', &expected).count() as u64 + 1);
                expected.extend_from_slice(part.as_bytes());
            }
            let entry = file.finish().unwrap();
            let integrity = Integrity::of(expected.as_slice()).unwrap();
            prop_assert_eq!(&written, &expected);
            prop_assert_eq!(entry.records, parts.len() as u64 * 2);
            prop_assert_eq!(entry.lines, Some(integrity.lines));
            prop_assert_eq!((entry.bytes, entry.blake3, entry.sha256), (integrity.bytes, integrity.blake3, integrity.sha256));
        }
    }
}
