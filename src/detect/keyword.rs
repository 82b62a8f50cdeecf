//! Finding the rules' keywords: one automaton for all of them, in one pass.
//!
//! Each step of a DFA waits for the one before it, so one walk through a text cannot go faster than memory answers. A text is
//! therefore cut into lanes that are walked side by side, each a little into the next one, so that no keyword is missed at a
//! seam; a keyword there may be reported twice.

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind, StartKind};

use super::Error;

/// Shortest text that is worth cutting into lanes, in bytes.
const MIN_LANES: usize = 256;

/// The keywords of all rules, compared without regard to ASCII case.
#[derive(Debug)]
pub(super) struct Keywords {
    automaton: DFA,
    start: StateID,
}

impl Keywords {
    /// Compiles the keywords; `None` if there are none.
    pub(super) fn new<'k>(words: impl Iterator<Item = &'k str>) -> Result<Option<Self>, Error> {
        let words: Vec<_> = words.collect();
        if words.is_empty() {
            return Ok(None);
        }
        let too_large = |message: String| Error::TooLarge { what: "keywords of the rules", message };
        let automaton = DFA::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .start_kind(StartKind::Unanchored)
            .prefilter(false)
            .build(words)
            .map_err(|error| too_large(error.to_string()))?;
        let start = automaton.start_state(Anchored::No).map_err(|error| too_large(error.to_string()))?;
        Ok(Some(Self { automaton, start }))
    }

    /// Calls `found` with the index, start and end of every keyword, overlapping ones too, in no particular order.
    pub(super) fn find(&self, bytes: &[u8], mut found: impl FnMut(usize, usize, usize)) {
        if bytes.len() < MIN_LANES {
            self.walk(bytes, 0, self.start, &mut found);
            return;
        }
        let lane = bytes.len() / 4;
        let (first, rest) = bytes.split_at(lane);
        let (second, rest) = rest.split_at(lane);
        let (third, fourth) = rest.split_at(lane);
        let mut states = [self.start; 4];
        let columns = first.iter().zip(second).zip(third).zip(fourth);
        for (at, (((a, b), c), d)) in columns.enumerate() {
            for (state, byte) in states.iter_mut().zip([a, b, c, d]) {
                *state = self.automaton.next_state(Anchored::No, *state, *byte);
            }
            if states.iter().fold(false, |any, state| any | self.automaton.is_special(*state)) {
                for (number, state) in states.iter().enumerate() {
                    self.report(*state, number * lane + at + 1, &mut found);
                }
            }
        }
        // Each lane goes on into the next one by the longest keyword; the last one takes what division left over.
        let overlap = self.automaton.max_pattern_len().saturating_sub(1);
        for (number, state) in states.into_iter().enumerate() {
            let from = (number + 1) * lane;
            let to = if number == 3 { bytes.len() } else { (from + overlap).min(bytes.len()) };
            self.walk(bytes.get(from..to).unwrap_or_default(), from, state, &mut found);
        }
    }

    fn walk(&self, bytes: &[u8], offset: usize, from: StateID, found: &mut impl FnMut(usize, usize, usize)) {
        let mut state = from;
        for (at, byte) in bytes.iter().enumerate() {
            state = self.automaton.next_state(Anchored::No, state, *byte);
            if self.automaton.is_special(state) {
                self.report(state, offset + at + 1, found);
            }
        }
    }

    fn report(&self, state: StateID, end: usize, found: &mut impl FnMut(usize, usize, usize)) {
        if !self.automaton.is_match(state) {
            return;
        }
        for index in 0..self.automaton.match_len(state) {
            let keyword = self.automaton.match_pattern(state, index);
            found(keyword.as_usize(), end - self.automaton.pattern_len(keyword), end);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lanes_find_what_one_walk_finds(text in "[abAB]{0,1200}") {
            let words = ["ab", "bab", "aabba"];
            let keywords = Keywords::new(words.into_iter()).unwrap().unwrap();
            let mut found = BTreeSet::new();
            keywords.find(text.as_bytes(), |keyword, start, end| {
                found.insert((keyword, start, end));
            });
            let text = text.to_ascii_lowercase();
            let mut expected = BTreeSet::new();
            for (index, word) in words.iter().enumerate() {
                expected.extend((0..text.len()).filter(|at| text.as_bytes()[*at..].starts_with(word.as_bytes())).map(|at| (index, at, at + word.len())));
            }
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn no_keywords_no_automaton() {
        assert!(Keywords::new(std::iter::empty()).unwrap().is_none());
    }
}
