//! Croatia: personal identification number, which is the VAT number too, and the citizen number of Yugoslavia.

use super::lone_number::{digits, is_day, number, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::{mod_11_10_valid, weighted_remainder};

/// OIB: eleven digits that end in their ISO 7064 MOD 11,10 check digit (Zakon o osobnom identifikacijskom broju). With
/// `HR` in front it is the VAT number.
pub(super) fn oib(value: &Value<'_>) -> Verdict {
    vat_verdict(value, digits::<11>(value).is_some_and(|all| mod_11_10_valid(&all)))
}

/// JMBG: DDMMYYY (the year without its first digit), region, serial, and 11 less the weighted sum modulo 11, 10 and 11
/// counting as 0 (law on the citizen number, SFRJ 1976).
pub(super) fn citizen(value: &Value<'_>) -> Verdict {
    let Some(all @ [d1, d2, m1, m2, y1, y2, y3, .., check]) = digits::<13>(value) else { return Verdict::Refused };
    let year = number(&[y1, y2, y3]) + if y1 == 9 { 1000 } else { 2000 };
    let sum = weighted_remainder(&all, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11);
    let born = is_day(year, number(&[m1, m2]), number(&[d1, d2])) && (y1 == 0 || y1 == 9);
    verdict(value, born && (11 - sum) % 11 % 10 == u32::from(check))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{HrCitizen, HrOib};

    /// 33392005961 and 0101006500006 stand in public descriptions of the numbers.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (HrOib, "⟦33392005961⟧", "V 33392005961"),
            (HrOib, "⟦HR33392005961⟧", "V HR33392005961"),
            (HrOib, "⟦hr33392005961⟧", "U hr33392005961"),
            (HrOib, "⟦33392005962⟧", "-"),
            (HrOib, "⟦3339200596⟧", "-"),
            (HrCitizen, "⟦0101006500006⟧", "V 0101006500006"),
            (HrCitizen, "⟦0101006500007⟧", "-"),
            (HrCitizen, "⟦0113006500006⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
