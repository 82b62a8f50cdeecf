//! Documents as plain text: each document is followed by a line that holds U+001E alone, the record separator of ASCII
//! (RFC 20). So a document may hold blank lines, Markdown rules and anything else, and keeps its last line break.
//!
//! The bytes of a document are those of its text, then `\n`, then `U+001E \n`. A document that holds U+001E itself is
//! refused, and one that begins with U+FEFF, which at the start of a file is a byte order mark. A file without any
//! separator is one document.

use super::Error;
use super::fault::Fault;
use crate::core::Reason;

/// The separator, alone in its line.
pub const SEPARATOR: char = '\u{1e}';

const SEPARATOR_LINE: &[u8] = b"\n\x1e\n";

/// Appends a document and its separator. Returns the number of lines.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<usize, Error> {
    match fault(text) {
        None => {}
        Some(Fault::SeparatorInText) => return Err(Error::Refused(Reason::ReservedString)),
        Some(_) => return Err(Error::Refused(Reason::NotRepresentable)),
    }
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(SEPARATOR_LINE);
    Ok(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 2)
}

/// The document of what [`encode`] wrote for it. `None` when it does not end in a separator, or could not have been written.
pub(super) fn parse(written: &str) -> Option<&str> {
    written.strip_suffix("\n\u{1e}\n").filter(|text| fault(text).is_none())
}

/// Why a text cannot be a document.
pub(super) fn fault(text: &str) -> Option<Fault> {
    if text.contains(SEPARATOR) {
        Some(Fault::SeparatorInText)
    } else {
        text.starts_with('\u{feff}').then_some(Fault::ByteOrderMark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_keep_their_last_line_break() {
        for text in ["a", "a\n", "a\n\n\nb", "", "\r\n"] {
            let mut out = Vec::new();
            let lines = encode(text, &mut out).unwrap();
            assert_eq!(memchr::memchr_iter(b'\n', &out).count(), lines, "{text:?}");
            assert_eq!(parse(std::str::from_utf8(&out).unwrap()), Some(text));
        }
        assert!(encode("a\n\u{1e}\nb", &mut Vec::new()).is_err());
        assert!(encode("\u{feff}a", &mut Vec::new()).is_err());
        assert!(encode("a\u{feff}", &mut Vec::new()).is_ok());
    }
}
