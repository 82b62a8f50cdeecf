//! Which regions of a text each rule could match in: the only code that looks at every byte.

use std::collections::BTreeMap;

use super::Error;
use super::byte_set::ByteSet;
use super::compiled::{CompiledRule, Demand};
use super::edge::Edges;
use super::group::{Group, digit_groups};
use super::keyword::{Keyword, Keywords};
use super::name::{self, Found, Lexicon};
use super::region::has_row;
use super::scratch::Scratch;
use super::shape::Graph;
use super::words::REACH;
use crate::rules::Trigger;

/// The prefilters of all rules together.
#[derive(Debug)]
pub(super) struct Triggers {
    bytes: Vec<ByteTrigger>,
    keywords: Keywords,
    /// Those of them that a line break begins or ends.
    edges: Edges,
    /// By keyword: what it says to which rules.
    keyword_rules: Vec<Vec<Call>>,
    /// By rule: whether it is tried only near a word for its values, and whether nothing else says where.
    needs_context: Vec<Need>,
    groups: Vec<Group>,
    /// Most bytes between digits of one value, and fewest digits, of all groups.
    gap: usize,
    fewest: usize,
    everywhere: Vec<usize>,
    /// Rules that are tried where names may stand, and at which of them.
    names: Vec<(usize, Found)>,
}

/// How much a rule needs a word for its values nearby.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It does not.
    None,
    /// It is tried only there, and only where its values may be.
    Near,
    /// It is tried wherever there is one.
    Alone,
}

/// What a keyword says to rules.
#[derive(Debug, Clone)]
enum Call {
    /// Try the pattern as far as this from the keyword, which is so and so many of the rule's, if what every match holds is there.
    Try { rule: usize, keyword: usize, reach: usize, demand: Demand },
    /// The keyword, between these words, speaks for values of the rules nearby, perhaps only if it is a whole word.
    Context { whole: bool, before: Vec<Box<str>>, after: Vec<Box<str>>, rules: Vec<usize> },
}

/// A single byte that triggers rules where its neighbours fit them.
#[derive(Debug)]
struct ByteTrigger {
    byte: u8,
    rules: Vec<ByteRule>,
}

/// A rule that a single byte triggers.
#[derive(Debug)]
struct ByteRule {
    rule: usize,
    reach: usize,
    /// Every byte of a match is one of these.
    alphabet: ByteSet,
    neighbours: Vec<(ByteSet, ByteSet)>,
    /// The bytes that trigger the rule, and fewest of them in a match.
    triggers: ByteSet,
    fewest: usize,
}

impl Triggers {
    /// Builds the prefilters; `patterns` are the patterns of `rules`.
    pub(super) fn new(rules: &[CompiledRule], patterns: &[&str]) -> Result<Self, Error> {
        let mut bytes: BTreeMap<u8, ByteTrigger> = BTreeMap::new();
        let mut words: BTreeMap<String, Vec<Call>> = BTreeMap::new();
        for (index, (rule, text)) in rules.iter().zip(patterns).enumerate() {
            for (nth, keyword) in rule.keywords.iter().enumerate() {
                if let [byte] = keyword.as_bytes() {
                    let trigger = bytes.entry(*byte).or_insert_with(|| ByteTrigger { byte: *byte, rules: Vec::new() });
                    trigger.rules.extend(ByteRule::new(index, rule, text, *byte));
                } else {
                    let call = Call::Try { rule: index, keyword: nth, reach: rule.reach, demand: rule.demand };
                    words.entry(keyword.clone()).or_default().push(call);
                }
            }
        }
        let groups = digit_groups(rules, patterns)?;
        for (word, phrases) in context_words(rules) {
            let calls = phrases.into_iter().map(|((whole, before, after), rules)| Call::Context {
                whole,
                before,
                after,
                rules,
            });
            words.entry(word).or_default().extend(calls);
        }
        let need = |rule: &CompiledRule| match (rule.needs_context, &rule.gate) {
            (false, _) => Need::None,
            (true, Some(_)) => Need::Near,
            (true, None) => Need::Alone,
        };
        Ok(Self {
            bytes: bytes.into_values().collect(),
            keywords: Keywords::new(words.iter().map(|(literal, calls)| Keyword {
                literal,
                whole: calls.iter().all(|call| matches!(call, Call::Context { whole: true, .. })),
            }))?,
            edges: Edges::new(words.keys().map(String::as_str)),
            keyword_rules: words.into_values().collect(),
            needs_context: rules.iter().map(need).collect(),
            gap: groups.iter().map(|group| group.gate().gap()).max().unwrap_or(0),
            fewest: groups.iter().map(|group| group.gate().fewest()).min().unwrap_or(1),
            groups,
            everywhere: rules
                .iter()
                .enumerate()
                .filter(|(_, rule)| rule.keywords.is_empty() && rule.gate.is_none() && !rule.needs_context)
                .filter(|(_, rule)| rule.trigger.is_none())
                .map(|(index, _)| index)
                .collect(),
            names: rules
                .iter()
                .enumerate()
                .filter_map(|(index, rule)| match rule.trigger? {
                    Trigger::NameRuns => Some((index, Found::Run)),
                    Trigger::KnownNames => Some((index, Found::Name)),
                    Trigger::Established => None,
                })
                .collect(),
        })
    }

    /// Working memory for the groups.
    pub(super) fn scratch(&self, rules: usize) -> Scratch {
        Scratch::new(rules, self.groups.iter().map(Group::cache))
    }

    /// Marks the regions of a text. The field's name speaks for the values of the rules in `spoken`.
    pub(super) fn mark(
        &self,
        rules: &[CompiledRule],
        text: &str,
        names: &Lexicon,
        spoken: &[usize],
        scratch: &mut Scratch,
    ) {
        let bytes = text.as_bytes();
        scratch.clear_zones();
        if !self.names.is_empty() {
            name::scan(text, names, |found, start, end| {
                let fits = |(_, what): &&(usize, Found)| *what == found;
                for (rule, _) in self.names.iter().filter(fits) {
                    // One byte more, so that a match that fills the run is not looked at again.
                    scratch.add_region(*rule, start, (end + 1).min(bytes.len()));
                }
            });
        }
        for trigger in &self.bytes {
            trigger.mark(bytes, scratch);
        }
        for rule in spoken.iter().filter(|rule| self.needs_context.get(**rule).is_some_and(|need| *need != Need::None))
        {
            scratch.add_zone(*rule, 0, bytes.len());
        }
        let mut runs = std::mem::take(&mut scratch.runs);
        let mut hits = std::mem::take(&mut scratch.hits);
        hits.clear();
        self.keywords
            .find(bytes, &mut runs, &mut scratch.buffers, |keyword, start, end| hits.push((keyword, start, end)));
        scratch.runs = runs;
        self.edges.find(bytes, |keyword, start, end| hits.push((keyword, start, end)));
        for (keyword, start, end) in &hits {
            for call in self.keyword_rules.get(*keyword).into_iter().flatten() {
                call.answer(rules, bytes, *start, *end, scratch);
            }
        }
        scratch.hits = hits;
        scratch.settle_zones(|rule| self.needs_context.get(rule) == Some(&Need::Alone));
        scratch.nearby.look(bytes, &scratch.runs.digits, self.gap, self.fewest);
        for (index, group) in self.groups.iter().enumerate() {
            group.mark(index, bytes, scratch);
        }
        for rule in &self.everywhere {
            scratch.add_region(*rule, 0, bytes.len());
        }
    }
}

/// How a literal of the context speaks: whether as a whole word only, and the words that must stand before and after it.
type Surroundings = (bool, Vec<Box<str>>, Vec<Box<str>>);

/// The words that speak for values of the rules that need one: by literal, how it speaks for which rules.
fn context_words(rules: &[CompiledRule]) -> BTreeMap<String, BTreeMap<Surroundings, Vec<usize>>> {
    let mut words: BTreeMap<String, BTreeMap<Surroundings, Vec<usize>>> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.needs_context) {
        for trigger in rule.context.triggers() {
            let surroundings = words.entry(trigger.literal.clone()).or_default();
            let around = (trigger.whole, trigger.before.clone(), trigger.after.clone());
            surroundings.entry(around).or_default().push(index);
        }
    }
    words
}

impl Call {
    fn answer(&self, rules: &[CompiledRule], bytes: &[u8], start: usize, end: usize, scratch: &mut Scratch) {
        match self {
            Self::Try { rule, keyword, reach, demand } => {
                let rest = bytes.get(end..).unwrap_or_default();
                if !rules.get(*rule).is_some_and(|rule| rule.may_be_followed(*keyword, rest)) {
                    return;
                }
                let (from, to) = (start.saturating_sub(*reach), (end + reach).min(bytes.len()));
                let digits = demand.digits == 0 || scratch.runs.digits.has(demand.digits, from, to);
                if digits && bytes.get(from..to).is_some_and(|region| has_row(region, demand.row)) {
                    scratch.add_region(*rule, from, to);
                }
            }
            Self::Context { whole, before, after, rules: spoken } => {
                let (head, tail) = (bytes.get(..start).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
                let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
                let alone = !whole || (!letter(head.last()) && !letter(tail.first()));
                if alone && may_follow(tail, after) && may_precede(head, before) {
                    for rule in spoken {
                        scratch.add_zone(*rule, start.saturating_sub(REACH), (end + REACH).min(bytes.len()));
                    }
                }
            }
        }
    }
}

/// Whether the words may be the next ones of a text. What lies beyond ASCII is not looked at here, so it may be.
fn may_follow(mut tail: &[u8], words: &[Box<str>]) -> bool {
    for word in words {
        let gap = tail.iter().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).unwrap_or(tail.len());
        tail = tail.get(gap..).unwrap_or_default();
        if !word.is_ascii() || tail.first().is_some_and(|byte| !byte.is_ascii()) {
            return true;
        }
        let Some((next, rest)) = tail.split_at_checked(word.len()) else { return false };
        if !next.eq_ignore_ascii_case(word.as_bytes()) || rest.first().is_some_and(u8::is_ascii_alphanumeric) {
            return false;
        }
        tail = rest;
    }
    true
}

/// Whether the words may be the last ones of a text, likewise.
fn may_precede(mut head: &[u8], words: &[Box<str>]) -> bool {
    for word in words.iter().rev() {
        let end = head.iter().rposition(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).map_or(0, |at| at + 1);
        head = head.get(..end).unwrap_or_default();
        if !word.is_ascii() || head.last().is_some_and(|byte| !byte.is_ascii()) {
            return true;
        }
        let Some(start) = head.len().checked_sub(word.len()) else { return false };
        let (rest, last) = head.split_at(start);
        if !last.eq_ignore_ascii_case(word.as_bytes()) || rest.last().is_some_and(u8::is_ascii_alphanumeric) {
            return false;
        }
        head = rest;
    }
    true
}

impl ByteTrigger {
    fn mark(&self, bytes: &[u8], scratch: &mut Scratch) {
        for rule in &self.rules {
            if let Some(passed) = scratch.passed_over.get_mut(rule.rule) {
                *passed = 0..0;
            }
        }
        for at in memchr::memchr_iter(self.byte, bytes) {
            // Beyond the text's edges nothing can be part of a match; only a match's own edge fits there.
            let edge = 0xFF;
            let before = at.checked_sub(1).and_then(|index| bytes.get(index)).copied().unwrap_or(edge);
            let after = bytes.get(at + 1).copied().unwrap_or(edge);
            for rule in &self.rules {
                if rule.neighbours.iter().any(|(left, right)| left.contains(before) && right.contains(after)) {
                    rule.mark(bytes, at, scratch);
                }
            }
        }
    }
}

impl ByteRule {
    fn new(index: usize, rule: &CompiledRule, text: &str, byte: u8) -> Option<Self> {
        let graph = Graph::new(text)?;
        let mut triggers = ByteSet::EMPTY;
        let mut only_bytes = true;
        for keyword in &rule.keywords {
            match keyword.as_bytes() {
                [byte] => triggers.insert(*byte),
                _ => only_bytes = false,
            }
        }
        let fewest = if only_bytes { rule.fewest(&triggers) } else { 0 };
        let (alphabet, neighbours) = (graph.alphabet(), graph.neighbours(byte));
        Some(Self { rule: index, reach: rule.reach, alphabet, neighbours, triggers, fewest })
    }

    /// Adds the region around the trigger at `at`, unless too few triggers are in it for a match.
    fn mark(&self, bytes: &[u8], at: usize, scratch: &mut Scratch) {
        if scratch.passed_over.get(self.rule).is_some_and(|passed| passed.contains(&at)) {
            return;
        }
        let done = scratch.regions.get(self.rule).and_then(|regions| regions.end_around(at));
        let (start, end) = self.around(bytes, at, done);
        if done.is_none() && self.fewest > 1 {
            let run = bytes.get(start..end).unwrap_or_default();
            if run.iter().filter(|byte| self.triggers.contains(**byte)).take(self.fewest).count() < self.fewest {
                // A run that the alphabet ends, not the reach, is the same seen from the other triggers in it.
                let whole = at - start < self.reach && end - at <= self.reach;
                if let (true, Some(passed)) = (whole, scratch.passed_over.get_mut(self.rule)) {
                    *passed = start..end;
                }
                return;
            }
        }
        scratch.add_region(self.rule, start, end);
    }

    /// The run of bytes around `at` that can be in one match. `done` is the end of the region that holds `at` already, if one
    /// does: then only what lies behind it is looked at, so that a row of triggers costs each byte but once.
    fn around(&self, bytes: &[u8], at: usize, done: Option<usize>) -> (usize, usize) {
        let fits = |byte: &&u8| self.alphabet.contains(**byte);
        let floor = if done.is_some() { at } else { at.saturating_sub(self.reach) };
        let left = bytes.get(floor..at).unwrap_or_default().iter().rev().take_while(fits).count();
        let from = done.unwrap_or(at + 1);
        let ceiling = (at + 1 + self.reach).min(bytes.len());
        let right = bytes.get(from..ceiling).unwrap_or_default().iter().take_while(fits).count();
        (at - left, from + right)
    }
}
