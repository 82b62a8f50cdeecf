//! Numbers that Argentina issues.

use super::fixed::{digits, number, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// CUIT and CUIL: a type of two digits, the number of the document, a check digit modulo eleven (AFIP, Resolución General
/// 10/1997).
pub(super) fn cuit(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<11>(value.matched()).map(|digits| {
            let [a, b, serial @ .., _] = digits;
            let rest = weighted_remainder(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11);
            matches!(number(&[a, b]), 20 | 23..=27 | 30 | 33 | 34) && varied(&serial) && rest == 0
        }),
    )
}

/// CBU and CVU, account numbers: bank and branch with a check digit, account with another (BCRA, Comunicación A 2622).
pub(super) fn cbu(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<22>(value.matched()).map(|digits| {
            let block = |digits: &[u8], weights: &[u8]| weighted_remainder(digits, weights, 10) == 0;
            let [a, b, c, d, e, f, g, h, account @ ..] = digits;
            varied(&account)
                && block(&[a, b, c, d, e, f, g, h], &[7, 1, 3, 9, 7, 1, 3, 1])
                && block(&account, &[3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3, 1])
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{ArCbu, ArCuit};

    #[test]
    fn numbers_are_checked() {
        for (name, text, expected) in [
            (ArCuit, "⟦20-12345678-6⟧", "V 20-12345678-6"),
            (ArCuit, "⟦27345678900⟧", "V 27345678900"),
            (ArCuit, "⟦20-12345678-5⟧", "-"),
            (ArCuit, "⟦21-12345678-6⟧", "-"),
            (ArCbu, "⟦2850590940090418135201⟧", "V 2850590940090418135201"),
            (ArCbu, "⟦28505909 40090418135201⟧", "V 28505909 40090418135201"),
            (ArCbu, "⟦2850590940090418135202⟧", "-"),
            (ArCbu, "⟦2850591940090418135201⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
