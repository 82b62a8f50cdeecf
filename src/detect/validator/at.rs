//! Austria: social insurance number, tax number, VAT number.

use super::lone_number::{digits, is_day, number, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::{luhn_valid, weighted_remainder};

/// Versicherungsnummer: three digits of which the first is not 0, a check digit, the day of birth as DDMMYY. The
/// weighted sum of all but the check digit modulo 11 is the check digit; serials that give 10 are left out. Months 13
/// to 15 are for those whose day of birth is unknown or whose day is used up (Hauptverband der österreichischen
/// Sozialversicherungsträger, ASVG § 30c).
pub(super) fn social_insurance(value: &Value<'_>) -> Verdict {
    let Some(all @ [a, b, c, check, birth @ ..]) = digits::<10>(value) else { return Verdict::Refused };
    let [d1, d2, m1, m2, y1, y2] = birth;
    let (day, month, year) = (number(&[d1, d2]), number(&[m1, m2]), number(&[y1, y2]));
    let born = is_day(year, month, day) || ((13..=15).contains(&month) && (1..=31).contains(&day));
    let sum = weighted_remainder(&all, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6], 11);
    verdict(value, a > 0 && number(&[a, b, c]) > 0 && born && sum == u32::from(check))
}

/// Abgabenkontonummer: tax office (two digits), six digits, Luhn check digit.
pub(super) fn tax_number(value: &Value<'_>) -> Verdict {
    verdict(value, digits::<9>(value).is_some_and(|all| luhn_valid(&all)))
}

/// UID: `ATU` and eight digits. Every second of the first seven is doubled and its digits added; the check digit
/// completes the sum, raised by 4, to a multiple of ten (Bundesministerium für Finanzen, Aufbau der UID-Nummern).
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    let Some(all) = digits::<8>(value) else { return Verdict::Refused };
    let [a, b, c, d, e, f, g, check] = all.map(u32::from);
    let doubled = |digit: u32| digit / 5 + digit * 2 % 10;
    let sum = a + doubled(b) + c + doubled(d) + e + doubled(f) + g + 4 + check;
    vat_verdict(value, sum.is_multiple_of(10))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{AtSocialInsurance, AtTaxNumber, AtVat};

    /// 1237 010180 is the social insurance's own example number, ATU10223006 stands in descriptions of the check digit.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (AtSocialInsurance, "⟦1237 010180⟧", "V 1237 010180"),
            (AtSocialInsurance, "⟦1238 010180⟧", "-"),
            (AtSocialInsurance, "⟦1237 320180⟧", "-"),
            (AtSocialInsurance, "⟦0237010180⟧", "-"),
            (AtSocialInsurance, "é⟦1237010180⟧", "-"),
            (AtTaxNumber, "⟦59-119/9013⟧", "V 59-119/9013"),
            (AtTaxNumber, "⟦591199013⟧", "V 591199013"),
            (AtTaxNumber, "⟦59-119/9014⟧", "-"),
            (AtVat, "⟦ATU10223006⟧", "V ATU10223006"),
            (AtVat, "⟦ATU 1022 3006⟧", "V ATU 1022 3006"),
            (AtVat, "⟦atu10223006⟧", "U atu10223006"),
            (AtVat, "⟦ATU10223007⟧", "U ATU10223007"),
            (AtVat, "⟦ATU00000000⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
