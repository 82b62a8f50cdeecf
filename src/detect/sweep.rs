//! The one pass over every byte of a text: where words begin, and where the runs of digits are.
//!
//! Bytes are sorted into classes sixteen at a time without a branch, as bits of a word. What is left is a loop over the beginnings of words.

use wide::i8x16;

/// Bytes of a block: one bit each in a mask.
const BLOCK: usize = 64;

/// Classes of the bytes of a block, as masks: the lowest bit is the first byte.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Masks {
    /// ASCII letters and digits.
    alnum: u64,
    digit: u64,
    upper: u64,
    /// Bytes beyond ASCII.
    other: u64,
}

/// The masks of a block.
fn block_masks(block: &[u8; BLOCK]) -> Masks {
    let (vectors, _) = block.as_chunks::<16>();
    let mut all = Masks::default();
    for (index, vector) in vectors.iter().enumerate() {
        let bytes = i8x16::new(vector.map(u8::cast_signed));
        let digit = within(bytes, b'0', 10);
        let letter = within(bytes | i8x16::splat(0x20), b'a', 26);
        let shift = index * 16;
        all.alnum |= gather(digit | letter) << shift;
        all.digit |= gather(digit) << shift;
        all.upper |= gather(within(bytes, b'A', 26)) << shift;
        all.other |= gather(bytes) << shift;
    }
    all
}

/// Which bytes are among the `count` from `first` on. Bytes are compared with their signs, so `first` becomes the least there is.
#[inline]
fn within(bytes: i8x16, first: u8, count: u8) -> i8x16 {
    let from_least = bytes + i8x16::splat(0x80u8.wrapping_sub(first).cast_signed());
    from_least.simd_lt(i8x16::splat((0x80 + count).cast_signed()))
}

/// The top bits of sixteen bytes.
#[inline]
fn gather(bytes: i8x16) -> u64 {
    u64::from(bytes.to_bitmask())
}

/// What [`sweep`] finds besides words.
#[derive(Debug, Default)]
pub(super) struct TextRuns {
    /// ASCII digits.
    pub(super) digits: Runs,
    /// Bytes beyond ASCII.
    pub(super) foreign: Runs,
}

/// Runs of bytes of one class, in order, as pairs of start and end in one row.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<usize>);

impl Runs {
    /// Adds the edges of a block's mask.
    fn add(&mut self, at: usize, mut edges: u64) {
        while edges != 0 {
            self.0.push(at + edges.trailing_zeros() as usize);
            edges &= edges - 1;
        }
    }

    /// Ends a run that the text ends.
    fn close(&mut self, end: usize) {
        if self.0.len() % 2 == 1 {
            self.0.push(end);
        }
    }

    /// The runs.
    pub(super) fn all(&self) -> &[[usize; 2]] {
        self.0.as_chunks().0
    }

    /// The runs that end behind `start` and begin before `end`.
    pub(super) fn within(&self, start: usize, end: usize) -> &[[usize; 2]] {
        let runs = self.all();
        let from = runs.partition_point(|run| run[1] <= start);
        let rest = runs.get(from..).unwrap_or_default();
        // Few runs are near each other, so that a walk ends sooner than a search.
        let count = rest.iter().take_while(|run| run[0] < end).count();
        rest.get(..count).unwrap_or_default()
    }

    /// Whether there are at least so many digits between two places.
    pub(super) fn has(&self, digits: usize, start: usize, end: usize) -> bool {
        let mut left = digits;
        self.within(start, end).iter().any(|[from, to]| {
            left = left.saturating_sub((*to).min(end) - (*from).max(start));
            left == 0
        })
    }
}

/// Bytes of a chunk: as many as have room in the nearest cache with what is found in them.
pub(super) const CHUNK: usize = 4096;

/// So many words a block has in nearly every text; a few more are of no use, but writing them costs less than asking.
const USUAL_WORDS: usize = 16;

/// Where words begin in a chunk.
#[derive(Debug)]
pub(super) struct Starts {
    offsets: [u16; CHUNK + USUAL_WORDS],
    count: usize,
}

impl Default for Starts {
    fn default() -> Self {
        Self { offsets: [0; CHUNK + USUAL_WORDS], count: 0 }
    }
}

impl Starts {
    /// The beginnings, as offsets from that of the chunk.
    pub(super) fn all(&self) -> &[u16] {
        self.offsets.get(..self.count).unwrap_or_default()
    }

    /// Adds the bits of a block's mask. Without a branch for each of them: how many there are cannot be predicted.
    #[expect(clippy::cast_possible_truncation, reason = "places in a chunk, and what is not counted")]
    fn add(&mut self, at: usize, mut mask: u64) {
        let count = mask.count_ones() as usize;
        let mut done = 0;
        while let Some(slots) =
            self.offsets.get_mut(self.count + done..).and_then(|rest| rest.first_chunk_mut::<USUAL_WORDS>())
        {
            for slot in slots {
                *slot = (at + mask.trailing_zeros() as usize) as u16;
                mask &= mask.wrapping_sub(1);
            }
            done += USUAL_WORDS;
            if done >= count {
                break;
            }
        }
        self.count += count;
    }
}

/// Goes through a text chunk by chunk. `chunk` gets the place of each and where words begin in it: a word is a run of ASCII letters and
/// digits; within one, a capital beside a small letter and a letter that follows a digit begin a word as well.
pub(super) fn sweep(
    bytes: &[u8],
    runs: &mut TextRuns,
    starts: &mut Starts,
    mut chunk: impl FnMut(usize, usize, &Starts),
) {
    runs.digits.0.clear();
    runs.foreign.0.clear();
    // What the last byte of the block before was.
    let (mut alnum_before, mut digit_before, mut small_before, mut other_before) = (0, 0, 0, 0);
    let mut last = [0; BLOCK];
    for (number, part) in bytes.chunks(CHUNK).enumerate() {
        starts.count = 0;
        let base = number * CHUNK;
        for (index, block) in part.chunks(BLOCK).enumerate() {
            let block = block.first_chunk::<BLOCK>().unwrap_or_else(|| {
                last.iter_mut().zip(block).for_each(|(slot, byte)| *slot = *byte);
                &last
            });
            let masks = block_masks(block);
            let small = masks.alnum & !masks.digit & !masks.upper;
            let after_digit = masks.digit << 1 | digit_before;
            // Whether a small letter follows the block is not known yet.
            let small_around = small << 1 | small_before | small >> 1 | 1 << 63;
            let within = masks.upper & small_around | masks.alnum & !masks.digit & after_digit;
            starts.add(index * BLOCK, masks.alnum & (!(masks.alnum << 1 | alnum_before) | within));
            runs.digits.add(base + index * BLOCK, masks.digit ^ after_digit);
            runs.foreign.add(base + index * BLOCK, masks.other ^ (masks.other << 1 | other_before));
            (alnum_before, digit_before, small_before) = (masks.alnum >> 63, masks.digit >> 63, small >> 63);
            other_before = masks.other >> 63;
        }
        chunk(base, part.len(), starts);
    }
    runs.digits.close(bytes.len());
    runs.foreign.close(bytes.len());
}

/// How many of eight bytes are ASCII letters and digits, counted from the first until another one comes: SWAR, as in Lamport, "Multiple
/// byte processing with full-word instructions", 1975.
pub(super) fn leading_alnum(eight: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x80 * ONES;
    // In seven bits no sum carries into the next byte: the top bit is set where the byte is at least so much.
    let at_least = |bytes: u64, bound: u64| bytes + (0x80 - bound) * ONES;
    let low = eight & !TOPS;
    let small = low | (0x20 * ONES);
    let digit = at_least(low, 0x30) & !at_least(low, 0x3A);
    let letter = at_least(small, 0x61) & !at_least(small, 0x7B);
    let other = TOPS & (eight | !(digit | letter));
    (other.trailing_zeros() / 8) as usize
}

/// How many letters and digits stand in a row from `at` on, counted no further than `most`: in a row of `a1a1` a word begins at every
/// other byte.
pub(super) fn run_length(bytes: &[u8], at: usize, most: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let rest = rest.get(..most).unwrap_or(rest);
    rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &[u8]) -> (Vec<(usize, usize)>, TextRuns) {
        let (mut words, mut runs) = (Vec::new(), TextRuns::default());
        sweep(text, &mut runs, &mut Starts::default(), |base, _, starts| {
            let places = starts.all().iter().map(|offset| base + usize::from(*offset));
            words.extend(places.map(|start| (start, start + run_length(text, start, text.len()))));
        });
        (words, runs)
    }

    #[test]
    fn words_begin_at_capitals_and_after_digits() {
        let text = "my_apiKey2go né".as_bytes();
        let begins: Vec<_> = words(text).0.iter().map(|(start, end)| &text[*start..*end]).collect();
        assert_eq!(begins, [&b"my"[..], b"apiKey2go", b"Key2go", b"go", b"n"]);
    }

    #[test]
    fn digits_are_counted_within_bounds() {
        let digits = words(b"a 12 345 b 6").1.digits;
        assert!(digits.has(5, 0, 12) && digits.has(4, 3, 12) && !digits.has(5, 3, 11) && digits.has(1, 11, 12));
        assert!(!digits.has(1, 8, 11));
        assert_eq!(digits.within(4, 6), [[5, 8]]);
    }

    proptest! {
        #[test]
        fn letters_and_digits_are_counted_as_bytes_are(eight in prop::array::uniform8(prop_oneof![any::<u8>(), 0x2Eu8..0x7E])) {
            let expected = eight.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            prop_assert_eq!(leading_alnum(u64::from_le_bytes(eight)), expected);
        }

        #[test]
        fn a_block_is_no_different_from_its_bytes(text in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'a'), Just(b'Z'), Just(b'7'), Just(b' ')], 0..200), far in prop_oneof![Just(0), Just(4000usize)]) {
            let text = [vec![b'x'; far], text].concat();
            let (words, runs) = words(&text);
            let before = |at: usize, class: fn(&u8) -> bool| at > 0 && class(&text[at - 1]);
            let begins = |at: usize| {
                let byte = text[at];
                byte.is_ascii_alphanumeric()
                    && (!before(at, u8::is_ascii_alphanumeric)
                        || byte.is_ascii_uppercase()
                            && (before(at, u8::is_ascii_lowercase) || at % 64 == 63 || text.get(at + 1).is_some_and(u8::is_ascii_lowercase))
                        || byte.is_ascii_alphabetic() && before(at, u8::is_ascii_digit))
            };
            let expected: Vec<_> = (0..text.len()).filter(|at| begins(*at)).map(|at| (at, at + run_length(&text, at, text.len()))).collect();
            prop_assert_eq!(words, expected);
            let inside = |runs: &Runs| runs.all().iter().flat_map(|[from, to]| *from..*to).collect::<Vec<_>>();
            let those = |class: fn(&u8) -> bool| (0..text.len()).filter(|at| class(&text[*at])).collect::<Vec<_>>();
            prop_assert_eq!(inside(&runs.digits), those(u8::is_ascii_digit));
            prop_assert_eq!(inside(&runs.foreign), those(|byte| !byte.is_ascii()));
            for runs in [runs.digits, runs.foreign] {
                prop_assert!(runs.all().windows(2).all(|pair| pair[0][1] < pair[1][0]));
            }
        }
    }
}
