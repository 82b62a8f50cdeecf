//! What a number of no published structure plainly is instead: years, the end of a time, a constant of source code, the
//! identifier of an object, a colour, a decimal number, a vulnerability.

use super::Value;
use super::number::groups;

/// Years that stand in copyright lines and titles.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

/// Letters that end a constant of the C family: `0x10000000L`, `20u`.
const SUFFIXES: [char; 6] = ['u', 'U', 'l', 'L', 'z', 'Z'];

/// Whether the value is none that a label could name.
pub(super) fn is_other(value: &Value<'_>) -> bool {
    let text = value.matched();
    are_years(text)
        || ends_time(value)
        || is_constant(value)
        || is_object_identifier(text)
        || is_colour(value)
        || is_decimal(text)
        || is_announced(text)
        || text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("CVE-"))
}

/// Two years with a hyphen or a space between: `2001-2003`.
pub(super) fn are_years(text: &str) -> bool {
    let year = |part: &str| part.len() == 4 && part.parse().is_ok_and(|year| YEARS.contains(&year));
    text.split_once(['-', '/', ' ']).is_some_and(|(first, second)| year(first) && year(second))
}

/// Whether the value begins with the minutes or seconds of a time: `14:40:⟦51 2015⟧`.
fn ends_time(value: &Value<'_>) -> bool {
    let two = groups(value.matched()).first().is_some_and(|group| group.start == 0 && group.len() == 2);
    let mut back = value.before().chars().rev();
    two && back.next() == Some(':') && back.next().is_some_and(|before| before.is_ascii_digit())
}

/// A hexadecimal constant, whole or without its `0x`.
fn is_constant(value: &Value<'_>) -> bool {
    let text = value.matched();
    let head = |text: &str| text.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("0x"));
    let hex = |text: &str| text.trim_end_matches(SUFFIXES).bytes().all(|byte| byte.is_ascii_hexdigit());
    let tail = value.before().get(value.before().len().saturating_sub(2)..).unwrap_or_default();
    (head(text) && text.get(2..).is_some_and(hex)) || (head(tail) && hex(text))
}

/// `1.2.643.100.3` (ITU-T X.660): arcs of unlike length joined by dots, the first of them 0, 1 or 2.
fn is_object_identifier(text: &str) -> bool {
    let mut arcs = text.split('.');
    let first = arcs.next().is_some_and(|arc| matches!(arc, "0" | "1" | "2"));
    let rest: Vec<_> = arcs.collect();
    let digits = rest.iter().all(|arc| !arc.is_empty() && arc.bytes().all(|byte| byte.is_ascii_digit()));
    first && digits && rest.len() >= 3 && rest.iter().any(|arc| arc.len() == 1)
}

/// `#8f5902`: six hexadecimal digits, letters among them.
fn is_colour(value: &Value<'_>) -> bool {
    let text = value.matched();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    value.before().ends_with('#') && text.len() == 6 && letters > 0 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Words in capitals that announce a number of another kind.
const LABELS: &[&str] = &[
    "PIN", "TEL", "FAX", "ZIP", "BOX", "SSN", "DOB", "RFC", "ISO", "IEEE", "UTF", "PORT", "ROOM", "PAGE", "STEP",
    "LINE", "ITEM", "PART",
];

/// `PIN 1234`: a word that says what the number behind it is.
pub(super) fn is_announced(text: &str) -> bool {
    text.split_once([' ', '-'])
        .is_some_and(|(word, number)| LABELS.contains(&word) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Digits, one dot, digits.
fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.').is_some_and(|(whole, fraction)| digits(whole) && digits(fraction))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Example;

    #[test]
    fn years_times_constants_and_decimals_are_something_else() {
        for (text, other) in [
            ("⟦2001-2003⟧ X", true),
            ("⟦2001-3003⟧ X", false),
            ("Jan 5 14:40:⟦51 2015⟧ +0100", true),
            ("account:⟦51 2015 77⟧", false),
            ("acct 2:⟦512015⟧", false),
            ("= ⟦0x1000000⟧,", true),
            ("= ⟦0x10000000L⟧", true),
            ("= 0x⟦1000000⟧,", true),
            ("⟦0Z1000000⟧", false),
            ("(\"⟦1.2.643.100.3⟧\")", true),
            ("⟦85.07.30-033.28⟧", false),
            ("⟦1234.56.789⟧", false),
            ("⟦12.345.678-5⟧", false),
            ("color: #⟦8f5902⟧;", true),
            ("patient #⟦705902⟧;", false),
            ("⟦0.28346⟧", true),
            ("⟦PIN 1234⟧", true),
            ("⟦KYJ 1234⟧", false),
            ("⟦CVE-2025-68315⟧", true),
        ] {
            let example = Example::parse(text).unwrap();
            assert_eq!(is_other(&Value::new(&example.text, example.spans[0])), other, "{text}");
        }
    }
}
