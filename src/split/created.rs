//! Dates of records, as far as a holdout by date asks for them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Seconds since 1970 of a written date; `None` if it is none.
///
/// A date, a date with a time (`2027-01-31T09:00:00`, a space in place of the `T`), a point of time with an offset or a `Z`,
/// or seconds or milliseconds since 1970 (ten or thirteen digits). What has no offset is taken as UTC, and a date as its
/// beginning.
#[must_use]
pub fn instant(written: &str) -> Option<i64> {
    let written = written.trim();
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = written.parse().ok()?;
        return match written.len() {
            10 => Some(number),
            13 => Some(number.div_euclid(1000)),
            // jiff would read eight digits as a date, which may as well be a number.
            _ => None,
        };
    }
    let civil = || written.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    written.parse::<Timestamp>().ok().or_else(civil).map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_points_of_time_are_understood() {
        let from = instant("2027-01-31").unwrap();
        assert_eq!(from, 1_801_353_600);
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
            assert_eq!(instant(created).map(|at| at >= from), late, "{created}");
        }
    }
}
