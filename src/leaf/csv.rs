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
    let bytes = text.as_bytes();
    let header_end = memchr(b'\n', bytes.get(..MAX_HEADER).unwrap_or(bytes))?;
    let header = text.get(..header_end)?;
    let delimiter = [',', ';', '\t', '|'].into_iter().find(|delimiter| is_header(header, *delimiter))?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (row, end) = row(text, at, delimiter)?;
        at = end;
        if row.iter().all(|cell| cell.span.is_empty()) && row.len() == 1 {
            continue;
        }
        if rows.first().is_some_and(|header| header.len() != row.len()) {
            return None;
        }
        rows.push(row);
    }
    let cells: usize = rows.iter().map(Vec::len).sum();
    (rows.len() > 1 && cells >= FEWEST_CELLS).then_some(Table { delimiter, rows })
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
