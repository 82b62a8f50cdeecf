//! Duplicates: which records say the same, exactly or nearly, and which of them stays.
//!
//! What it is: union of records that share a key, clusters of near-duplicates, passages repeated over documents, the choice of
//! the survivor. What it is not: nothing is dropped here, and what makes two texts alike is `sketch`'s affair.

mod candidate;
mod grouping;
mod near;
mod paragraph;
mod removal;
mod survivor;

pub use crate::sketch::{Fingerprinter, normalise};
pub use grouping::{Groups, KeyedRow, SharedKeys};
pub use near::{NearClusters, NearCounts, NearDuplicates, NearRecord, NearSettings};
pub use paragraph::{
    Paragraph, ParagraphCounter, ParagraphReader, ParagraphSettings, RepeatedParagraph, RepeatedParagraphs, Stripped,
};
pub use removal::{Likeness, removals};
pub use survivor::{Removed, Standing};

pub use crate::config::Preference;

#[cfg(test)]
mod tests;
