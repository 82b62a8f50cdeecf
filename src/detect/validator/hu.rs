//! Hungary: tax identification, social security, personal and tax numbers.

use super::lone_number::{digits, is_day, number, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Adóazonosító jel: 8, five digits for the days since 1867, three more, and the sum of all, each times its place,
/// modulo 11; numbers that give 10 are left out (2017. évi CL. törvény, 1. melléklet).
pub(super) fn tax_id(value: &Value<'_>) -> Verdict {
    let passes = |all: [u8; 10]| {
        let [first, .., check] = all;
        first == 8 && weighted_remainder(&all, &[1, 2, 3, 4, 5, 6, 7, 8, 9], 11) == u32::from(check)
    };
    verdict(value, digits::<10>(value).is_some_and(passes))
}

/// TAJ-szám: eight digits and their sum with the weights 3 and 7 in turn, modulo 10 (1996. évi XX. törvény, melléklet).
pub(super) fn social_security(value: &Value<'_>) -> Verdict {
    let passes = |all: [u8; 9]| {
        let [.., check] = all;
        weighted_remainder(&all, &[3, 7, 3, 7, 3, 7, 3, 7], 10) == u32::from(check)
    };
    verdict(value, digits::<9>(value).is_some_and(passes))
}

/// Személyi azonosító: sex and century, YYMMDD, three digits, and the sum of all, each times its place, modulo 11; the
/// places are counted from behind for births since 1997 (1996. évi XX. törvény).
pub(super) fn personal(value: &Value<'_>) -> Verdict {
    let Some(all @ [sex @ 1..=8, y1, y2, m1, m2, d1, d2, .., check]) = digits::<11>(value) else {
        return Verdict::Refused;
    };
    let year = if matches!(sex, 1 | 2 | 5 | 6) { 1900 } else { 2000 } + number(&[y1, y2]);
    let weights: [u8; 10] = if year < 1997 { [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } else { [10, 9, 8, 7, 6, 5, 4, 3, 2, 1] };
    let born = is_day(year, number(&[m1, m2]), number(&[d1, d2]));
    verdict(value, born && weighted_remainder(&all, &weights, 11) == u32::from(check))
}

/// Adószám: seven digits and their check digit, a code from 1 to 5 for the kind of taxation, and two digits for the tax
/// office: 02 to 20, 22 to 44 or 51.
pub(super) fn tax_number(value: &Value<'_>) -> Verdict {
    let Some([base @ .., kind, o1, o2]) = digits::<11>(value) else { return Verdict::Refused };
    let office = matches!(number(&[o1, o2]), 2..=20 | 22..=44 | 51);
    verdict(value, is_base(base) && (1..=5).contains(&kind) && office)
}

/// The first eight digits of the tax number with `HU` in front.
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    vat_verdict(value, digits::<8>(value).is_some_and(is_base))
}

fn is_base(base: [u8; 8]) -> bool {
    weighted_remainder(&base, &[9, 7, 3, 1, 9, 7, 3, 1], 10) == 0
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{HuPersonal, HuSocialSecurity, HuTaxId, HuTaxNumber, HuVat};

    /// 8071592153, 111 111 110 and HU12892312 stand in public descriptions of the numbers.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (HuTaxId, "⟦8071592153⟧", "V 8071592153"),
            (HuTaxId, "⟦8071592154⟧", "-"),
            (HuTaxId, "⟦7071592152⟧", "-"),
            (HuSocialSecurity, "⟦111 111 110⟧", "V 111 111 110"),
            (HuSocialSecurity, "⟦111111111⟧", "-"),
            (HuPersonal, "⟦1-850423-1239⟧", "V 1-850423-1239"),
            (HuPersonal, "⟦18504231239⟧", "V 18504231239"),
            (HuPersonal, "⟦1-850423-1238⟧", "-"),
            (HuPersonal, "⟦1-851323-1239⟧", "-"),
            (HuPersonal, "⟦3-050423-1235⟧", "V 3-050423-1235"),
            (HuTaxNumber, "⟦12892312-2-42⟧", "V 12892312-2-42"),
            (HuTaxNumber, "⟦12892312-6-42⟧", "-"),
            (HuTaxNumber, "⟦12892312-2-45⟧", "-"),
            (HuVat, "⟦HU12892312⟧", "V HU12892312"),
            (HuVat, "⟦hu12892312⟧", "U hu12892312"),
            (HuVat, "⟦HU12892313⟧", "U HU12892313"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
