//! Slovakia: VAT numbers. Birth numbers and company numbers are those of Czechoslovakia and are the same in both states.

use super::signs::{number, varied};

/// `SK` and ten digits that make a multiple of 11; the third is 2, 3, 4, 7, 8 or 9.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    let code = varied::<10>(signs.strip_prefix(b"SK").unwrap_or(signs))?;
    let issued = matches!(code, [1..=9, _, 2..=4 | 7..=9, ..]);
    issued.then(|| number(&code).is_multiple_of(11))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::SkVat;

    #[test]
    fn multiples_of_eleven() {
        for (text, expected) in [
            ("⟦SK2022749619⟧", "V SK2022749619"),
            ("⟦2022749619⟧", "V 2022749619"),
            ("⟦SK2022749618⟧", "-"),
            ("⟦SK1120005824⟧", "-"),
        ] {
            assert_eq!(probe(SkVat, text), expected, "{text}");
        }
    }
}
