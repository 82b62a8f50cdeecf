//! South Korea: resident, foreigner and business registration numbers.

use super::fixed::{digits, is_date, number, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Resident registration number: date of birth, a digit for century and sex, six more. The last was a check digit until October
/// 2020, so a number without a right one is left open.
pub(super) fn resident(value: &Value<'_>) -> Verdict {
    registration(value, 11)
}

/// Foreigner's registration number: as the resident's, with another check digit.
pub(super) fn foreigner(value: &Value<'_>) -> Verdict {
    registration(value, 13)
}

fn registration(value: &Value<'_>, complement: u32) -> Verdict {
    let Some(digits) = digits::<13>(value.matched()) else { return Verdict::Refused };
    let century = match digits[6] {
        1 | 2 | 5 | 6 => 1900,
        3 | 4 | 7 | 8 => 2000,
        _ => 1800,
    };
    let [year, month, day] =
        [[0, 1], [2, 3], [4, 5]].map(|pair| number(&pair.map(|at| digits.get(at).copied().unwrap_or(0))));
    if !is_date(century + year, month, day)
        || uniform(digits.last_chunk::<6>().unwrap_or(&[0; 6]))
        || !stands_alone(value)
    {
        return Verdict::Refused;
    }
    let check = (complement - weighted_remainder(&digits, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], 11)) % 10;
    // Of numbers and times in milliseconds of that length one in some hundreds has the date and the check digit, so that a word
    // for the number is asked for where it is not written in two parts.
    let divided = value.matched().contains(['-', ' ']);
    value.decided(check == u32::from(digits[12]) && divided)
}

/// Business registration number: ten digits, the last by weights modulo 10, the tens of the ninth product added.
pub(super) fn business(value: &Value<'_>) -> Verdict {
    let holds = digits::<10>(value.matched()).is_some_and(|d| {
        let sum = weighted_remainder(&d, &[1, 3, 7, 1, 3, 7, 1, 3, 5], 10) + u32::from(d[8]) * 5 / 10;
        number(&[d[0], d[1], d[2]]) > 100 && number(&[d[3], d[4]]) > 0 && (10 - sum % 10) % 10 == u32::from(d[9])
    });
    if holds && stands_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{KrBrn, KrFrn, KrRrn};

    #[test]
    fn dates_and_check_digits_decide() {
        for (name, text, expected) in [
            (KrRrn, "⟦971013-9123454⟧", "V 971013-9123454"),
            (KrRrn, "번호⟦971013-9123455⟧", "U 971013-9123455"),
            (KrRrn, "⟦970229-1123451⟧", "-"),
            (KrRrn, "⟦000229-3123454⟧", "V 000229-3123454"),
            (KrRrn, "⟦900101-1111111⟧", "-"),
            (KrFrn, "⟦971013-9123454⟧", "U 971013-9123454"),
            (KrFrn, "⟦900101-5123452⟧", "V 900101-5123452"),
            (KrFrn, "⟦1701098030828⟧", "U 1701098030828"),
            (KrFrn, "⟦9001015123452⟧", "U 9001015123452"),
            (KrRrn, "⟦0002293123454⟧", "U 0002293123454"),
            (KrBrn, "⟦999-88-12349⟧", "V 999-88-12349"),
            (KrBrn, "⟦999-88-12340⟧", "-"),
            (KrBrn, "⟦000-88-12349⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
