//! The prefilter of rules without keywords whose every match holds digits.

use super::byte_set::ByteSet;
use super::region::{Regions, has_row};
use super::sweep::Runs;

/// When digits are worth a look for a group of rules.
#[derive(Debug, Clone)]
pub(super) enum DigitGate {
    /// There are enough digits close to each other.
    Cluster {
        /// Fewest digits in a match.
        digits: usize,
        /// Most bytes between two digits of a match.
        gap: usize,
        /// The classes of what may stand there.
        between: u16,
        /// Most bytes before the first digit of a match.
        lead: usize,
        /// Most bytes after its last digit.
        tail: usize,
    },
    /// Something particular stands right before the first digit, such as a letter.
    Glued {
        /// What may stand there.
        before: Box<ByteSet>,
        /// Fewest digits in a match.
        digits: usize,
        /// Most bytes before the first digit of a match.
        lead: usize,
        /// Longest match.
        length: usize,
    },
    /// There is a digit in or beside a long row of bytes without white space.
    Row {
        /// Fewest digits in a match.
        digits: usize,
        /// Shortest row in a match.
        row: usize,
        /// Longest match.
        length: usize,
    },
}

impl DigitGate {
    /// Which gates resemble each other enough to share a group: of the same kind, with few or with many digits, close together or not, and
    /// with what dates and amounts have between their digits, or without. A number of few digits is common in prose: a year, a count;
    /// one of eight is a date more often than not.
    pub(super) fn kind(&self) -> u8 {
        match self {
            Self::Glued { length, .. } => u8::from(*length > SHORT),
            Self::Row { .. } => 2,
            Self::Cluster { digits, gap, between, lead, tail } => {
                let letters = between & (class(b'a') | class(b'A')) != 0;
                let loose = letters || *gap > TIGHT_GAP || *lead > TIGHT_EDGE || *tail > TIGHT_EDGE;
                let amount = between & (class(b'/') | class(b',') | class(b':')) != 0;
                let few = match digits {
                    0..7 => 1,
                    7..9 => 2,
                    _ => 3,
                };
                few << 2 | u8::from(loose) << 1 | u8::from(amount)
            }
        }
    }

    /// A gate that lets through what either does; `None` if the two are of different kinds.
    pub(super) fn widened(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (
                Self::Cluster { digits, gap, between, lead, tail },
                Self::Cluster { digits: digits2, gap: gap2, between: between2, lead: lead2, tail: tail2 },
            ) => Some(Self::Cluster {
                digits: *digits.min(digits2),
                gap: *gap.max(gap2),
                between: between | between2,
                lead: *lead.max(lead2),
                tail: *tail.max(tail2),
            }),
            (
                Self::Glued { before, digits, lead, length },
                Self::Glued { before: before2, digits: digits2, lead: lead2, length: length2 },
            ) => {
                let mut before = before.clone();
                before.union(before2);
                Some(Self::Glued {
                    before,
                    digits: *digits.min(digits2),
                    lead: *lead.max(lead2),
                    length: *length.max(length2),
                })
            }
            (Self::Row { digits, row, length }, Self::Row { digits: digits2, row: row2, length: length2 }) => {
                Some(Self::Row { digits: *digits.min(digits2), row: *row.min(row2), length: *length.max(length2) })
            }
            _ => None,
        }
    }
}

/// Most bytes between digits, and before and after them, of a gate that keeps numbers apart.
const TIGHT_GAP: usize = 5;
const TIGHT_EDGE: usize = 16;

/// Classes of the bytes that stand between digits, one bit each: what gates tell apart, and the rest together.
const fn class(byte: u8) -> u16 {
    match byte {
        b' ' => 1,
        b'-' => 1 << 1,
        b'.' => 1 << 2,
        b'/' => 1 << 3,
        b',' => 1 << 4,
        b':' => 1 << 5,
        b'(' | b')' => 1 << 6,
        b'a'..=b'z' => 1 << 7,
        b'A'..=b'Z' => 1 << 8,
        b'\t' | b'\n' | b'\r' => 1 << 9,
        0x80.. => 1 << 10,
        _ => 1 << 11,
    }
}

/// The classes of a set of bytes.
pub(super) fn classes(set: &ByteSet) -> u16 {
    (0..=u8::MAX).filter(|byte| set.contains(*byte)).fold(0, |all, byte| all | class(byte))
}

/// What stands before a run of digits, back to the run before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    length: usize,
    classes: u16,
}

/// Digits near each other, worked out once for all gates.
#[derive(Debug, Default)]
pub(super) struct Nearby {
    /// By run of digits.
    gaps: Vec<Gap>,
    neighbourhoods: Vec<Neighbourhood>,
}

/// Runs of digits so near each other that they can be of one value for some gate; what stands between them is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Neighbourhood {
    /// The first of the runs, and the one behind the last.
    runs: (usize, usize),
    start: usize,
    end: usize,
    digits: usize,
    /// The most digits that are together with no more than [`TIGHT_GAP`] bytes between, and how many the last of them are.
    tight: usize,
    last: usize,
}

impl Nearby {
    /// Looks at the runs of digits of a text: `gap` is the most bytes between two digits of one value for any gate, `fewest` the fewest
    /// digits.
    pub(super) fn look(&mut self, bytes: &[u8], runs: &Runs, gap: usize, fewest: usize) {
        self.gaps.clear();
        self.neighbourhoods.clear();
        let mut current = Neighbourhood { runs: (0, 0), start: 0, end: 0, digits: 0, tight: 0, last: 0 };
        for (index, [start, end]) in runs.all().iter().enumerate() {
            let length = start - current.end;
            if current.digits == 0 || length > gap {
                self.close(current, fewest);
                current =
                    Neighbourhood { runs: (index, index), start: *start, end: *start, digits: 0, tight: 0, last: 0 };
                self.gaps.push(Gap { length: usize::MAX, classes: u16::MAX });
            } else {
                let between = bytes.get(current.end..*start).unwrap_or_default();
                let classes = between.iter().fold(0, |all, byte| all | class(*byte));
                self.gaps.push(Gap { length, classes });
            }
            current.runs.1 = index + 1;
            current.digits += end - start;
            current.last = if length > TIGHT_GAP { end - start } else { current.last + end - start };
            current.tight = current.tight.max(current.last);
            current.end = *end;
        }
        self.close(current, fewest);
    }

    fn close(&mut self, one: Neighbourhood, fewest: usize) {
        if one.digits > 0 && one.digits >= fewest {
            self.neighbourhoods.push(one);
        }
    }
}

impl DigitGate {
    /// Fewest digits in a match.
    pub(super) fn fewest(&self) -> usize {
        match self {
            Self::Cluster { digits, .. } | Self::Glued { digits, .. } | Self::Row { digits, .. } => *digits,
        }
    }

    /// Most bytes between two digits of a match, if that is what the gate goes by.
    pub(super) fn gap(&self) -> usize {
        match self {
            Self::Cluster { gap, .. } => *gap,
            Self::Glued { .. } | Self::Row { .. } => 0,
        }
    }

    /// Adds the regions that pass the gate and settles them. Only neighbourhoods that touch `zones` count, if there are any to heed.
    pub(super) fn scan(
        &self,
        bytes: &[u8],
        runs: &Runs,
        near: &Nearby,
        zones: Option<&Regions>,
        regions: &mut Regions,
    ) {
        let Self::Cluster { lead, tail, .. } = self else {
            self.add(bytes, runs.all(), &[], regions);
            regions.settle();
            return;
        };
        let edge = *lead.max(tail);
        let is_tight = self.gap() <= TIGHT_GAP;
        let enough = |one: &&Neighbourhood| (if is_tight { one.tight } else { one.digits }) >= self.fewest();
        for one in near.neighbourhoods.iter().filter(enough) {
            let heard = |zones: &Regions| zones.touch(one.start.saturating_sub(edge), one.end + edge);
            if zones.is_none_or(heard) {
                let (from, to) = one.runs;
                let runs = runs.all().get(from..to).unwrap_or_default();
                self.add(bytes, runs, near.gaps.get(from..to).unwrap_or_default(), regions);
            }
        }
        regions.settle();
    }

    fn add(&self, bytes: &[u8], runs: &[[usize; 2]], gaps: &[Gap], regions: &mut Regions) {
        match self {
            Self::Cluster { digits: fewest, gap, between, lead, tail } => {
                let mut close = |start: usize, end: usize, digits: usize| {
                    if digits >= *fewest {
                        regions.add(start.saturating_sub(*lead), (end + tail).min(bytes.len()));
                    }
                };
                let (mut from, mut to, mut digits) = (0, 0, 0);
                for ([start, end], before) in runs.iter().zip(gaps) {
                    let goes_on = before.length <= *gap && before.classes & !between == 0;
                    if !goes_on {
                        close(from, to, digits);
                        (from, digits) = (*start, 0);
                    }
                    digits += end - start;
                    to = *end;
                }
                close(from, to, digits);
            }
            Self::Glued { before, digits, lead, length } => {
                for (index, [start, end]) in runs.iter().enumerate() {
                    let previous = start.checked_sub(1).and_then(|index| bytes.get(index));
                    if !previous.is_some_and(|byte| before.contains(*byte)) {
                        continue;
                    }
                    let near = runs.get(index..).into_iter().flatten().take_while(|run| run[0] < start + length);
                    if near.map(|run| run[1] - run[0]).sum::<usize>() >= *digits {
                        regions.add(start.saturating_sub(*lead), (end + length).min(bytes.len()));
                    }
                }
            }
            Self::Row { row, length, .. } => {
                for [start, end] in runs {
                    let (from, to) = (start.saturating_sub(*length), (end + length).min(bytes.len()));
                    if bytes.get(from..to).is_some_and(|region| has_row(region, *row)) {
                        regions.add(from, to);
                    }
                }
            }
        }
    }
}

/// Longest match of a gate that shares a group with others whose matches are short.
const SHORT: usize = 32;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sweep::{Starts, TextRuns, sweep};
    use super::*;

    fn regions(gate: &DigitGate, text: &[u8]) -> Vec<(usize, usize)> {
        let (mut runs, mut regions) = (TextRuns::default(), Regions::default());
        sweep(text, &mut runs, &mut Starts::default(), |_, _, _| {});
        let mut near = Nearby::default();
        near.look(text, &runs.digits, gate.gap(), gate.fewest());
        gate.scan(text, &runs.digits, &near, None, &mut regions);
        regions.settled().to_vec()
    }

    fn found(text: &str, digits: usize, gap: usize) -> Vec<(usize, usize)> {
        let between = classes(&super::super::shape::Graph::new("[0-9][a ]*[0-9]").unwrap().digits(9).between);
        regions(&DigitGate::Cluster { digits, gap, between, lead: 2, tail: 1 }, text.as_bytes())
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
        let gate = |digits| DigitGate::Glued { before: Box::new(before), digits, lead: 2, length: 4 };
        assert_eq!(regions(&gate(2), b"in 20 AB12 x AB1 AB1"), [(6, 14)]);
        assert_eq!(regions(&gate(1), b"AB1"), [(0, 3)]);
    }

    #[test]
    fn few_digits_need_a_long_row_beside_them() {
        let gate = DigitGate::Row { digits: 1, row: 14, length: 20 };
        assert_eq!(regions(&gate, b"in 2024 we met; see x1abcdefghijklm there, 5 of us"), [(1, 42)]);
        assert_eq!(regions(&gate, b"1abcdef 2"), []);
    }

    proptest! {
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
