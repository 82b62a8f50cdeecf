//! Shingle sets of many records: in memory up to a budget, beyond it in a file without a name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::sketch::{Kind, RecordSketch, ShingleSet};

/// Numbers kept in memory before they go to the file: 4 MiB of them, which stay in the processor's cache. Few are read again, and
/// those the system still has in memory where it has room.
const BUDGET: usize = 1 << 20;

/// Bytes of a number.
const WIDTH: usize = 4;

/// Sketches by row, as sequences of 32-bit numbers. Keyed hashes only, never text.
#[derive(Debug)]
pub(super) struct SetStore {
    folder: PathBuf,
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
    pub(super) fn new(folder: &Path) -> Self {
        Self::with_budget(folder, BUDGET)
    }

    pub(super) fn with_budget(folder: &Path, budget: usize) -> Self {
        Self { folder: folder.to_owned(), budget, file: None, spilled: 0, tail: Vec::new(), starts: vec![0] }
    }

    /// Adds the sets of the next row; a row without any has no sketch.
    pub(super) fn push(&mut self, sets: &[ShingleSet]) -> io::Result<()> {
        for set in sets {
            encode(set, &mut self.tail);
        }
        self.starts.push(self.spilled + self.held() as u64);
        if self.held() >= self.budget { self.spill() } else { Ok(()) }
    }

    /// Numbers that are in memory.
    fn held(&self) -> usize {
        self.tail.len() / WIDTH
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            self.file = Some(Mutex::new(tempfile::tempfile_in(&self.folder)?));
        }
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::End(0))?;
            file.write_all(&self.tail)?;
        }
        self.spilled += self.held() as u64;
        self.tail.clear();
        Ok(())
    }

    /// The sketch of a row, as far as likeness is concerned.
    pub(super) fn get(&self, row: u32) -> io::Result<RecordSketch> {
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
            return Ok(sketch(&bytes));
        }
        let place = |at: u64| usize::try_from((at - self.spilled) * WIDTH as u64).unwrap_or(usize::MAX);
        Ok(sketch(self.tail.get(place(*start)..place(*end)).unwrap_or_default()))
    }
}

/// Kind, numbers in two halves, count, hashes in any order.
#[allow(clippy::cast_possible_truncation, reason = "halves are meant; a set has fewer than 2³² shingles")]
fn encode(set: &ShingleSet, out: &mut Vec<u8>) {
    let kind = u32::from(set.kind() == Kind::Characters);
    let hashes = set.in_any_order();
    let head = [kind, (set.numbers() >> 32) as u32, set.numbers() as u32, hashes.len() as u32];
    let start = out.len();
    out.resize(start + (head.len() + hashes.len()) * WIDTH, 0);
    let places = out.get_mut(start..).unwrap_or_default().chunks_exact_mut(WIDTH);
    for (place, number) in places.zip(head.iter().chain(hashes)) {
        place.copy_from_slice(&number.to_le_bytes());
    }
}

fn sketch(bytes: &[u8]) -> RecordSketch {
    let (numbers, _) = bytes.as_chunks::<WIDTH>();
    let numbers: Vec<u32> = numbers.iter().map(|four| u32::from_le_bytes(*four)).collect();
    RecordSketch { normalised: 0, words: 0, sets: decode(&numbers) }
}

fn decode(mut numbers: &[u32]) -> Vec<ShingleSet> {
    let mut sets = Vec::new();
    while let [kind, high, low, count, rest @ ..] = numbers {
        let Some((hashes, rest)) = rest.split_at_checked(*count as usize) else { break };
        let kind = if *kind == 1 { Kind::Characters } else { Kind::Words };
        sets.push(ShingleSet::from_parts(kind, u64::from(*high) << 32 | u64::from(*low), hashes.to_vec()));
        numbers = rest;
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
            let mut store = SetStore::with_budget(folder.path(), budget);
            let sets = |row: u32| -> Vec<ShingleSet> {
                let word = ShingleSet::from_parts(Kind::Words, 0, (0..row).collect());
                let character = ShingleSet::from_parts(Kind::Characters, u64::MAX - u64::from(row), vec![row, 7]);
                [word, character].into_iter().take(row as usize % 3).collect()
            };
            for row in 0..9 {
                store.push(&sets(row)).unwrap();
            }
            for row in [8, 0, 3, 4, 1, 2, 7, 5, 6] {
                assert_eq!(store.get(row).unwrap().sets, sets(row), "{row}");
            }
            assert!(store.get(9).is_err());
        }
    }
}
