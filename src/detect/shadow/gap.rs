//! White space inside a number: a soft line break, repeated spaces, digits spelled one by one.
//!
//! Two numbers that follow each other are more common than one that is torn apart, above all in tables, so all that looks like
//! rows and columns is left alone, and what is found in a joined number counts only if it is confirmed (`pass`).

use std::ops::Range;

/// Longest stretch of a number on either side of a gap that is looked at.
pub(super) const REACH: usize = 32;

/// Longest line of a table that is looked at.
pub(super) const LONGEST: usize = 512;

/// Fewest and most digits of a number with a gap in it: from national to card and account numbers.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=24;

/// Longest part of a value on either side of a line break that tears it in a word.
const TORN: usize = 64;

/// Fewest letters and digits of a value that is torn in a word.
const TORN_SUM: usize = 7;

/// A row of so many letters and digits is a key rather than a word.
const KEY: usize = 16;

/// Most digits of an area code in brackets.
const MAX_AREA: usize = 5;

/// Most spaces of a repeated one.
const MAX_SPACES: usize = 3;

/// Most bytes of white space around a line break.
const MAX_BREAK: usize = 10;

/// Bytes of a line that a soft line break ends because no more are allowed (RFC 2045, section 6.7).
const FULL_LINE: usize = 76;

/// Most digits in the name of a setting.
const MAX_NAME_DIGITS: usize = 2;

/// Longest word that a soft line break follows, unless it is part of an address or a name with dots.
const LONGEST_WORD: usize = 20;

/// Most bytes of what is invisible between two digits that are spelled.
const SPELLED_GAP: usize = 12;

/// Fewest and most digits of a number that is spelled digit by digit. Longer rows are vectors and matrices.
const SPELLED: std::ops::RangeInclusive<usize> = 7..=19;

/// The white space around `at` and what to read in its place, if a number goes on behind it.
pub(super) fn joined(bytes: &[u8], at: usize) -> Option<(Range<usize>, &'static str)> {
    let gap = white_space(bytes, at)?;
    let (head, tail) = (bytes.get(..gap.start)?, bytes.get(gap.end..)?);
    let breaks = memchr::memchr_iter(b'\n', bytes.get(gap.clone())?).count();
    if breaks == 1 && head.last() == Some(&b'=') && !ends_key(head) {
        // A soft line break is nothing; a space behind it is one of the text.
        let between = if bytes.get(gap.end - 1) == Some(&b' ') { " " } else { "" };
        return quoted_printable(head, tail, !between.is_empty()).then(|| (gap.start - 1..gap.end, between));
    }
    let before = length(head.iter().rev());
    let after = length(tail.iter());
    let (left, right) = (head.get(head.len() - before..)?, tail.get(..after)?);
    let digits = |part: &[u8]| part.iter().filter(|byte| byte.is_ascii_digit()).count();
    let (few, sum) = (digits(left).min(digits(right)), digits(left) + digits(right));
    let dashed = left.last() == Some(&b'-');
    let above = head.get(..head.len() - before).unwrap_or_default();
    let area = is_area(above, left);
    if few < 2 || !DIGITS.contains(&sum) || !(dashed || area || left.last().is_some_and(u8::is_ascii_digit)) {
        return None;
    }
    // The groups of an account number with a country before it may have letters.
    let account = breaks == 1 && ends_with_country(above) && tail.get(after).is_none_or(|byte| *byte != b':');
    let cell = |byte: Option<&u8>| byte.is_some_and(|byte| b",;|\t\"=_".contains(byte) || byte.is_ascii_alphabetic());
    let glued = !account && (cell(above.last()) || goes_on(tail.get(after..)?));
    if glued || is_date(right) || is_date(left) {
        return None;
    }
    let apart = match breaks {
        0 => (2..=MAX_SPACES).contains(&gap.len()) && !is_aligned(bytes, gap.end),
        1 => !is_column(head, before, tail, after),
        _ => false,
    };
    apart.then_some((gap, if dashed { "" } else { " " }))
}

/// Bytes of base64 of a key of 32 bytes, without the sign that fills them up.
const FILLED_KEY: usize = 43;

/// Whether the `=` at the end belongs to a key of 32 bytes in base64, as VPNs and many others write theirs: a line ends with it
/// more often than a mail is broken just there.
fn ends_key(head: &[u8]) -> bool {
    let base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    // An invisible character within is no part of it.
    let plain = head.iter().rev().skip(1).filter(|byte| byte.is_ascii());
    plain.take(FILLED_KEY + 1).take_while(base64).count() == FILLED_KEY
}

/// A capital, a digit, or the dash between them.
pub(super) fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-'
}

/// Whether a number ends with an area code in brackets. `before` is what stands before the number.
fn is_area(before: &[u8], number: &[u8]) -> bool {
    let Some(inner) = number.strip_suffix(b")") else { return false };
    let area = inner.rsplit(|byte| *byte == b'(').next().unwrap_or_default();
    let opened = area.len() < inner.len() || before.ends_with(b"(");
    opened && (2..=MAX_AREA).contains(&area.len()) && area.iter().all(u8::is_ascii_digit)
}

/// Whether two capitals end it that stand for a country.
fn ends_with_country(head: &[u8]) -> bool {
    let (before, country) = head.split_at(head.len().saturating_sub(2));
    country.len() == 2
        && country.iter().all(u8::is_ascii_uppercase)
        && before.last().is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
}

/// The line break at `at`, if it may tear a value in a word: what it stands between are parts of a number, of a key or of an address.
pub(super) fn torn(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let end = match (bytes.get(at)?, bytes.get(at + 1)) {
        (b'\n', _) => at + 1,
        (b'\r', Some(b'\n')) => at + 2,
        _ => return None,
    };
    let (head, tail) = (bytes.get(..at)?, bytes.get(end..)?);
    let (gap, head) = head.strip_suffix(b"\r").map_or((at..end, head), |head| (at - 1..end, head));
    if is_label(tail) && !is_padded(tail) {
        return None;
    }
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"@._-/+:".contains(byte);
    let before = head.iter().rev().take(TORN).take_while(part).count();
    let after = tail.iter().take(TORN).take_while(part).count();
    let (left, right) = (head.get(head.len() - before..)?, tail.get(..after)?);
    let count = |part: &[u8], fits: fn(&u8) -> bool| part.iter().filter(|byte| fits(byte)).count();
    let digits = |part: &[u8]| count(part, u8::is_ascii_digit);
    let letters = |part: &[u8]| count(part, u8::is_ascii_alphanumeric);
    let both = digits(left) > 0 && digits(right) > 0;
    let key = (letters(left) >= KEY || letters(right) >= KEY) && digits(left) + digits(right) > 0;
    let mail = left.contains(&b'@') != right.contains(&b'@') && right.contains(&b'.');
    let whole = letters(left).min(letters(right)) > 0 && letters(left) + letters(right) >= TORN_SUM;
    // Numbers have spaces.
    let (row, rest) = (length(head.iter().rev()), length(tail.iter()));
    let (first, second) = (head.get(head.len() - row..)?, tail.get(..rest)?);
    let number =
        digits(first).min(digits(second)) > 0 && (TORN_SUM..=*DIGITS.end()).contains(&(digits(first) + digits(second)));
    let (before, after) = (before.max(row), after.max(rest));
    ((number || (whole && (both || key || mail))) && !is_column(head, before, tail, after)).then_some(gap)
}

/// Whether a line begins with a few words and a colon.
pub(super) fn is_label(line: &[u8]) -> bool {
    let words = |byte: &&u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b" -_".contains(byte);
    let length = line.iter().take(2 * REACH).take_while(words).count();
    let label = line.get(..length).unwrap_or_default();
    matches!(line.get(length), Some(b':' | b'=')) && width(label) <= REACH
}

/// How wide a line is: characters of scripts whose letters are syllables or words count as two.
pub(super) fn width(line: &[u8]) -> usize {
    line.iter()
        .map(|byte| match byte {
            0x80..=0xBF => 0,
            0xE0..=0xFF => 2,
            _ => 1,
        })
        .sum()
}

/// Whether a line begins with the end of a key that is filled up.
fn is_padded(line: &[u8]) -> bool {
    let end = line.iter().take(TORN).position(|byte| *byte == b'=').unwrap_or(0);
    let behind = line.get(end..).unwrap_or_default().iter().find(|byte| **byte != b'=');
    end > TORN_SUM && behind.is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// The run of white space that holds `at`, if it is short and made of spaces and line breaks.
pub(super) fn white_space(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\n' | b'\r');
    let before = bytes.get(..at)?.iter().rev().take(MAX_BREAK).take_while(blank).count();
    let after = bytes.get(at..)?.iter().take(MAX_BREAK).take_while(blank).count();
    let gap = at - before..at + after;
    (gap.len() <= MAX_BREAK && bytes.get(gap.end) != Some(&b'\t')).then_some(gap)
}

/// A soft line break of RFC 2045, section 6.7. The line before it must not be a key without a value, nor padded base64. `spaced` says
/// whether the next line begins with a space.
fn quoted_printable(head: &[u8], tail: &[u8], spaced: bool) -> bool {
    let Some((_, line)) = head.split_last() else { return false };
    let start = line.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = line.get(start..).unwrap_or_default();
    let word = |byte: u8| byte.is_ascii_alphanumeric() || b"@.-_+".contains(&byte);
    let prose = line.contains(&b' ');
    let ends = line.last().is_some_and(|last| match last {
        b' ' => ends_in_prose(line, tail),
        b',' => true,
        last if last.is_ascii() => word(*last),
        _ => prose || line.len() >= KEY,
    });
    let begins = tail.first().is_some_and(|first| match first {
        b',' => true,
        first => word(*first) || !first.is_ascii(),
    });
    // Encoded bytes may end in `=` of their own, which fills them up to a multiple of four; what follows them is a line of its own.
    let token = line.rsplit(|byte| byte.is_ascii_whitespace() || *byte == b'=').next().unwrap_or_default();
    let address = token.contains(&b'@') || token.contains(&b'.');
    let whole = (token.len() + 1).is_multiple_of(4) && line.len() + 1 != FULL_LINE && !is_key_part(tail);
    let encoded = token.len() > LONGEST_WORD && !address && whole;
    !(is_name(line) && (is_label(tail) || !is_torn_value(line, tail)))
        && !encoded
        && (prose || !spaced)
        && ends
        && begins
}

/// Whether a line that ends with a space is one of prose, rather than what something is set to in the next line.
fn ends_in_prose(line: &[u8], tail: &[u8]) -> bool {
    let words = line.trim_ascii_end();
    let number = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let last = words.last().is_some_and(|last| last.is_ascii_digit() || b",.".contains(last) || !last.is_ascii());
    // `12 =` before a number is a sum.
    last && words.contains(&b' ') && !words.contains(&b'=') && !(number(words.last()) && number(tail.first()))
}

/// Whether a line of capitals and digits, and what the next one begins with, are a number with letters in it rather than a setting.
fn is_torn_value(line: &[u8], tail: &[u8]) -> bool {
    let right = tail.iter().take(REACH).take_while(|byte| is_capital(**byte));
    line.iter().all(|byte| is_capital(*byte)) && right.clone().any(u8::is_ascii_digit)
}

/// Whether a line is the name of a setting without a value: `SMTP_HOST=`.
fn is_name(line: &[u8]) -> bool {
    let count = |fits: fn(&u8) -> bool| line.iter().filter(|byte| fits(byte)).count();
    let (upper, lower, digits) =
        (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase), count(u8::is_ascii_digit));
    let plain = line.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-+/".contains(byte));
    // `apiKey`, but not what is drawn from letters and digits.
    plain && digits <= MAX_NAME_DIGITS && (upper == 0 || lower == 0 || digits == 0)
}

/// Whether what a line begins with is the end of a key: letters and digits.
fn is_key_part(tail: &[u8]) -> bool {
    let row = tail.iter().take(REACH).take_while(|byte| byte.is_ascii_alphanumeric());
    row.clone().any(u8::is_ascii_digit) && row.clone().any(u8::is_ascii_alphabetic) && row.count() > 4
}

/// Length of the part of a number at the beginning of `bytes`: digits and what groups them, ending in a digit or a dash.
fn length<'b>(bytes: impl Iterator<Item = &'b u8>) -> usize {
    let mut length = 0;
    let mut last = b'0';
    for (at, byte) in bytes.take(REACH).enumerate() {
        // A dot with a space beside it ends a sentence or a list number.
        if matches!((last, *byte), (b'.', b' ') | (b' ', b'.')) {
            break;
        }
        last = *byte;
        match byte {
            b'0'..=b'9' => length = at + 1,
            b'-' if at == 0 => length = 1,
            b' ' | b'.' | b'-' | b'(' | b')' | b'+' => {}
            _ => break,
        }
    }
    length
}

/// Whether what follows a number makes it a cell, a time, a list item or a part of a longer one.
fn goes_on(rest: &[u8]) -> bool {
    let next = rest.get(1).copied().unwrap_or(b' ');
    match rest.first() {
        Some(b':' | b'|' | b'\t' | b'"' | b'_' | b'/' | b'%') => true,
        Some(b',' | b';' | b'.') => !next.is_ascii_whitespace(),
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    }
}

/// Whether a part holds a date: `2024-01-02`, `02.01.2024`, or begins with a year in between the two.
fn is_date(part: &[u8]) -> bool {
    let mut widths = [0_usize; 3];
    let mut groups = part.split(|byte| b"-./".contains(byte));
    for width in &mut widths {
        let Some(group) = groups.next() else { return false };
        *width = group.iter().take_while(|byte| byte.is_ascii_digit()).count();
    }
    matches!(widths, [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

/// Whether the line above or below has a gap before a digit in the same column, as a table has.
fn is_aligned(bytes: &[u8], end: usize) -> bool {
    let line_start = |to: usize| {
        let floor = to.saturating_sub(LONGEST);
        bytes.get(floor..to).and_then(|head| head.iter().rposition(|byte| *byte == b'\n')).map(|at| floor + at + 1)
    };
    let edge = |start: usize, column: usize| match bytes.get(start + column.saturating_sub(2)..=start + column) {
        Some([.., b' ', b' ', last]) => last.is_ascii_digit(),
        Some([.., b' ', last]) => last.is_ascii_digit() && column < 2,
        _ => false,
    };
    let start = line_start(end).unwrap_or(0);
    let column = end - start;
    let above = start.checked_sub(1).and_then(line_start).is_some_and(|above| edge(above, column))
        || (start > 0 && start <= LONGEST && line_start(start - 1).is_none() && edge(0, column));
    let below = bytes.get(end..).and_then(|rest| rest.iter().take(LONGEST).position(|byte| *byte == b'\n'));
    above || below.is_some_and(|at| edge(end + at + 1, column))
}

/// Whether the numbers on both lines are part of a column of numbers.
fn is_column(head: &[u8], before: usize, tail: &[u8], after: usize) -> bool {
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\r');
    let above = head.get(..head.len() - before).unwrap_or_default();
    let mut above = above.iter().rev().take(LONGEST).skip_while(blank);
    let first = match above.next() {
        Some(b'\n') => above.find(|byte| !blank(byte)).is_some_and(u8::is_ascii_digit),
        _ => false,
    };
    let mut below = tail.get(after..).unwrap_or_default().iter().take(LONGEST).skip_while(blank);
    let last = match below.next() {
        Some(b'\n') => below.find(|byte| !blank(byte)).is_some_and(u8::is_ascii_digit),
        _ => false,
    };
    first || last
}

/// The number spelled digit by digit (`5 5 5 - 1 2 - 3 4 5 6`) that begins at `at`: where it ends. Its digits stand apart by one
/// space; groups of them may by ` - `.
pub(super) fn spelled(bytes: &[u8], at: usize) -> Option<usize> {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if !digit(at) || at.checked_sub(1).is_some_and(|before| !stands_apart(bytes.get(before))) {
        return None;
    }
    // A digit spelled before, with nothing but a space or something invisible between.
    let before = bytes.get(at.saturating_sub(SPELLED_GAP)..at).unwrap_or_default();
    let invisible = before.iter().any(|byte| !byte.is_ascii()) && before.iter().any(u8::is_ascii_digit);
    if invisible || (before.last() == Some(&b' ') && at.checked_sub(2).is_some_and(digit)) {
        return None;
    }
    let (mut end, mut count) = (at + 1, 1);
    while let Some(next) = [1, 3].into_iter().map(|gap| end + gap).find(|next| {
        let between = bytes.get(end..*next);
        digit(*next) && (between == Some(b" ") || between == Some(b" - ")) && !digit(next + 1)
    }) {
        (end, count) = (next + 1, count + 1);
    }
    let more =
        bytes.get(end) == Some(&b' ') && (digit(end + 1) || bytes.get(end + 1).is_some_and(|byte| !byte.is_ascii()));
    let apart = bytes.get(end).is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    (SPELLED.contains(&count) && apart && !more && !is_matrix(bytes, at, end)).then_some(end)
}

/// Whether the line above or below is spelled in single digits too, as in a matrix.
fn is_matrix(bytes: &[u8], start: usize, end: usize) -> bool {
    let fits = |(at, byte): (usize, &u8)| if at % 2 == 0 { byte.is_ascii_digit() } else { *byte == b' ' };
    let spelled = |line: &[u8]| line.windows(7).any(|seven| seven.iter().enumerate().all(fits));
    let floor = start.saturating_sub(LONGEST);
    let mut above = bytes.get(floor..start).unwrap_or_default().rsplit(|byte| *byte == b'\n').skip(1);
    let ceiling = bytes.len().min(end + LONGEST);
    let mut below = bytes.get(end..ceiling).unwrap_or_default().split(|byte| *byte == b'\n').skip(1);
    above.next().is_some_and(spelled) || below.next().is_some_and(spelled)
}

/// Whether what stands before the first digit leaves it a digit of its own.
fn stands_apart(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b".,-/[{".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let at = text.find(['\n', '\r', '\t']).or_else(|| text.find("  ")).unwrap();
        match joined(text.as_bytes(), at) {
            Some((gap, between)) => format!("{}{between}{}", &text[..gap.start], &text[gap.end..]),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn values_are_torn_in_words() {
        for (text, is_torn) in [
            ("AKIAQ7ZXW2\nLM4TRVB3NP", true),
            ("DE8937040\r\n0440532013000", true),
            ("ada.roe@exam\nple.com", true),
            ("123 4\n56 782", true),
            ("4f8b0c2d9e7a6b1c\nd2e4 x", true),
            ("xm1zT43arQ8KDn\nH2sk5MlzLJX0I= (x)", true),
            ("In 2024\n12 of them", false),
            ("plain words\nand more", false),
            ("4f8b0c2d9e7a6b1c\nkey: d2e4", false),
            ("100200\n300400\n500600", false),
            ("a1\n\nb2", false),
            ("1234567", false),
        ] {
            let at = text.find(['\r', '\n']).unwrap_or(0);
            assert_eq!(torn(text.as_bytes(), at).is_some(), is_torn, "{text}");
        }
    }

    #[test]
    fn torn_numbers_are_joined() {
        for (text, expected) in [
            ("pay 4111 1111\n1111 1111 now", "pay 4111 1111 1111 1111 now"),
            ("card:\n4111 1111\r\n  1111 1111.", "-"),
            ("4111 1111\r\n  1111 1111.", "4111 1111 1111 1111."),
            ("123-45-\n6789", "123-45-6789"),
            ("call (201)\n555-0123", "call (201) 555-0123"),
            ("+1 (201)\n555-0123", "+1 (201) 555-0123"),
            ("DE12 3704 0044\n0532 0130 00", "DE12 3704 0044 0532 0130 00"),
            ("FR14 2004 1010\n0505 0001 3M02 606", "FR14 2004 1010 0505 0001 3M02 606"),
            ("020  7946 0958", "020 7946 0958"),
            ("ada@exam=\nple.com", "ada@example.com"),
            ("ada@exam=\r\nple.com", "ada@example.com"),
            ("glrt-a1B2c3=\nD4e5", "glrt-a1B2c3D4e5"),
            ("sk_13ab4e5dbf38fd6b19b996=\ne2f27td7n5oy", "sk_13ab4e5dbf38fd6b19b996e2f27td7n5oy"),
            ("12 High=\n Street", "12 High Street"),
            ("Polna 12=\n, 10115 Berlin", "Polna 12, 10115 Berlin"),
            ("Polna 12, =\n10115 Berlin", "Polna 12, 10115 Berlin"),
            ("живёт на улице Ге=\nгеля", "живёт на улице Гегеля"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_key_ends_with_its_line() {
        let key = "7SRPYz6CgxBYQqsGFvHucL8zzCuX7prueWqyE8fgA8=";
        for (text, joins) in [(format!("Key={key}\nEndpoint"), true), (format!("Key=+{key}\nEndpoint"), false)] {
            assert_eq!(joined(text.as_bytes(), text.find('\n').unwrap()).is_some(), joins, "{text}");
        }
    }

    #[test]
    fn rows_columns_and_dates_are_left_alone() {
        for text in [
            "41111111\n11111111\n22222222",
            "in 2024\n12 people",
            "see 2024)\n12345 people",
            "ABC12 3456\n7890 1234",
            "200 1234\n2024-01-02 12:33",
            "200 12345\n10:33:12.123456",
            "a,b,41111111\n11111111,c",
            "3. one 4111111\n4. 111111",
            "id  41111111  11111111\nid  41111112  11111113",
            "4111\t1111",
            "41111111    11111111",
            "41111111\n\n11111111",
            "x41111111\n11111111",
            "KEY=\nada@example.com",
            "QUJDRA==\nada@example.com",
            "x =\ny",
            "PresharedKey=7SRPYz6C+gxBYQqsGFvHucL8zzCuX0prueWqyE8fxA8=\nEndpoint",
        ] {
            assert_eq!(read(text), "-", "{text}");
        }
    }

    #[test]
    fn spelled_numbers_end_where_they_end() {
        let end = |text: &str| spelled(text.as_bytes(), text.find(|c: char| c.is_ascii_digit()).unwrap());
        assert_eq!(end("ssn 5 5 5 - 1 2 - 3 4 5 6."), Some(25));
        assert_eq!(end("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"), Some(31));
        for text in [
            "1 2 3 4 5 6",
            "1 2 3 4 5 6 7 89",
            "0.1 2 3 4 5 6 7 8",
            "12 3 4 5 6 7 8 9",
            "1 2 3 4 5 6 7 8x",
            "x1 2 3 4 5 6 7 8",
        ] {
            assert_eq!(end(text), None, "{text}");
        }
        assert_eq!(end(&"1 ".repeat(30)), None);
        assert_eq!(end("1 2 3 4 5 6 7 8\n9 8 7 6 5 4 3 2\n"), None);
    }
}
