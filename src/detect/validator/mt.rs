//! Malta: VAT numbers.

use super::signs::varied;
use crate::detect::checksum::weighted_remainder;

/// `MT` and eight digits, weighted to a multiple of 37.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    let code = varied::<8>(signs.strip_prefix(b"MT")?)?;
    (code.first() != Some(&0)).then(|| weighted_remainder(&code, &[3, 4, 6, 7, 8, 9, 10, 1], 37) == 0)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::MtVat;

    #[test]
    fn the_sum_is_a_multiple_of_37() {
        for (text, expected) in [
            ("⟦MT11679112⟧", "V MT11679112"),
            ("⟦MT 1167-9112⟧", "V MT 1167-9112"),
            ("⟦MT11679113⟧", "-"),
            ("⟦MT00000000⟧", "-"),
        ] {
            assert_eq!(probe(MtVat, text), expected, "{text}");
        }
    }
}
