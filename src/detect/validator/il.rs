//! Israel: identity and company numbers.

use super::fixed::{stands_alone, uniform};
use super::number::digits;
use super::{Value, Verdict};
use crate::detect::checksum::luhn_valid;

/// Identity or company number: nine digits, or seven or eight with the zeros in front left out, the last by Luhn.
pub(super) fn identity(value: &Value<'_>) -> Verdict {
    let digits = digits(value.matched());
    let lengths = 7..=9;
    if lengths.contains(&digits.len()) && !uniform(&digits) && luhn_valid(&digits) && stands_alone(value) {
        Verdict::Valid(value.span)
    } else {
        Verdict::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::IlIdentity;

    #[test]
    fn the_check_digit_decides() {
        for (text, expected) in [
            ("⟦123456782⟧", "V 123456782"),
            ("⟦12345678-2⟧", "V 12345678-2"),
            ("⟦123456783⟧", "-"),
            ("⟦000000000⟧", "-"),
            ("⟦512345679⟧", "V 512345679"),
        ] {
            assert_eq!(probe(IlIdentity, text), expected, "{text}");
        }
    }
}
