//! Latvia: personal codes and VAT numbers.

use super::signs::{digits, is_day, number, varied};
use crate::detect::checksum::weighted_remainder;

/// Eleven digits: day, month and year of birth and a digit for the century, or since 2017 `32` and no date; a check digit.
pub(super) fn personas_kods(signs: &[u8]) -> Option<bool> {
    let code = digits::<11>(signs)?;
    let [d1, d2, m1, m2, y1, y2, century, _, _, _, check] = code;
    let year = 1800 + 100 * u64::from(century) + number(&[y1, y2]);
    let born = century < 3 && is_day(Some(year), number(&[m1, m2]), number(&[d1, d2]));
    let undated = (32..40).contains(&number(&[d1, d2]));
    (born || undated).then(|| {
        let sum = weighted_remainder(&code, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9], 11);
        (sum + 1) % 11 % 10 == u32::from(check)
    })
}

/// `LV` and eleven digits: of a company, which begin with 4 to 9, or of a person.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    let rest = signs.strip_prefix(b"LV")?;
    match varied::<11>(rest)? {
        code @ [4..=9, ..] => Some(weighted_remainder(&code, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1], 11) == 3),
        _ => personas_kods(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{LvPersonasKods, LvVat};

    #[test]
    fn dates_and_check_digits_hold() {
        for (name, text, expected) in [
            (LvPersonasKods, "⟦161175-19997⟧", "V 161175-19997"),
            (LvPersonasKods, "⟦16117519997⟧", "V 16117519997"),
            (LvPersonasKods, "⟦161175-19990⟧", "-"),
            (LvPersonasKods, "⟦311175-19997⟧", "-"),
            (LvPersonasKods, "⟦161175-59997⟧", "-"),
            (LvVat, "⟦LV40003521600⟧", "V LV40003521600"),
            (LvVat, "⟦LV 16117519997⟧", "V LV 16117519997"),
            (LvVat, "⟦LV40003521601⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
