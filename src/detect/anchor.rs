//! What stands behind a keyword in every match, derived from the pattern when a rule is first called: `patient` is followed by a colon,
//! and most patients in prose are not, so that nothing needs to be searched around them.

use std::collections::VecDeque;

use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::noncontiguous;
use aho_corasick::{Anchored, MatchKind};
use regex_automata::nfa::thompson::{Compiler, Config, NFA, State, WhichCaptures};
use regex_automata::util::primitives::StateID;
use rustc_hash::FxHashSet;

use super::byte_set::ByteSet;
use crate::rules::pattern;

/// So many bytes behind a keyword are looked at.
const DEPTH: usize = 4;

/// A pattern that takes more steps than this to look through is not worth it.
const MOST_STEPS: usize = 400_000;

/// The bytes that may stand behind a keyword in a match, one set for each place, until a match may end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Behind(Vec<ByteSet>);

impl Behind {
    /// Whether what follows in a text may be the rest of a match.
    pub(super) fn allows(&self, rest: &[u8]) -> bool {
        let fits = |(place, set): (usize, &ByteSet)| rest.get(place).is_some_and(|byte| set.contains(*byte));
        self.0.iter().enumerate().all(fits)
    }
}

/// By keyword: what stands behind it where it is the first keyword of a match. Nothing if a match may hold none of the keywords, so that
/// one is only near it, or if the pattern is too large to tell.
pub(super) fn behind(text: &str, keywords: &[String]) -> Option<Vec<Behind>> {
    let graph = Graph::new(text)?;
    let ends = graph.first_ends(keywords)?;
    Some(ends.into_iter().map(|ends| graph.behind(ends)).collect())
}

/// A state that consumes a byte: ranges of bytes, and the index of what each leads to in [`Graph::next`].
type Steps = Vec<(u8, u8, usize)>;

/// The states that can be reached without consuming a byte.
#[derive(Debug, Default)]
struct Closure {
    states: Vec<usize>,
    /// Whether a match can be.
    matches: bool,
}

/// A pattern as a graph: closures, and the states in them by their steps.
#[derive(Debug, Default)]
struct Graph {
    states: Vec<Steps>,
    closures: Vec<Closure>,
    start: usize,
}

impl Graph {
    fn new(text: &str) -> Option<Self> {
        let config = Config::new().utf8(false).which_captures(WhichCaptures::None);
        let nfa = Compiler::new().configure(config).syntax(pattern::syntax()).build(text).ok()?;
        let mut builder = Builder {
            closure_of: vec![None; nfa.states().len()],
            state_of: vec![None; nfa.states().len()],
            seen: vec![0; nfa.states().len()],
            round: 0,
            open: Vec::new(),
            work: 0,
            graph: Self::default(),
            nfa,
        };
        builder.graph.start = builder.closure(builder.nfa.start_anchored())?;
        builder.steps()?;
        Some(builder.graph)
    }

    /// By keyword: the closures at which a match may be when it has met its first keyword, without regard to ASCII case. Nothing if a
    /// match may meet none.
    fn first_ends(&self, keywords: &[String]) -> Option<Vec<Vec<usize>>> {
        let built =
            noncontiguous::NFA::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(keywords);
        let words = built.ok()?;
        let start = words.start_state(Anchored::No).ok()?;
        let mut letters = ByteSet::EMPTY;
        keywords.iter().flat_map(|word| word.bytes()).for_each(|byte| {
            letters.insert(byte.to_ascii_lowercase());
            letters.insert(byte.to_ascii_uppercase());
        });
        let mut ends = vec![FxHashSet::default(); keywords.len()];
        // All ways that have met no keyword. Of the bytes that no keyword has one stands for all.
        let mut seen = FxHashSet::default();
        let mut open = VecDeque::from([(self.start, start)]);
        let mut work = 0;
        while let Some((closure, word)) = open.pop_front() {
            let closure = self.closures.get(closure)?;
            if closure.matches {
                return None;
            }
            for (from, to, next) in closure.states.iter().filter_map(|state| self.states.get(*state)).flatten() {
                let mut go = |word| {
                    if words.is_match(word) {
                        for index in 0..words.match_len(word) {
                            if let Some(ends) = ends.get_mut(words.match_pattern(word, index).as_usize()) {
                                ends.insert(*next);
                            }
                        }
                    } else if seen.insert((*next, word)) {
                        open.push_back((*next, word));
                    }
                };
                let mut others = false;
                for byte in *from..=*to {
                    if letters.contains(byte) {
                        go(words.next_state(Anchored::No, word, byte));
                        work += 1;
                    } else {
                        others = true;
                    }
                }
                if others {
                    go(start);
                }
                work += 1;
            }
            if work > MOST_STEPS {
                return None;
            }
        }
        Some(ends.into_iter().map(|ends| ends.into_iter().collect()).collect())
    }

    /// What stands behind some closures until a match may end.
    fn behind(&self, mut at: Vec<usize>) -> Behind {
        let mut behind = Vec::new();
        while behind.len() < DEPTH && !at.iter().filter_map(|at| self.closures.get(*at)).any(|closure| closure.matches)
        {
            let (next, bytes) = self.step(&at);
            behind.push(bytes);
            at = next;
        }
        Behind(behind)
    }

    /// What any byte leads to from some closures, and which bytes lead anywhere.
    fn step(&self, from: &[usize]) -> (Vec<usize>, ByteSet) {
        let (mut to, mut bytes) = (vec![false; self.closures.len()], ByteSet::EMPTY);
        let states = from.iter().filter_map(|at| self.closures.get(*at)).flat_map(|closure| &closure.states);
        for (first, last, next) in states.filter_map(|state| self.states.get(*state)).flatten() {
            (*first..=*last).for_each(|byte| bytes.insert(byte));
            if let Some(slot) = to.get_mut(*next) {
                *slot = true;
            }
        }
        (to.iter().enumerate().filter(|(_, is_met)| **is_met).map(|(index, _)| index).collect(), bytes)
    }
}

/// Makes a [`Graph`] of an automaton.
struct Builder {
    nfa: NFA,
    graph: Graph,
    /// By state of the automaton: its closure, and its place among those that consume a byte.
    closure_of: Vec<Option<usize>>,
    state_of: Vec<Option<usize>>,
    /// In which round a state was met.
    seen: Vec<usize>,
    round: usize,
    /// States that were met, with their places, whose steps are not known yet.
    open: Vec<(StateID, usize)>,
    work: usize,
}

impl Builder {
    /// The closure of a state. The states in it get their steps later.
    fn closure(&mut self, from: StateID) -> Option<usize> {
        if let Some(known) = self.closure_of.get(from.as_usize()).copied().flatten() {
            return Some(known);
        }
        self.round += 1;
        let mut closure = Closure::default();
        let mut stack = vec![from];
        while let Some(id) = stack.pop() {
            match self.seen.get_mut(id.as_usize()) {
                Some(seen) if *seen != self.round => *seen = self.round,
                _ => continue,
            }
            self.work += 1;
            match self.nfa.state(id) {
                State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) => {
                    let (states, open) = (&mut self.graph.states, &mut self.open);
                    closure.states.push(*self.state_of.get_mut(id.as_usize())?.get_or_insert_with(|| {
                        states.push(Steps::new());
                        open.push((id, states.len() - 1));
                        states.len() - 1
                    }));
                }
                State::Look { next, .. } | State::Capture { next, .. } => stack.push(*next),
                State::Union { alternates } => stack.extend(alternates.iter().rev().copied()),
                State::BinaryUnion { alt1, alt2 } => stack.extend([*alt2, *alt1]),
                State::Match { .. } => closure.matches = true,
                State::Fail => {}
            }
        }
        self.graph.closures.push(closure);
        let index = self.graph.closures.len() - 1;
        *self.closure_of.get_mut(from.as_usize())? = Some(index);
        (self.work <= MOST_STEPS).then_some(index)
    }

    /// The steps of all states that a match can go through. What they lead to may be states that were not met before.
    fn steps(&mut self) -> Option<()> {
        while let Some((id, at)) = self.open.pop() {
            let ranges: Vec<_> = match self.nfa.state(id) {
                State::ByteRange { trans } => vec![(trans.start, trans.end, trans.next)],
                State::Sparse(sparse) => sparse.transitions.iter().map(|t| (t.start, t.end, t.next)).collect(),
                State::Dense(dense) => {
                    let step = |byte: u8| dense.matches_byte(byte).map(|next| (byte, byte, next));
                    (0..=u8::MAX).filter_map(step).collect()
                }
                _ => Vec::new(),
            };
            let mut steps = Steps::new();
            for (from, to, next) in ranges {
                steps.push((from, to, self.closure(next)?));
            }
            *self.graph.states.get_mut(at)? = steps;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn behind_of(text: &str, keywords: &[&str]) -> Option<Vec<Behind>> {
        behind(text, &keywords.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn labels_are_followed_by_their_signs() {
        let behind = behind_of(r"(?i)\b(?:patient|client)s?[ \t]{0,2}[:=] ?[a-z]+", &["patient", "client"]).unwrap();
        // Each place is looked at by itself: behind a space there may be a colon, and behind a colon an `i`.
        for (rest, expected) in [
            (": x", true),
            (" :a", true),
            ("s: a", true),
            ("  = x", true),
            (" (x", false),
            (" is", true),
            ("is", false),
            (", x", false),
            ("s", false),
            ("", false),
        ] {
            assert!(behind.iter().all(|one| one.allows(rest.as_bytes()) == expected), "{rest:?}");
        }
    }

    #[test]
    fn a_match_may_end_behind_a_keyword() {
        let behind = behind_of("[a-z]+ street(?: [0-9])?", &["street"]).unwrap();
        assert!(behind[0].allows(b"") && behind[0].allows(b"!!"));
    }

    #[test]
    fn what_is_only_near_a_match_says_nothing() {
        assert_eq!(behind_of(r"(?:login )?\d{4}", &["login"]), None);
        assert_eq!(behind_of(r"(?:log|sign)in \d{4}", &["login"]), None);
        assert!(behind_of(r"(?:log|sign)in \d{4}", &["gin", "nin "]).is_some());
    }

    proptest! {
        #[test]
        fn what_stands_behind_the_first_keyword_of_a_match_is_allowed(text in "[abAB: 1]{0,40}") {
            for (pattern, keywords) in [
                (r"(?i)ab?a ?:[ 1]{1,2}b", vec!["a:", "a :"]),
                (r"(?:ab|ba){1,3}[: ]+1", vec!["ab", "ba"]),
                (r"a[ab ]*: ?(?:1|b1|)", vec![":"]),
                (r"(?:b:|a)1?a", vec!["a", "b:"]),
                (r"[ab1 ]*(?i)ab[: ]+[ab1]+", vec!["ab:", "b "]),
            ] {
                let Some(behind) = behind_of(pattern, &keywords) else { continue };
                for found in regex::Regex::new(pattern).unwrap().find_iter(&text) {
                    let lower = found.as_str().to_ascii_lowercase();
                    let ends = keywords.iter().map(|keyword| lower.find(keyword).map(|at| at + keyword.len()));
                    let first = ends.clone().flatten().min().unwrap();
                    for (_, behind) in ends.zip(&behind).filter(|(end, _)| *end == Some(first)) {
                        prop_assert!(behind.allows(&text.as_bytes()[found.start() + first..]), "{pattern} {text:?}");
                    }
                }
            }
        }
    }
}
