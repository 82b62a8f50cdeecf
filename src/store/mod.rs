//! Where bytes live: local files, compression with caps, names of places.

pub mod integrity;
pub mod layout;

pub use integrity::{FileEntry, Hasher, Integrity};
