//! Where names may stand: runs of capitalised words one of which a list of names has.
//!
//! The pass looks at eight bytes at a time for a capital, and at the words around one only then: it looks up those that stand alone, and
//! follows runs of several, which particles may join.

use super::lexicon::{Class, Lexicon};

/// Longest run in words, so that a heading without end is cut.
const MAX_WORDS: usize = 64;

/// Shortest given name that is looked at by itself, in bytes.
const MIN_GIVEN: usize = 4;

/// Small words that join the parts of names.
const PARTICLES: &[&[u8]] = &[
    b"de", b"del", b"della", b"di", b"da", b"das", b"do", b"dos", b"du", b"des", b"la", b"le", b"van", b"von", b"zu", b"der", b"den",
    b"ter", b"ten", b"te", b"af", b"av", b"y", b"e", b"i", b"ibn", b"bin", b"bint", b"binti", b"al", b"el",
];

/// What the pass has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::detect) enum Found {
    /// A run of capitalised words one of which is a name.
    Run,
    /// A given name that means nothing else.
    Given,
}

/// Calls `found` with the start and the end of every run that may hold a name in full, and of every given name.
pub(in crate::detect) fn scan(text: &str, lexicon: &Lexicon, mut found: impl FnMut(Found, usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = next_capital(bytes, at) {
        let end = word_end(bytes, start);
        at = end;
        if next_word(bytes, start, end).is_none() {
            if is_given(bytes.get(start..end).unwrap_or_default(), lexicon) && !is_glued(text, start) {
                found(Found::Given, start, end);
            }
            continue;
        }
        if is_glued(text, start) {
            continue;
        }
        at = walk(bytes, start, end, lexicon, &mut found);
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
fn walk(
    bytes: &[u8],
    start: usize,
    end: usize,
    lexicon: &Lexicon,
    found: &mut impl FnMut(Found, usize, usize),
) -> usize {
    let (mut word, mut end) = (start, end);
    let mut named = false;
    for _ in 0..MAX_WORDS {
        let class = class(bytes.get(word..end).unwrap_or_default(), lexicon);
        named |= class.is_name();
        if class.is_strong_given() {
            found(Found::Given, word, end);
        }
        let Some(next) = next_word(bytes, word, end) else { break };
        word = next;
        end = word_end(bytes, next);
    }
    if named {
        found(Found::Run, start, end);
    }
    end
}

/// Whether a word by itself is worth a look: most are sorted out by their length.
fn is_given(word: &[u8], lexicon: &Lexicon) -> bool {
    word.len() >= MIN_GIVEN && class(word, lexicon).is_strong_given()
}

fn class(word: &[u8], lexicon: &Lexicon) -> Class {
    if word.iter().all(u8::is_ascii_alphabetic) {
        return if word.len() > 1 { lexicon.ascii(word) } else { Class::default() };
    }
    std::str::from_utf8(word).map_or(Class::default(), |word| {
        let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        lexicon.class(bare.trim_end_matches(|c: char| !c.is_alphabetic()))
    })
}

/// The start of the capitalised word that goes on the run, past particles.
fn next_word(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let mut at = end;
    if end - start == 1 && bytes.get(at) == Some(&b'.') {
        at += 1;
        if bytes.get(at).is_some_and(u8::is_ascii_uppercase) {
            return Some(at);
        }
    }
    for _ in 0..4 {
        at = past_space(bytes, at)?;
        let first = bytes.get(at)?;
        if is_capital(*first) {
            return Some(at);
        }
        let rest = bytes.get(at..)?;
        let length = rest.iter().take(6).take_while(|byte| byte.is_ascii_lowercase()).count();
        let particle = rest.get(..length).is_some_and(|word| PARTICLES.contains(&word));
        if !particle {
            return None;
        }
        at += length;
    }
    None
}

/// Past one or two spaces, or a space that does not break.
fn past_space(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at)?, bytes.get(at + 1)) {
        (b' ', Some(b' ')) => Some(at + 2),
        (b' ', _) => Some(at + 1),
        (0xC2, Some(0xA0)) => Some(at + 2),
        _ => None,
    }
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let fits = |(at, byte): (usize, &u8)| {
        // A space that does not break ends a word; other bytes beyond ASCII are taken for letters.
        let space = *byte == 0xC2 && rest.get(at + 1) == Some(&0xA0);
        let joiner = matches!(byte, b'\'' | b'-') && rest.get(at + 1).is_some_and(|next| is_letter(*next));
        (is_letter(*byte) && !space) || joiner
    };
    start + rest.iter().enumerate().position(|pair| !fits(pair)).unwrap_or(rest.len())
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80 || byte.is_ascii_digit() || byte == b'_'
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
        assert!(runs("The Quick table, Ada said. McTable JavaScript Engine").is_empty());
        assert!(runs("x_Ada Okafor 9Ada Okafor").is_empty());
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
