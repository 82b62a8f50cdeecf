//! Plates of vehicles: no country's shape, but what all have in common.

use super::calendar;
use super::number::goes_on;
use super::other_number::{are_years, is_announced};
use super::{Value, Verdict};

/// How many letters and digits a plate has.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=10;

/// Fewest digits of a plate without letters: four may be a year.
const ONLY_DIGITS: usize = 5;

/// Undecided if it has letters and digits as plates do, stands alone and is no date.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let signs = || text.chars().filter(|character| character.is_alphanumeric());
    let digits = signs().filter(|character| character.is_numeric()).count();
    let length = signs().count();
    let fits = LENGTHS.contains(&length) && digits > 0 && (digits < length || digits >= ONLY_DIGITS);
    let zero = signs().filter(|character| character.is_numeric()).all(|digit| digit == '0');
    // What stands where a plate was: `BXX-XXX1`.
    let crosses = signs().filter(|character| character.eq_ignore_ascii_case(&'X')).count();
    let blank = crosses >= 3 && 2 * crosses >= length;
    let mut after = value.after().chars();
    let part = match (after.next(), after.next()) {
        (Some('%' | '@' | '_' | '\\' | '€' | '$' | '£'), _) => true,
        (Some('-' | '/' | ':'), Some(next)) => next.is_alphanumeric(),
        _ => false,
    };
    let mut before = value.before().chars().rev();
    let path = match (before.next(), before.next()) {
        (Some('/' | '\\' | '_' | '.' | '@' | '#' | '$' | '€' | '£' | '+' | '-'), _) => true,
        // Seconds of a time.
        (Some(':'), Some(second)) => second.is_ascii_digit(),
        _ => false,
    };
    let date = calendar::is_day(text) || calendar::is_month(text) || are_years(text) || is_announced(text);
    if !fits || zero || blank || part || path || date || value.is_glued() || goes_on(value) {
        return Verdict::Refused;
    }
    Verdict::Undecided(value.span)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::LicensePlate;

    #[test]
    fn plates_are_short_and_hold_a_digit() {
        for (text, valid) in [
            ("⟦KYJ-824⟧,", true),
            ("no=⟦D 4544 ZO⟧", true),
            ("车牌⟦渝H-87265⟧，", true),
            ("⟦463068⟧", true),
            ("⟦2024⟧", false),
            ("⟦1985-06⟧", false),
            ("⟦1985-66⟧", true),
            ("⟦2010-2012⟧", false),
            ("⟦KXX-XXX4⟧", false),
            ("⟦MX-XX-X4-44⟧", false),
            ("⟦KXX-4244⟧", true),
            ("⟦AB 1⟧", false),
            ("⟦ABC-DEF⟧", false),
            ("⟦A 000⟧", false),
            ("⟦2024-01-02⟧", false),
            ("⟦ABC 1234 DEFG 5⟧", false),
            ("⟦ABC123⟧-x", false),
            ("/⟦ABC123⟧", false),
            ("12:00:⟦01Z INFO⟧", false),
            ("⟦ABC123⟧%", false),
        ] {
            assert_eq!(probe(LicensePlate, text) != "-", valid, "{text}");
        }
    }
}
