//! Czechia: birth number, company number, VAT number.

use super::lone_number::{digits, is_day, number, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Rodné číslo: YYMMDD with 50 added to the month for women, and 20 more since 2004 where a day's serials are used up;
/// three digits until 1953, since then four, the whole a multiple of 11. Until 1985 a remainder of 10 was written as 0
/// (zákon č. 133/2000 Sb., § 13).
pub(super) fn birth(value: &Value<'_>) -> Verdict {
    verdict(value, digits::<10>(value).is_some_and(is_birth) || digits::<9>(value).is_some_and(is_old_birth))
}

/// As [`birth`], with ten digits; undecided unless the month or a year from 1954 to 1999 tells that it is no date of an
/// order or invoice with its number.
pub(super) fn birth_by_itself(value: &Value<'_>) -> Verdict {
    let Some(all @ [y1, y2, m1, ..]) = digits::<10>(value) else { return Verdict::Refused };
    if is_birth(all) { value.decided(m1 > 1 || number(&[y1, y2]) > 53) } else { Verdict::Refused }
}

/// DIČ: `CZ` and the number of a company (eight digits), a birth number, or 6 and eight digits for persons without one.
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    let company = digits::<8>(value).is_some_and(is_company);
    let short = || digits::<9>(value).is_some_and(|all| is_old_birth(all) || is_special(all));
    let long = || digits::<10>(value).is_some_and(is_birth);
    vat_verdict(value, company || short() || long())
}

/// IČO: seven digits and a check digit.
pub(super) fn company(value: &Value<'_>) -> Verdict {
    verdict(value, digits::<8>(value).is_some_and(is_company))
}

fn is_birth(all: [u8; 10]) -> bool {
    let [head @ .., check] = all;
    let remainder = number(&head) % 11;
    let [y1, y2, m1, m2, d1, d2, ..] = all;
    let short = number(&[y1, y2]);
    let year = if short < 54 { 2000 + short } else { 1900 + short };
    let month = match (year, number(&[m1, m2])) {
        (2004.., month @ (21..=32 | 71..=82)) => month % 50 - 20,
        (_, month) => month % 50,
    };
    let check = u64::from(check);
    is_day(year, month, number(&[d1, d2])) && (remainder == check || (remainder == 10 && check == 0 && year < 1986))
}

/// Nine digits, of births until 1953.
fn is_old_birth(all: [u8; 9]) -> bool {
    let [y1, y2, m1, m2, d1, d2, serial @ ..] = all;
    let short = number(&[y1, y2]);
    short < 54 && is_day(1900 + short, number(&[m1, m2]) % 50, number(&[d1, d2])) && number(&serial) > 0
}

fn is_company(all: [u8; 8]) -> bool {
    let [first, .., check] = all;
    let sum = weighted_remainder(&all, &[8, 7, 6, 5, 4, 3, 2], 11);
    first < 9 && if sum == 0 { check == 1 } else { (11 - sum) % 10 == u32::from(check) }
}

fn is_special(all: [u8; 9]) -> bool {
    let [6, body @ .., check] = all else { return false };
    let sum = weighted_remainder(&body, &[8, 7, 6, 5, 4, 3, 2], 11);
    (18 - (10 - sum)) % 10 == u32::from(check)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{CzBirth, CzBirthByItself, CzCompany, CzVat};

    /// 780123/3540, 25123891, 7103192745 and 640903926 stand in public descriptions of the numbers.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (CzBirth, "⟦780123/3540⟧", "V 780123/3540"),
            (CzBirth, "⟦7801233540⟧", "V 7801233540"),
            (CzBirth, "⟦7103192745⟧", "V 7103192745"),
            (CzBirth, "⟦780123/3541⟧", "-"),
            (CzBirth, "⟦781323/3540⟧", "-"),
            (CzBirth, "⟦400115/123⟧", "V 400115/123"),
            (CzBirth, "⟦800115/123⟧", "-"),
            (CzBirthByItself, "⟦780123/3540⟧", "V 780123/3540"),
            (CzBirthByItself, "⟦140123/3548⟧", "U 140123/3548"),
            (CzBirthByItself, "⟦145123/3542⟧", "V 145123/3542"),
            (CzBirthByItself, "⟦780123/3541⟧", "-"),
            (CzCompany, "⟦25123891⟧", "V 25123891"),
            (CzCompany, "⟦25123892⟧", "-"),
            (CzVat, "⟦CZ25123891⟧", "V CZ25123891"),
            (CzVat, "⟦CZ7103192745⟧", "V CZ7103192745"),
            (CzVat, "⟦CZ640903926⟧", "V CZ640903926"),
            (CzVat, "⟦CZ640903927⟧", "U CZ640903927"),
            (CzVat, "⟦cz25123891⟧", "U cz25123891"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
