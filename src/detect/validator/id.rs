//! Indonesia: population and tax numbers.

use super::fixed::{digits, is_date, number, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::luhn_valid;

/// First two digits of division codes, as ranges with both ends in (Ministry of Home Affairs regulation 72 of 2019 and the
/// provinces of Papua since 2022).
const PROVINCES: &[(u8, u8)] = &[(11, 19), (21, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 97)];

/// Population number (NIK): province, regency, district, date of birth with 40 added to the day of women, serial.
pub(super) fn population_number(value: &Value<'_>) -> Verdict {
    let known = digits::<16>(value.matched()).is_some_and(|d| {
        let [day, month, year] =
            [[6, 7], [8, 9], [10, 11]].map(|pair| number(&pair.map(|at| d.get(at).copied().unwrap_or(0))));
        let day = if day > 40 { day - 40 } else { day };
        let province = d[0] * 10 + d[1];
        let serial = d.last_chunk::<4>().is_some_and(|serial| number(serial) > 0);
        // Of both centuries, 2000 had a 29 February.
        PROVINCES.iter().any(|(first, last)| (*first..=*last).contains(&province))
            && is_date(2000 + year, month, day)
            && serial
    });
    if known && stands_alone(value) { Verdict::Undecided(value.span) } else { Verdict::Refused }
}

/// Tax number (NPWP): nine digits of which the last is by Luhn, three of the office, three of the branch. Numbers of sixteen digits
/// have a 0 before them, or are population numbers.
pub(super) fn tax_number(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let long = digits::<16>(text);
    let Some(npwp) = digits::<15>(text).or_else(|| long.filter(|d| d[0] == 0).and_then(|d| d.last_chunk().copied()))
    else {
        return if long.is_some() { population_number(value) } else { Verdict::Refused };
    };
    if uniform(&npwp) || !stands_alone(value) {
        return Verdict::Refused;
    }
    value.decided(npwp.first_chunk::<9>().is_some_and(|body| luhn_valid(body)))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{IdNik, IdNpwp};

    #[test]
    fn divisions_dates_and_check_digits_decide() {
        for (name, text, expected) in [
            (IdNik, "⟦3171991708450001⟧", "U 3171991708450001"),
            (IdNik, "⟦3171995708450001⟧", "U 3171995708450001"),
            (IdNik, "⟦3171993208450001⟧", "-"),
            (IdNik, "⟦3171991713450001⟧", "-"),
            (IdNik, "⟦3171991708450000⟧", "-"),
            (IdNik, "⟦9971011708450001⟧", "-"),
            (IdNpwp, "⟦01.234.567.4-999.000⟧", "V 01.234.567.4-999.000"),
            (IdNpwp, "⟦01.234.567.5-999.000⟧", "U 01.234.567.5-999.000"),
            (IdNpwp, "⟦0012345674999000⟧", "V 0012345674999000"),
            (IdNpwp, "⟦3171991708450001⟧", "U 3171991708450001"),
            (IdNpwp, "⟦9971011708450001⟧", "-"),
            (IdNpwp, "⟦000000000000000⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
