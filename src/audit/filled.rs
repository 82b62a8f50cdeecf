//! The sheet as the reviewer gives it back: what was counted, record by record.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::Error;
use super::sample::digest;
use crate::core::Split;

/// What a filled sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// By split, in the order of [`Split::ALL`].
    pub splits: [FilledPart; 3],
    /// Digest of the sample that the sheet holds, as [`Sample::digest`](super::Sample::digest).
    pub sample: String,
}

/// What it says of one split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilledPart {
    /// Records in the sheet.
    pub sampled: u64,
    /// Those of them that were reviewed, all parts of them.
    pub reviewed: u64,
    /// Reviewed records in which something was missed.
    pub with_missed: u64,
    /// Values that were missed in them.
    pub missed: u64,
}

/// A record of the sheet while its rows are read.
struct Reviewed {
    split: Split,
    parts: BTreeSet<u64>,
    of: u64,
    row: u64,
    /// None once a part of it is blank.
    missed: Option<u64>,
}

/// Where the columns are that are read back. What else is in a row is for the reviewer.
struct Places {
    record: usize,
    split: usize,
    part: usize,
    missed: usize,
}

/// What is wrong, by kind, with the numbers of the rows.
#[derive(Default)]
struct Wrong {
    altered: Vec<u64>,
    not_a_number: Vec<u64>,
    blank: Vec<u64>,
}

impl Filled {
    /// Reads a sheet, as the program wrote it or as a spreadsheet has saved it: separated by commas, semicolons or tabs. With
    /// `partial`, records whose column `missed` is empty count as not reviewed.
    ///
    /// # Errors
    /// If it is no such sheet, or a row is not filled; all rows of the first kind of fault are named.
    pub fn read(mut sheet: impl Read, partial: bool) -> Result<Self, Error> {
        let mut bytes = Vec::new();
        sheet.read_to_end(&mut bytes).map_err(Error::Read)?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        // Two zero bytes in a header are UTF-16.
        if header.contains(&0) {
            return Err(Error::NotCsv);
        }
        let count = |delimiter: u8| memchr::memchr_iter(delimiter, header).count();
        let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',');
        let mut table = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
        let places = Places::of(table.byte_headers().map_err(|_| Error::NotCsv)?)?;
        let mut records: BTreeMap<String, Reviewed> = BTreeMap::new();
        let mut wrong = Wrong::default();
        for (number, row) in (2..).zip(table.byte_records()) {
            places.take(&row.map_err(|_| Error::NotCsv)?, number, &mut records, &mut wrong);
        }
        let complete = |record: &&Reviewed| record.parts.len() as u64 != record.of;
        let parts: Vec<u64> = records.values().filter(complete).map(|record| record.row).collect();
        let fault =
            |rows: Vec<u64>, error: fn(Vec<u64>) -> Error| if rows.is_empty() { Ok(()) } else { Err(error(rows)) };
        fault(wrong.altered, Error::Altered)?;
        fault(parts, Error::Parts)?;
        fault(wrong.not_a_number, Error::NotANumber)?;
        fault(if partial { Vec::new() } else { wrong.blank }, Error::Blank)?;
        Self::sum(&records)
    }

    fn sum(records: &BTreeMap<String, Reviewed>) -> Result<Self, Error> {
        let mut splits = [FilledPart::default(); 3];
        for record in records.values() {
            let Some(part) = splits.get_mut(record.split.index()) else { continue };
            part.sampled += 1;
            part.reviewed += u64::from(record.missed.is_some());
            part.with_missed += u64::from(record.missed.is_some_and(|missed| missed > 0));
            part.missed = part.missed.saturating_add(record.missed.unwrap_or_default());
        }
        if splits.iter().all(|part| part.reviewed == 0) {
            return Err(Error::NothingReviewed);
        }
        Ok(Self { splits, sample: digest(records.iter().map(|(id, record)| (record.split, id.as_str()))) })
    }

    /// All splits together.
    #[must_use]
    pub fn overall(&self) -> FilledPart {
        self.splits.iter().fold(FilledPart::default(), |sum, part| FilledPart {
            sampled: sum.sampled + part.sampled,
            reviewed: sum.reviewed + part.reviewed,
            with_missed: sum.with_missed + part.with_missed,
            missed: sum.missed.saturating_add(part.missed),
        })
    }
}

impl Places {
    fn of(header: &csv::ByteRecord) -> Result<Self, Error> {
        let place = |name: &'static str| {
            let found = header.iter().position(|cell| cell.trim_ascii() == name.as_bytes());
            found.ok_or(Error::NoColumn(name))
        };
        Ok(Self { record: place("record")?, split: place("split")?, part: place("part")?, missed: place("missed")? })
    }

    fn take(&self, row: &csv::ByteRecord, number: u64, records: &mut BTreeMap<String, Reviewed>, wrong: &mut Wrong) {
        // Spreadsheets write rows of empty cells behind the last one.
        if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return;
        }
        let cell = |place: usize| {
            let cell = row.get(place).unwrap_or_default();
            std::str::from_utf8(cell.trim_ascii()).unwrap_or("?")
        };
        let split = Split::ALL.into_iter().find(|split| split.as_str() == cell(self.split));
        let part = cell(self.part).split_once(" of ").and_then(|(n, of)| Some((n.parse().ok()?, of.parse().ok()?)));
        let id = cell(self.record);
        let is_id = id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let (Some(split), Some((part, of)), true) = (split, part, is_id) else {
            wrong.altered.push(number);
            return;
        };
        let missed = match cell(self.missed) {
            "" => {
                wrong.blank.push(number);
                None
            }
            text => match text.parse::<u64>() {
                Ok(missed) => Some(missed),
                Err(_) => {
                    wrong.not_a_number.push(number);
                    None
                }
            },
        };
        let fresh = Reviewed { split, parts: BTreeSet::new(), of, row: number, missed: Some(0) };
        let record = records.entry(id.to_owned()).or_insert(fresh);
        if record.split != split || record.of != of || !(1..=of).contains(&part) || !record.parts.insert(part) {
            wrong.altered.push(number);
        }
        record.missed = record.missed.zip(missed).map(|(sum, missed)| sum.saturating_add(missed));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Sample, SheetRow, write_sheet};
    use super::*;
    use crate::core::Digest;

    fn sample() -> Sample {
        let row = |n: u8, text: &str| SheetRow {
            record: Digest::from_bytes([n; 16]).to_string(),
            text: text.to_owned(),
            ..SheetRow::default()
        };
        let long = "x".repeat(40_000);
        Sample { rows: [vec![row(1, "one; \"a\",\nb"), row(2, &long)], Vec::new(), vec![row(3, "three")]] }
    }

    /// The sheet with its column `missed` filled row by row, as a spreadsheet would save it.
    fn filled(missed: &[&str], delimiter: u8) -> Vec<u8> {
        let mut sheet = Vec::new();
        write_sheet(&sample(), &mut sheet).unwrap();
        let mut out = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
        let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(&sheet[3..]);
        for (n, row) in table.records().enumerate() {
            let row = row.unwrap();
            let mut cells: Vec<&str> = row.iter().collect();
            if n > 0 {
                *cells.last_mut().unwrap() = missed[n - 1];
            }
            out.write_record(cells).unwrap();
        }
        out.into_inner().unwrap()
    }

    fn read(missed: &[&str], partial: bool) -> Result<Filled, Error> {
        Filled::read(filled(missed, b',').as_slice(), partial)
    }

    #[test]
    fn what_is_filled_is_counted_whatever_the_spreadsheet_separates_by() {
        for delimiter in [b',', b';', b'\t'] {
            let found = Filled::read(filled(&["0", "1", " 2 ", "0"], delimiter).as_slice(), false).unwrap();
            assert_eq!(found.splits[0], FilledPart { sampled: 2, reviewed: 2, with_missed: 1, missed: 3 });
            assert_eq!(found.splits[2], FilledPart { sampled: 1, reviewed: 1, with_missed: 0, missed: 0 });
            assert_eq!(found.overall(), FilledPart { sampled: 3, reviewed: 3, with_missed: 1, missed: 3 });
            assert_eq!(found.sample, sample().digest());
        }
    }

    #[test]
    fn blank_rows_are_refused_by_number_unless_the_review_is_partial() {
        let error = read(&["0", "", "2", ""], false).unwrap_err();
        assert!(matches!(&error, Error::Blank(rows) if rows == &[3, 5]), "{error}");
        assert!(error.to_string().starts_with("rows 3, 5: "));
        let found = read(&["1", "", "2", ""], true).unwrap();
        assert_eq!(found.splits[0], FilledPart { sampled: 2, reviewed: 1, with_missed: 1, missed: 1 });
        assert!(matches!(read(&["", "", "", ""], true), Err(Error::NothingReviewed)));
    }

    #[test]
    fn what_is_no_number_and_what_was_altered_is_refused() {
        for bad in ["-1", "none", "1.5", "=1"] {
            assert!(matches!(read(&["0", "0", "0", bad], true), Err(Error::NotANumber(rows)) if rows == [5]), "{bad}");
        }
        let text = String::from_utf8(filled(&["0", "0", "0", "0"], b',')).unwrap();
        let without = |mark: &str| text.lines().filter(|line| !line.contains(mark)).collect::<Vec<_>>().join("\n");
        let read = |text: &str| Filled::read(text.as_bytes(), false);
        assert!(matches!(read(&without("2 of 2")), Err(Error::Parts(_))));
        assert!(matches!(read(&text.replace("2 of 2", "1 of 2")), Err(Error::Altered(_))));
        assert!(matches!(read(&text.replace("2 of 2", "Feb 2")), Err(Error::Altered(rows)) if rows == [4]));
        assert!(
            matches!(read(&text.replace("holdout", "train")).map(|found| found.sample), Ok(digest) if digest != sample().digest())
        );
        assert!(matches!(read(&text.replace("missed", "found")), Err(Error::NoColumn("missed"))));
        assert!(matches!(read("\u{0}r\u{0}"), Err(Error::NotCsv)));
        assert!(Filled::read(format!("{text}\n,,,,,,,,,\n").as_bytes(), false).is_ok());
    }
}
