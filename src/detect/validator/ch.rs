//! Switzerland: old-age insurance and business identification numbers.

use super::signs::{digits, soft, varied};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Thirteen digits from 756 (ISO 3166, Switzerland) on, ending in the check digit of an EAN-13. Valid with its dots, undecided
/// without: there are articles numbered alike.
pub(super) fn ahv(value: &Value<'_>) -> Verdict {
    let verdict = super::signs::strict(value, |signs| {
        let code = digits::<13>(signs)?;
        let issued = code.starts_with(&[7, 5, 6]) && code.iter().skip(3).take(9).any(|digit| *digit > 0);
        issued.then(|| weighted_remainder(&code, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1], 10) == 0)
    });
    match verdict {
        Verdict::Valid(span) if !value.matched().contains('.') => Verdict::Undecided(span),
        verdict => verdict,
    }
}

/// `CHE` and nine digits, the last a check digit; a word for VAT may follow.
pub(super) fn uid(signs: &[u8]) -> Option<bool> {
    let code = varied::<9>(signs.strip_prefix(b"CHE")?.get(..9)?)?;
    let [.., check] = code;
    let expected = (11 - weighted_remainder(&code, &[5, 4, 3, 2, 7, 6, 5, 4], 11)) % 11;
    Some(expected == u32::from(check))
}

/// Number of a health insurance card: `80`, health; `756`, Switzerland; fifteen more digits.
pub(super) fn insurance_card(value: &Value<'_>) -> Verdict {
    soft(value, |signs| {
        let rest = digits::<15>(signs.strip_prefix(b"80756")?)?;
        rest.iter().any(|digit| *digit > 0).then_some(true)
    })
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{ChAhv, ChInsuranceCard, ChUid};

    /// 756.9217.0769.85 is the example of the Central Compensation Office, CHE-116.281.710 one of the Federal Statistical
    /// Office's.
    #[test]
    fn check_digits_hold() {
        for (name, text, expected) in [
            (ChAhv, "⟦756.9217.0769.85⟧", "V 756.9217.0769.85"),
            (ChAhv, "⟦7569217076985⟧", "U 7569217076985"),
            (ChAhv, "⟦756.9217.0769.84⟧", "-"),
            (ChAhv, "⟦756.0000.0000.02⟧", "-"),
            (ChUid, "⟦CHE-100.155.212⟧", "V CHE-100.155.212"),
            (ChUid, "⟦CHE100155212 MWST⟧", "V CHE100155212 MWST"),
            (ChUid, "⟦CHE-100.155.213⟧", "-"),
            (ChInsuranceCard, "⟦80756000801234567890⟧", "V 80756000801234567890"),
            (ChInsuranceCard, "⟦80756000000000000000⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
