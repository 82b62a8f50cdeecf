//! Finland: personal identity code; business id, which is the VAT number too.

use super::lone_number::{digits, is_day, stands, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Check characters, by the remainder modulo 31.
const CHECKS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

/// Henkilötunnus: DDMMYY, a mark for the century, three digits from 002 on, and the check character of the nine digits
/// modulo 31. The mark is `+` for the 1800s, `-` or U to Y for the 1900s, A to F for the 2000s
/// (Väestötietojärjestelmäasetus 128/2010, § 2; further marks since 2023). Undecided in small letters, and without a
/// letter where the last two of the six digits could be a day: a number of an order may begin with its date.
pub(super) fn personal(value: &Value<'_>) -> Verdict {
    let [d1, d2, m1, m2, y1, y2, mark, s1, s2, s3, check] = value.matched().as_bytes() else { return Verdict::Refused };
    let value_of = |places: &[&u8]| places.iter().fold(0, |number, byte| number * 10 + u64::from(**byte - b'0'));
    if ![d1, d2, m1, m2, y1, y2, s1, s2, s3].into_iter().all(u8::is_ascii_digit) {
        return Verdict::Refused;
    }
    let century = match mark.to_ascii_uppercase() {
        b'+' => 1800,
        b'-' | b'U'..=b'Y' => 1900,
        b'A'..=b'F' => 2000,
        _ => return Verdict::Refused,
    };
    let born = is_day(century + value_of(&[y1, y2]), value_of(&[m1, m2]), value_of(&[d1, d2]));
    let body = value_of(&[d1, d2, m1, m2, y1, y2, s1, s2, s3]);
    let expected = usize::try_from(body % 31).ok().and_then(|remainder| CHECKS.get(remainder));
    let passes = born && value_of(&[s1, s2, s3]) > 1 && expected == Some(&check.to_ascii_uppercase());
    let dated = y1 < &b'4' && ![mark, check].into_iter().any(u8::is_ascii_alphabetic);
    match verdict(value, passes && stands(value)) {
        Verdict::Valid(span) if dated => Verdict::Undecided(span),
        other => other,
    }
}

/// Y-tunnus: seven digits and 11 less their weighted sum modulo 11; a remainder of 1 is left out (Finnish Patent and
/// Registration Office). With `FI` in front it is the VAT number.
pub(super) fn business(value: &Value<'_>) -> Verdict {
    let passes = |all: [u8; 8]| {
        let [.., check] = all;
        match weighted_remainder(&all, &[7, 9, 10, 5, 8, 4, 2], 11) {
            0 => check == 0,
            1 => false,
            sum => 11 - sum == u32::from(check),
        }
    };
    vat_verdict(value, digits::<8>(value).is_some_and(passes))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{FiBusiness, FiPersonal};

    /// 131052-308T is the population register's own example, FI20774740 stands in descriptions of the VAT number.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (FiPersonal, "⟦131052-308T⟧", "V 131052-308T"),
            (FiPersonal, "⟦131052Y308T⟧", "V 131052Y308T"),
            (FiPersonal, "⟦131052A308T⟧", "V 131052A308T"),
            (FiPersonal, "⟦131052a308t⟧", "U 131052a308t"),
            (FiPersonal, "⟦131052-3140⟧", "V 131052-3140"),
            (FiPersonal, "⟦131012-3007⟧", "U 131012-3007"),
            (FiPersonal, "⟦131052-308U⟧", "-"),
            (FiPersonal, "⟦310252-308Y⟧", "-"),
            (FiPersonal, "⟦131052-308T⟧1", "-"),
            (FiPersonal, "⟦131052G308T⟧", "-"),
            (FiBusiness, "⟦2077474-0⟧", "V 2077474-0"),
            (FiBusiness, "⟦FI20774740⟧", "V FI20774740"),
            (FiBusiness, "⟦fi20774740⟧", "U fi20774740"),
            (FiBusiness, "⟦2077474-1⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
