//! United Kingdom: health, tax and driver numbers.

use super::number::goes_on;
use super::signs::{digits, is_day, number, soft, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// NHS number of England, Wales and the Isle of Man, and the Health and Care number of Northern Ireland: ten digits, the last
/// being 11 minus the weighted sum modulo 11 (NHS Data Dictionary).
pub(super) fn nhs(signs: &[u8]) -> Option<bool> {
    let code = varied::<10>(signs)?;
    let [.., check] = code;
    let expected = (11 - weighted_remainder(&code, &[10, 9, 8, 7, 6, 5, 4, 3, 2], 11)) % 11;
    Some(expected == u32::from(check))
}

/// Scotland's Community Health Index number: the same check over a number that begins with day, month and year of birth.
pub(super) fn chi(signs: &[u8]) -> Option<bool> {
    let [d1, d2, m1, m2, ..] = varied::<10>(signs)?;
    is_day(None, number(&[m1, m2]), number(&[d1, d2])).then_some(())?;
    nhs(signs)
}

/// National Insurance number: prefixes that are not issued are refused (HMRC NIM39110). Valid in pairs as it is printed or in
/// upper case; undecided otherwise. There is no check digit. `QQ` is not issued either, but forms and guides show it as an
/// example of a number, so it is left open.
pub(super) fn nino(value: &Value<'_>) -> Verdict {
    let verdict = soft(value, |signs| {
        let [first, second, rest @ ..] = signs else { return None };
        let prefix = [*first, *second];
        let sample = prefix == *b"QQ";
        let never = [*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&prefix);
        let first = first.is_ascii_uppercase() && !b"DFIQUV".contains(first);
        let second = second.is_ascii_uppercase() && !b"DFIOQUV".contains(second);
        let number = varied::<6>(rest.get(..6)?).is_some();
        ((sample || (first && second)) && number && !never).then_some(true)
    });
    match verdict {
        Verdict::Valid(span) if !value.matched().bytes().any(|byte| byte == b' ') => Verdict::Undecided(span),
        Verdict::Valid(span) if value.matched().starts_with("QQ") => Verdict::Undecided(span),
        Verdict::Valid(span) if value.matched().bytes().any(|byte| byte.is_ascii_lowercase()) => {
            Verdict::Undecided(span)
        }
        verdict => verdict,
    }
}

/// Unique Taxpayer Reference: a check digit, then nine digits.
pub(super) fn utr(signs: &[u8]) -> Option<bool> {
    let [check, rest @ ..] = varied::<10>(signs.strip_suffix(b"K").unwrap_or(signs))?;
    let expected = match 11 - weighted_remainder(&rest, &[6, 7, 8, 9, 10, 5, 4, 3, 2], 11) {
        11 => 2,
        10 => 1,
        other => other,
    };
    Some(expected == u32::from(check))
}

/// VAT number with or without `GB` (`XI` in Northern Ireland): nine digits whose weighted sum and last two digits make 0
/// modulo 97, or since 2010 do so when 55 is added or taken off; three more for a branch.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    let signs = signs.strip_prefix(b"GB").or_else(|| signs.strip_prefix(b"XI")).unwrap_or(signs);
    if signs.len() > 9 {
        digits::<12>(signs)?;
    }
    let code = varied::<9>(signs.get(..9)?)?;
    let issued = code.iter().take(7).any(|digit| *digit > 0);
    issued.then(|| matches!(weighted_remainder(&code, &[8, 7, 6, 5, 4, 3, 2, 10, 1], 97), 0 | 42 | 55))
}

/// Driver number: five signs of the surname padded with 9, decade, month (50 added for women), day, year, two initials or 9,
/// and three signs whose making is not published (DVLA, INF4D).
fn driver(signs: &[u8]) -> Option<bool> {
    let [surname @ .., _, m1, m2, d1, d2, _, i1, i2, _, _, _] = signs.get(..16)? else { return None };
    let padded = surname.iter().rev().skip_while(|sign| **sign == b'9').all(u8::is_ascii_uppercase);
    let initials = i1.is_ascii_uppercase() && (i2.is_ascii_uppercase() || *i2 == b'9') || [*i1, *i2] == *b"99";
    let [m1, m2, d1, d2] = digits::<4>(&[*m1, *m2, *d1, *d2])?;
    let month = number(&[m1, m2]);
    let month = if month > 50 { month - 50 } else { month };
    let named = surname.first().is_some_and(u8::is_ascii_uppercase);
    (padded && named && initials && is_day(None, month, number(&[d1, d2]))).then_some(true)
}

/// [`driver`], refusing a number that mixes small letters and capitals.
pub(super) fn driver_number(value: &Value<'_>) -> Verdict {
    if is_mixed(value.matched()) { Verdict::Refused } else { strict(value, driver) }
}

/// Registration mark of a vehicle: undecided, refused if it mixes small letters and capitals, or writes small ones in two words.
pub(super) fn vehicle(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let words = text.contains(' ') && text.bytes().any(|byte| byte.is_ascii_lowercase());
    let zero = text.as_bytes().get(1) == Some(&b'0');
    let refused = is_mixed(text) || words || zero || value.is_glued() || goes_on(value);
    if refused { Verdict::Refused } else { Verdict::Undecided(value.span) }
}

fn is_mixed(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_lowercase()) && text.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Sort code of a bank branch: six digits. There is no check digit.
pub(super) fn sort_code(signs: &[u8]) -> Option<bool> {
    varied::<6>(signs).map(|_| false)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{UkChi, UkDriver, UkNhs, UkNino, UkSortCode, UkUtr, UkVat, UkVehicle};

    /// 943 476 5919 is the NHS Data Dictionary's example, QQ prefixes are HMRC's for invented numbers, MORGA657054SM9IJ is the
    /// DVLA's specimen, and 980 7806 84 is the example of the VAT check.
    #[test]
    fn what_is_never_issued_is_refused() {
        for (name, text, expected) in [
            (UkNhs, "⟦943 476 5919⟧", "V 943 476 5919"),
            (UkNhs, "⟦943-476-5919⟧", "V 943-476-5919"),
            (UkNhs, "⟦9434765918⟧", "-"),
            (UkNhs, "⟦1111111111⟧", "-"),
            (UkChi, "⟦0101011112⟧", "-"),
            (UkChi, "⟦3112591011⟧", "V 3112591011"),
            (UkChi, "⟦9434765919⟧", "-"),
            (UkNino, "⟦AB 12 34 56 C⟧", "V AB 12 34 56 C"),
            (UkNino, "⟦AB123456C⟧", "U AB123456C"),
            (UkNino, "⟦ab 12 34 56 c⟧", "U ab 12 34 56 c"),
            (UkNino, "⟦QQ 12 34 56 C⟧", "U QQ 12 34 56 C"),
            (UkNino, "⟦GB123456A⟧", "-"),
            (UkNino, "⟦AB000000C⟧", "-"),
            (UkSortCode, "⟦12-34-56⟧", "U 12-34-56"),
            (UkSortCode, "⟦12-34-56⟧-78", "-"),
            (UkUtr, "⟦1955839661⟧", "V 1955839661"),
            (UkUtr, "⟦2955839661⟧", "-"),
            (UkVat, "⟦GB 980 7806 84⟧", "V GB 980 7806 84"),
            (UkVat, "⟦980780684⟧", "V 980780684"),
            (UkVat, "⟦GB980780684001⟧", "V GB980780684001"),
            (UkVat, "⟦GB980780685⟧", "-"),
            (UkDriver, "⟦MORGA657054SM9IJ⟧", "V MORGA657054SM9IJ"),
            (UkDriver, "⟦MORGA 657054 SM9IJ 35⟧", "V MORGA 657054 SM9IJ 35"),
            (UkDriver, "⟦MORGA670054SM9IJ⟧", "-"),
            (UkDriver, "⟦MO9GA657054SM9IJ⟧", "-"),
            (UkDriver, "⟦Morga 657054 SM9IJ⟧", "-"),
            (UkVehicle, "⟦AB12 CDE⟧", "U AB12 CDE"),
            (UkVehicle, "⟦ab12cde⟧", "U ab12cde"),
            (UkVehicle, "⟦x86 and⟧", "-"),
            (UkVehicle, "⟦s390 PMU⟧", "-"),
            (UkVehicle, "⟦R0AUX⟧", "-"),
            (UkVehicle, "⟦AB12CDE⟧-1", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
