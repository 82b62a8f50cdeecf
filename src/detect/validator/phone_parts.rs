//! A telephone number taken apart: groups of digits, prefix, extension, and what else the groups could be.

use super::Value;
use super::number::{Group, groups};

/// Whether the match goes on behind its end: `…-rc1`, `….5`, `…%`.
pub(super) fn is_part_after(value: &Value<'_>) -> bool {
    let mut forth = value.after().chars();
    match (forth.next(), forth.next()) {
        (Some('_' | '%' | '@'), _) => true,
        (Some('-'), Some(after)) if after.is_alphabetic() => {
            // `-rc1` and `-A` belong to a part's number, `-Office` is a remark.
            let word = || value.after().chars().skip(1).take_while(|c| c.is_alphanumeric());
            word().any(char::is_numeric) || word().count() < 3
        }
        (Some('-' | '.' | ',' | '/' | ':'), Some(after)) => after.is_ascii_digit(),
        _ => false,
    }
}

/// Most groups that a national number is written in.
const MOST_GROUPS: usize = 6;

/// The parts of a match.
pub(super) struct Phone<'t> {
    /// The match without its extension.
    pub(super) number: &'t str,
    whole: &'t str,
    /// The runs of digits of the number.
    pub(super) groups: Vec<Group>,
}

impl<'t> Phone<'t> {
    /// Takes a match apart.
    pub(super) fn new(whole: &'t str) -> Self {
        let extension = whole.find(|c: char| c.is_ascii_alphabetic() || c == '#' || c == ',' || c == ';');
        let number = extension.and_then(|at| whole.get(..at)).unwrap_or(whole);
        Self { number, whole, groups: groups(number) }
    }

    /// The digits of the first `count` groups, without a `(0)` behind a country code.
    pub(super) fn digits(&self, count: usize) -> String {
        let international = self.number.starts_with(['+', '0']);
        let bytes = self.number.as_bytes();
        let trunk = |group: &Group| {
            let before = group.start.checked_sub(1).and_then(|index| bytes.get(index));
            let text = self.number.get(group.start..group.end);
            international && text == Some("0") && before == Some(&b'(') && bytes.get(group.end) == Some(&b')')
        };
        let kept = self.groups.iter().take(count).enumerate().filter(|(index, group)| *index == 0 || !trunk(group));
        kept.filter_map(|(_, group)| self.number.get(group.start..group.end)).collect()
    }

    /// How many digits of international prefix stand before the country code; `None` if there is no such prefix.
    pub(super) fn dialled(&self) -> Option<usize> {
        let digits = self.digits(self.groups.len());
        if self.number.starts_with('+') {
            Some(0)
        } else if digits.starts_with("00") {
            Some(2)
        } else {
            digits.starts_with("011").then_some(3)
        }
    }

    /// The first `count` groups in E.164 form, without the first `skip` digits.
    pub(super) fn e164(&self, count: usize, skip: usize) -> String {
        format!("+{}", self.digits(count).get(skip..).unwrap_or_default())
    }

    /// Where the number ends if it has only the first `count` groups; the extension belongs to the last group.
    pub(super) fn end(&self, count: usize) -> usize {
        let last = count.checked_sub(1).and_then(|index| self.groups.get(index));
        if count == self.groups.len() { self.whole.len() } else { last.map_or(0, |group| group.end) }
    }

    /// The match with only the first `count` groups.
    pub(super) fn cut<'v>(&self, value: &Value<'v>, count: usize) -> Value<'v> {
        value.part(0, self.end(count))
    }

    /// Numbers of groups to keep, most first, that leave something which is no part of what follows.
    pub(super) fn cuts<'p>(&'p self, value: &'p Value<'_>) -> impl Iterator<Item = usize> + 'p {
        (1..=self.groups.len()).rev().filter(move |count| {
            let cut = self.cut(value, *count);
            !cut.is_glued() && !is_part_after(&cut)
        })
    }

    /// Whether the first `count` groups are three pairs with a space between, as small countries write their numbers.
    pub(super) fn is_pairs(&self, count: usize) -> bool {
        let end = self.groups.get(2).map_or(0, |group| group.end);
        let spaced = self.number.get(..end).is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit() || b == b' '));
        count == 3 && self.groups.len() == 3 && spaced && self.groups.iter().all(|group| group.len() == 2)
    }

    /// Whether the match ends in an extension that a word introduces.
    pub(super) fn has_extension(&self) -> bool {
        let tail = self.whole.get(self.number.len()..).unwrap_or_default();
        let word = tail.trim_start_matches([' ', ',', ';']).to_ascii_lowercase();
        ["ext", "poste", "x"].iter().any(|label| word.starts_with(label))
    }

    /// Whether there are more groups than any number is written in, with nothing but spaces between: a row of a table. A number
    /// in it would need a label in any case, and has another rule then.
    pub(super) fn is_table(&self) -> bool {
        self.groups.len() > MOST_GROUPS && self.number.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
    }

    /// Whether the first `count` groups are divided as telephone numbers are: not as a US Social Security number or postal code,
    /// nor with a lone digit inside, a decimal point, a minus sign, or dots among spaces where no trunk code stands first.
    pub(super) fn is_grouped(&self, count: usize) -> bool {
        if count > MOST_GROUPS {
            return false;
        }
        let lengths: Vec<_> = self.groups.iter().take(count).map(|group| group.len()).collect();
        let end = count.checked_sub(1).and_then(|index| self.groups.get(index)).map_or(0, |group| group.end);
        let between = self.number.get(..end).unwrap_or_default();
        let dots = between.matches('.').count();
        let mixed = between.contains([' ', '-', '/']);
        let dotted = dots > 0 && if mixed { !between.starts_with('0') || between.starts_with("0 ") } else { dots < 2 };
        let area = between.contains('(') && between.contains(')');
        let open = between.contains('(') && !area;
        let signed = [" -", "/-", "..", "-."].iter().any(|sign| between.contains(sign));
        // A slash stands behind an area code, and those begin with the trunk prefix where they are written so.
        let slashes = between.matches('/').count();
        let listed = slashes > 1 || (slashes == 1 && !between.starts_with(['0', '(']));
        let short = |length: &usize| (2..=4).contains(length);
        match lengths.as_slice() {
            [3, 2, 4] | [5, 4] => false,
            _ if signed || open || listed => false,
            _ if dotted && !area => false,
            [] => false,
            [_] => true,
            // A short area code or trunk code, and the rest in one piece.
            [_, rest] => *rest >= 2,
            [first, rest @ ..] => rest.iter().all(short) || (*first > 1 && between.starts_with(['0', '('])),
        }
    }

    /// Whether the first `count` groups are several numbers: a lone digit stands among longer ones. Digits spelled one by one are
    /// no list, nor is a lone first one, which dials out.
    pub(super) fn is_list(&self, count: usize) -> bool {
        let later = || self.groups.iter().take(count).skip(1);
        later().any(|group| group.len() == 1) && later().any(|group| group.len() > 1) && !self.number.contains('(')
    }

    fn numbers(&self) -> Vec<(usize, u32)> {
        let text = |group: &Group| self.number.get(group.start..group.end).unwrap_or_default();
        self.groups.iter().map(|group| (group.len(), text(group).parse().unwrap_or(u32::MAX))).collect()
    }

    /// How many groups are something else: a date, two years, an ISBN (ISO 2108), a dotted network address, a decimal number.
    pub(super) fn something_else(&self) -> Option<usize> {
        let numbers = self.numbers();
        let dots = self.number.matches('.').count();
        let hyphens = self.number.matches('-').count();
        let dotted = dots > 0 && self.number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let area = self.number.starts_with('(') && self.number.contains(')');
        if area || self.number.starts_with('+') {
            return None;
        }
        let all = Some(self.groups.len());
        let year = |number: u32| (1900..=2099).contains(&number);
        let day = |(length, number): (usize, u32)| length <= 2 && (1..=31).contains(&number);
        match numbers.as_slice() {
            [(4, first), second, third, ..] if year(*first) && day(*second) && day(*third) => return Some(3),
            [first, second, (4, third), ..] if day(*first) && day(*second) && year(*third) => return Some(3),
            [_, (4, first), second, third, ..] if year(*first) && day(*second) && day(*third) && hyphens > 1 => {
                return all;
            }
            // Two years, or a year and a time zone as in `2010 -0700`.
            [(4, first), (4, second)] if year(*first) && (year(*second) || self.number.contains(" -")) => return all,
            // A day together: `20240102`.
            [(8, number), ..]
                if year(*number / 10_000) && (1..=12).contains(&(*number / 100 % 100)) && *number % 100 <= 31 =>
            {
                return Some(1);
            }
            // Milliseconds since 1970, of the years 2001 to 2033.
            [(13, _)] if self.number.starts_with('1') => return all,
            // A US postal code.
            [(5, _), (4, _)] if self.number.contains('-') => return all,
            // A decimal number; those have no zero before another digit.
            [(length, _), _] if dots == 1 && dotted && !(self.number.starts_with('0') && *length > 2) => return all,
            // A version with something before it.
            [.., (1, _), (4, _)] if dots > 1 => return all,
            [_, _, _, _] if dotted && numbers.iter().all(|(_, number)| *number <= 255) => return all,
            // Object identifiers: `1.3.6.1.5.5.7`.
            [_, _, _, _, ..] if dotted && numbers.iter().filter(|(length, _)| *length == 1).count() > 1 => return all,
            // Four digits that begin with zero, again and again: code points.
            [_, _, _, ..] if numbers.iter().all(|(length, number)| *length == 4 && *number < 1000) => return all,
            // Four-digit numbers joined by dots: code points.
            [_, _, _, ..] if dotted && numbers.iter().all(|(length, _)| *length == 4) => return all,
            _ => {}
        }
        let digits = self.digits(self.groups.len());
        let book = digits.len() == 13 && (digits.starts_with("978") || digits.starts_with("979"));
        let same = digits.bytes().all(|byte| digits.bytes().next() == Some(byte));
        (book || same).then_some(self.groups.len())
    }

    /// A day of a year beyond 9999, with its sign: `+12345-03-04` (ISO 8601, expanded form).
    pub(super) fn is_far_day(&self) -> bool {
        let lengths: Vec<_> = self.groups.iter().map(|group| group.len()).collect();
        self.number.starts_with('+')
            && matches!(lengths.as_slice(), [5 | 6, 2, 2])
            && self.number.matches('-').count() == 2
    }

    /// Whether the groups are four or five digits each that zeros fill up, as code points in tables do, or a decimal number is.
    pub(super) fn is_code_points(&self) -> bool {
        let zeros = |group: &&Group| self.number.get(group.start..group.end).is_some_and(|text| text.starts_with("00"));
        let again = self.groups.len() == 2 || self.groups.iter().filter(zeros).count() > 1;
        let row = |length| again && self.groups.len() > 1 && self.groups.iter().all(|group| group.len() == length);
        let decimal = self.groups.len() == 2 && self.number.matches('.').count() == 1 && !self.number.contains(' ');
        self.number.starts_with("00") && (row(4) || row(5) || decimal)
    }

    /// Whether the first `count` groups are hardly anything else: not two numbers or a range, which two groups without a trunk
    /// prefix or brackets could be, no lone zero first, and no list of ever larger numbers.
    pub(super) fn is_plainly(&self, count: usize) -> bool {
        let numbers: Vec<_> = self.numbers().into_iter().take(count).collect();
        let prefixed = self.number.starts_with(['0', '(']);
        // A lone digit first is a trunk or country code of few plans, and 0 among them only before brackets.
        let lone = matches!(numbers.as_slice(), [(1, 0 | 2..=7 | 9), _, ..]) && !self.number.starts_with("0(");
        let joined = self.number.contains(['-', '.', '(']);
        let rising = numbers.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a < b));
        !lone && (prefixed || numbers.len() == 1 || (numbers.len() != 2 && (joined || !rising)))
    }

    /// Whether the first `count` groups could be one number in thousands: `612 345 678`, `1.234.567`.
    pub(super) fn is_in_thousands(&self, count: usize) -> bool {
        let numbers = self.numbers();
        let end = count.checked_sub(1).and_then(|index| self.groups.get(index)).map_or(0, |group| group.end);
        let written = self.number.get(..end).unwrap_or_default();
        let separators: Vec<u8> = written.bytes().filter(|byte| !byte.is_ascii_digit()).collect();
        let uniform =
            separators.first().is_some_and(|first| b" .".contains(first) && separators.iter().all(|b| b == first));
        let threes = numbers.iter().take(count).skip(1).all(|(length, _)| *length == 3);
        let leading_zero = self.number.starts_with('0');
        uniform && threes && !leading_zero
    }
}
