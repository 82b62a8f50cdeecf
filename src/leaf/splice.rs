//! Puts replacements in the place of values, each written as its place asks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::base64;
use super::encode::{query, reading, within};
use super::json::is_number;
use super::keys::Keys;
use super::places::{Blob, Layer, Leaf, Leaves, NONE};
use crate::core::Span;

/// How far back a URL may begin that a value stands in the query of.
const LONGEST_URL: usize = 2048;

/// What a number of JSON becomes whose replacement is none.
pub const NO_NUMBER: &str = "0";

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
        edits: Vec::with_capacity(edits.len()),
        number: 0,
        done: 0,
        keys: BTreeMap::new(),
    };
    let mut rest = edits;
    while !rest.is_empty() {
        let taken = work.step(rest)?;
        rest = rest.get(taken..)?;
    }
    work.out.push_str(text.get(work.done..)?);
    Some(Spliced { text: work.out, replaced: work.replaced, edits: work.edits })
}

struct Work<'t> {
    text: &'t str,
    leaves: Option<&'t Leaves>,
    out: String,
    replaced: Vec<Span>,
    /// For each of those the number of its edit.
    edits: Vec<usize>,
    /// The edit at hand.
    number: usize,
    /// So much of the text is written.
    done: usize,
    /// The keys of objects, as far as they were needed.
    keys: BTreeMap<u32, Keys>,
}

impl Work<'_> {
    /// Writes what stands before the first edit, and the edit with those that are written together with it. Returns how many.
    fn step(&mut self, rest: &[Edit]) -> Option<usize> {
        let Some(leaves) = self.leaves else { return self.piece(rest) };
        let number = Self::leaf_of(leaves, rest.first()?)?;
        let chain: Vec<_> = leaves.chain(number).collect();
        if chain.iter().any(|(_, leaf)| leaf.deep) {
            return None;
        }
        let inside = chain.iter().rposition(|(_, leaf)| leaf.blob().is_some()).map_or(0, |blob| blob + 1);
        for (number, leaf) in chain.into_iter().skip(inside) {
            if let Layer::Cell { quoted: false, delimiter } = leaf.layer {
                let edits = rest.get(..together(leaf, rest))?;
                self.cell(leaves, number, leaf, delimiter, edits)?;
                return Some(edits.len());
            }
        }
        self.piece(rest)
    }

    fn leaf_of(leaves: &Leaves, edit: &Edit) -> Option<u32> {
        leaves.find(edit.span).map(|(number, _)| number).or_else(|| leaves.whole(edit.span))
    }

    /// As [`Self::step`], within a cell or where there is none.
    fn piece(&mut self, rest: &[Edit]) -> Option<usize> {
        let before = self.replaced.len();
        let taken = self.write(rest)?;
        let written = self.replaced.len() - before;
        let first = self.number;
        self.edits.extend((0..written).map(|n| if written == taken { first + n } else { first }));
        self.number += taken;
        Some(taken)
    }

    fn write(&mut self, rest: &[Edit]) -> Option<usize> {
        let first = rest.first()?;
        let Some(leaves) = self.leaves else { return self.single(NONE, first) };
        let number = Self::leaf_of(leaves, first)?;
        let blob = leaves.chain(number).filter_map(|(number, leaf)| Some((number, leaf, leaf.blob()?))).last();
        if let Some((number, leaf, blob)) = blob {
            let edits = rest.get(..together(leaf, rest))?;
            self.blob(leaves, number, leaf, blob, edits)?;
            return Some(edits.len());
        }
        let Some(leaf) = leaves.all.get(number as usize) else { return self.single(NONE, first) };
        // A long string may hold as many edits as there are: they are not counted for each of them.
        let edits = || rest.get(..together(leaf, rest));
        match leaf.layer {
            Layer::Number => self.number(leaves, number, leaf, edits()?)?,
            Layer::Key { object } => self.key(leaves, number, leaf, object, edits()?)?,
            _ => return self.single(number, first),
        }
        Some(together(leaf, rest))
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
    fn written(&self, leaf: u32, edit: &Edit) -> Option<String> {
        Some(self.layered(leaf, self.said(leaf, edit)?))
    }

    /// A replacement as it is to be read in its leaf: in disguise, if the value is.
    fn said(&self, leaf: u32, edit: &Edit) -> Option<String> {
        let (before, value) = match self.leaves {
            Some(leaves) => match leaves.find(edit.span) {
                Some((_, span)) => (leaves.view().get(..span.start)?, span.of(leaves.view())?),
                None => ("", ""),
            },
            None => (self.text.get(..edit.span.start)?, edit.span.of(self.text)?),
        };
        let disguise = reading(value).1;
        let mut written = disguise.write(&edit.replacement);
        let is_query = |(_, leaf): (u32, &Leaf)| matches!(leaf.layer, Layer::Query { .. });
        let known = self.leaves.is_some_and(|leaves| leaves.chain(leaf).any(is_query));
        if !known && !disguise.is_percent() && in_query(before) {
            written = Cow::Owned(query(&written, false).into_owned());
        }
        Some(written.into_owned())
    }

    /// A text as it is written in a leaf.
    fn layered(&self, leaf: u32, text: String) -> String {
        let Some(leaves) = self.leaves else { return text };
        leaves.chain(leaf).fold(text, |text, (_, leaf)| within(&leaf.layer, &text).into_owned())
    }

    /// A key of an object that has no other of the same name. A number that tells them apart is part of the last replacement.
    fn key(&mut self, leaves: &Leaves, number: u32, leaf: &Leaf, object: u32, edits: &[Edit]) -> Option<()> {
        let (_, whole) = leaves.find(leaf.span)?;
        let (mut head, mut at) = (String::new(), whole.start);
        let mut said = Vec::with_capacity(edits.len());
        for edit in edits {
            let (_, span) = leaves.find(edit.span)?;
            let replacement = self.said(number, edit)?;
            head.push_str(leaves.view().get(at..span.start)?);
            head.push_str(&replacement);
            at = span.end;
            said.push(replacement);
        }
        let (old, tail) = (whole.of(leaves.view())?, leaves.view().get(at..whole.end)?);
        let all = leaves.keys.get(&object).map_or(&[][..], Vec::as_slice);
        let keys = self.keys.entry(object).or_insert_with(|| Keys::of(all));
        said.last_mut()?.push_str(&keys.apart(old, &head, tail));
        for (edit, replacement) in edits.iter().zip(said) {
            self.up_to(edit.span.start)?;
            let written = self.layered(number, replacement);
            self.add(&written);
            self.done = edit.span.end;
        }
        Some(())
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
            self.out.push_str(&Self::around(leaves, number, NO_NUMBER));
        }
        self.replaced.push(Span::new(start, self.out.len()));
        Some(())
    }

    /// A cell without quotes gets them if it needs them. What stands in base64 needs none.
    fn cell(&mut self, leaves: &Leaves, number: u32, leaf: &Leaf, delimiter: char, edits: &[Edit]) -> Option<()> {
        let encoded = |edit: &Edit| {
            Self::leaf_of(leaves, edit).is_some_and(|leaf| leaves.chain(leaf).any(|(_, leaf)| leaf.blob().is_some()))
        };
        let special = |edit: &Edit| edit.replacement.contains(['"', '\n', '\r', delimiter]) && !encoded(edit);
        let quotes = edits.iter().any(special).then(|| Self::around(leaves, number, "\""));
        self.up_to(leaf.span.start)?;
        self.out.push_str(quotes.as_deref().unwrap_or_default());
        let mut rest = edits;
        while !rest.is_empty() {
            let taken = self.piece(rest)?;
            rest = rest.get(taken..)?;
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
        // Every layer is written character by character, so a part is as long as it would be by itself.
        let part = |from: usize, to: usize| Some(Self::around(leaves, number, encoded.get(from..to)?).len());
        let (mut at, mut length) = (0, start);
        let mut up_to = |to: usize| {
            // Neighbours share a digit.
            length = if to < at { length - part(to, at)? } else { length + part(at, to)? };
            at = to;
            Some(length)
        };
        for span in &spliced.replaced {
            let place = base64::place(*span, blob.style);
            let from = up_to(place.start)?;
            self.replaced.push(Span::new(from, up_to(place.end)?));
        }
        self.done = leaf.span.end;
        Some(())
    }
}

/// How many of the first edits stand in a leaf.
fn together(leaf: &Leaf, edits: &[Edit]) -> usize {
    edits.iter().take_while(|edit| leaf.span.contains(edit.span)).count()
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
