//! Sweden: personal, organisation and VAT numbers, which share the Luhn digit.

use super::signs::{digits, is_day, number, varied};
use crate::detect::checksum::luhn_valid;

/// Ten digits, or twelve with the century: date of birth (coordination numbers have 60 added to the day), serial, Luhn digit
/// over the ten (Skatteverket, SKV 704).
pub(super) fn personnummer(signs: &[u8]) -> Option<bool> {
    let (century, code) = match signs.len() {
        12 => {
            let [c1, c2, code @ ..] = digits::<12>(signs)?;
            (Some(number(&[c1, c2])), code)
        }
        _ => (None, digits::<10>(signs)?),
    };
    let [y1, y2, m1, m2, d1, d2, serial @ ..] = code;
    let day = number(&[d1, d2]);
    let day = if day > 60 { day - 60 } else { day };
    // Without a century 1900 and 2000 are one year; the latter had a 29 February.
    let year = century.unwrap_or(20) * 100 + number(&[y1, y2]);
    let issued = century.is_none_or(|century| (18..=20).contains(&century)) && serial != [0, 0, 0, 0];
    (issued && is_day(Some(year), number(&[m1, m2]), day)).then(|| luhn_valid(&code))
}

/// Ten digits with a third of at least 2, so that none is a date, and a Luhn digit.
pub(super) fn organisation(signs: &[u8]) -> Option<bool> {
    let code = varied::<10>(signs)?;
    matches!(code, [1..=9, _, 2..=9, ..]).then(|| luhn_valid(&code))
}

/// `SE`, the ten digits of an organisation or a person, and `01`, or another number of a group.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    let [code @ .., b'0', b'1'..=b'9'] = signs.strip_prefix(b"SE")? else { return None };
    varied::<10>(code).map(|code| luhn_valid(&code))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{SeOrganisation, SePersonnummer, SeVat};

    /// 811228-9874 and the coordination number 701063-2391 are examples of Skatteverket.
    #[test]
    fn dates_and_luhn_digits_hold() {
        for (name, text, expected) in [
            (SePersonnummer, "⟦811228-9874⟧", "V 811228-9874"),
            (SePersonnummer, "⟦19811228-9874⟧", "V 19811228-9874"),
            (SePersonnummer, "⟦198112289874⟧", "V 198112289874"),
            (SePersonnummer, "⟦701063-2391⟧", "V 701063-2391"),
            (SePersonnummer, "⟦811228+9874⟧", "V 811228+9874"),
            (SePersonnummer, "⟦811228-9873⟧", "-"),
            (SePersonnummer, "⟦811328-9874⟧", "-"),
            (SePersonnummer, "⟦21811228-9874⟧", "-"),
            (SeOrganisation, "⟦556000-4615⟧", "V 556000-4615"),
            (SeOrganisation, "⟦556000-4616⟧", "-"),
            (SeOrganisation, "⟦811228-9874⟧", "-"),
            (SeVat, "⟦SE556000461501⟧", "V SE556000461501"),
            (SeVat, "⟦SE556000461601⟧", "-"),
            (SeVat, "⟦SE556000461511⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
