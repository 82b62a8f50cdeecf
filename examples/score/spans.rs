//! How much of what should be found is covered, and how much is found that should not be.

use std::collections::{BTreeMap, BTreeSet};

use crate::set::{Labelled, Span};

/// Counts over a set.
#[derive(Default)]
pub(crate) struct Score {
    /// Characters of gold spans, and those that no finding covers.
    pub(crate) gold: usize,
    pub(crate) uncovered: usize,
    /// Texts with a gold span, and those in which a character of one is not covered.
    pub(crate) texts: usize,
    pub(crate) leaking: usize,
    /// Findings that touch no character of a gold span.
    pub(crate) false_spans: usize,
    /// The same by label of the finding.
    pub(crate) false_by_label: BTreeMap<String, usize>,
    /// By label: gold spans, and those that a finding touches.
    pub(crate) touched: BTreeMap<String, (usize, usize)>,
}

impl Score {
    /// Share of gold characters that no finding covers.
    pub(crate) fn leakage(&self) -> f64 {
        share(self.uncovered, self.gold)
    }

    /// Share of texts with gold spans that leak.
    pub(crate) fn text_leakage(&self) -> f64 {
        share(self.leaking, self.texts)
    }

    /// Share of gold spans of a label that a finding touches; none if there are no such spans.
    pub(crate) fn recall(&self, label: &str) -> Option<f64> {
        self.touched.get(label).map(|(all, touched)| share(*touched, *all))
    }
}

/// A part as a share of a whole; 0 of nothing.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Scores the gold spans with the labels of `group`. What else is labelled counts neither way, and findings with a label of
/// `neutral` cover gold spans but are never false.
pub(crate) fn score(
    set: &[Labelled],
    found: &[Vec<Span>],
    group: &BTreeSet<String>,
    neutral: &BTreeSet<String>,
) -> Score {
    let mut score = Score::default();
    for (text, found) in set.iter().zip(found) {
        let (gold, other): (Vec<_>, Vec<_>) = text.spans.iter().partition(|span| group.contains(&span.label));
        let length = text.text.chars().count();
        let wanted = Cover::of(length, gold.iter().copied());
        let ignored = Cover::of(length, other.into_iter().chain(&text.ignore));
        let covered = Cover::of(length, found);
        let uncovered = wanted.0.iter().zip(&covered.0).filter(|(wanted, covered)| **wanted && !**covered).count();
        let all = wanted.0.iter().filter(|wanted| **wanted).count();
        score.gold += all;
        score.uncovered += uncovered;
        score.texts += usize::from(all > 0);
        score.leaking += usize::from(uncovered > 0);
        for span in gold {
            let (all, touched) = score.touched.entry(span.label.clone()).or_default();
            *all += 1;
            *touched += usize::from(covered.touches(span));
        }
        let outside = |span: &&Span| !wanted.touches(span) && !ignored.touches(span);
        for span in found.iter().filter(outside).filter(|span| !neutral.contains(&span.label)) {
            score.false_spans += 1;
            *score.false_by_label.entry(span.label.clone()).or_default() += 1;
        }
    }
    score
}

/// Which characters of a text some spans cover.
struct Cover(Vec<bool>);

impl Cover {
    fn of<'s>(length: usize, spans: impl IntoIterator<Item = &'s Span>) -> Self {
        let mut cover = vec![false; length];
        for span in spans {
            cover.iter_mut().take(span.end).skip(span.start).for_each(|covered| *covered = true);
        }
        Self(cover)
    }

    fn touches(&self, span: &Span) -> bool {
        self.0.iter().take(span.end).skip(span.start).any(|covered| *covered)
    }
}
