//! Which of several duplicates stays.

use std::cmp::{Ordering, Reverse};

use crate::config::Preference;
use crate::core::{Digest, Split};

/// A record that goes because another one says nearly the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Removed {
    /// The record.
    pub row: u32,
    /// The record that stays in its place.
    pub survivor: u32,
    /// How alike the two are: Jaccard index of their shingles, 1 for the same normal form.
    pub score: f64,
}

/// What is known of a record when one of several has to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where an earlier version of the dataset has it.
    pub earlier: Option<Split>,
    /// When it was made, in seconds since 1970.
    pub created: Option<i64>,
    /// Bytes of its texts.
    pub length: u64,
    /// Place of its licence in the user's order, 0 for the best.
    pub licence: u32,
    /// Place of its source in the job.
    pub source: u32,
    /// Its keyed fingerprint, which decides when all else is equal.
    pub identity: u64,
    /// Its keyed id, for records of which even the fingerprint is the same.
    pub record: Digest,
}

impl Standing {
    /// `Less` if this record is rather kept than the other. What an earlier version has goes first, what it holds out before
    /// what it trains on; then preferences count in their order; fingerprint and id decide last, so that the answer never depends
    /// on the order of reading.
    #[must_use]
    pub fn compare(&self, other: &Self, preferences: &[Preference]) -> Ordering {
        let by = |preference: &Preference| match preference {
            Preference::Newest => Reverse(self.created).cmp(&Reverse(other.created)),
            Preference::Longest => Reverse(self.length).cmp(&Reverse(other.length)),
            Preference::BestLicence => self.licence.cmp(&other.licence),
            Preference::SourceOrder => self.source.cmp(&other.source),
        };
        let last = || (self.identity, self.record.bytes()).cmp(&(other.identity, other.record.bytes()));
        let earlier = Reverse(self.earlier).cmp(&Reverse(other.earlier));
        let preferred = preferences.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
        earlier.then(preferred).then_with(last)
    }

    /// Whether it stays whatever is like it: an earlier version evaluates with it.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        matches!(self.earlier, Some(Split::Validation | Split::Holdout))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use Preference::{BestLicence, Longest, Newest, SourceOrder};

    use super::*;

    pub(in crate::dedup) fn standing() -> Standing {
        Standing {
            earlier: None,
            created: Some(5),
            length: 10,
            licence: 1,
            source: 1,
            identity: 1,
            record: Digest::from_bytes([1; 16]),
        }
    }

    #[test]
    fn preferences_count_in_their_order() {
        let base = standing();
        let newer = Standing { created: Some(6), length: 1, identity: 9, ..base };
        let undated = Standing { created: None, source: 0, ..base };
        assert_eq!(newer.compare(&base, &[Newest, Longest]), Ordering::Less);
        assert_eq!(newer.compare(&base, &[Longest, Newest]), Ordering::Greater);
        assert_eq!(undated.compare(&base, &[Newest]), Ordering::Greater);
        assert_eq!(undated.compare(&base, &[BestLicence, SourceOrder, Newest]), Ordering::Less);
        assert_eq!(newer.compare(&base, &[BestLicence]), Ordering::Greater);
    }

    #[test]
    fn what_an_earlier_version_holds_out_goes_before_everything() {
        let base = standing();
        let trained = Standing { earlier: Some(Split::Train), created: None, ..base };
        let held = Standing { earlier: Some(Split::Holdout), created: None, ..base };
        assert_eq!(trained.compare(&base, &[Newest]), Ordering::Less);
        assert_eq!(trained.compare(&held, &[Newest]), Ordering::Greater);
        assert_eq!([base, trained, held].map(|standing| standing.is_frozen()), [false, false, true]);
    }
}
