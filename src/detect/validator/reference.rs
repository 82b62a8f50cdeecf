//! Numbers that only a label tells apart: of a passport, a policy, a patient.

use super::calendar;
use super::number::{goes_on, in_hex_row};
use super::other_number::is_other;
use super::{Value, Verdict};

/// Fewest digits: what has fewer is a word, a year or a room.
const DIGITS: usize = 5;

/// Longest value; longer ones are digests and keys.
const LONGEST: usize = 26;

/// Undecided if it stands alone, has digits enough and is no date, amount, path, or the same digit throughout.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let figures = || text.bytes().filter(u8::is_ascii_digit);
    let uniform = figures().all(|digit| figures().next() == Some(digit));
    // A constant of source code: `6052u32`.
    let suffix = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let typed = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64"].contains(&suffix);
    let fits = !typed && figures().count() >= DIGITS && text.len() <= LONGEST;
    if !fits
        || uniform
        || is_part(value)
        || goes_on(value)
        || in_hex_row(value)
        || calendar::is_day(text)
        || calendar::is_month(text)
        || is_other(value)
    {
        return Verdict::Refused;
    }
    Verdict::Undecided(value.span)
}

/// Whether what stands beside the match makes it part of a word, a path, an amount, an address or a number of another kind.
fn is_part(value: &Value<'_>) -> bool {
    let mut back = value.before().chars().rev();
    let before = match (back.next(), back.next()) {
        (Some('$' | '€' | '£' | '+' | '@' | '\\' | '%' | '&'), _) => true,
        (Some('_' | '-' | '/' | '.'), Some(second)) => second.is_alphanumeric(),
        _ => false,
    };
    let mut forth = value.after().chars();
    let after = match (forth.next(), forth.next()) {
        (Some('%' | '@' | '_' | '\\' | '€' | '$' | '£'), _) => true,
        (Some('-' | '/' | '.' | ':' | '('), Some(second)) => second.is_alphanumeric(),
        _ => false,
    };
    value.is_glued() || before || after
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Reference;

    #[test]
    fn numbers_stand_alone_and_are_nothing_else() {
        for (text, valid) in [
            ("⟦X1234567⟧,", true),
            ("no=⟦778899⟧", true),
            ("(⟦GB-6758-N3123⟧)", true),
            ("⟦1234⟧", false),
            ("⟦00000000⟧", false),
            ("⟦2024-01-02⟧", false),
            ("⟦20240102⟧", false),
            ("⟦1979-03⟧", false),
            ("⟦1979-13⟧", true),
            ("$⟦125000⟧", false),
            ("⟦125000⟧ %", true),
            ("⟦125000⟧%", false),
            ("⟦125000⟧.75", false),
            ("path/⟦125000⟧", false),
            ("⟦125000⟧-rc", false),
            ("é⟦125000⟧", false),
            ("⟦6052u32⟧", false),
            ("33D7;⟦1102 1175⟧; x", false),
            ("⟦0123456789012345678901234567⟧", false),
            ("14:40:⟦51 2015⟧", false),
            ("⟦2001-2003⟧", false),
            ("⟦CVE-2025-68315⟧", false),
        ] {
            assert_eq!(probe(Reference, text) != "-", valid, "{text}");
        }
    }
}
