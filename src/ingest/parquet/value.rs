//! Cells of a parquet file as JSON values.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};
use memchr::memchr;
use polars::prelude::{AnyValue, ArrowDataType, BinaryChunked, DataType, NewChunkedArray, StringChunked, TimeUnit};
use serde_json::{Map, Number, Value};

use crate::core::Reason;

/// Digits of the decimals that polars holds (<https://docs.pola.rs/api/python/stable/reference/api/polars.datatypes.Decimal.html>).
const MAX_DIGITS: usize = 38;

/// What an item of a list or a field of a struct takes beside its text: in JSON it is two quotes, a comma, and a colon or a blank.
const ITEM_BYTES: usize = 4;

/// Whether columns of this type can be read. Checked before polars looks at it, which panics on what it does not know.
/// Bytes of a fixed length are refused: UUIDs, intervals and half floats are stored as such, and few of them are text.
pub(super) fn supported(kind: &ArrowDataType) -> bool {
    use ArrowDataType as A;
    match kind {
        A::Null
        | A::Boolean
        | A::Int8
        | A::Int16
        | A::Int32
        | A::Int64
        | A::UInt8
        | A::UInt16
        | A::UInt32
        | A::UInt64
        | A::Float32
        | A::Float64
        | A::Timestamp(..)
        | A::Date32
        | A::Date64
        | A::Time32(_)
        | A::Time64(_)
        | A::Binary
        | A::LargeBinary
        | A::BinaryView
        | A::Utf8
        | A::LargeUtf8
        | A::Utf8View => true,
        A::Decimal(digits, _) => *digits <= MAX_DIGITS,
        A::List(inner) | A::LargeList(inner) | A::Map(inner, _) => supported(inner.dtype()),
        A::Struct(fields) => fields.iter().all(|field| supported(field.dtype())),
        _ => false,
    }
}

/// Whether a column of this type, which cannot be read, may be left out where everything is looked at: short bytes of a fixed length (half
/// floats), intervals and wide decimals, which are no text. What nests other columns beside such is refused.
pub(super) fn may_be_left_out(kind: &ArrowDataType) -> bool {
    use ArrowDataType as A;
    match kind {
        A::FixedSizeBinary(_) | A::Float16 | A::Decimal256(..) | A::Interval(_) => true,
        A::Decimal(digits, _) => *digits > MAX_DIGITS,
        _ => false,
    }
}

/// Whether the cells of this type are bytes of one length that may be text: they are in some files, and UUIDs and digests in others.
/// Two bytes are half floats, and hold no value.
pub(super) fn may_be_text_of_one_length(kind: &ArrowDataType) -> bool {
    matches!(kind, ArrowDataType::FixedSizeBinary(bytes) if *bytes > 2)
}

/// The texts among cells of one length, without what fills them up, and whether there are others among them.
pub(super) fn texts(cells: &BinaryChunked) -> (StringChunked, bool) {
    let mut others = false;
    let texts = cells.iter().map(|cell| {
        let text = cell.and_then(|cell| std::str::from_utf8(cell).ok()).map(|text| text.trim_end_matches('\0'));
        let text = text.filter(|text| memchr(0, text.as_bytes()).is_none());
        others |= cell.is_some() && text.is_none();
        text
    });
    let texts = StringChunked::from_iter_options(cells.name().clone(), texts);
    (texts, others)
}

/// Whether a column of this type is looked at without a mapping: text, numbers (tools turn whole ones into floats where one is missing),
/// and what nests text.
pub(super) fn may_hold_text(kind: &DataType) -> bool {
    fn nests_text(kind: &DataType) -> bool {
        match kind {
            DataType::String | DataType::Binary => true,
            DataType::List(inner) => nests_text(inner),
            DataType::Struct(fields) => fields.iter().any(|field| nests_text(field.dtype())),
            _ => false,
        }
    }
    kind.is_integer() || kind.is_float() || matches!(kind, DataType::Decimal(..)) || nests_text(kind)
}

/// Turns the cells of one record into values, and counts their bytes.
pub(super) struct Converter {
    left: usize,
}

impl Converter {
    pub(super) fn new(max_record_bytes: usize) -> Self {
        Self { left: max_record_bytes }
    }

    /// Checks one text of the record.
    pub(super) fn text<'t>(&mut self, text: &'t str) -> Result<&'t str, Reason> {
        self.left = self.left.checked_sub(text.len()).ok_or(Reason::TooLarge)?;
        if memchr(0, text.as_bytes()).is_some() { Err(Reason::NulByte) } else { Ok(text) }
    }

    /// Counts an item of a list, or a field of a struct and its name.
    fn item(&mut self, name: &str) -> Result<(), Reason> {
        self.left = self.left.checked_sub(name.len() + ITEM_BYTES).ok_or(Reason::TooLarge)?;
        Ok(())
    }

    fn bytes<'t>(&mut self, bytes: &'t [u8]) -> Result<&'t str, Reason> {
        self.text(std::str::from_utf8(bytes).map_err(|_| Reason::Encoding)?)
    }

    /// One cell.
    pub(super) fn value(&mut self, cell: &AnyValue<'_>) -> Result<Value, Reason> {
        Ok(match cell {
            AnyValue::Null => Value::Null,
            AnyValue::Boolean(flag) => Value::Bool(*flag),
            AnyValue::String(text) => Value::from(self.text(text)?),
            AnyValue::StringOwned(text) => Value::from(self.text(text)?),
            AnyValue::Binary(bytes) => Value::from(self.bytes(bytes)?),
            AnyValue::BinaryOwned(bytes) => Value::from(self.bytes(bytes)?),
            AnyValue::List(items) => {
                let items: Result<Vec<_>, _> =
                    items.iter().map(|item| self.item("").and_then(|()| self.value(&item))).collect();
                Value::Array(items?)
            }
            AnyValue::Struct(_, _, fields) => {
                let names = fields.iter().map(|field| field.name().as_str());
                self.object(names.zip(cell._iter_struct_av()))?
            }
            AnyValue::StructOwned(parts) => {
                let names = parts.1.iter().map(|field| field.name().as_str());
                self.object(names.zip(parts.0.iter().cloned()))?
            }
            other => number(other).map_or_else(|| moment(other).map(Value::from), Some).ok_or(Reason::FieldType)?,
        })
    }

    fn object<'n, 'v>(&mut self, fields: impl Iterator<Item = (&'n str, AnyValue<'v>)>) -> Result<Value, Reason> {
        let mut map = Map::new();
        for (name, value) in fields {
            self.item(name)?;
            if map.insert(name.to_owned(), self.value(&value)?).is_some() {
                return Err(Reason::JsonDuplicateKey);
            }
        }
        Ok(Value::Object(map))
    }
}

fn number(cell: &AnyValue<'_>) -> Option<Value> {
    Some(match *cell {
        AnyValue::UInt8(n) => Value::from(n),
        AnyValue::UInt16(n) => Value::from(n),
        AnyValue::UInt32(n) => Value::from(n),
        AnyValue::UInt64(n) => Value::from(n),
        AnyValue::Int8(n) => Value::from(n),
        AnyValue::Int16(n) => Value::from(n),
        AnyValue::Int32(n) => Value::from(n),
        AnyValue::Int64(n) => Value::from(n),
        // The shortest digits that mean this number among those of its width.
        AnyValue::Float32(n) => float(n.to_string().parse().ok()?),
        AnyValue::Float64(n) => float(n),
        AnyValue::Decimal(n, _, scale) => Value::from(decimal(n, scale)),
        _ => return None,
    })
}

/// Infinities and NaN are no JSON numbers and become text.
fn float(n: f64) -> Value {
    Number::from_f64(n).map_or_else(|| Value::from(n.to_string()), Value::Number)
}

/// Written out in full, as a number of JSON could lose digits.
fn decimal(n: i128, scale: usize) -> String {
    let sign = if n < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", n.unsigned_abs(), width = scale + 1);
    match digits.split_at_checked(digits.len() - scale) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{sign}{whole}.{fraction}"),
        _ => format!("{sign}{digits}"),
    }
}

/// Dates and times in the forms of RFC 3339; one without a time zone has none.
fn moment(cell: &AnyValue<'_>) -> Option<String> {
    match *cell {
        AnyValue::Date(days) => {
            let epoch = Date::constant(1970, 1, 1);
            Some(epoch.checked_add(SignedDuration::from_hours(i64::from(days).checked_mul(24)?)).ok()?.to_string())
        }
        AnyValue::Datetime(count, unit, zone) => {
            let instant = Timestamp::from_nanosecond(nanoseconds(count, unit)).ok()?;
            Some(if zone.is_some() { instant.to_string() } else { civil(instant).to_string() })
        }
        AnyValue::Time(count) => {
            Some(Time::midnight().checked_add(SignedDuration::from_nanos(count)).ok()?.to_string())
        }
        _ => None,
    }
}

fn nanoseconds(count: i64, unit: TimeUnit) -> i128 {
    i128::from(count)
        * match unit {
            TimeUnit::Nanoseconds => 1,
            TimeUnit::Microseconds => 1_000,
            TimeUnit::Milliseconds => 1_000_000,
        }
}

fn civil(instant: Timestamp) -> DateTime {
    jiff::tz::Offset::UTC.to_datetime(instant)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cells_become_values() {
        let cases = [
            (AnyValue::Null, json!(null)),
            (AnyValue::Boolean(true), json!(true)),
            (AnyValue::UInt64(u64::MAX), json!(u64::MAX)),
            (AnyValue::Int8(-3), json!(-3)),
            (AnyValue::Float32(0.1), json!(0.1)),
            (AnyValue::Float64(f64::NAN), json!("NaN")),
            (AnyValue::Decimal(-1234, 10, 2), json!("-12.34")),
            (AnyValue::Decimal(5, 10, 3), json!("0.005")),
            (AnyValue::Decimal(5, 10, 0), json!("5")),
            (AnyValue::Date(0), json!("1970-01-01")),
            (AnyValue::Date(-1), json!("1969-12-31")),
            (AnyValue::Datetime(1_700_000_000_123, TimeUnit::Milliseconds, None), json!("2023-11-14T22:13:20.123")),
            (AnyValue::Time(3_600_000_000_000), json!("01:00:00")),
            (AnyValue::Binary("é".as_bytes()), json!("é")),
        ];
        for (cell, expected) in cases {
            assert_eq!(Converter::new(100).value(&cell), Ok(expected), "{cell:?}");
        }
    }

    #[test]
    fn what_no_record_may_hold_is_refused() {
        for (cell, reason) in [
            (AnyValue::Binary(b"\xff"), Reason::Encoding),
            (AnyValue::String("a\0"), Reason::NulByte),
            (AnyValue::String("more than ten bytes"), Reason::TooLarge),
            (AnyValue::Date(i32::MAX), Reason::FieldType),
        ] {
            assert_eq!(Converter::new(10).value(&cell), Err(reason), "{reason:?}");
        }
    }
}
