//! Positions on the earth in decimal degrees, and in degrees and minutes (ISO 6709).

use super::{Value, Verdict};

/// Fewest decimals that tell a place from a rough area: three are about 100 m.
const DECIMALS: usize = 3;

/// Latitude and longitude, or one of them, in range and of some precision. Undecided: only words around say that two decimal
/// numbers are a place.
pub(super) fn decimal(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let numbers = || text.split(|c: char| !(c.is_ascii_digit() || ".-+".contains(c))).filter(|part| part.contains('.'));
    let limits = if numbers().count() > 1 { [90.0, 180.0] } else { [180.0, 180.0] };
    let fits = numbers().zip(limits).all(|(number, limit)| {
        let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        decimals >= DECIMALS && number.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= limit)
    });
    let joined = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || "._%$€£".contains(c));
    let goes_on = {
        let mut after = value.after().chars();
        matches!((after.next(), after.next()), (Some('.' | 'e' | '%' | '_'), Some(next)) if next.is_ascii_alphanumeric())
    };
    if fits && !joined(value.before().chars().next_back()) && !goes_on && !value.is_glued() {
        Verdict::Undecided(value.span)
    } else {
        Verdict::Refused
    }
}

/// Latitude and longitude with the letters of their hemispheres: the first in 90 degrees, the second in 180.
pub(super) fn with_letters(value: &Value<'_>) -> Verdict {
    let degrees = |text: &str| {
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = digits.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(digits.len());
        digits.get(..end).and_then(|number| number.parse::<f64>().ok())
    };
    let text = value.matched();
    let split = text.find(['N', 'S', 'n', 's']);
    let parts = split.and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
    // The letter may stand before its number or behind it.
    let (latitude, longitude) = parts.map_or((None, None), |(head, tail)| {
        if degrees(head).is_some() {
            return (degrees(head), degrees(tail));
        }
        let second = tail.find(['E', 'W', 'e', 'w', 'O', 'o']).and_then(|at| tail.get(at..));
        (degrees(tail), second.and_then(degrees))
    });
    let fits = latitude.is_some_and(|degrees| degrees <= 90.0) && longitude.is_some_and(|degrees| degrees <= 180.0);
    if fits && !value.is_glued() { Verdict::Valid(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{CoordinatesDecimal, CoordinatesLetters};

    #[test]
    fn decimal_degrees_are_in_range_and_precise() {
        for (text, valid) in [
            ("⟦48.858370, 2.294481⟧", true),
            ("⟦-33.8568, 151.2153⟧", true),
            ("⟦51.5007⟧", true),
            ("⟦151.2153⟧", true),
            ("⟦151.2153, -33.8568⟧", false),
            ("⟦48.85, 2.29⟧", false),
            ("⟦181.2153⟧", false),
            ("$⟦51.5007⟧", false),
            ("⟦51.5007⟧.1", false),
        ] {
            assert_eq!(probe(CoordinatesDecimal, text) != "-", valid, "{text}");
        }
    }

    #[test]
    fn letters_say_which_is_which() {
        for (text, valid) in [
            ("⟦48°51'24\"N 2°21'03\"E⟧", true),
            ("⟦N 48° 51.4' W 002° 21.05'⟧", true),
            ("⟦48.8584° N, 2.2945° E⟧", true),
            ("⟦98°51'24\"N 2°21'03\"E⟧", false),
            ("⟦48°51'24\"N 192°21'03\"E⟧", false),
        ] {
            assert_eq!(probe(CoordinatesLetters, text) != "-", valid, "{text}");
        }
    }
}
