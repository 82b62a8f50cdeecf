//! Türkiye: identity and tax numbers.

use super::signs::{digits, varied};

/// Eleven digits, the first not 0, the last two check digits.
pub(super) fn kimlik(signs: &[u8]) -> Option<bool> {
    let code = varied::<11>(signs)?;
    let [first, .., c1, c2] = code;
    let every_other =
        |from: usize| code.iter().take(9).skip(from).step_by(2).map(|digit| u32::from(*digit)).sum::<u32>();
    // The second sum is at most 36, so 40 keeps the difference from going below zero without changing its last digit.
    let tenth = (every_other(0) * 7 + 40 - every_other(1)) % 10;
    let eleventh = code.iter().take(10).map(|digit| u32::from(*digit)).sum::<u32>() % 10;
    (first > 0).then(|| tenth == u32::from(c1) && eleventh == u32::from(c2))
}

/// Tax number: nine digits and a check digit. Each digit is shifted by its distance from the end, doubled as often, and taken
/// modulo 9 with 9 for 0.
pub(super) fn vergi(signs: &[u8]) -> Option<bool> {
    varied::<10>(signs)?;
    let [body @ .., check] = digits::<10>(signs)?;
    let sum: u32 = (1_u32..)
        .zip(body.iter().rev())
        .map(|(place, digit)| match (u32::from(*digit) + place) % 10 {
            0 => 0,
            shifted => match (shifted << place) % 9 {
                0 => 9,
                rest => rest,
            },
        })
        .sum();
    Some((sum + u32::from(check)).is_multiple_of(10))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{TrKimlik, TrVergi};

    /// 10000000146 is the usual example of an identity number.
    #[test]
    fn check_digits_hold() {
        for (name, text, expected) in [
            (TrKimlik, "⟦10000000146⟧", "V 10000000146"),
            (TrKimlik, "⟦10000000145⟧", "U 10000000145"),
            (TrKimlik, "⟦01000000146⟧", "-"),
            (TrKimlik, "⟦11111111111⟧", "-"),
            (TrVergi, "⟦4540536920⟧", "V 4540536920"),
            (TrVergi, "⟦4540536921⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
