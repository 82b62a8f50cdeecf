//! Which regions of a text each rule could match in: the only code that looks at every byte.

use std::collections::BTreeMap;

use regex_automata::meta::{Builder, Config, Regex};
use regex_automata::{Input, PatternSet};

use super::Error;
use super::compiled::CompiledRule;
use super::digits::{self, DigitGate};
use super::keyword::Keywords;
use super::scratch::Scratch;
use super::shape::{ByteSet, Graph};
use crate::rules::pattern;

/// Bytes of cache for the lazy automaton of a group of rules; with the default of 2 MiB it would be rebuilt again and again.
const GROUP_CACHE: usize = 16 << 20;

/// The prefilters of all rules together.
#[derive(Debug)]
pub(super) struct Triggers {
    bytes: Vec<ByteTrigger>,
    keywords: Option<Keywords>,
    /// By keyword: the rules it triggers and their reach.
    keyword_rules: Vec<Vec<(usize, usize)>>,
    gates: Vec<DigitGate>,
    groups: Vec<Group>,
    everywhere: Vec<usize>,
}

/// A single byte that triggers rules where its neighbours fit them.
#[derive(Debug)]
struct ByteTrigger {
    byte: u8,
    rules: Vec<(usize, usize, Vec<(ByteSet, ByteSet)>)>,
}

/// Rules behind one digit gate, as one automaton that says which of them match somewhere in a region.
#[derive(Debug)]
struct Group {
    rules: Vec<usize>,
    union: Regex,
}

impl Triggers {
    /// Builds the prefilters; `patterns` are the patterns of `rules`.
    pub(super) fn new(rules: &[CompiledRule], patterns: &[&str]) -> Result<Self, Error> {
        let mut bytes: BTreeMap<u8, ByteTrigger> = BTreeMap::new();
        let mut words: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (index, (rule, text)) in rules.iter().zip(patterns).enumerate() {
            for keyword in &rule.keywords {
                if let [byte] = keyword.as_bytes() {
                    let neighbours = Graph::new(text).map(|graph| graph.neighbours(*byte)).unwrap_or_default();
                    let trigger = bytes.entry(*byte).or_insert_with(|| ByteTrigger { byte: *byte, rules: Vec::new() });
                    trigger.rules.push((index, rule.reach, neighbours));
                } else {
                    words.entry(keyword).or_default().push((index, rule.reach));
                }
            }
        }
        let (gates, groups) = digit_groups(rules, patterns)?;
        Ok(Self {
            bytes: bytes.into_values().collect(),
            keywords: Keywords::new(words.keys().copied())?,
            keyword_rules: words.into_values().collect(),
            gates,
            groups,
            everywhere: rules
                .iter()
                .enumerate()
                .filter(|(_, rule)| rule.keywords.is_empty() && rule.gate.is_none())
                .map(|(index, _)| index)
                .collect(),
        })
    }

    /// Working memory for the groups.
    pub(super) fn scratch(&self, rules: usize) -> Scratch {
        let caches = self.groups.iter().map(|group| group.union.create_cache()).collect();
        let hits = self.groups.iter().map(|group| PatternSet::new(group.union.pattern_len())).collect();
        Scratch::new(rules, caches, hits)
    }

    /// Marks the regions of a text.
    pub(super) fn mark(&self, text: &str, scratch: &mut Scratch) {
        let bytes = text.as_bytes();
        for trigger in &self.bytes {
            trigger.mark(bytes, scratch);
        }
        if let Some(keywords) = &self.keywords {
            keywords.find(bytes, |keyword, start, end| {
                for (rule, reach) in self.keyword_rules.get(keyword).into_iter().flatten() {
                    scratch.add_region(*rule, start.saturating_sub(*reach), (end + reach).min(bytes.len()));
                }
            });
        }
        digits::scan(bytes, &self.gates, &mut scratch.group_regions);
        for (index, group) in self.groups.iter().enumerate() {
            group.mark(index, bytes, scratch);
        }
        for rule in &self.everywhere {
            scratch.add_region(*rule, 0, bytes.len());
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
            for (rule, reach, neighbours) in &self.rules {
                if neighbours.iter().any(|(left, right)| left.contains(before) && right.contains(after)) {
                    scratch.add_region(*rule, at.saturating_sub(*reach), (at + 1 + reach).min(bytes.len()));
                }
            }
        }
    }
}

impl Group {
    fn mark(&self, index: usize, bytes: &[u8], scratch: &mut Scratch) {
        let Some(mut regions) = scratch.group_regions.get_mut(index).map(std::mem::take) else { return };
        for (start, end) in regions.settle() {
            let (Some(cache), Some(hits)) = (scratch.group_caches.get_mut(index), scratch.group_hits.get_mut(index))
            else {
                continue;
            };
            hits.clear();
            self.union.which_overlapping_matches_with(cache, &Input::new(bytes).span(*start..*end), hits);
            if hits.is_empty() {
                continue;
            }
            let hits = hits.clone();
            for rule in hits.iter().filter_map(|pattern| self.rules.get(pattern.as_usize())) {
                scratch.add_region(*rule, *start, *end);
            }
        }
        regions.clear();
        if let Some(slot) = scratch.group_regions.get_mut(index) {
            *slot = regions;
        }
    }
}

/// Sorts the rules that need digits into groups whose gates resemble each other.
fn digit_groups(rules: &[CompiledRule], patterns: &[&str]) -> Result<(Vec<DigitGate>, Vec<Group>), Error> {
    let mut sorted: BTreeMap<u8, (DigitGate, Vec<usize>)> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        let Some(gate) = &rule.gate else { continue };
        let (shared, members) = sorted.entry(gate.kind()).or_insert_with(|| (gate.clone(), Vec::new()));
        if let Some(wider) = shared.widened(gate) {
            *shared = wider;
        }
        members.push(index);
    }
    let mut gates = Vec::new();
    let mut groups = Vec::new();
    for (gate, members) in sorted.into_values() {
        gates.push(gate);
        groups.push(group(members, patterns)?);
    }
    Ok((gates, groups))
}

fn group(rules: Vec<usize>, patterns: &[&str]) -> Result<Group, Error> {
    let texts: Vec<_> = rules.iter().filter_map(|index| patterns.get(*index)).copied().collect();
    let mut builder: Builder = Regex::builder();
    builder.syntax(pattern::syntax()).configure(
        Config::new()
            .utf8_empty(false)
            .auto_prefilter(false)
            .match_kind(regex_automata::MatchKind::All)
            .hybrid_cache_capacity(GROUP_CACHE),
    );
    let union = builder
        .build_many(&texts)
        .map_err(|error| Error::TooLarge { what: "patterns with digits", message: pattern::describe(&error) })?;
    Ok(Group { rules, union })
}
