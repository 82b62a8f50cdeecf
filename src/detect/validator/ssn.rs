//! US Social Security numbers. Structure since the randomisation of 2011: no area 000, 666 or 900 to 999, no group 00, no
//! serial 0000 (<https://www.ssa.gov/employer/randomization.html>).

use super::number::{digits, goes_on, groups};
use super::us::is_itin_group;
use super::{Value, Verdict};

/// Valid with dashes or dots, `AAA-GG-SSSS`, undecided with spaces or without separators. Areas from 900 on were never issued, but
/// nothing else is written like this, so what bears them is a mistyped or an invented number; those with a group that taxpayer
/// numbers (ITIN) are issued in are refused, because they have a rule of their own.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let digits = digits(text);
    let (Some(area), Some(group), Some(serial)) = (digits.get(..3), digits.get(3..5), digits.get(5..)) else {
        return Verdict::Refused;
    };
    let mut separators = text.split(|character: char| character.is_ascii_digit()).filter(|run| !run.is_empty());
    let separator = separators.next();
    let mixed = separators.any(|other| Some(other) != separator);
    let never = area == [0, 0, 0] || area == [6, 6, 6] || group == [0, 0] || serial.iter().all(|digit| *digit == 0);
    let itin = area.starts_with(&[9]) && is_itin_group(group);
    let same = digits.iter().all(|digit| Some(digit) == digits.first());
    if digits.len() != 9 || mixed || never || itin || same || is_glued(value) || goes_on(value) {
        return Verdict::Refused;
    }
    value.decided(separator.is_some_and(|separator| separator != " ") && groups(text).len() == 3)
}

/// Longest word before the number that is looked at.
const MAX_WORD: usize = 254;

/// Whether a letter or digit stands right beside, other than the label or the end of an e-mail address: `ssn123…`,
/// `ada@example.org123…`.
fn is_glued(value: &Value<'_>) -> bool {
    let letter = |character: char| character.is_ascii_alphabetic();
    if !value.before().ends_with(letter) {
        return value.is_glued();
    }
    let word = value.before().char_indices().rev().take(MAX_WORD).take_while(|(_, c)| !c.is_whitespace()).last();
    let word = word.and_then(|(at, _)| value.before().get(at..)).unwrap_or_default();
    let label =
        word.rsplit(|c: char| !c.is_ascii_alphabetic()).next().is_some_and(|last| last.eq_ignore_ascii_case("ssn"));
    !(label || word.contains('@')) || value.after().starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::UsSsn;

    #[test]
    fn separators_make_numbers_valid() {
        for (text, expected) in [
            ("⟦123-45-6789⟧", "V 123-45-6789"),
            ("⟦123-45-6789⟧.", "V 123-45-6789"),
            ("⟦123 45 6789⟧", "U 123 45 6789"),
            ("⟦123.45.6789⟧", "V 123.45.6789"),
            ("⟦123–45–6789⟧", "V 123–45–6789"),
            ("⟦123–45-6789⟧", "-"),
            ("⟦123456789⟧", "U 123456789"),
            ("⟦912-45-6789⟧", "V 912-45-6789"),
            ("⟦912-70-6789⟧", "-"),
            ("⟦000-45-6789⟧", "-"),
            ("⟦666-45-6789⟧", "-"),
            ("⟦123-00-6789⟧", "-"),
            ("⟦123-45-0000⟧", "-"),
            ("⟦123-45 6789⟧", "-"),
            ("1-⟦123-45-6789⟧", "-"),
            ("⟦123-45-6789⟧-2", "-"),
            ("⟦111-11-1111⟧", "-"),
            ("ssn⟦123-45-6789⟧", "V 123-45-6789"),
            ("ada@example.org⟦123-45-6789⟧", "V 123-45-6789"),
            ("ada@example.org ⟦123-45-6789⟧x", "-"),
            ("rev⟦123-45-6789⟧", "-"),
        ] {
            assert_eq!(probe(UsSsn, text), expected, "{text}");
        }
    }
}
