//! The words near a value.
//!
//! Placeholders such as `[EMAIL_ADDRESS]` and values that are findings themselves are passed over: they lend no context and
//! take no room in the window, so that redacting one value does not change what its neighbours look like.

use super::script::is_unspaced;
use crate::core::Span;

/// How many bytes on each side are looked at, at most, whatever the window and whatever is passed over.
pub(super) const REACH: usize = 2048;

/// How many of them can be other than passed-over values.
const BUDGET: usize = 256;

/// What a passed-over span costs of that reach, so that a row of them ends somewhere.
const SKIP_COST: usize = 16;

/// How many letters of a script without spaces take as much of the window as a word: five words are then thirty letters.
const LETTERS: usize = 6;

/// The words near one value, nearest first on each side. The buffers are reused.
#[derive(Default)]
pub(super) struct Words {
    text: String,
    before: Vec<Word>,
    after: Vec<Word>,
}

/// A word, or a letter of a script without spaces.
#[derive(Clone, Copy)]
struct Word {
    /// Where it stands in the buffer.
    start: usize,
    end: usize,
    /// How many words stand between it and the value.
    distance: usize,
}

impl Words {
    /// How many words there are before the value.
    pub(super) fn befores(&self) -> usize {
        self.before.len()
    }

    /// How many words there are after the value.
    pub(super) fn afters(&self) -> usize {
        self.after.len()
    }

    /// A word before the value; 0 is the nearest.
    pub(super) fn before(&self, place: usize) -> &str {
        self.word(&self.before, place)
    }

    /// A word after the value; 0 is the nearest.
    pub(super) fn after(&self, place: usize) -> &str {
        self.word(&self.after, place)
    }

    /// How many words stand between the value and a word before it.
    pub(super) fn distance_before(&self, place: usize) -> usize {
        self.before.get(place).map_or(usize::MAX, |word| word.distance)
    }

    /// How many words stand between the value and a word after it.
    pub(super) fn distance_after(&self, place: usize) -> usize {
        self.after.get(place).map_or(usize::MAX, |word| word.distance)
    }

    fn word(&self, side: &[Word], place: usize) -> &str {
        side.get(place).and_then(|word| self.text.get(word.start..word.end)).unwrap_or_default()
    }

    /// Collects up to `window` words on each side of `span`, passing over `covered` (in order, not overlapping).
    pub(super) fn collect(&mut self, text: &str, span: Span, window: usize, covered: &[Span]) {
        self.text.clear();
        self.before.clear();
        self.after.clear();
        self.collect_before(text, span.start, window, covered);
        self.collect_after(text, span.end, window, covered);
    }

    fn collect_before(&mut self, text: &str, end: usize, window: usize, covered: &[Span]) {
        let mut at = end;
        let mut budget = BUDGET;
        let mut room = Room::new(window);
        while room.is_left() && budget > 0 && at > 0 && end - at < REACH {
            if let Some(span) = covered_until(covered, at) {
                at = span.start;
                budget = budget.saturating_sub(SKIP_COST);
                continue;
            }
            let Some(head) = text.get(..at) else { return };
            if let Some(start) = placeholder_before(head) {
                at = start;
                budget = budget.saturating_sub(SKIP_COST);
                continue;
            }
            // The value may begin in the middle of a word; what is glued to it counts as a word.
            let barrier = end_before(covered, at);
            let mut letters = head.char_indices().rev().take_while(|(at, c)| *at >= barrier && c.is_alphanumeric());
            let first = letters.next();
            let word = first.filter(|(_, letter)| is_unspaced(*letter));
            let word = word.or_else(|| letters.take_while(|(_, letter)| !is_unspaced(*letter)).last()).or(first);
            if let Some((start, _)) = word {
                budget = budget.saturating_sub(at - start);
                room.push(&mut self.text, &mut self.before, text.get(start..at).unwrap_or_default());
                at = start;
            } else {
                let step = head.chars().next_back().map_or(1, char::len_utf8);
                budget = budget.saturating_sub(step);
                at -= step;
            }
        }
    }

    fn collect_after(&mut self, text: &str, start: usize, window: usize, covered: &[Span]) {
        let mut at = start;
        let mut budget = BUDGET;
        let mut room = Room::new(window);
        while room.is_left() && budget > 0 && at < text.len() && at - start < REACH {
            if let Some(span) = covered_from(covered, at) {
                at = span.end;
                budget = budget.saturating_sub(SKIP_COST);
                continue;
            }
            let Some(tail) = text.get(at..) else { return };
            if let Some(length) = placeholder_after(tail) {
                at += length;
                budget = budget.saturating_sub(SKIP_COST);
                continue;
            }
            let barrier = start_after(covered, at).unwrap_or(text.len()) - at;
            let mut letters = tail
                .char_indices()
                .take_while(|(at, c)| *at < barrier && c.is_alphanumeric())
                .map(|(_, c)| (is_unspaced(c), c.len_utf8()));
            let (unspaced, first) = letters.next().unwrap_or_default();
            let rest = letters.take_while(|(next, _)| !unspaced && !next).map(|(_, length)| length);
            let length = if first > 0 { first + rest.sum::<usize>() } else { 0 };
            if length > 0 {
                room.push(&mut self.text, &mut self.after, tail.get(..length).unwrap_or_default());
            }
            let step = if length > 0 { length } else { tail.chars().next().map_or(1, char::len_utf8) };
            budget = budget.saturating_sub(step);
            at += step;
        }
    }
}

/// What is left of a window.
struct Room {
    /// What it holds, in letters.
    size: usize,
    /// What words have taken of it.
    taken: usize,
}

impl Room {
    fn new(window: usize) -> Self {
        Self { size: window.saturating_mul(LETTERS), taken: 0 }
    }

    fn is_left(&self) -> bool {
        self.taken < self.size
    }

    /// Adds a word in lower case.
    fn push(&mut self, buffer: &mut String, side: &mut Vec<Word>, word: &str) {
        let start = buffer.len();
        if word.is_ascii() {
            buffer.push_str(word);
            if let Some(added) = buffer.get_mut(start..) {
                added.make_ascii_lowercase();
            }
        } else {
            buffer.extend(word.chars().flat_map(char::to_lowercase));
        }
        side.push(Word { start, end: buffer.len(), distance: self.taken / LETTERS });
        self.taken += if word.chars().next().is_some_and(is_unspaced) { 1 } else { LETTERS };
    }
}

/// The covered span that holds the byte before `at`.
fn covered_until(covered: &[Span], at: usize) -> Option<Span> {
    let index = covered.partition_point(|span| span.start < at);
    covered.get(index.checked_sub(1)?).filter(|span| span.end >= at).copied()
}

/// The covered span that holds the byte at `at`.
fn covered_from(covered: &[Span], at: usize) -> Option<Span> {
    let index = covered.partition_point(|span| span.end <= at);
    covered.get(index).filter(|span| span.start <= at).copied()
}

/// Where the last covered span that ends at or before `at` ends; 0 if there is none.
fn end_before(covered: &[Span], at: usize) -> usize {
    let index = covered.partition_point(|span| span.end <= at);
    index.checked_sub(1).and_then(|index| covered.get(index)).map_or(0, |span| span.end)
}

/// Where the first covered span that starts at or after `at` starts.
fn start_after(covered: &[Span], at: usize) -> Option<usize> {
    covered.get(covered.partition_point(|span| span.start < at)).map(|span| span.start)
}

/// Longest entity type that is taken for a placeholder.
const MAX_NAME: usize = 64;

fn placeholder_before(head: &str) -> Option<usize> {
    let inner = head.strip_suffix(']')?.as_bytes();
    let name = inner.iter().rev().take(MAX_NAME).take_while(|byte| is_name_byte(**byte)).count();
    let open = inner.len().checked_sub(name + 1)?;
    (name > 0 && inner.get(open) == Some(&b'[')).then_some(open)
}

fn placeholder_after(tail: &str) -> Option<usize> {
    let inner = tail.strip_prefix('[')?.as_bytes();
    let name = inner.iter().take(MAX_NAME).take_while(|byte| is_name_byte(**byte)).count();
    (name > 0 && inner.get(name) == Some(&b']')).then_some(name + 2)
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'
}
