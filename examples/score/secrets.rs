//! Texts that hold a secret, and texts that only look as if they did.

use crate::set::{Labelled, Span};
use crate::spans::share;

/// Counts over a set of secrets.
#[derive(Default)]
pub(crate) struct Score {
    /// Texts that hold one, and those in which a finding touches it.
    pub(crate) texts: usize,
    pub(crate) hit: usize,
    /// Texts that hold none, and those in which something is found.
    pub(crate) clean: usize,
    pub(crate) flagged: usize,
}

impl Score {
    /// Share of secrets that are found.
    pub(crate) fn recall(&self) -> f64 {
        share(self.hit, self.texts)
    }

    /// Share of clean texts in which something is found.
    pub(crate) fn false_texts(&self) -> f64 {
        share(self.flagged, self.clean)
    }
}

/// Scores a set of secrets.
pub(crate) fn score(set: &[Labelled], found: &[Vec<Span>]) -> Score {
    let mut score = Score::default();
    for (text, found) in set.iter().zip(found) {
        if text.kind.as_deref() == Some("tps") {
            let touches = |one: &Span| text.spans.iter().any(|span| span.start < one.end && one.start < span.end);
            let hit = if text.spans.is_empty() { !found.is_empty() } else { found.iter().any(touches) };
            score.texts += 1;
            score.hit += usize::from(hit);
        } else {
            score.clean += 1;
            score.flagged += usize::from(!found.is_empty());
        }
    }
    score
}
