//! Norway: birth, organisation and account numbers.

use super::signs::{digits, is_day, number, varied};
use crate::detect::checksum::weighted_remainder;

/// Eleven digits: date of birth, individual number, two check digits. D-numbers have 40 added to the day, H-numbers 40 to the
/// month, the synthetic persons of the test registers 80 or 65 (Skatteetaten).
pub(super) fn fodselsnummer(signs: &[u8]) -> Option<bool> {
    let code = digits::<11>(signs)?;
    let [d1, d2, m1, m2, y1, y2, .., k1, k2] = code;
    let day = number(&[d1, d2]);
    let month = number(&[m1, m2]);
    let day = if day > 40 { day - 40 } else { day };
    let month = match month {
        81.. => month - 80,
        66.. => month - 65,
        41.. => month - 40,
        _ => month,
    };
    let holds = |weights: &[u8], check: u8| (11 - weighted_remainder(&code, weights, 11)) % 11 == u32::from(check);
    is_day(Some(2000 + number(&[y1, y2])), month, day)
        .then(|| holds(&[3, 7, 6, 1, 8, 9, 4, 5, 2], k1) && holds(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], k2))
}

/// Nine digits from 8 or 9 on, the last a check digit; with `NO` before or `MVA` behind it is a VAT number.
pub(super) fn organisation(signs: &[u8]) -> Option<bool> {
    let signs = signs.strip_prefix(b"NO").unwrap_or(signs);
    let code = varied::<9>(signs.strip_suffix(b"MVA").unwrap_or(signs))?;
    let [first, .., check] = code;
    let expected = (11 - weighted_remainder(&code, &[3, 2, 7, 6, 5, 4, 3, 2], 11)) % 11;
    (first > 7).then_some(expected == u32::from(check))
}

/// Bank account: eleven digits, the last a check digit.
pub(super) fn account(signs: &[u8]) -> Option<bool> {
    let code = varied::<11>(signs)?;
    let [.., check] = code;
    let expected = (11 - weighted_remainder(&code, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11)) % 11;
    Some(expected == u32::from(check))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{NoAccount, NoFodselsnummer, NoOrganisation};

    #[test]
    fn check_digits_hold() {
        for (name, text, expected) in [
            (NoFodselsnummer, "⟦15108695088⟧", "V 15108695088"),
            (NoFodselsnummer, "⟦151086 95088⟧", "V 151086 95088"),
            (NoFodselsnummer, "⟦15108695077⟧", "U 15108695077"),
            (NoFodselsnummer, "⟦32108695088⟧", "-"),
            (NoOrganisation, "⟦988 077 917⟧", "V 988 077 917"),
            (NoOrganisation, "⟦NO 988 077 917 MVA⟧", "V NO 988 077 917 MVA"),
            (NoOrganisation, "⟦988077918⟧", "-"),
            (NoOrganisation, "⟦488077917⟧", "-"),
            (NoAccount, "⟦8601.11.17947⟧", "V 8601.11.17947"),
            (NoAccount, "⟦8601.11.17948⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
