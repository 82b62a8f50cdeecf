//! Hong Kong: identity card.

use super::fixed::{stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Identity card number: one or two letters, six digits, a check character by weights modulo 11, a missing first letter counting
/// as 36. Valid with the check character in parentheses, as it is printed, undecided without them.
pub(super) fn identity(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let mut values = [36; 9];
    let characters = text.bytes().filter(u8::is_ascii_alphanumeric).rev();
    let mut count = 0;
    for (slot, character) in values.iter_mut().rev().zip(characters) {
        *slot = if character.is_ascii_digit() { character - b'0' } else { character.to_ascii_uppercase() - b'A' + 10 };
        count += 1;
    }
    let digits: [u8; 6] = values.get(2..8).and_then(|digits| digits.try_into().ok()).unwrap_or([0; 6]);
    let remainder = weighted_remainder(&values, &[9, 8, 7, 6, 5, 4, 3, 2, 1], 11);
    if count < 8 || uniform(&digits) || remainder != 0 || !stands_alone(value) {
        return Verdict::Refused;
    }
    value.decided(text.contains('('))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::HkIdentity;

    /// G123456(A) is the specimen most descriptions of the check digit give.
    #[test]
    fn check_characters_decide() {
        for (text, expected) in [
            ("⟦G123456(A)⟧", "V G123456(A)"),
            ("⟦G123456A⟧", "U G123456A"),
            ("⟦AB987654(3)⟧", "V AB987654(3)"),
            ("⟦AB987654(2)⟧", "-"),
            ("⟦G123456(B)⟧", "-"),
            ("⟦L555555(0)⟧", "-"),
        ] {
            assert_eq!(probe(HkIdentity, text), expected, "{text}");
        }
    }
}
