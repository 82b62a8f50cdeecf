//! Slovenia: personal and tax numbers.

use super::signs::{digits, is_day, number, varied};
use crate::detect::checksum::weighted_remainder;

/// EMŠO, thirteen digits: day, month and the last three digits of the year of birth, region (50 to 59 in Slovenia), serial,
/// check digit.
pub(super) fn emso(signs: &[u8]) -> Option<bool> {
    let code = digits::<13>(signs)?;
    let [d1, d2, m1, m2, y1, y2, y3, region, .., check] = code;
    let year = number(&[y1, y2, y3]);
    let year = year + if year < 800 { 2000 } else { 1000 };
    (region == 5 && is_day(Some(year), number(&[m1, m2]), number(&[d1, d2]))).then(|| {
        let sum = weighted_remainder(&code, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11);
        (11 - sum) % 11 % 10 == u32::from(check)
    })
}

/// Tax number, with or without `SI`: eight digits, the last a check digit.
pub(super) fn tax_number(signs: &[u8]) -> Option<bool> {
    let code = varied::<8>(signs.strip_prefix(b"SI").unwrap_or(signs))?;
    let [first, .., check] = code;
    let expected = match 11 - weighted_remainder(&code, &[8, 7, 6, 5, 4, 3, 2], 11) {
        10 => 0,
        other => other,
    };
    (first > 0).then_some(expected == u32::from(check))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{SiEmso, SiTaxNumber};

    /// 0101006500006 is the example of the number's description.
    #[test]
    fn check_digits_hold() {
        for (name, text, expected) in [
            (SiEmso, "⟦0101006500006⟧", "V 0101006500006"),
            (SiEmso, "⟦0101006500007⟧", "U 0101006500007"),
            (SiEmso, "⟦3201006500006⟧", "-"),
            (SiEmso, "⟦0101006710006⟧", "-"),
            (SiTaxNumber, "⟦50223054⟧", "V 50223054"),
            (SiTaxNumber, "⟦SI50223054⟧", "V SI50223054"),
            (SiTaxNumber, "⟦50223055⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
