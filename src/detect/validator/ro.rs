//! Romania: personal numeric code and fiscal code.

use super::signs::{digits, is_day, number};
use crate::detect::checksum::weighted_remainder;

/// Thirteen digits: sex and century, year, month and day of birth, county, serial, check digit.
pub(super) fn cnp(signs: &[u8]) -> Option<bool> {
    let code = digits::<13>(signs)?;
    let [kind, y1, y2, m1, m2, d1, d2, j1, j2, .., check] = code;
    let century = match kind {
        1 | 2 => Some(1900),
        3 | 4 => Some(1800),
        5 | 6 => Some(2000),
        // Residents and foreigners: the century is not in the code.
        7..=9 => None,
        _ => return None,
    };
    let year = century.map(|century| century + number(&[y1, y2]));
    let county = number(&[j1, j2]);
    let issued = matches!(county, 1..=48 | 51 | 52 | 70 | 80..=83);
    (issued && is_day(year, number(&[m1, m2]), number(&[d1, d2]))).then(|| {
        let sum = weighted_remainder(&code, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], 11);
        (if sum == 10 { 1 } else { sum }) == u32::from(check)
    })
}

/// Fiscal code of a company, with or without `RO`: four to ten digits, of which the last is the check digit.
pub(super) fn cif(signs: &[u8]) -> Option<bool> {
    let signs = signs.strip_prefix(b"RO").unwrap_or(signs);
    let formed = (4..=10).contains(&signs.len()) && signs.iter().all(u8::is_ascii_digit);
    let varied = signs.iter().any(|sign| Some(sign) != signs.first());
    let (check, body) = signs.split_last()?;
    let sum: u32 = body
        .iter()
        .rev()
        .zip([2, 3, 5, 7, 1, 2, 3, 5, 7])
        .map(|(sign, weight)| u32::from(sign.saturating_sub(b'0')) * weight)
        .sum();
    (formed && varied && body.first() != Some(&b'0')).then(|| sum * 10 % 11 % 10 == u32::from(check - b'0'))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{RoCif, RoCnp};

    /// 1800101221144 is the example of the code's description.
    #[test]
    fn check_digits_hold() {
        for (name, text, expected) in [
            (RoCnp, "⟦1800101221144⟧", "V 1800101221144"),
            (RoCnp, "⟦1800101221143⟧", "U 1800101221143"),
            (RoCnp, "⟦1801301221144⟧", "-"),
            (RoCnp, "⟦1800101991144⟧", "-"),
            (RoCnp, "⟦0800101221144⟧", "-"),
            (RoCif, "⟦18547290⟧", "V 18547290"),
            (RoCif, "⟦RO 18547290⟧", "V RO 18547290"),
            (RoCif, "⟦18547291⟧", "-"),
            (RoCif, "⟦RO0018547290⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
