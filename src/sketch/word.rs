//! From text to the hashes of its words, without a string for any of them.
//!
//! A text is brought into its normal form in one buffer; that buffer is then read eight bytes at a time, so that a word costs
//! a load, a search for the space within a register and two multiplications. Characters of scripts that do not write spaces
//! between words are words of their own: five of them then make a shingle of five characters.

use unicode_normalization::char::is_combining_mark;

use super::normalise;
use crate::core::{Key, Span};

/// Hashes words under a key. The same word has the same hash under the same key on every machine.
///
/// The hash folds 128-bit products as wyhash does (<https://github.com/wangyi-fudan/wyhash>). It is keyed, fast and not
/// cryptographic: whoever has the key can test guesses, and whoever has not sees numbers. What is kept in a dataset goes
/// through BLAKE3 beside.
#[derive(Clone)]
pub struct WordHasher {
    secrets: [u64; 4],
}

impl std::fmt::Debug for WordHasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WordHasher(…)")
    }
}

/// The product of two numbers, its upper half folded onto the lower.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "the halves of the product are meant")]
pub(super) fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    (product >> 64) as u64 ^ product as u64
}

impl WordHasher {
    /// A hasher whose hashes mean nothing without `key`.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        let key = key.purpose("scrubjay 2026-11 word hash");
        // Odd numbers, so that multiplying by them loses nothing.
        Self { secrets: [0u8, 1, 2, 3].map(|n| key.digest(&[&[n]]).prefix() | 1) }
    }

    /// One of the numbers that all hashes rest on.
    #[inline]
    pub(super) fn secret(&self, n: usize) -> u64 {
        self.secrets.get(n).copied().unwrap_or(1)
    }

    #[inline]
    fn step(&self, state: u64, eight: u64) -> u64 {
        fold(state ^ eight, self.secret(0))
    }

    #[inline]
    fn finish(&self, state: u64, length: u64) -> u64 {
        fold(state ^ length, self.secret(1))
    }

    /// The hash of one word in normal form.
    fn word(&self, word: &[u8]) -> u64 {
        let state = word.chunks(8).fold(self.secret(2), |state, chunk| {
            let mut eight = [0; 8];
            for (to, from) in eight.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.step(state, u64::from_le_bytes(eight))
        });
        // A word of eight bytes exactly ends with a step over nothing, as it does where words are found.
        let state = if word.len().is_multiple_of(8) { self.step(state, 0) } else { state };
        self.finish(state, word.len() as u64)
    }
}

/// The words of one text, in order, as keyed hashes; and what else is known of its normal form. Kept from text to text for its
/// buffers.
#[derive(Default)]
pub struct Words {
    /// The normal form, and eight more bytes so that the last word can be read as the others are.
    normal: Vec<u8>,
    length: usize,
    hashes: Vec<u64>,
}

const SPACES: u64 = 0x2020_2020_2020_2020;
const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

impl Words {
    /// Takes the texts as one, one after the other.
    pub fn read<'t>(&mut self, hasher: &WordHasher, texts: impl Iterator<Item = &'t str>) {
        self.normal.clear();
        self.hashes.clear();
        for text in texts {
            let before = self.normal.len();
            if before > 0 {
                self.normal.push(b' ');
            }
            let start = self.normal.len();
            normalise(text, &mut self.normal);
            if self.normal.len() == start {
                self.normal.truncate(before);
            }
        }
        self.end(hasher);
    }

    /// Takes the normal form of a text and none of its words.
    pub fn read_form(&mut self, text: &str) {
        self.clear();
        normalise(text, &mut self.normal);
        self.pad();
    }

    /// Takes a text that is in its normal form already.
    pub fn read_normal(&mut self, hasher: &WordHasher, normal: &[u8]) {
        self.normal.clear();
        self.hashes.clear();
        self.normal.extend_from_slice(normal);
        self.end(hasher);
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        self.normal.clear();
        self.hashes.clear();
        self.length = 0;
    }

    /// Adds the words of another text behind these: the same as reading both at once.
    pub fn append(&mut self, other: &Self) {
        self.normal.truncate(self.length);
        if self.length > 0 && !other.normal().is_empty() {
            self.normal.push(b' ');
        }
        self.normal.extend_from_slice(other.normal());
        self.hashes.extend_from_slice(&other.hashes);
        self.pad();
    }

    fn end(&mut self, hasher: &WordHasher) {
        self.pad();
        if self.length > 0 {
            self.hash(hasher);
        }
    }

    fn pad(&mut self) {
        self.length = self.normal.len();
        self.normal.extend_from_slice(b"        ");
    }

    /// The words' hashes.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The normal form. Record text.
    #[must_use]
    pub fn normal(&self) -> &[u8] {
        self.normal.get(..self.length).unwrap_or_default()
    }

    fn hash(&mut self, hasher: &WordHasher) {
        let Self { normal, length, hashes } = self;
        let (mut at, mut start, mut state, mut seen) = (0, 0, hasher.secret(2), 0);
        while start < *length {
            let Some(eight) = normal.get(at..at + 8).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()) else { break };
            let eight = u64::from_le_bytes(eight);
            // A zero byte is found by the borrow that subtracting one from it makes (Bit Twiddling Hacks, "haszero").
            let spaces = eight ^ SPACES;
            let found = spaces.wrapping_sub(ONES) & !spaces & TOPS;
            if found == 0 {
                state = hasher.step(state, eight);
                seen |= eight;
                at += 8;
                continue;
            }
            let bytes = (found.trailing_zeros() / 8) as usize;
            let part = eight & ((1u64 << (8 * bytes)) - 1);
            let end = at + bytes;
            if (seen | part) & TOPS == 0 {
                hashes.push(hasher.finish(hasher.step(state, part), (end - start) as u64));
            } else {
                split_scripts(hasher, normal.get(start..end).unwrap_or_default(), hashes);
            }
            at = end + 1;
            (start, state, seen) = (at, hasher.secret(2), 0);
        }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words(len={})", self.len())
    }
}

/// A run of letters beyond ASCII: characters of scripts without spaces one by one, what stands between them as words.
fn split_scripts(hasher: &WordHasher, run: &[u8], out: &mut Vec<u64>) {
    let Ok(text) = std::str::from_utf8(run) else { return };
    let mut start = 0;
    for (at, character) in text.char_indices().filter(|(_, character)| is_own_word(*character)) {
        if at > start {
            out.push(hasher.word(run.get(start..at).unwrap_or_default()));
        }
        start = at + character.len_utf8();
        out.push(hasher.word(run.get(at..start).unwrap_or_default()));
    }
    if start < run.len() {
        out.push(hasher.word(run.get(start..).unwrap_or_default()));
    }
}

/// The words of a text with their places, for showing where something is. The hash of a word is the same here for words that
/// count as the same, and is not the keyed one.
#[must_use]
pub fn word_spans(text: &str) -> Vec<(u64, Span)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut end_word = |start: &mut Option<usize>, end: usize| {
        if let Some(span) = start.take().map(|start| Span::new(start, end)) {
            let mut normal = Vec::new();
            normalise(span.of(text).unwrap_or_default(), &mut normal);
            words.push((normal.iter().fold(ONES, |hash, byte| fold(hash ^ u64::from(*byte), SPACES | 1)), span));
        }
    };
    for (at, character) in text.char_indices() {
        let own = is_own_word(character);
        // A combining mark goes with the letter before it.
        if own || !(character.is_alphanumeric() || is_combining_mark(character)) {
            end_word(&mut start, at);
        }
        if own {
            start = Some(at);
            end_word(&mut start, at + character.len_utf8());
        } else if character.is_alphanumeric() {
            start.get_or_insert(at);
        }
    }
    end_word(&mut start, text.len());
    words
}

/// Whether the character belongs to a script that writes no spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han
/// and what derives from them (Unicode Standard Annex 14 calls these SA and ID). Hangul has spaces.
pub(super) fn is_own_word(character: char) -> bool {
    matches!(u32::from(character),
        0x0E00..=0x0FFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x1950..=0x19DF | 0x1A20..=0x1AAF | 0x3005..=0x3007
        | 0x3040..=0x30FF | 0x3100..=0x312F | 0x31A0..=0x31BF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xA9E0..=0xA9FF | 0xAA60..=0xAADF | 0xF900..=0xFAFF | 0x1B000..=0x1B16F | 0x20000..=0x323AF)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(texts: &[&str]) -> Vec<u64> {
        let mut words = Words::default();
        words.read(&WordHasher::new(&Key::derive("test", b"k")), texts.iter().copied());
        words.hashes().to_vec()
    }

    #[test]
    fn the_same_word_has_the_same_hash_wherever_it_stands() {
        let once = words(&["alphabetical a"]);
        assert_eq!(words(&["A, (alphabetical)!"]), once.into_iter().rev().collect::<Vec<_>>());
        assert_ne!(words(&["ab"]), words(&["ba"]));
        assert_eq!(words(&[" ", "", "?!"]), Vec::<u64>::new());
    }

    #[test]
    fn scripts_without_spaces_fall_into_characters() {
        assert_eq!(words(&["東京都庁"]).len(), 4);
        assert_eq!(words(&["東京 Tower 2"]).len(), 4);
        assert_eq!(words(&["서울 특별시"]).len(), 2);
        assert_eq!(words(&["ab東cd"]), words(&["ab 東 cd"]));
    }

    #[test]
    fn another_key_makes_other_hashes() {
        let mut other = Words::default();
        other.read(&WordHasher::new(&Key::derive("test", b"other")), ["a"].into_iter());
        assert_ne!(other.hashes(), words(&["a"]));
    }

    proptest! {
        #[test]
        fn a_word_is_hashed_alike_at_every_place(list in prop::collection::vec("[a-zéßж]{1,20}", 1..12)) {
            let together = words(&[&list.join(" ")]);
            let apart: Vec<u64> = list.iter().flat_map(|word| words(&[word])).collect();
            prop_assert_eq!(&together, &apart);
            let texts: Vec<&str> = list.iter().map(String::as_str).collect();
            prop_assert_eq!(&together, &words(&texts));
            let hasher = WordHasher::new(&Key::derive("test", b"k"));
            let (mut all, mut one, mut appended) = (Words::default(), Words::default(), Words::default());
            all.read(&hasher, texts.iter().copied());
            for text in &texts {
                one.read(&hasher, std::iter::once(*text));
                appended.append(&one);
            }
            prop_assert_eq!(all.normal(), appended.normal());
            prop_assert_eq!(together, appended.hashes());
        }

        #[test]
        fn nothing_panics(text in "\\PC*") {
            words(&[&text]);
        }
    }
}
