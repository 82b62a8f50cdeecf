//! Facts about a pattern that hold for every match of it, derived once when the engine is compiled.
//!
//! Each fact errs on the side of "may match": a prefilter built on it can let too much through, never too little.

use regex_automata::nfa::thompson::{Compiler, Config, NFA, State, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::byte_set::ByteSet;
use crate::rules::pattern;

/// Fewest bytes of a set, all ASCII, in any match.
pub(super) fn fewest(hir: &Hir, set: &ByteSet) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.iter().filter(|byte| set.contains(**byte)).count(),
        HirKind::Class(class) => usize::from(lies_in(class, set)),
        HirKind::Repetition(repetition) => {
            fewest(&repetition.sub, set).saturating_mul(usize::try_from(repetition.min).unwrap_or(usize::MAX))
        }
        HirKind::Capture(capture) => fewest(&capture.sub, set),
        HirKind::Concat(parts) => parts.iter().map(|part| fewest(part, set)).sum(),
        HirKind::Alternation(parts) => parts.iter().map(|part| fewest(part, set)).min().unwrap_or(0),
    }
}

/// Whether a pattern has a capture group of this name.
pub(super) fn has_group(hir: &Hir, name: &str) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Class(_) => false,
        HirKind::Repetition(repetition) => has_group(&repetition.sub, name),
        HirKind::Capture(capture) => capture.name.as_deref() == Some(name) || has_group(&capture.sub, name),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(|part| has_group(part, name)),
    }
}

/// How many states the automaton of a pattern has, at most: each byte, each range of a class and each operator is one or two, as often
/// as it is repeated.
pub(super) fn size(hir: &Hir) -> usize {
    let sum = |parts: &[Hir]| parts.iter().map(size).fold(2, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Bytes(class)) => 1 + class.ranges().len(),
        // A range of characters is a few sequences of up to four bytes.
        HirKind::Class(Class::Unicode(class)) => 1 + 32 * class.ranges().len(),
        HirKind::Repetition(repetition) => {
            let times =
                usize::try_from(repetition.max.unwrap_or(repetition.min.saturating_add(1))).unwrap_or(usize::MAX);
            size(&repetition.sub).saturating_add(2).saturating_mul(times.max(1))
        }
        HirKind::Capture(capture) => size(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => sum(parts),
    }
}

/// The longest row of bytes that is in every match and holds no ASCII white space.
pub(super) fn longest_row(hir: &Hir) -> usize {
    Rows::of(hir, Row::Graphic).best
}

/// The longest row of ASCII letters and digits that is in every match.
pub(super) fn longest_word(hir: &Hir) -> usize {
    Rows::of(hir, Row::Word).best
}

/// The most bytes of a text of which a match is the whole; `None` if a match may be part of a text, or of any length.
pub(super) fn longest_whole(hir: &Hir) -> Option<usize> {
    let properties = hir.properties();
    let whole = properties.look_set_prefix().contains(Look::Start) && properties.look_set_suffix().contains(Look::End);
    properties.maximum_len().filter(|_| whole)
}

/// What the bytes of a row are.
#[derive(Debug, Clone, Copy)]
enum Row {
    /// No ASCII white space.
    Graphic,
    /// ASCII letters and digits.
    Word,
}

impl Row {
    fn holds(self, byte: u8) -> bool {
        match self {
            Self::Graphic => !byte.is_ascii_whitespace(),
            Self::Word => byte.is_ascii_alphanumeric(),
        }
    }

    fn holds_all(self, class: &Class) -> bool {
        let all = |first: u8, last: u8| (first..=last).all(|byte| self.holds(byte));
        match class {
            Class::Bytes(class) => class.iter().all(|range| all(range.start(), range.end())),
            Class::Unicode(class) => class.iter().all(|range| {
                // Beyond ASCII there is no white space that counts here, and no letter.
                let last = u8::try_from(range.end()).ok().filter(u8::is_ascii);
                let first = u8::try_from(range.start()).unwrap_or(u8::MAX);
                all(first, last.unwrap_or(0x7F)) && (last.is_some() || matches!(self, Self::Graphic))
            }),
        }
    }
}

/// Rows of such bytes that every match of a part of a pattern has.
#[derive(Debug, Clone, Copy, Default)]
struct Rows {
    /// The length of the shortest match, if there is no white space in any.
    all: Option<usize>,
    /// At its start, anywhere, at its end.
    first: usize,
    best: usize,
    last: usize,
}

impl Rows {
    fn of(hir: &Hir, row: Row) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::whole(0),
            HirKind::Literal(literal) => {
                let parts =
                    literal.0.iter().map(|byte| if row.holds(*byte) { Self::whole(1) } else { Self::default() });
                parts.fold(Self::whole(0), Self::then)
            }
            HirKind::Class(class) if row.holds_all(class) => Self::whole(1),
            HirKind::Class(_) => Self::default(),
            HirKind::Repetition(repetition) => {
                let least = usize::try_from(repetition.min).unwrap_or(usize::MAX);
                let sub = Self::of(&repetition.sub, row);
                match sub.all {
                    Some(length) => Self::whole(length.saturating_mul(least)),
                    None if least > 0 => sub,
                    None => Self::default(),
                }
            }
            HirKind::Capture(capture) => Self::of(&capture.sub, row),
            HirKind::Concat(parts) => parts.iter().map(|part| Self::of(part, row)).fold(Self::whole(0), Self::then),
            HirKind::Alternation(parts) => {
                parts.iter().map(|part| Self::of(part, row)).reduce(Self::or).unwrap_or_default()
            }
        }
    }

    fn whole(length: usize) -> Self {
        Self { all: Some(length), first: length, best: length, last: length }
    }

    fn then(self, next: Self) -> Self {
        Self {
            all: self.all.zip(next.all).map(|(a, b)| a.saturating_add(b)),
            first: self.all.map_or(self.first, |length| length.saturating_add(next.first)),
            best: self.best.max(next.best).max(self.last.saturating_add(next.first)),
            last: next.all.map_or(next.last, |length| length.saturating_add(self.last)),
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            all: self.all.zip(other.all).map(|(a, b)| a.min(b)),
            first: self.first.min(other.first),
            best: self.best.min(other.best),
            last: self.last.min(other.last),
        }
    }
}

fn lies_in(class: &Class, set: &ByteSet) -> bool {
    let holds = |character: char| u8::try_from(character).is_ok_and(|byte| byte.is_ascii() && set.contains(byte));
    match class {
        // A range beyond ASCII ends the check at its first character.
        Class::Unicode(class) => class.iter().all(|range| (range.start()..=range.end()).all(holds)),
        Class::Bytes(class) => class.iter().all(|range| (range.start()..=range.end()).all(|byte| set.contains(byte))),
    }
}

/// Every byte that can be in a match.
pub(super) fn alphabet(hir: &Hir) -> ByteSet {
    let mut set = ByteSet::EMPTY;
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => literal.0.iter().for_each(|byte| set.insert(*byte)),
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().flat_map(|range| range.start()..=range.end()).for_each(|byte| set.insert(byte));
        }
        // Characters beyond ASCII are several bytes; patterns are of bytes, so there should be none.
        HirKind::Class(Class::Unicode(class)) if class.is_ascii() => {
            let bytes = class
                .iter()
                .filter_map(|range| Some(u8::try_from(range.start()).ok()?..=u8::try_from(range.end()).ok()?));
            bytes.flatten().for_each(|byte| set.insert(byte));
        }
        HirKind::Class(Class::Unicode(_)) => return ByteSet::FULL,
        HirKind::Repetition(repetition) => return alphabet(&repetition.sub),
        HirKind::Capture(capture) => return alphabet(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| set.union(&alphabet(part)));
        }
    }
    set
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

    /// Every byte that can be in a match: where another one stands, no match goes on.
    pub(super) fn alphabet(&self) -> ByteSet {
        let mut alphabet = ByteSet::EMPTY;
        self.states.iter().flat_map(|id| self.steps(*id)).for_each(|(bytes, _)| alphabet.union(&bytes));
        alphabet
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

    /// Where digits stand in a match, with distances up to `limit` bytes.
    pub(super) fn digits(&self, limit: usize) -> Digits {
        let start = self.closure(self.nfa.start_anchored()).states;
        let first = self.stretch(start.into_iter().map(|state| (state, ByteSet::FULL)).collect(), limit);
        let is_digit = |(bytes, _): &(ByteSet, StateID)| (b'0'..=b'9').any(|digit| bytes.contains(digit));
        let mut after: Vec<(StateID, ByteSet)> = Vec::new();
        for (_, next) in self.states.iter().flat_map(|id| self.steps(*id)).filter(is_digit) {
            for state in self.closure(next).states {
                if !after.iter().any(|(known, _)| *known == state) {
                    after.push((state, ByteSet::FULL));
                }
            }
        }
        let next = self.stretch(after, limit);
        let (gap, between, tail) = (next.to_digit, next.passed, next.to_match);
        Digits { lead: first.to_digit, before: first.before, gap, between, tail }
    }

    /// Follows the bytes that are no digits from some states, each with what stands before it.
    fn stretch(&self, from: Vec<(StateID, ByteSet)>, limit: usize) -> Stretch {
        let mut stretch = Stretch { to_digit: 0, to_match: 0, before: ByteSet::EMPTY, passed: ByteSet::EMPTY };
        let mut current = from;
        for distance in 0..=limit {
            let mut next: Vec<(StateID, ByteSet)> = Vec::new();
            for (id, before) in &current {
                for (bytes, target) in self.steps(*id) {
                    if (b'0'..=b'9').any(|digit| bytes.contains(digit)) {
                        stretch.before.union(before);
                        stretch.to_digit = distance;
                    }
                    let others = bytes.without_digits();
                    if others.is_empty() {
                        continue;
                    }
                    stretch.passed.union(&others);
                    let closure = self.closure(target);
                    if closure.matches {
                        stretch.to_match = distance + 1;
                    }
                    for state in closure.states {
                        match next.iter_mut().find(|(known, _)| *known == state) {
                            Some((_, set)) => set.union(&others),
                            None => next.push((state, others)),
                        }
                    }
                }
            }
            if next.is_empty() {
                return stretch;
            }
            current = next;
        }
        Stretch { to_digit: limit, to_match: limit, ..stretch }
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

/// Where digits stand in the matches of a pattern. Lengths in bytes, at their longest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Digits {
    /// Before the first digit.
    pub(super) lead: usize,
    /// What may stand right before the first digit; anything, if a match can begin with one.
    pub(super) before: ByteSet,
    /// Between two digits.
    pub(super) gap: usize,
    /// What may stand between two digits or after the last one.
    pub(super) between: ByteSet,
    /// After the last digit.
    pub(super) tail: usize,
}

/// What [`Graph::stretch`] found.
struct Stretch {
    to_digit: usize,
    to_match: usize,
    before: ByteSet,
    passed: ByteSet,
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
    fn groups_are_known_by_name() {
        assert!(has_group(&hir("a(?:b(?P<value>c)?|d)"), "value") && !has_group(&hir("(?P<values>c)(d)"), "value"));
    }

    #[test]
    fn a_pattern_is_no_larger_than_its_size() {
        for text in
            ["a[0-9]{2}|bc", r"(?i:key)\s*=\s*(?P<value>[^;]+)", r"(?:a{2,9}b?){3,}", "(?:|a|bc*){0,40}", r"\b\w+\z"]
        {
            let states = Graph::new(text).unwrap().nfa.states().len();
            // A few states more are there for every pattern: the start, the match, and what looks for a start.
            assert!(size(&hir(text)) + 8 >= states, "{text}: {} {states}", size(&hir(text)));
        }
        assert!(size(&hir("(?:[a-c]{1000}){1000}")) > 1_000_000);
    }

    #[test]
    fn the_alphabet_is_the_graphs() {
        for text in ["a[0-9]{2}|bc", r"(?i:key)\s*=\s*(?P<value>[^;]+)", r"\xC5\x82|\bx{2,}", "."] {
            assert_eq!(alphabet(&hir(text)), Graph::new(text).unwrap().alphabet(), "{text}");
        }
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
            assert_eq!(fewest(&hir(text), &ByteSet::digits()), digits, "{text}");
        }
    }

    #[test]
    fn rows_are_in_every_match() {
        for (text, row) in [
            (r"ghp_[0-9A-Za-z]{36}", 40),
            (r"(?:a b|cde) ?f{3,}", 3),
            (r"key\s*=\s*[a-f]{8}", 8),
            (r"x{2}(?:y z)+w{3}", 4),
            (r"x(?:y z)*w", 1),
            (r".{20}", 0),
            (r"[^ ]{20}", 0),
        ] {
            assert_eq!(longest_row(&hir(text)), row, "{text}");
        }
    }

    #[test]
    fn words_are_in_every_match() {
        for (text, word) in [
            (r"\b[A-HJ-NPR-Z0-9]{17}\b", 17),
            (r"ghp_[0-9A-Za-z]{36}", 36),
            (r"[a-z-]{30}|x{40}", 0),
            (r"ab\xC3\xA9cde", 3),
        ] {
            assert_eq!(longest_word(&hir(text)), word, "{text}");
        }
    }

    #[test]
    fn a_whole_text_has_an_end() {
        for (text, most) in [
            (r"\A ?[a-z]{2,9}\z", Some(10)),
            (r"\A[a-z]{2}\z|[a-z]", None),
            (r"\A[a-z]*\z", None),
            (r"[a-z]{3}\z", None),
        ] {
            assert_eq!(longest_whole(&hir(text)), most, "{text}");
        }
    }

    #[test]
    fn distances_are_between_digits() {
        let digits = |text| Graph::new(text).unwrap().digits(40);
        let iban = digits(r"\b[A-Z]{2}\d{2}");
        assert_eq!((iban.lead, iban.before.contains(b'Q'), iban.before.contains(b' ')), (2, true, false));
        let phone = digits(r"\+? ?\d(?:[ -]{0,2}\d){6}(?: ?ext ?\d+)?\)?");
        assert_eq!((phone.lead, phone.before.contains(b'z'), phone.gap, phone.tail), (2, true, 5, 1));
        assert!(phone.between.contains(b'-') && phone.between.contains(b'x') && !phone.between.contains(b'a'));
        assert_eq!(digits(r"x+\d").lead, 40);
        assert_eq!(digits(r"\d[a-z0-9]*").tail, 40);
    }

    #[test]
    fn neighbours_are_what_stands_beside_a_byte() {
        let graph = Graph::new(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}").unwrap();
        let fits = |before, after| graph.neighbours(b':').iter().any(|(b, a)| b.contains(before) && a.contains(after));
        assert!(fits(b'a', b'0'));
        assert!(!fits(b'e', b' '));
        assert!(!fits(b'x', b'0'));
        assert!(graph.alphabet().contains(b':') && graph.alphabet().contains(b'f') && !graph.alphabet().contains(b' '));
        let open = Graph::new(r"a:").unwrap();
        assert!(open.neighbours(b':').iter().all(|(_, after)| after.contains(b' ')));
    }
}
