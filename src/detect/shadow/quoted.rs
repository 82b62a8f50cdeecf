//! Characters as quoted-printable writes them: `=40`, `=C3=A9` (RFC 2045, section 6.7).
//!
//! Programs and queries set things to such figures as well (`n=20`), so a code counts only where it is hardly that: it has a letter,
//! another one stands in the same word, a letter follows, or what stands before it is the beginning of a number.

use crate::leaf::sequence::Sequence;

/// Length of a code.
const CODE: usize = 3;

/// Most letters of the code of a country or kind that stands before a number.
const MAX_CODE: usize = 4;

/// How far from a code another one is looked for.
const REACH: usize = 48;

/// The character whose code begins at `at`, and whether it is surely one.
pub(super) fn at(bytes: &[u8], at: usize) -> Option<(Sequence, bool)> {
    let lead = code(bytes, at)?;
    if lead >= 0xC2 {
        return beyond_ascii(bytes, at, lead).map(|found| (found, true));
    }
    let figures = bytes.get(at + 1..at + CODE)?.iter().all(u8::is_ascii_digit);
    let sure = !figures || has_company(bytes, at) || is_between_words(bytes, at, lead);
    (is_sign(lead) && (sure || is_within(bytes, at, lead)))
        .then_some((Sequence { character: char::from(lead), len: CODE }, sure))
}

/// Whether a code of two figures is the sign of an address, or stands before a word with a capital.
fn is_between_words(bytes: &[u8], at: usize, lead: u8) -> bool {
    let (before, next) = (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at + CODE));
    let words = before.is_some_and(u8::is_ascii_lowercase) && next.is_some_and(u8::is_ascii_uppercase);
    let ends = before.is_some_and(u8::is_ascii_alphanumeric) && next.is_some_and(u8::is_ascii_lowercase);
    words || (lead == b'@' && ends)
}

/// Whether a code of two figures stands within a word that no setting begins with.
fn is_within(bytes: &[u8], at: usize, lead: u8) -> bool {
    let head = bytes.get(..at).unwrap_or_default();
    let word = head.len() - head.iter().rev().take(REACH).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let word = head.get(word..).unwrap_or_default();
    match bytes.get(at + CODE) {
        Some(next) if next.is_ascii_alphabetic() => !word.is_empty() || lead != b'@',
        // `HU=2012892312`, but neither `n=2000` nor `TIMEOUT=2000`.
        Some(next) if next.is_ascii_digit() => {
            let numbered = word.iter().any(u8::is_ascii_digit);
            let capitals = word.iter().all(|byte| !byte.is_ascii_lowercase());
            capitals && (numbered || (1..=MAX_CODE).contains(&word.len()))
        }
        _ => false,
    }
}

fn beyond_ascii(bytes: &[u8], at: usize, lead: u8) -> Option<Sequence> {
    let count = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut said = [lead, 0, 0, 0];
    for (index, slot) in said.iter_mut().enumerate().take(count).skip(1) {
        *slot = code(bytes, at + CODE * index)?;
    }
    let character = std::str::from_utf8(said.get(..count)?).ok()?.chars().next()?;
    Some(Sequence { character, len: CODE * count })
}

/// What `=XX` stands for: RFC 2045 has capitals alone.
fn code(bytes: &[u8], at: usize) -> Option<u8> {
    let [b'=', high, low] = bytes.get(at..at + CODE)? else { return None };
    let figure = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    Some(figure(*high)? << 4 | figure(*low)?)
}

/// Line breaks and the signs of ASCII: letters and digits are written as they are.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b' '..=b'~') && !byte.is_ascii_alphanumeric()
}

/// Whether another code stands in the same word, which holds nothing that parts settings.
fn has_company(bytes: &[u8], at: usize) -> bool {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || b"=.-_@/".contains(byte);
    let is_code = |place: usize| code(bytes, place).is_some_and(|byte| is_sign(byte) || byte >= 0xC2);
    let behind = (at + CODE..at + CODE + REACH).take_while(|place| bytes.get(*place).is_some_and(word));
    let ahead = (at.saturating_sub(REACH)..at).rev().take_while(|place| bytes.get(*place).is_some_and(word));
    behind.chain(ahead).any(is_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_where_they_cannot_be_settings() {
        for (text, expected) in [
            ("ada=40example.org", Some(('@', true))),
            ("sk=2Dproj", Some(('-', true))),
            ("0043=205687=200302", Some((' ', true))),
            ("Ada=20Roe", Some((' ', true))),
            ("J=C3=BCrgen", Some(('ü', true))),
            ("n=E2=84=96", Some(('№', true))),
            ("n=20", None),
            ("n=20 m=40", None),
            ("n=4000", None),
            ("x =40a", None),
            (" =2B44", Some(('+', true))),
            ("HU=2012892312", Some((' ', false))),
            ("1237=20010180", Some((' ', false))),
            ("TIMEOUT=2000", None),
            ("max2=2000", None),
            ("w=2000&h=4000", None),
            ("id=20123456789", None),
            ("a=2dprojb", None),
            ("a=41b", None),
            ("a=C3b", None),
            ("a=C3=41", None),
            ("a=", None),
        ] {
            let place = text.find('=').unwrap();
            let found = at(text.as_bytes(), place).map(|(sequence, sure)| (sequence.character, sure));
            assert_eq!(found, expected, "{text}");
        }
    }
}
