//! Numbers that Chile issues.

use super::fixed::{strict, varied};
use super::number::digits;
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// RUT and RUN: seven or eight digits and a check character, modulo eleven with weights 2 to 7 from the right, K for ten
/// (Servicio de Registro Civil e Identificación).
pub(super) fn rut(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let Some((body, check)) = text.rsplit_once('-') else { return Verdict::Refused };
    let digits = digits(body);
    let reversed: Vec<u8> = digits.iter().rev().copied().collect();
    let expected = match (11 - weighted_remainder(&reversed, &[2, 3, 4, 5, 6, 7, 2, 3], 11)) % 11 {
        10 => 'k',
        digit => char::from_digit(digit, 10).unwrap_or('-'),
    };
    let fits = check.chars().eq([expected]) || check.eq_ignore_ascii_case("k") && expected == 'k';
    strict(value, Some((7..=8).contains(&digits.len()) && varied(&digits) && fits))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::ClRut;

    #[test]
    fn numbers_are_checked() {
        for (text, expected) in [
            ("⟦12.345.678-5⟧", "V 12.345.678-5"),
            ("⟦9876543-3⟧", "V 9876543-3"),
            ("⟦10.000.013-K⟧", "V 10.000.013-K"),
            ("⟦10000013-k⟧", "V 10000013-k"),
            ("⟦10000013-0⟧", "-"),
            ("⟦12.345.678-6⟧", "-"),
            ("⟦11.111.111-1⟧", "-"),
        ] {
            assert_eq!(probe(ClRut, text), expected, "{text}");
        }
    }
}
