//! Numbers that Colombia issues.

use super::fixed::{strict, varied};
use super::number::digits;
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// NIT: eight to ten digits and a check digit, modulo eleven with prime weights from the right (DIAN, Orden Administrativa 4/1989).
pub(super) fn nit(value: &Value<'_>) -> Verdict {
    let digits = digits(value.matched());
    let passes = digits.split_last().map(|(check, body)| {
        let reversed: Vec<u8> = body.iter().rev().copied().collect();
        let expected = match weighted_remainder(&reversed, &[3, 7, 13, 17, 19, 23, 29, 37, 41, 43], 11) {
            remainder @ (0 | 1) => remainder,
            remainder => 11 - remainder,
        };
        (8..=10).contains(&body.len()) && varied(body) && expected == u32::from(*check)
    });
    strict(value, passes)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::CoNit;

    #[test]
    fn numbers_are_checked() {
        for (text, expected) in [
            ("⟦900.123.456-8⟧", "V 900.123.456-8"),
            ("⟦800197268-4⟧", "V 800197268-4"),
            ("⟦1234567890-2⟧", "V 1234567890-2"),
            ("⟦900.123.456-7⟧", "-"),
            ("⟦111.111.111-1⟧", "-"),
        ] {
            assert_eq!(probe(CoNit, text), expected, "{text}");
        }
    }
}
