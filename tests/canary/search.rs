//! Looks for values in whatever a run leaves, in whichever way they may be written there.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use unicode_normalization::UnicodeNormalization;

/// Fewest characters of a run of base64 that is looked into.
const RUN: usize = 12;

/// Characters of a line of base64 that another one follows (RFC 2045, section 6.8).
const LINE: usize = 76;

/// Stands between two texts, in their skeletons too.
pub(crate) const BOUNDARY: char = '\u{1}';

/// So many times what was decoded is decoded again.
const TIMES: usize = 4;

/// The letters and digits of a text in their compatibility form, small: nothing that stands between them tells two texts apart,
/// nor does the width or case they are written in.
pub(crate) fn skeleton(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c == BOUNDARY {
            out.push(c);
        } else if !c.is_ascii() {
            let form = std::iter::once(c).nfkc();
            out.extend(form.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
        }
    }
    out
}

/// The skeletons of a text and of what it says when it is read in each of the ways of writing.
pub(crate) fn skeletons(text: &str) -> Vec<String> {
    let mut forms = vec![text.to_owned()];
    let unpacked = without_base64(text);
    for (text, quoted) in [(text, false), (text, true), (&unpacked, false), (&unpacked, true)] {
        let mut form = text.to_owned();
        for _ in 0..TIMES {
            let next = decoded(&form, quoted);
            if next == form {
                break;
            }
            form = next;
        }
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms.iter().map(|form| skeleton(form)).collect()
}

/// A text with its escapes, character references and percent-encoded characters decoded once; those of quoted-printable if asked.
fn decoded(text: &str, quoted: bool) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let found = match byte {
            b'\\' => escape(rest),
            b'&' => reference(rest),
            b'%' => octet(rest),
            b'=' if quoted => octet(rest),
            _ => None,
        };
        let (written, len) = found.unwrap_or((vec![*byte], 1));
        out.extend(written);
        at += len;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}

fn octet(rest: &[u8]) -> Option<(Vec<u8>, usize)> {
    Some((vec![u8::try_from(number(rest.get(1..3)?, 16)?).ok()?], 3))
}

fn escape(rest: &[u8]) -> Option<(Vec<u8>, usize)> {
    let unit =
        |at: usize| rest.get(at..at + 6).filter(|six| six.starts_with(b"\\u")).and_then(|six| number(&six[2..], 16));
    match rest.get(1)? {
        b'u' => {
            let (first, second) = (u16::try_from(unit(0)?).ok()?, unit(6).and_then(|unit| u16::try_from(unit).ok()));
            let units: Vec<_> =
                std::iter::once(first).chain(second.filter(|_| (0xD800..0xDC00).contains(&first))).collect();
            let text = String::from_utf16(&units).ok()?;
            Some((text.into_bytes(), 6 * units.len()))
        }
        b'n' | b'r' | b't' => Some((vec![b' '], 2)),
        other @ (b'\\' | b'"' | b'/') => Some((vec![*other], 2)),
        _ => None,
    }
}

fn reference(rest: &[u8]) -> Option<(Vec<u8>, usize)> {
    let end = rest.iter().take(12).position(|byte| *byte == b';')?;
    let body = std::str::from_utf8(&rest[1..end]).ok()?;
    let character = match body.strip_prefix('#') {
        Some(digits) => {
            let hex = digits.strip_prefix('x');
            char::from_u32(number(hex.unwrap_or(digits).as_bytes(), if hex.is_some() { 16 } else { 10 })?)?
        }
        // What other names stand for is no letter or digit.
        None => match body {
            "amp" => '&',
            "num" => '#',
            _ if body.bytes().all(|byte| byte.is_ascii_alphabetic()) && !body.is_empty() => ' ',
            _ => return None,
        },
    };
    Some((character.to_string().into_bytes(), end + 1))
}

/// A text in which runs of base64 that say a text are put into words, broken lines put together.
fn without_base64(text: &str) -> String {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_=".contains(c);
    let mut joined = String::with_capacity(text.len());
    for line in text.replace("\\n", "\n").lines() {
        joined.push_str(line);
        // A full line of base64 goes on in the next one.
        if line.len() != LINE || !line.chars().all(is_base64) {
            joined.push('\n');
        }
    }
    let mut out = String::with_capacity(joined.len());
    let mut rest = joined.as_str();
    while let Some(start) = rest.find(is_base64) {
        let (before, run) = rest.split_at(start);
        let (run, behind) = run.split_at(run.find(|c| !is_base64(c)).unwrap_or(run.len()));
        out.push_str(before);
        out.push_str(&said(run).unwrap_or_else(|| run.to_owned()));
        rest = behind;
    }
    out + rest
}

/// What a run of base64 says, if that is a text.
fn said(run: &str) -> Option<String> {
    let body = run.trim_end_matches('=').as_bytes();
    if body.len() < RUN {
        return None;
    }
    let bytes = BASE64_NOPAD.decode(body).or_else(|_| BASE64URL_NOPAD.decode(body)).ok()?;
    String::from_utf8(bytes).ok().filter(|text| text.chars().all(|c| !c.is_control() || c.is_whitespace()))
}

#[test]
fn what_is_written_in_any_way_is_seen() {
    for text in [
        "ada@mail.example.org",
        r"ada\u0040mail.example.org",
        r"ada\\u0040mail\\u002eexample.org",
        "ada%40mail%2Eexample.org",
        "ada%2540mail%252eexample.org",
        "ada&#64;mail&#x2e;example.org",
        "ada&amp;commat;mail&period;example.org",
        "ada=40mail=2Eexample.org",
        "ada@mail.ex=\nample.org",
        "ａｄａ＠mail.example.org",
        "ada@ma\u{200B}il.exam\u{AD}ple.org",
        "body: YWRhQG1haWwuZXhhbXBsZS5vcmc=",
        "Tm90aGluZyBidXQgcHJvc2UsIHRpbGwgdGhlcmUgaXMgc29tZXRoaW5nOiBhZGFAbWFpbC5leGFt\ncGxlLm9yZywgYW5kIHNvIG9u",
    ] {
        assert!(skeletons(text).iter().any(|said| said.contains("adamailexampleorg")), "{text}: {:?}", skeletons(text));
    }
    assert!(skeletons("[EMAIL_ADDRESS] 50 % & more").iter().all(|said| said == "emailaddress50more"));
}
