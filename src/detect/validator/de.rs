//! Germany: tax identification number, tax number, VAT number, insurance number of the pension fund.

use super::lone_number::{digits, in_capitals, is_day, last, number, stands, vat_verdict, verdict};
use super::{Value, Verdict};
use crate::detect::checksum::mod_11_10_valid;

/// Steuerliche Identifikationsnummer: eleven digits, the first not 0, that end in their ISO 7064 MOD 11,10 check digit.
/// Of the first ten one occurs two or three times, in the latter case not thrice in a row, and no other more than once
/// (§ 139b AO, Bundeszentralamt für Steuern).
pub(super) fn tax_id(value: &Value<'_>) -> Verdict {
    let Some(all @ [head @ .., _]) = digits::<11>(value) else { return Verdict::Refused };
    let mut counts = [0_u8; 10];
    for digit in head {
        if let Some(count) = counts.get_mut(usize::from(digit)) {
            *count += 1;
        }
    }
    let repeated = || counts.iter().filter(|count| **count > 1);
    let spread = repeated().count() == 1 && repeated().all(|count| *count < 4);
    let in_a_row = head.windows(3).any(|three| three.iter().all(|digit| Some(digit) == three.first()));
    verdict(value, head.first() != Some(&0) && spread && !in_a_row && mod_11_10_valid(&all))
}

/// First digits of the thirteen-digit tax numbers of the federal states, up to the 0 in the fifth place.
const FEDERAL: [&str; 16] =
    ["10", "11", "21", "22", "23", "24", "26", "27", "28", "30", "31", "32", "40", "41", "5", "9"];

/// Steuernummer: ten or eleven digits as a tax office gives them, or thirteen as the federal states exchange them: the
/// state, the office, 0, and the rest (ELSTER). The check digits differ by state and are not looked at, so this is
/// never more than undecided.
pub(super) fn tax_number(value: &Value<'_>) -> Verdict {
    let varied = digits::<10>(value).is_some() || digits::<11>(value).is_some();
    let federal = || {
        let [a, b, _, _, zero, ..] = digits::<13>(value)?;
        let starts = |prefix: &&str| prefix.bytes().map(|byte| byte - b'0').eq([a, b].into_iter().take(prefix.len()));
        FEDERAL.iter().any(starts).then_some(zero)
    };
    if varied || federal() == Some(0) { Verdict::Undecided(value.span) } else { Verdict::Refused }
}

/// Umsatzsteuer-Identifikationsnummer: `DE` and nine digits, the first not 0, that end in their ISO 7064 MOD 11,10
/// check digit. The Wirtschafts-Identifikationsnummer adds a dash and five digits (§ 139c AO). Undecided in a text in
/// capitals with a space behind `DE`, because that is a word of other languages.
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let main = text.split('-').next().unwrap_or_default();
    let mut all = [0; 9];
    let mut found = main.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0');
    all.fill_with(|| found.next().unwrap_or(0));
    let passes = all.first() > Some(&0) && found.next().is_none() && mod_11_10_valid(&all) && stands(value);
    match vat_verdict(value, passes) {
        Verdict::Valid(span) if in_capitals(value, "DE") => Verdict::Undecided(span),
        other => other,
    }
}

/// Rentenversicherungsnummer: area, day of birth as DDMMYY, first letter of the name at birth, serial, check digit
/// (VKVV § 4). The letter counts as two digits. Undecided in small letters, and with a `T` in a plain run, which may be
/// a time.
pub(super) fn pension(value: &Value<'_>) -> Verdict {
    let Some([a1, a2, d1, d2, m1, m2, y1, y2, letter @ 10..=35, s1, s2, check]) = last::<12>(value) else {
        return Verdict::Refused;
    };
    let place = letter - 9;
    let all = [a1, a2, d1, d2, m1, m2, y1, y2, place / 10, place % 10, s1, s2];
    let sum = folded(&all, &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]);
    let (day, month) = (number(&[d1, d2]), number(&[m1, m2]));
    let born = is_day(number(&[y1, y2]), month, day) || ((day == 0 || month == 0) && day < 32 && month < 13);
    let area = (2..=89).contains(&number(&[a1, a2]));
    let digits = all.iter().all(|digit| *digit < 10);
    let time = letter == 29 && !value.matched().contains(' ');
    match verdict(value, digits && area && born && sum % 10 == u32::from(check)) {
        Verdict::Valid(span) if time => Verdict::Undecided(span),
        other => other,
    }
}

/// The sum of the digits of all products with the weights.
pub(super) fn folded(digits: &[u8], weights: &[u8]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| u32::from(*digit) * u32::from(*weight))
        .map(|p| p / 10 + p % 10)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{DePension, DeTaxId, DeTaxNumber, DeVat};

    /// 86095742719, 15 070649 C 103, DE136695976 and 2866081508156 stand in public descriptions of the numbers, the
    /// last in ELSTER's.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (DeTaxId, "⟦86095742719⟧", "V 86095742719"),
            (DeTaxId, "⟦86 095 742 719⟧", "V 86 095 742 719"),
            (DeTaxId, "⟦86095742718⟧", "-"),
            // The check digit fits, but two digits are repeated.
            (DeTaxId, "⟦11223456786⟧", "-"),
            (DeTaxNumber, "⟦2866081508156⟧", "U 2866081508156"),
            (DeTaxNumber, "⟦2866181508156⟧", "-"),
            (DeTaxNumber, "⟦181/815/08155⟧", "U 181/815/08155"),
            (DeTaxNumber, "⟦11/111/11111⟧", "-"),
            (DeVat, "⟦DE136695976⟧", "V DE136695976"),
            (DeVat, "⟦DE 136 695 976⟧", "V DE 136 695 976"),
            (DeVat, "USt-IdNr.: ⟦DE 136695976⟧", "V DE 136695976"),
            (DeVat, "NUMERO ⟦DE 136695976⟧", "U DE 136695976"),
            (DeVat, "⟦DE136695976-00001⟧", "V DE136695976-00001"),
            (DeVat, "⟦de136695976⟧", "U de136695976"),
            (DeVat, "⟦DE136695975⟧", "U DE136695975"),
            (DePension, "⟦15 070649 C 103⟧", "V 15 070649 C 103"),
            (DePension, "⟦15070649C103⟧", "V 15070649C103"),
            (DePension, "⟦15070649c103⟧", "U 15070649c103"),
            (DePension, "⟦15070649C104⟧", "-"),
            (DePension, "⟦15320649C103⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
