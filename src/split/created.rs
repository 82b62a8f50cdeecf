//! Dates of records, as far as a holdout by date asks for them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Whether something made at `created` was made on the day `from` or later. `None` if `created` is no date.
///
/// A date, a date with a time (`2027-01-31T09:00:00`, a space in place of the `T`), a point of time with an offset or a `Z`,
/// or seconds or milliseconds since 1970 (ten or thirteen digits). Points of time are compared in UTC.
#[must_use]
pub fn is_late(created: &str, from: Date) -> Option<bool> {
    let written = created.trim();
    day(written).map(|day| day >= from)
}

fn day(written: &str) -> Option<Date> {
    let utc = |instant: Timestamp| instant.to_zoned(TimeZone::UTC).date();
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = written.parse().ok()?;
        return match written.len() {
            10 => Timestamp::from_second(number).ok().map(utc),
            13 => Timestamp::from_millisecond(number).ok().map(utc),
            // jiff would read eight digits as a date, which may as well be a number.
            _ => None,
        };
    }
    written.parse::<Timestamp>().ok().map(utc).or_else(|| written.parse::<Date>().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_points_of_time_are_understood() {
        let from: Date = "2027-01-31".parse().unwrap();
        for (created, late) in [
            ("2027-01-31", Some(true)),
            ("2027-01-30", Some(false)),
            (" 2027-01-30T23:59:59Z ", Some(false)),
            ("2027-01-30T23:59:59-02:00", Some(true)),
            ("2027-01-31T00:00:00+02:00", Some(false)),
            ("2027-01-31 09:00:00", Some(true)),
            ("2027-01-30T09:00:00.123", Some(false)),
            ("1801353600", Some(true)),
            ("1801353599000", Some(false)),
            ("20270131", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(is_late(created, from), late, "{created}");
        }
    }
}
