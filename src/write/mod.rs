//! Writing: staging folder, output files with digests, quarantine index, atomic publish.
//!
//! What it is: everything between encoded bytes and a published folder. What it is not: it knows no format and builds no
//! manifest; it is handed both as bytes.

mod amend;
mod error;
mod lock;
mod output;
mod quarantine;
mod staging;
mod swap;

pub use crate::store::FileEntry;
pub use amend::Amendment;
pub use error::Error;
pub use output::OutputFile;
pub use quarantine::{QuarantineIndex, Withheld};
pub use staging::{Published, Staging};
