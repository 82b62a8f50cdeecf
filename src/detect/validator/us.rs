//! Numbers that the United States issue beside the Social Security number, which has a file of its own.

use super::fixed::{characters, digits, is_alone, number, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::{luhn_valid, weighted_remainder};

/// First two digits of an employer identification number that are issued
/// (<https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes>).
const EIN_PREFIXES: &[std::ops::RangeInclusive<u32>] =
    &[1..=6, 10..=16, 20..=27, 30..=48, 50..=68, 71..=77, 80..=88, 90..=95, 98..=99];

/// First two digits of an ABA routing number: Federal Reserve districts, thrifts (plus 20), electronic (plus 60), 80 for
/// traveller's cheques (ABA Key to Routing Numbers).
const ROUTING_PREFIXES: &[std::ops::RangeInclusive<u32>] = &[1..=12, 21..=32, 61..=72, 80..=80];

/// Individual taxpayer numbers: area 900 to 999 and a group that the IRS issues (50 to 65, 70 to 88, 90 to 92, 94 to 99), or 93,
/// which is for adoptions. Valid with separators, undecided without.
pub(super) fn itin(value: &Value<'_>) -> Verdict {
    let Some(digits) = digits::<9>(value.matched()) else { return Verdict::Refused };
    let issued = digits.starts_with(&[9]) && is_itin_group(digits.get(3..5).unwrap_or_default());
    if issued && varied(&digits) && is_alone(value) {
        value.decided(value.matched().len() > 9)
    } else {
        Verdict::Refused
    }
}

/// Whether taxpayer numbers are issued with this group, the fourth and fifth digit.
pub(super) fn is_itin_group(group: &[u8]) -> bool {
    matches!(number(group), 50..=65 | 70..=88 | 90..=99)
}

/// Employer identification numbers. Valid as `12-3456789`, undecided without the dash.
pub(super) fn ein(value: &Value<'_>) -> Verdict {
    let Some(digits) = digits::<9>(value.matched()) else { return Verdict::Refused };
    let prefix = number(digits.get(..2).unwrap_or_default());
    let issued = EIN_PREFIXES.iter().any(|range| range.contains(&prefix));
    let serial = digits.get(2..).unwrap_or_default();
    if issued && varied(serial) && is_alone(value) {
        value.decided(value.matched().len() > 9)
    } else {
        Verdict::Refused
    }
}

/// ABA routing numbers: weights 3, 7, 1 and a sum divisible by ten.
pub(super) fn routing(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<9>(value.matched()).map(|digits| {
            let prefix = number(digits.get(..2).unwrap_or_default());
            ROUTING_PREFIXES.iter().any(|range| range.contains(&prefix))
                && varied(&digits)
                && weighted_remainder(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1], 10) == 0
        }),
    )
}

/// National provider identifiers: Luhn over the number behind the issuer 80840 of ISO 7812 (45 CFR 162.406).
pub(super) fn npi(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<10>(value.matched()).map(|[a, b, c, d, e, f, g, h, i, j]| {
            matches!(a, 1 | 2) && luhn_valid(&[8, 0, 8, 4, 0, a, b, c, d, e, f, g, h, i, j])
        }),
    )
}

/// DEA registration numbers: the first, third and fifth digit and twice the others end in the seventh digit.
pub(super) fn dea(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    strict(
        value,
        text.get(2..).and_then(digits::<7>).map(|digits| {
            let [.., check] = digits;
            varied(&digits) && weighted_remainder(&digits, &[1, 2, 1, 2, 1, 2], 10) == u32::from(check)
        }),
    )
}

/// Medicare beneficiary identifiers: eleven characters, each of a fixed kind, without the letters S, L, O, I, B and Z
/// (<https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi>).
pub(super) fn mbi(value: &Value<'_>) -> Verdict {
    // C: 1 to 9, N: a digit, A: a letter, X: either.
    const FORM: &[u8; 11] = b"CAXNAXNAANN";
    let text = value.matched();
    let letter = |byte: u8| byte.is_ascii_uppercase() && !b"SLOIBZ".contains(&byte);
    let passes = characters::<11>(text).map(|characters| {
        !text.bytes().any(|byte| byte.is_ascii_lowercase())
            && characters.iter().zip(FORM).all(|(byte, kind)| match kind {
                b'C' => (b'1'..=b'9').contains(byte),
                b'N' => byte.is_ascii_digit(),
                b'A' => letter(*byte),
                _ => byte.is_ascii_digit() || letter(*byte),
            })
    });
    strict(value, passes)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{UsDea, UsEin, UsItin, UsMbi, UsNpi, UsRouting};

    #[test]
    fn numbers_are_checked() {
        for (name, text, expected) in [
            (UsItin, "⟦900-70-1234⟧", "V 900-70-1234"),
            (UsItin, "⟦900 93 1234⟧", "V 900 93 1234"),
            (UsItin, "⟦900701234⟧", "U 900701234"),
            (UsItin, "⟦900-66-1234⟧", "-"),
            (UsItin, "⟦800-70-1234⟧", "-"),
            (UsEin, "⟦12-3456789⟧", "V 12-3456789"),
            (UsEin, "⟦123456789⟧", "U 123456789"),
            (UsEin, "⟦07-3456789⟧", "-"),
            (UsEin, "⟦12-3333333⟧", "-"),
            // The routing number of the Federal Reserve Bank of Minneapolis, an example of the ABA's algorithm.
            (UsRouting, "⟦091000019⟧", "V 091000019"),
            (UsRouting, "⟦021000021⟧", "V 021000021"),
            (UsRouting, "⟦021000022⟧", "-"),
            (UsRouting, "⟦510000009⟧", "-"),
            // The example of the NPI check digit in the CMS documentation.
            (UsNpi, "⟦1234567893⟧", "V 1234567893"),
            (UsNpi, "⟦1234567894⟧", "-"),
            (UsNpi, "⟦3234567891⟧", "-"),
            (UsDea, "⟦AB1234563⟧", "V AB1234563"),
            (UsDea, "⟦F90123454⟧", "V F90123454"),
            (UsDea, "⟦AB1234564⟧", "-"),
            // The example card of the CMS.
            (UsMbi, "⟦1EG4-TE5-MK73⟧", "V 1EG4-TE5-MK73"),
            (UsMbi, "⟦1EG4TE5MK73⟧", "V 1EG4TE5MK73"),
            (UsMbi, "⟦1SG4TE5MK73⟧", "-"),
            (UsMbi, "⟦0EG4TE5MK73⟧", "-"),
            (UsMbi, "⟦1EG4TE5MKA3⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
