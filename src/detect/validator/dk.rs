//! Denmark: civil number; company number, which is the VAT number too.

use super::lone_number::{digits, is_day, number, vat_verdict};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// CPR: DDMMYY and four digits, the first of which tells the century. Valid with a weighted sum that is a multiple of
/// 11; undecided without, because numbers issued since 2007 need not keep to it (CPR-kontoret, Personnummeret i CPR).
pub(super) fn civil(value: &Value<'_>) -> Verdict {
    let Some(all @ [d1, d2, m1, m2, y1, y2, seventh, ..]) = digits::<10>(value) else { return Verdict::Refused };
    let year = number(&[y1, y2])
        + match (seventh, number(&[y1, y2])) {
            (0..=3, _) | (4 | 9, 37..) => 1900,
            (4 | 9, _) | (5..=8, ..58) => 2000,
            _ => 1800,
        };
    if !is_day(year, number(&[m1, m2]), number(&[d1, d2])) {
        return Verdict::Refused;
    }
    let sum = weighted_remainder(&all, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11);
    value.decided(sum == 0)
}

/// As [`civil`], with the sum; undecided unless the fifth and sixth digit are too great for a day: a number of an order may
/// begin with its date, and Swedish numbers begin with the year.
pub(super) fn civil_by_itself(value: &Value<'_>) -> Verdict {
    match (civil(value), digits::<10>(value)) {
        (Verdict::Valid(_), Some([_, _, _, _, y1, y2, ..])) => value.decided(number(&[y1, y2]) > 31),
        _ => Verdict::Refused,
    }
}

/// CVR: eight digits whose weighted sum is a multiple of 11. With `DK` in front it is the VAT number.
pub(super) fn company(value: &Value<'_>) -> Verdict {
    let passes = |all: [u8; 8]| all.first() > Some(&0) && weighted_remainder(&all, &[2, 7, 6, 5, 4, 3, 2, 1], 11) == 0;
    vat_verdict(value, digits::<8>(value).is_some_and(passes))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{DkCivil, DkCivilByItself, DkCompany};

    /// 070761-4285 is the civil registration's own example, DK13585628 stands in descriptions of the VAT number.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (DkCivil, "⟦070761-4285⟧", "V 070761-4285"),
            (DkCivil, "⟦0707614285⟧", "V 0707614285"),
            (DkCivil, "⟦070761-4286⟧", "U 070761-4286"),
            (DkCivil, "⟦320761-4285⟧", "-"),
            // 29 February 1900 was none.
            (DkCivil, "⟦290200-0123⟧", "-"),
            (DkCivil, "⟦290200-4123⟧", "U 290200-4123"),
            (DkCivilByItself, "⟦070761-4285⟧", "V 070761-4285"),
            (DkCivilByItself, "⟦010106-1000⟧", "U 010106-1000"),
            (DkCivilByItself, "⟦070761-4286⟧", "-"),
            (DkCompany, "⟦DK13585628⟧", "V DK13585628"),
            (DkCompany, "⟦13 58 56 28⟧", "V 13 58 56 28"),
            (DkCompany, "⟦dk13585628⟧", "U dk13585628"),
            (DkCompany, "⟦DK13585629⟧", "U DK13585629"),
            (DkCompany, "⟦03585628⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
