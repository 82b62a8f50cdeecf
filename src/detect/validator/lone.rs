//! Values without a check digit whose rule says all there is to say of their shape.

use super::fixed::{stands_alone, uniform};
use super::number::digits;
use super::{Value, Verdict};

/// Undecided if the value stands for itself and its digits are not all the same.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let digits = digits(value.matched());
    if stands_alone(value) && (digits.len() < 2 || !uniform(&digits)) {
        Verdict::Undecided(value.span)
    } else {
        Verdict::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::LoneValue;

    #[test]
    fn parts_and_fillers_are_refused() {
        for (text, expected) in [
            ("⟦A1234567⟧", "U A1234567"),
            ("护照⟦A1234567⟧。", "U A1234567"),
            ("⟦A0000000⟧", "-"),
            ("é⟦A1234567⟧", "-"),
            ("⟦A1234567⟧-8", "-"),
            ("⟦12 34⟧ 56", "-"),
            ("⟦12 34⟧ 567", "U 12 34"),
        ] {
            assert_eq!(probe(LoneValue, text), expected, "{text}");
        }
    }
}
