//! Numbers that Mexico issues.

use super::fixed::{characters, digit, digits, is_alone, is_date, is_short_date, number, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::{luhn_valid, weighted_remainder};

/// The states of a CURP (Registro Nacional de Población, Instructivo normativo para la asignación de la CURP, annex 1), and NE for
/// those born abroad.
const STATES: &[&[u8; 2]] = &[
    b"AS", b"BC", b"BS", b"CC", b"CL", b"CM", b"CS", b"CH", b"DF", b"DG", b"GT", b"GR", b"HG", b"JC", b"MC", b"MN",
    b"MS", b"NT", b"NL", b"OC", b"PL", b"QT", b"QR", b"SP", b"SL", b"SR", b"TC", b"TS", b"TL", b"VZ", b"YN", b"ZS",
    b"NE",
];

/// CURP: letters of the name, date of birth, sex, state, consonants, a character that tells the century, a check digit.
pub(super) fn curp(value: &Value<'_>) -> Verdict {
    strict(value, characters::<18>(value.matched()).and_then(|characters| curp_passes(&characters)))
}

fn curp_passes(characters: &[u8; 18]) -> Option<bool> {
    let [_, _, _, _, y1, y2, m1, m2, d1, d2, _, s1, s2, _, _, _, century, check] = *characters;
    let [y1, y2, m1, m2, d1, d2] = [digit(y1)?, digit(y2)?, digit(m1)?, digit(m2)?, digit(d1)?, digit(d2)?];
    let base = if century.is_ascii_digit() { 1900 } else { 2000 };
    let born = is_date(base + number(&[y1, y2]), number(&[m1, m2]), number(&[d1, d2]));
    let mut sum = 0;
    for (place, byte) in characters.iter().take(17).enumerate() {
        sum += curp_value(*byte)? * (18 - u32::try_from(place).ok()?);
    }
    Some(born && STATES.contains(&&[s1, s2]) && (10 - sum % 10) % 10 == u32::from(digit(check)?))
}

/// Digits count as themselves, letters from 10 on, with Ñ at 24, which is written X here.
fn curp_value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'N' => Some(u32::from(byte - b'A') + 10),
        b'O'..=b'Z' => Some(u32::from(byte - b'A') + 11),
        _ => None,
    }
}

/// RFC: three letters (companies) or four (persons), a date, two characters and a check character. A person's is valid if its
/// check character fits and there is a letter behind the date; others are undecided, since many in use have a check character
/// that does not fit.
pub(super) fn rfc(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let Some(first) = text.bytes().position(|byte| byte.is_ascii_digit()) else { return Verdict::Refused };
    let body: String = text.chars().filter(|c| c.is_alphabetic() || *c == '&' || c.is_ascii_digit()).collect();
    let dated = text.get(first..).and_then(|rest| rest.get(..6)).and_then(digits::<6>);
    let dated = dated.is_some_and(|[a, b, c, d, e, f]| is_short_date(&[a, b], number(&[c, d]), number(&[e, f])));
    if !dated || !is_alone(value) {
        return Verdict::Refused;
    }
    let person = body.chars().count() == 13;
    // With nothing but digits behind the date it looks like any serial number with a prefix.
    let homoclave = body.chars().rev().skip(1).take(2).any(char::is_alphabetic);
    value.decided(person && homoclave && rfc_check(&body) == Some(true))
}

/// The check character of the Servicio de Administración Tributaria: weights 13 down to 2, modulo 11.
fn rfc_check(body: &str) -> Option<bool> {
    let mut characters = body.chars().map(|c| c.to_ascii_uppercase());
    let check = characters.next_back()?;
    let mut sum = 0;
    for (weight, c) in (2..=13).rev().zip(characters) {
        sum += weight * rfc_value(c)?;
    }
    let expected = match (11 - sum % 11) % 11 {
        10 => 'A',
        digit => char::from_digit(digit, 10)?,
    };
    Some(check == expected)
}

/// Values of the characters in an RFC: as in a CURP, with `&` between N and O in place of Ñ, and Ñ after Z.
fn rfc_value(character: char) -> Option<u32> {
    match character {
        '&' => Some(24),
        'Ñ' | 'ñ' => Some(38),
        other => curp_value(u8::try_from(other).ok()?),
    }
}

/// NSS, the social security number: ten digits and a Luhn check digit (Instituto Mexicano del Seguro Social).
pub(super) fn nss(value: &Value<'_>) -> Verdict {
    strict(value, digits::<11>(value.matched()).map(|digits| varied(&digits) && luhn_valid(&digits)))
}

/// Clave de elector: six letters, a date of birth, the state of birth (01 to 32, 87 and 88 for abroad), the sex, three digits.
pub(super) fn voter(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<11>(value.matched()).map(|[a, b, c, d, e, f, s, t, ..]| {
            is_short_date(&[a, b], number(&[c, d]), number(&[e, f])) && matches!(number(&[s, t]), 1..=32 | 87 | 88)
        }),
    )
}

/// CLABE, the account number of the interbank system: weights 3, 7, 1, each product modulo ten (Banco de México).
pub(super) fn clabe(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<18>(value.matched()).map(|digits| {
            let [.., check] = digits;
            let sum = weighted_remainder(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7], 10);
            varied(&digits) && (10 - sum) % 10 == u32::from(check)
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{MxClabe, MxCurp, MxNss, MxRfc, MxVoter};

    #[test]
    fn numbers_are_checked() {
        for (name, text, expected) in [
            (MxCurp, "⟦GAPL900215MDFRRS02⟧", "V GAPL900215MDFRRS02"),
            (MxCurp, "⟦HEAR050731HJCRLNA1⟧", "V HEAR050731HJCRLNA1"),
            (MxCurp, "⟦GAPL900215MDFRRS03⟧", "-"),
            (MxCurp, "⟦GAPL901315MDFRRS02⟧", "-"),
            (MxCurp, "⟦GAPL900215MXXRRS02⟧", "-"),
            // The example of the SAT's instructions.
            (MxRfc, "⟦GODE561231GR8⟧", "V GODE561231GR8"),
            (MxRfc, "⟦GAPL-900215-AB7⟧", "V GAPL-900215-AB7"),
            (MxRfc, "⟦GAPL900215AB8⟧", "U GAPL900215AB8"),
            (MxRfc, "⟦CASE000123451⟧", "U CASE000123451"),
            (MxRfc, "⟦MAB9307148T4⟧", "U MAB9307148T4"),
            (MxRfc, "⟦ÑAPL900215AB7⟧", "V ÑAPL900215AB7"),
            (MxRfc, "⟦GAPL901315AB7⟧", "-"),
            (MxNss, "⟦12345678903⟧", "V 12345678903"),
            (MxNss, "⟦12345678904⟧", "-"),
            (MxVoter, "⟦GMVLMR80070501M100⟧", "V GMVLMR80070501M100"),
            (MxVoter, "⟦GMVLMR80079901M100⟧", "-"),
            // The example that the Banco de México publishes.
            (MxClabe, "⟦032180000118359719⟧", "V 032180000118359719"),
            (MxClabe, "⟦032180000118359718⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
