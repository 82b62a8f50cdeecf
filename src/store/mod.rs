//! Where bytes live: files, folders, globs, standard input; capped decompression; digests; names of places.
//!
//! What it is: names in, byte streams out. Every stream is hashed while it is read and every read error is an error, never
//! an end of file. What it is not: it knows nothing of records or formats, and it writes nothing.

mod compression;
mod digest;
mod error;
mod expand;
mod identity;
pub mod integrity;
pub mod layout;
mod reader;
mod uri;

pub use compression::Compression;
pub use digest::FileDigest;
pub use error::Error;
pub use expand::{FileRef, expand, expand_readable, folder};
pub use identity::{Identity, real};
pub use integrity::{FileEntry, Hasher, Integrity};
pub use reader::{Reader, UnpackLimits, open};
