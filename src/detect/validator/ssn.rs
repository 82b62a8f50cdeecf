//! US Social Security numbers. Structure since the randomisation of 2011: no area 000, 666 or 900 to 999, no group 00, no
//! serial 0000 (<https://www.ssa.gov/employer/randomization.html>).

use super::number::{digits, goes_on, groups};
use super::{Value, Verdict};

/// Valid as `AAA-GG-SSSS` with an area that is issued; undecided without dashes or with an area from 900 on, where taxpayer
/// numbers (ITIN) are.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let digits = digits(text);
    let (Some(area), Some(group), Some(serial)) = (digits.get(..3), digits.get(3..5), digits.get(5..)) else {
        return Verdict::Refused;
    };
    let separators: Vec<_> = text.bytes().filter(|byte| !byte.is_ascii_digit()).collect();
    let mixed = separators.iter().any(|byte| Some(byte) != separators.first());
    let never = area == [0, 0, 0] || area == [6, 6, 6] || group == [0, 0] || serial.iter().all(|digit| *digit == 0);
    let same = digits.iter().all(|digit| Some(digit) == digits.first());
    if digits.len() != 9 || mixed || never || same || value.is_glued() || goes_on(value) {
        return Verdict::Refused;
    }
    let dashed = separators.first() == Some(&b'-') && groups(text).len() == 3;
    value.decided(dashed && !area.starts_with(&[9]))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::UsSsn;

    #[test]
    fn only_issued_numbers_in_dashes_are_valid() {
        for (text, expected) in [
            ("⟦123-45-6789⟧", "V 123-45-6789"),
            ("⟦123-45-6789⟧.", "V 123-45-6789"),
            ("⟦123 45 6789⟧", "U 123 45 6789"),
            ("⟦123456789⟧", "U 123456789"),
            ("⟦912-45-6789⟧", "U 912-45-6789"),
            ("⟦000-45-6789⟧", "-"),
            ("⟦666-45-6789⟧", "-"),
            ("⟦123-00-6789⟧", "-"),
            ("⟦123-45-0000⟧", "-"),
            ("⟦123-45 6789⟧", "-"),
            ("1-⟦123-45-6789⟧", "-"),
            ("⟦123-45-6789⟧-2", "-"),
            ("⟦111-11-1111⟧", "-"),
        ] {
            assert_eq!(probe(UsSsn, text), expected, "{text}");
        }
    }
}
