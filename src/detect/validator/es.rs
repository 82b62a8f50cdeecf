//! Spain: DNI/NIF, NIE, CIF, social security and bank account numbers.

use super::number::groups;
use super::signs::{digits, number, soft, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::{luhn_valid, weighted_remainder};

/// Control letters of persons, by their number modulo 23 (Orden de 9 de enero de 1991; Real Decreto 1553/2005).
const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// Control letters of entities, by their control digit (Orden EHA/451/2008).
const ENTITY_LETTERS: &[u8; 10] = b"JABCDEFGHI";

/// A person's number with its letter; with K, L or M in front for those without a DNI. Valid if it is written as it is printed;
/// in lower case, or with a wrong letter, it is undecided.
pub(super) fn nif(value: &Value<'_>) -> Verdict {
    printed(value, soft(value, person))
}

/// A foreigner's number: X, Y or Z for the digits 0 to 2, then as a DNI.
pub(super) fn nie(value: &Value<'_>) -> Verdict {
    printed(value, soft(value, foreigner))
}

/// An entity's number: kind, province and serial, control digit or letter.
pub(super) fn cif(signs: &[u8]) -> Option<bool> {
    let [kind, body @ .., control] = signs else { return None };
    let code = varied::<7>(body)?;
    let mut summed = [0_u8; 8];
    summed.iter_mut().zip(code).for_each(|(slot, digit)| *slot = digit);
    let digit = (0..10).find(|digit| {
        let [.., last] = &mut summed;
        *last = *digit;
        luhn_valid(&summed)
    })?;
    let as_digit = *control == b'0' + digit;
    let as_letter = ENTITY_LETTERS.get(usize::from(digit)) == Some(control);
    match kind {
        b'A' | b'B' | b'E' | b'H' => Some(as_digit),
        b'N' | b'P' | b'Q' | b'R' | b'S' | b'W' => Some(as_letter),
        b'C' | b'D' | b'F' | b'G' | b'J' | b'U' | b'V' => Some(as_digit || as_letter),
        _ => None,
    }
}

/// `ES` and any of the three.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    let rest = signs.strip_prefix(b"ES")?;
    cif(rest).or_else(|| foreigner(rest)).or_else(|| if rest.len() == 9 { person(rest) } else { None })
}

/// Social security number: province, eight digits of a person or seven of a firm, and their remainder modulo 97. A person's
/// is undecided if the remainder is another.
pub(super) fn social_security(signs: &[u8]) -> Option<bool> {
    let (province, serial, control) = match signs.len() {
        11 => {
            let [p1, p2, serial @ .., c1, c2] = varied::<11>(signs)?;
            (number(&[p1, p2]), number(&serial), number(&[c1, c2]))
        }
        _ => {
            let [p1, p2, serial @ .., c1, c2] = varied::<12>(signs)?;
            (number(&[p1, p2]), number(&serial), number(&[c1, c2]))
        }
    };
    // Serials below ten million are not written with leading zeros when they are joined to the province.
    let joined = province * if serial < 10_000_000 { 10_000_000 } else { 100_000_000 } + serial;
    let issued = matches!(province, 1..=53 | 66) && serial > 0;
    let holds = joined % 97 == control;
    // Eleven digits are also what other countries' numbers of the same name have.
    (issued && (holds || signs.len() == 12)).then_some(holds)
}

/// Account code of twenty digits: bank, branch, two control digits, account. Valid in groups of 4, 4, 2 and 10 as banks
/// print it, undecided in any other grouping: rows of four digits are common in tables.
pub(super) fn account(value: &Value<'_>) -> Verdict {
    match strict(value, account_code) {
        Verdict::Valid(_) => value.decided(groups(value.matched()).iter().map(|group| group.len()).eq([4, 4, 2, 10])),
        verdict => verdict,
    }
}

fn account_code(signs: &[u8]) -> Option<bool> {
    const WEIGHTS: [u8; 10] = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
    let code = varied::<20>(signs)?;
    let (bank, rest) = code.split_at_checked(8)?;
    let (control, account) = rest.split_at_checked(2)?;
    let expected = |digits: &[u8], weights: &[u8]| match 11 - weighted_remainder(digits, weights, 11) {
        11 => 0,
        10 => 1,
        other => other,
    };
    let expected = [expected(bank, WEIGHTS.get(2..)?), expected(account, &WEIGHTS)];
    bank.iter().any(|digit| *digit > 0).then(|| control.iter().map(|digit| u32::from(*digit)).eq(expected))
}

fn person(signs: &[u8]) -> Option<bool> {
    let (letter, body) = signs.split_last()?;
    let body =
        body.strip_prefix(b"K").or_else(|| body.strip_prefix(b"L")).or_else(|| body.strip_prefix(b"M")).unwrap_or(body);
    let number = match body.len() {
        7 => number(&varied::<7>(body)?),
        _ => number(&varied::<8>(body)?),
    };
    lettered(number, *letter)
}

fn foreigner(signs: &[u8]) -> Option<bool> {
    let [series @ b'X'..=b'Z', body @ .., letter] = signs else { return None };
    let serial = digits::<7>(body).filter(|digits| digits.iter().any(|digit| *digit > 0))?;
    lettered(u64::from(series - b'X') * 10_000_000 + number(&serial), *letter)
}

/// Whether the letter is the number's; `None` if it is no control letter at all.
fn lettered(number: u64, letter: u8) -> Option<bool> {
    let place = LETTERS.iter().position(|known| *known == letter)?;
    Some(u64::try_from(place).ok()? == number % 23)
}

fn printed(value: &Value<'_>, verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Valid(span) if value.matched().bytes().any(|byte| byte.is_ascii_lowercase()) => {
            Verdict::Undecided(span)
        }
        verdict => verdict,
    }
}

/// Passport: two or three letters and six digits. There is no check character.
pub(super) fn passport(signs: &[u8]) -> Option<bool> {
    let (letters, serial) = signs.split_at_checked(signs.len().checked_sub(6)?)?;
    let formed = (2..=3).contains(&letters.len()) && letters.iter().all(u8::is_ascii_uppercase);
    varied::<6>(serial).filter(|_| formed).map(|_| false)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{EsAccount, EsCif, EsNie, EsNif, EsPassport, EsSocialSecurity, EsVat};

    /// 12345678Z and X1234567L are the usual examples of the administration.
    #[test]
    fn persons() {
        for (name, text, expected) in [
            (EsNif, "⟦12345678Z⟧", "V 12345678Z"),
            (EsNif, "⟦12.345.678-Z⟧", "V 12.345.678-Z"),
            (EsNif, "⟦12345678z⟧", "U 12345678z"),
            (EsNif, "⟦12345678A⟧", "U 12345678A"),
            (EsNif, "⟦12345678O⟧", "-"),
            (EsNif, "⟦00000000T⟧", "-"),
            (EsNif, "⟦1234567L⟧", "V 1234567L"),
            (EsNif, "⟦12345678Z⟧9", "-"),
            (EsNie, "⟦X1234567L⟧", "V X1234567L"),
            (EsNie, "⟦Y-1234567-X⟧", "V Y-1234567-X"),
            (EsNie, "⟦x1234567l⟧", "U x1234567l"),
            (EsNie, "⟦X0000000T⟧", "-"),
            (EsSocialSecurity, "⟦28 12345678 40⟧", "V 28 12345678 40"),
            (EsSocialSecurity, "⟦28/12345678/41⟧", "U 28/12345678/41"),
            (EsSocialSecurity, "⟦28 1234567 41⟧", "-"),
            (EsPassport, "⟦PAA 654321⟧", "U PAA 654321"),
            (EsPassport, "⟦PAA000000⟧", "-"),
            (EsSocialSecurity, "⟦99 12345678 40⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }

    #[test]
    fn entities_and_accounts() {
        for (name, text, expected) in [
            (EsCif, "⟦A58818501⟧", "V A58818501"),
            (EsCif, "⟦Q2826000H⟧", "V Q2826000H"),
            (EsCif, "⟦A58818502⟧", "-"),
            (EsCif, "⟦K58818501⟧", "-"),
            (EsVat, "⟦ESA58818501⟧", "V ESA58818501"),
            (EsVat, "⟦ESX1234567L⟧", "V ESX1234567L"),
            (EsVat, "⟦ES12345678Z⟧", "V ES12345678Z"),
            (EsVat, "⟦ES12345678A⟧", "-"),
            (EsAccount, "⟦1234 5678 06 1234567890⟧", "V 1234 5678 06 1234567890"),
            (EsAccount, "⟦12345678061234567890⟧", "U 12345678061234567890"),
            (EsAccount, "⟦1234 5678 0612 3456 7890⟧", "U 1234 5678 0612 3456 7890"),
            (EsAccount, "⟦1234 5678 16 1234567890⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
