//! Values that are to be the same in every record of a file, found in parts of the file that are read side by side.

/// A value of each record as far as it was met: the first, and the first that is another.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Steady {
    first: Option<Seen>,
    other: Option<Seen>,
}

/// A value and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) value: u64,
    pub(super) line: u64,
    pub(super) offset: u64,
}

impl Steady {
    /// Takes note of the next record's value.
    pub(super) fn meet(&mut self, seen: Seen) {
        match self.first {
            None => self.first = Some(seen),
            Some(first) if self.other.is_none() && first.value != seen.value => self.other = Some(seen),
            Some(_) => {}
        }
    }

    /// Takes note of what was met in the next part of the file, whose lines are counted from `lines`. Gives the first value
    /// that is another than the file's first one, once, with that first one's line.
    pub(super) fn join(&mut self, part: Self, lines: u64) -> Option<(Seen, u64)> {
        let before = self.other.is_some();
        for seen in [part.first, part.other].into_iter().flatten() {
            self.meet(Seen { line: seen.line + lines, ..seen });
        }
        self.other.filter(|_| !before).zip(self.first).map(|(other, first)| (other, first.line))
    }

    /// The first value.
    pub(super) fn first(&self) -> Option<Seen> {
        self.first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_other_value_is_found_however_the_file_is_parted() {
        for values in [vec![1, 1, 2, 1, 3], vec![1, 2, 2, 2, 2], vec![1, 1, 1, 1, 1], vec![2, 2, 2, 2, 1]] {
            let expected = values.iter().position(|value| *value != values[0]);
            for cut in 0..=values.len() {
                let mut whole = Steady::default();
                let mut found = Vec::new();
                for (lines, part) in [(0, &values[..cut]), (cut, &values[cut..])] {
                    let mut steady = Steady::default();
                    for (n, value) in part.iter().enumerate() {
                        steady.meet(Seen { value: *value, line: n as u64, offset: 0 });
                    }
                    found.extend(whole.join(steady, lines as u64).map(|(other, first)| (other.line, first)));
                }
                let expected: Vec<_> = expected.iter().map(|at| (*at as u64, 0)).collect();
                assert_eq!(found, expected, "{values:?} cut at {cut}");
            }
        }
    }
}
