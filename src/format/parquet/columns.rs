//! Lines of a target as columns: a string is a column of strings, an object a struct, an array a list.

use polars::chunked_array::builder::get_list_builder;
use polars::prelude::*;

use crate::format::line::Line;
use crate::format::schema::{Fields, Node};

/// Whether every value of a target's record has a column type. JSON that no rule looks into has none, nor has a value that
/// may be one of two types.
pub(in crate::format) fn fits(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::Object(fields) => !fields.known.is_empty() && fields.known.iter().all(|field| fits(&field.node)),
        Node::List(item) => fits(item),
        Node::Json { .. } | Node::Either { .. } | Node::Tags => false,
    }
}

/// A table with a row for each line.
pub(super) fn table(schema: &Node, lines: &[Line<'_>]) -> PolarsResult<DataFrame> {
    let Node::Object(fields) = schema else { return Err(unfit()) };
    let rows: Vec<_> = lines.iter().map(Some).collect();
    let columns = members(fields, &rows)?;
    DataFrame::new(rows.len(), columns.into_iter().map(Series::into_column).collect())
}

/// A series for each key of some objects.
fn members(fields: &Fields, objects: &[Option<&Line<'_>>]) -> PolarsResult<Vec<Series>> {
    let member = |key: &str| objects.iter().map(|object| object.and_then(|object| object.get(key))).collect::<Vec<_>>();
    fields.known.iter().map(|field| series(&field.key, &field.node, &member(&field.key))).collect()
}

fn series(name: &str, node: &Node, values: &[Option<&Line<'_>>]) -> PolarsResult<Series> {
    match node {
        Node::Text(_) => {
            let mut builder = StringChunkedBuilder::new(name.into(), values.len());
            values.iter().for_each(|value| builder.append_option(value.and_then(|value| value.as_text())));
            Ok(builder.finish().into_series())
        }
        Node::Object(fields) => {
            let members = members(fields, values)?;
            Ok(StructChunked::from_series(name.into(), values.len(), members.iter())?.into_series())
        }
        Node::List(item) => list(name, item, values),
        Node::Json { .. } | Node::Either { .. } | Node::Tags => Err(unfit()),
    }
}

fn list(name: &str, item: &Node, values: &[Option<&Line<'_>>]) -> PolarsResult<Series> {
    let items: Vec<_> = values.iter().flatten().flat_map(|value| value.items()).map(Some).collect();
    let flat = series("item", item, &items)?;
    let mut builder = get_list_builder(flat.dtype(), items.len(), values.len(), name.into());
    let mut start: i64 = 0;
    for value in values {
        let Some(value) = value else {
            builder.append_null();
            continue;
        };
        let count = value.items().len();
        builder.append_series(&flat.slice(start, count))?;
        start = start.saturating_add_unsigned(count as u64);
    }
    Ok(builder.finish().into_series())
}

/// What loading a definition rules out.
fn unfit() -> PolarsError {
    PolarsError::InvalidOperation("a value has no column type".into())
}
