//! What the beginning of a file tells of its kind.

use crate::format::fault::{Delimiter, Fault, OtherKind};

/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How far is looked for what no text holds.
const HEAD_BYTES: usize = 512;

/// A fault that makes reading on pointless, whatever text the file should hold.
pub(super) fn stops(first_line: &[u8]) -> Option<Fault> {
    const MAGIC: [(&[u8], Fault); 5] = [
        // RFC 1952, RFC 8878 and the ZIP specification, in this order.
        (b"\x1f\x8b", Fault::Compressed("gzip")),
        (b"\x28\xb5\x2f\xfd", Fault::Compressed("zstd")),
        (b"PK\x03\x04", Fault::Compressed("zip")),
        (b"\xff\xfe", Fault::Utf16),
        (b"\xfe\xff", Fault::Utf16),
    ];
    // A text may begin like an archive; an archive is no text.
    if std::str::from_utf8(first_line).is_ok() {
        return None;
    }
    MAGIC.into_iter().find(|(magic, _)| first_line.starts_with(magic)).map(|(_, fault)| fault)
}

/// Formats whose first bytes could pass for text, and bytes that no JSON begins with. A plain text may hold any character.
pub(super) fn no_lines(first_line: &[u8]) -> Option<Fault> {
    let head = first_line.get(..HEAD_BYTES).unwrap_or(first_line);
    match head {
        // <https://parquet.apache.org/docs/file-format/>: then comes the header of a page, which no text begins with.
        [b'P', b'A', b'R', b'1', next, ..] if next.is_ascii_control() => Some(Fault::OtherKind(OtherKind::Parquet)),
        // <https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format>
        [b'A', b'R', b'R', b'O', b'W', b'1', 0, ..] => Some(Fault::OtherKind(OtherKind::Arrow)),
        // No byte order mark, and every other byte of ASCII is null.
        [first, 0, second, 0, ..] | [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(Fault::Utf16),
        // ISO/IEC 15948 and ISO 32000-1.
        [0x89, b'P', b'N', b'G', ..] | [b'%', b'P', b'D', b'F', b'-', ..] => Some(Fault::OtherKind(OtherKind::Binary)),
        // A null in a text that begins as text is told where it stands.
        [first, ..] if !(first.is_ascii_graphic() || first.is_ascii_whitespace()) && head.contains(&0) => {
            let known = [&b"\x1f\x8b"[..], b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"\xfe\xff"];
            (!known.iter().any(|magic| head.starts_with(magic))).then_some(Fault::OtherKind(OtherKind::Binary))
        }
        _ => None,
    }
}

/// What else than JSON the first line of a file begins, where that is plain: the rest would be one long list of the same
/// error. `known` tells whether a word is a key of a record.
pub(super) fn no_json(first_line: &str, known: &dyn Fn(&str) -> bool) -> Option<Fault> {
    let line = first_line.trim();
    if line.starts_with('<') {
        return Some(Fault::OtherKind(OtherKind::Markup));
    }
    if line.starts_with(['{', '[']) {
        return None;
    }
    let delimiters = [(',', Delimiter::Comma), (';', Delimiter::Semicolon), ('\t', Delimiter::Tab)];
    let header = |delimiter| {
        let mut cells = line.split(delimiter).map(|cell| cell.trim().trim_matches('"'));
        line.contains(delimiter) && cells.any(known)
    };
    let (_, delimiter) = delimiters.into_iter().find(|(delimiter, _)| header(*delimiter))?;
    Some(Fault::OtherKind(OtherKind::Table(delimiter)))
}

/// The line without a byte order mark, if it has one.
pub(super) fn after_mark(first_line: &[u8]) -> Option<&[u8]> {
    first_line.strip_prefix(BYTE_ORDER_MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_beginning() {
        let kind = |kind| Some(Fault::OtherKind(kind));
        let cases: [(&[u8], Option<Fault>); 12] = [
            (b"{\"prompt\":1}", None),
            (b"PAR1 is a mark of parquet", None),
            (b"PAR1\x15\x04\x15", kind(OtherKind::Parquet)),
            (b"ARROW1\0\0\xff", kind(OtherKind::Arrow)),
            (b"{\0\"\0", Some(Fault::Utf16)),
            (b"\0{\0\"", Some(Fault::Utf16)),
            (b"\xff\xfe{\0", Some(Fault::Utf16)),
            (b"\x89PNG\r", kind(OtherKind::Binary)),
            (b"\x1f\x8b\x08\0", Some(Fault::Compressed("gzip"))),
            (b"\x28\xb5\x2f\xfd\0", Some(Fault::Compressed("zstd"))),
            (b"{\"a\0\"}", None),
            (b"", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(no_lines(bytes).or_else(|| stops(bytes)), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_table_is_told_by_a_header_that_names_a_key() {
        let known = |word: &str| word == "prompt";
        let table = |delimiter| Some(Fault::OtherKind(OtherKind::Table(delimiter)));
        for (line, expected) in [
            ("prompt,completion", table(Delimiter::Comma)),
            ("\"id\";\"prompt\"", table(Delimiter::Semicolon)),
            ("id\tprompt\r", table(Delimiter::Tab)),
            ("prompt", None),
            ("name, address", None),
            ("{\"prompt\",", None),
            ("<records>", Some(Fault::OtherKind(OtherKind::Markup))),
        ] {
            assert_eq!(no_json(line, &known), expected, "{line}");
        }
    }
}
