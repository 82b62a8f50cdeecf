//! Between an encoder of tables and the file.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// What the encoder has written and the writer has not yet got. It stands between the two because the encoder turns a
/// write error into a message: so the error is met here, where a full disk can still be told from anything else.
#[derive(Clone, Default)]
pub(crate) struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    /// Hands over what is there.
    pub(crate) fn drain_to(&self, out: &mut impl Write) -> io::Result<()> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        out.write_all(&bytes)?;
        bytes.clear();
        Ok(())
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
