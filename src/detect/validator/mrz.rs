//! The machine readable zone of travel documents (ICAO Doc 9303, parts 3 to 7).

use super::{Value, Verdict};

/// Places of a field and of its check digit.
type Field = (usize, usize, usize);

/// Number, birth and expiry in the second line of a passport or visa (parts 4 and 7), and of a card in two lines (part 6).
const SECOND_LINE: [Field; 3] = [(0, 9, 9), (13, 19, 19), (21, 27, 27)];

/// Birth and expiry in the second of three lines (part 5).
const MIDDLE_LINE: [Field; 2] = [(0, 6, 6), (8, 14, 14)];

/// The number in the first of three lines (part 5).
const FIRST_LINE: [Field; 1] = [(5, 14, 14)];

/// Lengths of lines in the formats of two lines, and in the one of three.
const TWO_LINES: [usize; 2] = [44, 36];
const THREE_LINES: usize = 30;

/// Valid if the lines have the lengths of a format and its check digits are right.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let mut lines = value.matched().split(char::is_whitespace).filter(|line| !line.is_empty()).map(str::as_bytes);
    let valid = match (lines.next(), lines.next(), lines.next()) {
        (Some(first), Some(second), Some(third)) => {
            let long = [first, second, third].iter().all(|line| line.len() == THREE_LINES);
            long && holds(first, &FIRST_LINE) && holds(second, &MIDDLE_LINE)
        }
        (Some(first), Some(second), None) => {
            first.len() == second.len() && TWO_LINES.contains(&second.len()) && holds(second, &SECOND_LINE)
        }
        (Some(line), None, None) => TWO_LINES.contains(&line.len()) && holds(line, &SECOND_LINE),
        _ => false,
    };
    if valid && !value.is_glued() { Verdict::Valid(value.span) } else { Verdict::Refused }
}

fn holds(line: &[u8], fields: &[Field]) -> bool {
    fields.iter().all(|(start, end, check)| {
        let sum = line.get(*start..*end).and_then(check_digit);
        sum.is_some() && sum == line.get(*check).copied()
    })
}

/// The check digit of a field: weights 7, 3, 1, letters from 10, fillers 0 (part 3, section 4.9).
fn check_digit(field: &[u8]) -> Option<u8> {
    let sum = field.iter().zip([7, 3, 1].into_iter().cycle()).try_fold(0, |sum, (byte, weight)| {
        let number = match byte {
            b'0'..=b'9' => u32::from(byte - b'0'),
            b'A'..=b'Z' => u32::from(byte - b'A') + 10,
            b'<' => 0,
            _ => return None,
        };
        Some(sum + number * weight)
    })?;
    u8::try_from(sum % 10).ok().map(|digit| b'0' + digit)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Mrz;

    /// The specimens of ICAO Doc 9303: part 4 appendix A (passport), part 5 appendix A (card), part 6 (card in two lines).
    #[test]
    fn specimens_pass() {
        for lines in [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\r\nD231458907UTO7408122F1204159<<<<<<<6",
        ] {
            assert!(probe(Mrz, &format!("⟦{lines}⟧")).starts_with('V'), "{lines}");
            let wrong = lines.replace("740812", "740813");
            assert_eq!(probe(Mrz, &format!("⟦{wrong}⟧")), "-", "{wrong}");
        }
        assert_eq!(probe(Mrz, "⟦P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<⟧"), "-");
    }
}
