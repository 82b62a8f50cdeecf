//! Italy: codice fiscale, partita IVA, health card.

use super::signs::{base36, digits, number, varied};
use crate::detect::checksum::luhn_valid;

/// What a sign at an odd place (the first, third, …) of a codice fiscale counts: D.M. 23 December 1976, table of odd places,
/// from `0`/`A` to `9`/`J` and then on to `Z`.
const ODD: [u32; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// Letters that replace the digits 0 to 9 where two persons would have the same code (omocodia).
const REPLACEMENTS: &[u8; 10] = b"LMNPQRSTUV";

/// Letters of the months.
const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";

/// The code of a natural person: a day that exists (women have 40 added), then the check letter.
pub(super) fn codice_fiscale(signs: &[u8]) -> Option<bool> {
    let [.., y1, y2, month, d1, d2, place, p1, p2, p3, check] = signs else { return None };
    if signs.len() != 16 || !signs.iter().take(6).all(u8::is_ascii_alphabetic) || !place.is_ascii_alphabetic() {
        return None;
    }
    let month = MONTHS.iter().position(|letter| letter == month)?;
    let day = number(&[plain(*d1)?, plain(*d2)?]);
    [y1, y2, p1, p2, p3].into_iter().all(|sign| plain(*sign).is_some()).then_some(())?;
    let day = if day > 40 { day - 40 } else { day };
    if !super::signs::is_day(None, u64::try_from(month).ok()? + 1, day) {
        return None;
    }
    let sum: u32 = signs.iter().take(15).enumerate().map(|(place, sign)| worth(place, *sign)).sum();
    Some(u32::from(check.checked_sub(b'A')?) == sum % 26)
}

/// The digit a sign stands for, replaced or not.
fn plain(sign: u8) -> Option<u8> {
    if sign.is_ascii_digit() {
        return Some(sign - b'0');
    }
    REPLACEMENTS.iter().position(|letter| *letter == sign).and_then(|digit| u8::try_from(digit).ok())
}

fn worth(place: usize, sign: u8) -> u32 {
    let value = if sign.is_ascii_digit() { sign - b'0' } else { base36(sign).saturating_sub(10) };
    if place.is_multiple_of(2) { ODD.get(usize::from(value)).copied().unwrap_or(0) } else { u32::from(value) }
}

/// Eleven digits: seven of the holder, three of the office (a province, or 120, 121, 888, 999), a Luhn digit.
pub(super) fn partita_iva(signs: &[u8]) -> Option<bool> {
    let signs = signs.strip_prefix(b"IT").unwrap_or(signs);
    let number = varied::<11>(signs)?;
    let [holder @ .., o1, o2, o3, _] = number;
    let office = super::signs::number(&[o1, o2, o3]);
    let known = matches!(office, 1..=110 | 120 | 121 | 888 | 999);
    (known && holder.iter().any(|digit| *digit > 0)).then(|| luhn_valid(&number))
}

/// Number of the European health insurance card on the back of the tessera sanitaria: `80`, health; `380`, Italy (ISO 3166
/// numeric); fifteen more digits.
pub(super) fn tessera_sanitaria(signs: &[u8]) -> Option<bool> {
    let rest = digits::<15>(signs.strip_prefix(b"80380")?)?;
    rest.iter().any(|digit| *digit > 0).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{ItCodiceFiscale, ItPartitaIva, ItTesseraSanitaria};

    /// RSSMRA85T10A562S is the usual example of the Agenzia delle Entrate's leaflets.
    #[test]
    fn codes_of_persons() {
        for (text, expected) in [
            ("⟦RSSMRA85T10A562S⟧", "V RSSMRA85T10A562S"),
            ("⟦rssmra85t10a562s⟧", "V rssmra85t10a562s"),
            ("⟦RSS MRA 85T10 A562S⟧", "V RSS MRA 85T10 A562S"),
            ("⟦RSSMRA85T10A562X⟧", "U RSSMRA85T10A562X"),
            ("⟦RSSMRA85T10A56NH⟧", "V RSSMRA85T10A56NH"),
            ("⟦RSSMRA85T32A562S⟧", "-"),
            ("⟦RSSMRA85F10A562S⟧", "-"),
            ("⟦RSSMRA85T10A562S⟧X", "-"),
        ] {
            assert_eq!(probe(ItCodiceFiscale, text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_of_businesses_and_cards() {
        for (name, text, expected) in [
            (ItPartitaIva, "⟦12345670017⟧", "V 12345670017"),
            (ItPartitaIva, "⟦IT12345670017⟧", "V IT12345670017"),
            (ItPartitaIva, "⟦12345670018⟧", "-"),
            (ItPartitaIva, "⟦00000000000⟧", "-"),
            (ItPartitaIva, "⟦12345672302⟧", "-"),
            (ItTesseraSanitaria, "⟦80380000300123456789⟧", "V 80380000300123456789"),
            (ItTesseraSanitaria, "⟦80380000000000000000⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
