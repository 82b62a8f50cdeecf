//! Facts about a pattern that hold for every match of it, derived once when the engine is compiled.
//!
//! Each fact errs on the side of "may match": a prefilter built on it can let too much through, never too little.

use regex_automata::nfa::thompson::{Compiler, Config, NFA, State, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::rules::pattern;

/// A set of byte values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ByteSet([bool; 256]);

impl ByteSet {
    const EMPTY: Self = Self([false; 256]);
    const FULL: Self = Self([true; 256]);

    fn insert(&mut self, byte: u8) {
        if let Some(slot) = self.0.get_mut(usize::from(byte)) {
            *slot = true;
        }
    }

    /// Adds every byte of the other set.
    pub(super) fn union(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// Whether the byte is in the set.
    pub(super) fn contains(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or(false)
    }

    fn without_digits(mut self) -> Self {
        self.0.iter_mut().skip(usize::from(b'0')).take(10).for_each(|slot| *slot = false);
        self
    }

    fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }
}

/// Fewest ASCII digits in any match.
pub(super) fn min_digits(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.iter().filter(|byte| byte.is_ascii_digit()).count(),
        HirKind::Class(class) => usize::from(only_digits(class)),
        HirKind::Repetition(repetition) => {
            min_digits(&repetition.sub).saturating_mul(usize::try_from(repetition.min).unwrap_or(usize::MAX))
        }
        HirKind::Capture(capture) => min_digits(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(min_digits).sum(),
        HirKind::Alternation(parts) => parts.iter().map(min_digits).min().unwrap_or(0),
    }
}

fn only_digits(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => class.iter().all(|range| range.start() >= '0' && range.end() <= '9'),
        Class::Bytes(class) => class.iter().all(|range| range.start() >= b'0' && range.end() <= b'9'),
    }
}

/// The pattern as a graph of states that each consume a byte.
pub(super) struct Graph {
    nfa: NFA,
    /// The states a match can go through.
    states: Vec<StateID>,
    /// For each state, the bytes that may stand right before it consumes one.
    before: Vec<ByteSet>,
}

impl Graph {
    /// Builds the graph of a pattern; `None` if it does not compile.
    pub(super) fn new(text: &str) -> Option<Self> {
        let config = Config::new().utf8(false).which_captures(WhichCaptures::None);
        let nfa = Compiler::new().configure(config).syntax(pattern::syntax()).build(text).ok()?;
        let mut graph = Self { before: vec![ByteSet::EMPTY; nfa.states().len()], states: Vec::new(), nfa };
        graph.states = graph.reachable();
        graph.mark(graph.nfa.start_anchored(), &ByteSet::FULL);
        for id in graph.states.clone() {
            for (bytes, next) in graph.steps(id) {
                graph.mark(next, &bytes);
            }
        }
        Some(graph)
    }

    fn reachable(&self) -> Vec<StateID> {
        let mut states = self.closure(self.nfa.start_anchored()).states;
        let mut done = 0;
        while let Some(id) = states.get(done).copied() {
            for (_, next) in self.steps(id) {
                let new = self.closure(next).states;
                states.extend(new.into_iter().filter(|state| !states.contains(state)).collect::<Vec<_>>());
            }
            done += 1;
        }
        states
    }

    fn mark(&mut self, from: StateID, bytes: &ByteSet) {
        for id in self.closure(from).states {
            if let Some(set) = self.before.get_mut(id.as_usize()) {
                set.union(bytes);
            }
        }
    }

    /// Pairs of byte sets: wherever `byte` stands in a match, one pair holds the byte before it and the byte after it. At
    /// either edge of a match any byte can stand.
    pub(super) fn neighbours(&self, byte: u8) -> Vec<(ByteSet, ByteSet)> {
        let mut pairs = Vec::new();
        for id in &self.states {
            let Some(before) = self.before.get(id.as_usize()) else { continue };
            for (_, next) in self.steps(*id).into_iter().filter(|(bytes, _)| bytes.contains(byte)) {
                let after = self.closure(next);
                let mut following = if after.matches { ByteSet::FULL } else { ByteSet::EMPTY };
                for id in after.states {
                    self.steps(id).iter().for_each(|(bytes, _)| following.union(bytes));
                }
                if !pairs.contains(&(*before, following)) {
                    pairs.push((*before, following));
                }
            }
        }
        pairs
    }

    /// How many bytes can stand before the first digit of a match, up to `limit`, and which byte can stand right before it
    /// (any, if a match can begin with a digit).
    pub(super) fn lead(&self, limit: usize) -> (usize, ByteSet) {
        let mut current = self.closure(self.nfa.start_anchored()).states;
        let mut direct = ByteSet::EMPTY;
        let mut longest = 0;
        // What precedes each state of `current`, without a digit so far.
        let mut previous = vec![ByteSet::FULL; current.len()];
        for distance in 0..=limit {
            let mut next: Vec<StateID> = Vec::new();
            let mut next_previous: Vec<ByteSet> = Vec::new();
            for (id, before) in current.iter().zip(&previous) {
                for (bytes, target) in self.steps(*id) {
                    if (b'0'..=b'9').any(|digit| bytes.contains(digit)) {
                        direct.union(before);
                        longest = distance;
                    }
                    let others = bytes.without_digits();
                    if others.is_empty() {
                        continue;
                    }
                    for state in self.closure(target).states {
                        if let Some(place) = next.iter().position(|known| *known == state) {
                            next_previous.iter_mut().skip(place).take(1).for_each(|set| set.union(&others));
                        } else {
                            next.push(state);
                            next_previous.push(others);
                        }
                    }
                }
            }
            if next.is_empty() {
                return (longest, direct);
            }
            (current, previous) = (next, next_previous);
        }
        (limit, direct)
    }

    /// The bytes a state consumes, with the state each leads to.
    fn steps(&self, id: StateID) -> Vec<(ByteSet, StateID)> {
        let mut steps = Vec::new();
        let mut push = |from: u8, to: u8, next: StateID| {
            let mut set = ByteSet::EMPTY;
            (from..=to).for_each(|byte| set.insert(byte));
            steps.push((set, next));
        };
        match self.nfa.state(id) {
            State::ByteRange { trans } => push(trans.start, trans.end, trans.next),
            State::Sparse(sparse) => sparse.transitions.iter().for_each(|t| push(t.start, t.end, t.next)),
            State::Dense(dense) => {
                for byte in 0..=u8::MAX {
                    dense.matches_byte(byte).into_iter().for_each(|next| push(byte, byte, next));
                }
            }
            _ => {}
        }
        steps
    }

    /// The byte-consuming states that can be reached without consuming a byte, and whether a match can be.
    fn closure(&self, from: StateID) -> Closure {
        let mut closure = Closure { states: Vec::new(), matches: false };
        let mut seen = vec![false; self.nfa.states().len()];
        let mut stack = vec![from];
        while let Some(id) = stack.pop() {
            match seen.get_mut(id.as_usize()) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            match self.nfa.state(id) {
                State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) => closure.states.push(id),
                State::Look { next, .. } | State::Capture { next, .. } => stack.push(*next),
                State::Union { alternates } => stack.extend(alternates.iter().copied()),
                State::BinaryUnion { alt1, alt2 } => stack.extend([*alt1, *alt2]),
                State::Match { .. } => closure.matches = true,
                State::Fail => {}
            }
        }
        closure
    }
}

struct Closure {
    states: Vec<StateID>,
    matches: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hir(text: &str) -> Hir {
        regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(text).unwrap()
    }

    #[test]
    fn digits_are_counted_at_their_fewest() {
        for (text, digits) in [
            (r"\b\d{3}-\d{2}-\d{4}\b", 9),
            (r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", 2),
            (r"(?:\d|x)\d?", 0),
            (r"1(?:2|34)+", 2),
            (r"[0-9a-f]{4}", 0),
        ] {
            assert_eq!(min_digits(&hir(text)), digits, "{text}");
        }
    }

    #[test]
    fn lead_is_what_stands_before_the_first_digit() {
        let (length, bytes) = Graph::new(r"\b[A-Z]{2}\d{2}").unwrap().lead(40);
        assert_eq!((length, bytes.contains(b'Q'), bytes.contains(b' ')), (2, true, false));
        let (length, bytes) = Graph::new(r"\+? ?\d").unwrap().lead(40);
        assert_eq!((length, bytes.contains(b'z')), (2, true));
        assert_eq!(Graph::new(r"x+\d").unwrap().lead(40).0, 40);
    }

    #[test]
    fn neighbours_are_what_stands_beside_a_byte() {
        let graph = Graph::new(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}").unwrap();
        let fits = |before, after| graph.neighbours(b':').iter().any(|(b, a)| b.contains(before) && a.contains(after));
        assert!(fits(b'a', b'0'));
        assert!(!fits(b'e', b' '));
        assert!(!fits(b'x', b'0'));
        let open = Graph::new(r"a:").unwrap();
        assert!(open.neighbours(b':').iter().all(|(_, after)| after.contains(b' ')));
    }
}
