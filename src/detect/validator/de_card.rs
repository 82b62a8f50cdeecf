//! Germany: identity card and passport, health insurance, physicians.

use super::de::folded;
use super::lone_number::{digits, last, stands, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Serial number of an identity card or passport: nine characters, then perhaps a check digit: the weights 7, 3, 1
/// modulo 10, with `A` as 10 (ICAO Doc 9303, part 3; Personalausweisgesetz § 5). Undecided without the check digit. It
/// holds at least one digit.
pub(super) fn document(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    if !text.bytes().any(|byte| byte.is_ascii_digit()) || !stands(value) {
        return Verdict::Refused;
    }
    let varied = text.bytes().any(|byte| Some(byte) != text.bytes().next());
    match last::<10>(value) {
        Some(all @ [.., check]) => {
            let sum = weighted_remainder(&all, &[7, 3, 1, 7, 3, 1, 7, 3, 1], 10);
            verdict(value, varied && sum == u32::from(check))
        }
        None if varied => Verdict::Undecided(value.span),
        None => Verdict::Refused,
    }
}

/// Unveränderbarer Teil der Krankenversichertennummer: a letter, eight digits, a check digit: the letter counts as two
/// digits, every second digit is doubled, digits of products are added, modulo 10 (§ 290 SGB V).
pub(super) fn health_insurance(value: &Value<'_>) -> Verdict {
    let Some([letter @ 10..=35, a, b, c, d, e, f, g, h, check]) = last::<10>(value) else { return Verdict::Refused };
    let place = letter - 9;
    let all = [place / 10, place % 10, a, b, c, d, e, f, g, h];
    let sum = folded(&all, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
    let varied = [b, c, d, e, f, g, h].iter().any(|digit| *digit != a);
    verdict(value, varied && sum % 10 == u32::from(check))
}

/// Lebenslange Arztnummer: six digits, their check digit (the weights 4 and 9 in turn, modulo 10), and two digits for
/// the speciality (Kassenärztliche Bundesvereinigung).
pub(super) fn physician(value: &Value<'_>) -> Verdict {
    let Some(all @ [.., check, s1, s2]) = digits::<9>(value) else { return Verdict::Refused };
    let sum = weighted_remainder(&all, &[4, 9, 4, 9, 4, 9], 10);
    verdict(value, (10 - sum) % 10 == u32::from(check) && (s1, s2) != (0, 0))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{DeDocument, DeHealthInsurance, DePhysician};

    /// L01X00T471 and C01X00T478 are on the specimens of the Bundesministerium des Innern; A123456780 and 123456601 are
    /// runs of digits with their check digit.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (DeDocument, "⟦L01X00T471⟧", "V L01X00T471"),
            (DeDocument, "⟦L01X00T47⟧", "U L01X00T47"),
            (DeDocument, "⟦C01X00T478⟧", "V C01X00T478"),
            (DeDocument, "⟦l01x00t471⟧", "U l01x00t471"),
            (DeDocument, "⟦L01X00T472⟧", "-"),
            (DeDocument, "⟦LMNPRTVWX⟧", "-"),
            (DeDocument, "é⟦L01X00T47⟧", "-"),
            (DeHealthInsurance, "⟦A123456780⟧", "V A123456780"),
            (DeHealthInsurance, "⟦a123456780⟧", "U a123456780"),
            (DeHealthInsurance, "⟦A123456781⟧", "-"),
            (DePhysician, "⟦123456601⟧", "V 123456601"),
            (DePhysician, "⟦123456501⟧", "-"),
            (DePhysician, "⟦123456600⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
