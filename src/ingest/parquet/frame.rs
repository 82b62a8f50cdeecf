//! A slice of a parquet file's columns, decoded row by row.

use std::sync::Arc;

use polars::prelude::{Series, StringChunked};
use serde_json::Value;

use super::value::Converter;
use crate::core::{Position, Reason};
use crate::ingest::batch::Unmapped;
use crate::ingest::decode::{self, Cells, Fields, Parts, Scratch};
use crate::ingest::{SourcePlan, path};

/// The columns that are read.
pub(super) struct Columns {
    pub(super) names: Vec<String>,
    /// By column, the plan's root that it is.
    roots: Vec<Option<usize>>,
    /// By column, its name as a JSON pointer.
    pointers: Vec<String>,
    max_record_bytes: usize,
}

impl Columns {
    pub(super) fn new(max_record_bytes: usize) -> Self {
        Self { names: Vec::new(), roots: Vec::new(), pointers: Vec::new(), max_record_bytes }
    }

    pub(super) fn push(&mut self, name: String, root: Option<usize>) {
        self.pointers.push(path::escape(&name));
        self.names.push(name);
        self.roots.push(root);
    }
}

/// Some rows.
pub(in crate::ingest) struct Frame {
    columns: Arc<Columns>,
    series: Vec<Series>,
    first_row: u64,
    rows: usize,
    bytes: usize,
}

impl Frame {
    pub(super) fn new(columns: Arc<Columns>, series: Vec<Series>, first_row: u64, rows: usize, bytes: usize) -> Self {
        Self { columns, series, first_row, rows, bytes }
    }

    pub(in crate::ingest) fn len(&self) -> usize {
        self.rows
    }

    pub(in crate::ingest) fn bytes(&self) -> usize {
        self.bytes
    }

    fn position(&self, row: usize) -> Position {
        Position::Row(self.first_row + row as u64)
    }

    /// Decodes every row under a mapping.
    pub(in crate::ingest) fn records(
        &self,
        plan: &SourcePlan,
        values: &mut [Option<Value>],
        emit: &mut dyn FnMut(Position, Result<Parts, Reason>),
    ) {
        let cells = self.cells();
        for row in 0..self.rows {
            let filled = self.values(&cells, row, values);
            emit(self.position(row), filled.and_then(|()| decode::assemble(plan, values, Cells::Table)));
        }
    }

    fn values(&self, cells: &[Cell<'_>], row: usize, values: &mut [Option<Value>]) -> Result<(), Reason> {
        values.fill(None);
        let mut converter = Converter::new(self.columns.max_record_bytes);
        for (cell, root) in cells.iter().zip(&self.columns.roots) {
            if let Some(slot) = root.and_then(|root| values.get_mut(root)) {
                *slot = cell.value(row, &mut converter)?;
            }
        }
        Ok(())
    }

    /// Gives every string of every row.
    pub(in crate::ingest) fn fields(&self, each: &mut dyn FnMut(Unmapped<'_>)) {
        let cells = self.cells();
        let mut scratch = Scratch::default();
        for row in 0..self.rows {
            let position = self.position(row);
            each(match self.row_fields(&cells, row, &mut scratch) {
                Ok(()) => Unmapped::Fields(Fields::new(position, None, &scratch)),
                Err(reason) => Unmapped::Withheld { position, reason },
            });
        }
    }

    fn row_fields<'f>(&'f self, cells: &[Cell<'f>], row: usize, scratch: &mut Scratch<'f>) -> Result<(), Reason> {
        scratch.start_row();
        let mut converter = Converter::new(self.columns.max_record_bytes);
        let names = self.columns.names.iter().zip(&self.columns.pointers);
        for (cell, (name, pointer)) in cells.iter().zip(names) {
            if let Cell::Text(texts) = cell {
                let Some(text) = texts.get(row) else { continue };
                let text = converter.text(text)?;
                if name == "id" {
                    scratch.row_id(text);
                }
                scratch.cell(name, text);
                continue;
            }
            match cell.value(row, &mut converter)? {
                None | Some(Value::Null | Value::Bool(_)) => {}
                Some(nested @ (Value::Array(_) | Value::Object(_))) => scratch.nested(pointer, &nested),
                Some(Value::String(text)) => scratch.made_cell(name, &text),
                Some(Value::Number(number)) => {
                    let Some(number) = decode::digits(&number) else { continue };
                    if name == "id" {
                        scratch.row_id(&number);
                    }
                    scratch.made_cell(name, &number);
                }
            }
        }
        Ok(())
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        self.series.iter().map(|series| series.str().map_or(Cell::Any(series), Cell::Text)).collect()
    }
}

/// A column, its type looked at once.
enum Cell<'f> {
    Text(&'f StringChunked),
    Any(&'f Series),
}

impl Cell<'_> {
    /// The value in a row; `None` for null.
    fn value(&self, row: usize, converter: &mut Converter) -> Result<Option<Value>, Reason> {
        let value = match self {
            Self::Text(texts) => match texts.get(row) {
                Some(text) => Value::from(converter.text(text)?),
                None => Value::Null,
            },
            // The row lies within the column, so that there is a cell.
            Self::Any(series) => converter.value(&series.get(row).map_err(|_| Reason::FieldType)?)?,
        };
        Ok((!value.is_null()).then_some(value))
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::NamedFrom;

    use super::*;

    #[test]
    fn whole_numbers_in_columns_of_floats_are_looked_at_as_such() {
        let mut columns = Columns::new(1000);
        columns.push("card".to_owned(), None);
        let cells = [Some(4_111_111_111_111_111.0), None, Some(0.5), Some(f64::NAN), Some(-7.0), Some(1e300)];
        let frame = Frame::new(Arc::new(columns), vec![Series::new("card".into(), cells)], 1, cells.len(), 48);
        let mut found = Vec::new();
        frame.fields(&mut |row| {
            let Unmapped::Fields(fields) = row else { panic!("a row without its cells") };
            found.push(fields.iter().map(|field| field.text.to_owned()).collect::<String>());
        });
        assert_eq!(found, ["4111111111111111", "", "", "NaN", "-7", ""]);
    }
}
