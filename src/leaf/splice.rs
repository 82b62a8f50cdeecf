//! Puts replacements in the place of values, each written as its place asks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::base64;
use super::encode::{query, reading, within};
use super::json::is_number;
use super::places::{Blob, Layer, Leaf, Leaves, NONE};
use crate::core::Span;

/// How far back a URL may begin that a value stands in the query of.
const LONGEST_URL: usize = 2048;

/// A value and what is to stand in its place.
#[derive(Clone)]
pub struct Edit {
    /// The bytes of the value in the text.
    pub span: Span,
    /// What it is to say.
    pub replacement: String,
}

/// A text with replacements in it.
pub struct Spliced {
    /// The text.
    pub text: String,
    /// The replacements in it, in order.
    pub replaced: Vec<Span>,
    /// For each of them the number of its edit; of the first, where several are written as one.
    pub edits: Vec<usize>,
}

/// What a value in a text says, whatever it is written in; `leaves` are those of the text. `None` if it does not fit the text
/// or stands partly in one leaf and partly in another.
#[must_use]
pub fn value<'t>(text: &'t str, leaves: Option<&'t Leaves>, span: Span) -> Option<Cow<'t, str>> {
    let written = match leaves {
        Some(leaves) => leaves.find(span)?.1.of(leaves.view())?,
        None => span.of(text)?,
    };
    Some(reading(written).0)
}

/// Puts each replacement in the place of its value. `edits` are in order and do not overlap; `None` if one does not fit the text or
/// a leaf in it.
///
/// Strings of JSON, cells of tables, values in queries and base64 are written as what they are in. A number of JSON stays one: where
/// its replacement is none, it is `0`. A cell that needs quotes gets them. Two keys of an object that would become the same are told
/// apart by a number.
#[must_use]
pub fn splice(text: &str, leaves: Option<&Leaves>, edits: &[Edit]) -> Option<Spliced> {
    let mut work = Work {
        text,
        leaves,
        out: String::with_capacity(text.len()),
        replaced: Vec::new(),
        done: 0,
        keys: BTreeMap::new(),
    };
    let mut rest = edits;
    let mut numbers = Vec::with_capacity(edits.len());
    while let Some(first) = rest.first() {
        let number = edits.len() - rest.len();
        let taken = work.step(first, rest)?;
        let written = work.replaced.len() - numbers.len();
        numbers.extend((0..written).map(|n| if written == taken { number + n } else { number }));
        rest = rest.get(taken..)?;
    }
    work.out.push_str(text.get(work.done..)?);
    Some(Spliced { text: work.out, replaced: work.replaced, edits: numbers })
}

struct Work<'t> {
    text: &'t str,
    leaves: Option<&'t Leaves>,
    out: String,
    replaced: Vec<Span>,
    /// So much of the text is written.
    done: usize,
    /// What became of the keys of an object that were values.
    keys: BTreeMap<u32, Vec<String>>,
}

impl Work<'_> {
    /// Writes what stands before the first edit, and the edit with those that are written together with it. Returns how many.
    fn step(&mut self, first: &Edit, rest: &[Edit]) -> Option<usize> {
        let Some(leaves) = self.leaves else { return self.single(NONE, first) };
        let number = leaves.find(first.span).map(|(number, _)| number).or_else(|| leaves.whole(first.span))?;
        let blob = leaves.chain(number).filter_map(|(number, leaf)| Some((number, leaf, leaf.blob()?))).last();
        let together = |leaf: &Leaf| rest.iter().take_while(|edit| leaf.span.contains(edit.span)).count();
        if let Some((number, leaf, blob)) = blob {
            let count = together(leaf);
            self.blob(leaves, number, leaf, blob, rest.get(..count)?)?;
            return Some(count);
        }
        let Some(leaf) = leaves.all.get(number as usize) else { return self.single(NONE, first) };
        match leaf.layer {
            Layer::Number => {
                let count = together(leaf);
                self.number(leaves, number, leaf, rest.get(..count)?)?;
                Some(count)
            }
            Layer::Cell { quoted: false, delimiter } => {
                let count = together(leaf);
                self.cell(leaves, number, leaf, delimiter, rest.get(..count)?)?;
                Some(count)
            }
            _ => self.single(number, first),
        }
    }

    fn single(&mut self, leaf: u32, edit: &Edit) -> Option<usize> {
        self.up_to(edit.span.start)?;
        let written = self.written(leaf, edit)?;
        self.add(&written);
        self.done = edit.span.end;
        Some(1)
    }

    /// Writes the text as it is up to a place.
    fn up_to(&mut self, end: usize) -> Option<()> {
        self.out.push_str(self.text.get(self.done..end)?);
        self.done = end;
        Some(())
    }

    fn add(&mut self, written: &str) {
        let start = self.out.len();
        self.out.push_str(written);
        self.replaced.push(Span::new(start, self.out.len()));
    }

    /// A replacement as it is written in its leaf.
    fn written(&mut self, leaf: u32, edit: &Edit) -> Option<String> {
        let (before, value) = match self.leaves {
            Some(leaves) => match leaves.find(edit.span) {
                Some((_, span)) => (leaves.view().get(..span.start)?, span.of(leaves.view())?),
                None => ("", ""),
            },
            None => (self.text.get(..edit.span.start)?, edit.span.of(self.text)?),
        };
        let disguise = reading(value).1;
        let mut written = disguise.write(&edit.replacement);
        let layers = self
            .leaves
            .map(|leaves| leaves.chain(leaf).map(|(_, leaf)| &leaf.layer).collect::<Vec<_>>())
            .unwrap_or_default();
        let known = layers.iter().any(|layer| matches!(layer, Layer::Query { .. }));
        if !known && !disguise.is_percent() && in_query(before) {
            written = Cow::Owned(query(&written, false).into_owned());
        }
        if let Some(Layer::Key { object }) = layers.first() {
            written = Cow::Owned(self.apart(*object, &written));
        }
        Some(layers.iter().fold(written, |text, layer| Cow::Owned(within(layer, &text).into_owned())).into_owned())
    }

    /// A key that no other value of the object became.
    fn apart(&mut self, object: u32, key: &str) -> String {
        let taken = self.keys.entry(object).or_default();
        let numbered = |n: usize| if n == 1 { key.to_owned() } else { format!("{key} {n}") };
        let free = (1..=taken.len() + 1).map(numbered).find(|key| !taken.contains(key)).unwrap_or_default();
        taken.push(free.clone());
        free
    }

    /// Text outside the leaf, written as what the leaf is in.
    fn around(leaves: &Leaves, leaf: u32, text: &str) -> String {
        let outside = leaves.chain(leaf).skip(1).map(|(_, leaf)| &leaf.layer);
        outside.fold(text.to_owned(), |text, layer| within(layer, &text).into_owned())
    }

    fn number(&mut self, leaves: &Leaves, number: u32, leaf: &Leaf, edits: &[Edit]) -> Option<()> {
        self.up_to(leaf.span.start)?;
        let start = self.out.len();
        for edit in edits {
            self.up_to(edit.span.start)?;
            self.out.push_str(&edit.replacement);
            self.done = edit.span.end;
        }
        self.up_to(leaf.span.end)?;
        if !self.out.get(start..).is_some_and(is_number) {
            self.out.truncate(start);
            self.out.push_str(&Self::around(leaves, number, "0"));
        }
        self.replaced.push(Span::new(start, self.out.len()));
        Some(())
    }

    fn cell(&mut self, leaves: &Leaves, number: u32, leaf: &Leaf, delimiter: char, edits: &[Edit]) -> Option<()> {
        let special = |edit: &Edit| edit.replacement.contains(['"', '\n', '\r', delimiter]);
        let quotes = edits.iter().any(special).then(|| Self::around(leaves, number, "\""));
        self.up_to(leaf.span.start)?;
        self.out.push_str(quotes.as_deref().unwrap_or_default());
        for edit in edits {
            self.single(number, edit)?;
        }
        self.up_to(leaf.span.end)?;
        self.out.push_str(quotes.as_deref().unwrap_or_default());
        Some(())
    }

    fn blob(&mut self, leaves: &Leaves, number: u32, leaf: &Leaf, blob: &Blob, edits: &[Edit]) -> Option<()> {
        self.up_to(leaf.span.start)?;
        let inner: Vec<Edit> = edits
            .iter()
            .map(|edit| Edit { span: blob.locate(edit.span), replacement: edit.replacement.clone() })
            .collect();
        let inside = Leaves::of(&blob.text);
        let spliced = splice(&blob.text, inside.as_ref(), &inner)?;
        let encoded = base64::encode(&spliced.text, blob.style);
        let written = Self::around(leaves, number, &encoded);
        let start = self.out.len();
        self.out.push_str(&written);
        if written == encoded {
            let places = spliced.replaced.iter().map(|span| base64::place(*span, blob.style));
            self.replaced.extend(places.map(|span| Span::new(start + span.start, start + span.end)));
        } else {
            self.replaced.push(Span::new(start, self.out.len()));
        }
        self.done = leaf.span.end;
        Some(())
    }
}

impl Leaf {
    fn blob(&self) -> Option<&Blob> {
        match &self.layer {
            Layer::Base64(blob) => Some(blob),
            _ => None,
        }
    }
}

impl Blob {
    /// Where a span of the text stands in what the blob says.
    fn locate(&self, span: Span) -> Span {
        let start = self.bits.partition_point(|bit| bit.origin.start < span.start);
        let end = self.bits.partition_point(|bit| bit.origin.end < span.end);
        let at = |place: usize| self.bits.get(place).map(|bit| bit.plain);
        let from = at(start).map_or(self.text.len(), |plain| plain.start);
        let to = at(end).map_or(self.text.len(), |plain| plain.end);
        Span::new(from.min(to), to)
    }
}

/// Whether what follows `before` stands in the query of a URL.
fn in_query(before: &str) -> bool {
    let from = before.len().saturating_sub(LONGEST_URL);
    let near =
        before.get((from..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(from)..).unwrap_or_default();
    let outside = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`');
    let url = near.rsplit(outside).next().unwrap_or_default();
    url.split_once("://").is_some_and(|(_, rest)| rest.contains('?'))
}
