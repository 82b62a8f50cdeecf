//! Luxembourg: the national identification number (matricule) and VAT numbers.

use super::signs::{is_day, number, varied};
use crate::detect::checksum::{luhn_valid, verhoeff_valid};

/// Thirteen digits: year, month and day of birth, serial, a Luhn digit over the first eleven and a Verhoeff digit over the same
/// (règlement grand-ducal du 18 juin 2014, article 3).
pub(super) fn matricule(signs: &[u8]) -> Option<bool> {
    let code = varied::<13>(signs)?;
    let [y1, y2, y3, y4, m1, m2, d1, d2, s1, s2, s3, luhn, verhoeff] = code;
    let year = number(&[y1, y2, y3, y4]);
    let born = (1850..2100).contains(&year) && is_day(Some(year), number(&[m1, m2]), number(&[d1, d2]));
    let body = [y1, y2, y3, y4, m1, m2, d1, d2, s1, s2, s3];
    let with = |check: u8| {
        let mut digits = [check; 12];
        digits.iter_mut().zip(body).for_each(|(slot, digit)| *slot = digit);
        digits
    };
    born.then(|| luhn_valid(&with(luhn)) && verhoeff_valid(&with(verhoeff)))
}

/// `LU` and eight digits: six, and their remainder modulo 89.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    let [a, b, c, d, e, f, check @ ..] = varied::<8>(signs.strip_prefix(b"LU")?)?;
    Some(number(&[a, b, c, d, e, f]) % 89 == number(&check))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{LuMatricule, LuVat};

    /// 1893120105732 is the example that the administration's description gives.
    #[test]
    fn dates_and_check_digits_hold() {
        for (name, text, expected) in [
            (LuMatricule, "⟦1893120105732⟧", "V 1893120105732"),
            (LuMatricule, "⟦1893 12 01 05732⟧", "V 1893 12 01 05732"),
            (LuMatricule, "⟦1893120105733⟧", "-"),
            (LuMatricule, "⟦1893130105732⟧", "-"),
            (LuVat, "⟦LU15027442⟧", "V LU15027442"),
            (LuVat, "⟦LU15027443⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
