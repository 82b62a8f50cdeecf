//! Rules that share a prefilter for digits, as one automaton that says which of them match at all.

use std::collections::BTreeMap;

use regex_automata::meta::{Builder, Cache, Config, Regex};
use regex_automata::{Input, PatternSet};

use super::Error;
use super::compiled::CompiledRule;
use super::digits::DigitGate;
use super::region::Regions;
use super::scratch::Scratch;
use super::trigger::Need;
use crate::rules::pattern;

/// Bytes of cache for the lazy automaton of a group of rules; with the default of 2 MiB it would be rebuilt again and again.
const GROUP_CACHE: usize = 16 << 20;

/// Rules behind one digit gate, as one automaton that says which of them match somewhere in a region.
#[derive(Debug)]
pub(super) struct Group {
    rules: Vec<usize>,
    union: Regex,
}

impl Group {
    /// Working memory of one thread.
    pub(super) fn scratch(&self) -> (Cache, PatternSet) {
        (self.union.create_cache(), PatternSet::new(self.union.pattern_len()))
    }

    /// Which rules to try in the group's regions. Rules of `needs_context` are left out where no word for them is near.
    pub(super) fn mark(&self, index: usize, bytes: &[u8], needs_context: &[Need], scratch: &mut Scratch) {
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
                let near = |zones: &Regions| zones.touch(*start, *end);
                let anywhere = needs_context.get(*rule).is_none_or(|need| *need == Need::None);
                if anywhere || scratch.zones.get(*rule).is_some_and(near) {
                    scratch.add_region(*rule, *start, *end);
                }
            }
        }
        regions.clear();
        if let Some(slot) = scratch.group_regions.get_mut(index) {
            *slot = regions;
        }
    }
}

/// Sorts the rules that need digits into groups whose gates resemble each other.
pub(super) fn digit_groups(rules: &[CompiledRule], patterns: &[&str]) -> Result<(Vec<DigitGate>, Vec<Group>), Error> {
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
