//! Which regions of a text each rule could match in: the only code that looks at every byte.

use std::collections::BTreeMap;

use super::Error;
use super::byte_set::ByteSet;
use super::compiled::CompiledRule;
use super::digits::{self, DigitGate};
use super::group::{Group, digit_groups};
use super::keyword::Keywords;
use super::name::{self, Found, Lexicon};
use super::scratch::Scratch;
use super::shape::Graph;
use super::words::REACH;
use crate::rules::Trigger;

/// The prefilters of all rules together.
#[derive(Debug)]
pub(super) struct Triggers {
    bytes: Vec<ByteTrigger>,
    keywords: Option<Keywords>,
    /// By keyword: what it says to which rules.
    keyword_rules: Vec<Vec<Call>>,
    /// Rules that are tried only near a word for their values, and whether nothing else says where.
    needs_context: Vec<(usize, bool)>,
    gates: Vec<DigitGate>,
    groups: Vec<Group>,
    everywhere: Vec<usize>,
    /// Rules that are tried where names may stand, and at which of them.
    names: Vec<(usize, Found)>,
}

/// What a keyword says to a rule.
#[derive(Debug, Clone, Copy)]
enum Call {
    /// Try the pattern as far as this from the keyword.
    Try { rule: usize, reach: usize },
    /// The keyword, if it is a whole word, speaks for values of the rule nearby.
    Context { rule: usize },
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
}

impl Triggers {
    /// Builds the prefilters; `patterns` are the patterns of `rules`.
    pub(super) fn new(rules: &[CompiledRule], patterns: &[&str]) -> Result<Self, Error> {
        let mut bytes: BTreeMap<u8, ByteTrigger> = BTreeMap::new();
        let mut words: BTreeMap<String, Vec<Call>> = BTreeMap::new();
        for (index, (rule, text)) in rules.iter().zip(patterns).enumerate() {
            for keyword in &rule.keywords {
                if let [byte] = keyword.as_bytes() {
                    let trigger = bytes.entry(*byte).or_insert_with(|| ByteTrigger { byte: *byte, rules: Vec::new() });
                    trigger.rules.extend(Graph::new(text).map(|graph| ByteRule {
                        rule: index,
                        reach: rule.reach,
                        alphabet: graph.alphabet(),
                        neighbours: graph.neighbours(*byte),
                    }));
                } else {
                    let call = Call::Try { rule: index, reach: rule.reach };
                    words.entry(keyword.clone()).or_default().push(call);
                }
            }
        }
        let (gates, groups) = digit_groups(rules, patterns)?;
        let needs_context: Vec<_> = rules.iter().enumerate().filter(|(_, rule)| rule.needs_context).collect();
        for (index, rule) in &needs_context {
            for word in rule.context.triggers() {
                words.entry(word).or_default().push(Call::Context { rule: *index });
            }
        }
        Ok(Self {
            bytes: bytes.into_values().collect(),
            keywords: Keywords::new(words.keys().map(String::as_str))?,
            keyword_rules: words.into_values().collect(),
            needs_context: needs_context.into_iter().map(|(index, rule)| (index, rule.gate.is_none())).collect(),
            gates,
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
        let (caches, hits) = self.groups.iter().map(Group::scratch).unzip();
        Scratch::new(rules, caches, hits)
    }

    /// Marks the regions of a text. `speaks` says whether the field's name speaks for a rule's values.
    pub(super) fn mark(&self, text: &str, names: &Lexicon, speaks: impl Fn(usize) -> bool, scratch: &mut Scratch) {
        let bytes = text.as_bytes();
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
        for (rule, _) in &self.needs_context {
            if let Some(zones) = scratch.zones.get_mut(*rule) {
                zones.clear();
            }
            if speaks(*rule) {
                scratch.add_zone(*rule, 0, bytes.len());
            }
        }
        if let Some(keywords) = &self.keywords {
            keywords.find(bytes, |keyword, start, end| {
                for call in self.keyword_rules.get(keyword).into_iter().flatten() {
                    call.answer(bytes, start, end, scratch);
                }
            });
        }
        for (rule, alone) in &self.needs_context {
            let Some(mut zones) = scratch.zones.get_mut(*rule).map(std::mem::take) else { continue };
            let settled = zones.settle();
            settled.iter().filter(|_| *alone).for_each(|(start, end)| scratch.add_region(*rule, *start, *end));
            if let Some(slot) = scratch.zones.get_mut(*rule) {
                *slot = zones;
            }
        }
        digits::scan(bytes, &self.gates, &mut scratch.group_regions);
        for (index, group) in self.groups.iter().enumerate() {
            group.mark(index, bytes, &self.needs_context, scratch);
        }
        for rule in &self.everywhere {
            scratch.add_region(*rule, 0, bytes.len());
        }
    }
}

impl Call {
    fn answer(self, bytes: &[u8], start: usize, end: usize, scratch: &mut Scratch) {
        match self {
            Self::Try { rule, reach } => {
                scratch.add_region(rule, start.saturating_sub(reach), (end + reach).min(bytes.len()));
            }
            Self::Context { rule } => {
                let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
                let before = start.checked_sub(1).and_then(|index| bytes.get(index));
                if !letter(before) && !letter(bytes.get(end)) {
                    scratch.add_zone(rule, start.saturating_sub(REACH), (end + REACH).min(bytes.len()));
                }
            }
        }
    }
}

impl ByteTrigger {
    fn mark(&self, bytes: &[u8], scratch: &mut Scratch) {
        for at in memchr::memchr_iter(self.byte, bytes) {
            // Beyond the text's edges nothing can be part of a match; only a match's own edge fits there.
            let edge = 0xFF;
            let before = at.checked_sub(1).and_then(|index| bytes.get(index)).copied().unwrap_or(edge);
            let after = bytes.get(at + 1).copied().unwrap_or(edge);
            for rule in &self.rules {
                if rule.neighbours.iter().any(|(left, right)| left.contains(before) && right.contains(after)) {
                    let done = scratch.regions.get(rule.rule).and_then(|regions| regions.end_around(at));
                    let (start, end) = rule.around(bytes, at, done);
                    scratch.add_region(rule.rule, start, end);
                }
            }
        }
    }
}

impl ByteRule {
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
