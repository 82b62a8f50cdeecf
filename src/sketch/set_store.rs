//! Shingle sets of many records: in memory up to a budget, beyond it in a file without a name.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Kind, ShingleSet};

/// Numbers kept in memory before they go to the file: 4 MiB of them, which stay in the processor's cache. Few are read again, and
/// those the system still has in memory where it has room.
const BUDGET: usize = 1 << 20;

/// Bytes of a number.
const WIDTH: usize = 4;

/// Sets by row, as sequences of 32-bit numbers. Keyed hashes only, never text.
#[derive(Debug)]
pub struct SetStore {
    /// Where the file is made; without, all stays in memory.
    folder: Option<PathBuf>,
    budget: usize,
    file: Option<Mutex<File>>,
    /// Numbers that are in the file.
    spilled: u64,
    /// Those behind them, as they are written.
    tail: Vec<u8>,
    /// Where each row begins, and where the last one ends.
    starts: Vec<u64>,
}

impl SetStore {
    /// A store whose file, if it needs one, is made in `folder`. It has no name there and is gone with the store.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self::with_budget(Some(folder.to_owned()), BUDGET)
    }

    /// A store that has no file.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::with_budget(None, usize::MAX)
    }

    fn with_budget(folder: Option<PathBuf>, budget: usize) -> Self {
        Self { folder, budget, file: None, spilled: 0, tail: Vec::new(), starts: vec![0] }
    }

    /// An empty store of the same kind.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::with_budget(self.folder.clone(), self.budget)
    }

    /// Adds the sets of the next row; a row may have none.
    ///
    /// # Errors
    /// If the file cannot be made or written.
    pub fn push(&mut self, sets: &[ShingleSet]) -> io::Result<()> {
        for set in sets {
            encode(set, &mut self.tail);
        }
        self.starts.push(self.spilled + self.held());
        if self.tail.len() / WIDTH >= self.budget { self.spill() } else { Ok(()) }
    }

    /// Numbers that are in memory.
    fn held(&self) -> u64 {
        (self.tail.len() / WIDTH) as u64
    }

    fn spill(&mut self) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        if self.file.is_none() {
            self.file = Some(Mutex::new(tempfile::tempfile_in(folder)?));
        }
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::End(0))?;
            file.write_all(&self.tail)?;
        }
        self.spilled += self.held();
        self.tail.clear();
        Ok(())
    }

    /// The sets of a row.
    ///
    /// # Errors
    /// If there is no such row, or the file cannot be read.
    pub fn get(&self, row: u32) -> io::Result<Vec<ShingleSet>> {
        let at = row as usize;
        let (Some(start), Some(end)) = (self.starts.get(at), self.starts.get(at + 1)) else {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        };
        if let (true, Some(file)) = (*start < self.spilled, &self.file) {
            let mut bytes = vec![0; usize::try_from((end - start) * WIDTH as u64).unwrap_or(0)];
            {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(start * WIDTH as u64))?;
                file.read_exact(&mut bytes)?;
            }
            return Ok(decode(&bytes));
        }
        Ok(decode(self.in_tail(*start, *end)))
    }

    fn in_tail(&self, start: u64, end: u64) -> &[u8] {
        let place =
            |at: u64| usize::try_from(at.saturating_sub(self.spilled)).unwrap_or(usize::MAX).saturating_mul(WIDTH);
        self.tail.get(place(start)..place(end)).unwrap_or_default()
    }

    /// Gives the sets of all rows in order.
    ///
    /// # Errors
    /// If the file cannot be read, or `each` fails.
    pub fn each(&self, mut each: impl FnMut(u32, Vec<ShingleSet>) -> io::Result<()>) -> io::Result<()> {
        let mut reader = match &self.file {
            Some(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner).try_clone()?;
                file.rewind()?;
                Some(BufReader::with_capacity(1 << 18, file))
            }
            None => None,
        };
        let mut bytes = Vec::new();
        for (row, ends) in (0u32..).zip(self.starts.windows(2)) {
            let [start, end] = ends else { continue };
            match &mut reader {
                Some(reader) if *start < self.spilled => {
                    bytes.resize(usize::try_from((end - start) * WIDTH as u64).unwrap_or(0), 0);
                    reader.read_exact(&mut bytes)?;
                    each(row, decode(&bytes))?;
                }
                _ => each(row, decode(self.in_tail(*start, *end)))?,
            }
        }
        Ok(())
    }
}

/// Kind and whether the hashes are in order, numbers in two halves, count, hashes.
#[allow(clippy::cast_possible_truncation, reason = "halves are meant; a set has fewer than 2³² shingles")]
fn encode(set: &ShingleSet, out: &mut Vec<u8>) {
    let kind = u32::from(set.kind() == Kind::Characters) | u32::from(set.is_in_order()) << 1;
    let hashes = set.in_any_order();
    let head = [kind, (set.numbers() >> 32) as u32, set.numbers() as u32, hashes.len() as u32];
    let start = out.len();
    out.resize(start + (head.len() + hashes.len()) * WIDTH, 0);
    let places = out.get_mut(start..).unwrap_or_default().chunks_exact_mut(WIDTH);
    for (place, number) in places.zip(head.iter().chain(hashes)) {
        place.copy_from_slice(&number.to_le_bytes());
    }
}

fn decode(bytes: &[u8]) -> Vec<ShingleSet> {
    let (numbers, _) = bytes.as_chunks::<WIDTH>();
    let mut numbers = numbers.iter().map(|four| u32::from_le_bytes(*four));
    let mut sets = Vec::new();
    while let (Some(kind), Some(high), Some(low), Some(count)) =
        (numbers.next(), numbers.next(), numbers.next(), numbers.next())
    {
        let hashes = numbers.by_ref().take(count as usize).collect();
        let numbers = u64::from(high) << 32 | u64::from(low);
        let set = if kind & 1 == 1 { Kind::Characters } else { Kind::Words };
        sets.push(ShingleSet::as_given(set, numbers, hashes, kind & 2 == 2));
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_comes_out_from_memory_and_from_disk() {
        let folder = tempfile::tempdir().unwrap();
        for budget in [1, 10, 1000] {
            let mut store = SetStore::with_budget(Some(folder.path().to_owned()), budget);
            let sets = |row: u32| -> Vec<ShingleSet> {
                let word = ShingleSet::from_parts(Kind::Words, 0, (0..row).collect());
                let character = ShingleSet::from_parts(Kind::Characters, u64::MAX - u64::from(row), vec![row, 7]);
                [word, character].into_iter().take(row as usize % 3).collect()
            };
            for row in 0..9 {
                store.push(&sets(row)).unwrap();
            }
            for row in [8, 0, 3, 4, 1, 2, 7, 5, 6] {
                assert_eq!(store.get(row).unwrap(), sets(row), "{row}");
            }
            assert!(store.get(9).is_err());
            let mut all = Vec::new();
            store
                .each(|row, sets| {
                    all.push((row, sets));
                    Ok(())
                })
                .unwrap();
            assert_eq!(all, (0..9).map(|row| (row, sets(row))).collect::<Vec<_>>(), "{budget}");
        }
    }
}
