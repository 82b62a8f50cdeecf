//! Writes the view of a text: every leaf decoded, with the names that lead to it before it.

use std::collections::BTreeMap;

use super::base64;
use super::csv::{Cell, Table};
use super::find::{self, Kind, Stretch};
use super::json::Token;
use super::places::{Blob, Layer, Leaf, NONE, Piece, Run};
use super::written::{Written, doubled_quote, json_escape, percent};
use crate::core::Span;

/// How deep things are looked for in one another: JSON in a string of JSON in a string of JSON, base64 in it.
const MAX_DEPTH: usize = 4;

/// So many names of the objects around a value stand before it.
const MAX_NAMES: usize = 3;

/// A key longer than this is no name.
const MAX_NAME: usize = 64;

/// A text being looked into.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) view: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) leaves: Vec<Leaf>,
    /// What is to be decoded beside the way it is written.
    later: Vec<(u32, Written<'static>, usize)>,
    /// Names of the open objects and arrays around the place at hand.
    names: Vec<Option<String>>,
    objects: u32,
    /// All keys of the objects of which some may be values.
    pub(super) keys: BTreeMap<u32, Vec<String>>,
    /// What was decoded beside the way it is written.
    pub(super) runs: Vec<Run>,
    /// Whether something that says it is base64 is not, or stands too deep.
    pub(super) unreadable: bool,
}

/// An open object.
struct Object {
    number: u32,
    keys: Vec<Span>,
    /// Whether one of them may be a value.
    held: bool,
}

impl Writer {
    /// Writes the view of a text in which `stretches` were found. Returns how many pieces are in the order of the text; those
    /// behind are what runs of base64 may say.
    pub(super) fn write(&mut self, text: &Written<'_>, stretches: Vec<Stretch>) -> usize {
        self.stretches(text, stretches, NONE, 0);
        let ordered = self.pieces.len();
        while let Some((leaf, text, depth)) = self.later.pop() {
            self.view.push('\n');
            let first = self.pieces.len();
            self.text(&text, leaf, depth);
            let span = self.leaves.get(leaf as usize).map_or(Span::new(0, 0), |leaf| leaf.span);
            self.runs.push(Run { leaf, span, first, end: self.pieces.len() });
        }
        ordered
    }

    fn text(&mut self, text: &Written<'_>, leaf: u32, depth: usize) {
        let mut stretches = find::stretches(&text.text);
        if depth >= MAX_DEPTH {
            stretches.retain(|stretch| self.is_read(stretch, leaf));
        }
        self.stretches(text, stretches, leaf, depth);
    }

    /// Whether what stands this deep is read all the same: what a run of base64 says is shown, for nobody could see it otherwise.
    fn is_read(&mut self, stretch: &Stretch, leaf: u32) -> bool {
        match stretch.kind {
            Kind::Run => return true,
            Kind::Json(_) | Kind::Table(_) => self.close(leaf),
            Kind::Declared => self.unreadable = true,
            Kind::Query => {}
        }
        false
    }

    /// Nothing in a leaf can be replaced.
    fn close(&mut self, leaf: u32) {
        if let Some(leaf) = self.leaves.get_mut(leaf as usize) {
            leaf.deep = true;
        }
    }

    fn stretches(&mut self, text: &Written<'_>, stretches: Vec<Stretch>, leaf: u32, depth: usize) {
        let mut done = 0;
        for Stretch { span, kind } in stretches {
            if let Kind::Run = kind {
                self.run(text, span, leaf, depth);
                continue;
            }
            self.put(text, Span::new(done, span.start), leaf);
            done = span.end;
            match kind {
                Kind::Json(tokens) => self.json(text, &tokens, leaf, depth),
                Kind::Table(table) => self.table(text, &table, leaf, depth),
                Kind::Query => {
                    let plus = span.of(&text.text).is_some_and(|value| value.contains('+'));
                    let value = text.decoded(span, percent);
                    let leaf = self.leaf(Layer::Query { plus }, leaf, text.origin(span));
                    self.put(&value, Span::new(0, value.text.len()), leaf);
                    // An address or a name in it would go on into the words behind the URL.
                    let after = text.text.get(span.end..).unwrap_or_default();
                    if value.text.contains(char::is_whitespace) && after.starts_with(char::is_whitespace) {
                        self.view.push('\n');
                    }
                }
                Kind::Declared | Kind::Run => match base64::decode(text, span) {
                    Some(decoded) => {
                        let leaf = self.blob(&decoded, false, leaf, text.origin(span));
                        self.text(&decoded.text, leaf, depth + 1);
                    }
                    None => {
                        self.unreadable = true;
                        self.put(text, span, leaf);
                    }
                },
            }
        }
        self.put(text, Span::new(done, text.text.len()), leaf);
    }

    /// A run stays as it is, for it may be a key or a token; what it says is looked at as well.
    fn run(&mut self, text: &Written<'_>, span: Span, leaf: u32, depth: usize) {
        for part in base64::parts(&text.text, span) {
            let found = part.into_iter().filter(|span| {
                let Some(decoded) = base64::decode(text, *span) else { return false };
                let blob = self.blob(&decoded, true, leaf, text.origin(*span));
                if depth >= MAX_DEPTH {
                    self.close(blob);
                }
                self.later.push((blob, decoded.text, depth + 1));
                true
            });
            if found.count() > 0 {
                return;
            }
        }
    }

    fn blob(&mut self, decoded: &base64::Decoded, run: bool, parent: u32, span: Span) -> u32 {
        let (text, bits) = (decoded.text.text.clone().into_owned(), decoded.text.bits().to_vec());
        self.leaf(Layer::Base64(Box::new(Blob { text, bits, style: decoded.style, run })), parent, span)
    }

    fn leaf(&mut self, layer: Layer, parent: u32, span: Span) -> u32 {
        let number = u32::try_from(self.leaves.len()).unwrap_or(NONE);
        self.leaves.push(Leaf { layer, parent, span, deep: false });
        number
    }

    /// Adds a part of a text that was read.
    fn put(&mut self, text: &Written<'_>, span: Span, leaf: u32) {
        let shift = self.view.len();
        self.view.push_str(span.of(&text.text).unwrap_or_default());
        text.origins(span, |bit| {
            let view = Span::new(bit.plain.start - span.start + shift, bit.plain.end - span.start + shift);
            self.pieces.push(Piece { view, origin: bit.origin, same: bit.same, leaf });
        });
    }

    fn json(&mut self, text: &Written<'_>, tokens: &[Token], parent: u32, depth: usize) {
        let base = self.names.len();
        let mut key = None;
        let mut objects: Vec<Object> = Vec::new();
        let mut after_number = false;
        for token in tokens {
            let in_row = std::mem::replace(&mut after_number, false);
            match token {
                Token::Open { object } => {
                    let name = if *object { key.take() } else { key.clone() };
                    self.names.push(name);
                    self.objects += 1;
                    objects.push(Object { number: self.objects, keys: Vec::new(), held: false });
                }
                Token::Close => {
                    if let Some(Object { number, keys, .. }) = objects.pop().filter(|object| object.held) {
                        let keys = keys.into_iter().map(|span| text.decoded(span, json_escape).text.into_owned());
                        self.keys.insert(number, keys.collect());
                    }
                    key = self.names.pop().flatten().filter(|_| self.names.len() > base);
                }
                Token::Key(span) => {
                    let name = text.decoded(*span, json_escape);
                    let held = may_hold_value(&name.text);
                    if let Some(object) = objects.last_mut() {
                        object.keys.push(*span);
                        object.held |= held;
                    }
                    if held {
                        let object = objects.last().map_or(0, |object| object.number);
                        let leaf = self.leaf(Layer::Key { object }, parent, text.origin(*span));
                        self.view.push_str("\n\"");
                        self.text(&name, leaf, MAX_DEPTH);
                        self.view.push('"');
                    }
                    key = Some(name.text.into_owned()).filter(|name| !held && name.len() <= MAX_NAME);
                }
                Token::String(span) => {
                    let value = text.decoded(*span, json_escape);
                    let leaf = self.leaf(Layer::String, parent, text.origin(*span));
                    self.name(key.as_deref(), "\"");
                    self.view.push('"');
                    self.text(&value, leaf, depth + 1);
                    self.view.push('"');
                }
                Token::Number(span) => {
                    let leaf = self.leaf(Layer::Number, parent, text.origin(*span));
                    if in_row {
                        self.view.push_str(", ");
                    } else {
                        self.name(key.as_deref(), "");
                    }
                    self.put(text, *span, leaf);
                    after_number = true;
                }
                Token::Word => {}
            }
        }
        self.names.truncate(base);
        self.view.push('\n');
    }

    /// Begins a line with the names that lead to a value.
    fn name(&mut self, key: Option<&str>, quote: &str) {
        self.view.push('\n');
        // An array's name is that of its elements.
        let around: Vec<&str> =
            self.names.iter().flatten().map(String::as_str).filter(|name| Some(*name) != key).collect();
        for name in around.iter().skip(around.len().saturating_sub(MAX_NAMES)) {
            self.view.push_str(name);
            self.view.push(' ');
        }
        if let Some(key) = key {
            self.view.push_str(quote);
            self.view.push_str(key);
            self.view.push_str(quote);
            self.view.push_str(": ");
        }
    }

    fn table(&mut self, text: &Written<'_>, table: &Table, parent: u32, depth: usize) {
        let mut names: Vec<Option<String>> = Vec::new();
        for (n, row) in table.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let value = cell_text(text, cell);
                let layer = Layer::Cell { delimiter: table.delimiter, quoted: cell.quoted };
                let leaf = self.leaf(layer, parent, text.origin(cell.span));
                self.view.push('\n');
                let name = names.get(column).and_then(Option::as_ref).filter(|_| n > 0);
                if let Some(name) = name {
                    self.view.push_str(name);
                    self.view.push_str(": ");
                }
                // Without a name before it, a cell would be read as the next line of the one before.
                let quote = if n > 0 && name.is_none() { "\"" } else { "" };
                self.view.push_str(quote);
                self.text(&value, leaf, depth + 1);
                self.view.push_str(quote);
                if n == 0 {
                    names.push(Some(value.text.into_owned()).filter(|name| is_column(name)));
                }
            }
            self.view.push('\n');
        }
    }
}

fn cell_text(text: &Written<'_>, cell: &Cell) -> Written<'static> {
    text.decoded(cell.span, |rest| if cell.quoted { doubled_quote(rest) } else { None })
}

/// A key with fewer digits is a name such as `address_2`.
const FEW_DIGITS: usize = 4;

/// Whether a cell of a header is the name of its column and no value. Columns are called `Date of birth` and `Dirección`: unlike
/// keys of objects, which hold values as often, they may have spaces and any letters.
fn is_column(name: &str) -> bool {
    name.bytes().filter(u8::is_ascii_digit).count() < FEW_DIGITS
}

/// Whether the key of an object may be a value: `{"ada@example.com": 3}`. Names of fields are made of letters, most of them
/// without spaces.
#[must_use]
pub fn may_hold_value(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    digits >= FEW_DIGITS
        || key.len() > MAX_NAME
        || key.bytes().any(|byte| matches!(byte, b'@' | b' ' | b'+' | b':' | b'&' | b'%') || !byte.is_ascii())
}
