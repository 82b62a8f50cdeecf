//! Singapore: NRIC and FIN, UEN.

use super::fixed::{characters, number, place, stands_alone};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// NRIC or FIN: a letter for the century and the status, seven digits, a check letter by weights modulo 11. Valid in
/// capitals; a number mistyped in a place is left open: beside a label it still names its holder.
pub(super) fn nric_fin(value: &Value<'_>) -> Verdict {
    let Some(nric) = characters::<9>(value.matched()).filter(|_| stands_alone(value)) else { return Verdict::Refused };
    let (offset, letters) = match nric[0] {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return Verdict::Refused,
    };
    let digits = nric.map(|character| character.wrapping_sub(b'0'));
    let sum = weighted_remainder(&digits, &[0, 2, 7, 6, 5, 4, 3, 2, 0], 11) + offset;
    let nobody = digits.iter().skip(1).take(7).all(|digit| *digit == 0);
    let Some(check) = place(letters, nric[8]).filter(|_| !nobody) else { return Verdict::Refused };
    let small = value.matched().bytes().any(|byte| byte.is_ascii_lowercase());
    value.decided(u32::from(check) == sum % 11 && !small)
}

/// Unique entity number: business (8 digits, letter), local company (year, 5 digits, letter) or other entity (`TyyPQnnnnX`). The
/// check letters follow the scheme all registered numbers show; it has not been published.
pub(super) fn uen(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let holds = if let Some(business) = characters::<9>(text) {
        let digits = business.map(|character| character.wrapping_sub(b'0'));
        let rest = weighted_remainder(&digits, &[10, 4, 9, 3, 8, 2, 7, 1], 11);
        place(b"XMKECAWLJDB", business[8]).map(u32::from) == Some(rest)
    } else if let Some(entity) = characters::<10>(text) {
        if entity[0].is_ascii_digit() { is_company(entity) } else { is_other(entity) }
    } else {
        false
    };
    if holds && stands_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

fn is_company(uen: [u8; 10]) -> bool {
    let digits = uen.map(|character| character.wrapping_sub(b'0'));
    let rest = weighted_remainder(&digits, &[10, 8, 6, 4, 9, 7, 5, 3, 1], 11);
    let year = number(&[digits[0], digits[1], digits[2], digits[3]]);
    (1800..2100).contains(&year) && place(b"ZKCMDNERGWH", uen[9]).map(u32::from) == Some(rest)
}

fn is_other(uen: [u8; 10]) -> bool {
    const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
    let values = uen.map(|character| place(ALPHABET, character).unwrap_or(u8::MAX));
    let rest = (weighted_remainder(&values, &[4, 3, 5, 3, 10, 2, 2, 5, 7], 11) + 6) % 11;
    !values.contains(&u8::MAX) && u32::from(values[9]) == rest
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{SgNricFin, SgUen};

    #[test]
    fn check_letters_decide() {
        for (name, text, expected) in [
            (SgNricFin, "⟦S1234567D⟧", "V S1234567D"),
            (SgNricFin, "⟦s1234567d⟧", "U s1234567d"),
            (SgNricFin, "⟦T1234567J⟧", "V T1234567J"),
            (SgNricFin, "⟦F1234567N⟧", "V F1234567N"),
            (SgNricFin, "⟦G1234567X⟧", "V G1234567X"),
            (SgNricFin, "⟦M1234567K⟧", "V M1234567K"),
            (SgNricFin, "⟦S1234567E⟧", "U S1234567E"),
            (SgNricFin, "⟦S1234567X⟧", "-"),
            (SgNricFin, "⟦S0000000J⟧", "-"),
            (SgUen, "⟦12345678M⟧", "V 12345678M"),
            (SgUen, "⟦190012345N⟧", "V 190012345N"),
            (SgUen, "⟦S99GB4321D⟧", "V S99GB4321D"),
            (SgUen, "⟦T00FC1234E⟧", "V T00FC1234E"),
            (SgUen, "⟦123456⟧", "-"),
            (SgUen, "⟦12345678N⟧", "-"),
            (SgUen, "⟦190012345D⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
