//! Australia: tax file, business, company, Medicare and health identifiers.

use super::fixed::{digits, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::{luhn_valid, weighted_remainder};

/// Tax file number: nine digits whose weighted sum is a multiple of 11; older ones have eight and are left open.
pub(super) fn tax_file_number(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    if !stands_alone(value) {
        return Verdict::Refused;
    }
    if let Some(old) = digits::<8>(text) {
        return if uniform(&old) { Verdict::Refused } else { Verdict::Undecided(value.span) };
    }
    let weights = [1, 4, 3, 7, 5, 8, 6, 9, 10];
    valid(value, digits::<9>(text).is_some_and(|d| !uniform(&d) && weighted_remainder(&d, &weights, 11) == 0))
}

/// Business number: eleven digits, the first less one; the weighted sum is a multiple of 89
/// (<https://abr.business.gov.au/Help/AbnFormat>).
pub(super) fn business_number(value: &Value<'_>) -> Verdict {
    let weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
    let holds = digits::<11>(value.matched()).is_some_and(|mut digits| {
        let issued = digits[0] > 0;
        digits[0] = digits[0].saturating_sub(1);
        issued && weighted_remainder(&digits, &weights, 89) == 0
    });
    valid(value, holds && stands_alone(value))
}

/// Company number: nine digits, the last the complement to ten of the weighted sum
/// (<https://asic.gov.au/for-business/registering-a-company/steps-to-register-a-company/australian-company-numbers/>).
pub(super) fn company_number(value: &Value<'_>) -> Verdict {
    let weights = [8, 7, 6, 5, 4, 3, 2, 1, 1];
    let holds = digits::<9>(value.matched()).is_some_and(|d| !uniform(&d) && weighted_remainder(&d, &weights, 10) == 0);
    valid(value, holds && stands_alone(value))
}

/// Medicare card number: eight digits of which the first is 2 to 6, their check digit, the number of the issue, perhaps the
/// number of the person on the card.
pub(super) fn medicare(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let card = digits::<10>(text).or_else(|| digits::<11>(text).and_then(|d| d.first_chunk::<10>().copied()));
    let holds = card.is_some_and(|d| {
        (2..=6).contains(&d[0]) && d[9] > 0 && weighted_remainder(&d, &[1, 3, 7, 9, 1, 3, 7, 9], 10) == u32::from(d[8])
    });
    valid(value, holds && stands_alone(value))
}

/// Individual healthcare identifier: sixteen digits that begin with 800360, the last by Luhn (ISO 7812-1, AS 5017).
pub(super) fn health_identifier(value: &Value<'_>) -> Verdict {
    let holds = digits::<16>(value.matched()).is_some_and(|d| d.starts_with(&[8, 0, 0, 3, 6]) && luhn_valid(&d));
    valid(value, holds && stands_alone(value))
}

fn valid(value: &Value<'_>, holds: bool) -> Verdict {
    if holds { Verdict::Valid(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{AuAbn, AuAcn, AuIhi, AuMedicare, AuTfn};

    /// The ABN is the example of the business register's page, the ACN that of ASIC's.
    #[test]
    fn check_digits_decide() {
        for (name, text, expected) in [
            (AuTfn, "⟦123 456 782⟧", "V 123 456 782"),
            (AuTfn, "⟦123 456 783⟧", "-"),
            (AuTfn, "⟦123 456 782⟧ 123", "-"),
            (AuTfn, "⟦12 345 678⟧", "U 12 345 678"),
            (AuAbn, "⟦51 824 753 556⟧", "V 51 824 753 556"),
            (AuAbn, "⟦51 824 753 557⟧", "-"),
            (AuAcn, "⟦004 085 616⟧", "V 004 085 616"),
            (AuAcn, "⟦004 085 617⟧", "-"),
            (AuMedicare, "⟦2123 45670 1⟧", "V 2123 45670 1"),
            (AuMedicare, "⟦2123 45670 1/2⟧", "V 2123 45670 1/2"),
            (AuMedicare, "⟦2123 45671 1⟧", "-"),
            (AuMedicare, "⟦2123 45670 0⟧", "-"),
            (AuIhi, "⟦8003 6081 6669 0503⟧", "V 8003 6081 6669 0503"),
            (AuIhi, "⟦8003 6081 6669 0504⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
