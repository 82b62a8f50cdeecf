//! Taiwan: national identity, resident certificate, uniform business number.

use super::fixed::{characters, digits, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Numbers of the letters A to Z: the place of the first household registration.
const LETTERS: [u8; 26] =
    [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];

fn letter(character: u8) -> Option<u8> {
    LETTERS.get(usize::from(character.checked_sub(b'A')?)).copied()
}

/// National identity number and the UI number of residents: a letter and nine digits whose weighted sum is a multiple of 10. The
/// older form of the latter has a second letter, which counts with its ones. Valid in capitals.
pub(super) fn identity(value: &Value<'_>) -> Verdict {
    let Some(id) = characters::<10>(value.matched()).filter(|_| stands_alone(value)) else { return Verdict::Refused };
    let mut values = [0; 11];
    let mut parts = id.iter().map(|character| match character {
        b'0'..=b'9' => character - b'0',
        other => letter(*other).unwrap_or(0) % 10,
    });
    values[0] = letter(id[0]).unwrap_or(0) / 10;
    values.iter_mut().skip(1).for_each(|slot| *slot = parts.next().unwrap_or(0));
    let serial: [u8; 7] = values.last_chunk::<8>().and_then(|tail| tail.first_chunk()).copied().unwrap_or([0; 7]);
    if uniform(&serial) || weighted_remainder(&values, &[1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1], 10) != 0 {
        return Verdict::Refused;
    }
    value.decided(!value.matched().bytes().any(|byte| byte.is_ascii_lowercase()))
}

/// Uniform business number: eight digits; the digits of the weighted products add up to a multiple of 5 (of 10 until 2023). A 7 in
/// the seventh place may count as 0 or 1.
pub(super) fn business(value: &Value<'_>) -> Verdict {
    let holds = digits::<8>(value.matched()).is_some_and(|d| {
        let products = d.iter().zip([1, 2, 1, 2, 1, 2, 4, 1]).map(|(digit, weight)| digit * weight);
        let sum: u32 = products.map(|product| u32::from(product / 10 + product % 10)).sum();
        !uniform(&d) && (sum.is_multiple_of(5) || (d[6] == 7 && (sum + 1).is_multiple_of(5)))
    });
    if holds && stands_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{TwIdentity, TwUbn};

    /// A123456789 is the example in use for the identity card.
    #[test]
    fn check_digits_decide() {
        for (name, text, expected) in [
            (TwIdentity, "⟦A123456789⟧", "V A123456789"),
            (TwIdentity, "⟦a123456789⟧", "U a123456789"),
            (TwIdentity, "⟦A123456788⟧", "-"),
            (TwIdentity, "⟦A800000014⟧", "V A800000014"),
            (TwIdentity, "⟦AD12345678⟧", "-"),
            (TwIdentity, "⟦A100000001⟧", "-"),
            (TwUbn, "⟦87654343⟧", "V 87654343"),
            (TwUbn, "⟦12345676⟧", "V 12345676"),
            (TwUbn, "⟦87654344⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
