//! What one thread needs to detect: buffers and automaton caches, and its tally. It carries nothing from text to text
//! that could change a finding.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::clock::Clock;
use super::compiled::RuleCache;
use super::context::Voice;
use super::digits::Nearby;
use super::group::GroupCache;
use super::keyword::Buffers;
use super::overlap::Rival;
use super::region::Regions;
use super::shadow;
use super::sweep::TextRuns;
use super::tally::Tally;
use super::trace::Trace;
use super::words::Words;
use crate::core::{Span, Validation};

/// Most field names whose meaning is remembered.
const MAX_FIELDS: usize = 1024;

/// One thread's working memory for one engine. Its `Debug` shows counts only, since the buffers hold pieces of text.
pub struct Scratch {
    pub(super) tally: Tally,
    pub(super) rule_caches: Vec<Option<RuleCache>>,
    pub(super) group_caches: Vec<GroupCache>,
    /// The digits of the text, and what is beyond ASCII.
    pub(super) runs: TextRuns,
    pub(super) buffers: Box<Buffers>,
    /// Keywords of the text: which, from where to where.
    pub(super) hits: Vec<(usize, usize, usize)>,
    pub(super) nearby: Nearby,
    /// Where a group's digits are.
    pub(super) clusters: Regions,
    pub(super) regions: Vec<Regions>,
    /// Rules that have a region.
    pub(super) active: Vec<usize>,
    /// By rule: where a word for its values is near.
    pub(super) zones: Vec<Regions>,
    /// Rules that have a zone.
    zoned: Vec<usize>,
    /// The zones of some rules together.
    pub(super) joined_zones: Regions,
    /// By rule: a stretch of the text that holds too few of its triggers.
    pub(super) passed_over: Vec<std::ops::Range<usize>>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) covered: Vec<Span>,
    /// What the round of weighing before has accepted, and what this one has.
    pub(super) fresh: Vec<Span>,
    pub(super) accepted: Vec<Span>,
    pub(super) rivals: Vec<Rival>,
    pub(super) yielded: Vec<Rival>,
    pub(super) words: Words,
    pub(super) shadow: shadow::Memory,
    pub(super) trace: Trace,
    pub(super) clock: Clock,
    fields: BTreeMap<String, Arc<FieldView>>,
}

/// A match that its validator let pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) rule: usize,
    pub(super) span: Span,
    pub(super) validation: Validation,
    pub(super) score: f32,
    pub(super) context: crate::core::Context,
    /// Whether the pattern itself holds what the value is called.
    pub(super) labelled: bool,
    pub(super) accepted: bool,
}

/// What a field's name means to each rule.
#[derive(Debug, Clone, Default)]
pub(super) struct FieldView {
    /// By rule: what the name says.
    pub(super) voices: Vec<Option<Voice>>,
    /// Rules for whose values the name speaks.
    pub(super) spoken: Vec<usize>,
    /// Rules one of whose keywords is in the name.
    pub(super) keyed: Vec<usize>,
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scratch").field("tally", &self.tally).finish_non_exhaustive()
    }
}

impl Scratch {
    pub(super) fn new(rules: usize, groups: impl Iterator<Item = GroupCache>) -> Self {
        let regions = |count: usize| std::iter::repeat_with(Regions::default).take(count).collect();
        Self {
            tally: Tally::new(rules),
            rule_caches: std::iter::repeat_with(|| None).take(rules).collect(),
            group_caches: groups.collect(),
            runs: TextRuns::default(),
            buffers: Box::default(),
            hits: Vec::new(),
            nearby: Nearby::default(),
            clusters: Regions::default(),
            regions: regions(rules),
            active: Vec::new(),
            zones: regions(rules),
            zoned: Vec::new(),
            joined_zones: Regions::default(),
            passed_over: vec![0..0; rules],
            candidates: Vec::new(),
            covered: Vec::new(),
            fresh: Vec::new(),
            accepted: Vec::new(),
            rivals: Vec::new(),
            yielded: Vec::new(),
            words: Words::default(),
            shadow: shadow::Memory::default(),
            trace: Trace::default(),
            clock: Clock::default(),
            fields: BTreeMap::new(),
        }
    }

    /// The same memory, which measures how long each rule takes. That costs two looks at the clock for every rule that is tried
    /// on a text.
    #[must_use]
    pub fn timed(mut self) -> Self {
        self.clock.start(self.tally.rules.len());
        self
    }

    /// How long each rule took so far, in the order of `Engine::rules`; nothing unless the memory is [`Scratch::timed`].
    #[must_use]
    pub fn times(&self) -> &[std::time::Duration] {
        self.clock.times()
    }

    /// Counts so far.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Takes the counts and begins anew.
    pub fn take_tally(&mut self) -> Tally {
        let rules = self.tally.rules.len();
        std::mem::replace(&mut self.tally, Tally::new(rules))
    }

    /// What the field's name means, worked out once per name.
    pub(super) fn field(&mut self, name: &str, view: impl FnOnce() -> FieldView) -> Arc<FieldView> {
        if let Some(known) = self.fields.get(name) {
            return Arc::clone(known);
        }
        if self.fields.len() >= MAX_FIELDS {
            self.fields.clear();
        }
        let view = Arc::new(view());
        self.fields.insert(name.to_owned(), Arc::clone(&view));
        view
    }

    /// How many names of fields are remembered.
    #[cfg(test)]
    pub(super) fn known_fields(&self) -> usize {
        self.fields.len()
    }

    /// Adds a zone in which a word for the rule's values is near.
    pub(super) fn add_zone(&mut self, rule: usize, start: usize, end: usize) {
        if let Some(zones) = self.zones.get_mut(rule) {
            if zones.is_empty() {
                self.zoned.push(rule);
            }
            zones.add(start, end);
        }
    }

    /// Forgets the zones of the text before.
    pub(super) fn clear_zones(&mut self) {
        for rule in self.zoned.drain(..) {
            if let Some(zones) = self.zones.get_mut(rule) {
                zones.clear();
            }
        }
    }

    /// Puts the zones in order. Those of rules that are tried wherever a word for their values is near become regions.
    pub(super) fn settle_zones(&mut self, alone: impl Fn(usize) -> bool) {
        let zoned = std::mem::take(&mut self.zoned);
        for rule in &zoned {
            let Some(mut regions) = self.zones.get_mut(*rule).map(std::mem::take) else { continue };
            let settled = regions.settle();
            if alone(*rule) {
                settled.iter().for_each(|(start, end)| self.add_region(*rule, *start, *end));
            }
            if let Some(slot) = self.zones.get_mut(*rule) {
                *slot = regions;
            }
        }
        self.zoned = zoned;
    }

    /// Puts the zones of some rules together; `rules` are in order.
    pub(super) fn join_zones(&mut self, rules: &[usize]) {
        self.joined_zones.clear();
        for rule in self.zoned.iter().filter(|rule| rules.binary_search(rule).is_ok()) {
            let zones = self.zones.get_mut(*rule).map(Regions::settle).unwrap_or_default();
            zones.iter().for_each(|(start, end)| self.joined_zones.add(*start, *end));
        }
        self.joined_zones.settle();
    }

    /// Adds a region for a rule.
    pub(super) fn add_region(&mut self, rule: usize, start: usize, end: usize) {
        add_region(&mut self.regions, &mut self.active, rule, start, end);
    }
}

/// Adds a region for a rule to the regions by rule, and the rule to those that have one.
pub(super) fn add_region(regions: &mut [Regions], active: &mut Vec<usize>, rule: usize, start: usize, end: usize) {
    if let Some(regions) = regions.get_mut(rule) {
        if regions.is_empty() {
            active.push(rule);
        }
        regions.add(start, end);
    }
}
