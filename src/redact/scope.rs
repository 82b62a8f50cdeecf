//! What the values of one record have in common: numbers, surrogates, and what has been written in their place.

use std::collections::{BTreeMap, BTreeSet};

use super::canonical::canonical;
use super::kind::Kind;
use super::month::Tongues;
use super::person::{Persons, parts};
use super::surrogate::{Assigned, People, Phones, Years};
use super::{Operator, Policy, placeholder};
use crate::config::SurrogateScope;
use crate::core::{Digest, EntityType, Finding};
use crate::leaf::{self, Leaves};

/// Which record it is, for what is keyed by record or group. Nothing of it is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct RecordIdentity<'a> {
    /// What tells the record from others, such as its id.
    pub record: &'a [u8],
    /// The value that its group shares, if it has one.
    pub group: Option<&'a [u8]>,
}

/// So many bytes before a date and behind it tell its language.
const AROUND: usize = 100;

/// The state that the texts of one record share while they are redacted. It begins anew with every record, so that a record's
/// redaction depends on nothing but the record, the policy and the key.
///
/// Let it [`meet`](Self::meet) all findings of the record before the first text is redacted: an e-mail address then takes the
/// persona of a name that only a later text holds, and a value of the source that is already safe is never made anybody's
/// surrogate.
pub struct RecordScope<'p> {
    pub(super) policy: &'p Policy,
    /// What surrogates depend on beside key and value.
    pub(super) surrogates: Digest,
    /// What the shift of dates depends on.
    pub(super) group: Digest,
    pub(super) assigned: Assigned,
    persons: Persons,
    pub(super) people: People,
    pub(super) years: Years,
    /// The languages in which the record has dates.
    pub(super) tongues: Tongues,
    pub(super) phones: Phones,
    /// The values of an entity type that have a number, with it, and the last number.
    numbers: BTreeMap<EntityType, (BTreeMap<String, usize>, usize)>,
    /// Numbered placeholders that the texts of the record have had.
    taken: BTreeSet<(EntityType, usize)>,
    /// Replacements that show nothing of a value.
    opaque: BTreeSet<String>,
    fallbacks: BTreeMap<EntityType, u32>,
}

/// Everything in it is record text.
impl std::fmt::Debug for RecordScope<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecordScope(…)")
    }
}

impl Policy {
    /// The scope of one record.
    #[must_use]
    pub fn scope(&self, identity: &RecordIdentity<'_>) -> RecordScope<'_> {
        let record = || self.keys.scope.digest(&[b"record", identity.record]);
        let group = identity.group.map_or_else(record, |group| self.keys.scope.digest(&[b"group", group]));
        let surrogates = match self.scope {
            SurrogateScope::Record => record(),
            SurrogateScope::Group => group,
            SurrogateScope::Dataset => self.keys.scope.digest(&[b"dataset"]),
        };
        RecordScope {
            policy: self,
            surrogates,
            group,
            assigned: Assigned::new(self.scope),
            persons: Persons::default(),
            people: People::default(),
            years: Years::default(),
            tongues: Tongues::default(),
            phones: Phones::default(),
            numbers: BTreeMap::new(),
            taken: BTreeSet::new(),
            opaque: BTreeSet::new(),
            fallbacks: BTreeMap::new(),
        }
    }
}

impl RecordScope<'_> {
    /// Takes note of the values of a text before any text of the record is redacted.
    pub fn meet(&mut self, text: &str, findings: &[Finding]) {
        if self.policy.writes_dates() {
            self.hear(text, findings);
        }
        // Names tell persons apart, and surrogates must not meet what is safe already: where neither counts, nothing is noted.
        if !self.policy.tells_values_apart() {
            return;
        }
        // Another value may have the number in an earlier redaction, whatever else the text has.
        self.taken.extend(placeholder::numbered(text));
        if findings.is_empty() {
            return;
        }
        let leaves = Leaves::of(text);
        if let Some(leaves) = &leaves {
            self.taken.extend(placeholder::numbered(leaves.view()));
        }
        let surrogates = self.policy.has_surrogates();
        for finding in findings {
            let Some(value) = leaf::value(text, leaves.as_ref(), finding.span) else { continue };
            let kind = Kind::of(&finding.entity);
            if kind == Kind::Person {
                let parts = parts(&value);
                if self.persons.meet(&parts) && surrogates {
                    self.people.meet(&parts);
                }
            }
            if matches!(self.policy.operator(&finding.entity), Operator::Surrogate) {
                self.policy.surrogates.meet(kind, &finding.entity, &value, &self.phones, &mut self.assigned);
                self.years.meet(kind, &finding.entity, &value);
            }
        }
    }

    /// Takes note of the language of the dates with a name of a month, and of the words around them.
    fn hear(&mut self, text: &str, findings: &[Finding]) {
        for finding in findings.iter().filter(|finding| Kind::of(&finding.entity) == Kind::Date) {
            let Some(value) = finding.span.of(text).filter(|value| value.contains(char::is_alphabetic)) else {
                continue;
            };
            let from = text.floor_char_boundary(finding.span.start.saturating_sub(AROUND));
            let to = text.floor_char_boundary(finding.span.end + AROUND);
            let before = text.get(from..finding.span.start).unwrap_or_default();
            let after = text.get(finding.span.end..to).unwrap_or_default();
            let line = [before.rsplit('\n').next(), after.split('\n').next()].map(Option::unwrap_or_default);
            self.tongues.hear(value, &line, &[before, after]);
        }
    }

    /// How often an operator could not do what it was to do and a placeholder was written, by entity type.
    #[must_use]
    pub fn fallbacks(&self) -> &BTreeMap<EntityType, u32> {
        &self.fallbacks
    }

    pub(super) fn fall_back(&mut self, entity: &EntityType) {
        *self.fallbacks.entry(entity.clone()).or_default() += 1;
    }

    /// Number of a value among those of its entity type, from 1 in the order in which they are replaced; numbers that the record's
    /// texts have already are passed over. Parts of a name have the number of the name.
    pub(super) fn number(&mut self, entity: &EntityType, value: &str) -> usize {
        let kind = Kind::of(entity);
        let canonical = if kind == Kind::Person { self.persons.whole(value) } else { canonical(kind, value) };
        let (known, last) = self.numbers.entry(entity.clone()).or_default();
        if let Some(number) = known.get(&canonical) {
            return *number;
        }
        *last += 1;
        while self.taken.contains(&(entity.clone(), *last)) {
            *last += 1;
        }
        known.insert(canonical, *last);
        *last
    }

    /// Notes a replacement that shows nothing of its value.
    pub(super) fn wrote(&mut self, replacement: &str) {
        self.opaque.insert(replacement.to_owned());
    }

    /// Whether a replacement shows nothing of its value.
    pub(super) fn is_opaque(&self, replacement: &str) -> bool {
        self.opaque.contains(replacement)
    }
}
