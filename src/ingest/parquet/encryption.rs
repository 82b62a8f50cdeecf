//! Whether a parquet file with a readable footer has encrypted columns. polars does not look, and would read ciphertext.
//!
//! The footer is a Thrift struct in the compact protocol
//! (<https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>), and field 8 of `FileMetaData`
//! states the encryption algorithm (<https://github.com/apache/parquet-format/blob/master/Encryption.md>, section 5.4).

const ENCRYPTION_ALGORITHM: i64 = 8;

/// The header that ends a struct.
const STOP: u8 = 0;

/// Structs in structs deeper than this are no footer; real ones nest five deep.
const MAX_DEPTH: u32 = 32;

/// Whether the footer states an encryption algorithm. A footer that cannot be walked through counts as one that does.
pub(super) fn is_stated(footer: &[u8]) -> bool {
    let mut walk = Walk { rest: footer };
    let mut field = 0;
    loop {
        match walk.next_field(&mut field) {
            Some(STOP) => return false,
            Some(_) if field == ENCRYPTION_ALGORITHM => return true,
            Some(kind) if walk.skip(kind, 0).is_some() => {}
            _ => return true,
        }
    }
}

struct Walk<'a> {
    rest: &'a [u8],
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn advance(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// The type of a struct's next field, its number put into `field`; [`STOP`] at the struct's end.
    fn next_field(&mut self, field: &mut i64) -> Option<u8> {
        let header = self.byte()?;
        if header == STOP {
            return Some(STOP);
        }
        *field = match header >> 4 {
            0 => {
                let zigzag = self.varint()?;
                i64::try_from(zigzag >> 1).ok()? ^ -i64::from(zigzag & 1 == 1)
            }
            delta => field.checked_add(i64::from(delta))?,
        };
        Some(header & 0x0f)
    }

    fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        match kind {
            // Booleans of a struct stand in the field's header.
            1 | 2 => Some(()),
            3 => self.advance(1),
            4..=6 => self.varint().map(drop),
            7 => self.advance(8),
            8 => {
                let length = self.varint()?;
                self.advance(length)
            }
            9 | 10 => self.skip_list(depth),
            12 => {
                let mut field = 0;
                loop {
                    match self.next_field(&mut field)? {
                        STOP => return Some(()),
                        kind => self.skip(kind, depth + 1)?,
                    }
                }
            }
            // Maps (11) do not occur in footers.
            _ => None,
        }
    }

    fn skip_list(&mut self, depth: u32) -> Option<()> {
        let header = self.byte()?;
        let length = match header >> 4 {
            15 => self.varint()?,
            short => u64::from(short),
        };
        match header & 0x0f {
            1..=3 => self.advance(length),
            kind => (0..length).try_for_each(|_| self.skip(kind, depth + 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_eight_at_the_top_is_what_counts() {
        let cases: [(&[u8], bool); 7] = [
            // version: i32 = 1
            (&[0x15, 0x02, 0x00], false),
            // field 8 by delta, a struct
            (&[0x15, 0x02, 0x7c, 0x00, 0x00], true),
            // field 8 by its number
            (&[0x15, 0x02, 0x0c, 0x10, 0x00, 0x00], true),
            // field 2, a list of one struct that has a field 8
            (&[0x29, 0x1c, 0x85, 0x02, 0x00, 0x00], false),
            // field 1, two bytes of binary that look like field 8; field 2, two booleans in a list
            (&[0x18, 0x02, 0x8c, 0x00, 0x19, 0x21, 0x01, 0x02, 0x00], false),
            // cut off
            (&[0x15], true),
            (&[], true),
        ];
        for (footer, stated) in cases {
            assert_eq!(is_stated(footer), stated, "{footer:x?}");
        }
    }
}
