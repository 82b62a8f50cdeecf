//! Numbers in groups: what card, account, identity and telephone numbers have in common.

use super::{Value, Verdict};

/// A run of digits within a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// First byte within the value.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

impl Group {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }
}

/// The runs of ASCII digits in a text.
pub(super) fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        debug_assert!(byte.is_ascii_digit());
        match groups.last_mut() {
            Some(group) if group.end == at => group.end += 1,
            _ => groups.push(Group { start: at, end: at + 1 }),
        }
    }
    groups
}

/// The values of the ASCII digits in a text.
pub(super) fn digits(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect()
}

/// Whether the value goes on as a longer number: joined by `.`, `,`, `-` or `/` to more digits.
pub(super) fn goes_on(value: &Value<'_>) -> bool {
    let joiner = |byte: Option<&u8>| byte.is_some_and(|byte| b".,-/".contains(byte));
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let before = value.before().as_bytes();
    let after = value.after().as_bytes();
    let back = |nth: usize| before.len().checked_sub(nth).and_then(|index| before.get(index));
    (joiner(back(1)) && digit(back(2))) || (joiner(after.first()) && digit(after.get(1)))
}

/// Digits right before and right after the value with nothing but white space between: the value may be cut out of a row of
/// numbers, which no blank line is in. Lengths of the runs; 0 where there is none.
pub(super) fn row(value: &Value<'_>) -> (usize, usize) {
    let before = value.before().trim_end();
    let after = value.after().trim_start();
    let is_gap = |gap: Option<&str>| gap.is_some_and(|gap| !gap.is_empty() && gap.matches('\n').count() < 2);
    let run = |bytes: &mut dyn Iterator<Item = u8>| bytes.take(16).take_while(u8::is_ascii_digit).count();
    let left = if is_gap(value.before().get(before.len()..)) { run(&mut before.bytes().rev()) } else { 0 };
    let gap = value.after().len() - after.len();
    let right = if is_gap(value.after().get(..gap)) { run(&mut after.bytes()) } else { 0 };
    (left, right)
}

/// Whether the value stands in a row of hexadecimal numbers, such as a table of code points: beside it is one of four or
/// five characters that has both a letter and a digit.
pub(super) fn in_hex_row(value: &Value<'_>) -> bool {
    let apart = |character: char| character.is_whitespace() || character == ';';
    let is_hex = |token: &str| {
        matches!(token.len(), 4..=5)
            && token.bytes().all(|byte| byte.is_ascii_hexdigit())
            && token.bytes().any(|byte| byte.is_ascii_digit())
            && token.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    // A whole token: the end of `2a00:1450::200e` is no number of a table.
    let before = value.before().trim_end_matches(apart);
    let after = value.after().trim_start_matches(apart);
    let last = before.rsplit(apart).next().unwrap_or_default();
    let first = after.split(apart).next().unwrap_or_default();
    (before.len() < value.before().len() && is_hex(last)) || (after.len() < value.after().len() && is_hex(first))
}

/// Whether pairs of digits are bytes: each is one more than the one before, or pairs of hexadecimal digits go on before or behind
/// them that have letters among them, or that are no further number of as many pairs.
pub(super) fn in_pair_row(value: &Value<'_>) -> bool {
    let is_pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_digit());
    let own: Vec<_> = value.matched().split(' ').collect();
    if own.len() < 2 || !own.iter().all(|pair| is_pair(pair)) {
        return false;
    }
    let numbers: Vec<u8> = own.iter().filter_map(|pair| pair.parse().ok()).collect();
    let counted = numbers.windows(2).all(|two| matches!(two, [a, b] if a + 1 == *b));
    let is_byte = |pair: &&str| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit());
    let ends = |c: char| !c.is_ascii_alphanumeric();
    let breaks =
        |beside: Vec<&str>| beside.iter().any(|pair| !is_pair(pair)) || !beside.len().is_multiple_of(own.len());
    let before = value.before().strip_suffix(' ').unwrap_or_default().rsplit(' ').take(2 * own.len());
    let after = value.after().strip_prefix(' ').unwrap_or_default().split(' ').take(2 * own.len());
    let left = before.map(|token| token.rsplit(ends).next().unwrap_or_default()).take_while(is_byte).collect();
    let right = after.map(|token| token.split(ends).next().unwrap_or_default()).take_while(is_byte).collect();
    counted || breaks(left) || breaks(right)
}

/// Eleven digits with nothing in common but their number: refused if they are all the same.
pub(super) fn eleven(value: &Value<'_>) -> Verdict {
    let digits = digits(value.matched());
    let varied = digits.iter().any(|digit| Some(digit) != digits.first());
    if digits.len() == 11 && varied && !value.is_glued() && !goes_on(value) {
        Verdict::Undecided(value.span)
    } else {
        Verdict::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use super::*;
    use crate::rules::ValidatorName::ElevenDigits;

    #[test]
    fn groups_are_runs_of_digits() {
        let lengths: Vec<_> = groups("+1 (555) 123-45").iter().map(|group| group.len()).collect();
        assert_eq!(lengths, [1, 3, 3, 2]);
    }

    #[test]
    fn eleven_digits_stand_alone_and_vary() {
        for (text, expected) in [
            ("⟦12345678901⟧", "U 12345678901"),
            ("⟦1234 567 8901⟧", "U 1234 567 8901"),
            ("⟦00000000000⟧", "-"),
            ("⟦12345678901⟧.5", "-"),
            ("2-⟦12345678901⟧", "-"),
            ("⟦12345678901⟧.", "U 12345678901"),
            ("⟦1234567890⟧", "-"),
        ] {
            assert_eq!(probe(ElevenDigits, text), expected, "{text}");
        }
    }
}
