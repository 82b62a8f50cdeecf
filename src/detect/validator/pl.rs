//! Poland: PESEL, NIP, REGON, identity card, passport, bank account, doctors' licence.

use super::signs::{base36, digits, is_day, number, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::{mod_97_10_valid, weighted_remainder};

/// Eleven digits: year, month (with 80, 20, 40, 60 added for the 1800s, 2000s, 2100s, 2200s) and day of birth, serial, check
/// digit (ustawa o ewidencji ludności, art. 15).
pub(super) fn pesel(signs: &[u8]) -> Option<bool> {
    let code = digits::<11>(signs)?;
    let [y1, y2, m1, m2, d1, d2, ..] = code;
    let coded = number(&[m1, m2]);
    let century = [1900, 2000, 2100, 2200, 1800].get(usize::try_from(coded / 20).ok()?)?;
    let born = is_day(Some(century + number(&[y1, y2])), coded % 20, number(&[d1, d2]));
    born.then(|| weighted_remainder(&code, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10) == 0)
}

/// Ten digits, the last the weighted sum of the others modulo 11.
pub(super) fn nip(signs: &[u8]) -> Option<bool> {
    let code = varied::<10>(signs)?;
    let [a, b, c, .., check] = code;
    let sum = weighted_remainder(&code, &[6, 5, 7, 2, 3, 4, 5, 6, 7], 11);
    ([a, b, c] != [0, 0, 0]).then_some(sum == u32::from(check))
}

/// `PL` and a NIP.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    nip(signs.strip_prefix(b"PL")?)
}

/// Nine digits, or fourteen of a local unit that begin with its owner's nine.
pub(super) fn regon(signs: &[u8]) -> Option<bool> {
    let own = varied::<9>(signs.get(..9)?)?;
    let [.., check] = own;
    let holds = weighted_remainder(&own, &[8, 9, 2, 3, 4, 5, 6, 7], 11) % 10 == u32::from(check);
    if signs.len() == 9 {
        return Some(holds);
    }
    let unit = digits::<14>(signs)?;
    let [.., check] = unit;
    let sum = weighted_remainder(&unit, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8], 11);
    Some(holds && sum % 10 == u32::from(check))
}

/// Identity card: three letters, a check digit, five digits; the whole is weighted to a multiple of 10.
pub(super) fn identity_card(signs: &[u8]) -> Option<bool> {
    document(signs, 3, &[7, 3, 1, 9, 7, 3, 1, 7, 3])
}

/// Passport: two letters, a check digit, six digits.
pub(super) fn passport(signs: &[u8]) -> Option<bool> {
    document(signs, 2, &[7, 3, 9, 1, 7, 3, 1, 7, 3])
}

fn document(signs: &[u8], letters: usize, weights: &[u8; 9]) -> Option<bool> {
    let signs: &[u8; 9] = signs.try_into().ok()?;
    let (series, rest) = signs.split_at_checked(letters)?;
    let formed = series.iter().all(u8::is_ascii_uppercase) && rest.iter().all(u8::is_ascii_digit);
    let issued = formed && rest.iter().any(|digit| *digit != b'0');
    issued.then(|| weighted_remainder(&signs.map(base36), weights, 10) == 0)
}

/// Account number of 26 digits: an IBAN without its `PL`. Valid in groups as banks print it, undecided without.
pub(super) fn account(value: &Value<'_>) -> Verdict {
    let holds = |signs: &[u8]| {
        let code = varied::<26>(signs)?;
        // Bank and account, then `PL` as 25 21, then the check digits.
        let turned = code.iter().skip(2).chain(&[2, 5, 2, 1]).chain(code.iter().take(2));
        let mut digits = [0; 30];
        digits.iter_mut().zip(turned).for_each(|(slot, digit)| *slot = *digit);
        Some(mod_97_10_valid(&digits))
    };
    match strict(value, holds) {
        Verdict::Valid(span) if span.len() == 26 => Verdict::Undecided(span),
        verdict => verdict,
    }
}

/// Driving licence: serial, year, and the district that issued it, whose code begins with an even voivodeship number (TERYT).
pub(super) fn driver(signs: &[u8]) -> Option<bool> {
    let [.., v1, v2, d1, d2] = varied::<11>(signs)?;
    let (voivodeship, district) = (number(&[v1, v2]), number(&[d1, d2]));
    Some(voivodeship % 2 == 0 && (2..=32).contains(&voivodeship) && district > 0)
}

/// Licence of a doctor (PWZ): a check digit, then six digits weighted 1 to 6 modulo 11.
pub(super) fn doctor(signs: &[u8]) -> Option<bool> {
    let [check, rest @ ..] = varied::<7>(signs)?;
    (check != 0).then(|| weighted_remainder(&rest, &[1, 2, 3, 4, 5, 6], 11) == u32::from(check))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{
        PlAccount, PlDoctor, PlDriver, PlIdentityCard, PlNip, PlPassport, PlPesel, PlRegon, PlVat,
    };

    /// 44051401359 is the example of the PESEL's description, ABA300000 and ZS0000177 are the specimens of card and passport.
    #[test]
    fn persons() {
        for (name, text, expected) in [
            (PlPesel, "⟦44051401359⟧", "V 44051401359"),
            (PlPesel, "⟦44051401358⟧", "U 44051401358"),
            (PlPesel, "⟦44133101359⟧", "-"),
            (PlPesel, "⟦02270803624⟧", "V 02270803624"),
            (PlPesel, "1⟦44051401359⟧", "-"),
            (PlIdentityCard, "⟦ABA300000⟧", "V ABA300000"),
            (PlIdentityCard, "⟦ABA 300000⟧", "V ABA 300000"),
            (PlIdentityCard, "⟦ABA400000⟧", "U ABA400000"),
            (PlIdentityCard, "⟦ABA000000⟧", "-"),
            (PlPassport, "⟦ZS0000177⟧", "V ZS0000177"),
            (PlPassport, "⟦ZS1000177⟧", "U ZS1000177"),
            (PlDriver, "⟦01234/19/1465⟧", "V 01234/19/1465"),
            (PlDriver, "⟦01234/19/1365⟧", "-"),
            (PlDoctor, "⟦5425740⟧", "V 5425740"),
            (PlDoctor, "⟦5425741⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }

    #[test]
    fn businesses_and_accounts() {
        for (name, text, expected) in [
            (PlNip, "⟦123-456-32-18⟧", "V 123-456-32-18"),
            (PlNip, "⟦1234563219⟧", "U 1234563219"),
            (PlNip, "⟦0001234567⟧", "-"),
            (PlVat, "⟦PL 123-456-32-18⟧", "V PL 123-456-32-18"),
            (PlVat, "⟦PL1234563219⟧", "-"),
            (PlVat, "⟦PL0000102646⟧", "-"),
            (PlRegon, "⟦123456785⟧", "V 123456785"),
            (PlRegon, "⟦12345678512347⟧", "V 12345678512347"),
            (PlRegon, "⟦12345678512348⟧", "-"),
            (PlRegon, "⟦123456786⟧", "-"),
            (PlAccount, "⟦61 1090 1014 0000 0712 1981 2874⟧", "V 61 1090 1014 0000 0712 1981 2874"),
            (PlAccount, "⟦61109010140000071219812874⟧", "U 61109010140000071219812874"),
            (PlAccount, "⟦61109010140000071219812875⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
