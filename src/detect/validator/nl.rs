//! The Netherlands: burgerservicenummer and VAT numbers.

use super::signs::{base36, digits, soft, varied};
use super::{Value, Verdict};
use crate::detect::checksum::{mod_97_10_valid, weighted_remainder};

/// Nine digits, or eight of old numbers written without their leading zero, that pass the eleven test with a last weight of -1.
pub(super) fn bsn(signs: &[u8]) -> Option<bool> {
    let code = match signs.len() {
        8 => {
            let [a, b, c, d, e, f, g, h] = varied::<8>(signs)?;
            [0, a, b, c, d, e, f, g, h]
        }
        _ => varied::<9>(signs)?,
    };
    // -1 is 10 modulo 11.
    let sum = weighted_remainder(&code, &[9, 8, 7, 6, 5, 4, 3, 2, 10], 11);
    code.iter().take(2).any(|digit| *digit > 0).then_some(sum == 0)
}

/// `NL`, nine digits, `B`, two digits: the nine are a company's RSIN (eleven test), or since 2020 the whole passes
/// ISO 7064 mod 97-10 with letters as 10 to 35. Undecided if neither holds.
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    soft(value, |signs| {
        let [b'N', b'L', body @ .., b'B', s1, s2] = signs else { return None };
        let number = digits::<9>(body).filter(|digits| digits.iter().any(|digit| *digit > 0))?;
        digits::<2>(&[*s1, *s2]).filter(|digits| *digits != [0, 0])?;
        let rsin = weighted_remainder(&number, &[9, 8, 7, 6, 5, 4, 3, 2, 10], 11) == 0;
        // Three letters become two digits each.
        let mut expanded = [0_u8; 17];
        let values = signs.iter().flat_map(|sign| {
            let value = base36(*sign);
            [(value > 9).then_some(value / 10), Some(value % 10)].into_iter().flatten()
        });
        expanded.iter_mut().zip(values).for_each(|(slot, digit)| *slot = digit);
        Some(rsin || mod_97_10_valid(&expanded))
    })
}

/// Number of a passport, identity card or driving licence: no letter O, at least three digits, the last sign one of them.
/// There is no check character.
pub(super) fn document(signs: &[u8]) -> Option<bool> {
    let digits = signs.iter().filter(|sign| sign.is_ascii_digit()).count();
    (signs.len() == 9 && digits >= 3 && !signs.contains(&b'O')).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{NlBsn, NlDocument, NlVat};

    /// 111222333 is the test number of the authority; NL002455799B11 is the tax office's example of a new number.
    #[test]
    fn eleven_and_ninety_seven_hold() {
        for (name, text, expected) in [
            (NlBsn, "⟦111222333⟧", "V 111222333"),
            (NlBsn, "⟦1112.22.333⟧", "V 1112.22.333"),
            (NlBsn, "⟦10000008⟧", "V 10000008"),
            (NlBsn, "⟦111222334⟧", "U 111222334"),
            (NlBsn, "⟦999999999⟧", "-"),
            (NlBsn, "⟦000000012⟧", "-"),
            (NlVat, "⟦NL002455799B11⟧", "V NL002455799B11"),
            (NlVat, "⟦nl111222333b01⟧", "V nl111222333b01"),
            (NlVat, "⟦NL111222334B01⟧", "U NL111222334B01"),
            (NlVat, "⟦NL000000000B01⟧", "-"),
            (NlDocument, "⟦SPECI2014⟧", "U SPECI2014"),
            (NlDocument, "⟦SPECIMEN1⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
