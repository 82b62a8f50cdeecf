//! What the first bytes of a file tell.

use crate::format::fault::Fault;

/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A fault that makes reading on pointless.
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

/// The line without a byte order mark, if it has one.
pub(super) fn after_mark(first_line: &[u8]) -> Option<&[u8]> {
    first_line.strip_prefix(BYTE_ORDER_MARK)
}
