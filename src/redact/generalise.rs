//! `generalise`: a coarser value, by what the value is.

use std::net::IpAddr;

use super::Action;
use super::date::WrittenDate;
use super::kind::Kind;
use crate::config::DatePrecision;
use crate::core::Span;

/// How coarse.
pub(super) struct To {
    pub(super) date: DatePrecision,
    /// Width of a band in years.
    pub(super) age_band: u8,
    pub(super) decimals: u8,
    /// Bits of an IPv4 address; twice as many of an IPv6 address.
    pub(super) prefix_bits: u8,
}

/// Ages from here on are one band (45 CFR 164.514(b)(2)(i)(C)).
const OLD: u16 = 90;

/// No age is above this one: a longer number is of something else.
const OLDEST: u16 = 150;

/// US postal areas of 20,000 people or fewer, which become `000` (HHS guidance on 45 CFR 164.514(b)(2)(i)(B), census of 2000).
const SMALL_AREAS: [&str; 17] = [
    "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878", "879", "884", "890",
    "893",
];

/// Writes the coarser value. A value that is as coarse as that already stays, so that doing it again changes nothing. `None` if there
/// is none, or the value is not read as what it should be.
pub(super) fn write(kind: Kind, value: &str, to: &To, out: &mut String) -> Option<Action> {
    if is_coarse(kind, value.trim(), to) {
        return Some(Action::Keep);
    }
    let coarse = match kind {
        Kind::Date => date(value, to.date)?,
        Kind::Age => age(value, u16::from(to.age_band))?,
        Kind::Ip => network(value, to.prefix_bits)?,
        Kind::Coordinates => coordinates(value, usize::from(to.decimals))?,
        Kind::Postcode => area(value)?,
        _ => return None,
    };
    if coarse == value {
        return Some(Action::Keep);
    }
    out.push_str(&coarse);
    Some(Action::Replace)
}

/// Whether a value has the form that is written here, and is no finer than asked for.
fn is_coarse(kind: Kind, value: &str, to: &To) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        Kind::Date => {
            let decade = value.strip_suffix("0s").is_some_and(|decade| digits(decade, 3));
            let month = value.split_once('-').is_some_and(|(year, month)| digits(year, 4) && digits(month, 2));
            decade
                || (month && to.date == DatePrecision::Month)
                || (to.date != DatePrecision::Decade && digits(value, 4))
        }
        Kind::Age => is_band(value, to.age_band),
        Kind::Ip => match value.split_once('/') {
            Some((address, bits)) => {
                let most =
                    if address.contains(':') { u16::from(to.prefix_bits) * 2 } else { u16::from(to.prefix_bits) };
                bits.parse::<u16>().is_ok_and(|bits| bits <= most)
                    && network(address, to.prefix_bits).is_some_and(|coarse| coarse.starts_with(&format!("{address}/")))
            }
            // The address of a network, whose length stands behind the finding.
            None => network(value, to.prefix_bits).is_some_and(|coarse| coarse.starts_with(&format!("{value}/"))),
        },
        _ => false,
    }
}

/// Whether it is a band of ages that wide, or that of the oldest.
fn is_band(value: &str, width: u8) -> bool {
    let band =
        value.split_once('-').and_then(|(low, high)| Some((low.parse::<u16>().ok()?, high.parse::<u16>().ok()?)));
    let wide = |(low, high): (u16, u16)| {
        (low..=OLDEST).contains(&high) && (high - low + 1 >= u16::from(width) || high == OLD - 1)
    };
    value.strip_suffix('+').is_some_and(|low| low.parse() == Ok(OLD)) || band.is_some_and(wide)
}

/// Whether the number of a value, which rules may take for an age by itself, is an end of a band: the `59` of `50-59 years`.
pub(super) fn is_in_band(text: &str, span: Span, width: u8) -> bool {
    let of_band = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+');
    let Some(value) = span.of(text) else { return false };
    let Some(digit) = value.find(|c: char| c.is_ascii_digit()) else { return false };
    let Some((before, after)) = text.split_at_checked(span.start + digit) else { return false };
    let start = before.trim_end_matches(of_band).len();
    // Two digits behind a percent sign are no part of the number.
    let start = if before.get(..start).is_some_and(|head| head.ends_with('%')) { start + 2 } else { start };
    let end = after.len() - after.trim_start_matches(of_band).len();
    let band = text.get(start..before.len() + end).unwrap_or_default();
    // A hyphen that goes on into a word, as in `50-59-year-old`.
    is_band(band.trim_end_matches('-'), width)
}

fn date(value: &str, precision: DatePrecision) -> Option<String> {
    let date = WrittenDate::read(value)?;
    Some(match precision {
        DatePrecision::Month => format!("{}-{:02}", date.year, date.month),
        DatePrecision::Year => date.year.to_string(),
        DatePrecision::Decade => format!("{}s", date.year / 10 * 10),
    })
}

/// The value with its one number made a band.
fn age(value: &str, band: u16) -> Option<String> {
    let is_digit = |c: char| c.is_ascii_digit();
    let start = value.find(is_digit)?;
    let (before, rest) = value.split_at_checked(start)?;
    let (digits, after) = rest.split_at_checked(rest.find(|c| !is_digit(c)).unwrap_or(rest.len()))?;
    let years: u16 = digits.parse().ok().filter(|_| !after.contains(is_digit))?;
    let lowest = years / band.max(1) * band.max(1);
    let band = if years >= OLD { format!("{OLD}+") } else { format!("{lowest}-{}", (lowest + band - 1).min(OLD - 1)) };
    Some(format!("{before}{band}{after}"))
}

fn network(value: &str, bits: u8) -> Option<String> {
    match value.trim().parse().ok()? {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or_default();
            Some(format!("{}/{bits}", std::net::Ipv4Addr::from(u32::from(address) & mask)))
        }
        IpAddr::V6(address) => {
            let bits = u32::from(bits) * 2;
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or_default();
            Some(format!("{}/{bits}", std::net::Ipv6Addr::from(u128::from(address) & mask)))
        }
    }
}

/// Decimal numbers with fewer decimals; cut, not rounded.
fn coordinates(value: &str, decimals: usize) -> Option<String> {
    let mut out = String::new();
    let mut seen = None;
    let mut points = 0;
    for character in value.chars() {
        seen = match (seen, character) {
            (None, '.') => Some(0),
            (Some(count), '0'..='9') => Some(count + 1),
            (_, _) => None,
        };
        points += usize::from(seen == Some(0));
        // The point itself goes with the last decimal.
        if seen.is_none_or(|count| decimals > 0 && count <= decimals) {
            out.push(character);
        }
    }
    // Degrees, minutes and seconds are finer than they look.
    (points == 2 && !value.contains(['\'', '"', '′', '″'])).then_some(out)
}

/// Letters at the start (the area of a British postcode), or about the first half of the digits, at most three.
fn area(value: &str) -> Option<String> {
    let value = value.trim();
    let letters: String = value.chars().take_while(char::is_ascii_alphabetic).collect();
    if !letters.is_empty() {
        return Some(letters.to_uppercase());
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let kept = digits.get(..(digits.len().div_ceil(2)).min(3)).filter(|_| digits.len() >= 3)?;
    let small = matches!(digits.len(), 5 | 9) && SMALL_AREAS.contains(&kept);
    Some(if small { "000".to_owned() } else { kept.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coarse(kind: Kind, value: &str) -> Option<String> {
        let to = To { date: DatePrecision::Month, age_band: 10, decimals: 1, prefix_bits: 16 };
        let mut out = String::new();
        write(kind, value, &to, &mut out).map(|_| out)
    }

    #[test]
    fn coarser() {
        for (kind, value, expected) in [
            (Kind::Date, "12 March 1987", Some("1987-03")),
            (Kind::Date, "03/27", Some("2027-03")),
            (Kind::Age, "34 years old", Some("30-39 years old")),
            (Kind::Age, "aged 85", Some("aged 80-89")),
            (Kind::Age, "93", Some("90+")),
            (Kind::Age, "3 to 4", None),
            (Kind::Ip, "81.2.69.142", Some("81.2.0.0/16")),
            (Kind::Ip, "2a02:8071:1:2::5", Some("2a02:8071::/32")),
            (Kind::Coordinates, "52.52001, 13.40495", Some("52.5, 13.4")),
            (Kind::Coordinates, "52°31'12.0\"N 13°24'17.8\"E", None),
            (Kind::Postcode, "sw1a 1aa", Some("SW")),
            (Kind::Postcode, "90210", Some("902")),
            (Kind::Postcode, "20301-1234", Some("000")),
            (Kind::Postcode, "1012 AB", Some("10")),
            (Kind::Number, "123", None),
        ] {
            assert_eq!(coarse(kind, value).as_deref(), expected, "{value}");
        }
        // Once more changes nothing.
        for (kind, value) in [
            (Kind::Date, "1987-03"),
            (Kind::Date, "1987"),
            (Kind::Date, "1980s"),
            (Kind::Age, "30-39"),
            (Kind::Age, "80-89"),
            (Kind::Age, "90+"),
            (Kind::Ip, "81.2.0.0/16"),
            (Kind::Ip, "81.2.0.0"),
            (Kind::Ip, "2a02:8071::/32"),
            (Kind::Coordinates, "52.5, 13.4"),
            (Kind::Postcode, "SW"),
        ] {
            assert_eq!(coarse(kind, value).as_deref(), Some(""), "{value} stays");
        }
        for (kind, value) in [(Kind::Age, "30-34"), (Kind::Ip, "81.2.69.0/24"), (Kind::Ip, "81.2.69.142/16")] {
            assert_ne!(coarse(kind, value).as_deref(), Some(""), "{value} is finer");
        }
        for (text, expected) in [
            ("50-59 years", true),
            ("a 50-59-year-old", true),
            ("aged 90+", true),
            ("aged%2050-59", true),
            ("aged%2050-54", false),
            ("50-54 years", false),
            ("a 50-year-old", false),
            ("50", false),
        ] {
            let found = |digits: &str| text.rfind(digits).map(|at| Span::new(at, at + digits.len()));
            let span = found("59").or_else(|| found("90")).or_else(|| found("50")).unwrap();
            assert_eq!(is_in_band(text, span, 10), expected, "{text}");
            assert_eq!(is_in_band(text, Span::new(text.find(char::is_numeric).unwrap(), text.len()), 10), expected);
        }
        assert_eq!(date("12 March 1987", DatePrecision::Decade).as_deref(), Some("1980s"));
        assert_eq!(coordinates("52.52001,13.40495", 0).as_deref(), Some("52,13"));
    }
}
