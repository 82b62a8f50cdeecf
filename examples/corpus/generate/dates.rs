//! Days, as each language and region writes them.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::people::Region;

/// The day that is `days` after the first of July 2025, when the samples begin.
pub fn day(days: i64) -> Date {
    date(2025, 7, 1).checked_add(days.days()).unwrap_or(date(2025, 7, 1))
}

/// The day in words or figures.
pub fn written(day: Date, language: &str, region: Region) -> String {
    let (d, m, y) = (day.day(), day.month(), day.year());
    match (language, region) {
        ("de" | "pl", _) => format!("{d:02}.{m:02}.{y}"),
        ("fr", _) => format!("{d} {} {y}", month(day, "fr")),
        (_, Region::Us) => format!("{} {d}, {y}", month(day, "en")),
        (_, Region::Ng) => format!("{d:02}/{m:02}/{y}"),
        _ => format!("{d} {} {y}", month(day, "en")),
    }
}

/// Name of the month.
pub fn month(day: Date, language: &str) -> &'static str {
    let names = if language == "fr" {
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    } else {
        "January February March April May June July August September October November December"
    };
    names.split(' ').nth(usize::from(day.month().unsigned_abs()) - 1).unwrap_or_default()
}
