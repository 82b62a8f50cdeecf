//! Spans of a text that must stay whole, such as redactions.

use crate::core::Span;

/// Spans in order, those that overlap joined.
pub(in crate::format) struct Protected {
    spans: Vec<Span>,
}

impl Protected {
    /// From spans in any order.
    pub(in crate::format) fn new(spans: &[Span]) -> Self {
        let mut sorted: Vec<Span> = spans.iter().copied().filter(|span| !span.is_empty()).collect();
        sorted.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match joined.last_mut() {
                Some(last) if last.overlaps(span) => last.end = last.end.max(span.end),
                _ => joined.push(span),
            }
        }
        Self { spans: joined }
    }

    /// Whether a cut before byte `at` would part a span.
    pub(in crate::format) fn splits(&self, at: usize) -> bool {
        self.before(at).is_some_and(|span| at < span.end)
    }

    /// Whether byte `at` belongs to a span.
    pub(super) fn covers(&self, at: usize) -> bool {
        self.before(at.saturating_add(1)).is_some_and(|span| at < span.end)
    }

    /// The last span that begins before byte `at`.
    fn before(&self, at: usize) -> Option<&Span> {
        let count = self.spans.partition_point(|span| span.start < at);
        self.spans.get(count.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_a_span_are_not_inside_it() {
        let protected = Protected::new(&[Span::new(8, 9), Span::new(2, 4), Span::new(3, 6)]);
        let inside: Vec<_> = (0..10).filter(|at| protected.splits(*at)).collect();
        assert_eq!(inside, [3, 4, 5]);
        let covered: Vec<_> = (0..10).filter(|at| protected.covers(*at)).collect();
        assert_eq!(covered, [2, 3, 4, 5, 8]);
    }
}
