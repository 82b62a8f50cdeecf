//! Characters written as ASCII sequences: HTML character references, the escapes of JSON and of programming languages,
//! percent-encoding.

/// A sequence in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sequence {
    /// What it stands for.
    pub character: char,
    /// Its length in bytes.
    pub len: usize,
}

/// Longest run of backslashes before an escape: text that was quoted again and again.
const MAX_BACKSLASHES: usize = 8;

/// Named references for the characters that values are made of (<https://html.spec.whatwg.org/#named-character-references>).
const NAMES: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("colon", ':'),
    ("comma", ','),
    ("commat", '@'),
    ("dash", '‐'),
    ("deg", '°'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("equals", '='),
    ("gt", '>'),
    ("hyphen", '‐'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("lt", '<'),
    ("mdash", '—'),
    ("minus", '−'),
    ("nbsp", '\u{A0}'),
    ("ndash", '–'),
    ("num", '#'),
    ("numero", '№'),
    ("numsp", '\u{2007}'),
    ("period", '.'),
    ("plus", '+'),
    ("Prime", '″'),
    ("prime", '′'),
    ("quot", '"'),
    ("rpar", ')'),
    ("shy", '\u{AD}'),
    ("sol", '/'),
    ("thinsp", '\u{2009}'),
    ("zwj", '\u{200D}'),
    ("zwnj", '\u{200C}'),
];

/// What follows a `%` that was encoded again.
const AGAIN: &[u8] = b"25";

/// So many times a sequence may have been encoded again: `%252540`, `&amp;amp;#64;`.
const MAX_AGAIN: usize = 3;

/// The sequence that `tail` begins with. What was encoded more than once, such as `%2540` or `&amp;#64;`, is one sequence.
#[must_use]
pub fn first(tail: &[u8]) -> Option<Sequence> {
    match tail.first()? {
        b'&' => again(tail.get(1..)?, b"amp;", |rest, _| reference(rest)),
        b'\\' => escape(tail),
        b'%' => again(tail.get(1..)?, AGAIN, percent),
        _ => None,
    }
}

/// What follows the sign that a sequence begins with, the sign itself perhaps encoded; `sign` is what then follows it. `read` is told
/// how often that is so.
fn again(rest: &[u8], sign: &[u8], read: fn(&[u8], usize) -> Option<Sequence>) -> Option<Sequence> {
    let mut inner = rest;
    let mut found = read(inner, 0);
    for times in 1..=MAX_AGAIN {
        let Some(next) = inner.strip_prefix(sign) else { break };
        inner = next;
        if let Some(Sequence { character, len }) = read(inner, times) {
            found = Some(Sequence { character, len: len + times * sign.len() });
        }
    }
    found
}

/// What follows the `&` of a character reference.
fn reference(rest: &[u8]) -> Option<Sequence> {
    const LONGEST: usize = 9;
    let end = rest.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let body = std::str::from_utf8(rest.get(..end)?).ok()?;
    let len = end + 2;
    let character = if let Some(number) = body.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let (digits, radix) = hex.map_or((number, 10), |hex| (hex, 16));
        // `from_str_radix` would take a sign.
        let plain = digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
        char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|_| plain)?
    } else {
        NAMES.iter().find(|(name, _)| *name == body)?.1
    };
    Some(Sequence { character, len })
}

fn escape(tail: &[u8]) -> Option<Sequence> {
    let slashes = tail.iter().take(MAX_BACKSLASHES + 1).take_while(|byte| **byte == b'\\').count();
    let character = match tail.get(slashes)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'/' => '/',
        b'"' => '"',
        b'u' => return unicode_escape(tail.get(slashes + 1..)?, slashes + 1),
        b'x' => {
            let Sequence { character, len } = percent(tail.get(slashes + 1..)?, 0)?;
            return Some(Sequence { character, len: slashes + len });
        }
        _ => return None,
    };
    Some(Sequence { character, len: slashes + 1 })
}

/// Four hexadecimal digits, or eight that are a surrogate pair with an escape of its own between them.
fn unicode_escape(rest: &[u8], before: usize) -> Option<Sequence> {
    let high = hex(rest.get(..4)?)?;
    if let Some(character) = char::from_u32(high) {
        return Some(Sequence { character, len: before + 4 });
    }
    let second = rest.get(4..)?;
    let slashes = second.iter().take(MAX_BACKSLASHES).take_while(|byte| **byte == b'\\').count();
    let digits = second.get(slashes..)?.strip_prefix(b"u").filter(|_| slashes > 0)?;
    let low = hex(digits.get(..4)?)?;
    let mut pair = char::decode_utf16([u16::try_from(high).ok()?, u16::try_from(low).ok()?]);
    let character = pair.next()?.ok()?;
    Some(Sequence { character, len: before + 4 + slashes + 5 })
}

/// What follows the `%` of an encoded character, or the `x` of an escape, which beyond ASCII is several bytes of UTF-8 (RFC 3986, section 2.5), each
/// behind a `%` that was encoded `times` times. Control characters but line breaks are left as they are.
fn percent(rest: &[u8], times: usize) -> Option<Sequence> {
    let byte = |at: usize| hex(rest.get(at..at + 2)?).and_then(|code| u8::try_from(code).ok());
    let lead = byte(0)?;
    let count = match lead {
        b'\n' | b'\r' | b' '..=b'~' => return Some(Sequence { character: char::from(lead), len: 3 }),
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let width = 3 + times * AGAIN.len();
    let mut bytes = [lead, 0, 0, 0];
    for (index, slot) in bytes.iter_mut().enumerate().take(count).skip(1) {
        let sign = rest.get(width * (index - 1) + 2..width * index)?;
        let encoded = sign.strip_prefix(b"%")?.chunks(AGAIN.len()).all(|part| part == AGAIN);
        *slot = byte(width * index).filter(|_| encoded)?;
    }
    let character = std::str::from_utf8(bytes.get(..count)?).ok()?.chars().next()?;
    Some(Sequence { character, len: 3 + width * (count - 1) })
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, byte| Some(value * 16 + char::from(*byte).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_read() {
        for (text, expected) in [
            ("&#64;x", Some(('@', 5))),
            ("&#x40;x", Some(('@', 6))),
            ("&#X40;", Some(('@', 6))),
            ("&commat;x", Some(('@', 8))),
            ("&nbsp;", Some(('\u{A0}', 6))),
            ("&#8203;", Some(('\u{200B}', 7))),
            ("&#;", None),
            ("&#x;", None),
            ("&#+64;", None),
            ("&#xD800;", None),
            ("&unknown;", None),
            ("&amp", None),
            ("& b", None),
            ("\\u0040x", Some(('@', 6))),
            ("\\\\u0040x", Some(('@', 7))),
            ("\\ud835\\udfd2", Some(('𝟒', 12))),
            ("\\ud835", None),
            ("\\ud835x", None),
            ("\\n1", Some(('\n', 2))),
            ("\\\\n1", Some(('\n', 3))),
            ("\\/", Some(('/', 2))),
            ("\\x", None),
            ("\\", None),
            ("%40", Some(('@', 3))),
            ("%2b", Some(('+', 3))),
            ("%0a", Some(('\n', 3))),
            ("%09", None),
            ("%C3", None),
            ("%4", None),
            ("%d", None),
            ("%C3%BCx", Some(('ü', 6))),
            ("%E2%84%9", None),
            ("%25C3%25BCx", Some(('ü', 10))),
            ("%2525e2%252582%2525ACx", Some(('€', 21))),
            ("%2525E2%2582%2525AC", Some(('%', 5))),
            ("%25C3%BC", Some(('%', 3))),
            ("%2540x", Some(('@', 5))),
            ("%25252540", Some(('@', 9))),
            ("%2525252540", Some(('%', 9))),
            ("%25", Some(('%', 3))),
            ("%25 of it", Some(('%', 3))),
            ("&amp;#64;x", Some(('@', 9))),
            ("&amp;amp;commat;", Some(('@', 16))),
            ("&amp; b", Some(('&', 5))),
            ("\\x40x", Some(('@', 4))),
            ("\\\\x40", Some(('@', 5))),
            ("\\x4", None),
            ("\\xC3", None),
        ] {
            let found = first(text.as_bytes()).map(|sequence| (sequence.character, sequence.len));
            assert_eq!(found, expected, "{text}");
        }
    }
}
