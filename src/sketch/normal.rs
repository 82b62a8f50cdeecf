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

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;
const SPACES: u64 = 0x2020_2020_2020_2020;

/// Eight ASCII bytes at a time, in one register (Bit Twiddling Hacks, "hasless" and "hasmore"): letters in lower case, digits as they
/// are, spaces for the rest. A space behind another is pushed out; prose has at most one such in eight bytes, so that there is
/// nothing for the processor to guess wrong.
fn push_ascii(bytes: &[u8], start: usize, out: &mut Vec<u8>) {
    let mut place = out.len();
    // The top bit of the lowest byte, if what stands before is a space.
    let mut after_space = u64::from(place == start || out.last() == Some(&b' ')) << 7;
    out.resize(place + bytes.len() + 8, 0);
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        let (folded, spaces) = fold_eight(u64::from_le_bytes(*eight));
        let mut repeated = spaces & (spaces << 8 | after_space);
        after_space = spaces >> 56;
        let (mut folded, mut kept) = (folded, 8);
        loop {
            // All bytes below the first repeated space; all eight if there is none.
            let below = ((repeated & repeated.wrapping_neg()) >> 7).wrapping_sub(1);
            folded = folded & below | (folded >> 8) & !below;
            kept -= usize::from(repeated != 0);
            repeated = (repeated & repeated.wrapping_sub(1)) >> 8;
            if repeated == 0 {
                break;
            }
        }
        if let Some(slot) = out.get_mut(place..place + 8) {
            slot.copy_from_slice(&folded.to_le_bytes());
        }
        place += kept;
    }
    let mut after_space = after_space != 0;
    for byte in rest {
        let folded = FOLDED.get(usize::from(*byte)).copied().unwrap_or(b' ');
        let is_space = folded == b' ';
        if let Some(slot) = out.get_mut(place) {
            *slot = folded;
        }
        place += usize::from(!(is_space & after_space));
        after_space = is_space;
    }
    out.truncate(place);
}

/// Eight ASCII bytes folded, and the top bit of each that became a space.
fn fold_eight(bytes: u64) -> (u64, u64) {
    // Adding carries into the top bit of every byte that is no less than `least`.
    let from = |bytes: u64, least: u8| bytes + ONES * u64::from(0x80 - least);
    let lower = bytes | SPACES;
    let letter = from(lower, b'a') & !from(lower, b'z' + 1);
    let digit = from(bytes, b'0') & !from(bytes, b'9' + 1);
    let word = (letter | digit) & TOPS;
    let mask = (word >> 7) * 0xff;
    (lower & mask | SPACES & !mask, !word & TOPS)
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

    #[test]
    fn every_ascii_byte_is_folded_alike_at_every_place() {
        for byte in 0..128u8 {
            for place in 0..8 {
                let mut eight = *b"aaaaaaaa";
                eight[place] = byte;
                let (folded, spaces) = fold_eight(u64::from_le_bytes(eight));
                assert_eq!(folded.to_le_bytes().map(|byte| FOLDED[usize::from(byte)]), folded.to_le_bytes());
                assert_eq!(folded.to_le_bytes()[place], FOLDED[usize::from(byte)], "{byte}");
                let space = if FOLDED[usize::from(byte)] == b' ' { 0x80 << (8 * place) } else { 0 };
                assert_eq!(spaces, space, "{byte}");
            }
        }
    }

    proptest! {
        #[test]
        fn long_ascii_texts_are_folded_as_their_parts_are(text in "([ -~]|[ .,;]{1,20}|[a-z]{1,9} ){0,90}") {
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
