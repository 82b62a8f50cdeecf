//! United Arab Emirates: identity card.

use super::fixed::{digits, number, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::luhn_valid;

/// Emirates ID: 784 (the country in ISO 3166-1), year of birth, seven digits, check digit by Luhn. Cards without a right check
/// digit are in use, so those are left open.
pub(super) fn identity(value: &Value<'_>) -> Verdict {
    let Some(digits) = digits::<15>(value.matched()) else { return Verdict::Refused };
    let year = number(&[digits[3], digits[4], digits[5], digits[6]]);
    let serial: [u8; 7] = digits.get(7..14).and_then(|serial| serial.try_into().ok()).unwrap_or([0; 7]);
    if !digits.starts_with(&[7, 8, 4]) || !(1900..2100).contains(&year) || uniform(&serial) || !stands_alone(value) {
        return Verdict::Refused;
    }
    value.decided(luhn_valid(&digits))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::AeIdentity;

    #[test]
    fn year_and_check_digit_decide() {
        for (text, expected) in [
            ("⟦784-1990-1234567-6⟧", "V 784-1990-1234567-6"),
            ("⟦784199012345676⟧", "V 784199012345676"),
            ("⟦784-1990-1234567-7⟧", "U 784-1990-1234567-7"),
            ("⟦784-1790-1234567-6⟧", "-"),
            ("⟦785-1990-1234567-6⟧", "-"),
            ("⟦784-1990-0000000-5⟧", "-"),
        ] {
            assert_eq!(probe(AeIdentity, text), expected, "{text}");
        }
    }
}
