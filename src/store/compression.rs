//! Kinds of compression, told apart by the first bytes and never by the name.

use std::fmt;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip (RFC 1952), one or more members.
    Gzip,
    /// Zstandard (RFC 8878), one or more frames.
    Zstd,
}

impl Compression {
    /// How many first bytes [`Compression::detect`] needs.
    pub(super) const MAGIC_BYTES: usize = 4;

    /// Largest Zstandard window accepted, as a power of two: 128 MiB, what `zstd --ultra -22` writes at most without
    /// `--long`.
    pub(super) const ZSTD_WINDOW_LOG: u32 = 27;

    /// Tells the compression from the first bytes of a file.
    pub(super) fn detect(head: &[u8]) -> Self {
        match head {
            // RFC 1952 section 2.3.1; the third byte is the method, of which only deflate is defined.
            [0x1f, 0x8b, 0x08, ..] => Self::Gzip,
            // RFC 8878 section 3.1.1, and 3.1.2 for skippable frames.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }

    /// What else than damage may be the matter.
    pub(super) fn damage_hint(self) -> &'static str {
        match self {
            Self::None => "not compressed",
            Self::Gzip => "or followed by something that is not gzip",
            Self::Zstd => "or in need of a window of more than 128 MiB",
        }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}
