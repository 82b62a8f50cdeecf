//! Numbers of a fixed length that stand alone, and the days that are hidden in some of them.

use super::number::goes_on;
use super::{Value, Verdict};

/// The digits of a value that has exactly `N` of them, in order. `None` if it has more or fewer, if all are the same,
/// if a letter or digit stands right beside the value, or if it goes on as a longer number.
pub(super) fn digits<const N: usize>(value: &Value<'_>) -> Option<[u8; N]> {
    let mut digits = [0; N];
    let mut found = value.matched().bytes().filter(u8::is_ascii_digit);
    for slot in &mut digits {
        *slot = found.next()? - b'0';
    }
    let varied = digits.iter().any(|digit| Some(digit) != digits.first());
    (found.next().is_none() && varied && stands(value)).then_some(digits)
}

/// The last `N` letters and digits of a value: `0` to `9` as they are, then `A` (10) to `Z` (35) in either case. What
/// stands before them, such as a country code, the pattern has looked at. `None` if there are fewer, if a letter or
/// digit stands right beside the value, or if it goes on as a longer number.
pub(super) fn last<const N: usize>(value: &Value<'_>) -> Option<[u8; N]> {
    let mut last = [0; N];
    let mut found = value.matched().chars().rev().filter_map(|character| character.to_digit(36));
    for slot in last.iter_mut().rev() {
        *slot = u8::try_from(found.next()?).ok()?;
    }
    stands(value).then_some(last)
}

/// Whether nothing that could belong to the value stands right beside it.
pub(super) fn stands(value: &Value<'_>) -> bool {
    !value.is_glued() && !goes_on(value)
}

/// The number that the digits write.
pub(super) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit))
}

/// `Refused` unless `passes`; then `Valid` if the value's letters are capitals (or it has none), and `Undecided` if
/// people only write it like this where a label says what it is.
pub(super) fn verdict(value: &Value<'_>, passes: bool) -> Verdict {
    if passes {
        value.decided(!value.matched().bytes().any(|byte| byte.is_ascii_lowercase()))
    } else {
        Verdict::Refused
    }
}

/// [`verdict`] of a VAT number. With the country in front, one that does not pass is undecided: a label, the country
/// and the right length leave little doubt, and people mistype and invent such numbers.
pub(super) fn vat_verdict(value: &Value<'_>, passes: bool) -> Verdict {
    let text = value.matched();
    let named = text.starts_with(|first: char| first.is_ascii_alphabetic());
    let mut digits = text.bytes().filter(u8::is_ascii_digit);
    let first = digits.next();
    if !passes && named && digits.any(|digit| Some(digit) != first) && stands(value) {
        return Verdict::Undecided(value.span);
    }
    verdict(value, passes)
}

/// Whether the value begins with `word` and a space in the middle of a text in capitals, where `word` may be just that.
pub(super) fn in_capitals(value: &Value<'_>, word: &str) -> bool {
    let spaced = value.matched().strip_prefix(word).is_some_and(|rest| rest.starts_with(' '));
    spaced && value.before().trim_end_matches(' ').chars().next_back().is_some_and(char::is_uppercase)
}

/// Whether the Gregorian calendar has this day. A year of two digits stands for one whose 29 February is not known: it
/// has one if any century gives it one.
pub(super) fn is_day(year: u64, month: u64, day: u64) -> bool {
    let leap = year.is_multiple_of(4) && (year < 100 || !year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// A number of whatever length, perhaps with letters: it stands alone, and it is not one digit again and again.
pub(super) fn number_alone(value: &Value<'_>) -> Verdict {
    let mut digits = value.matched().bytes().filter(u8::is_ascii_digit);
    let first = digits.next();
    let (same, total) = digits.fold((1, 1), |(same, total), digit| (same + i32::from(Some(digit) == first), total + 1));
    if stands(value) && (same < total || total < 4) { Verdict::Undecided(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use super::*;
    use crate::rules::ValidatorName::LoneNumber;

    #[test]
    fn a_number_stands_alone_and_varies() {
        for (text, expected) in [
            ("⟦AB 123456⟧.", "U AB 123456"),
            ("«⟦12345678⟧»", "U 12345678"),
            ("⟦X4RTBPFW4⟧", "U X4RTBPFW4"),
            ("⟦11111111⟧", "-"),
            ("⟦AB 111111⟧", "-"),
            ("é⟦12345678⟧", "-"),
            ("⟦12345678⟧-9", "-"),
            ("0.⟦12345678⟧", "-"),
        ] {
            assert_eq!(probe(LoneNumber, text), expected, "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for (year, month, day, expected) in [
            (1985, 4, 30, true),
            (1985, 4, 31, false),
            (1900, 2, 29, false),
            (2000, 2, 29, true),
            (0, 2, 29, true),
            (85, 2, 29, false),
            (1985, 13, 1, false),
            (1985, 0, 1, false),
            (1985, 1, 0, false),
        ] {
            assert_eq!(is_day(year, month, day), expected, "{year}-{month}-{day}");
        }
    }
}
