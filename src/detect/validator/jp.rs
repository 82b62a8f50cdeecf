//! Japan: individual and corporate numbers, driver's licence.

use super::fixed::{digits, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Individual number ("My Number"): twelve digits, the last by weights modulo 11 (ordinance of the Ministry of Internal Affairs
/// and Communications 85 of 2014, article 5).
pub(super) fn individual(value: &Value<'_>) -> Verdict {
    let holds = digits::<12>(value.matched()).is_some_and(|d| {
        let check = 11 - weighted_remainder(&d, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11);
        !uniform(&d) && u32::from(d[11]) == if check > 9 { 0 } else { check }
    });
    valid(value, holds)
}

/// Corporate number: thirteen digits, the first by weights 1 and 2 modulo 9 (ordinance of the Ministry of Finance 70 of 2014,
/// article 2).
pub(super) fn corporate(value: &Value<'_>) -> Verdict {
    let holds = digits::<13>(value.matched()).is_some_and(|d| {
        !uniform(&d) && u32::from(d[0]) == 9 - weighted_remainder(&d, &[0, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], 9)
    });
    valid(value, holds)
}

/// Codes of the public safety commissions that issue licences: four of Hokkaido's areas, then by region. Ranges, both ends in.
const COMMISSIONS: &[(u8, u8)] = &[(10, 14), (20, 25), (30, 30), (40, 55), (60, 65), (70, 74), (80, 83), (90, 97)];

/// Driver's licence: twelve digits: commission, year, serial, check digit by weights modulo 11, number of reissues.
pub(super) fn driver_licence(value: &Value<'_>) -> Verdict {
    let holds = digits::<12>(value.matched()).is_some_and(|d| {
        let commission = d[0] * 10 + d[1];
        let check = (11 - weighted_remainder(&d, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11)) % 10;
        COMMISSIONS.iter().any(|(first, last)| (*first..=*last).contains(&commission)) && u32::from(d[10]) == check
    });
    valid(value, holds)
}

fn valid(value: &Value<'_>, holds: bool) -> Verdict {
    if holds && stands_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{JpCorporateNumber, JpDriverLicence, JpMyNumber};

    /// The corporate number is that of the National Tax Agency, which issues them.
    #[test]
    fn check_digits_decide() {
        for (name, text, expected) in [
            (JpMyNumber, "⟦123456789018⟧", "V 123456789018"),
            (JpMyNumber, "番号⟦1234-5678-9018⟧です", "V 1234-5678-9018"),
            (JpMyNumber, "⟦123456789019⟧", "-"),
            (JpMyNumber, "⟦1234 5678 9018⟧ 4321", "-"),
            (JpCorporateNumber, "⟦7000012050002⟧", "V 7000012050002"),
            (JpCorporateNumber, "⟦8000012050002⟧", "-"),
            (JpDriverLicence, "⟦309012345620⟧", "V 309012345620"),
            (JpDriverLicence, "⟦309012345630⟧", "-"),
            (JpDriverLicence, "⟦389012345620⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
