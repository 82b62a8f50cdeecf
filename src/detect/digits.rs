//! The prefilter of rules without keywords whose every match holds digits.

use super::byte_set::ByteSet;
use super::region::Regions;

/// When digits are worth a look for a group of rules.
#[derive(Debug, Clone)]
pub(super) enum DigitGate {
    /// There are enough digits close to each other.
    Cluster {
        /// Fewest digits in a match.
        digits: usize,
        /// Most bytes between two digits of a match.
        gap: usize,
        /// What may stand there.
        between: ByteSet,
        /// Most bytes before the first digit of a match.
        lead: usize,
        /// Most bytes after its last digit.
        tail: usize,
    },
    /// Something particular stands right before the first digit, such as a letter.
    Glued {
        /// What may stand there.
        before: ByteSet,
        /// Most bytes before the first digit of a match.
        lead: usize,
        /// Longest match.
        length: usize,
    },
}

impl DigitGate {
    /// Which gates resemble each other enough to share a group: of the same kind, with few or with many digits, and close
    /// together or not. A number of few digits is common in prose: a year, a count; one of eight is a date more often than not.
    pub(super) fn kind(&self) -> u8 {
        match self {
            Self::Glued { .. } => 0,
            Self::Cluster { digits, gap, between, lead, tail } => {
                let letters = (b'a'..=b'z').any(|letter| between.contains(letter));
                let loose = letters || *gap > TIGHT_GAP || *lead > TIGHT_EDGE || *tail > TIGHT_EDGE;
                let few = match digits {
                    0..7 => 1,
                    7..9 => 2,
                    _ => 3,
                };
                few + if loose { 3 } else { 0 }
            }
        }
    }

    /// A gate that lets through what either does; `None` if the two are of different kinds.
    pub(super) fn widened(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (
                Self::Cluster { digits, gap, between, lead, tail },
                Self::Cluster { digits: digits2, gap: gap2, between: between2, lead: lead2, tail: tail2 },
            ) => {
                let mut between = *between;
                between.union(between2);
                Some(Self::Cluster {
                    digits: *digits.min(digits2),
                    gap: *gap.max(gap2),
                    between,
                    lead: *lead.max(lead2),
                    tail: *tail.max(tail2),
                })
            }
            (Self::Glued { before, lead, length }, Self::Glued { before: before2, lead: lead2, length: length2 }) => {
                let mut before = *before;
                before.union(before2);
                Some(Self::Glued { before, lead: *lead.max(lead2), length: *length.max(length2) })
            }
            _ => None,
        }
    }
}

/// Adds the regions that pass each gate and settles them: `gates` and `regions` go in pairs.
pub(super) fn scan(bytes: &[u8], gates: &[DigitGate], regions: &mut [Regions]) {
    if gates.is_empty() {
        return;
    }
    // One cluster under construction for each gate; there are no more gates than kinds.
    let mut clusters = [Cluster::default(); MAX_GATES];
    let mut at = 0;
    while let Some(start) = next_digit(bytes, at) {
        let rest = bytes.get(start..).unwrap_or_default();
        let end = start + rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        for ((gate, regions), cluster) in gates.iter().zip(regions.iter_mut()).zip(&mut clusters) {
            match gate {
                DigitGate::Cluster { gap, between, .. } => {
                    let passed = bytes.get(cluster.end..start).unwrap_or_default();
                    if passed.len() > *gap || !passed.iter().all(|byte| between.contains(*byte)) {
                        cluster.close(gate, bytes.len(), regions);
                        *cluster = Cluster { start, end: start, digits: 0 };
                    }
                    cluster.digits += end - start;
                    cluster.end = end;
                }
                DigitGate::Glued { before, lead, length } => {
                    let previous = start.checked_sub(1).and_then(|index| bytes.get(index));
                    if previous.is_some_and(|byte| before.contains(*byte)) {
                        regions.add(start.saturating_sub(*lead), (end + length).min(bytes.len()));
                    }
                }
            }
        }
        at = end;
    }
    for ((gate, regions), cluster) in gates.iter().zip(regions).zip(&clusters) {
        cluster.close(gate, bytes.len(), regions);
        regions.settle();
    }
}

/// Most bytes between digits, and before and after them, of a gate that keeps numbers apart.
const TIGHT_GAP: usize = 5;
const TIGHT_EDGE: usize = 16;

/// Most gates [`scan`] takes: one of each kind.
const MAX_GATES: usize = 7;

/// Runs of digits that follow each other closely.
#[derive(Debug, Clone, Copy, Default)]
struct Cluster {
    start: usize,
    end: usize,
    digits: usize,
}

impl Cluster {
    fn close(&self, gate: &DigitGate, length: usize, regions: &mut Regions) {
        if let DigitGate::Cluster { digits, lead, tail, .. } = gate
            && self.digits >= *digits
        {
            regions.add(self.start.saturating_sub(*lead), (self.end + tail).min(length));
        }
    }
}

/// The first digit from `at` on. Most stretches hold none, so they are passed over in blocks without a branch per byte, which
/// the compiler turns into vector instructions.
fn next_digit(bytes: &[u8], at: usize) -> Option<usize> {
    const BLOCK: usize = 32;
    let mut start = at;
    for block in bytes.get(at..)?.chunks(BLOCK) {
        if block.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            return first_digit(block).map(|place| start + place);
        }
        start += block.len();
    }
    None
}

/// The first digit of a block, eight bytes at a time: each byte of the word gets its highest bit set if it is a digit.
fn first_digit(block: &[u8]) -> Option<usize> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const EACH: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = block.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let low = word & !HIGH;
        // Bytes below 0x80 carry into their own highest bit only: at or above `0`, and at or above `:`.
        let digits = (low + EACH * (0x80 - 0x30)) & !(low + EACH * (0x80 - 0x3A)) & !word & HIGH;
        if digits != 0 {
            return Some(index * 8 + digits.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(u8::is_ascii_digit).map(|place| words.len() * 8 + place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str, digits: usize, gap: usize) -> Vec<(usize, usize)> {
        let mut regions = [Regions::default()];
        let between = super::super::shape::Graph::new("[0-9][a ]*[0-9]").unwrap().digits(9).between;
        scan(text.as_bytes(), &[DigitGate::Cluster { digits, gap, between, lead: 2, tail: 1 }], &mut regions);
        regions[0].settle().to_vec()
    }

    #[test]
    fn few_digits_are_passed_over() {
        assert_eq!(found("in 2024, 17 of them; call 555 123 4567 now", 7, 1), [(24, 39)]);
        assert_eq!(found("1234567", 7, 1), [(0, 7)]);
        assert_eq!(found("", 7, 1), []);
    }

    #[test]
    fn glued_digits_need_what_stands_before_them() {
        let before = super::super::shape::Graph::new(r"[A-Z]{2}\d{2}").unwrap().digits(9).before;
        let mut regions = [Regions::default()];
        scan(b"in 20 AB12 x", &[DigitGate::Glued { before, lead: 2, length: 4 }], &mut regions);
        assert_eq!(regions[0].settle(), [(6, 12)]);
    }

    proptest! {
        #[test]
        fn the_first_digit_is_found(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(first_digit(&bytes), bytes.iter().position(u8::is_ascii_digit));
            prop_assert_eq!(next_digit(&bytes, 0), bytes.iter().position(u8::is_ascii_digit));
        }

        #[test]
        fn every_match_lies_in_a_region(text in "[0-9a x]{0,80}", digits in 1..9usize, gap in 0..4usize) {
            let pattern = format!("[0-9](?:[a ]{{0,{gap}}}[0-9]){{{}}}", digits - 1);
            let regions = found(&text, digits, gap);
            for one in regex::Regex::new(&pattern).unwrap().find_iter(&text) {
                prop_assert!(regions.iter().any(|(from, to)| *from <= one.start() && one.end() <= *to));
            }
        }
    }
}
