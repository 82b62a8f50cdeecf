//! Which of several duplicates stays.

use std::cmp::{Ordering, Reverse};

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

/// What makes a record the one to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    /// The later `created`; a record without one comes last.
    Newest,
    /// The longer text.
    Longest,
    /// The licence that the user names first.
    BestLicence,
    /// The source that the job names first.
    SourceOrder,
}

/// What is known of a record when one of several has to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// When it was made, in seconds since 1970.
    pub created: Option<i64>,
    /// Bytes of its texts.
    pub length: u64,
    /// Place of its licence in the user's order, 0 for the best.
    pub licence: u32,
    /// Place of its source in the job.
    pub source: u32,
    /// Its keyed identity, which decides when all else is equal.
    pub identity: u64,
}

impl Standing {
    /// `Less` if this record is rather kept than the other. Preferences count in their order; the identity decides last, so that
    /// the answer never depends on the order of reading.
    #[must_use]
    pub fn compare(&self, other: &Self, preferences: &[Preference]) -> Ordering {
        let by = |preference: &Preference| match preference {
            Preference::Newest => Reverse(self.created).cmp(&Reverse(other.created)),
            Preference::Longest => Reverse(self.length).cmp(&Reverse(other.length)),
            Preference::BestLicence => self.licence.cmp(&other.licence),
            Preference::SourceOrder => self.source.cmp(&other.source),
        };
        preferences.iter().map(by).find(|order| order.is_ne()).unwrap_or_else(|| self.identity.cmp(&other.identity))
    }
}

#[cfg(test)]
mod tests {
    use Preference::{BestLicence, Longest, Newest, SourceOrder};

    use super::*;

    #[test]
    fn preferences_count_in_their_order() {
        let base = Standing { created: Some(5), length: 10, licence: 1, source: 1, identity: 1 };
        let newer = Standing { created: Some(6), length: 1, identity: 9, ..base };
        let undated = Standing { created: None, source: 0, ..base };
        assert_eq!(newer.compare(&base, &[Newest, Longest]), Ordering::Less);
        assert_eq!(newer.compare(&base, &[Longest, Newest]), Ordering::Greater);
        assert_eq!(undated.compare(&base, &[Newest]), Ordering::Greater);
        assert_eq!(undated.compare(&base, &[BestLicence, SourceOrder, Newest]), Ordering::Less);
        assert_eq!(newer.compare(&base, &[BestLicence]), Ordering::Greater);
    }
}
