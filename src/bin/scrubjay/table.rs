//! Plain text tables: columns as wide as their widest cell, numbers to the right.

use unicode_segmentation::UnicodeSegmentation;

/// A table under construction.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    /// A table whose columns of the given numbers are aligned to the right.
    pub(crate) fn new(right: &[usize]) -> Self {
        Self { rows: Vec::new(), right: right.to_vec() }
    }

    /// Adds a row.
    pub(crate) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The table as text, every line indented by `indent` spaces.
    pub(crate) fn render(&self, indent: usize) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.graphemes(true).count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(indent);
            for ((column, cell), width) in row.iter().enumerate().zip(&widths) {
                let pad = " ".repeat(width - cell.graphemes(true).count());
                let (left, right) = if self.right.contains(&column) { (pad.as_str(), "") } else { ("", pad.as_str()) };
                line.push_str(left);
                line.push_str(cell);
                line.push_str(right);
                line.push_str("  ");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(&[1]);
        table.row(["é", "5"]);
        table.row(["abc", "1000"]);
        assert_eq!(table.render(2), "  é       5\n  abc  1000\n");
    }
}
