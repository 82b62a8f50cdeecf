//! Base64 (RFC 4648): where it stands in a text, and what it says.

use super::written::{Bit, Written};
use crate::core::Span;

/// A run without a declaration is looked at if it has at least so many characters.
const SHORTEST: usize = 32;

/// So many bytes are tested together, one more than from one place to the next: every run of [`SHORTEST`] characters, two of which may
/// be padding, has all of them in it at one of the places.
const BLOCK: usize = SHORTEST / 2;
const STRIDE: usize = BLOCK - 1;

/// Runs of more characters are no text worth decoding: 64 MiB decoded.
const LONGEST: usize = 90 << 20;

/// How a piece of base64 is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Letters 62 and 63 are `-` and `_`.
    url: bool,
    /// It is filled up with `=`.
    padded: bool,
    /// Characters a line, 0 for no line ends.
    line: usize,
    /// The line end.
    newline: &'static str,
}

/// Decoded base64: its text, where each character came from, and how it was written.
pub(super) struct Decoded {
    pub(super) text: Written<'static>,
    pub(super) style: Style,
}

/// Decodes what stands in a span, white space apart. `None` if it is not base64, or not of a text.
pub(super) fn decode(source: &Written<'_>, span: Span) -> Option<Decoded> {
    let encoded = span.of(&source.text).filter(|encoded| encoded.len() <= LONGEST)?;
    let mut bytes = Vec::with_capacity(encoded.len() / 4 * 3);
    // Where the digit that each byte begins in stands, and the digit that it ends in.
    let mut places = Vec::with_capacity(encoded.len());
    let (mut group, mut style) = (0_u32, Style { url: false, padded: false, line: 0, newline: "\n" });
    let mut digits = 0;
    for (at, byte) in encoded.bytes().enumerate() {
        match byte {
            b'\r' | b'\n' => {
                if style.line == 0 {
                    style.line = at;
                    style.newline = if byte == b'\r' { "\r\n" } else { "\n" };
                }
                continue;
            }
            b'=' => {
                style.padded = true;
                continue;
            }
            _ if style.padded => return None,
            _ => {}
        }
        style.url |= matches!(byte, b'-' | b'_');
        group = (group << 6) | digit(byte)?;
        digits += 1;
        places.push(at);
        if digits % 4 != 1 {
            // The second, third and fourth digit of a group complete a byte each.
            let [byte, ..] = (group >> (6 - 2 * ((digits - 1) % 4))).to_le_bytes();
            bytes.push(byte);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    // One digit is no byte; the rest must fit the padding.
    if digits % 4 == 1 || !is_text(&text) {
        return None;
    }
    style.padded |= digits % 4 == 0;
    let origin = |start: usize, end: usize| {
        // Byte 3n+k begins in digit 4n+k and ends in digit 4n+k+1.
        let first = places.get(start / 3 * 4 + start % 3).copied().unwrap_or_default();
        let last = places.get((end - 1) / 3 * 4 + (end - 1) % 3 + 1).copied().unwrap_or_default();
        source.origin(Span::new(span.start + first, span.start + last + 1))
    };
    let bits = text.char_indices().map(|(start, character)| {
        let plain = Span::new(start, start + character.len_utf8());
        Bit { plain, origin: origin(plain.start, plain.end), same: false }
    });
    let bits = bits.collect();
    Some(Decoded { text: Written::new(text, bits), style })
}

/// Writes a text as base64.
pub(super) fn encode(text: &str, style: Style) -> String {
    const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let alphabet = if style.url { URL } else { STANDARD };
    let mut out = String::with_capacity(text.len() / 3 * 4 + 4);
    let mut column = 0;
    for chunk in text.as_bytes().chunks(3) {
        let group =
            chunk.iter().fold(0_usize, |group, byte| (group << 8) | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place > chunk.len() && !style.padded {
                continue;
            }
            if style.line > 0 && column == style.line {
                out.push_str(style.newline);
                column = 0;
            }
            let letter = alphabet.get((group >> (18 - 6 * place)) & 63).copied().unwrap_or_default();
            out.push(if place > chunk.len() { '=' } else { char::from(letter) });
            column += 1;
        }
    }
    out
}

/// Where the bytes of a span stand in what [`encode`] writes.
pub(super) fn place(span: Span, style: Style) -> Span {
    let digit = |byte: usize| byte / 3 * 4 + byte % 3;
    let shown = |digit: usize| digit + digit.checked_div(style.line).unwrap_or(0) * style.newline.len();
    let last = span.end.checked_sub(1).map_or(0, |last| shown(digit(last) + 1) + 1);
    Span::new(shown(digit(span.start)), last.max(shown(digit(span.start))))
}

/// Runs of letters of base64 that stand in a text without being declared, longest first met.
pub(super) fn runs(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let next = |at: usize| bytes.get(at..)?.windows(BLOCK).step_by(STRIDE).position(all_digits);
    while let Some(steps) = next(at) {
        at += steps * STRIDE;
        let before = bytes.get(..at).unwrap_or_default();
        let start = before.iter().rposition(|byte| digit(*byte).is_none()).map_or(0, |other| other + 1);
        let rest = bytes.get(at..).unwrap_or_default();
        let mut end = at + rest.iter().position(|byte| digit(*byte).is_none()).unwrap_or(rest.len());
        let padding = bytes.get(end..).unwrap_or_default().iter().take(2).take_while(|byte| **byte == b'=').count();
        end += padding;
        if padding == 0 && matches!(start.checked_sub(1).and_then(|at| bytes.get(at)), None | Some(b'\n')) {
            end = wrapped(bytes, start, end);
        }
        if end - start >= SHORTEST {
            found.push(Span::new(start, end));
        }
        at = end;
    }
    found
}

/// Where base64 ends whose first line has this span: lines of the same length follow it, and one that may be shorter.
fn wrapped(bytes: &[u8], start: usize, mut end: usize) -> usize {
    let width = end - start;
    if width < SHORTEST || !width.is_multiple_of(4) {
        return end;
    }
    loop {
        let rest = bytes.get(end..).unwrap_or_default();
        let Some(line) = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")) else { return end };
        let digits = line.iter().take(width + 1).take_while(|byte| digit(**byte).is_some()).count();
        let padding = line.iter().skip(digits).take(2).take_while(|byte| **byte == b'=').count();
        let len = digits + padding;
        if digits == 0 || len > width || !matches!(line.get(len), None | Some(b'\r' | b'\n')) {
            return end;
        }
        end += rest.len() - line.len() + len;
        if digits < width {
            return end;
        }
    }
}

/// The ways to read a run, best first: as a whole; where it has several lines, without the last, which may be a word; each line
/// for itself.
pub(super) fn parts(text: &str, span: Span) -> Vec<Vec<Span>> {
    let mut lines = Vec::new();
    let mut at = span.start;
    for line in span.of(text).unwrap_or_default().split('\n') {
        lines.push(Span::new(at, at + line.trim_end_matches('\r').len()));
        at += line.len() + 1;
    }
    let mut ways = vec![vec![span]];
    if let [.., before, _] = lines.as_slice() {
        ways.push(vec![Span::new(span.start, before.end)]);
        lines.retain(|line| line.len() >= SHORTEST);
        ways.push(lines);
    }
    ways
}

/// Whether every byte is a letter of base64. Without branches it becomes vector instructions; words of prose are shorter than a block.
#[allow(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions")]
fn all_digits(block: &[u8]) -> bool {
    let is_digit = |byte: u8| {
        let small = (byte | 0x20).wrapping_sub(b'a') < 26;
        let figure = byte.wrapping_sub(b'0') < 10;
        small | figure | (byte == b'+') | (byte == b'-') | (byte == b'/') | (byte == b'_')
    };
    block.first_chunk::<BLOCK>().is_some_and(|block| block.iter().fold(true, |all, byte| all & is_digit(*byte)))
}

fn digit(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// Whether decoded bytes are something a person would read: no control characters but white space.
fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(|c| c.is_control() && !c.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(encoded: &str) -> Option<Decoded> {
        decode(&Written::outermost(encoded), Span::new(0, encoded.len()))
    }

    #[test]
    fn published_vectors() {
        // RFC 4648, section 10.
        for (text, encoded) in [
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let found = decoded(encoded).unwrap();
            assert_eq!(found.text.text, text);
            assert_eq!(encode(text, found.style), encoded);
        }
    }

    #[test]
    fn what_is_no_text_is_left() {
        for encoded in ["Z", "AAAA", "Zm9v!", "Zg==Zg==", "/////w==", "ICAg"] {
            assert!(decoded(encoded).is_none(), "{encoded}");
        }
    }

    #[test]
    fn runs_are_found_wherever_they_begin() {
        let runs_of = ["QWRhIExvdmVsYWNlLCBhZGFAZXhhbXBsZS5jb20=", "QWRhIExvdmVsYWNlLCBvZiBMb25kbw=="];
        for (run, before) in runs_of.iter().flat_map(|run| (0..40).map(move |before| (run, before))) {
            let text = format!("{}{run} words after it", "a b ".repeat(before).get(..before).unwrap());
            let start = if before > 0 && !text.get(..before).unwrap().ends_with(' ') { before - 1 } else { before };
            assert_eq!(runs(&text), [Span::new(start, before + run.len())], "{text}");
        }
        assert!(runs(&"Plain prose with internationalisation in it, and more. ".repeat(20)).is_empty());
    }

    #[test]
    fn wrapped_lines_are_one_run() {
        let text = "Ada Lovelace, of London, writes letters to people and keeps copies of them for herself.";
        let style = Style { url: false, padded: true, line: 40, newline: "\r\n" };
        let encoded = encode(text, style);
        let whole = format!("a b\n{encoded}\r\nand more");
        assert_eq!(runs(&whole), [Span::new(4, 4 + encoded.len())]);
        assert_eq!(parts(&whole, Span::new(4, 4 + encoded.len())).len(), 3);
        assert_eq!(runs(&format!("x {encoded}")).len(), 2, "the first line is no whole line");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_and_places_agree(text in "[a-z é€😀]{1,60}x", url: bool, padded: bool, line in 0usize..30, cut in 0usize..60) {
            let style = Style { url, padded, line, newline: "\r\n" };
            let encoded = encode(&text, style);
            let found = decoded(&encoded).unwrap();
            prop_assert_eq!(&found.text.text, &text);
            let start = text.char_indices().map(|(at, _)| at).nth(cut % text.chars().count()).unwrap();
            let span = Span::new(start, text.len());
            prop_assert_eq!(found.text.origin(span), place(span, style));
        }
    }
}
