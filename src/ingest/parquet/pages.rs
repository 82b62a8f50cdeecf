//! The pages of a column chunk, gone through before polars reads them: polars does not look at their checksums, and
//! reserves whatever sizes their headers state.
//!
//! A page is a header, a Thrift struct, and its body behind it
//! (<https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>). Headers are read by the parser
//! that polars itself uses, so that both see the same pages.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;

use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::{PageHeader, PageType};

/// Longer headers are taken for damage. They hold a handful of numbers and the smallest and largest value of the page.
const MAX_HEADER_BYTES: u64 = 16 << 20;

/// Bytes of a body that are hashed at a time.
const STEP_BYTES: usize = 64 << 10;

/// What the footer says of a column chunk.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    /// Where its pages stand in the file, in bytes.
    pub(super) range: Range<u64>,
    /// Values in its pages, nulls and the items of lists among them.
    pub(super) values: u64,
}

/// What the pages of a chunk, or of several, come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// Bytes of their bodies, unpacked.
    pub(super) bytes: u64,
    /// Values in them, nulls and the items of lists among them.
    pub(super) values: u64,
}

/// What is wrong with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Its header makes no sense, or its body ends early.
    Damaged,
    /// Its body is not the one that its checksum was made of.
    Checksum,
    /// It could not be read.
    Unreadable,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Damaged } else { Self::Unreadable }
    }
}

/// Goes through a chunk's pages as far as a reader would. Where a page carries a checksum, its body is held against it.
///
/// `size` is asked about the body of each page, with its bytes unpacked and as stored, before the next one is looked at.
pub(super) fn go_through<E: From<Fault>>(
    data: impl Read + Seek,
    chunk: &Chunk,
    mut size: impl FnMut(u64, u64) -> Result<(), E>,
) -> Result<Extent, E> {
    let left = chunk.range.end.checked_sub(chunk.range.start).ok_or(Fault::Damaged)?;
    let mut walk = Walk { data: BufReader::new(data), left, checked: None, buffer: Vec::new() };
    walk.data.seek(SeekFrom::Start(chunk.range.start)).map_err(Fault::from)?;
    let mut extent = Extent::default();
    let mut first = true;
    // A dictionary comes first, even where no value is left to come.
    while walk.left > 0 && (first || extent.values < chunk.values) {
        first = false;
        let header = walk.header()?;
        let stored = u64::try_from(header.compressed_page_size).map_err(|_| Fault::Damaged)?;
        let unpacked = u64::try_from(header.uncompressed_page_size).map_err(|_| Fault::Damaged)?;
        size(unpacked, stored)?;
        extent.values = extent.values.saturating_add(values(&header, unpacked)?);
        extent.bytes = extent.bytes.saturating_add(unpacked);
        walk.body(&header, stored)?;
    }
    Ok(extent)
}

/// Values that a page adds to its column. A dictionary adds none.
fn values(header: &PageHeader, unpacked: u64) -> Result<u64, Fault> {
    let stated = match header.type_ {
        PageType::DATA_PAGE => header.data_page_header.as_ref().map(|page| page.num_values),
        PageType::DATA_PAGE_V2 => header.data_page_header_v2.as_ref().map(|page| page.num_values),
        PageType::DICTIONARY_PAGE => {
            // Room is made for as many values as are stated. Each takes a byte at least.
            let page = header.dictionary_page_header.as_ref().ok_or(Fault::Damaged)?;
            let values = u64::try_from(page.num_values).map_err(|_| Fault::Damaged)?;
            return if values > unpacked { Err(Fault::Damaged) } else { Ok(0) };
        }
        _ => return Ok(0),
    };
    stated.and_then(|values| u64::try_from(values).ok()).ok_or(Fault::Damaged)
}

struct Walk<R> {
    data: BufReader<R>,
    /// Bytes of the chunk that are still to come.
    left: u64,
    /// Whether the data pages so far have checksums.
    checked: Option<bool>,
    buffer: Vec<u8>,
}

impl<R: Read + Seek> Walk<R> {
    fn header(&mut self) -> Result<PageHeader, Fault> {
        let most = self.left.min(MAX_HEADER_BYTES);
        let mut bytes = self.data.by_ref().take(most);
        let most_held = usize::try_from(MAX_HEADER_BYTES).unwrap_or(usize::MAX);
        let header = PageHeader::read_from_in_protocol(&mut TCompactInputProtocol::new(&mut bytes, most_held));
        self.left -= most - bytes.limit();
        header.map_err(|_| Fault::Damaged)
    }

    fn body(&mut self, header: &PageHeader, stored: u64) -> Result<(), Fault> {
        self.left = self.left.checked_sub(stored).ok_or(Fault::Damaged)?;
        // Writers give checksums to all data pages or to none; one that lacks its checksum has lost it.
        let data_page = matches!(header.type_, PageType::DATA_PAGE | PageType::DATA_PAGE_V2);
        if data_page && *self.checked.get_or_insert(header.crc.is_some()) != header.crc.is_some() {
            return Err(Fault::Checksum);
        }
        match header.crc {
            Some(crc) if self.hash(stored)? == crc.cast_unsigned() => Ok(()),
            Some(_) => Err(Fault::Checksum),
            None => Ok(self.data.seek_relative(i64::try_from(stored).map_err(|_| Fault::Damaged)?)?),
        }
    }

    fn hash(&mut self, bytes: u64) -> Result<u32, Fault> {
        let mut hasher = crc32fast::Hasher::new();
        let mut body = self.data.by_ref().take(bytes);
        self.buffer.resize(STEP_BYTES, 0);
        loop {
            match body.read(&mut self.buffer)? {
                0 if body.limit() == 0 => return Ok(hasher.finalize()),
                0 => return Err(Fault::Damaged),
                read => hasher.update(self.buffer.get(..read).unwrap_or_default()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use polars_parquet_format::thrift::protocol::TCompactOutputProtocol;
    use polars_parquet_format::{DataPageHeader, DataPageHeaderV2, DictionaryPageHeader, Encoding};
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    struct Page {
        kind: PageType,
        body: Vec<u8>,
        values: i32,
        checksum: bool,
    }

    fn header(page: &Page) -> PageHeader {
        let size = i32::try_from(page.body.len()).unwrap();
        let crc = page.checksum.then(|| crc32fast::hash(&page.body).cast_signed());
        let (plain, rle) = (Encoding::PLAIN, Encoding::RLE);
        let (mut v1, mut v2, mut dictionary) = (None, None, None);
        match page.kind {
            PageType::DATA_PAGE => v1 = Some(DataPageHeader::new(page.values, plain, rle, rle, None)),
            PageType::DATA_PAGE_V2 => v2 = Some(DataPageHeaderV2::new(page.values, 0, 1, plain, 0, 0, true, None)),
            _ => dictionary = Some(DictionaryPageHeader::new(page.values, plain, false)),
        }
        PageHeader::new(page.kind, size * 3, size, crc, v1, None, dictionary, v2)
    }

    fn write(header: &PageHeader, body: &[u8], file: &mut Vec<u8>) {
        header.write_to_out_protocol(&mut TCompactOutputProtocol::new(&mut *file)).unwrap();
        file.extend_from_slice(body);
    }

    /// A file of these pages behind four other bytes, its chunk, and the bytes that are bodies.
    fn chunk(pages: &[Page]) -> (Vec<u8>, Chunk, Vec<usize>) {
        let mut file = b"PAR1".to_vec();
        let mut bodies = Vec::new();
        for page in pages {
            write(&header(page), &page.body, &mut file);
            bodies.extend(file.len() - page.body.len()..file.len());
        }
        let data = pages.iter().filter(|page| page.kind != PageType::DICTIONARY_PAGE);
        let values = data.map(|page| u64::try_from(page.values).unwrap()).sum();
        let chunk = Chunk { range: 4..file.len() as u64, values };
        (file, chunk, bodies)
    }

    fn walk(file: &[u8], chunk: &Chunk) -> Result<Extent, Fault> {
        go_through(Cursor::new(file), chunk, |_, _| Ok(()))
    }

    fn page(kind: PageType, body: &[u8], values: i32, checksum: bool) -> Page {
        Page { kind, body: body.to_vec(), values, checksum }
    }

    fn some_pages() -> impl Strategy<Value = Vec<Page>> {
        let body = || prop::collection::vec(any::<u8>(), 1..300);
        let data = (prop::bool::ANY, body(), 1..50).prop_map(|(second, body, values)| {
            page(if second { PageType::DATA_PAGE_V2 } else { PageType::DATA_PAGE }, &body, values, true)
        });
        let dictionary = prop::option::of(body().prop_map(|body| page(PageType::DICTIONARY_PAGE, &body, 1, true)));
        (dictionary, prop::collection::vec(data, 1..5))
            .prop_map(|(dictionary, data)| dictionary.into_iter().chain(data).collect())
    }

    proptest! {
        #[test]
        fn any_flipped_bit_of_a_body_is_refused(pages in some_pages(), at: prop::sample::Index, bit in 0u8..8) {
            let (mut file, chunk, bodies) = chunk(&pages);
            let whole = walk(&file, &chunk).unwrap();
            prop_assert_eq!(whole, Extent { bytes: 3 * bodies.len() as u64, values: chunk.values });
            file[*at.get(&bodies)] ^= 1 << bit;
            prop_assert_eq!(walk(&file, &chunk), Err(Fault::Checksum));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), end in 0u64..300) {
            let _ = walk(&bytes, &Chunk { range: 0..end, values: 1 << 40 });
        }
    }

    #[test]
    fn pages_without_checksums_are_stepped_over() {
        let pages = [
            page(PageType::DICTIONARY_PAGE, b"dictionary", 2, false),
            page(PageType::DATA_PAGE, &vec![7; 20_000], 5, false),
            page(PageType::DATA_PAGE_V2, b"x", 3, false),
        ];
        let (mut file, chunk, bodies) = chunk(&pages);
        file[bodies[0]] ^= 1;
        assert_eq!(walk(&file, &chunk), Ok(Extent { bytes: 3 * 20_011, values: 8 }));
        // What stands behind the last value is not looked at.
        let fewer = Chunk { values: 5, ..chunk };
        assert_eq!(walk(&file, &fewer), Ok(Extent { bytes: 3 * 20_010, values: 5 }));
    }

    #[test]
    fn headers_that_lie_are_refused() {
        let data = |page: &Page, change: &dyn Fn(&mut PageHeader)| {
            let mut file = Vec::new();
            let mut header = header(page);
            change(&mut header);
            write(&header, &page.body, &mut file);
            let chunk = Chunk { range: 0..file.len() as u64, values: 5 };
            go_through(
                Cursor::new(&file),
                &chunk,
                |unpacked, _| if unpacked > 1000 { Err(Fault::Damaged) } else { Ok(()) },
            )
        };
        let honest = page(PageType::DATA_PAGE, b"body", 5, true);
        assert!(data(&honest, &|_| {}).is_ok());
        assert_eq!(data(&honest, &|header| header.compressed_page_size = 5), Err(Fault::Damaged));
        assert_eq!(data(&honest, &|header| header.compressed_page_size = -1), Err(Fault::Damaged));
        assert_eq!(data(&honest, &|header| header.uncompressed_page_size = i32::MAX), Err(Fault::Damaged));
        assert_eq!(data(&honest, &|header| header.uncompressed_page_size = -1), Err(Fault::Damaged));
        assert_eq!(data(&honest, &|header| header.data_page_header = None), Err(Fault::Damaged));
        let dictionary = page(PageType::DICTIONARY_PAGE, b"body", i32::MAX, true);
        assert_eq!(data(&dictionary, &|_| {}), Err(Fault::Damaged));
    }

    #[test]
    fn a_page_that_lost_its_checksum_is_refused() {
        let pages = [page(PageType::DATA_PAGE, b"a", 1, true), page(PageType::DATA_PAGE, b"b", 1, false)];
        let (file, chunk, _) = chunk(&pages);
        assert_eq!(walk(&file, &chunk), Err(Fault::Checksum));
    }
}
