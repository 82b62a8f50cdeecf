//! What is written inside a text, and the way there and back.

use std::collections::BTreeMap;

use super::base64::Style;
use super::declared;
use super::find;
use super::view::Writer;
use super::written::{Bit, Written};
use crate::core::Span;

/// Number of no leaf: what stands in the text itself.
pub(super) const NONE: u32 = u32::MAX;

/// What is written inside a text. Its content is record text: there is no `Debug`.
pub struct Leaves {
    view: String,
    /// In the order of the view.
    pieces: Vec<Piece>,
    /// So many of the pieces are in the order of the text.
    ordered: usize,
    pub(super) all: Vec<Leaf>,
    /// Runs of base64, those in others behind them.
    runs: Vec<Run>,
    /// All keys of the objects of which some may be values, by number.
    pub(super) keys: BTreeMap<u32, Vec<String>>,
    unreadable: bool,
}

/// A part of the view and the bytes of the text that it came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) view: Span,
    pub(super) origin: Span,
    /// Whether the two are the same, byte by byte.
    pub(super) same: bool,
    pub(super) leaf: u32,
}

/// A run of base64 and the pieces of what it says, which are in its order.
pub(super) struct Run {
    pub(super) leaf: u32,
    pub(super) span: Span,
    pub(super) first: usize,
    pub(super) end: usize,
}

/// Something written inside a text, or inside another leaf.
pub(super) struct Leaf {
    pub(super) layer: Layer,
    /// What it is written in.
    pub(super) parent: u32,
    /// Its bytes in the text, without quotes.
    pub(super) span: Span,
    /// Whether more is written in it than is read: nothing in it can be replaced.
    pub(super) deep: bool,
}

/// How a leaf is written in what is around it.
pub(super) enum Layer {
    /// A string of JSON.
    String,
    /// A key of a JSON object; each object has its number.
    Key { object: u32 },
    /// A number of JSON.
    Number,
    /// The value of a parameter of a URL.
    Query {
        /// Whether spaces are written `+`.
        plus: bool,
    },
    /// A cell of a table.
    Cell { delimiter: char, quoted: bool },
    /// Base64.
    Base64(Box<Blob>),
}

/// What a piece of base64 says.
pub(super) struct Blob {
    pub(super) text: String,
    pub(super) bits: Vec<Bit>,
    pub(super) style: Style,
    /// Whether it was not declared: its text is in the view beside the way it is written.
    pub(super) run: bool,
}

/// A part of a leaf that a span of the view touches.
struct Found {
    leaf: u32,
    origin: Span,
    view_end: usize,
    /// Whether there is a letter or a digit in it.
    told: bool,
}

impl Leaves {
    /// Looks into a text; `None` if nothing is written inside it.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let stretches = find::stretches(text);
        if stretches.is_empty() {
            return None;
        }
        let mut writer = Writer::default();
        let ordered = writer.write(&Written::outermost(text), stretches);
        let Writer { view, pieces, leaves, unreadable, mut runs, keys, .. } = writer;
        runs.sort_by_key(|run| (run.span.start, std::cmp::Reverse(run.span.end)));
        (!leaves.is_empty() || unreadable).then_some(Self {
            view,
            pieces,
            ordered,
            all: leaves,
            runs,
            keys,
            unreadable,
        })
    }

    /// What the text says: record text.
    #[must_use]
    pub fn view(&self) -> &str {
        &self.view
    }

    /// Where a span of the view came from: a span of the text for each leaf that it touches with a letter or a digit.
    /// Names that were put before values came from nowhere.
    #[must_use]
    pub fn origins(&self, span: Span) -> Vec<Span> {
        let mut found: Vec<Found> = Vec::new();
        let first = self.pieces.partition_point(|piece| piece.view.end <= span.start);
        for piece in self.pieces.iter().skip(first).take_while(|piece| piece.view.start < span.end) {
            let view = Span::new(piece.view.start.max(span.start), piece.view.end.min(span.end));
            let origin = piece.part(view);
            let told = view.of(&self.view).is_some_and(|part| part.contains(char::is_alphanumeric));
            match found.last_mut() {
                // A sign before the first letter is a part of the value: `\u002b44`.
                Some(last) if last.leaf == piece.leaf && last.view_end == view.start => {
                    last.origin = Span::new(last.origin.start, last.origin.end.max(origin.end));
                    (last.view_end, last.told) = (view.end, last.told || told);
                }
                _ => found.push(Found { leaf: piece.leaf, origin, view_end: view.end, told }),
            }
        }
        found.into_iter().filter(|one| one.told).map(|one| one.origin).collect()
    }

    /// Where a span of the view came from, to the byte. `None` if a part of it came from nowhere, or it stands in several leaves.
    #[must_use]
    pub fn origin(&self, span: Span) -> Option<Span> {
        let first = self.pieces.partition_point(|piece| piece.view.end <= span.start);
        let mut whole: Option<(u32, Span)> = None;
        let mut at = span.start;
        for piece in self.pieces.iter().skip(first).take_while(|piece| piece.view.start < span.end) {
            let view = Span::new(piece.view.start.max(span.start), piece.view.end.min(span.end));
            let origin = piece.part(view);
            let start = match whole {
                None => origin.start,
                Some((leaf, whole)) if leaf == piece.leaf => whole.start,
                Some(_) => return None,
            };
            if view.start != at {
                return None;
            }
            whole = Some((piece.leaf, Span::new(start, origin.end.max(start))));
            at = view.end;
        }
        whole.filter(|_| at == span.end).map(|(_, origin)| origin)
    }

    /// Whether a span of the text stands in something that is written inside it.
    #[must_use]
    pub fn holds(&self, span: Span) -> bool {
        self.find(span).is_some_and(|(leaf, _)| leaf != NONE)
    }

    /// Whether a span of the text is a number of JSON, and the whole of it.
    #[must_use]
    pub fn is_number(&self, span: Span) -> bool {
        let Some((leaf, found)) = self.find(span) else { return false };
        let whole = self.all.get(leaf as usize).filter(|leaf| matches!(leaf.layer, Layer::Number));
        whole.and_then(|leaf| self.find(leaf.span)).is_some_and(|(_, whole)| whole == found)
    }

    /// Where a span of the text stands in the view, and the leaf it stands in. `None` for a span that no leaf holds as a whole.
    pub(super) fn find(&self, span: Span) -> Option<(u32, Span)> {
        let pieces = match self.run(span) {
            Some(run) => self.pieces.get(run.first..run.end)?,
            None => self.pieces.get(..self.ordered)?,
        };
        let first = pieces.partition_point(|piece| piece.origin.end <= span.start);
        // Neighbours in base64 share a digit.
        let inside =
            |piece: &&Piece| if piece.same { piece.origin.overlaps(span) } else { span.contains(piece.origin) };
        let near = pieces.iter().skip(first).take_while(|piece| piece.origin.start < span.end);
        let mut found = near.filter(inside);
        let head = found.next()?;
        let last = found.last().unwrap_or(head);
        if head.leaf != last.leaf {
            return None;
        }
        let start =
            if head.same { head.view.start + span.start.saturating_sub(head.origin.start) } else { head.view.start };
        let end = if last.same { last.view.end - last.origin.end.saturating_sub(span.end) } else { last.view.end };
        (start <= end).then(|| (head.leaf, Span::new(start, end)))
    }

    /// The leaf that a span of the text is the whole of, whatever is written in it.
    pub(super) fn whole(&self, span: Span) -> Option<u32> {
        (0_u32..).zip(&self.all).find(|(_, leaf)| leaf.span == span).map(|(number, _)| number)
    }

    /// The innermost run of base64 that a span of the text lies in.
    fn run(&self, span: Span) -> Option<&Run> {
        let before = self.runs.partition_point(|run| run.span.start <= span.start);
        let last = self.runs.get(before.checked_sub(1)?)?;
        if last.span.contains(span) {
            return Some(last);
        }
        // Those that end before the span may stand in one that holds it.
        let (around, whole) =
            self.chain(last.leaf).skip(1).find(|(_, leaf)| leaf.is_run() && leaf.span.contains(span))?;
        let from = self.runs.partition_point(|run| run.span.start < whole.span.start);
        self.runs.iter().skip(from).find(|run| run.leaf == around)
    }

    /// A leaf and those around it, innermost first.
    pub(super) fn chain(&self, leaf: u32) -> impl Iterator<Item = (u32, &Leaf)> {
        let numbered = |number: u32| Some((number, self.all.get(number as usize)?));
        std::iter::successors(numbered(leaf), move |(_, leaf)| numbered(leaf.parent))
    }
}

/// Whether a text says of a part of it that it is base64, and nobody can read it as a text.
#[must_use]
pub fn is_unreadable(text: &str) -> bool {
    declared::says_base64(text) && Leaves::of(text).is_some_and(|leaves| leaves.unreadable)
}

impl Leaf {
    fn is_run(&self) -> bool {
        matches!(&self.layer, Layer::Base64(blob) if blob.run)
    }
}

impl Piece {
    /// Where a part of the piece came from.
    fn part(&self, view: Span) -> Span {
        if !self.same {
            return self.origin;
        }
        let start = self.origin.start + view.start - self.view.start;
        Span::new(start, start + view.len())
    }
}
