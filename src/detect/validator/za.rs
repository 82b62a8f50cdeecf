//! Numbers that South Africa issues.

use super::fixed::{digits, is_short_date, number, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::luhn_valid;

/// Identity numbers: date of birth, four digits that tell the sex, citizenship (0 citizen, 1 permanent resident, 2 refugee), a
/// digit, Luhn (Department of Home Affairs, Identification Act 68 of 1997).
pub(super) fn identity(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<13>(value.matched()).map(|digits| {
            let [a, b, c, d, e, f, _, _, _, _, citizen, ..] = digits;
            citizen < 3 && is_short_date(&[a, b], number(&[c, d]), number(&[e, f])) && luhn_valid(&digits)
        }),
    )
}

/// Tax reference numbers, which begin with 0 to 3 or 9, and VAT numbers, which begin with 4: ten digits with a Luhn check digit
/// (SARS, business requirements specification PAYE, section on modulus 10).
pub(super) fn tax(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<10>(value.matched()).map(|digits| {
            let [first, ..] = digits;
            matches!(first, 0..=4 | 9) && varied(&digits) && luhn_valid(&digits)
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{ZaIdentity, ZaTax};

    #[test]
    fn numbers_are_checked() {
        for (name, text, expected) in [
            // The example that South African documentation of the number uses.
            (ZaIdentity, "⟦8001015009087⟧", "V 8001015009087"),
            (ZaIdentity, "⟦920220 4720 08 3⟧", "V 920220 4720 08 3"),
            (ZaIdentity, "⟦8001015009088⟧", "-"),
            (ZaIdentity, "⟦8013015009082⟧", "-"),
            (ZaIdentity, "⟦8001015009384⟧", "-"),
            (ZaTax, "⟦0123456782⟧", "V 0123456782"),
            (ZaTax, "⟦4123456784⟧", "V 4123456784"),
            (ZaTax, "⟦0123456783⟧", "-"),
            (ZaTax, "⟦5123456783⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
