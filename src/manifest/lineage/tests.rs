//! Rows come back as they went in, the bytes are always the same, and memory and errors behave.

use std::fs;
use std::io::{self, Write};

use super::*;
use crate::core::Key;
use crate::manifest::Error;
use crate::store::{FileEntry, Integrity};

fn id(number: usize) -> Digest {
    Key::derive("test", b"").digest(&[&number.to_le_bytes()])
}

/// Writes `rows` rows of both kinds and returns the bytes.
fn table(rows: usize) -> Vec<u8> {
    let entities: BTreeMap<_, _> =
        [("EMAIL_ADDRESS", 2), ("PHONE_NUMBER", 1)].map(|(name, count)| (EntityType::new(name).unwrap(), count)).into();
    let operators = BTreeMap::from([("mask", 1), ("placeholder", 2)]);
    let outputs = ["nova/train.jsonl", "titan/train.jsonl"].map(|file| OutputLine { file, line: 9 });
    let (no_entities, no_operators) = (BTreeMap::new(), BTreeMap::new());
    let mut writer = LineageWriter::new(Vec::new()).unwrap();
    for number in 0..rows {
        let kept = LineageRow {
            record: id(number),
            source: "tickets",
            file: "tickets/é.jsonl",
            position: Position::Line(number as u64 + 1),
            outcome: Outcome::Split(Split::Train),
            outputs: &outputs,
            parts: 1,
            entities: &entities,
            operators: &operators,
            licence: Some("CC-BY-4.0"),
            basis: Some(Basis::OpenLicence),
            identity: Some(u64::MAX - number as u64),
            keys: &[1 << 63, 7],
            survivor: None,
            group: Some(3),
            alone: Some(Split::Holdout),
        };
        let withheld = LineageRow {
            outcome: Outcome::Quarantined(Reason::NulByte),
            outputs: &[],
            parts: 0,
            entities: &no_entities,
            operators: &no_operators,
            licence: None,
            basis: None,
            identity: None,
            keys: &[],
            survivor: Some((id(number + 1), 0.875)),
            group: None,
            alone: None,
            ..kept
        };
        writer.push(if number % 3 == 1 { &withheld } else { &kept }).unwrap();
    }
    let (bytes, counted) = writer.finish().unwrap();
    assert_eq!(counted, rows as u64);
    bytes
}

/// Writes a table's bytes to a file, changes it as told, and reads it as the manifest lists it.
fn read_changed(bytes: &[u8], change: impl Fn(&mut Vec<u8>)) -> Result<Vec<LineageRecord>, Error> {
    let folder = tempfile::tempdir().unwrap();
    let Integrity { bytes: size, blake3, sha256, .. } = Integrity::of(bytes).unwrap();
    let entry = FileEntry { path: "lineage.parquet".into(), records: 0, lines: None, bytes: size, blake3, sha256 };
    let mut bytes = bytes.to_vec();
    change(&mut bytes);
    fs::write(folder.path().join(&entry.path), bytes).unwrap();
    LineageReader::open(folder.path(), &entry)?.collect()
}

fn read(bytes: &[u8]) -> Result<Vec<LineageRecord>, Error> {
    read_changed(bytes, |_| {})
}

#[test]
fn rows_come_back() {
    let rows = read(&table(2)).unwrap();
    let text = |text: &str| text.to_owned();
    let kept = LineageRecord {
        record: id(0).to_string(),
        source: text("tickets"),
        file: text("tickets/é.jsonl"),
        position_unit: text("line"),
        position: 1,
        outcome: text("train"),
        reason: None,
        outputs: vec![(text("nova/train.jsonl"), 9), (text("titan/train.jsonl"), 9)],
        parts: 1,
        entities: vec![(text("EMAIL_ADDRESS"), 2), (text("PHONE_NUMBER"), 1)],
        operators: vec![(text("mask"), 1), (text("placeholder"), 2)],
        licence: Some(text("CC-BY-4.0")),
        basis: Some(text("open-licence")),
        identity: Some(u64::MAX),
        keys: vec![1 << 63, 7],
        survivor: None,
        score: None,
        group: Some(3),
        alone: Some(text("holdout")),
    };
    let withheld = LineageRecord {
        record: id(1).to_string(),
        position: 2,
        outcome: text("quarantined"),
        reason: Some(text("Q106")),
        outputs: Vec::new(),
        parts: 0,
        entities: Vec::new(),
        operators: Vec::new(),
        licence: None,
        basis: None,
        identity: None,
        keys: Vec::new(),
        survivor: Some(id(2).to_string()),
        score: Some(0.875),
        group: None,
        alone: None,
        ..kept.clone()
    };
    assert_eq!(rows, [kept, withheld]);
}

#[test]
fn row_groups_join_without_a_seam() {
    let rows = GROUP_ROWS * 2 + 5;
    let read = read(&table(rows)).unwrap();
    assert_eq!(read.len(), rows);
    assert!(read.iter().zip(1..).all(|(row, position)| row.position == position));
    assert!(read.iter().enumerate().all(|(number, row)| row.record == id(number).to_string()));
}

#[test]
fn the_same_rows_are_the_same_bytes() {
    assert_eq!(table(GROUP_ROWS + 1), table(GROUP_ROWS + 1));
}

#[test]
fn no_rows_make_a_table() {
    assert_eq!(read(&table(0)).unwrap(), []);
}

#[test]
fn a_full_disk_is_told_from_a_broken_table() {
    #[derive(Debug)]
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let Err(error) = LineageWriter::new(Full).unwrap().finish() else { panic!("written to a full disk") };
    assert!(matches!(error, Error::Write { source } if source.kind() == io::ErrorKind::StorageFull));
}

#[test]
fn what_is_no_table_is_refused() {
    let whole = table(10);
    for broken in [&b""[..], b"PAR1", b"{\"a\": 1}\n", &whole[..whole.len() - 1]] {
        assert!(matches!(read(broken), Err(Error::Table { .. })), "{} bytes", broken.len());
    }
}

#[test]
fn a_changed_table_is_not_decoded() {
    // The decoder asks for memory without end when this byte, inside a page, is changed.
    let changed = read_changed(&table(10), |bytes| bytes[251] ^= 1);
    assert!(matches!(changed, Err(Error::Changed { file }) if file == "lineage.parquet"));
}
