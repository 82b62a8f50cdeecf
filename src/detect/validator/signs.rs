//! The letters and digits of an identifier, without what separates them, and the verdict on identifiers that are known by
//! them alone.

use super::number::goes_on;
use super::{Value, Verdict};

/// Longest identifier of this kind: none that is issued has more signs than an IBAN.
const CAPACITY: usize = 34;

/// What the signs of a value say of it: `None` if no such identifier can exist, else whether its check characters hold.
pub(super) type Judge = fn(&[u8]) -> Option<bool>;

/// ASCII letters (upper case) and digits of a value, in order.
#[derive(Clone, Copy)]
pub(super) struct Signs {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Signs {
    /// The signs of a text; `None` if there are more than any identifier has.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut signs = Self { bytes: [0; CAPACITY], len: 0 };
        for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
            *signs.bytes.get_mut(signs.len)? = byte.to_ascii_uppercase();
            signs.len += 1;
        }
        Some(signs)
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Valid if the check characters hold, refused if they do not.
pub(super) fn strict(value: &Value<'_>, judge: Judge) -> Verdict {
    match judged(value, judge) {
        Some(true) => Verdict::Valid(value.span),
        _ => Verdict::Refused,
    }
}

/// Valid if the check characters hold, undecided if they do not: beside a label that means nothing else, a value with a
/// mistyped or invented digit is still treated as what the label says.
pub(super) fn soft(value: &Value<'_>, judge: Judge) -> Verdict {
    judged(value, judge).map_or(Verdict::Refused, |holds| value.decided(holds))
}

fn judged(value: &Value<'_>, judge: Judge) -> Option<bool> {
    if value.is_glued() || goes_on(value) {
        return None;
    }
    judge(Signs::of(value.matched())?.as_slice())
}

/// The values of exactly `N` digits; `None` if there are more or fewer, or something else is among them.
pub(super) fn digits<const N: usize>(signs: &[u8]) -> Option<[u8; N]> {
    let signs: [u8; N] = signs.try_into().ok()?;
    signs.iter().all(u8::is_ascii_digit).then(|| signs.map(|byte| byte - b'0'))
}

/// The same, refusing a run of one and the same digit, which nothing is issued with and placeholders consist of.
pub(super) fn varied<const N: usize>(signs: &[u8]) -> Option<[u8; N]> {
    digits(signs).filter(|digits| digits.iter().any(|digit| Some(digit) != digits.first()))
}

/// The number that some digits (values 0 to 9) spell. No more than 18 of them fit.
pub(super) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit))
}

/// Value of a digit or an upper-case letter, from 0 to 35.
pub(super) fn base36(sign: u8) -> u8 {
    match sign {
        b'0'..=b'9' => sign - b'0',
        b'A'..=b'Z' => sign - b'A' + 10,
        _ => 0,
    }
}

/// Whether a day exists in the calendar. Without a year, 29 February does.
pub(super) fn is_day(year: Option<u64>, month: u64, day: u64) -> bool {
    let leap = year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u64::from(leap),
        _ => 0,
    };
    (1..=last).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_letters_and_digits() {
        assert_eq!(Signs::of("es-x1 234.567 l").unwrap().as_slice(), b"ESX1234567L");
        assert!(Signs::of(&"1".repeat(35)).is_none());
    }

    #[test]
    fn digits_are_counted_exactly() {
        assert_eq!(digits::<3>(b"123"), Some([1, 2, 3]));
        assert_eq!((digits::<3>(b"12"), digits::<3>(b"1234"), digits::<3>(b"12A")), (None, None, None));
        assert_eq!((varied::<3>(b"111"), varied::<3>(b"112")), (None, Some([1, 1, 2])));
        assert_eq!((number(&[1, 0, 9]), base36(b'9'), base36(b'A'), base36(b'Z')), (109, 9, 10, 35));
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for (year, month, day, exists) in [
            (Some(1999), 2, 29, false),
            (Some(2000), 2, 29, true),
            (Some(1900), 2, 29, false),
            (None, 2, 29, true),
            (None, 4, 31, false),
            (None, 13, 1, false),
            (None, 12, 0, false),
            (None, 12, 31, true),
        ] {
            assert_eq!(is_day(year, month, day), exists, "{year:?}-{month}-{day}");
        }
    }
}
