//! Where names may stand: runs of capitalised words one of which a list of names has.
//!
//! The pass looks at eight bytes at a time for a capital, and at the words around one only then: it looks up those that stand alone, and
//! follows runs of several, which particles may join.

use super::lexicon::{Class, Lexicon};

/// Longest run in words, so that a heading without end is cut.
const MAX_WORDS: usize = 64;

/// Shortest name that is looked at by itself, in bytes.
const MIN_NAME: usize = 4;

/// Small words that join the parts of names.
fn is_particle(word: &[u8]) -> bool {
    matches!(
        word,
        b"de"
            | b"del"
            | b"della"
            | b"di"
            | b"da"
            | b"das"
            | b"do"
            | b"dos"
            | b"du"
            | b"des"
            | b"la"
            | b"le"
            | b"van"
            | b"von"
            | b"zu"
            | b"der"
            | b"den"
            | b"ter"
            | b"ten"
            | b"te"
            | b"af"
            | b"av"
            | b"y"
            | b"e"
            | b"i"
            | b"ibn"
            | b"bin"
            | b"bint"
            | b"binti"
            | b"al"
            | b"el"
    )
}

/// What the pass has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::detect) enum Found {
    /// A run of capitalised words one of which is a name.
    Run,
    /// A name that means nothing else.
    Name,
}

/// Calls `found` with the start and the end of every run that may hold a name in full, and of every known name.
pub(in crate::detect) fn scan(text: &str, lexicon: &Lexicon, mut found: impl FnMut(Found, usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = next_capital(bytes, at) {
        let word = Word::read(bytes, start);
        at = word.end;
        // What most words are turned away by comes first: part of a longer word, too short for a name, in no list.
        if is_glued(text, start) {
            continue;
        }
        if next_word(bytes, word).is_some() {
            at = walk(bytes, word, lexicon, &mut found);
        } else if word.end - start >= MIN_NAME && word.name(bytes, lexicon).is_strong() {
            found(Found::Name, start, word.end);
        }
    }
}

/// Whether the word that begins at `start` is the end of a longer one.
fn is_glued(text: &str, start: usize) -> bool {
    match start.checked_sub(1).and_then(|before| text.as_bytes().get(before)) {
        Some(byte) if byte.is_ascii() => is_letter(*byte),
        Some(_) => text.get(..start).and_then(|head| head.chars().next_back()).is_none_or(char::is_alphanumeric),
        None => false,
    }
}

/// Follows a run from its first word to its end, which it returns.
fn walk(bytes: &[u8], first: Word, lexicon: &Lexicon, found: &mut impl FnMut(Found, usize, usize)) -> usize {
    let mut word = first;
    let mut named = false;
    for _ in 0..MAX_WORDS {
        let class = word.class(bytes, lexicon);
        named |= class.is_name();
        if class.is_strong() {
            found(Found::Name, word.start, word.end);
        }
        let Some(next) = next_word(bytes, word) else { break };
        word = Word::read(bytes, next);
    }
    if named {
        found(Found::Run, first.start, word.end);
    }
    word.end
}

/// A word of a text.
#[derive(Debug, Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    /// How far it is of ASCII letters.
    letters: usize,
}

impl Word {
    /// Reads the word that begins at `start`.
    fn read(bytes: &[u8], start: usize) -> Self {
        let rest = bytes.get(start..).unwrap_or_default();
        let letters = start + rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        // Nearly every word ends where its ASCII letters do.
        if !bytes.get(letters).is_some_and(|byte| is_letter(*byte) || matches!(byte, b'\'' | b'-')) {
            return Self { start, end: letters, letters };
        }
        let mut end = letters;
        loop {
            let rest = bytes.get(end..).unwrap_or_default();
            end += rest.iter().position(|byte| !is_letter(*byte)).unwrap_or(rest.len());
            // An apostrophe or a hyphen between letters belongs to the word.
            let joiner = matches!(bytes.get(end), Some(b'\'' | b'-'));
            if !joiner || !bytes.get(end + 1).is_some_and(|next| is_letter(*next)) {
                break;
            }
            end += 1;
        }
        // Bytes beyond ASCII are taken for letters, but a space that does not break ends a word.
        let other = bytes.get(letters..end).unwrap_or_default();
        let space = other.windows(2).position(|pair| pair == [0xC2, 0xA0]);
        Self { start, end: space.map_or(end, |place| letters + place), letters }
    }

    /// What the word is known as.
    fn class(self, bytes: &[u8], lexicon: &Lexicon) -> Class {
        match self.plain(bytes) {
            Some(end) if end - self.start > 1 => lexicon.class_at(bytes, self.start, end),
            Some(_) => Class::default(),
            None => self.marked(bytes, lexicon),
        }
    }

    /// What the word is known as, if it may be a name.
    fn name(self, bytes: &[u8], lexicon: &Lexicon) -> Class {
        match self.plain(bytes) {
            Some(end) => lexicon.name_at(bytes, self.start, end),
            None => self.marked(bytes, lexicon),
        }
    }

    /// Where the word ends, if it is of ASCII letters: `Okafor`, `Okafor's`, `That's`, but not `O'Brien`.
    fn plain(self, bytes: &[u8]) -> Option<usize> {
        let ending = self.letters - self.start > 1 && bytes.get(self.letters) == Some(&b'\'');
        (self.letters == self.end || ending).then_some(self.letters)
    }

    /// What a word is known as that is not of ASCII letters alone.
    fn marked(self, bytes: &[u8], lexicon: &Lexicon) -> Class {
        let word = bytes.get(self.start..self.end).unwrap_or_default();
        std::str::from_utf8(word).map_or(Class::default(), |word| {
            let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            lexicon.class(bare.trim_end_matches(|c: char| !c.is_alphabetic()))
        })
    }
}

/// The start of the capitalised word that goes on the run, past particles.
fn next_word(bytes: &[u8], word: Word) -> Option<usize> {
    let mut at = word.end;
    match bytes.get(at)? {
        b' ' | 0xC2 => {}
        b'.' if at - word.start == 1 => {
            at += 1;
            if bytes.get(at).is_some_and(u8::is_ascii_uppercase) {
                return Some(at);
            }
        }
        _ => return None,
    }
    for _ in 0..4 {
        at = past_space(bytes, at)?;
        let first = *bytes.get(at)?;
        if is_capital(first) {
            return Some(at);
        }
        if !begins_particle(first) {
            return None;
        }
        let rest = bytes.get(at..)?;
        let length = rest.iter().take(6).position(|byte| !byte.is_ascii_lowercase())?;
        if !rest.get(..length).is_some_and(is_particle) {
            return None;
        }
        at += length;
    }
    None
}

/// Whether a particle begins with this letter: a test of one bit, since most capitalised words are followed by a small one.
fn begins_particle(letter: u8) -> bool {
    const LETTERS: &[u8] = b"abdeiltvyz";
    const BITS: u32 = {
        let mut bits = 0;
        let mut rest = LETTERS;
        while let [letter, tail @ ..] = rest {
            bits |= 1 << (*letter - b'a');
            rest = tail;
        }
        bits
    };
    letter.is_ascii_lowercase() && BITS >> (letter - b'a') & 1 == 1
}

/// Past one or two spaces, or a space that does not break.
fn past_space(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at)?, bytes.get(at + 1)) {
        (b' ', Some(b' ')) | (0xC2, Some(0xA0)) => Some(at + 2),
        (b' ', _) => Some(at + 1),
        _ => None,
    }
}

/// Whether a byte can be in a word: ASCII letters, digits and `_`, and all beyond ASCII.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// An ASCII capital, or the first byte of a Latin letter beyond ASCII, which may be one.
fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || matches!(byte, 0xC3..=0xC5)
}

/// The first capital from `at` on: eight bytes a step, each of which is tested without a branch.
fn next_capital(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let mut start = at;
    let mut chunks = rest.chunks_exact(8);
    for chunk in chunks.by_ref() {
        let mut eight = [0; 8];
        eight.copy_from_slice(chunk);
        let hits = capitals(u64::from_le_bytes(eight));
        if hits != 0 {
            return Some(start + hits.trailing_zeros() as usize / 8);
        }
        start += 8;
    }
    chunks.remainder().iter().position(|byte| is_capital(*byte)).map(|place| start + place)
}

/// The top bit of every byte that [`is_capital`]; a byte above one may be marked wrongly only if the one below is marked too.
fn capitals(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x80 * ONES;
    let low = eight & !TOPS;
    // In seven bits no sum carries into the next byte: the top bit is set where the byte is at least so much.
    let at_least = |bound: u64| low + (0x80 - bound) * ONES;
    let ascii = at_least(0x41) & !at_least(0x5B) & !eight;
    let latin = at_least(0x43) & !at_least(0x46) & eight;
    (ascii | latin) & TOPS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lexicon::embedded;
    use super::*;

    #[test]
    fn runs_with_a_name_are_found() {
        let runs = |text: &str| {
            let mut runs = Vec::new();
            scan(text, &embedded(), |found, start, end| {
                runs.extend((found == Found::Run).then(|| text[start..end].to_owned()));
            });
            runs
        };
        assert_eq!(runs("I met Ada Okafor there, and Ludwig van der Keller."), ["Ada Okafor", "Ludwig van der Keller"]);
        assert_eq!(runs("by J. R. Okafor and Łukasz Żak"), ["J. R. Okafor", "Łukasz Żak"]);
        assert_eq!(runs("María de\u{A0}Núñez"), ["María de\u{A0}Núñez"]);
        assert_eq!(runs("J.R. Okafor"), ["J.R. Okafor"]);
        assert_eq!(runs("«Ada Okafor»"), ["Ada Okafor»"]);
        assert!(runs("The Table of it, Ada said. McTable JavaScript Engine").is_empty());
        assert!(runs("x_Ada Okafor 9Ada Okafor").is_empty());
    }

    #[test]
    fn every_particle_begins_with_a_letter_of_particles() {
        let words = "de del della di da das do dos du des la le van von zu der den ter ten te af av y e i ibn bin bint binti al el";
        for word in words.split(' ') {
            assert!(is_particle(word.as_bytes()) && begins_particle(word.as_bytes()[0]), "{word}");
        }
        assert!(!begins_particle(b'n') && !begins_particle(b'D'));
    }

    proptest! {
        #[test]
        fn eight_bytes_are_tested_at_once(bytes in prop::array::uniform8(any::<u8>())) {
            let hits = capitals(u64::from_le_bytes(bytes));
            for (place, byte) in bytes.iter().enumerate() {
                prop_assert_eq!(hits >> (place * 8 + 7) & 1 == 1, is_capital(*byte));
            }
            prop_assert_eq!(next_capital(&bytes, 0), bytes.iter().position(|byte| is_capital(*byte)));
        }
    }
}
