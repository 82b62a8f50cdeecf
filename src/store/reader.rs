//! Reading one file: hashed as stored, unpacked with caps.

use std::fs::File;
use std::io::{self, BufReader, Chain, Cursor, Read};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;

use super::digest::Digesting;
use super::{Compression, Error, FileDigest, FileRef};

/// The unpack ratio is not looked at before this many bytes: small files of repeated text are no bombs.
const RATIO_FREE_BYTES: u64 = 64 << 20;

/// Most bytes that are reserved at once for what is still to be read.
const MOST_RESERVED: usize = 4 << 20;

/// Size of the buffer between a file and its decoder.
const BUFFER_BYTES: usize = 128 << 10;

/// How much a compressed file may unpack to. Files that are not compressed have no such limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnpackLimits {
    /// Bytes.
    pub max_bytes: u64,
    /// Multiple of the stored size, looked at past the first 64 MiB.
    pub max_ratio: u64,
}

impl UnpackLimits {
    /// Whether a file of so many stored bytes may unpack to so many.
    ///
    /// # Errors
    /// If it may not: the limit that it is over.
    pub fn check(&self, file: &Arc<str>, unpacked: u64, stored: u64) -> Result<(), Error> {
        if unpacked > self.max_bytes {
            return Err(Error::UnpacksTooLarge { file: Arc::clone(file), limit: self.max_bytes });
        }
        if unpacked > RATIO_FREE_BYTES && unpacked > stored.saturating_mul(self.max_ratio) {
            return Err(Error::UnpackRatio { file: Arc::clone(file), limit: self.max_ratio });
        }
        Ok(())
    }
}

type Stored = Chain<Cursor<Vec<u8>>, Digesting<Box<dyn Read + Send>>>;

enum Layer {
    Plain(Box<Stored>),
    Gzip(Box<MultiGzDecoder<BufReader<Stored>>>),
    Zstd(Box<zstd::Decoder<'static, BufReader<Stored>>>),
}

/// The unpacked content of one file as a stream.
pub struct Reader {
    file: Arc<str>,
    layer: Layer,
    compression: Compression,
    stored_size: u64,
    limits: UnpackLimits,
    unpacked: u64,
    ended: bool,
}

/// Opens a file. Its compression is told from its first bytes.
pub fn open(file: &FileRef, limits: UnpackLimits) -> Result<Reader, Error> {
    let source: Box<dyn Read + Send> = if file.is_stdin() {
        Box::new(io::stdin())
    } else {
        let opened = File::open(&file.path);
        Box::new(opened.map_err(|source| Error::Open { path: file.path.clone(), source })?)
    };
    Reader::new(Arc::clone(&file.name), source, file.bytes.unwrap_or(0), limits)
}

impl Reader {
    fn new(file: Arc<str>, source: Box<dyn Read + Send>, size: u64, limits: UnpackLimits) -> Result<Self, Error> {
        let mut stored = Digesting::new(source);
        let mut head = Vec::with_capacity(Compression::MAGIC_BYTES);
        let peeked = (&mut stored).take(Compression::MAGIC_BYTES as u64).read_to_end(&mut head);
        peeked.map_err(|source| Error::Read { file: Arc::clone(&file), byte: stored.stored_bytes(), source })?;
        let compression = Compression::detect(&head);
        let stored = Cursor::new(head).chain(stored);
        let layer = match compression {
            Compression::None => Layer::Plain(Box::new(stored)),
            Compression::Gzip => {
                Layer::Gzip(Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, stored))))
            }
            Compression::Zstd => {
                let decoder = zstd::Decoder::with_buffer(BufReader::with_capacity(BUFFER_BYTES, stored));
                let decoder = decoder.and_then(|mut decoder| {
                    decoder.window_log_max(Compression::ZSTD_WINDOW_LOG)?;
                    Ok(decoder)
                });
                Layer::Zstd(Box::new(decoder.map_err(|source| Error::Read {
                    file: Arc::clone(&file),
                    byte: 0,
                    source,
                })?))
            }
        };
        Ok(Self { file, layer, compression, stored_size: size, limits, unpacked: 0, ended: false })
    }

    /// How the file is compressed.
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// Stored bytes read so far, for progress.
    pub fn stored_bytes_read(&self) -> u64 {
        self.stored().stored_bytes()
    }

    /// The digest of the whole stored file, once its content has been read to the end.
    pub fn digest(&self) -> Option<FileDigest> {
        self.ended.then(|| self.stored().digest())
    }

    /// Appends up to `want` bytes of content to `out`, fewer only at the end of the file.
    pub fn fill(&mut self, out: &mut Vec<u8>, want: usize) -> Result<usize, Error> {
        // Growing step by step would copy what is there again and again; a record of unknown length does no harm.
        out.reserve(want.min(MOST_RESERVED));
        let filled = self.take(want as u64).read_to_end(out);
        filled.map_err(|error| self.own_error(error))
    }

    fn stored(&self) -> &Digesting<Box<dyn Read + Send>> {
        match &self.layer {
            Layer::Plain(stored) => stored.get_ref().1,
            Layer::Gzip(decoder) => decoder.get_ref().get_ref().get_ref().1,
            Layer::Zstd(decoder) => decoder.get_ref().get_ref().get_ref().1,
        }
    }

    fn check_caps(&self) -> Result<(), Error> {
        if self.compression == Compression::None {
            return Ok(());
        }
        // The size is not known of standard input; what was read so far stands in for it.
        let stored = self.stored_size.max(self.stored_bytes_read());
        self.limits.check(&self.file, self.unpacked, stored)
    }

    /// An error of the layers below as one of ours. `read` has wrapped those that it made itself.
    fn own_error(&self, error: io::Error) -> Error {
        let error = match error.downcast::<Error>() {
            Ok(ours) => return ours,
            Err(other) => other,
        };
        let (file, byte) = (Arc::clone(&self.file), self.stored_bytes_read());
        let compression = self.compression;
        if self.stored().failed() || compression == Compression::None {
            Error::Read { file, byte, source: error }
        } else if error.kind() == io::ErrorKind::UnexpectedEof {
            Error::Truncated { file, compression, byte }
        } else {
            Error::Corrupt { file, compression, byte }
        }
    }
}

impl Read for Reader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.layer {
            Layer::Plain(stored) => stored.read(buf),
            Layer::Gzip(decoder) => decoder.read(buf),
            Layer::Zstd(decoder) => decoder.read(buf),
        };
        match read {
            Ok(0) if !buf.is_empty() => {
                self.ended = true;
                Ok(0)
            }
            Ok(read) => {
                self.unpacked += read as u64;
                self.check_caps().map_err(io::Error::other)?;
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => Err(io::Error::other(self.own_error(error))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::write::GzEncoder;

    use super::*;

    const WIDE: UnpackLimits = UnpackLimits { max_bytes: 1 << 40, max_ratio: 1000 };

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd_with_checksum(content: &[u8]) -> Vec<u8> {
        let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
        encoder.include_checksum(true).unwrap();
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn read_all(stored: &[u8], limits: UnpackLimits) -> Result<(Vec<u8>, FileDigest), Error> {
        let source = Box::new(Cursor::new(stored.to_vec()));
        let mut reader = Reader::new(Arc::from("f"), source, stored.len() as u64, limits)?;
        let mut out = Vec::new();
        while reader.fill(&mut out, 1000)? > 0 {}
        Ok((out, reader.digest().expect("the end was reached")))
    }

    #[test]
    fn every_compression_gives_the_content_and_the_stored_digest() {
        let content: Vec<u8> = (0..100_000u32).flat_map(u32::to_le_bytes).collect();
        let two_members = [gzip(b"one "), gzip(b"two")].concat();
        let two_frames =
            [zstd::encode_all(&b"one "[..], 3).unwrap(), zstd::encode_all(&b"two"[..], 3).unwrap()].concat();
        let nested = gzip(b"inner");
        let cases: [(&str, Vec<u8>, &[u8]); 8] = [
            ("plain", content.clone(), &content),
            ("gzip", gzip(&content), &content),
            ("zstd", zstd::encode_all(&content[..], 3).unwrap(), &content),
            ("members", two_members, b"one two"),
            ("frames", two_frames, b"one two"),
            ("empty", Vec::new(), b""),
            ("short", b"a".to_vec(), b"a"),
            ("nested is unpacked once", gzip(&nested), &nested),
        ];
        for (name, stored, expected) in cases {
            let (out, digest) = read_all(&stored, WIDE).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(out == expected, "{name}");
            let wanted = FileDigest { bytes: stored.len() as u64, blake3: blake3::hash(&stored).to_hex().to_string() };
            assert_eq!(digest, wanted, "{name}");
        }
    }

    #[test]
    fn truncation_names_file_and_byte() {
        let content: Vec<u8> = (0..50_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for stored in [gzip(&content), zstd::encode_all(&content[..], 3).unwrap()] {
            let cut = &stored[..stored.len() / 2];
            match read_all(cut, WIDE) {
                Err(Error::Truncated { byte, .. }) => assert_eq!(byte, cut.len() as u64),
                other => panic!("{:?}", other.map(|_| ())),
            }
        }
    }

    #[test]
    fn damage_and_trailing_rubbish_are_errors() {
        let content: Vec<u8> = (0..50_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for good in [gzip(&content), zstd_with_checksum(&content)] {
            let mut damaged = good.clone();
            let middle = damaged.len() / 2;
            damaged[middle..middle + 64].fill(0xff);
            assert!(read_all(&damaged, WIDE).is_err());
            let trailed = [&good[..], b"rubbish at the end"].concat();
            let error = read_all(&trailed, WIDE).map(|(content, _)| content.len()).unwrap_err();
            assert!(matches!(error, Error::Corrupt { .. }), "{error}");
        }
    }

    #[test]
    fn bombs_are_stopped() {
        let bomb = zstd::encode_all(io::repeat(0).take(70 << 20), 1).unwrap();
        let capped = UnpackLimits { max_bytes: 1 << 20, ..WIDE };
        assert!(matches!(read_all(&bomb, capped), Err(Error::UnpacksTooLarge { .. })));
        let tight = UnpackLimits { max_ratio: 100, ..WIDE };
        assert!(matches!(read_all(&bomb, tight), Err(Error::UnpackRatio { .. })));
        assert!(matches!(read_all(&gzip(&vec![0; 2 << 20]), capped), Err(Error::UnpacksTooLarge { .. })));
        let plain = UnpackLimits { max_bytes: 10, ..WIDE };
        assert!(read_all(b"plain files have no cap here", plain).is_ok());
    }

    #[test]
    fn a_read_error_is_not_an_end() {
        struct Failing(usize);
        impl Read for Failing {
            fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
                if self.0 == 0 {
                    return Err(io::Error::from(io::ErrorKind::TimedOut));
                }
                let n = buf.len().min(self.0);
                buf[..n].fill(b'a');
                self.0 -= n;
                Ok(n)
            }
        }
        let mut reader = Reader::new(Arc::from("f"), Box::new(Failing(500)), 0, WIDE).unwrap();
        let error = reader.fill(&mut Vec::new(), 1000).unwrap_err();
        assert!(matches!(error, Error::Read { byte: 500, .. }), "{error}");
        assert_eq!(reader.digest(), None);
    }
}
