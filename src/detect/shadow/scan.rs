//! The one look at every byte: where something that is not plain may begin.
//!
//! It tests four neighbouring bytes at a time without a branch, which the compiler turns into vector instructions.

use memchr::memchr2;

/// Bytes that are tested together.
pub(super) const BLOCK: usize = 64;

/// The first block from `at` on in which something may begin, and where in it: a bit for each byte, the lowest for the first.
pub(super) fn next_block(bytes: &[u8], at: usize) -> Option<(usize, u64)> {
    let mut start = at;
    while start < bytes.len() {
        let window = start.checked_sub(1).and_then(|from| bytes.get(from..)).and_then(|rest| rest.first_chunk());
        // At the ends of the text, spaces stand for what is not there.
        let odd = window.map_or_else(|| odd_places(&padded(bytes, start)), odd_places);
        if odd != 0 {
            return Some((start, odd));
        }
        start += BLOCK;
    }
    None
}

/// A block with the byte before it and the two behind it.
type Window = [u8; BLOCK + 3];

fn padded(bytes: &[u8], start: usize) -> Window {
    let mut window = [b' '; BLOCK + 3];
    let skipped = usize::from(start == 0);
    let from = bytes.get(start + skipped - 1..).unwrap_or_default();
    window.iter_mut().skip(skipped).zip(from).for_each(|(slot, byte)| *slot = *byte);
    window
}

/// Where something may begin among a block's bytes: the first test is coarse and costs the least.
fn odd_places(window: &Window) -> u64 {
    let bits = columns(window).fold(0, |any, four| any | coarse(four));
    if bits & 0x80 == 0 {
        return 0;
    }
    // All at once would be too much for vector instructions, and most blocks are of one line.
    let in_line = places(window, is_odd_in_line);
    let breaks = if memchr2(b'\n', b'=', window).is_some() { places(window, is_odd_break) } else { 0 };
    in_line | breaks
}

/// At which of a block's bytes a test holds.
#[inline]
fn places(window: &Window, test: impl Fn([u8; 4]) -> bool) -> u64 {
    let mut flags = [0; BLOCK];
    flags.iter_mut().zip(columns(window)).for_each(|(flag, four)| *flag = u8::from(test(four)));
    let (words, _) = flags.as_chunks::<8>();
    // The lowest bits of eight bytes side by side in the highest byte of a product.
    let bits = |word: &[u8; 8]| u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    words.iter().rev().fold(0, |all, word| all << 8 | bits(word))
}

fn columns(window: &Window) -> impl Iterator<Item = [u8; 4]> {
    let [_, second @ ..] = window;
    let [_, third @ ..] = second;
    let [_, fourth @ ..] = third;
    let all = window.iter().zip(second).zip(third).zip(fourth);
    all.map(|(((before, byte), after), next)| [*before, *byte, *after, *next])
}

/// The highest bit is set if something may begin at the second of four bytes, and now and then if not.
#[allow(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
fn coarse([before, byte, after, next]: [u8; 4]) -> u8 {
    let sequence =
        (byte == b'&') | (byte == b'\\') | (byte == b'%') | (before == b'=') | ((byte == b'=') & is_figure(after));
    let gap =
        (is_digit(after) & (byte <= b' ') & ((byte != b' ') | (before <= b' ') | (next == b' '))) | (byte == b'\n');
    if sequence | gap { 0x80 } else { byte }
}

/// Whether something other than a line break may begin at the second of four bytes. Lead bytes of Latin letters, Han and Hangul
/// characters do not count.
#[inline]
#[allow(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
fn is_odd_in_line([before, byte, after, next]: [u8; 4]) -> bool {
    let sequence = (byte == b'&') | (byte == b'\\') | (byte == b'%');
    let foreign = (byte == 0xC2) | ((byte >= 0xCA) & (byte.wrapping_sub(0xE4) > 9));
    let gap = (byte <= b' ') & is_digit(after) & ((byte != b' ') | (before <= b' '));
    let soft_break = (before == b'=') & (byte <= b'\r');
    let spelled = (byte == b' ') & is_digit(before) & is_digit(after) & (next == b' ');
    sequence | foreign | gap | soft_break | spelled
}

/// What a line break may tear, and the codes of quoted-printable.
#[inline]
#[allow(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
fn is_odd_break([before, byte, after, next]: [u8; 4]) -> bool {
    let ends = (before == b',') | (before == b'\r') | is_word(before);
    let line_break = (byte == b'\n') & ends & (begins_word(after) | is_torn(before, after, next));
    let quoted = (byte == b'=') & is_figure(after) & is_figure(next);
    line_break | quoted
}

/// Whether a line break may tear a key or an address: words seldom end with a capital or a digit where the next one begins with a
/// small letter, and have none behind their first.
#[inline]
#[allow(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
fn is_torn(before: u8, after: u8, next: u8) -> bool {
    let capital = |byte: u8| is_digit(byte) | (byte.wrapping_sub(b'A') < 26);
    let small = after.wrapping_sub(b'a') < 26;
    let sign = (after.wrapping_sub(b'-') < 3) | (after == b'_') | (after == b'@') | (after == b':');
    (small & (capital(before) | capital(next))) | (sign & is_word(next))
}

/// A digit of a code in quoted-printable.
#[inline]
#[allow(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
fn is_figure(byte: u8) -> bool {
    is_digit(byte) | (byte.wrapping_sub(b'A') < 6)
}

#[inline]
#[allow(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
fn is_word(byte: u8) -> bool {
    is_digit(byte) | ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte >= 0x80)
}

/// A digit, a capital, or beyond ASCII.
#[inline]
#[allow(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
fn begins_word(byte: u8) -> bool {
    is_digit(byte) | (byte.wrapping_sub(b'A') < 26) | (byte >= 0x80)
}

#[inline]
fn is_digit(byte: u8) -> bool {
    byte.wrapping_sub(b'0') < 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(bytes: &[u8]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some((start, mut odd)) = next_block(bytes, at) {
            while odd != 0 {
                found.push(start + odd.trailing_zeros() as usize);
                odd &= odd - 1;
            }
            at = start + BLOCK;
        }
        found
    }

    fn is_odd(four: [u8; 4]) -> bool {
        is_odd_in_line(four) || (matches!(four[1], b'\n' | b'=') && is_odd_break(four))
    }

    proptest! {
        #[test]
        fn no_byte_is_passed_over(bytes in prop::collection::vec(prop::sample::select(b"abc  1\n=4D&\\%.\xC2\xC3\xE2\xE5".to_vec()), 0..300)) {
            let byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
            let four = |at: usize| [byte(at.checked_sub(1)), byte(Some(at)), byte(Some(at + 1)), byte(Some(at + 2))];
            let expected: Vec<_> = (0..bytes.len()).filter(|at| is_odd(four(*at))).collect();
            prop_assert_eq!(found(&bytes), expected);
        }
    }

    #[test]
    fn plain_text_has_none() {
        assert!(found("Plain prose, twice 12 or 3, é ü.\n".repeat(40).as_bytes()).is_empty());
    }
}
