//! The text of a file as a stream of UTF-8 bytes, byte order mark removed.

use std::sync::Arc;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use super::Error;
use super::encoding::{TextEncoding, UTF8_MARK};
use crate::store::{FileDigest, Reader};

/// A file's content, decoded where its encoding is not UTF-8. Whether UTF-8 is valid is for the records to say, so that one
/// bad byte costs one record.
pub(super) struct Input {
    file: Arc<str>,
    reader: Reader,
    /// Text that was looked at to tell the format, still to be handed out.
    head: Vec<u8>,
    transcoder: Option<Transcoder>,
    mark: u64,
}

impl Input {
    /// `head` is what was already read from `reader`. A file that says of itself that it is in another encoding is refused.
    pub(super) fn new(
        file: Arc<str>,
        reader: Reader,
        mut head: Vec<u8>,
        declared: TextEncoding,
    ) -> Result<Self, Error> {
        let encoding = declared.of(&head).map_err(|found| Error::OtherEncoding {
            file: Arc::clone(&file),
            encoding: found.name(),
            label: found.name().to_ascii_lowercase(),
        })?;
        let (mut mark, mut transcoder) = (0, None);
        if encoding == UTF_8 {
            if head.starts_with(UTF8_MARK) {
                head.drain(..UTF8_MARK.len());
                mark = UTF8_MARK.len() as u64;
            }
        } else {
            let mut opened = Transcoder::new(encoding);
            let mut decoded = Vec::new();
            opened.decode(&file, &head, &mut decoded)?;
            head = decoded;
            transcoder = Some(opened);
        }
        Ok(Self { file, reader, head, transcoder, mark })
    }

    /// The beginning of the text. Empty once something was read.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Length of the byte order mark that was removed.
    pub(super) fn mark_bytes(&self) -> u64 {
        self.mark
    }

    pub(super) fn stored_bytes_read(&self) -> u64 {
        self.reader.stored_bytes_read()
    }

    pub(super) fn digest(&self) -> Option<FileDigest> {
        self.reader.digest()
    }

    /// Appends about `want` bytes of text to `out`; nothing only at the end.
    pub(super) fn fill(&mut self, out: &mut Vec<u8>, want: usize) -> Result<usize, Error> {
        let before = out.len();
        if !self.head.is_empty() {
            if self.head.len() <= want {
                out.append(&mut self.head);
            } else {
                out.extend(self.head.drain(..want));
            }
            return Ok(out.len() - before);
        }
        let Some(transcoder) = &mut self.transcoder else { return Ok(self.reader.fill(out, want)?) };
        loop {
            let mut raw = std::mem::take(&mut transcoder.raw);
            raw.clear();
            let read = self.reader.fill(&mut raw, want)?;
            transcoder.decode(&self.file, &raw, out)?;
            transcoder.raw = raw;
            // A few bytes may be held back as the beginning of a character: that is not the end.
            if out.len() > before || read == 0 {
                return Ok(out.len() - before);
            }
        }
    }
}

/// A streaming decoder to UTF-8 for which every malformed sequence is an error.
struct Transcoder {
    decoder: Decoder,
    encoding: &'static Encoding,
    raw: Vec<u8>,
    text: String,
    taken: u64,
    ended: bool,
}

impl Transcoder {
    fn new(encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { decoder, encoding, raw: Vec::new(), text: String::new(), taken: 0, ended: false }
    }

    /// Decodes `raw`; an empty one is the end of the file.
    fn decode(&mut self, file: &Arc<str>, raw: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        if std::mem::replace(&mut self.ended, raw.is_empty()) && raw.is_empty() {
            return Ok(());
        }
        let mut rest = raw;
        loop {
            self.text.clear();
            let room = self.decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len());
            self.text.reserve(room.max(16));
            let (result, read) =
                self.decoder.decode_to_string_without_replacement(rest, &mut self.text, raw.is_empty());
            self.taken += read as u64;
            rest = rest.get(read..).unwrap_or_default();
            out.extend_from_slice(self.text.as_bytes());
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    let encoding = self.encoding.name();
                    return Err(Error::Encoding { file: Arc::clone(file), encoding, byte: self.taken });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_JP, UTF_16BE, UTF_16LE, WINDOWS_1252};

    use super::*;
    use crate::store::{self, UnpackLimits};

    fn read(stored: &[u8], encoding: &'static Encoding, head: usize, want: usize) -> Result<Vec<u8>, Error> {
        read_as(stored, TextEncoding { encoding, by_mark: false }, head, want)
    }

    fn read_as(stored: &[u8], encoding: TextEncoding, head: usize, want: usize) -> Result<Vec<u8>, Error> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("f"), stored).unwrap();
        let file = store::expand(folder.path(), "f").unwrap().remove(0);
        let mut reader = store::open(&file, UnpackLimits { max_bytes: 1 << 40, max_ratio: 1000 }).unwrap();
        let mut first = Vec::new();
        reader.fill(&mut first, head).unwrap();
        let mut input = Input::new(file.name, reader, first, encoding)?;
        let mut out = Vec::new();
        while input.fill(&mut out, want)? > 0 {}
        assert_eq!(input.digest().unwrap().bytes, stored.len() as u64);
        Ok(out)
    }

    #[test]
    fn marks_are_removed_and_encodings_decoded() {
        let utf16: Vec<u8> = "\u{feff}añ😀z".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], &'static Encoding, &[u8]); 6] = [
            (b"\xef\xbb\xbfa\xc3\xb1", UTF_8, b"a\xc3\xb1"),
            (b"plain \xff not checked here", UTF_8, b"plain \xff not checked here"),
            (b"a\xf1", WINDOWS_1252, b"a\xc3\xb1"),
            (&utf16, UTF_16LE, "añ😀z".as_bytes()),
            (b"\xc6\xfc", EUC_JP, "日".as_bytes()),
            (b"", UTF_16LE, b""),
        ];
        for (stored, encoding, expected) in cases {
            for want in [1, 2, 3, 1000] {
                for head in [4, 1000] {
                    assert_eq!(read(stored, encoding, head, want).unwrap(), expected, "{encoding:?} {want}");
                }
            }
        }
    }

    #[test]
    fn the_wrong_encoding_is_an_error() {
        for cut in [&b"ab\xc6"[..], b"ab\xc6\x20"] {
            let error = read(cut, EUC_JP, 1, 1).unwrap_err();
            assert!(matches!(error, Error::Encoding { encoding: "EUC-JP", byte: 3 | 4, .. }), "{error}");
        }
        assert!(matches!(read(b"a\0b", UTF_16LE, 100, 9), Err(Error::Encoding { .. })));
    }

    #[test]
    fn a_mark_of_another_encoding_is_refused_or_followed() {
        let units = |mark: &str| format!("{mark}mail ada@example.org\n").encode_utf16().collect::<Vec<_>>();
        let le = |mark| units(mark).into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let be = |mark| units(mark).into_iter().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        let utf8 = |mark| format!("{mark}mail ada@example.org\n").into_bytes();
        let marked = [(le("\u{feff}"), UTF_16LE), (be("\u{feff}"), UTF_16BE), (utf8("\u{feff}"), UTF_8)];
        for (stored, own) in &marked {
            for declared in [UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1252] {
                match read(stored, declared, 1000, 1000) {
                    Ok(text) if declared == *own => assert_eq!(text, b"mail ada@example.org\n"),
                    Err(Error::OtherEncoding { encoding, .. }) if declared != *own => assert_eq!(encoding, own.name()),
                    other => panic!("{} as {}: {other:?}", own.name(), declared.name()),
                }
            }
            let either = read_as(stored, TextEncoding { encoding: UTF_16LE, by_mark: true }, 1000, 1000);
            assert_eq!(either.is_ok(), *own != UTF_8);
        }
        for (stored, own) in [(le(""), UTF_16LE), (be(""), UTF_16BE), (utf8(""), UTF_8)] {
            for declared in [UTF_16LE, UTF_16BE] {
                assert_eq!(read(&stored, declared, 1000, 1000).is_ok(), declared == own, "{}", own.name());
            }
        }
        for text in ["一二三，一个人。\n一", "да нет\n", "𝒳\u{2000}a b c"] {
            let stored: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(read(&stored, UTF_16LE, 1000, 1000).unwrap(), text.as_bytes());
            let turned: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert!(read(&turned, UTF_16LE, 1000, 1000).is_err(), "{text}");
        }
    }
}
