//! Regions of a text in which a rule is worth trying.

/// Byte ranges, merged where one touches the one added before it.
#[derive(Debug, Default)]
pub(super) struct Regions(Vec<(usize, usize)>);

impl Regions {
    /// Adds a range.
    pub(super) fn add(&mut self, start: usize, end: usize) {
        match self.0.last_mut() {
            Some(last) if start <= last.1 && last.0 <= end => {
                last.0 = last.0.min(start);
                last.1 = last.1.max(end);
            }
            _ => self.0.push((start, end)),
        }
    }

    /// Where the range that was added last ends, if it holds `at`.
    pub(super) fn end_around(&self, at: usize) -> Option<usize> {
        self.0.last().filter(|last| last.0 <= at && at < last.1).map(|last| last.1)
    }

    /// The ranges in order, none touching another.
    pub(super) fn settle(&mut self) -> &[(usize, usize)] {
        // Triggers of several kinds are looked for one after the other, each from the text's start.
        if !self.0.is_sorted_by(|a, b| a.1 < b.0) {
            self.0.sort_unstable();
            self.0.dedup_by(|next, kept| {
                let touches = next.0 <= kept.1;
                if touches {
                    kept.1 = kept.1.max(next.1);
                }
                touches
            });
        }
        &self.0
    }

    /// The ranges, once they are settled.
    pub(super) fn settled(&self) -> &[(usize, usize)] {
        &self.0
    }

    /// Whether a range has at least one byte in common with `start..end`. The ranges must be settled.
    pub(super) fn touch(&self, start: usize, end: usize) -> bool {
        let index = self.0.partition_point(|range| range.1 <= start);
        self.0.get(index).is_some_and(|range| range.0 < end)
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Removes all.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Rows shorter than this are in nearly every text.
const MIN_ROW: usize = 12;

/// Whether there is a row of at least `length` bytes without ASCII white space.
pub(super) fn has_row(bytes: &[u8], length: usize) -> bool {
    holds(bytes, length, u8::is_ascii_whitespace)
}

/// Whether there is a row of at least `length` ASCII letters and digits.
pub(super) fn has_word(bytes: &[u8], length: usize) -> bool {
    holds(bytes, length, |byte| !byte.is_ascii_alphanumeric())
}

#[inline]
fn holds(bytes: &[u8], length: usize, parts: impl Fn(&u8) -> bool) -> bool {
    if length < MIN_ROW {
        return true;
    }
    // From where a row would end, back to what parts it last: most of the text is jumped over.
    let mut begin = 0;
    while let Some(row) = bytes.get(begin..begin + length) {
        match row.iter().rposition(&parts) {
            Some(place) => begin += place + 1,
            None => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_seen_wherever_they_stand() {
        for (text, row, word) in [
            ("a row-of-twelve here", true, false),
            ("abcdefghijkl", true, true),
            ("in abc\u{E9}defghijklmn no", true, false),
            ("x x x x x x x 12345678abcdefgh", true, true),
            ("none of these is long enough", false, false),
        ] {
            assert_eq!((has_row(text.as_bytes(), 12), has_word(text.as_bytes(), 12)), (row, word), "{text}");
        }
        assert!(has_word(b"", 0) && !has_row(b"", 12));
    }

    #[test]
    fn touching_ranges_merge() {
        let mut regions = Regions::default();
        for (start, end) in [(0, 4), (10, 14), (14, 20), (3, 11), (30, 31), (22, 23), (23, 24), (21, 22)] {
            regions.add(start, end);
        }
        assert_eq!(regions.end_around(23), Some(24));
        assert_eq!(regions.settle(), [(0, 20), (21, 24), (30, 31)]);
        assert_eq!((regions.end_around(30), regions.end_around(19)), (Some(31), None));
        assert!(regions.touch(19, 25) && !regions.touch(24, 30) && regions.touch(20, 31) && !regions.touch(31, 40));
    }
}
