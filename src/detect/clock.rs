//! How long each rule takes, measured only where somebody asks.

use std::time::{Duration, Instant};

/// The time of each rule. Findings never depend on it.
#[derive(Debug, Default)]
pub(super) struct Clock(Vec<Duration>);

impl Clock {
    /// Begins to measure so many rules.
    pub(super) fn start(&mut self, rules: usize) {
        self.0.resize(rules, Duration::ZERO);
    }

    /// When a rule began, if that is measured.
    pub(super) fn began(&self) -> Option<Instant> {
        (!self.0.is_empty()).then(Instant::now)
    }

    /// Adds the time since a rule began to its own.
    pub(super) fn ended(&mut self, rule: usize, began: Option<Instant>) {
        if let (Some(began), Some(time)) = (began, self.0.get_mut(rule)) {
            *time += began.elapsed();
        }
    }

    /// By rule, the time so far; empty if nothing is measured.
    pub(super) fn times(&self) -> &[Duration] {
        &self.0
    }
}
