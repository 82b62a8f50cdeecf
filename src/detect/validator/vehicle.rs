//! Vehicle identification numbers (ISO 3779, 49 CFR 565).

use super::{Value, Verdict};

/// Weight of each place (49 CFR 565.15, table IV); the ninth is the check digit's own.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// Most groups that it is written in.
const MAX_GROUPS: usize = 5;

/// Place of the year of the model, and what never stands there (49 CFR 565.15, table VII).
const YEAR: usize = 9;
const NO_YEARS: &[u8] = b"UuZz0";

/// Place of the check digit.
const CHECK: usize = 8;

/// Seventeen characters of both kinds. Valid if the check digit of North America is right and the places that are always
/// digits there are digits; undecided if not, since other regions have no check digit.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let written = value.matched();
    let groups = written.split([' ', '-']).count();
    let signs: Vec<u8> = written.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let text = signs.as_slice();
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let figures = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let maker = text.iter().take(3).any(u8::is_ascii_alphabetic);
    let mixed = letters >= 3 && figures >= 3 && maker && !is_hex(text);
    let joined = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || "-_/+=".contains(c));
    // `vin=` and `vin-` stand before a value, so only letters count there.
    // In groups it is read from a document, which has capitals; words of prose are of letters.
    let prose = groups > 1 && (groups > MAX_GROUPS || written.bytes().any(|byte| byte.is_ascii_lowercase()));
    let part = prose || value.is_glued() || joined(value.after().chars().next());
    if !mixed || part {
        return Verdict::Refused;
    }
    let serial = text.iter().rev().take(5).all(u8::is_ascii_digit);
    let year = text.get(YEAR).is_some_and(|year| !NO_YEARS.contains(year));
    value.decided(serial && year && letters >= 4 && is_checked(text))
}

/// As [`check`] for one that is written in groups.
pub(super) fn grouped(value: &Value<'_>) -> Verdict {
    let signs = value.matched().bytes().filter(u8::is_ascii_alphanumeric).count();
    if signs == WEIGHTS.len() { check(value) } else { Verdict::Refused }
}

/// Hexadecimal in one case is part of a digest more often than not.
fn is_hex(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_hexdigit)
}

fn is_checked(text: &[u8]) -> bool {
    let sum: Option<u32> = text.iter().zip(WEIGHTS).map(|(byte, weight)| Some(number(*byte)? * weight)).sum();
    let expected = sum.map(|sum| match sum % 11 {
        10 => b'X',
        digit => b'0' + u8::try_from(digit).unwrap_or(0),
    });
    text.get(CHECK).map(u8::to_ascii_uppercase) == expected
}

/// What a character counts (49 CFR 565.15, table III).
fn number(byte: u8) -> Option<u32> {
    Some(match byte.to_ascii_uppercase() {
        digit @ b'0'..=b'9' => u32::from(digit - b'0'),
        letter @ b'A'..=b'H' => u32::from(letter - b'A') + 1,
        letter @ b'J'..=b'N' => u32::from(letter - b'J') + 1,
        b'P' => 7,
        b'R' => 9,
        letter @ b'S'..=b'Z' => u32::from(letter - b'S') + 2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Vin;

    /// The second is the worked example of a check digit that is X, in common use since 49 CFR 565 was first published.
    #[test]
    fn check_digits_decide() {
        for (text, kind) in [
            ("⟦2FTRX18W9XCA12345⟧", 'V'),
            ("⟦1M8GDM9AXKP042788⟧", 'V'),
            ("⟦1m8gdm9axkp042788⟧.", 'V'),
            ("⟦1M8GD-M9AX-KP042788⟧", 'V'),
            ("⟦WBA 3A5C 50CF 256651⟧", 'U'),
            ("⟦the car had 4 new wheels⟧", '-'),
            ("⟦1M8GDM9A1KP042788⟧", 'U'),
            ("⟦WVWZZZ1JZ3W386752⟧", 'U'),
            ("⟦11111111111111111⟧", '-'),
            ("⟦DEADBEEF012345678⟧", '-'),
            ("⟦SOMEWXRDSWZTHNXNE⟧", '-'),
            ("⟦1M8GDM9AXKP042788⟧-1", '-'),
            ("a⟦1M8GDM9AXKP042788⟧", '-'),
        ] {
            assert!(probe(Vin, text).starts_with(kind), "{text}");
        }
    }
}
