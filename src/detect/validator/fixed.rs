//! Identifiers with a fixed number of digits or letters, read into arrays.

use super::number::goes_on;
use super::{Value, Verdict};

/// The values of exactly `N` ASCII digits, whatever stands between them.
pub(super) fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut digits = [0; N];
    let mut found = text.bytes().filter(u8::is_ascii_digit);
    for digit in &mut digits {
        *digit = found.next()? - b'0';
    }
    found.next().is_none().then_some(digits)
}

/// Exactly `N` ASCII letters (in upper case) and digits, whatever stands between them.
pub(super) fn characters<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut characters = [0; N];
    let mut found = text.bytes().filter(u8::is_ascii_alphanumeric);
    for character in &mut characters {
        *character = found.next()?.to_ascii_uppercase();
    }
    found.next().is_none().then_some(characters)
}

/// The value of an ASCII digit.
pub(super) fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// Whether the digits are not all the same.
pub(super) fn varied(digits: &[u8]) -> bool {
    digits.iter().any(|digit| Some(digit) != digits.first())
}

/// The number that digits make. Meant for parts of up to nine digits.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number: u32, digit| number.wrapping_mul(10).wrapping_add(u32::from(*digit)))
}

/// Whether two digits each for year, month and day name a day of the 1900s or the 2000s.
pub(super) fn is_short_date(year: &[u8], month: u32, day: u32) -> bool {
    let year = number(year);
    is_day(1900 + year, month, day) || is_day(2000 + year, month, day)
}

/// Whether a day is in the calendar.
pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(year), i8::try_from(month), i8::try_from(day)) else {
        return false;
    };
    jiff::civil::Date::new(year, month, day).is_ok()
}

/// Whether the value is neither glued to letters or digits nor part of a longer number.
pub(super) fn is_alone(value: &Value<'_>) -> bool {
    !value.is_glued() && !goes_on(value)
}

/// `Valid` for what passes its check and stands alone; refused if not.
pub(super) fn strict(value: &Value<'_>, passes: Option<bool>) -> Verdict {
    if passes == Some(true) && is_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// A number of no published structure beside its label: refused if it is glued to something, part of a longer number, or if
/// its digits are all the same.
pub(super) fn labelled(value: &Value<'_>) -> Verdict {
    let mut digits = value.matched().bytes().filter(u8::is_ascii_digit);
    let first = digits.next();
    if is_alone(value) && digits.any(|digit| Some(digit) != first) {
        Verdict::Undecided(value.span)
    } else {
        Verdict::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use super::*;
    use crate::rules::ValidatorName::LabelledNumber;

    #[test]
    fn the_number_of_characters_is_exact() {
        assert_eq!(digits::<3>("1-2 3"), Some([1, 2, 3]));
        assert_eq!(digits::<3>("12"), None);
        assert_eq!(digits::<3>("1234"), None);
        assert_eq!(characters::<3>("a-1 Z"), Some(*b"A1Z"));
        assert_eq!(characters::<2>("a1Z"), None);
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert!(is_short_date(&[0, 0], 2, 29));
        assert!(!is_short_date(&[0, 1], 2, 29));
        assert!(!is_day(2001, 13, 1) && !is_day(2001, 1, 0) && !is_day(2001, 1, 400));
    }

    #[test]
    fn labelled_numbers_stand_alone_and_vary() {
        for (text, expected) in [
            ("⟦A1234567⟧", "U A1234567"),
            ("⟦12-345⟧.", "U 12-345"),
            ("⟦A1111111⟧", "-"),
            ("⟦1234567⟧-8", "-"),
            ("é⟦1234567⟧", "-"),
        ] {
            assert_eq!(probe(LabelledNumber, text), expected, "{text}");
        }
    }
}
