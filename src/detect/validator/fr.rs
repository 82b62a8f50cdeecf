//! France: social security number, tax number, company and establishment numbers, VAT number, number of health
//! professionals.

use super::lone_number::{digits, last, number, vat_verdict, verdict};
use super::number::row;
use super::{Value, Verdict};
use crate::detect::checksum::luhn_valid;

/// SIREN of La Poste: its establishments keep to another sum than Luhn's.
const LA_POSTE: [u8; 9] = [3, 5, 6, 0, 0, 0, 0, 0, 0];

/// NIR: sex, year, month, department (2A and 2B for Corsica), commune, order, and a key: 97 less the number modulo 97,
/// where 2A counts as 19 and 2B as 18. Months 20, 30 to 42 and 50 to 99 are for incomplete records, sexes 3, 4, 7 and 8
/// for provisional numbers (décret n° 82-103, Insee). Valid in groups, or for a usual sex and month; undecided
/// otherwise, and without the key.
pub(super) fn social_security(value: &Value<'_>) -> Verdict {
    let grouped = is_grouped(value.matched());
    if let Some([body @ .., k1, k2]) = last::<15>(value) {
        let Some((body, common)) = registered(body) else { return Verdict::Refused };
        let key = k1 < 10 && k2 < 10 && 97 - body % 97 == number(&[k1, k2]);
        let divided = grouped.unwrap_or(common) && row(value) == (0, 0);
        return if key { value.decided(divided) } else { Verdict::Refused };
    }
    match last::<13>(value).and_then(registered) {
        Some(_) => Verdict::Undecided(value.span),
        None => Verdict::Refused,
    }
}

/// Whether the thirteen signs are divided as on the card: the sex stands alone, or its parts are all told apart. `None` if nothing
/// divides them; three numbers of a table have the digits as well.
fn is_grouped(text: &str) -> Option<bool> {
    let groups: Vec<_> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|group| !group.is_empty()).collect();
    let keyed = groups.last().is_some_and(|key| key.len() == 2);
    match groups.as_slice() {
        [] | [_] => None,
        [_, _] if keyed => Some(true),
        [sex, ..] => Some(sex.len() == 1 || groups.len() > 4),
    }
}

/// The number that the key is computed of, and whether sex and month are the usual ones.
fn registered(all: [u8; 13]) -> Option<(u64, bool)> {
    let [sex, _, _, m1, m2, d1, d2, commune @ .., o1, o2, o3] = all;
    let letters = all.iter().enumerate().filter(|(_, value)| **value > 9).map(|(place, _)| place);
    let corsica = matches!((d1, d2), (2, 10 | 11));
    if !letters.eq(corsica.then_some(6)) {
        return None;
    }
    let month = number(&[m1, m2]);
    let usual = (1..=12).contains(&month);
    let known = usual || matches!(month, 20 | 30..=42 | 50..=99);
    let department = if corsica { 29 - u64::from(d2) } else { number(&[d1, d2]) };
    let issued = matches!(sex, 1..=4 | 7 | 8) && department > 0 && number(&commune) > 0 && number(&[o1, o2, o3]) > 0;
    let [first, y1, y2, ..] = all;
    let head = number(&[first, y1, y2, m1, m2]) * 100 + department;
    let body = head * 1_000_000 + number(&commune) * 1000 + number(&[o1, o2, o3]);
    (known && issued).then_some((body, usual && sex < 3))
}

/// Numéro fiscal (SPI): ten digits, the first from 0 to 3, and their remainder modulo 511 in three digits (Direction
/// générale des Finances publiques, as published by the OECD).
pub(super) fn tax(value: &Value<'_>) -> Verdict {
    let Some([body @ .., c1, c2, c3]) = digits::<13>(value) else { return Verdict::Refused };
    let [first, ..] = body;
    verdict(value, first < 4 && number(&body) > 0 && number(&body) % 511 == number(&[c1, c2, c3]))
}

/// SIREN: nine digits that end in their Luhn check digit (Insee).
pub(super) fn company(value: &Value<'_>) -> Verdict {
    verdict(value, digits::<9>(value).is_some_and(is_company))
}

fn is_company(all: [u8; 9]) -> bool {
    luhn_valid(&all)
}

/// SIRET: a SIREN and five digits that together end in their Luhn check digit. For La Poste the sum of the digits is a
/// multiple of 5.
pub(super) fn establishment(value: &Value<'_>) -> Verdict {
    let Some(all) = digits::<14>(value) else { return Verdict::Refused };
    let [head @ .., _, _, _, _, _] = all;
    let sum: u32 = all.iter().map(|digit| u32::from(*digit)).sum();
    let passes = luhn_valid(&all) || (head == LA_POSTE && sum.is_multiple_of(5));
    verdict(value, passes && is_company(head))
}

/// Numéro de TVA: `FR`, a key of two characters, a SIREN. A key of digits is 12 and three times the SIREN modulo 97;
/// one with letters has a sum modulo 11 (European Commission, algorithms of VAT numbers). Monaco's begin with 000 in
/// place of a SIREN.
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    let Some([k1, k2, siren @ ..]) = last::<11>(value) else { return Verdict::Refused };
    let known = is_company(siren) || siren.starts_with(&[0; 3]);
    let siren = number(&siren);
    let key = if k1 < 10 && k2 < 10 {
        (12 + 3 * (siren % 97)) % 97 == number(&[k1, k2])
    } else {
        lettered_key(k1, k2).is_some_and(|key| (siren + key / 11 + 1) % 11 == key % 11)
    };
    vat_verdict(value, known && siren > 0 && key)
}

/// The number that a key with letters stands for. I and O are no letters of it.
fn lettered_key(k1: u8, k2: u8) -> Option<u64> {
    let place = |value: u8| match value {
        0..=17 => Some(u64::from(value)),
        19..=23 => Some(u64::from(value) - 1),
        25..=35 => Some(u64::from(value) - 2),
        _ => None,
    };
    let (first, second) = (place(k1)?, place(k2)?);
    if k1 < 10 { (first * 24 + second).checked_sub(10) } else { (first * 34 + second).checked_sub(100) }
}

/// RPPS: eleven digits that end in their Luhn check digit (Agence du numérique en santé).
pub(super) fn health_professional(value: &Value<'_>) -> Verdict {
    verdict(value, digits::<11>(value).is_some_and(|all| luhn_valid(&all)))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{
        FrCompany, FrEstablishment, FrHealthProfessional, FrSocialSecurity, FrTax, FrVat,
    };

    /// 2 69 05 49 588 157 80 is the sample card's number, 30 23 217 600 053 the tax office's and the OECD's example;
    /// the numbers of companies stand in public descriptions.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (FrSocialSecurity, "⟦2 69 05 49 588 157 80⟧", "V 2 69 05 49 588 157 80"),
            (FrSocialSecurity, "⟦269054958815780⟧", "V 269054958815780"),
            (FrSocialSecurity, "⟦2690549588157⟧", "U 2690549588157"),
            (FrSocialSecurity, "⟦269054958815781⟧", "-"),
            (FrSocialSecurity, "⟦2690549588157 80⟧", "V 2690549588157 80"),
            (FrSocialSecurity, "⟦26905 49588 15780⟧", "U 26905 49588 15780"),
            (FrSocialSecurity, "17 ⟦2 69 05 49 588 157 80⟧ 19", "U 2 69 05 49 588 157 80"),
            (FrSocialSecurity, "⟦269134958815780⟧", "-"),
            (FrSocialSecurity, "⟦1 85 05 2A 006 084 35⟧", "V 1 85 05 2A 006 084 35"),
            (FrSocialSecurity, "⟦1 85 05 2B 006 084 62⟧", "V 1 85 05 2B 006 084 62"),
            (FrSocialSecurity, "⟦1 85 05 1A 006 084 35⟧", "-"),
            (FrTax, "⟦30 23 217 600 053⟧", "V 30 23 217 600 053"),
            (FrTax, "⟦3023217600054⟧", "-"),
            (FrCompany, "⟦732 829 320⟧", "V 732 829 320"),
            (FrCompany, "⟦732 829 321⟧", "-"),
            (FrEstablishment, "⟦732 829 320 00074⟧", "V 732 829 320 00074"),
            (FrEstablishment, "⟦35600000049837⟧", "V 35600000049837"),
            (FrEstablishment, "⟦73282932000075⟧", "-"),
            (FrVat, "⟦FR40303265045⟧", "V FR40303265045"),
            (FrVat, "⟦FR 40 303 265 045⟧", "V FR 40 303 265 045"),
            (FrVat, "⟦FRK7399859412⟧", "V FRK7399859412"),
            (FrVat, "⟦fr40303265045⟧", "U fr40303265045"),
            (FrVat, "⟦FR45000587928⟧", "V FR45000587928"),
            (FrVat, "⟦FR41303265045⟧", "U FR41303265045"),
            (FrVat, "⟦FRO7399859412⟧", "U FRO7399859412"),
            (FrHealthProfessional, "⟦10003456789⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
