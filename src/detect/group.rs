//! Rules that share a prefilter for digits, as one automaton that says which of them match at all.

use std::collections::BTreeMap;

use regex_automata::meta::{Builder, Cache, Config, Regex};
use regex_automata::{Input, PatternSet};

use super::Error;
use super::byte_set::ByteSet;
use super::compiled::CompiledRule;
use super::digits::DigitGate;
use super::region::Regions;
use super::scratch::{Scratch, add_region};
use crate::rules::pattern;

/// Bytes of cache for the lazy automaton of a group of rules; with the default of 2 MiB it would be rebuilt again and again.
const GROUP_CACHE: usize = 16 << 20;

/// Rules whose values have digits in the same way, as one automaton that says which of them match somewhere in a region. Those that need
/// a word for their values nearby have a group of their own, which most numbers never see.
#[derive(Debug)]
pub(super) struct Group {
    gate: DigitGate,
    needs_context: bool,
    /// Bytes of which every match of the rules holds one, if they are rare.
    rare: Option<Box<ByteSet>>,
    rules: Vec<usize>,
    union: Regex,
}

/// Working memory of one thread for a group.
pub(super) type GroupCache = Box<(Cache, PatternSet)>;

impl Group {
    /// When to look.
    pub(super) fn gate(&self) -> &DigitGate {
        &self.gate
    }

    pub(super) fn cache(&self) -> GroupCache {
        Box::new((self.union.create_cache(), PatternSet::new(self.union.pattern_len())))
    }

    /// Which rules to try where there are digits enough. Rules that need a word for their values are left out where none is near.
    pub(super) fn mark(&self, index: usize, bytes: &[u8], scratch: &mut Scratch) {
        if self.needs_context {
            scratch.join_zones(&self.rules);
            if scratch.joined_zones.is_empty() {
                return;
            }
        }
        let zones = self.needs_context.then_some(&scratch.joined_zones);
        let mut clusters = std::mem::take(&mut scratch.clusters);
        clusters.clear();
        self.gate.scan(bytes, &scratch.runs.digits, &scratch.nearby, zones, &mut clusters);
        for (start, end) in clusters.settled() {
            if self.needs_context && !scratch.joined_zones.touch(*start, *end) {
                continue;
            }
            let holds = |rare: &ByteSet| bytes.get(*start..*end).unwrap_or_default().iter().any(|b| rare.contains(*b));
            if !self.rare.as_deref().is_none_or(holds) {
                continue;
            }
            let Some((cache, hits)) = scratch.group_caches.get_mut(index).map(|cache| &mut **cache) else { break };
            hits.clear();
            self.union.which_overlapping_matches_with(cache, &Input::new(bytes).span(*start..*end), hits);
            for rule in hits.iter().filter_map(|pattern| self.rules.get(pattern.as_usize())) {
                let near = |zones: &Regions| zones.touch(*start, *end);
                if !self.needs_context || scratch.zones.get(*rule).is_some_and(near) {
                    add_region(&mut scratch.regions, &mut scratch.active, *rule, *start, *end);
                }
            }
        }
        scratch.clusters = clusters;
    }
}

/// Sorts the rules that need digits into groups whose gates resemble each other.
pub(super) fn digit_groups(rules: &[CompiledRule], patterns: &[&str]) -> Result<Vec<Group>, Error> {
    let mut sorted: BTreeMap<(u8, bool, bool), (DigitGate, Vec<usize>)> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        let Some(gate) = &rule.gate else { continue };
        let key = (gate.kind(), rule.needs_context, rule.rare.is_some());
        let (shared, members) = sorted.entry(key).or_insert_with(|| (gate.clone(), Vec::new()));
        if let Some(wider) = shared.widened(gate) {
            *shared = wider;
        }
        members.push(index);
    }
    let group = |((_, needs_context, _), (gate, members)): ((u8, bool, bool), (DigitGate, Vec<usize>))| {
        let sets = members.iter().filter_map(|index| rules.get(*index)?.rare.clone());
        let join = |mut set: Box<ByteSet>, other: Box<ByteSet>| {
            set.union(&other);
            set
        };
        Ok(Group { gate, needs_context, rare: sets.reduce(join), union: union(&members, patterns)?, rules: members })
    };
    sorted.into_iter().map(group).collect()
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
