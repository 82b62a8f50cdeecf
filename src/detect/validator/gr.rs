//! Greece: tax number, which is the VAT number too, and social security number.

use super::lone_number::{digits, in_capitals, is_day, number, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::{luhn_valid, weighted_remainder};

/// ΑΦΜ: eight digits and their sum with the powers of 2 from 256 down to 2 as weights, modulo 11 and then modulo 10.
/// With `EL` in front it is the VAT number; undecided in a text in capitals with a space behind `EL`, because that is a
/// word of Spanish.
pub(super) fn tax(value: &Value<'_>) -> Verdict {
    // 256, 128, 64, 32 and 16 modulo 11, then 8, 4, 2.
    let passes = |all: [u8; 9]| {
        let [.., check] = all;
        weighted_remainder(&all, &[3, 7, 9, 10, 5, 8, 4, 2], 11) % 10 == u32::from(check)
    };
    match vat_verdict(value, digits::<9>(value).is_some_and(passes)) {
        Verdict::Valid(span) if in_capitals(value, "EL") => Verdict::Undecided(span),
        other => other,
    }
}

/// ΑΜΚΑ: DDMMYY and five digits, the whole ending in its Luhn check digit (Law 3655/2008).
pub(super) fn social_security(value: &Value<'_>) -> Verdict {
    let Some(all @ [d1, d2, m1, m2, y1, y2, ..]) = digits::<11>(value) else { return Verdict::Refused };
    verdict(value, is_day(number(&[y1, y2]), number(&[m1, m2]), number(&[d1, d2])) && luhn_valid(&all))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{GrSocialSecurity, GrTax};

    /// 094259216 and 01013099997 stand in public descriptions of the numbers.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (GrTax, "⟦094259216⟧", "V 094259216"),
            (GrTax, "⟦EL094259216⟧", "V EL094259216"),
            (GrTax, "VAT: ⟦EL 094259216⟧", "V EL 094259216"),
            (GrTax, "PAGA ⟦EL 094259216⟧", "U EL 094259216"),
            (GrTax, "⟦el094259216⟧", "U el094259216"),
            (GrTax, "⟦094259217⟧", "-"),
            (GrTax, "⟦000000000⟧", "-"),
            (GrSocialSecurity, "⟦01013099997⟧", "V 01013099997"),
            (GrSocialSecurity, "⟦01013099999⟧", "-"),
            (GrSocialSecurity, "⟦01133099991⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
