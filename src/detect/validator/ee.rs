//! Estonia: personal code, VAT number.

use super::lone_number::{digits, is_day, number, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Isikukood: sex and century (1 to 8), YYMMDD, three digits, and a check digit: the weights 1 to 9 and 1 modulo 11, or
/// where that gives 10 the weights 3 to 9 and 1 to 3, 10 counting as 0 (EVS 585:2007).
pub(super) fn personal(value: &Value<'_>) -> Verdict {
    let Some(all @ [century @ 1..=8, y1, y2, m1, m2, d1, d2, .., check]) = digits::<11>(value) else {
        return Verdict::Refused;
    };
    let year = 1800 + u64::from((century - 1) / 2) * 100 + number(&[y1, y2]);
    let first = weighted_remainder(&all, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1], 11);
    let sum = if first == 10 { weighted_remainder(&all, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3], 11) } else { first };
    verdict(value, is_day(year, number(&[m1, m2]), number(&[d1, d2])) && sum % 10 == u32::from(check))
}

/// KMKR: `EE` and nine digits whose sum with the weights 3, 7, 1 is a multiple of 10.
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    let passes = |all: [u8; 9]| weighted_remainder(&all, &[3, 7, 1, 3, 7, 1, 3, 7, 1], 10) == 0;
    vat_verdict(value, digits::<9>(value).is_some_and(passes))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{EePersonal, EeVat};

    /// 37605030299 and EE100931558 stand in public descriptions of the numbers.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (EePersonal, "⟦37605030299⟧", "V 37605030299"),
            (EePersonal, "⟦37605030291⟧", "-"),
            (EePersonal, "⟦37613030299⟧", "-"),
            (EePersonal, "⟦97605030299⟧", "-"),
            (EeVat, "⟦EE100931558⟧", "V EE100931558"),
            (EeVat, "⟦ee100931558⟧", "U ee100931558"),
            (EeVat, "⟦EE100931557⟧", "U EE100931557"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
