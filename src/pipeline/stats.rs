//! What each rule met in a scan, and how long it took.

use std::time::Duration;

use crate::detect::{Engine, RuleInfo, RuleTally, Scratch, Tally};

/// Counts and times of all rules.
#[derive(Debug, Clone)]
pub struct RuleStats {
    /// One row a rule: those that took longest first, those that took no time by their ids.
    pub rules: Vec<RuleStat>,
    /// Time of all detection, added up over all threads. What no rule took is that of the passes that all rules share: looking
    /// for places to try them, reading words around candidates, resolving overlaps.
    pub detection: Duration,
}

/// Counts and time of one rule.
#[derive(Debug, Clone)]
pub struct RuleStat {
    /// What the rule is called.
    pub rule: RuleInfo,
    /// What became of the matches of its pattern.
    pub counts: RuleTally,
    /// Time that its pattern and its validator took, added up over all threads.
    pub time: Duration,
}

impl RuleStats {
    /// Adds up what the memories of all threads hold.
    pub(super) fn new(engine: &Engine, used: &[Scratch], detection: Duration) -> Self {
        let mut tally = Tally::default();
        used.iter().for_each(|scratch| tally.merge(scratch.tally()));
        let time = |index: usize| used.iter().filter_map(|scratch| scratch.times().get(index)).sum();
        let stat = |(index, rule): (usize, &RuleInfo)| RuleStat {
            rule: rule.clone(),
            counts: tally.rules.get(index).copied().unwrap_or_default(),
            time: time(index),
        };
        let mut rules: Vec<_> = engine.rules().enumerate().map(stat).collect();
        rules.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.rule.id.cmp(&b.rule.id)));
        Self { rules, detection }
    }

    /// Share of all detection that a time is, from 0 to 1.
    #[must_use]
    pub fn share(&self, time: Duration) -> f64 {
        if self.detection.is_zero() { 0.0 } else { time.as_secs_f64() / self.detection.as_secs_f64() }
    }

    /// Time of the passes that all rules share.
    #[must_use]
    pub fn shared(&self) -> Duration {
        self.detection.saturating_sub(self.rules.iter().map(|rule| rule.time).sum())
    }
}
