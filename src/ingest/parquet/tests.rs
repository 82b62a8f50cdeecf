//! Parquet files made by another writer: tests/fixtures/parquet/make.py.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use crate::config::{ByteCount, FormatName, Limits, TextUnit};
use crate::core::{Position, Reason};
use crate::ingest::tests::{Outcome, batches, fields, full, mapped, records, small_limits, task};
use crate::ingest::{self, Error, SourcePlan};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/parquet").join(name)
}

fn read(name: &str, map: &str, target: usize) -> Result<Vec<Outcome>, Error> {
    records(&fixture(name), &mapped(&format!("[map]\n{map}")), &Limits::default(), target)
}

fn row(number: u64, text: &str) -> Outcome {
    (Position::Row(number), Ok(text.to_owned()))
}

fn bad(number: u64, reason: Reason) -> Outcome {
    (Position::Row(number), Err(reason))
}

#[test]
fn every_string_encoding_is_read() {
    for column in ["large", "bytes"] {
        let expected: Vec<_> = (1..=7).map(|n| row(n, &format!("{column} {n}"))).collect();
        for target in [1, 100, 1 << 20] {
            assert_eq!(read("types.parquet", &format!("text = '{column}'"), target).unwrap(), expected, "{column}");
        }
    }
    let plain = read("types.parquet", "text = 'plain'", 1).unwrap();
    assert_eq!(plain[..3], [row(1, "plain 1"), bad(2, Reason::MissingField), row(3, "plain 3")]);
    let views = read("types.parquet", "text = 'view'", 1 << 20).unwrap();
    assert_eq!(views[6], row(7, "a view that is longer than twelve bytes 7"));
    let words = read("types.parquet", "text = 'word'", 1 << 20).unwrap();
    assert_eq!(words[..4], [row(1, "green"), row(2, "blue"), row(3, "red"), row(4, "green")]);
}

#[test]
fn nested_columns_are_mapped_by_pointer() {
    for target in [1, 200, 1 << 20] {
        let turns = read("types.parquet", "messages = 'messages'", target).unwrap();
        assert_eq!(turns.len(), 7);
        assert_eq!(
            turns[1..4],
            [row(2, "question 2|answer 2 é"), bad(3, Reason::MissingField), row(4, "question 4|answer 4 é")]
        );
        let bodies = read("types.parquet", "prompt = '/ticket/body'\ncompletion = '/ticket/tags/2'", target).unwrap();
        assert_eq!(bodies[2..5], [row(3, "body 3|t3"), bad(4, Reason::MissingField), row(5, "body 5|t5")]);
        let pairs = read("types.parquet", "prompt = '/pair/0'\ncompletion = '/attributes/0/value'", target).unwrap();
        assert_eq!(pairs[6], row(7, "l7|v7"));
    }
}

#[test]
fn other_types_are_read_beside_the_body() {
    let map = "text = 'large'\nid = 'id'\ngroup = ['day', 'price', 'local']\ncreated = 'instant'\ncategory = 'single'\n\
        consent = 'flag'\ndifficulty = 'small'\nlanguage = 'nothing'";
    let record = full(&fixture("types.parquet"), &mapped(&format!("[map]\n{map}"))).remove(1);
    let shown = |text: &Option<crate::core::Text>| text.as_ref().map(|text| text.expose().to_owned());
    let meta = &record.meta;
    assert_eq!(shown(&meta.id).as_deref(), Some("1002"));
    assert_eq!(shown(&meta.created).as_deref(), Some("2024-01-02T12:30:00Z"));
    assert_eq!(shown(&meta.category).as_deref(), Some("0.2"));
    assert_eq!(shown(&meta.consent).as_deref(), Some("true"));
    assert_eq!(shown(&meta.difficulty).as_deref(), Some("2"));
    assert_eq!(shown(&meta.language), None);
    let groups: Vec<_> = meta.group.iter().map(crate::core::Text::expose).collect();
    assert_eq!(groups, ["0\u{1f}2024-01-02", "1\u{1f}2.50", "2\u{1f}2024-01-02T12:30:00"]);
}

#[test]
fn without_a_mapping_every_cell_comes() {
    let plan = SourcePlan::unmapped(0, FormatName::Auto, "utf-8", TextUnit::File).unwrap();
    for target in [1, 1 << 20] {
        let found = fields(&fixture("types.parquet"), &plan, target).unwrap();
        let expected = "#1004|id=1004|plain=plain 4|large=large 4|view=a view that is longer than twelve bytes 4|\
            bytes=bytes 4|word=green|/messages/0/role=user|/messages/0/content=question 4|/messages/1/role=assistant|\
            /messages/1/content=answer 4 é|/pair/0=l4|/pair/1=r4|/attributes/0/key=k|/attributes/0/value=v4|price=4.50|small=4";
        assert_eq!(found[3], row(4, expected));
    }
}

#[test]
fn every_compression_is_read() {
    for codec in ["none", "snappy", "gzip", "brotli", "lz4", "zstd"] {
        let found = read(&format!("codec-{codec}.parquet"), "text = 'text'", 1 << 20).unwrap();
        let expected: Vec<_> = (0..20).map(|n| row(n + 1, &format!("record {n} under {codec}"))).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn cells_that_no_record_may_hold_are_withheld() {
    let expected = [
        row(1, "fine"),
        bad(2, Reason::Encoding),
        bad(3, Reason::NulByte),
        bad(4, Reason::EmptyText),
        bad(5, Reason::MissingField),
    ];
    assert_eq!(read("bad-cells.parquet", "text = 'text'", 1).unwrap(), expected);
    let plan = mapped("[map]\ntext = 'view'");
    let found = records(&fixture("types.parquet"), &plan, &small_limits(10), 100).unwrap();
    assert!(found.iter().all(|(_, outcome)| *outcome == Err(Reason::TooLarge)));
    let turns = read("json-cell.parquet", "messages = 'messages'", 1).unwrap();
    assert_eq!(turns, [row(1, "q|a"), bad(2, Reason::JsonSyntax), bad(3, Reason::MissingField)]);
}

#[test]
fn what_cannot_be_read_is_named() {
    for (name, map, message) in [
        (
            "types.parquet",
            "text = 'txet'",
            "there is no column \"txet\"; the columns are \"id\", \"plain\", \"large\",",
        ),
        ("half.parquet", "text = 'text'\nid = 'half'", "column \"half\" has a type that is not supported"),
        ("encrypted.parquet", "text = 'text'", "is encrypted"),
        ("encrypted-column.parquet", "text = 'text'", "is encrypted"),
    ] {
        let error = read(name, map, 100).expect_err(name).to_string();
        assert!(error.starts_with(name) && error.contains(message), "{error}");
    }
    assert_eq!(read("half.parquet", "text = 'text'", 100).unwrap(), [row(1, "x")]);
    // Where nothing is mapped the column is left out and named.
    let plan = SourcePlan::unmapped(0, FormatName::Auto, "utf-8", TextUnit::File).unwrap();
    assert_eq!(fields(&fixture("half.parquet"), &plan, 100).unwrap(), [row(1, "text=x")]);
    let mut reader = ingest::open(&task(&fixture("half.parquet")), &plan, &Limits::default()).unwrap();
    while reader.next_batch(100).unwrap().is_some() {}
    assert_eq!(reader.unread_columns(), ["half"]);
    assert_eq!(read("no-rows.parquet", "text = 'text'", 100).unwrap(), []);
}

#[test]
fn texts_of_one_length_are_looked_at_and_other_cells_named() {
    let plan = SourcePlan::unmapped(0, FormatName::Auto, "utf-8", TextUnit::File).unwrap();
    let expected = [row(1, "text=x|mail=ada@example.com"), row(2, "text=y|mail=no mail at all here.|digest=text")];
    assert_eq!(fields(&fixture("fixed.parquet"), &plan, 100).unwrap(), expected);
    let mut reader = ingest::open(&task(&fixture("fixed.parquet")), &plan, &Limits::default()).unwrap();
    while reader.next_batch(100).unwrap().is_some() {}
    assert_eq!(reader.unread_columns(), ["wide", "digest"]);
    for column in ["wide", "mail"] {
        let error = read("fixed.parquet", &format!("text = 'text'\nid = '{column}'"), 100).unwrap_err().to_string();
        assert_eq!(error, format!("fixed.parquet: column {column:?} has a type that is not supported"));
    }
}

/// A list of so many items of one letter in every row: a few hundred bytes.
fn lists(folder: &tempfile::TempDir, rows: usize, items: usize) -> PathBuf {
    use polars::prelude::{DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};
    let path = folder.path().join("f.parquet");
    let row = Series::new("".into(), vec!["a"; items]);
    let column = Series::new("text".into(), vec![row; rows]).into_column();
    let mut frame = DataFrame::new(rows, vec![column]).unwrap();
    ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut frame).unwrap();
    path
}

#[test]
fn items_of_lists_count() {
    let folder = tempfile::tempdir().unwrap();
    let plan = SourcePlan::unmapped(0, FormatName::Auto, "utf-8", TextUnit::File).unwrap();
    // Five bytes an item.
    let path = lists(&folder, 2, 100);
    assert!(fields(&path, &plan, 1000).unwrap().iter().all(|(_, row)| row.is_ok()));
    let withheld = |bytes| {
        let mut batches = batches(&path, &plan, &small_limits(bytes), 1 << 20).unwrap();
        let mut withheld = Vec::new();
        batches.remove(0).fields(&mut |row| withheld.push(matches!(row, ingest::Unmapped::Withheld { .. })));
        withheld
    };
    assert_eq!((withheld(500), withheld(499)), (vec![false; 2], vec![true; 2]));
    // Five million items take 80 MB of memory.
    let path = lists(&folder, 10, 500_000);
    assert!(path.metadata().unwrap().len() < 80_000);
    let error = fields(&path, &plan, 1000).unwrap_err().to_string();
    assert!(error.contains("unpacks to more than 1000 times its size"), "{error}");
}

/// One column of texts, as polars writes it: a dictionary where texts repeat.
fn texts(folder: &tempfile::TempDir, texts: &[&str]) -> PathBuf {
    use polars::prelude::{DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};
    let path = folder.path().join("f.parquet");
    let column = Series::new("text".into(), texts).into_column();
    let mut frame = DataFrame::new(texts.len(), vec![column]).unwrap();
    ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut frame).unwrap();
    path
}

#[test]
fn a_file_that_unpacks_to_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(100_000);
    let path = texts(&folder, &[long.as_str(); 40]);
    assert!(path.metadata().unwrap().len() < 200_000);
    let plan = mapped("[map]\ntext = 'text'");
    let limits = |bytes| Limits { max_unpacked_bytes: ByteCount(bytes), ..Limits::default() };
    let read = |bytes| records(&path, &plan, &limits(bytes), 1 << 20).map(|found| found.len());
    assert_eq!(read(4_000_000).unwrap(), 40);
    let error = read(3_999_999).unwrap_err().to_string();
    assert!(error.contains("unpacks to more than 3999999 bytes"), "{error}");
    // A file that is as large as what it holds is none of those.
    let path = texts(&folder, &["short and different"]);
    assert_eq!(records(&path, &plan, &limits(10), 100).unwrap(), [row(1, "short and different")]);
}

#[test]
fn a_page_that_lies_about_its_size_is_refused_before_room_is_made_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = texts(&folder, &["x".repeat(1_500_000).as_str()]);
    let plan = mapped("[map]\ntext = 'text'");
    assert_eq!(records(&path, &plan, &Limits::default(), 100).unwrap().len(), 1);
    // Field 2 of the page's header, behind its type: 1.5 million in four bytes, which may say 134 million as well.
    let mut file = fs::read(&path).unwrap();
    let at = (4..file.len()).find(|at| file[at - 1] == 0x15 && file[*at..at + 3].iter().all(|byte| byte & 0x80 != 0));
    let at = at.unwrap();
    file[at..at + 4].copy_from_slice(&[0xfe, 0xff, 0xff, 0x7f]);
    fs::write(&path, file).unwrap();
    let error = records(&path, &plan, &Limits::default(), 100).unwrap_err().to_string();
    assert!(error.contains("unpacks to more than 1000 times its size"), "{error}");
}

#[test]
fn a_compressed_file_is_read_through_a_copy() {
    let stored = fs::read(fixture("types.parquet")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&stored).unwrap();
    for (name, content) in [("a.gz", gzip.finish().unwrap()), ("b", zstd::encode_all(&stored[..], 1).unwrap())] {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let found = records(&path, &mapped("[map]\ntext = 'large'"), &Limits::default(), 100).unwrap();
        assert_eq!(found.len(), 7);
        assert_eq!(found[6], row(7, "large 7"));
    }
}

#[test]
fn a_file_that_changes_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.parquet");
    fs::copy(fixture("types.parquet"), &path).unwrap();
    let plan = mapped("[map]\ntext = 'large'");
    let mut reader = ingest::open(&ingest::tests::task(&path), &plan, &Limits::default()).unwrap();
    assert!(reader.next_batch(1 << 20).unwrap().is_some());
    fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"more").unwrap();
    let end = std::iter::from_fn(|| reader.next_batch(1 << 20).transpose()).find(Result::is_err);
    let error = end.unwrap().unwrap_err().to_string();
    assert_eq!(error, "f.parquet: the parquet file changed while it was read");
}

/// What stands before the footer, and the footer's first byte.
fn pages_end(file: &[u8]) -> usize {
    let length: [u8; 4] = file[file.len() - 8..][..4].try_into().unwrap();
    file.len() - 8 - u32::from_le_bytes(length) as usize
}

#[test]
fn a_flipped_bit_in_a_file_with_checksums_is_refused() {
    let plan = SourcePlan::unmapped(0, FormatName::Auto, "utf-8", TextUnit::File).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.parquet");
    for name in ["checked-1.parquet", "checked-2.parquet"] {
        let mut file = fs::read(fixture(name)).unwrap();
        let whole = fields(&fixture(name), &plan, 100).unwrap();
        assert_eq!(whole.len(), 40);
        let (mut refused, mut mismatched) = (0, 0);
        for at in 4..pages_end(&file) {
            let bit = 1 << (at % 8);
            file[at] ^= bit;
            fs::write(&path, &file).unwrap();
            file[at] ^= bit;
            match fields(&path, &plan, 100) {
                // A bit of a header that says nothing about the values.
                Ok(found) => assert_eq!(found, whole, "{name}: byte {at}"),
                Err(Error::ParquetPage { file, column, group, problem }) => {
                    assert!(&*file == "f.parquet" && ["text", "colour", "tags"].contains(&&*column));
                    assert!((1..=2).contains(&group));
                    mismatched += usize::from(problem.contains("checksum"));
                    refused += 1;
                }
                Err(_) => refused += 1,
            }
        }
        assert!(mismatched * 2 > pages_end(&file), "{mismatched} of {refused}");
    }
}

#[test]
fn only_the_columns_that_are_read_are_checked() {
    let mut file = fs::read(fixture("checked-1.parquet")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.parquet");
    // Within the texts of the first row group.
    file[200] ^= 1;
    fs::write(&path, &file).unwrap();
    let read = |map: &str| records(&path, &mapped(&format!("[map]\n{map}")), &Limits::default(), 100);
    let message =
        "f.parquet: column \"text\" in row group 1: the parquet file is damaged: a page does not match its checksum";
    assert_eq!(read("text = 'text'").unwrap_err().to_string(), message);
    assert_eq!(read("text = 'colour'").unwrap().len(), 40);
}

/// Every truncation and a damaged byte anywhere: an error or records, never a panic that gets out. Records may come of a
/// damaged byte, as pages need not carry checksums.
#[test]
fn damage_never_gets_out() {
    let plan = mapped("[map]\ntext = 'large'\nid = 'messages'");
    let plan_everything = SourcePlan::unmapped(0, FormatName::Auto, "utf-8", TextUnit::File).unwrap();
    let stored = fs::read(fixture("types.parquet")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.parquet");
    let read = |content: &[u8], plan: &SourcePlan| {
        fs::write(&path, content).unwrap();
        batches(&path, plan, &Limits::default(), 1000).map(|batches| {
            for batch in batches {
                batch.records(plan, &mut |_| {});
                batch.fields(&mut |_| {});
            }
        })
    };
    let cuts: Vec<_> = (0..stored.len()).step_by(97).map(|cut| read(&stored[..cut], &plan).is_err()).collect();
    for at in (0..stored.len()).step_by(23) {
        let mut damaged = stored.clone();
        damaged[at] ^= 0xff;
        let _ = read(&damaged, &plan);
        let _ = read(&damaged, &plan_everything);
    }
    assert!(cuts.iter().all(|is_error| *is_error));
}
