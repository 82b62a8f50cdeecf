//! Counts of a run: what was examined beside what was found. Tallies of batches merge into the tally of the run.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::{EntityType, Finding, Reason};

/// Everything that is counted while records are read and scrubbed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// By source, in the order of the job.
    pub sources: Vec<SourceTally>,
    /// Texts that were scanned, rescans not counted.
    pub texts: u64,
    /// Bytes in those texts.
    pub text_bytes: u64,
    /// By entity type.
    pub entities: BTreeMap<EntityType, EntityTally>,
    /// By rule id.
    pub rules: BTreeMap<Arc<str>, RuleTally>,
    /// Values for which a placeholder was written because the operator had nothing for them, by entity type.
    pub fallbacks: BTreeMap<EntityType, u64>,
    /// Records in which redaction changed something.
    pub changed_records: u64,
    /// Texts that were scanned again because redaction changed them.
    pub rescanned_texts: u64,
    /// Strings that a target reserves and that were rewritten.
    pub reserved_rewritten: u64,
    /// Dialogues of which prompt and completion were compared.
    pub pairs_compared: u64,
    /// Those of them in which a replaced value of the completion does not stand in the prompt.
    pub pairs_disagreeing: u64,
    /// Kept dialogues with a system text.
    pub with_system: u64,
    /// Kept dialogues without one.
    pub without_system: u64,
}

/// Counts of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceTally {
    /// Records met, withheld ones among them.
    pub records: u64,
    /// Records withheld or removed, by reason.
    pub withheld: BTreeMap<Reason, u64>,
}

impl SourceTally {
    /// All withheld records: those that are in quarantine.
    #[must_use]
    pub fn withheld_records(&self) -> u64 {
        self.withheld.values().sum::<u64>() - self.removed_records()
    }

    /// Records that were removed because others say what they say.
    #[must_use]
    pub fn removed_records(&self) -> u64 {
        self.withheld.iter().filter(|(reason, _)| reason.is_removal()).map(|(_, records)| records).sum()
    }
}

/// Counts of one entity type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntityTally {
    /// Findings.
    pub findings: u64,
    /// Records with at least one.
    pub records: u64,
}

/// Counts of one rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleTally {
    /// Findings.
    pub findings: u64,
    /// Of these, how many its validator confirmed.
    pub validated: u64,
}

impl Tally {
    /// An empty tally for a job with `sources` sources.
    #[must_use]
    pub fn new(sources: usize) -> Self {
        Self { sources: vec![SourceTally::default(); sources], ..Self::default() }
    }

    /// Counts a record.
    pub fn record(&mut self, source: u32, withheld: Option<Reason>) {
        if let Some(tally) = self.sources.get_mut(source as usize) {
            tally.records += 1;
            if let Some(reason) = withheld {
                *tally.withheld.entry(reason).or_default() += 1;
            }
        }
    }

    /// Counts records that were kept at first and withheld later.
    pub fn withhold(&mut self, source: u32, reason: Reason, records: u64) {
        if let Some(tally) = self.sources.get_mut(source as usize) {
            *tally.withheld.entry(reason).or_default() += records;
        }
    }

    /// Counts a scanned text and what was found in it.
    pub fn scanned(&mut self, bytes: usize, findings: &[Finding]) {
        self.texts += 1;
        self.text_bytes += bytes as u64;
        self.found(findings);
    }

    /// Counts findings in a text that was counted before.
    pub fn found(&mut self, findings: &[Finding]) {
        for finding in findings {
            self.entities.entry(finding.entity.clone()).or_default().findings += 1;
            let rule = self.rules.entry(Arc::clone(&finding.rule)).or_default();
            rule.findings += 1;
            rule.validated += u64::from(finding.evidence.validation == crate::core::Validation::Valid);
        }
    }

    /// Adds another tally of the same job.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.sources.iter_mut().zip(&other.sources) {
            mine.records += theirs.records;
            for (reason, count) in &theirs.withheld {
                *mine.withheld.entry(*reason).or_default() += count;
            }
        }
        self.texts += other.texts;
        self.text_bytes += other.text_bytes;
        self.changed_records += other.changed_records;
        self.rescanned_texts += other.rescanned_texts;
        self.reserved_rewritten += other.reserved_rewritten;
        self.pairs_compared += other.pairs_compared;
        self.pairs_disagreeing += other.pairs_disagreeing;
        self.with_system += other.with_system;
        self.without_system += other.without_system;
        for (entity, theirs) in &other.entities {
            let mine = self.entities.entry(entity.clone()).or_default();
            mine.findings += theirs.findings;
            mine.records += theirs.records;
        }
        for (entity, theirs) in &other.fallbacks {
            *self.fallbacks.entry(entity.clone()).or_default() += theirs;
        }
        for (rule, theirs) in &other.rules {
            let mine = self.rules.entry(Arc::clone(rule)).or_default();
            mine.findings += theirs.findings;
            mine.validated += theirs.validated;
        }
    }

    /// Records met in all sources.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.sources.iter().map(|source| source.records).sum()
    }

    /// Findings of all entity types.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.entities.values().map(|entity| entity.findings).sum()
    }

    /// Withheld and removed records of all sources, by reason.
    #[must_use]
    pub fn withheld(&self) -> BTreeMap<Reason, u64> {
        let mut all = BTreeMap::new();
        for (reason, count) in self.sources.iter().flat_map(|source| &source.withheld) {
            *all.entry(*reason).or_default() += count;
        }
        all
    }

    /// Withheld records whose reason satisfies `which`.
    pub fn withheld_where(&self, which: impl Fn(Reason) -> bool) -> u64 {
        self.withheld().into_iter().filter(|(reason, _)| which(*reason)).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_adds_every_count() {
        let mut left = Tally::new(2);
        left.record(0, None);
        left.record(1, Some(Reason::JsonSyntax));
        let mut right = Tally::new(2);
        right.record(1, Some(Reason::JsonSyntax));
        right.record(1, Some(Reason::LicenceDenied));
        right.texts = 3;
        left.merge(&right);
        assert_eq!(left.records(), 4);
        assert_eq!(left.withheld()[&Reason::JsonSyntax], 2);
        assert_eq!(left.withheld_where(Reason::is_rights), 1);
        assert_eq!(left.texts, 3);
    }
}
