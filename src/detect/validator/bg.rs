//! Bulgaria: civil number, number of foreigners, VAT number.

use super::lone_number::{digits, is_day, number, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// ЕГН: YYMMDD with 20 added to the month for births before 1900 and 40 for those since 2000, three digits, and the
/// weighted sum of the nine modulo 11, 10 counting as 0 (Civil Registration Act, ordinance RD-02-20-9 of 2012).
pub(super) fn civil(value: &Value<'_>) -> Verdict {
    verdict(value, digits::<10>(value).is_some_and(is_civil))
}

/// ЛНЧ: nine digits and their weighted sum modulo 10.
pub(super) fn foreigner(value: &Value<'_>) -> Verdict {
    verdict(value, digits::<10>(value).is_some_and(is_foreigner))
}

/// `BG` and the number of a company (nine digits), of a citizen, of a foreigner, or of another tax payer (ten).
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    let company = digits::<9>(value).is_some_and(is_company);
    let person = || digits::<10>(value).is_some_and(|all| is_civil(all) || is_foreigner(all) || is_other(all));
    vat_verdict(value, company || person())
}

fn is_civil(all: [u8; 10]) -> bool {
    let [y1, y2, m1, m2, d1, d2, .., check] = all;
    let (short, written) = (number(&[y1, y2]), number(&[m1, m2]));
    let (century, month) = match written {
        1..=12 => (1900, written),
        21..=32 => (1800, written - 20),
        41..=52 => (2000, written - 40),
        _ => return false,
    };
    let sum = weighted_remainder(&all, &[2, 4, 8, 5, 10, 9, 7, 3, 6], 11) % 10;
    is_day(century + short, month, number(&[d1, d2])) && sum == u32::from(check)
}

fn is_foreigner(all: [u8; 10]) -> bool {
    let [.., check] = all;
    weighted_remainder(&all, &[21, 19, 17, 13, 11, 9, 7, 3, 1], 10) == u32::from(check)
}

/// БУЛСТАТ, ЕИК: the weights 1 to 8, and 3 to 10 if those give 10.
fn is_company(all: [u8; 9]) -> bool {
    let [.., check] = all;
    let first = weighted_remainder(&all, &[1, 2, 3, 4, 5, 6, 7, 8], 11);
    let sum = if first == 10 { weighted_remainder(&all, &[3, 4, 5, 6, 7, 8, 9, 10], 11) } else { first };
    sum % 10 == u32::from(check)
}

fn is_other(all: [u8; 10]) -> bool {
    let [.., check] = all;
    (11 - weighted_remainder(&all, &[4, 3, 2, 7, 6, 5, 4, 3, 2], 11)) % 11 == u32::from(check)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{BgCivil, BgForeigner, BgVat};

    /// 7523169263, 7111042925 and BG175074752 stand in public descriptions of the numbers.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (BgCivil, "⟦7523169263⟧", "V 7523169263"),
            (BgCivil, "⟦8041011235⟧", "V 8041011235"),
            (BgCivil, "⟦8019010008⟧", "-"),
            (BgCivil, "⟦7523169264⟧", "-"),
            (BgForeigner, "⟦7111042925⟧", "V 7111042925"),
            (BgForeigner, "⟦7111042922⟧", "-"),
            (BgVat, "⟦BG175074752⟧", "V BG175074752"),
            (BgVat, "⟦BG7523169263⟧", "V BG7523169263"),
            (BgVat, "⟦bg175074752⟧", "U bg175074752"),
            (BgVat, "⟦BG175074751⟧", "U BG175074751"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
