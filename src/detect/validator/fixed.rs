//! Values with a fixed number of characters: what the identifiers of most countries have in common.

use super::number::{goes_on, row};
use super::other_number::is_other;
use super::{Value, Verdict};

/// The values of the digits in a text if there are exactly `N`; other characters are separators.
pub(super) fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut digits = [0; N];
    let mut count = 0;
    for byte in text.bytes().filter(u8::is_ascii_digit) {
        *digits.get_mut(count)? = byte - b'0';
        count += 1;
    }
    (count == N).then_some(digits)
}

/// The letters, in upper case, and digits of a text if there are exactly `N`; other characters are separators.
pub(super) fn characters<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut characters = [0; N];
    let mut count = 0;
    for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
        *characters.get_mut(count)? = byte.to_ascii_uppercase();
        count += 1;
    }
    (count == N).then_some(characters)
}

/// Where a character stands in an alphabet.
pub(super) fn place(alphabet: &[u8], character: u8) -> Option<u8> {
    alphabet.iter().position(|known| *known == character).and_then(|place| u8::try_from(place).ok())
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
    is_date(1900 + year, month, day) || is_date(2000 + year, month, day)
}

/// Whether all digits are the same.
pub(super) fn uniform(digits: &[u8]) -> bool {
    digits.iter().all(|digit| Some(digit) == digits.first())
}

/// Whether the value stands for itself: no letter or digit beside it, no part of a longer number, and not cut out of a row of
/// groups of digits.
pub(super) fn stands_alone(value: &Value<'_>) -> bool {
    let text = value.matched();
    let run = |bytes: &mut dyn Iterator<Item = u8>| bytes.take_while(u8::is_ascii_digit).count();
    let (left, right) = row(value);
    let cut = text.contains(' ')
        && ((left > 0 && left == run(&mut text.bytes())) || (right > 0 && right == run(&mut text.bytes().rev())));
    !cut && !value.is_glued() && !goes_on(value)
}

/// Whether there is such a day. Of a year of two digits, pass one of its possible centuries that had a 29 February if any had.
pub(super) fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
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
/// its digits are all the same, or if it is plainly something else.
pub(super) fn labelled(value: &Value<'_>) -> Verdict {
    let mut digits = value.matched().bytes().filter(u8::is_ascii_digit);
    let first = digits.next();
    if is_alone(value) && !is_other(value) && digits.any(|digit| Some(digit) != first) {
        Verdict::Undecided(value.span)
    } else {
        Verdict::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use super::*;
    use crate::rules::ValidatorName::{AuAbn, LabelledNumber};

    #[test]
    fn days_are_those_of_the_calendar() {
        for (year, month, day, there) in [
            (2000, 2, 29, true),
            (1900, 2, 29, false),
            (2023, 4, 31, false),
            (2023, 12, 31, true),
            (2023, 13, 1, false),
            (2023, 1, 0, false),
        ] {
            assert_eq!(is_date(year, month, day), there, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn a_blank_line_ends_a_row_of_numbers() {
        for (before, alone) in [("64\n\n", true), ("64\r\n\r\n", true), ("64\n", false), ("64 ", false), ("a\n", true)]
        {
            let text = format!("{before}⟦51 824 753 556⟧");
            assert_eq!(probe(AuAbn, &text) != "-", alone, "{before:?}");
        }
    }

    #[test]
    fn digits_are_counted() {
        assert_eq!(digits::<3>("1-2 3"), Some([1, 2, 3]));
        assert_eq!(digits::<3>("1-2"), None);
        assert_eq!(digits::<3>("1234"), None);
        assert_eq!(characters::<3>("a 1-B"), Some(*b"A1B"));
    }

    #[test]
    fn days_of_short_years() {
        assert!(is_short_date(&[0, 0], 2, 29));
        assert!(!is_short_date(&[0, 1], 2, 29));
    }

    #[test]
    fn labelled_numbers_stand_alone_and_vary() {
        for (text, expected) in [
            ("⟦A1234567⟧", "U A1234567"),
            ("⟦12-345⟧.", "U 12-345"),
            ("⟦A1111111⟧", "-"),
            ("⟦1234567⟧-8", "-"),
            ("é⟦1234567⟧", "-"),
            ("⟦0x1000000⟧,", "-"),
            ("⟦2001-2003⟧", "-"),
        ] {
            assert_eq!(probe(LabelledNumber, text), expected, "{text}");
        }
    }
}
