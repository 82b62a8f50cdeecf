//! A value that goes on in the next line, since a line of prose ended between two of its words.

use std::ops::Range;

use super::gap::{LONGEST, REACH, is_capital, is_label, white_space, width};

/// Most capitals and digits of a part of a number or plate.
const MAX_CODE: usize = 4;

/// A narrower line may be an item of a list.
const WRAPPED: usize = 50;

/// What stands between the names of a person, in small letters.
const PARTICLES: [&[u8]; 26] = [
    b"af", b"al", b"av", b"ben", b"bin", b"binti", b"da", b"das", b"de", b"del", b"della", b"den", b"der", b"di",
    b"do", b"dos", b"du", b"el", b"ibn", b"la", b"le", b"ten", b"ter", b"van", b"von", b"zu",
];

/// What stands before the name of a person, without its full stop.
const TITLES: [&[u8]; 13] =
    [b"Dr", b"Dra", b"Fr", b"Hr", b"Mr", b"Mrs", b"Ms", b"Mme", b"Prof", b"Sig", b"Sr", b"Sra", b"St"];

/// The line break around `at`, if a value may go on behind it that was wrapped: what it stands between are words with a capital or a
/// digit. Whether the line was surely wrapped, since it is as long as lines of prose are.
pub(super) fn wrapped(bytes: &[u8], at: usize) -> Option<(Range<usize>, bool)> {
    let gap = white_space(bytes, at)?;
    let (head, tail) = (bytes.get(..gap.start)?, bytes.get(gap.end..)?);
    if memchr::memchr_iter(b'\n', bytes.get(gap.clone())?).count() != 1 {
        return None;
    }
    let (all, head) = (head, head.strip_suffix(b",").unwrap_or(head));
    let word = |byte: &&u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b".-/".contains(byte);
    let left = head.get(head.len() - head.iter().rev().take(REACH).take_while(word).count()..)?;
    let right = tail.get(..tail.iter().take(REACH).take_while(word).count())?;
    // Rows of numbers are for `joined`; a full stop ends what came before, and a label begins something else.
    let number = |part: &[u8]| !characters(part).any(char::is_alphabetic);
    let ended = left.last().is_none_or(|byte| b".-/".contains(byte) && !is_abbreviated(left)) || is_label(tail);
    let sign = !left.is_ascii() && left.len() <= MAX_CODE && !left.iter().any(u8::is_ascii_alphanumeric);
    let place = all.len() > head.len() && left.contains(&b'.') && right.contains(&b'.');
    if ended || (number(left) && number(right) && !sign && !place) {
        return None;
    }
    let line = head.get(head.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)..)?;
    let digit = |part: &[u8]| part.iter().any(u8::is_ascii_digit);
    if (WRAPPED..LONGEST).contains(&width(line)) {
        // A number ends a value as often as it goes on; what a label begins ends with its line.
        let goes_on = if begins_with_capital(left) {
            begins_with_capital(right) || digit(right)
        } else {
            (digit(right) && (digit(left) || sign)) || (PARTICLES.contains(&left) && begins_with_capital(right))
        };
        return (goes_on && !is_label(line)).then_some((gap, true));
    }
    // Short lines are items of a list and lines of a letter more often than not.
    let code = |part: &[u8]| (1..=MAX_CODE).contains(&part.len()) && part.iter().all(|byte| is_capital(*byte));
    let goes_on = (digit(right) && (digit(left) || code(left) || sign || is_month(line, left, right)))
        || (digit(left) && code(right))
        || (begins_with_capital(left) && is_day(right, tail));
    goes_on.then_some((gap, false))
}

/// Whether a line ends with a day and a month, and the next one begins with a year.
fn is_month(line: &[u8], month: &[u8], next: &[u8]) -> bool {
    let year =
        next.len() == 4 && next.iter().all(u8::is_ascii_digit) && (next.starts_with(b"19") || next.starts_with(b"20"));
    let before = line.get(..line.len() - month.len()).unwrap_or_default().trim_ascii_end();
    let before = before.strip_suffix(b".").unwrap_or(before);
    year && !month.iter().any(u8::is_ascii_digit) && before.last().is_some_and(u8::is_ascii_digit)
}

/// Whether a line begins with a day and a year behind its comma: what stands before it is a month.
fn is_day(day: &[u8], line: &[u8]) -> bool {
    let digits = day.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let ordinal = matches!(day.get(digits..), Some(b"" | b"st" | b"nd" | b"rd" | b"th"));
    let year = line.get(day.len()..).and_then(|rest| rest.strip_prefix(b", ")).and_then(|rest| rest.get(..4));
    let year = year.is_some_and(|year| {
        year.iter().all(u8::is_ascii_digit) && matches!(year, [b'1', b'8' | b'9', ..] | [b'2', b'0', ..])
    });
    (1..=2).contains(&digits) && ordinal && year
}

/// Whether what ends with a full stop or a dash is a title or an initial, behind which a name goes on.
fn is_abbreviated(word: &[u8]) -> bool {
    let Some(short) = word.strip_suffix(b".") else { return false };
    let initial = short.rsplit(|byte| b".-".contains(byte)).next().unwrap_or_default();
    TITLES.contains(&short) || matches!(initial, [one] if one.is_ascii_uppercase())
}

/// Whether a word begins with a capital, or with a letter of a script that has none.
fn begins_with_capital(word: &[u8]) -> bool {
    characters(word).next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// The characters of a part of a text, but for what is cut at its ends.
fn characters(part: &[u8]) -> impl Iterator<Item = char> {
    part.utf8_chunks().flat_map(|chunk| chunk.valid().chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_values_go_on() {
        let prose = "It was written down at the desk and read aloud by";
        let wrapped = |text: &str| wrapped(text.as_bytes(), text.find('\n').unwrap()).map(|(_, sure)| sure);
        for rest in [
            "Ada\nLovelace came",
            "Flat\n12 High",
            "1A2\n3456 x",
            "Boston,\nMA 02110",
            "Анна\nПавлова",
            "Ada van der\nBerg",
            "Dr.\nLovelace",
            "Ada M.\nLovelace",
            "серия 4509 №\n118274",
        ] {
            assert_eq!(wrapped(&format!("{prose} {rest}")), Some(true), "{rest}");
        }
        for rest in
            ["Ada\nPhone: 1", "Ada.\nLovelace", "the\nLovelace", "1QU\nSend it", "Ada\n\nLovelace", "12 34\n56 78"]
        {
            assert_eq!(wrapped(&format!("{prose} {rest}")), None, "{rest}");
        }
        assert_eq!(wrapped(&format!("Note: {prose} Ada\nLovelace")), None);
        // Short lines are items of a list.
        assert_eq!(["Ada\nBob", "LV\n62110", "1A2\n34B5"].map(wrapped), [None, Some(false), Some(false)]);
        assert_eq!(
            ["Март\nАпрель", "March\n15, 1989", "March\n15 people, 1989"].map(wrapped),
            [None, Some(false), None]
        );
        // As wide as this are 25 letters, whatever bytes they take.
        assert_eq!(wrapped("Фамилия Имя Отчество Анна\nПавлова"), None);
        assert_eq!(wrapped("KEY=abcd04\n"), None, "nothing goes on");
    }
}
