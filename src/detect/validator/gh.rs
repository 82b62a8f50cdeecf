//! Numbers that Ghana issues.

use super::fixed::{characters, digit, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Taxpayer numbers of before 2021: a letter, nine digits, and a check character modulo eleven with weights 1 to 9, X for ten
/// (Ghana Revenue Authority).
pub(super) fn tax(value: &Value<'_>) -> Verdict {
    strict(value, characters::<11>(value.matched()).and_then(|characters| passes(&characters)))
}

fn passes(characters: &[u8; 11]) -> Option<bool> {
    let [_, a, b, c, d, e, f, g, h, i, check] = *characters;
    let mut body = [a, b, c, d, e, f, g, h, i];
    for byte in &mut body {
        *byte = digit(*byte)?;
    }
    let check = if check == b'X' { 10 } else { u32::from(digit(check)?) };
    Some(varied(&body) && weighted_remainder(&body, &[1, 2, 3, 4, 5, 6, 7, 8, 9], 11) == check)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::GhTax;

    #[test]
    fn numbers_are_checked() {
        for (text, expected) in [
            ("⟦C0003846067⟧", "V C0003846067"),
            ("⟦P0012345679⟧", "V P0012345679"),
            ("⟦P0012345678⟧", "-"),
            ("⟦P00A2345679⟧", "-"),
        ] {
            assert_eq!(probe(GhTax, text), expected, "{text}");
        }
    }
}
