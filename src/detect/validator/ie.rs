//! Ireland: Personal Public Service numbers and VAT numbers, which share one check letter.

use super::signs::digits;
use crate::detect::checksum::weighted_remainder;

/// Letters by remainder: the check letter is the one at the place of the sum modulo 23.
const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";

/// Seven digits, a check letter, and since 2013 a second letter that takes part in the check (A for persons, H for others);
/// the older W, T and X do not.
pub(super) fn ppsn(signs: &[u8]) -> Option<bool> {
    let (number, check, second) = match signs {
        [number @ .., check, second] if second.is_ascii_alphabetic() && check.is_ascii_alphabetic() => {
            (number, *check, *second)
        }
        [number @ .., check] => (number, *check, b'W'),
        [] => return None,
    };
    let weight = match second {
        b'W' | b'T' | b'X' => 0,
        letter => LETTERS.iter().position(|known| *known == letter)?,
    };
    let number = digits::<7>(number).filter(|digits| digits.iter().any(|digit| *digit > 0))?;
    let sum = usize::try_from(weighted_remainder(&number, &[8, 7, 6, 5, 4, 3, 2], 23)).ok()? + 9 * weight;
    Some(LETTERS.get(sum % 23) == Some(&check))
}

/// `IE` and the same structure.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    ppsn(signs.strip_prefix(b"IE")?)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{IePpsn, IeVat};

    /// 1234567T and 1234567FA are the structure's usual examples.
    #[test]
    fn check_letters_hold() {
        for (name, text, expected) in [
            (IePpsn, "⟦1234567T⟧", "V 1234567T"),
            (IePpsn, "⟦1234567TW⟧", "V 1234567TW"),
            (IePpsn, "⟦1234567FA⟧", "V 1234567FA"),
            (IePpsn, "⟦1234567t⟧", "V 1234567t"),
            (IePpsn, "⟦1234567A⟧", "-"),
            (IePpsn, "⟦0000000W⟧", "-"),
            (IePpsn, "x⟦1234567T⟧", "-"),
            (IeVat, "⟦IE 1234567T⟧", "V IE 1234567T"),
            (IeVat, "⟦IE1234567FA⟧", "V IE1234567FA"),
            (IeVat, "⟦IE1234567B⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
