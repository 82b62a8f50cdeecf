//! A text that may have been written inside another one, and where each of its bytes came from.

use std::borrow::Cow;

use memchr::memchr;

use crate::core::Span;

/// Bytes of a text and the bytes of the outermost text that they came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bit {
    pub(super) plain: Span,
    pub(super) origin: Span,
    /// Whether the two are the same, byte by byte.
    pub(super) same: bool,
}

/// A text and where it came from. Its `Debug` is left out: it is record text.
#[derive(Clone)]
pub(super) struct Written<'t> {
    pub(super) text: Cow<'t, str>,
    bits: Vec<Bit>,
}

/// A sequence that stands for a character: where it begins, how long it is, the character.
pub(super) type Sequence = (usize, usize, char);

impl<'t> Written<'t> {
    /// The outermost text.
    pub(super) fn outermost(text: &'t str) -> Self {
        let whole = Span::new(0, text.len());
        Self { text: Cow::Borrowed(text), bits: vec![Bit { plain: whole, origin: whole, same: true }] }
    }

    /// A text with its origins.
    pub(super) fn new(text: String, bits: Vec<Bit>) -> Self {
        Self { text: Cow::Owned(text), bits }
    }

    pub(super) fn bits(&self) -> &[Bit] {
        &self.bits
    }

    /// Calls `each` with the parts of a span and their origins, in order.
    pub(super) fn origins(&self, span: Span, mut each: impl FnMut(Bit)) {
        let first = self.bits.partition_point(|bit| bit.plain.end <= span.start);
        for bit in self.bits.iter().skip(first).take_while(|bit| bit.plain.start < span.end) {
            let plain = Span::new(bit.plain.start.max(span.start), bit.plain.end.min(span.end));
            let before = plain.start - bit.plain.start;
            let origin = if bit.same {
                Span::new(bit.origin.start + before, bit.origin.start + before + plain.len())
            } else {
                bit.origin
            };
            each(Bit { plain, origin, same: bit.same });
        }
    }

    /// Where a span came from, as a whole.
    pub(super) fn origin(&self, span: Span) -> Span {
        let mut whole: Option<Span> = None;
        self.origins(span, |bit| {
            whole = Some(whole.map_or(bit.origin, |whole| Span::new(whole.start, whole.end.max(bit.origin.end))));
        });
        // Of an empty span, the place at which it stands.
        whole.unwrap_or_else(|| {
            let place = self.bits.partition_point(|bit| bit.plain.end < span.start);
            let bit = self.bits.get(place).copied();
            let at = bit.map_or(0, |bit| bit.origin.start + span.start.saturating_sub(bit.plain.start));
            Span::new(at, at)
        })
    }

    /// A part of the text as a text of its own, with the sequences that `next` finds decoded. `next` gets the rest of the part.
    pub(super) fn decoded(&self, span: Span, next: impl Fn(&str) -> Option<Sequence>) -> Written<'static> {
        let source = span.of(&self.text).unwrap_or_default();
        let mut part = Written { text: Cow::Owned(String::with_capacity(source.len())), bits: Vec::new() };
        let mut at = 0;
        while let Some((offset, len, character)) = source.get(at..).and_then(&next) {
            part.keep(self, span.start, Span::new(at, at + offset));
            let start = part.text.len();
            part.text.to_mut().push(character);
            let from = span.start + at + offset;
            let origin = self.origin(Span::new(from, from + len));
            part.bits.push(Bit { plain: Span::new(start, part.text.len()), origin, same: false });
            at += offset + len;
        }
        part.keep(self, span.start, Span::new(at, source.len()));
        part
    }

    /// Adds a part of another text as it is; `base` is where `part` counts from.
    fn keep(&mut self, other: &Written<'_>, base: usize, part: Span) {
        let part = Span::new(base + part.start, base + part.end);
        let shift = self.text.len();
        self.text.to_mut().push_str(part.of(&other.text).unwrap_or_default());
        other.origins(part, |bit| {
            let plain = Span::new(bit.plain.start - part.start + shift, bit.plain.end - part.start + shift);
            self.bits.push(Bit { plain, ..bit });
        });
    }
}

/// The next escape of a JSON string. Half of a surrogate pair stands for no character and becomes U+FFFD.
pub(super) fn json_escape(rest: &str) -> Option<Sequence> {
    let at = memchr(b'\\', rest.as_bytes())?;
    let tail = rest.get(at + 1..)?;
    let character = match tail.bytes().next()? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'u' => return unicode(tail).map(|(len, character)| (at, len, character)),
        other => char::from(other),
    };
    Some((at, 2, character))
}

/// The character of `uXXXX`, and the length of the escape with its backslash.
fn unicode(tail: &str) -> Option<(usize, char)> {
    let unit = |text: Option<&str>| u16::from_str_radix(text?, 16).ok();
    let high = unit(tail.get(1..5))?;
    if let Some(character) = char::from_u32(u32::from(high)) {
        return Some((6, character));
    }
    let low = tail.get(5..7).filter(|escape| *escape == "\\u").and_then(|_| unit(tail.get(7..11)));
    let pair = low.and_then(|low| char::decode_utf16([high, low]).next()?.ok());
    Some(pair.map_or((6, char::REPLACEMENT_CHARACTER), |character| (12, character)))
}

/// The next quote that is written twice in a quoted CSV cell.
pub(super) fn doubled_quote(rest: &str) -> Option<Sequence> {
    Some((rest.find("\"\"")?, 2, '"'))
}

/// The next percent-encoded character, of as many bytes as it has, or `+` for a space.
pub(super) fn percent(rest: &str) -> Option<Sequence> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| matches!(byte, b'%' | b'+'))?;
        if bytes.get(at) == Some(&b'+') {
            return Some((at, 1, ' '));
        }
        if let Some((len, character)) = bytes.get(at..).and_then(percent_character) {
            return Some((at, len, character));
        }
        at += 1;
    }
}

fn percent_character(bytes: &[u8]) -> Option<(usize, char)> {
    let mut encoded = [0; 4];
    let mut triples = bytes.chunks_exact(3);
    for count in 1..=4 {
        let [b'%', high, low] = triples.next()? else { return None };
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        let value = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
        *encoded.get_mut(count - 1)? = value;
        if let Some(character) = encoded.get(..count).and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next())
        {
            return Some((count * 3, character));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_within_a_text_leads_back() {
        let text = r#"x "a\u00e9\\n\ud83d\ude00z" y"#;
        let outer = Written::outermost(text);
        let inner = outer.decoded(Span::new(3, text.len() - 3), json_escape);
        assert_eq!(inner.text, "aé\\n😀z");
        let origin = |part: &str| {
            let at = inner.text.find(part).unwrap();
            inner.origin(Span::new(at, at + part.len())).of(text).unwrap()
        };
        assert_eq!(origin("é"), "\\u00e9");
        assert_eq!(origin("😀z"), "\\ud83d\\ude00z");
        let twice = inner.decoded(Span::new(0, inner.text.len()), json_escape);
        assert_eq!(twice.text, "aé\n😀z");
        assert_eq!(twice.origin(Span::new(3, 4)).of(text), Some("\\\\n"));
        assert_eq!(twice.origin(Span::new(0, twice.text.len())), Span::new(3, text.len() - 3));
    }

    #[test]
    fn queries_are_read() {
        let text = "Ad%C3%A9+L%20x%zz%e2%82%ac%C3";
        let query = Written::outermost(text).decoded(Span::new(0, text.len()), percent);
        assert_eq!(query.text, "Adé L x%zz€%C3");
    }
}
