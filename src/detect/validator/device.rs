//! Numbers of mobile devices, subscriptions and SIM cards.

use super::number::{digits, goes_on};
use super::{Value, Verdict};
use crate::detect::checksum::luhn_valid;

/// Digits of an IMEI with its check digit; with a software version in its place there is one more.
const IMEI: usize = 15;

/// Lengths of an ICCID with its check digit (ITU-T E.118).
const ICCID: std::ops::RangeInclusive<usize> = 19..=20;

/// Digits of an IMSI, at most (ITU-T E.212).
const IMSI: std::ops::RangeInclusive<usize> = 14..=15;

/// An IMEI (3GPP TS 23.003, clause 6): valid with a right check digit, undecided with a software version, which has none.
pub(super) fn imei(value: &Value<'_>) -> Verdict {
    let digits = digits(value.matched());
    let uniform = digits.iter().all(|digit| Some(digit) == digits.first());
    if uniform || value.is_glued() || goes_on(value) {
        return Verdict::Refused;
    }
    match digits.len() {
        IMEI if luhn_valid(&digits) => Verdict::Valid(value.span),
        length if length == IMEI + 1 => Verdict::Undecided(value.span),
        _ => Verdict::Refused,
    }
}

/// An ICCID: begins with 89 and ends in its Luhn digit (ITU-T E.118).
pub(super) fn iccid(value: &Value<'_>) -> Verdict {
    let digits = digits(value.matched());
    let valid = ICCID.contains(&digits.len()) && digits.starts_with(&[8, 9]) && luhn_valid(&digits);
    if valid && !value.is_glued() && !goes_on(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// An IMSI: begins with a mobile country code of a geographic area, 2 to 7 (ITU-T E.212); there is no check digit.
pub(super) fn imsi(value: &Value<'_>) -> Verdict {
    let digits = digits(value.matched());
    let area = digits.first().is_some_and(|first| (2..=7).contains(first));
    let varied = digits.iter().skip(3).any(|digit| Some(digit) != digits.get(3));
    if area && varied && IMSI.contains(&digits.len()) && !value.is_glued() && !goes_on(value) {
        Verdict::Undecided(value.span)
    } else {
        Verdict::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{Iccid, Imei, Imsi};

    #[test]
    fn imei_ends_in_its_check_digit() {
        // 49015420323751 with check digit 8 is the example of 3GPP TS 23.003, annex B.
        for (text, expected) in [
            ("⟦490154203237518⟧", "V 490154203237518"),
            ("⟦35-209900-176148-1⟧", "V 35-209900-176148-1"),
            ("⟦3520990017614823⟧", "U 3520990017614823"),
            ("⟦490154203237517⟧", "-"),
            ("⟦000000000000000⟧", "-"),
            ("x⟦490154203237518⟧", "-"),
        ] {
            assert_eq!(probe(Imei, text), expected, "{text}");
        }
    }

    #[test]
    fn cards_and_subscriptions() {
        assert!(probe(Iccid, "⟦8949210037654051232⟧").starts_with('V'));
        assert_eq!(probe(Iccid, "⟦8949210037654051233⟧"), "-");
        assert_eq!(probe(Iccid, "⟦7949210037654051232⟧"), "-");
        assert!(probe(Imsi, "⟦310150123456789⟧").starts_with('U'));
        assert_eq!(probe(Imsi, "⟦910150123456789⟧"), "-");
        assert_eq!(probe(Imsi, "⟦310000000000000⟧"), "-");
    }
}
