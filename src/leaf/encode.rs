//! Writes a text so that it may stand where a leaf or a disguised value stood.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::places::Layer;
use super::sequence;

/// Writes a text as a part of a leaf.
pub(super) fn within<'a>(layer: &Layer, text: &'a str) -> Cow<'a, str> {
    match layer {
        Layer::String | Layer::Key { .. } => json(text),
        Layer::Query { plus } => query(text, *plus),
        Layer::Cell { .. } if text.contains('"') => Cow::Owned(text.replace('"', "\"\"")),
        Layer::Cell { .. } | Layer::Number | Layer::Base64(_) => Cow::Borrowed(text),
    }
}

/// As part of a JSON string (RFC 8259, section 7).
fn json(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// As part of the value of a parameter in a query. What the URL standard (<https://url.spec.whatwg.org/#query-percent-encode-set>)
/// leaves alone stays, so that `[EMAIL_ADDRESS]` can be read; `&`, `+` and `%` mean something there.
pub(super) fn query(text: &str, plus: bool) -> Cow<'_, str> {
    let special = |byte: u8| {
        !(b'!'..=b'~').contains(&byte) || matches!(byte, b'"' | b'#' | b'%' | b'&' | b'+' | b'<' | b'>' | b'\'')
    };
    if !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        match byte {
            b' ' if plus => out.push('+'),
            _ if special(byte) => {
                let _ = write!(out, "%{byte:02X}");
            }
            _ => out.push(char::from(byte)),
        }
    }
    Cow::Owned(out)
}

/// How a value is written where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Disguise {
    references: bool,
    percent: bool,
    escapes: bool,
}

/// What a value says whose characters may be written as HTML references, percent-encoded or as Unicode escapes.
pub(super) fn reading(value: &str) -> (Cow<'_, str>, Disguise) {
    let mut disguise = Disguise::default();
    let bytes = value.as_bytes();
    if memchr::memchr3(b'&', b'%', b'\\', bytes).is_none() {
        return (Cow::Borrowed(value), disguise);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        let found = sequence::first(rest.as_bytes()).filter(|_| is_disguise(rest));
        match (found, first) {
            (Some(_), '&') => disguise.references = true,
            (Some(_), '%') => disguise.percent = true,
            (Some(_), _) => disguise.escapes = true,
            (None, _) => {}
        }
        let (character, len) = found.map_or((first, first.len_utf8()), |found| (found.character, found.len));
        out.push(character);
        rest = rest.get(len..).unwrap_or_default();
    }
    (Cow::Owned(out), disguise)
}

/// What a piece of text says, if its characters may be written as HTML references, percent-encoded or as Unicode escapes.
#[must_use]
pub fn says(written: &str) -> Cow<'_, str> {
    reading(written).0
}

/// A backslash before anything but a code may be one of a path or a password.
fn is_disguise(rest: &str) -> bool {
    rest.strip_prefix('\\').is_none_or(|rest| rest.trim_start_matches('\\').starts_with(['u', 'x']))
}

impl Disguise {
    /// Whether characters are percent-encoded.
    pub(super) fn is_percent(self) -> bool {
        self.percent
    }

    /// Writes a replacement so that it is read where the value was.
    pub(super) fn write(self, text: &str) -> Cow<'_, str> {
        let mut out = Cow::Borrowed(text);
        if self.escapes {
            out = Cow::Owned(json(&out).into_owned());
        }
        if self.references && out.contains(['&', '<', '>', '"', '\'']) {
            let escaped = out.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            out = Cow::Owned(escaped.replace('"', "&quot;").replace('\'', "&#39;"));
        }
        if self.percent {
            out = Cow::Owned(query(&out, false).into_owned());
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguised_values_are_read_and_written() {
        for (value, expected, replacement, written) in [
            ("ada&#64;example.com", "ada@example.com", "a & b", "a &amp; b"),
            ("ada%40example.com", "ada@example.com", "a b&c", "a%20b%26c"),
            ("ada\\u0040x", "ada@x", "a\"b", "a\\\"b"),
            ("C:\\new", "C:\\new", "a\"b", "a\"b"),
            ("plain", "plain", "a & b", "a & b"),
        ] {
            let (read, disguise) = reading(value);
            assert_eq!(read, expected);
            assert_eq!(disguise.write(replacement), written);
        }
    }

    #[test]
    fn queries_are_written() {
        assert_eq!(query("[EMAIL_ADDRESS]", false), "[EMAIL_ADDRESS]");
        assert_eq!(query("Adé L+", true), "Ad%C3%A9+L%2B");
    }
}
