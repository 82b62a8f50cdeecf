//! Comma-separated values within a text (RFC 4180): a header of names and rows of as many cells.

use memchr::memchr;

use crate::core::Span;

/// A header longer than this is prose.
const MAX_HEADER: usize = 2000;

/// A name of a column has at most so many bytes.
const MAX_NAME: usize = 40;

/// A table has at least so many cells in its header and rows together, so that two lines with a comma each are none.
const FEWEST_CELLS: usize = 6;

/// A table: its cells row by row.
pub(super) struct Table {
    pub(super) delimiter: char,
    /// The header first.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// What stands in it, without its quotes.
    pub(super) span: Span,
    pub(super) quoted: bool,
}

/// Reads a text that is a table from its first line to its last.
pub(super) fn read(text: &str) -> Option<Table> {
    rows(text, 0, true).map(|(table, _)| table)
}

/// The tables in a text that holds other things as well, with where they are. One begins with the text, behind an empty line or a line
/// that announces it (`…:`, three backquotes), and ends where a line is no row of as many cells.
pub(super) fn within(text: &str) -> Vec<(Span, Table)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut announced) = (0, true);
    while let Some(len) = memchr(b'\n', bytes.get(at..).unwrap_or_default()) {
        if announced && let Some((table, end)) = rows(text, at, false) {
            found.push((Span::new(at, end), table));
            (at, announced) = (end, false);
            continue;
        }
        let line = bytes.get(at..at + len).unwrap_or_default().trim_ascii();
        announced = line.is_empty() || line.ends_with(b":") || line.starts_with(b"```");
        at += len + 1;
    }
    found
}

/// The table that begins at `at`, and where it ends. The `whole` text is none where one line is none of its rows.
fn rows(text: &str, mut at: usize, whole: bool) -> Option<(Table, usize)> {
    let rest = text.as_bytes().get(at..)?;
    let header_len = memchr(b'\n', rest.get(..MAX_HEADER).unwrap_or(rest))?;
    let header = text.get(at..at + header_len)?;
    let delimiter = [',', ';', '\t', '|'].into_iter().find(|delimiter| is_header(header, *delimiter))?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    while at < text.len() {
        let read = row(text, at, delimiter);
        let empty = |row: &[Cell]| row.len() == 1 && row.iter().all(|cell| cell.span.is_empty());
        let fits = |row: &[Cell]| rows.first().is_none_or(|header| header.len() == row.len());
        match read {
            Some((row, end)) if whole && empty(&row) => at = end,
            Some((row, end)) if fits(&row) => {
                rows.push(row);
                at = end;
            }
            _ if whole => return None,
            _ => break,
        }
    }
    let cells: usize = rows.iter().map(Vec::len).sum();
    (rows.len() > 1 && cells >= FEWEST_CELLS).then_some((Table { delimiter, rows }, at))
}

/// Whether a line is a row of different names.
fn is_header(line: &str, delimiter: char) -> bool {
    let line = line.trim_end_matches('\r');
    let is_name = |name: &str| {
        let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '/' | '#' | '(' | ')');
        name.len() <= MAX_NAME && name.starts_with(char::is_alphabetic) && name.chars().all(inside)
    };
    // Nearly every line is turned away by what stands before its first comma.
    if !line.split(delimiter).all(is_name) {
        return false;
    }
    let mut names: Vec<&str> = line.split(delimiter).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    count > 1 && names.len() == count
}

/// The row that begins at `at`, and where the next one does.
fn row(text: &str, mut at: usize, delimiter: char) -> Option<(Vec<Cell>, usize)> {
    let mut cells = Vec::new();
    loop {
        let rest = text.get(at..)?;
        let (cell, end) = if rest.starts_with('"') { quoted(text, at)? } else { plain(text, at, delimiter)? };
        cells.push(cell);
        let after = text.get(end..)?;
        if let Some(next) = after.strip_prefix(delimiter) {
            at = text.len() - next.len();
            continue;
        }
        let next = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n')).or_else(|| after.strip_prefix('\r'));
        return match next {
            Some(next) => Some((cells, text.len() - next.len())),
            None => after.is_empty().then_some((cells, text.len())),
        };
    }
}

fn plain(text: &str, at: usize, delimiter: char) -> Option<(Cell, usize)> {
    let rest = text.get(at..)?;
    let len = rest.find([delimiter, '\r', '\n']).unwrap_or(rest.len());
    let value = rest.get(..len)?;
    // A quote in the middle of a cell has no meaning in RFC 4180.
    (!value.contains('"')).then(|| (Cell { span: Span::new(at, at + len), quoted: false }, at + len))
}

fn quoted(text: &str, at: usize) -> Option<(Cell, usize)> {
    let start = at + 1;
    let mut end = start;
    loop {
        end += text.get(end..)?.find('"')?;
        if text.get(end + 1..)?.starts_with('"') {
            end += 2;
        } else {
            return Some((Cell { span: Span::new(start, end), quoted: true }, end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Option<Vec<Vec<&str>>> {
        let table = read(text)?;
        Some(table.rows.iter().map(|row| row.iter().map(|cell| cell.span.of(text).unwrap()).collect()).collect())
    }

    #[test]
    fn tables_are_read() {
        let text = "name,e-mail,note\r\nAda,ada@example.com,\"a, \"\"b\"\"\n c\"\r\nBob,,x\r\n";
        let expected = vec![
            vec!["name", "e-mail", "note"],
            vec!["Ada", "ada@example.com", "a, \"\"b\"\"\n c"],
            vec!["Bob", "", "x"],
        ];
        assert_eq!(cells(text), Some(expected));
        assert!(cells("id;telephone\n1;2\n3;4").is_some());
    }

    #[test]
    fn tables_are_found_among_other_things() {
        let found =
            |text: &str| within(text).iter().map(|(span, _)| span.of(text).unwrap().to_owned()).collect::<Vec<_>>();
        let table = "name,e-mail,note\r\nAda,ada@example.com,\"a,\n\nb\"\r\n";
        for (before, after) in [
            ("Who is in this list:\n", "\r\nThank you, Bob, for it"),
            ("```csv\r\n", "```\n"),
            ("", "\nWho is in it?"),
            ("Hello, Ada,\n\n", "one,two\n"),
        ] {
            assert_eq!(found(&format!("{before}{table}{after}")), [table], "{before}{after}");
        }
        assert_eq!(found(&format!("{table}\n{table}")), [table, table]);
        assert!(found(&format!("No colon\n{table}")).is_empty());
        assert!(found("Dear Ada:\nBerlin, Ulm\nBonn, Hof\nKiel, Jena\n").is_empty());
    }

    #[test]
    fn prose_is_no_table() {
        for text in [
            "Dear Ada,\nthank you, Bob",
            "Hello,\nworld,\nagain,\n",
            "a,b\n1,2",
            "a,b,c\n1,2\n3,4",
            "one two, three\nfour, five\n",
            "x: 1, y: 2\nx: 3, y: 4\nx: 5, y: 6",
            "a,a,a\n1,2,3",
            "a,b\n1,2\n3,4\n5\"x,6\n",
            "no line end, at all, here",
        ] {
            assert_eq!(cells(text), None, "{text}");
        }
    }
}
