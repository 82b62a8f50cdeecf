//! The columns of the lineage table while they are filled.

use polars::prelude::*;

use super::{GROUP_ROWS, LineageRow};

/// Columns of one row group.
pub(super) struct Columns {
    rows: usize,
    record: StringChunkedBuilder,
    source: StringChunkedBuilder,
    file: StringChunkedBuilder,
    position_unit: StringChunkedBuilder,
    position: PrimitiveChunkedBuilder<UInt64Type>,
    outcome: StringChunkedBuilder,
    reason: StringChunkedBuilder,
    output_files: ListStringChunkedBuilder,
    output_lines: ListPrimitiveChunkedBuilder<UInt64Type>,
    parts: PrimitiveChunkedBuilder<UInt32Type>,
    entities: ListStringChunkedBuilder,
    entity_counts: ListPrimitiveChunkedBuilder<UInt32Type>,
    operators: ListStringChunkedBuilder,
    operator_counts: ListPrimitiveChunkedBuilder<UInt32Type>,
    licence: StringChunkedBuilder,
    basis: StringChunkedBuilder,
    identity: PrimitiveChunkedBuilder<UInt64Type>,
    keys: ListPrimitiveChunkedBuilder<UInt64Type>,
    survivor: StringChunkedBuilder,
    score: PrimitiveChunkedBuilder<Float64Type>,
    group: PrimitiveChunkedBuilder<UInt64Type>,
    alone: StringChunkedBuilder,
}

fn text(name: &'static str) -> StringChunkedBuilder {
    StringChunkedBuilder::new(name.into(), GROUP_ROWS)
}

fn texts(name: &'static str) -> ListStringChunkedBuilder {
    ListStringChunkedBuilder::new(name.into(), GROUP_ROWS, GROUP_ROWS)
}

fn numbers<T: PolarsNumericType>(name: &'static str) -> ListPrimitiveChunkedBuilder<T> {
    ListPrimitiveChunkedBuilder::new(name.into(), GROUP_ROWS, GROUP_ROWS, T::get_static_dtype())
}

impl Columns {
    /// No rows yet.
    pub(super) fn new() -> Self {
        Self {
            rows: 0,
            record: text("record"),
            source: text("source"),
            file: text("file"),
            position_unit: text("position_unit"),
            position: PrimitiveChunkedBuilder::new("position".into(), GROUP_ROWS),
            outcome: text("outcome"),
            reason: text("reason"),
            output_files: texts("output_files"),
            output_lines: numbers("output_lines"),
            parts: PrimitiveChunkedBuilder::new("parts".into(), GROUP_ROWS),
            entities: texts("entities"),
            entity_counts: numbers("entity_counts"),
            operators: texts("operators"),
            operator_counts: numbers("operator_counts"),
            licence: text("licence"),
            basis: text("basis"),
            identity: PrimitiveChunkedBuilder::new("identity".into(), GROUP_ROWS),
            keys: numbers("keys"),
            survivor: text("survivor"),
            score: PrimitiveChunkedBuilder::new("score".into(), GROUP_ROWS),
            group: PrimitiveChunkedBuilder::new("group".into(), GROUP_ROWS),
            alone: text("alone"),
        }
    }

    /// Number of rows so far.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: &LineageRow<'_>) {
        self.record.append_value(row.record.to_string());
        self.source.append_value(row.source);
        self.file.append_value(row.file);
        self.position_unit.append_value(row.position.unit());
        self.position.append_value(row.position.number());
        self.outcome.append_value(row.outcome.name());
        self.reason.append_option(row.outcome.reason());
        self.output_files.append_values_iter(row.outputs.iter().map(|output| output.file));
        self.output_lines.append_values_iter(row.outputs.iter().map(|output| output.line));
        self.parts.append_value(row.parts);
        self.entities.append_values_iter(row.entities.keys().map(crate::core::EntityType::as_str));
        self.entity_counts.append_values_iter(row.entities.values().copied());
        self.operators.append_values_iter(row.operators.keys().copied());
        self.operator_counts.append_values_iter(row.operators.values().copied());
        self.licence.append_option(row.licence);
        self.basis.append_option(row.basis.map(crate::core::Basis::as_str));
        self.identity.append_option(row.identity);
        self.keys.append_values_iter(row.keys.iter().copied());
        self.survivor.append_option(row.survivor.map(|(survivor, _)| survivor.to_string()));
        self.score.append_option(row.survivor.map(|(_, score)| score));
        self.group.append_option(row.group);
        self.alone.append_option(row.alone.map(crate::core::Split::as_str));
        self.rows += 1;
    }

    /// The rows as a table.
    pub(super) fn finish(mut self) -> PolarsResult<DataFrame> {
        let columns = vec![
            self.record.finish().into_column(),
            self.source.finish().into_column(),
            self.file.finish().into_column(),
            self.position_unit.finish().into_column(),
            self.position.finish().into_column(),
            self.outcome.finish().into_column(),
            self.reason.finish().into_column(),
            self.output_files.finish().into_column(),
            self.output_lines.finish().into_column(),
            self.parts.finish().into_column(),
            self.entities.finish().into_column(),
            self.entity_counts.finish().into_column(),
            self.operators.finish().into_column(),
            self.operator_counts.finish().into_column(),
            self.licence.finish().into_column(),
            self.basis.finish().into_column(),
            self.identity.finish().into_column(),
            self.keys.finish().into_column(),
            self.survivor.finish().into_column(),
            self.score.finish().into_column(),
            self.group.finish().into_column(),
            self.alone.finish().into_column(),
        ];
        DataFrame::new(self.rows, columns)
    }
}
