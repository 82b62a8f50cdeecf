//! Values with a fixed number of characters: what the identifiers of most countries have in common.

use super::Value;
use super::number::{goes_on, row};

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

/// The number that digits spell.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(*digit))
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn digits_are_counted() {
        assert_eq!(digits::<3>("1-2 3"), Some([1, 2, 3]));
        assert_eq!(digits::<3>("1-2"), None);
        assert_eq!(digits::<3>("1234"), None);
        assert_eq!(characters::<3>("a 1-B"), Some(*b"A1B"));
    }
}
