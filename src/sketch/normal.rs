//! The normal form in which two texts count as the same: case, white space, punctuation, accents and the script of digits do
//! not matter, digits do.
//!
//! Digits are kept because templated data differs in nothing else ("invoice 12", "invoice 13").

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::core::decimal;

/// The lower-case letter or digit that a byte stands for; a space for what separates words, and for bytes beyond ASCII.
static FOLDED: [u8; 256] = fold_table();

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "evaluated when compiled, 0..256")]
const fn fold_table() -> [u8; 256] {
    let mut table = [b' '; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
}

/// Appends the normal form of `text` to `out` as UTF-8: compatibility decomposition (NFKD, Unicode Annex 15) without combining
/// marks, lower case, decimal digits of any script as ASCII, every run of other characters than letters and digits one space, none at the ends of what this call
/// appends.
pub fn normalise(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len());
    let start = out.len();
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = ascii_length(rest.as_bytes());
        let (plain, tail) = rest.split_at_checked(ascii).unwrap_or((rest, ""));
        push_ascii(plain.as_bytes(), start, out);
        let other = tail.bytes().position(|byte| byte.is_ascii()).unwrap_or(tail.len());
        let (other, tail) = tail.split_at_checked(other).unwrap_or((tail, ""));
        let decomposed = other.nfkd().filter(|character| !is_combining_mark(*character));
        for character in decomposed.flat_map(char::to_lowercase) {
            if character.is_alphanumeric() {
                let character = decimal(character).unwrap_or(character);
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                separate(start, out);
            }
        }
        rest = tail;
    }
    if out.len() > start && out.last() == Some(&b' ') {
        out.pop();
    }
}

/// Bytes that are folded at once; a place among them fits one byte.
const BLOCK: usize = 255;

/// Every byte is written where the next one belongs and the place moves on only if it is to stay: there is no branch on what
/// the byte is, which prose would make the processor guess wrong at every word. Whether it stays depends on the two bytes alone, so
/// that no byte waits for the one before it, and a place of one byte in a table of 256 needs no check.
fn push_ascii(bytes: &[u8], start: usize, out: &mut Vec<u8>) {
    let mut after_space = out.len() == start || out.last() == Some(&b' ');
    let mut folded = [0; 256];
    for block in bytes.chunks(BLOCK) {
        let mut place = 0u8;
        for byte in block {
            let letter = FOLDED.get(usize::from(*byte)).copied().unwrap_or(b' ');
            let is_space = letter == b' ';
            if let Some(slot) = folded.get_mut(usize::from(place)) {
                *slot = letter;
            }
            place = place.wrapping_add(u8::from(!(is_space & after_space)));
            after_space = is_space;
        }
        out.extend_from_slice(folded.get(..usize::from(place)).unwrap_or_default());
    }
}

/// How many bytes at the start are ASCII. Whole blocks are asked at once.
fn ascii_length(bytes: &[u8]) -> usize {
    const BLOCK: usize = 64;
    let whole = bytes.chunks(BLOCK).take_while(|block| block.is_ascii()).map(<[u8]>::len).sum();
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len())
}

fn separate(start: usize, out: &mut Vec<u8>) {
    if out.len() > start && out.last() != Some(&b' ') {
        out.push(b' ');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn normal(text: &str) -> String {
        let mut out = Vec::new();
        normalise(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_does_not_matter() {
        for (left, right) in [
            ("Hello, World!", "hello world"),
            ("  a \t\n b ", "a b"),
            ("Ọdún tuntun", "odun tuntun"),
            ("CAFÉ", "cafe\u{301}"),
            ("ﬁne", "FINE"),
            ("１２", "12"),
            ("invoice ٣٤", "invoice 34"),
        ] {
            assert_eq!(normal(left), normal(right), "{left}");
        }
    }

    #[test]
    fn digits_matter() {
        assert_ne!(normal("invoice 12"), normal("invoice 13"));
    }

    #[test]
    fn words_do_not_run_together() {
        assert_eq!(normal("a-b"), "a b");
        assert_ne!(normal("a b"), normal("ab"));
    }

    #[test]
    fn what_stood_before_stays() {
        let mut out = b"x ".to_vec();
        normalise(" y ", &mut out);
        assert_eq!(out, b"x y");
    }

    proptest! {
        #[test]
        fn long_ascii_texts_are_folded_as_their_parts_are(text in "[ -~]{0,600}") {
            let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            prop_assert_eq!(normal(&text), words.collect::<Vec<_>>().join(" ").to_ascii_lowercase());
        }

        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC*") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }
    }
}
