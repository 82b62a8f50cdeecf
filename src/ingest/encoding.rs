//! Which encoding a file is in: what its source declares, unless the file's first bytes say otherwise.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

pub(super) const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// How many first bytes are looked at for the order of bytes.
const LOOKED_AT: usize = 1 << 10;

/// The encoding that a source declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextEncoding {
    pub(super) encoding: &'static Encoding,
    /// Whether the label leaves the order of bytes to the file's mark, as `utf-16` does; without a mark it is `encoding`.
    pub(super) by_mark: bool,
}

impl TextEncoding {
    /// `label` is the one that names `encoding`.
    pub(super) fn new(encoding: &'static Encoding, label: &str) -> Self {
        let ordered = label.trim().to_ascii_lowercase().ends_with("le");
        Self { encoding, by_mark: encoding == UTF_16LE && !ordered }
    }

    /// The encoding of a file that begins with `head`, or the other one that its first bytes tell it is in. Decoding such a file as
    /// declared would often succeed, with text in which nothing can be found.
    pub(super) fn of(self, head: &[u8]) -> Result<&'static Encoding, &'static Encoding> {
        let declared = self.encoding;
        match Encoding::for_bom(head).map(|(marked, _)| marked) {
            Some(marked) if marked == declared || self.by_mark && marked == UTF_16BE => Ok(marked),
            Some(marked) => Err(marked),
            None if declared == UTF_16LE || declared == UTF_16BE => unmarked(declared, head),
            None => Ok(declared),
        }
    }
}

/// UTF-16 without a mark, which may be of the other order, or UTF-8.
fn unmarked(declared: &'static Encoding, head: &[u8]) -> Result<&'static Encoding, &'static Encoding> {
    let head = head.get(..LOOKED_AT).unwrap_or(head);
    let utf8 = std::str::from_utf8(head).map_or_else(|fault| fault.error_len().is_none(), |_| true);
    // Text of letters whose both bytes are ASCII, or together UTF-8, is not to be expected in any language.
    if utf8 && !head.is_empty() && !head.contains(&0) {
        return Err(UTF_8);
    }
    let (other, order): (_, fn([u8; 2]) -> u16) =
        if declared == UTF_16LE { (UTF_16BE, u16::from_le_bytes) } else { (UTF_16LE, u16::from_be_bytes) };
    let (mut units, mut high_only, mut spaces, mut turned_spaces) = (0, 0, 0, 0);
    for unit in head.as_chunks::<2>().0.iter().map(|unit| order(*unit)) {
        units += 1;
        high_only += u32::from(unit.to_le_bytes().first() == Some(&0));
        spaces += u32::from(matches!(unit, 0x20 | 0x0a | 0x0d));
        turned_spaces += u32::from(matches!(unit.swap_bytes(), 0x20 | 0x0a | 0x0d));
    }
    // Turned round, a space is a rare one (U+2000) and a line end is no character. Text that has neither is known by its ASCII.
    if turned_spaces > spaces || spaces == 0 && high_only > units / 2 { Err(other) } else { Ok(declared) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_whether_the_mark_decides() {
        for (label, by_mark) in
            [("utf-16", true), (" UTF-16 ", true), ("utf-16le", false), ("UTF-16LE", false), ("ucs-2", true)]
        {
            assert_eq!(TextEncoding::new(UTF_16LE, label).by_mark, by_mark, "{label}");
        }
        assert!(!TextEncoding::new(UTF_16BE, "utf-16be").by_mark);
    }
}
