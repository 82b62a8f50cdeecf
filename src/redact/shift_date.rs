//! `shift-date`: all dates of a group move by the same number of days, so that the time between them stays.

use super::Action;
use super::date::WrittenDate;
use super::kind::Kind;
use super::month::Tongues;
use crate::core::{Digest, Key};

/// The days by which the dates of a group move: 1 to `max_days`, either way, by keyed hash of the group.
pub(super) fn days(key: &Key, group: Digest, max_days: u16) -> i32 {
    let hash = key.digest(&[&group.bytes()]).prefix();
    let size = i32::try_from((hash >> 1) % u64::from(max_days.max(1))).unwrap_or_default() + 1;
    if hash & 1 == 0 { size } else { -size }
}

/// Writes the moved date in the form of the value. `None` if it is not read as a date.
pub(super) fn write(kind: Kind, value: &str, tongues: &Tongues, days: i32, out: &mut String) -> Option<Action> {
    let date = Some(value).filter(|_| kind == Kind::Date).and_then(|value| WrittenDate::read_in(value, tongues));
    let moved = date?.moved(days)?;
    out.push_str(&moved);
    Some(Action::Replace)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_date_stays_and_none_moves_further_than_asked() {
        let key = Key::derive("test", b"");
        let group = |n: u32| key.digest(&[&n.to_le_bytes()]);
        let all: BTreeSet<i32> = (0..500).map(|n| days(&key, group(n), 5)).collect();
        assert_eq!(all, (-5..=5).filter(|days| *days != 0).collect());
        assert_ne!(days(&key, group(1), 3650), days(&Key::derive("other", b""), group(1), 3650));
    }
}
