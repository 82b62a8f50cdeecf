//! What a candidate is worth: its score, given the words around it and the name of its field.

use super::Engine;
use super::engine::base_score;
use super::scope::Scope;
use super::scratch::{Candidate, FieldView, Scratch};
use super::words::{REACH, Words};
use crate::core::{Context, Span};

/// How often candidates are weighed again after others became findings. Each round can only add findings; what a further
/// round would find is found when the redacted text is scanned again.
const MAX_ROUNDS: usize = 4;

/// Where the words around candidates come from.
struct Around<'a> {
    text: &'a str,
    words: &'a mut Words,
    covered: &'a [Span],
}

impl Engine {
    /// Applies context and thresholds. A candidate's neighbours that are findings themselves are passed over when its words
    /// are read, so what is near new findings is weighed again as long as there are any.
    pub(super) fn weigh(&self, scope: &Scope, text: &str, view: &FieldView, scratch: &mut Scratch) {
        // Rules that match the same value share the words around it.
        scratch.candidates.sort_unstable_by_key(|candidate| (candidate.span, candidate.rule));
        scratch.covered.clear();
        scratch.covered.extend(scratch.rivals.iter().map(|rival| rival.span));
        merge(&mut scratch.covered);
        // What lies further away is not looked at, and a longer word is no word of a phrase, be it cut or not.
        let reach = REACH + 2 * self.vocabulary.longest();
        let mut fresh = std::mem::take(&mut scratch.fresh);
        let mut open = false;
        for round in 0..MAX_ROUNDS {
            scratch.accepted.clear();
            for same in scratch.candidates.chunk_by_mut(|one, next| one.span == next.span) {
                let near = |one: &Candidate| round == 0 || is_near(&fresh, one.span, reach);
                if same.first().is_some_and(near) {
                    let mut around = Around { text, words: &mut scratch.words, covered: &scratch.covered };
                    open |= self.weigh_rules(scope, view, same, &mut around, &mut scratch.accepted);
                }
            }
            merge(&mut scratch.accepted);
            std::mem::swap(&mut fresh, &mut scratch.accepted);
            if fresh.is_empty() || !open {
                break;
            }
            scratch.covered.extend(&fresh);
            merge(&mut scratch.covered);
        }
        scratch.fresh = fresh;
    }

    /// Weighs the candidates of one span, and adds the span to `accepted` for each that is. Whether one is left that may yet be.
    fn weigh_rules(
        &self,
        scope: &Scope,
        view: &FieldView,
        same: &mut [Candidate],
        around: &mut Around<'_>,
        accepted: &mut Vec<Span>,
    ) -> bool {
        let window = same.iter().filter_map(|one| self.rules.get(one.rule)).map(|rule| rule.context.reach()).max();
        let window = window.unwrap_or(0).min(self.window);
        let (mut open, mut collected) = (false, false);
        for candidate in same.iter_mut().filter(|candidate| !candidate.accepted) {
            let Some(rule) = self.rules.get(candidate.rule) else { continue };
            let base = base_score(rule, candidate.validation);
            if rule.context.best(base) < rule.threshold {
                continue;
            }
            if !rule.context.is_empty() {
                let voice = view.voices.get(candidate.rule).copied().flatten();
                if !std::mem::replace(&mut collected, true) {
                    around.words.collect(around.text, candidate.span, window, around.covered, &self.vocabulary);
                }
                (candidate.score, candidate.context) = rule.context.apply(base, around.words, voice);
            }
            let supported = matches!(candidate.context, Context::Word | Context::Field);
            candidate.accepted = candidate.score >= rule.threshold && (supported || !scope.is_foreign(candidate.rule));
            open |= !candidate.accepted;
            accepted.extend(candidate.accepted.then_some(candidate.span));
        }
        open
    }
}

/// Whether one of the spans, in order and apart, touches a span or what lies within `reach` of it.
fn is_near(spans: &[Span], span: Span, reach: usize) -> bool {
    let next = spans.partition_point(|other| other.end + reach < span.start);
    spans.get(next).is_some_and(|other| other.start <= span.end + reach)
}

/// Sorts spans and joins those that touch.
fn merge(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_weighed_again() {
        let fresh = [Span::new(100, 110), Span::new(400, 410)];
        let near = |start, end| is_near(&fresh, Span::new(start, end), 50);
        assert!(near(40, 50) && near(160, 170) && near(300, 350) && near(105, 106) && near(0, 900));
        assert!(!near(40, 49) && !near(161, 349) && !near(461, 470));
        assert!(!is_near(&[], Span::new(0, 9), 50));
    }

    #[test]
    fn spans_that_touch_are_joined() {
        let mut spans = vec![Span::new(8, 9), Span::new(0, 4), Span::new(4, 6), Span::new(1, 2)];
        merge(&mut spans);
        assert_eq!(spans, [Span::new(0, 6), Span::new(8, 9)]);
    }
}
