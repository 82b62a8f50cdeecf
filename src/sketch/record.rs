//! Everything that is compared of one record's text, made from one reading of it.

use super::word::{WordHasher, Words};
use super::{Banding, ShingleSet, Signature};
use crate::core::{Body, Key};

/// Makes [`RecordSketch`]es; keeps its buffers from record to record.
#[derive(Debug)]
pub struct Sketcher {
    hasher: WordHasher,
    fingerprint: Key,
    words: Words,
}

/// What is compared of a text. It holds no text: numbers only, all of them keyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSketch {
    /// Keyed hash of the normal form.
    pub normalised: u64,
    /// Words in the text; a character of a script without spaces is a word.
    pub words: u32,
    /// Its shingles, of words, of characters, or of both.
    pub sets: Vec<ShingleSet>,
}

impl Sketcher {
    /// A sketcher whose numbers mean nothing without `key`.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        Self {
            hasher: WordHasher::new(key),
            fingerprint: key.purpose("scrubjay 2026-11 sketched normal form"),
            words: Words::default(),
        }
    }

    /// Sketches all texts of a body, one after the other.
    pub fn body(&mut self, body: &Body) -> RecordSketch {
        self.texts(body.fields().map(|(_, text)| text.expose()))
    }

    /// Sketches a list of texts as one text. One without a word has no normal form, and is only equal to itself.
    pub fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str> + Clone) -> RecordSketch {
        self.words.read(&self.hasher, texts.clone());
        let normalised = if self.words.is_empty() {
            let parts: Vec<&[u8]> = texts.map(str::as_bytes).collect();
            self.fingerprint.purpose("as it stands").digest(&parts).prefix()
        } else {
            self.fingerprint.digest(&[self.words.normal()]).prefix()
        };
        self.sketch(normalised)
    }

    /// The sketch of the words that were read.
    fn sketch(&self, normalised: u64) -> RecordSketch {
        RecordSketch::of(&self.hasher, &self.words, normalised)
    }

    /// Sketches a text whose normal form is at hand, with a keyed hash of it. Sketches are comparable if all hashes are made in
    /// the same way.
    pub fn normal(&mut self, normal: &[u8], normalised: u64) -> RecordSketch {
        self.words.read_normal(&self.hasher, normal);
        self.sketch(normalised)
    }
}

impl RecordSketch {
    /// The sketch of words that are at hand, with a keyed hash of their normal form.
    #[must_use]
    pub fn of(hasher: &WordHasher, words: &Words, normalised: u64) -> Self {
        let sets = [ShingleSet::of_words(hasher, words), ShingleSet::of_characters(hasher, words)];
        Self {
            normalised,
            words: u32::try_from(words.len()).unwrap_or(u32::MAX),
            sets: sets.into_iter().flatten().collect(),
        }
    }

    /// Keys of all bands of all sets.
    pub fn band_keys(&self, banding: Banding) -> impl Iterator<Item = u64> {
        Self::keys(&self.sets, banding)
    }

    /// Keys of all bands of some sets.
    pub fn keys(sets: &[ShingleSet], banding: Banding) -> impl Iterator<Item = u64> {
        sets.iter()
            .filter_map(|set| Some((set, Signature::of(set)?)))
            .flat_map(move |(set, signature)| banding.keys(set, &signature).collect::<Vec<_>>())
    }

    /// How alike two texts are: by words where both have word shingles, else by characters where both have those, else 0.
    #[must_use]
    pub fn jaccard(&self, other: &Self) -> f64 {
        let shared = self.sets.iter().find_map(|set| Some((set, other.sets.iter().find(|o| o.kind() == set.kind())?)));
        shared.map_or(0.0, |(left, right)| left.jaccard(right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_without_a_word_are_not_all_alike() {
        let mut sketcher = Sketcher::new(&Key::derive("test", b"k"));
        let mut of = |text: &str| sketcher.texts(std::iter::once(text)).normalised;
        assert_eq!(of("Well!"), of("well"));
        assert_eq!(of("?!"), of("?!"));
        assert_ne!(of("?!"), of("\u{1f44d}"));
    }
}
