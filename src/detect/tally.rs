//! What detection examined and what came of it: counts only, so that "found nothing" can be told from "looked at nothing".

/// Counts over any number of texts. Tallies of several threads merge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Texts looked at.
    pub texts: u64,
    /// Bytes looked at.
    pub bytes: u64,
    /// By rule, in the order of `Engine::rules`.
    pub rules: Vec<RuleTally>,
}

/// Counts of one rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleTally {
    /// Matches of the pattern.
    pub candidates: u64,
    /// Candidates that the validator confirmed.
    pub confirmed: u64,
    /// Candidates that the validator refused.
    pub refused: u64,
    /// Candidates on an allow list.
    pub allowed: u64,
    /// Candidates whose score stayed below the threshold.
    pub below: u64,
    /// Candidates that gave way to an overlapping one.
    pub yielded: u64,
    /// Findings.
    pub found: u64,
}

impl Tally {
    pub(super) fn new(rules: usize) -> Self {
        Self { texts: 0, bytes: 0, rules: vec![RuleTally::default(); rules] }
    }

    /// Adds another tally of the same engine.
    pub fn merge(&mut self, other: &Self) {
        self.texts += other.texts;
        self.bytes += other.bytes;
        self.rules.resize(self.rules.len().max(other.rules.len()), RuleTally::default());
        for (mine, theirs) in self.rules.iter_mut().zip(&other.rules) {
            mine.candidates += theirs.candidates;
            mine.confirmed += theirs.confirmed;
            mine.refused += theirs.refused;
            mine.allowed += theirs.allowed;
            mine.below += theirs.below;
            mine.yielded += theirs.yielded;
            mine.found += theirs.found;
        }
    }

    pub(super) fn rule(&mut self, index: usize) -> Option<&mut RuleTally> {
        self.rules.get_mut(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tallies_add_up() {
        let mut sum = Tally::default();
        let one =
            Tally { texts: 1, bytes: 9, rules: vec![RuleTally { candidates: 2, found: 1, ..RuleTally::default() }] };
        sum.merge(&one);
        sum.merge(&one);
        assert_eq!((sum.texts, sum.bytes, sum.rules[0].candidates, sum.rules[0].found), (2, 18, 4, 2));
    }
}
