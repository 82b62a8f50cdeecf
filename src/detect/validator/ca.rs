//! Numbers that Canada and its provinces issue.

use super::fixed::{digits, is_short_date, number, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::{luhn_valid, weighted_remainder};

/// Social insurance numbers: Luhn; none begins with 8, which business numbers do
/// (<https://www.canada.ca/en/employment-social-development/services/sin.html>). Those with a 0 are not issued but given where a
/// number is wanted, and nothing else stands behind the label.
pub(super) fn sin(value: &Value<'_>) -> Verdict {
    let passes =
        digits::<9>(value.matched()).map(|digits| !digits.starts_with(&[8]) && varied(&digits) && luhn_valid(&digits));
    strict(value, passes)
}

/// Business numbers with a program account, such as `123456782RT0001`: Luhn over the first nine digits.
pub(super) fn business(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let root = text.find(|c: char| c.is_ascii_alphabetic()).and_then(|at| text.get(..at));
    strict(value, root.and_then(digits::<9>).map(|digits| varied(&digits) && luhn_valid(&digits)))
}

/// Ontario health numbers: ten digits with a Luhn check digit, perhaps with a version code of one or two letters.
pub(super) fn ontario_health(value: &Value<'_>) -> Verdict {
    let passes =
        digits::<10>(value.matched()).map(|digits| !digits.starts_with(&[0]) && varied(&digits) && luhn_valid(&digits));
    strict(value, passes)
}

/// British Columbia's personal health numbers: a 9, eight digits with weights modulo eleven, a check digit
/// (BC Ministry of Health, Conformance Standards, volume 2).
pub(super) fn bc_health(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<10>(value.matched()).map(|digits| {
            let [first, rest @ .., check] = digits;
            first == 9
                && varied(&digits)
                && (11 - weighted_remainder(&rest, &[2, 4, 8, 5, 10, 9, 7, 3], 11)) % 11 == u32::from(check)
        }),
    )
}

/// Québec's health insurance numbers: four letters of the name, year, month (plus 50 for women) and day of birth, two more
/// characters (<https://www.ramq.gouv.qc.ca/en/citizens/health-insurance>).
pub(super) fn quebec_health(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<8>(value.matched()).map(|[a, b, c, d, e, f, ..]| {
            let month = number(&[c, d]);
            is_short_date(&[a, b], if month > 50 { month - 50 } else { month }, number(&[e, f]))
        }),
    )
}

/// Ontario driver's licences: a letter and fourteen digits, the last six of which are year, month (plus 50 for women) and day
/// of birth. Valid as printed, `A1234-56789-01234`, undecided without separators.
pub(super) fn ontario_driver(value: &Value<'_>) -> Verdict {
    let passes = digits::<14>(value.matched()).map(|[.., a, b, c, d, e, f]| {
        let month = number(&[c, d]);
        is_short_date(&[a, b], if month > 50 { month - 50 } else { month }, number(&[e, f]))
    });
    match strict(value, passes) {
        Verdict::Valid(_) => value.decided(value.matched().len() > 15),
        refused => refused,
    }
}

/// Québec driver's licences: a letter, four digits, day, month and year of birth, two more digits.
pub(super) fn quebec_driver(value: &Value<'_>) -> Verdict {
    let passes = digits::<12>(value.matched())
        .map(|[_, _, _, _, a, b, c, d, e, f, ..]| is_short_date(&[e, f], number(&[c, d]), number(&[a, b])));
    strict(value, passes)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{
        CaBcHealth, CaBusiness, CaOntarioDriver, CaOntarioHealth, CaQuebecDriver, CaQuebecHealth, CaSin,
    };

    #[test]
    fn numbers_are_checked() {
        for (name, text, expected) in [
            // The number Canada's government prints on specimen forms begins with 0.
            (CaSin, "⟦046-454-286⟧", "V 046-454-286"),
            (CaSin, "⟦846-454-280⟧", "-"),
            (CaSin, "⟦612-345-678⟧", "V 612-345-678"),
            (CaSin, "⟦123456782⟧", "V 123456782"),
            (CaSin, "⟦612-345-679⟧", "-"),
            (CaSin, "⟦612345678⟧.5", "-"),
            (CaBusiness, "⟦123456782RT0001⟧", "V 123456782RT0001"),
            (CaBusiness, "⟦123456783RT0001⟧", "-"),
            (CaOntarioHealth, "⟦1234-567-897⟧", "V 1234-567-897"),
            (CaOntarioHealth, "⟦5876 123 455 AB⟧", "V 5876 123 455 AB"),
            (CaOntarioHealth, "⟦5876123456⟧", "-"),
            (CaBcHealth, "⟦9698 652 088⟧", "V 9698 652 088"),
            (CaBcHealth, "⟦9123456780⟧", "V 9123456780"),
            (CaBcHealth, "⟦9698 652 087⟧", "-"),
            (CaBcHealth, "⟦1698 652 088⟧", "-"),
            (CaQuebecHealth, "⟦TREM 8962 1512⟧", "V TREM 8962 1512"),
            (CaQuebecHealth, "⟦TREM 8942 1512⟧", "-"),
            (CaOntarioDriver, "⟦A1234-56789-05615⟧", "V A1234-56789-05615"),
            (CaOntarioDriver, "⟦A12345678905615⟧", "U A12345678905615"),
            (CaOntarioDriver, "⟦A1234-56789-05699⟧", "-"),
            (CaQuebecDriver, "⟦B1234-150289-07⟧", "V B1234-150289-07"),
            (CaQuebecDriver, "⟦B1234-151389-07⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
