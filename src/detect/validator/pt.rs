//! Portugal: NIF, NISS, identity documents.

use super::signs::{base36, digits, varied};
use crate::detect::checksum::weighted_remainder;

/// Nine digits that begin with what is issued: 1 to 3 persons, 45 persons abroad, 5, 6, 8, 9 and 7x others; a check digit.
pub(super) fn nif(signs: &[u8]) -> Option<bool> {
    let code = varied::<9>(signs)?;
    let issued = matches!(code, [1 | 2 | 3 | 5 | 6 | 8 | 9, ..] | [4, 5, ..] | [7, 0 | 1 | 2 | 4 | 5 | 7 | 8 | 9, ..]);
    issued.then(|| eleven(&code))
}

/// `PT` and a NIF.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    nif(signs.strip_prefix(b"PT")?)
}

/// Nine digits of an old identity card: eight and their check digit.
pub(super) fn identity_card(signs: &[u8]) -> Option<bool> {
    varied::<9>(signs).map(|code| eleven(&code))
}

/// Whether the ninth digit is the complement of the weighted sum modulo 11; 10 is written 0.
fn eleven(code: &[u8; 9]) -> bool {
    let [.., check] = code;
    (11 - weighted_remainder(code, &[9, 8, 7, 6, 5, 4, 3, 2], 11)) % 11 % 10 == u32::from(*check)
}

/// Social security: eleven digits from 1 (persons) or 2 (others) on, weighted with primes.
pub(super) fn niss(signs: &[u8]) -> Option<bool> {
    let code = varied::<11>(signs)?;
    let [kind, .., check] = code;
    let sum = weighted_remainder(&code, &[29, 23, 19, 17, 13, 11, 7, 5, 3, 2], 10);
    matches!(kind, 1 | 2).then(|| 9 - sum == u32::from(check))
}

/// Citizen card: the nine digits of the person, two signs of the version, and a Luhn digit over all of them, letters counting
/// 10 to 35.
pub(super) fn citizen_card(signs: &[u8]) -> Option<bool> {
    let signs: &[u8; 12] = signs.try_into().ok()?;
    let [person @ .., _, _, check] = signs;
    varied::<9>(person)?;
    digits::<1>(&[*check])?;
    let sum: u32 = signs
        .iter()
        .rev()
        .enumerate()
        .map(|(place, sign)| {
            let value = u32::from(base36(*sign));
            match (place % 2, value) {
                (0, value) => value,
                (_, value) if value > 4 => 2 * value - 9,
                (_, value) => 2 * value,
            }
        })
        .sum();
    Some(sum.is_multiple_of(10))
}

/// Number of a health service user: nine digits. Its last digit is not documented.
pub(super) fn health_user(signs: &[u8]) -> Option<bool> {
    varied::<9>(signs).map(|_| false)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{PtCitizenCard, PtHealthUser, PtIdentityCard, PtNif, PtNiss, PtVat};

    /// The citizen card is that of 12345678 9 with the version ZZ, as in the administration's note on the check digit.
    #[test]
    fn check_digits_hold() {
        for (name, text, expected) in [
            (PtNif, "⟦123456789⟧", "V 123456789"),
            (PtNif, "⟦501 964 843⟧", "V 501 964 843"),
            (PtNif, "⟦123456788⟧", "-"),
            (PtNif, "⟦423456789⟧", "-"),
            (PtVat, "⟦PT501964843⟧", "V PT501964843"),
            (PtVat, "⟦PT501964842⟧", "-"),
            (PtIdentityCard, "⟦12345678 9⟧", "V 12345678 9"),
            (PtIdentityCard, "⟦12345678 8⟧", "-"),
            (PtNiss, "⟦11234567892⟧", "V 11234567892"),
            (PtNiss, "⟦31234567892⟧", "-"),
            (PtCitizenCard, "⟦12345678 9 ZZ1⟧", "V 12345678 9 ZZ1"),
            (PtCitizenCard, "⟦12345678 9 ZZ6⟧", "-"),
            (PtHealthUser, "⟦123 456 789⟧", "U 123 456 789"),
            (PtHealthUser, "⟦111 111 111⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
