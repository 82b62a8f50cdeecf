//! Reading the spill again: batches of whole frames, with the place of their records.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};

use super::Error;
use super::overlap::Weighed;
use super::progress::Progress;
use super::spill;

/// Bytes of a batch: enough work for a thread to be worth handing over.
const BATCH_BYTES: usize = 256 << 10;

/// Some frames of the spill and the number of the first kept record among them.
pub(super) struct Frames {
    pub(super) bytes: Vec<u8>,
    pub(super) first_row: usize,
}

impl Weighed for Frames {
    fn bytes(&self) -> usize {
        self.bytes.len()
    }
}

/// Reads the spill from its start.
pub(super) struct FrameReader<'p> {
    reader: BufReader<File>,
    progress: &'p Progress,
    row: usize,
    done: u64,
}

impl<'p> FrameReader<'p> {
    /// A reader at the start of the spill, wherever the file stands. Bytes read are told to `progress`.
    pub(super) fn new(mut spill: File, progress: &'p Progress) -> Result<Self, Error> {
        spill.seek(SeekFrom::Start(0)).map_err(Error::spill)?;
        Ok(Self { reader: BufReader::with_capacity(1 << 20, spill), progress, row: 0, done: 0 })
    }

    /// The next batch; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Frames>, Error> {
        if self.progress.is_interrupted() {
            return Err(Error::Interrupted);
        }
        let mut bytes = Vec::with_capacity(BATCH_BYTES + BATCH_BYTES / 8);
        let kept = spill::read_frames(&mut self.reader, &mut bytes, BATCH_BYTES).map_err(Error::spill)?;
        let first_row = self.row;
        self.row += kept;
        self.done += bytes.len() as u64;
        self.progress.set_bytes(self.done);
        Ok((!bytes.is_empty()).then_some(Frames { bytes, first_row }))
    }
}
