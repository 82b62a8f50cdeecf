//! Ages, and dates of birth and others: another one that could be as well.
//!
//! No age and no date is nobody's, so what is written here cannot be told from what people have. The age stays in its band of
//! about five years, so that a child stays a child. The dates of a record move by the same number of days, which keeps the time
//! between them; where the record has one age and one date of birth, the year of birth moves as the age does.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Span, ToSpan as _, Unit};

use super::draw::permute;
use crate::core::{EntityType, Key};
use crate::redact::date::WrittenDate;
use crate::redact::kind::Kind;

/// First age of each band. Under 18 they end where law draws lines; ages over 89 are with their like (45 CFR
/// 164.514(b)(2)(i)(C)).
const BANDS: [u16; 23] = [0, 3, 6, 9, 12, 15, 18, 22, 26, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 100];

/// Behind the last band.
const END: u16 = 120;

/// Most days by which the dates of a record move. They move back, so that no date is later than its text.
const MOST_DAYS: u64 = 730;

/// Months of a date without a day are two years, as days are.
const MOST_MONTHS: u64 = 24;

/// The ages and dates of birth of a record.
#[derive(Default)]
pub(in crate::redact) struct Years {
    ages: BTreeSet<u16>,
    births: BTreeSet<Date>,
}

/// What surrogates of years depend on.
pub(super) struct Of<'o> {
    pub(super) key: &'o Key,
    /// What tells one scope from another.
    pub(super) tweak: &'o [u8],
    /// Whether there is one scope for all records, in which one known date must not tell all others.
    pub(super) everywhere: bool,
}

impl Years {
    /// Takes note of a value of the record.
    pub(in crate::redact) fn meet(&mut self, kind: Kind, entity: &EntityType, value: &str) {
        match kind {
            Kind::Age => self.ages.extend(read_age(value).map(|(_, age, _)| age)),
            Kind::Date if entity.as_str() == "DATE_OF_BIRTH" => {
                self.births.extend(WrittenDate::read(value).and_then(|date| date.date()));
            }
            _ => {}
        }
    }

    /// The one age of the record, if it has one, and one date of birth, which is this.
    pub(super) fn age_of(&self, birth: Date) -> Option<u16> {
        let one = self.ages.len() == 1 && self.births.len() == 1 && self.births.contains(&birth);
        self.ages.first().copied().filter(|_| one)
    }
}

/// What stands before the number of an age, the number, and what stands behind it. `None` if there is another number, or none.
fn read_age(value: &str) -> Option<(&str, u16, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (before, rest) = value.split_at_checked(value.find(is_digit)?)?;
    let (digits, after) = rest.split_at_checked(rest.find(|c| !is_digit(c)).unwrap_or(rest.len()))?;
    let age = digits.parse().ok().filter(|age| *age < END && !after.contains(char::is_numeric))?;
    Some((before, age, after))
}

/// Another age of the same band. No two ages become the same one.
fn other_age(of: &Of<'_>, age: u16) -> u16 {
    let band = BANDS.partition_point(|first| *first <= age);
    let first = band.checked_sub(1).and_then(|place| BANDS.get(place)).copied().unwrap_or_default();
    let size = BANDS.get(band).copied().unwrap_or(END) - first;
    let hash = of.key.digest(&[b"age", of.tweak, &first.to_le_bytes()]).prefix();
    let turn = 1 + u16::try_from(hash % u64::from(size - 1)).unwrap_or_default();
    first + (age - first + turn) % size
}

/// The age with its number replaced.
pub(super) fn age(of: &Of<'_>, value: &str) -> Option<String> {
    let (before, age, after) = read_age(value)?;
    Some(format!("{before}{}{after}", other_age(of, age)))
}

/// Another date in the form of the value. `age` is that of who was born then, if the record says it.
pub(super) fn date(of: &Of<'_>, written: &WrittenDate, age: Option<u16>) -> Option<Date> {
    let date = written.date()?;
    let hash = |word: &[u8]| of.key.digest(&[word, of.tweak]).prefix();
    if written.day.is_none() {
        let months = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
        let moved = if of.everywhere {
            across(of, months, MOST_MONTHS / 2)
        } else {
            months - 1 - i64::try_from(hash(b"months") % MOST_MONTHS).ok()?
        };
        let year = i16::try_from(moved.div_euclid(12)).ok()?;
        return Date::new(year, i8::try_from(moved.rem_euclid(12) + 1).ok()?, 1).ok();
    }
    if let Some(age) = age {
        let years = i32::from(age) - i32::from(other_age(of, age));
        let year = i16::try_from(i32::from(date.year()) + years).ok()?;
        let day = (u64::try_from(date.day_of_year() - 1).ok()? + 1 + hash(b"day") % 364) % 365;
        return Date::new(year, 1, 1).ok()?.checked_add(i64::try_from(day).ok()?.days()).ok();
    }
    let epoch = Date::new(1, 1, 1).ok()?;
    let days = i64::from(epoch.until((Unit::Day, date)).ok()?.get_days());
    let moved = if of.everywhere {
        across(of, days, MOST_DAYS)
    } else {
        days - 1 - i64::try_from(hash(b"days") % MOST_DAYS).ok()?
    };
    epoch.checked_add(Span::new().try_days(moved).ok()?).ok()
}

/// Another number less than twice `half` away: numbers lie in blocks of two halves, and each goes to a keyed place in the other
/// half of its block. No two become the same one, and none stays.
fn across(of: &Of<'_>, number: i64, half: u64) -> i64 {
    let size = i64::try_from(half).unwrap_or(1);
    let (part, place) = (number.div_euclid(size), number.rem_euclid(size));
    let words = [b"across".as_slice(), of.tweak].concat();
    let place = permute(of.key, [&words, &part.to_le_bytes()], u64::try_from(place).unwrap_or_default(), half);
    (part ^ 1) * size + i64::try_from(place).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(everywhere: bool, test: impl Fn(&Of<'_>) -> T) -> T {
        let key = Key::derive("test", b"");
        test(&Of { key: &key, tweak: b"scope", everywhere })
    }

    #[test]
    fn ages_change_within_their_band_and_stay_distinct() {
        with(false, |of| {
            let all: BTreeSet<u16> = (0..END).map(|age| other_age(of, age)).collect();
            assert_eq!(all.len(), usize::from(END));
            for age in 0..END {
                let new = other_age(of, age);
                assert!(new != age && new.abs_diff(age) < 20 && (age < 18) == (new < 18) && (age < 90) == (new < 90));
            }
            assert!(age(of, "aged 45 years").unwrap().starts_with("aged 4"));
            for none in ["about forty", "3 to 4", "300 years"] {
                assert_eq!(age(of, none), None, "{none}");
            }
        });
    }

    #[test]
    fn dates_move_together_in_a_record_and_apart_in_a_dataset() {
        let read = |text: &str| WrittenDate::read(text).unwrap();
        let first = read("2001-03-01");
        with(false, |of| {
            let days = |text: &str| read(text).date().unwrap().until(date(of, &read(text), None).unwrap()).unwrap();
            let moved = |text: &str| days(text).total((Unit::Day, jiff::SpanRelativeTo::days_are_24_hours())).unwrap();
            assert_eq!(
                date(of, &read("11 March 2001"), None).unwrap(),
                date(of, &first, None).unwrap().checked_add(10.days()).unwrap()
            );
            assert!(
                moved("1980-05-05") <= -1.0
                    || days("1980-05-05").get_years() < 0
                    || days("1980-05-05").get_months() < 0
            );
        });
        with(true, |of| {
            let start = Date::new(1980, 1, 1).unwrap();
            let all: Vec<Date> = (0..3000).map(|n: i64| start.checked_add(n.days()).unwrap()).collect();
            let new = |day: &Date| date(of, &read(&day.to_string()), None).unwrap();
            assert_eq!(all.iter().map(new).collect::<BTreeSet<_>>().len(), all.len());
            assert!(all.iter().all(|day| new(day) != *day && (new(day).year() - day.year()).abs() <= 4));
            let gap = |n: usize| all[n].until((Unit::Day, new(&all[n]))).unwrap().get_days();
            assert_ne!(gap(0), gap(1));
        });
    }

    #[test]
    fn who_gets_younger_is_born_later() {
        with(false, |of| {
            for years in 0..90u16 {
                let born = WrittenDate::read("2000-12-31").unwrap();
                let moved = date(of, &born, Some(years)).unwrap();
                assert_eq!(i32::from(moved.year()) + i32::from(other_age(of, years)), 2000 + i32::from(years));
            }
        });
    }
}
