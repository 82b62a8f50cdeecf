//! The strings and numbers of one record without a mapping, borrowed from its batch where they stand there as they are, and those
//! of its keys that may be values themselves.

use std::fmt;
use std::ops::Range;

use serde_json::{Number, Value};

use super::strict::Sink;
use crate::core::Position;
use crate::leaf::may_hold_value;

/// What follows the pointer of an object in the name of one of its keys.
pub const KEY: &str = "/{}";

/// All strings and numbers of one record. It borrows: copy what is to be kept.
pub struct Fields<'a> {
    position: Position,
    raw: Option<&'a str>,
    scratch: &'a Scratch<'a>,
}

/// One string or number of a record, or a key that may be a value (`leaf::may_hold_value`).
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// JSON pointer, column name, or nothing for a text without fields. That of a key is the pointer of its object with `/{}`
    /// behind it. A pointer to what stands under such a key is record text.
    pub name: &'a str,
    /// Whether it is a key.
    pub is_key: bool,
    /// The string, or the number in decimal digits. Record text: it must not reach an error, a log line or a report.
    pub text: &'a str,
}

impl<'a> Fields<'a> {
    pub(in crate::ingest) fn new(position: Position, raw: Option<&'a str>, scratch: &'a Scratch<'a>) -> Self {
        Self { position, raw, scratch }
    }

    /// Where the record is in its file.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The record as it stands in the file, without its line end. `None` for parquet, which has no such form.
    #[must_use]
    pub fn raw(&self) -> Option<&'a str> {
        self.raw
    }

    /// The record's own id: the top-level field `id`, where it is a string or a number.
    #[must_use]
    pub fn id(&self) -> Option<&'a str> {
        self.scratch.id.as_ref().map(|id| id.of(&self.scratch.texts))
    }

    /// What there is, in the order of the record: `leaf::Values` counts a line of JSON the same way.
    pub fn iter(&self) -> impl Iterator<Item = Field<'a>> {
        let scratch = self.scratch;
        scratch.entries.iter().map(|entry| {
            let (name, text) = (entry.name.of(&scratch.names), entry.text.of(&scratch.texts));
            Field { name, text, is_key: entry.is_key }
        })
    }

    /// Number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scratch.entries.len()
    }

    /// Whether the record holds nothing to look at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({}, fields={})", self.position, self.len())
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field(name len={}, text len={})", self.name.len(), self.text.len())
    }
}

/// A string borrowed from the batch, or a range of one of the scratch buffers.
enum Place<'b> {
    Borrowed(&'b str),
    Range(Range<usize>),
}

impl<'b> Place<'b> {
    fn of<'a>(&self, buffer: &'a str) -> &'a str
    where
        'b: 'a,
    {
        match self {
            Self::Borrowed(text) => text,
            Self::Range(range) => buffer.get(range.clone()).unwrap_or_default(),
        }
    }
}

struct Entry<'b> {
    name: Place<'b>,
    text: Place<'b>,
    is_key: bool,
}

/// A number of a typed column in decimal digits, where it is a whole one: `4111111111111111.0` is how a card number looks in a column of
/// floats. Floats with a fraction are measurements.
pub(in crate::ingest) fn digits(number: &Number) -> Option<String> {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else { return Some(number.to_string()) };
    (float.fract() == 0.0 && float.abs() < WHOLE_FLOATS).then(|| format!("{float:.0}"))
}

/// Below this (2 to the 63rd) whole floats are what was once an integer of 64 bits.
const WHOLE_FLOATS: f64 = 9_223_372_036_854_775_808.0;

/// Buffers for the strings of one record, reused from record to record.
#[derive(Default)]
pub(in crate::ingest) struct Scratch<'b> {
    entries: Vec<Entry<'b>>,
    id: Option<Place<'b>>,
    names: String,
    texts: String,
    /// Pointer of the value being walked through, and its lengths further up.
    path: String,
    ups: Vec<usize>,
}

impl<'b> Scratch<'b> {
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.names.clear();
        self.texts.clear();
        self.path.clear();
        self.ups.clear();
        self.id = None;
    }

    /// The one field of a text without fields.
    pub(in crate::ingest) fn whole(&mut self, text: &'b str) {
        self.clear();
        self.entries.push(Entry { name: Place::Borrowed(""), text: Place::Borrowed(text), is_key: false });
    }

    /// Starts on a row of cells.
    pub(in crate::ingest) fn start_row(&mut self) {
        self.clear();
    }

    /// Adds a cell that stands in the batch as it is.
    pub(in crate::ingest) fn cell(&mut self, column: &'b str, text: &'b str) {
        self.entries.push(Entry { name: Place::Borrowed(column), text: Place::Borrowed(text), is_key: false });
    }

    /// Adds a cell that was unescaped or made up.
    pub(in crate::ingest) fn made_cell(&mut self, column: &'b str, text: &str) {
        let text = self.keep_text(text);
        self.entries.push(Entry { name: Place::Borrowed(column), text, is_key: false });
    }

    /// Adds what a nested cell holds, with pointers that begin with its column.
    pub(in crate::ingest) fn nested(&mut self, column: &str, value: &Value) {
        self.path.clear();
        self.path.extend(["/", column]);
        self.walk(value);
        self.path.clear();
    }

    fn walk(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                let place = self.keep_text(text);
                self.push_at_path(place);
            }
            Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| {
                self.item(n);
                self.walk(item);
                self.leave();
            }),
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                self.key(key);
                self.walk(value);
                self.leave();
            }),
            Value::Number(number) => {
                if let Some(digits) = digits(number) {
                    self.number(&digits);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Notes the row's own id.
    pub(in crate::ingest) fn row_id(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.id = Some(self.keep_text(text));
        }
    }

    fn keep_text(&mut self, text: &str) -> Place<'b> {
        let start = self.texts.len();
        self.texts.push_str(text);
        Place::Range(start..self.texts.len())
    }

    fn push_at_path(&mut self, text: Place<'b>) {
        let start = self.names.len();
        self.names.push_str(&self.path);
        self.entries.push(Entry { name: Place::Range(start..self.names.len()), text, is_key: false });
    }

    fn push_key(&mut self, key: &str) {
        let start = self.names.len();
        self.names.extend([&self.path, KEY]);
        let text = self.keep_text(key);
        self.entries.push(Entry { name: Place::Range(start..self.names.len()), text, is_key: true });
    }
}

impl<'b> Sink<'b> for Scratch<'b> {
    fn key(&mut self, key: &str) {
        if may_hold_value(key) {
            self.push_key(key);
        }
        self.ups.push(self.path.len());
        self.path.push('/');
        for part in key.split_inclusive(['~', '/']) {
            match part.strip_suffix('~') {
                Some(before) => self.path.extend([before, "~0"]),
                None => match part.strip_suffix('/') {
                    Some(before) => self.path.extend([before, "~1"]),
                    None => self.path.push_str(part),
                },
            }
        }
    }

    fn item(&mut self, n: usize) {
        use fmt::Write as _;
        self.ups.push(self.path.len());
        // Writing to a string cannot fail.
        let _ = write!(self.path, "/{n}");
    }

    fn leave(&mut self) {
        self.path.truncate(self.ups.pop().unwrap_or(0));
    }

    fn borrowed(&mut self, text: &'b str) {
        if self.path == "/id" {
            self.id = Some(Place::Borrowed(text));
        }
        self.push_at_path(Place::Borrowed(text));
    }

    fn unescaped(&mut self, text: &str) {
        let place = self.keep_text(text);
        if let (true, Place::Range(range)) = (self.path == "/id", &place) {
            self.id = Some(Place::Range(range.clone()));
        }
        self.push_at_path(place);
    }

    fn number(&mut self, number: &dyn fmt::Display) {
        let place = self.keep_text(&number.to_string());
        if let (true, Place::Range(range)) = (self.path == "/id", &place) {
            self.id = Some(Place::Range(range.clone()));
        }
        self.push_at_path(place);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Strict, strings};
    use super::*;

    #[test]
    fn strings_come_with_their_pointers() {
        let text =
            r#"{"id":"r\u0031","t":"plain","n":7,"a":[{"x/y~z":"deep"},"esc\n",[]],"":"e","m":{"id":"not this"}}"#;
        let mut scratch = Scratch::default();
        for _ in 0..2 {
            strings(text, Strict::default().for_record(false), &mut scratch).unwrap();
            let fields = Fields::new(Position::Line(1), Some(text), &scratch);
            let found: Vec<_> = fields.iter().map(|field| (field.name, field.text)).collect();
            let expected = [
                ("/id", "r1"),
                ("/t", "plain"),
                ("/n", "7"),
                ("/a/0/x~1y~0z", "deep"),
                ("/a/1", "esc\n"),
                ("/", "e"),
                ("/m/id", "not this"),
            ];
            assert_eq!(found, expected);
            assert_eq!(fields.id(), Some("r1"));
            assert_eq!(fields.len(), 7);
        }
        strings(r#"{"id":-12.5}"#, Strict::default().for_record(false), &mut scratch).unwrap();
        let fields = Fields::new(Position::Line(1), None, &scratch);
        assert_eq!(fields.id(), Some("-12.5"));
        assert_eq!(fields.iter().map(|field| field.text).collect::<Vec<_>>(), ["-12.5"]);
    }

    #[test]
    fn keys_that_may_be_values_are_fields() {
        let mut scratch = Scratch::default();
        let text = r#"{"of":{"ada@example.com":3,"name":true}}"#;
        strings(text, Strict::default().for_record(false), &mut scratch).unwrap();
        let fields = Fields::new(Position::Line(1), Some(text), &scratch);
        let found: Vec<_> = fields.iter().map(|field| (field.name, field.text, field.is_key)).collect();
        assert_eq!(found, [("/of/{}", "ada@example.com", true), ("/of/ada@example.com", "3", false)]);
    }

    #[test]
    fn debug_hides_content() {
        let mut scratch = Scratch::default();
        scratch.whole("ada@example.com");
        let fields = Fields::new(Position::File, None, &scratch);
        assert_eq!(format!("{fields:?}"), "Fields(whole file, fields=1)");
        assert_eq!(format!("{:?}", fields.iter().next().unwrap()), "Field(name len=0, text len=15)");
    }
}
