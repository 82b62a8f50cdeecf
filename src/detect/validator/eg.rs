//! Numbers that Egypt issues.

use super::fixed::{digits, is_date, number, strict};
use super::{Value, Verdict};

/// National numbers: the century (2 for the 1900s, 3 for the 2000s), the date of birth, the governorate, four serial digits, and
/// a check digit whose making is not published (Civil Status Law 143 of 1994).
pub(super) fn national(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<14>(value.matched()).map(|[century, a, b, c, d, e, f, g, h, ..]| {
            let base = match century {
                2 => 1900,
                3 => 2000,
                _ => return false,
            };
            is_date(base + number(&[a, b]), number(&[c, d]), number(&[e, f]))
                && matches!(number(&[g, h]), 1..=4 | 11..=19 | 21..=29 | 31..=35 | 88)
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::EgNational;

    #[test]
    fn numbers_are_checked() {
        for (text, expected) in [
            ("⟦29001011234567⟧", "V 29001011234567"),
            ("⟦30502298812345⟧", "-"),
            ("⟦30402298812345⟧", "V 30402298812345"),
            ("⟦19001011234567⟧", "-"),
            ("⟦29001015034567⟧", "-"),
            // A timestamp.
            ("⟦20231201123045⟧", "-"),
        ] {
            assert_eq!(probe(EgNational, text), expected, "{text}");
        }
    }
}
