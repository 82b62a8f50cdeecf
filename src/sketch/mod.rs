//! What is compared of texts: normal forms, word hashes, shingles, MinHash signatures, bands.
//!
//! What it is: pure functions from texts and a key to numbers, how alike two such numbers say the texts are, and a place to keep
//! the numbers of many texts. What it is not: it knows no splits, no records on disk and no policy. Duplicates and leak checks are both built on it.

mod fingerprint;
mod lsh;
mod normal;
mod record;
mod set_store;
mod shingle;
mod signature;
mod text_hash;
mod word;

pub use fingerprint::Fingerprinter;
pub use lsh::Banding;
pub use normal::normalise;
pub use record::{RecordSketch, Sketcher};
pub use set_store::SetStore;
pub use shingle::{CHARACTER_SHINGLE, Kind, MAX_CHARACTER_WORDS, MIN_WORD_WORDS, ShingleSet, WORD_SHINGLE, rolling};
pub use signature::{BINS, Signature};
pub use text_hash::TextHasher;
pub use word::{WordHasher, Words, word_spans};
