//! The sheet: CSV that every spreadsheet opens, a row for each record, or more where a cell could not hold it.

use std::io::Write;

use super::{Error, Sample};
use crate::core::Split;

/// The columns, in their order. A reviewer fills `missed`.
pub(super) const COLUMNS: [&str; 10] =
    ["record", "split", "part", "file", "line", "source", "source_file", "source_position", "text", "missed"];

/// A record of the sample, as the sheet shows it. It is scrubbed, and nothing of what was replaced is in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// Id of the record, as lineage has it.
    pub record: String,
    /// The first file of the dataset that holds it; empty if none does.
    pub file: String,
    /// Its line in that file, from 1.
    pub line: Option<u64>,
    /// Name of its source.
    pub source: String,
    /// Name of its file in the source.
    pub source_file: String,
    /// Its place in that file, such as `line 7`.
    pub source_position: String,
    /// Its texts with the replacements marked.
    pub text: String,
}

/// The text is record text, so only its length is shown.
impl std::fmt::Debug for SheetRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SheetRow({}, len={})", self.record, self.text.len())
    }
}

/// A cell of Microsoft Excel holds 32,767 UTF-16 units ("Excel specifications and limits"), and what is beyond is lost. This leaves
/// room for an escape.
const CELL: usize = 32_000;

/// Writes the sheet: UTF-8 with the mark by which Excel knows it, all cells in quotes.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_sheet(sample: &Sample, out: impl Write) -> Result<(), Error> {
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::Write(source),
        _ => Error::Write(std::io::ErrorKind::InvalidData.into()),
    };
    let mut out = out;
    out.write_all("\u{FEFF}".as_bytes()).map_err(Error::Write)?;
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    table.write_record(COLUMNS).map_err(failed)?;
    for (split, rows) in Split::ALL.into_iter().zip(&sample.rows) {
        for row in rows {
            let parts = parts(&row.text);
            for (number, text) in (1..).zip(&parts) {
                let part = format!("{number} of {}", parts.len());
                let line = row.line.map(|line| line.to_string()).unwrap_or_default();
                let cells = [
                    row.record.as_str(),
                    split.as_str(),
                    &part,
                    &row.file,
                    &line,
                    &row.source,
                    &row.source_file,
                    &row.source_position,
                    text,
                    "",
                ];
                table.write_record(cells.map(harmless)).map_err(failed)?;
            }
        }
    }
    table.flush().map_err(Error::Write)
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front (OWASP, "CSV Injection").
fn harmless(cell: &str) -> String {
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(formula) { format!("'{cell}") } else { cell.to_owned() }
}

/// The text in pieces that fit a cell; at least one.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let mut units = 0;
        let end = rest.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > CELL
        });
        let (part, left) = end.and_then(|(at, _)| rest.split_at_checked(at)).unwrap_or((rest, ""));
        parts.push(part);
        if left.is_empty() {
            return parts;
        }
        rest = left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(row: SheetRow) -> String {
        let mut out = Vec::new();
        write_sheet(&Sample { rows: [vec![row], Vec::new(), Vec::new()] }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_sheet_is_csv_with_a_mark_and_a_header() {
        let sheet =
            written(SheetRow { record: "ab".into(), text: "a \"b\"\nc".into(), line: Some(3), ..SheetRow::default() });
        let (header, row) = sheet.split_once("\r\n").unwrap();
        assert!(header.starts_with("\u{FEFF}\"record\",\"split\"") && header.ends_with("\"missed\""));
        assert_eq!(row, "\"ab\",\"train\",\"1 of 1\",\"\",\"3\",\"\",\"\",\"\",\"a \"\"b\"\"\nc\",\"\"\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
            let sheet = written(SheetRow {
                source: cell.into(),
                source_file: cell.into(),
                text: cell.into(),
                ..SheetRow::default()
            });
            assert!(!sheet.contains(&format!("\"{cell}")), "{cell}");
        }
        assert_eq!(harmless("a=1"), "a=1");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = "😀".repeat(CELL / 2 + 3);
        let cut = parts(&text);
        assert_eq!(cut.len(), 2);
        assert_eq!(cut.concat(), text);
        assert!(cut.iter().all(|part| part.encode_utf16().count() <= CELL));
        assert_eq!(parts(""), [""]);
        assert_eq!(written(SheetRow { text, ..SheetRow::default() }).matches(" of 2").count(), 2);
    }
}
