//! Rules that share a prefilter for digits, as one automaton that says which of them match at all.

use std::collections::BTreeMap;

use regex_automata::meta::{Builder, Cache, Config, Regex};
use regex_automata::{Input, PatternSet};

use super::Error;
use super::compiled::CompiledRule;
use super::digits::DigitGate;
use super::region::Regions;
use super::scratch::Scratch;
use crate::rules::pattern;

/// Bytes of cache for the lazy automaton of a group of rules; with the default of 2 MiB it would be rebuilt again and again.
const GROUP_CACHE: usize = 16 << 20;

/// Rules behind one digit gate, as one automaton that says which of them match somewhere in a region. Those that need a word
/// for their values nearby have an automaton of their own, which most numbers never see.
#[derive(Debug)]
pub(super) struct Group {
    /// Index of the gate whose regions are looked at.
    gate: usize,
    needs_context: bool,
    rules: Vec<usize>,
    union: Regex,
}

impl Group {
    /// Working memory of one thread.
    pub(super) fn scratch(&self) -> (Cache, PatternSet) {
        (self.union.create_cache(), PatternSet::new(self.union.pattern_len()))
    }

    /// Which rules to try in the gate's regions, which must be settled. Rules that need a word for their values are left out
    /// where none is near.
    pub(super) fn mark(&self, index: usize, bytes: &[u8], scratch: &mut Scratch) {
        let Some(regions) = scratch.gate_regions.get_mut(self.gate).map(std::mem::take) else { return };
        if self.needs_context {
            scratch.join_zones(&self.rules);
        }
        let (Some(mut cache), Some(mut hits)) = (
            scratch.group_caches.get_mut(index).and_then(Option::take),
            scratch.group_hits.get_mut(index).and_then(Option::take),
        ) else {
            return;
        };
        for (start, end) in regions.settled() {
            if self.needs_context && !scratch.joined_zones.touch(*start, *end) {
                continue;
            }
            hits.clear();
            self.union.which_overlapping_matches_with(&mut cache, &Input::new(bytes).span(*start..*end), &mut hits);
            for rule in hits.iter().filter_map(|pattern| self.rules.get(pattern.as_usize())) {
                let near = |zones: &Regions| zones.touch(*start, *end);
                if !self.needs_context || scratch.zones.get(*rule).is_some_and(near) {
                    scratch.add_region(*rule, *start, *end);
                }
            }
        }
        if let Some(slot) = scratch.group_caches.get_mut(index) {
            *slot = Some(cache);
        }
        if let Some(slot) = scratch.group_hits.get_mut(index) {
            *slot = Some(hits);
        }
        if let Some(slot) = scratch.gate_regions.get_mut(self.gate) {
            *slot = regions;
        }
    }
}

/// Sorts the rules that need digits into groups whose gates resemble each other.
pub(super) fn digit_groups(rules: &[CompiledRule], patterns: &[&str]) -> Result<(Vec<DigitGate>, Vec<Group>), Error> {
    let mut sorted: BTreeMap<u8, (DigitGate, [Vec<usize>; 2])> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        let Some(gate) = &rule.gate else { continue };
        let (shared, members) = sorted.entry(gate.kind()).or_insert_with(|| (gate.clone(), Default::default()));
        if let Some(wider) = shared.widened(gate) {
            *shared = wider;
        }
        if let Some(members) = members.get_mut(usize::from(rule.needs_context)) {
            members.push(index);
        }
    }
    let mut gates = Vec::new();
    let mut groups = Vec::new();
    for (gate, members) in sorted.into_values() {
        for (needs_context, rules) in [false, true].into_iter().zip(members).filter(|(_, rules)| !rules.is_empty()) {
            let union = union(&rules, patterns)?;
            groups.push(Group { gate: gates.len(), needs_context, rules, union });
        }
        gates.push(gate);
    }
    Ok((gates, groups))
}

fn union(rules: &[usize], patterns: &[&str]) -> Result<Regex, Error> {
    let texts: Vec<_> = rules.iter().filter_map(|index| patterns.get(*index)).copied().collect();
    let mut builder: Builder = Regex::builder();
    builder.syntax(pattern::syntax()).configure(
        Config::new()
            .utf8_empty(false)
            .auto_prefilter(false)
            .match_kind(regex_automata::MatchKind::All)
            .hybrid_cache_capacity(GROUP_CACHE),
    );
    builder
        .build_many(&texts)
        .map_err(|error| Error::TooLarge { what: "patterns with digits", message: pattern::describe(&error) })
}
