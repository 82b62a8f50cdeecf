//! Band keys on disk: which rows share one, band by band, in bounded memory.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::KeyedRow;

/// Bytes of one key and row as written: the key, then the row, little end first.
const ENTRY: usize = 12;
/// Bytes kept back for each file before they are written.
const BUFFER: usize = 32 << 10;

/// Keyed rows, spread over files without names in one folder. Only keys of keyed signatures are written, never text.
#[derive(Debug)]
pub(super) struct BandFiles {
    files: Vec<BufWriter<File>>,
}

impl BandFiles {
    pub(super) fn new(folder: &Path, bands: usize) -> io::Result<Self> {
        let file = |_| Ok(BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(folder)?));
        Ok(Self { files: (0..bands).map(file).collect::<io::Result<_>>()? })
    }

    pub(super) fn push(&mut self, band: usize, key: u64, row: u32) -> io::Result<()> {
        let Some(file) = self.files.get_mut(band) else { return Ok(()) };
        file.write_all(&key.to_le_bytes())?;
        file.write_all(&row.to_le_bytes())
    }

    /// Gives the rows of one band after the other, sorted by key: the memory of one band at a time.
    pub(super) fn each(self, mut band: impl FnMut(Vec<KeyedRow>)) -> io::Result<()> {
        for file in self.files {
            let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            let bytes = file.seek(SeekFrom::End(0))?;
            file.rewind()?;
            let mut reader = BufReader::with_capacity(1 << 20, file);
            let mut rows = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0) / ENTRY);
            let mut entry = [0; ENTRY];
            for _ in 0..bytes / ENTRY as u64 {
                reader.read_exact(&mut entry)?;
                rows.push(decode(entry));
            }
            band(rows);
        }
        Ok(())
    }
}

fn decode(entry: [u8; ENTRY]) -> KeyedRow {
    let [a, b, c, d, e, f, g, h, i, j, k, l] = entry;
    KeyedRow::new(u64::from_le_bytes([a, b, c, d, e, f, g, h]), u32::from_le_bytes([i, j, k, l]))
}
