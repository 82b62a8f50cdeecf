//! The words that any rule's context names, each as a number, so that a word of a text is looked up once and not compared
//! with every rule's words.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

/// A word by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Token(u32);

impl Token {
    /// Any word that no rule names. It is equal to no word that one does.
    pub(super) const OTHER: Self = Self(0);

    /// One of 64 classes of words; only words of the same class can be equal.
    pub(super) fn class(self) -> u32 {
        self.0 % 64
    }
}

/// All words of all rules.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: HashMap<Box<str>, Token, FxBuildHasher>,
    longest: usize,
    /// Sketches of the words, a bit each: what has another one is surely none of them.
    sketches: Box<[u64; 1 << (SKETCH - 6)]>,
}

/// Bits of a sketch: five of each of the first two letters, which do not tell small ones from capitals, and four of the length.
const SKETCH: u32 = 14;

impl Default for Vocabulary {
    fn default() -> Self {
        Self { words: HashMap::default(), longest: 0, sketches: Box::new([0; 1 << (SKETCH - 6)]) }
    }
}

/// Where the bit of a word of ASCII letters is.
fn sketch(word: &[u8]) -> (usize, usize) {
    let letter = |place: usize| word.get(place).map_or(0, |byte| usize::from(byte & 0x1F));
    let bits = letter(0) | letter(1) << 5 | (word.len() & 0xF) << 10;
    (bits >> 6, bits & 63)
}

impl Vocabulary {
    /// Whether a word, in whatever case, may be in the vocabulary.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        let (place, bit) = sketch(word.as_bytes());
        // Small letters of other scripts may be of other bytes, and more of them.
        self.sketches.get(place).is_none_or(|bits| bits >> bit & 1 == 1) || !word.is_ascii()
    }

    /// The number of a word in lower case, a new one if it has none yet.
    pub(super) fn add(&mut self, word: &str) -> Token {
        let next = Token(u32::try_from(self.words.len()).unwrap_or(u32::MAX).saturating_add(1));
        self.longest = self.longest.max(word.len());
        let (place, bit) = sketch(word.as_bytes());
        if let Some(bits) = self.sketches.get_mut(place) {
            *bits |= 1 << bit;
        }
        *self.words.entry(word.into()).or_insert(next)
    }

    /// The number of a word in lower case.
    pub(super) fn get(&self, word: &str) -> Token {
        if word.len() > self.longest {
            return Token::OTHER;
        }
        self.words.get(word).copied().unwrap_or(Token::OTHER)
    }

    /// Length of the longest word in bytes.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number() {
        let mut vocabulary = Vocabulary::default();
        let (tel, fax) = (vocabulary.add("tel"), vocabulary.add("fax"));
        assert_eq!((vocabulary.add("tel"), vocabulary.get("fax"), vocabulary.longest()), (tel, fax, 3));
        assert_ne!(tel, fax);
        assert!(vocabulary.may_hold("TeL") && vocabulary.may_hold("é") && !vocabulary.may_hold("tele"));
        assert_eq!((vocabulary.get("telex"), vocabulary.get("te")), (Token::OTHER, Token::OTHER));
    }
}
