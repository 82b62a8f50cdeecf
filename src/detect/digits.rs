//! The prefilter of rules without keywords whose every match holds digits.

use super::region::Regions;
use super::shape::ByteSet;

/// When a run of digits is worth a look for a group of rules.
#[derive(Debug, Clone)]
pub(super) struct DigitGate {
    /// Fewest digits in a match of any rule of the group.
    pub(super) digits: usize,
    /// Longest match of any rule of the group.
    pub(super) length: usize,
    /// Most bytes before the first digit of a match.
    pub(super) lead: usize,
    /// What may stand right before the first digit, where that is not just anything.
    pub(super) before: Option<ByteSet>,
}

impl DigitGate {
    /// Takes the weaker demand of two gates.
    pub(super) fn widen(&mut self, other: &Self) {
        self.digits = self.digits.min(other.digits);
        self.length = self.length.max(other.length);
        self.lead = self.lead.max(other.lead);
        self.before = match (self.before, other.before) {
            (Some(mut mine), Some(theirs)) => {
                mine.union(&theirs);
                Some(mine)
            }
            _ => None,
        };
    }
}

/// Adds a region for every run of digits that passes the gate: `gates` and `regions` go in pairs.
pub(super) fn scan(bytes: &[u8], gates: &[DigitGate], regions: &mut [Regions]) {
    if gates.is_empty() {
        return;
    }
    let mut counters: [Window; MAX_GROUPS] = [Window::default(); MAX_GROUPS];
    let mut at = 0;
    while let Some(run) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + run;
        let rest = bytes.get(start..).unwrap_or_default();
        let run_end = start + rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        let previous = start.checked_sub(1).and_then(|index| bytes.get(index)).copied();
        for ((gate, regions), window) in gates.iter().zip(regions.iter_mut()).zip(counters.iter_mut()) {
            let glued = gate.before.as_ref().is_none_or(|set| previous.is_some_and(|byte| set.contains(byte)));
            // A pattern may begin anywhere in the run, so the window reaches past its end.
            let end = (run_end + gate.length).min(bytes.len());
            if glued && window.digits(bytes, start, end) >= gate.digits {
                regions.add(start.saturating_sub(gate.lead), end);
            }
        }
        at = run_end;
    }
}

/// Counts digits in a window that only moves forward, so that each byte is counted once.
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    start: usize,
    end: usize,
    count: usize,
}

impl Window {
    fn digits(&mut self, bytes: &[u8], start: usize, end: usize) -> usize {
        let digits = |from: usize, to: usize| {
            bytes.get(from..to).map_or(0, |part| part.iter().filter(|byte| byte.is_ascii_digit()).count())
        };
        if start >= self.end {
            self.count = digits(start, end);
        } else {
            self.count = self.count + digits(self.end, end) - digits(self.start, start);
        }
        (self.start, self.end) = (start, end.max(self.end));
        self.count
    }
}

/// Most groups that [`scan`] looks for at once.
pub(super) const MAX_GROUPS: usize = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gate(digits: usize, length: usize) -> DigitGate {
        DigitGate { digits, length, lead: 2, before: None }
    }

    #[test]
    fn few_digits_are_passed_over() {
        let mut regions = [Regions::default()];
        scan(b"in 2024, 17 of them; call 555 123 4567 now", &[gate(7, 12)], &mut regions);
        assert_eq!(regions[0].settle(), [(24, 42)]);
    }

    proptest! {
        #[test]
        fn every_window_with_enough_digits_is_covered(text in "[0-9a ]{0,80}", digits in 1..9usize, length in 1..20usize) {
            let mut regions = [Regions::default()];
            scan(text.as_bytes(), &[gate(digits, length)], &mut regions);
            let found = regions[0].settle();
            for (start, window) in text.as_bytes().windows(length.min(text.len().max(1))).enumerate() {
                if window.iter().filter(|byte| byte.is_ascii_digit()).count() >= digits {
                    let first = start + window.iter().position(u8::is_ascii_digit).unwrap();
                    prop_assert!(found.iter().any(|(from, to)| *from <= first && first < *to));
                }
            }
        }
    }
}
