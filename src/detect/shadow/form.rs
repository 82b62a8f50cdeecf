//! A stretch of a text in plain form, and the way back.

use super::character::{self, Meaning, meaning};
use super::{gap, lookalike, quoted, wrap};
use crate::core::Span;
use crate::leaf::sequence;

/// A stretch of a text in plain form.
#[derive(Default)]
pub(super) struct Form {
    /// The plain form.
    pub(super) text: String,
    /// What was changed, in order.
    changes: Vec<Change>,
    /// Whether line breaks that may tear a value in a word are read as nothing.
    mends: bool,
    /// Whether there are any.
    pub(super) is_torn: bool,
}

/// Bytes of the text that stand as others in its plain form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    plain: Span,
    origin: Span,
    /// Whether two things were joined that may also be two.
    joined: bool,
    /// Whether it is a line break in a word.
    mended: bool,
}

impl Form {
    /// Writes the plain form of a stretch of the text. Line breaks within words are mended if asked.
    pub(super) fn write(&mut self, text: &str, stretch: Span, mends: bool) {
        self.text.clear();
        self.changes.clear();
        (self.mends, self.is_torn) = (mends, false);
        let mut writer = Writer { form: self, text, at: stretch.start, latin: (false, stretch.start), spelled: 0 };
        while writer.at < stretch.end && writer.step().is_some() {}
    }

    /// The bytes of the text that a span of the plain form came from: the whole of every sequence it touches.
    pub(super) fn origin(&self, stretch: Span, span: Span) -> Span {
        let start = self.locate(stretch, span.start);
        let end = self.locate(stretch, span.end.saturating_sub(1).max(span.start));
        Span::new(start.start, end.end)
    }

    /// Where the byte at `at` of the plain form came from.
    fn locate(&self, stretch: Span, at: usize) -> Span {
        let after = self.changes.partition_point(|change| change.plain.start <= at);
        let Some(change) = after.checked_sub(1).and_then(|index| self.changes.get(index)) else {
            return Span::new(stretch.start + at, stretch.start + at + 1);
        };
        if at < change.plain.end {
            return change.origin;
        }
        let start = change.origin.end + (at - change.plain.end);
        Span::new(start, start + 1)
    }

    /// Whether a span of the plain form holds something joined.
    pub(super) fn is_joined(&self, span: Span) -> bool {
        let first = self.changes.partition_point(|change| change.plain.start <= span.start);
        let inside = self.changes.iter().skip(first).take_while(|change| change.plain.start < span.end);
        inside.into_iter().any(|change| change.joined)
    }

    /// Where the text has the first line break within a span of the plain form that was mended.
    pub(super) fn mended(&self, span: Span) -> Option<usize> {
        let first = self.changes.partition_point(|change| change.plain.start <= span.start);
        let inside = self.changes.iter().skip(first).take_while(|change| change.plain.start < span.end);
        inside.into_iter().find(|change| change.mended).map(|change| change.origin.start)
    }

    /// Whether a span of the plain form is written otherwise in the text.
    pub(super) fn is_changed(&self, span: Span) -> bool {
        let first = self.changes.partition_point(|change| change.plain.start < span.start);
        let inside = |change: &Change| {
            change.plain.start < span.end && !(change.plain.is_empty() && change.plain.start == span.start)
        };
        let before = first.checked_sub(1).and_then(|index| self.changes.get(index));
        before.is_some_and(|change| change.plain.end > span.start)
            || self.changes.iter().skip(first).take_while(|change| change.plain.start < span.end).any(inside)
    }

    /// Whether a place in the text lies within a sequence, behind its first byte.
    pub(super) fn cuts(&self, at: usize) -> bool {
        let after = self.changes.partition_point(|change| change.origin.start < at);
        let change = after.checked_sub(1).and_then(|index| self.changes.get(index));
        change.is_some_and(|change| !change.joined && at < change.origin.end)
    }
}

/// The work on one stretch.
struct Writer<'a> {
    form: &'a mut Form,
    text: &'a str,
    at: usize,
    /// Whether look-alikes pass for Latin letters up to a place.
    latin: (bool, usize),
    /// Where the number that is spelled digit by digit ends.
    spelled: usize,
}

impl Writer<'_> {
    /// Writes what begins at the current place. `None` at the end of the text.
    fn step(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let byte = *bytes.get(self.at)?;
        match byte {
            b'&' | b'\\' | b'%' => match sequence::first(bytes.get(self.at..)?) {
                Some(found) => self.change(found.len, false, |out| push(found.character, out)),
                None => self.keep(1),
            },
            b'=' => match quoted::at(bytes, self.at) {
                Some((found, sure)) => self.change(found.len, !sure, |out| push(found.character, out)),
                None => self.white_space(byte),
            },
            b' ' | b'\r' | b'\n' => {
                if !self.mend() {
                    self.white_space(byte);
                }
            }
            b'0'..=b'9' => {
                if self.at >= self.spelled {
                    self.spelled = gap::spelled(bytes, self.at).unwrap_or(self.spelled);
                }
                self.keep(1);
            }
            _ if byte.is_ascii() => self.keep(1),
            _ => self.character()?,
        }
        if self.text.as_bytes().get(self.at).is_some_and(|byte| matches!(byte, 0xCC | 0xCD | 0xE2)) {
            self.marks();
        }
        Some(())
    }

    fn white_space(&mut self, byte: u8) {
        let bytes = self.text.as_bytes();
        if self.at < self.spelled {
            // Within a spelled number there are single spaces and dashes with one on each side.
            let dash = byte == b' ' && bytes.get(self.at + 1) == Some(&b'-');
            self.change(if dash { 3 } else { 1 }, true, |out| out.push_str(if dash { "-" } else { "" }));
            return;
        }
        let gap_at = if byte == b'=' { self.at + 1 } else { self.at };
        let white = bytes.get(gap_at).is_some_and(|byte| matches!(byte, b' ' | b'\r' | b'\n'));
        match gap::joined(bytes, gap_at).filter(|(gap, _)| white && gap.start == self.at) {
            // A soft line break is nothing else; white space may also part two numbers.
            Some((gap, between)) => self.change(gap.len(), byte != b'=', |out| out.push_str(between)),
            None => match wrap::wrapped(bytes, gap_at).filter(|(gap, _)| white && gap.start == self.at) {
                Some((gap, sure)) => self.change(gap.len(), !sure, |out| out.push(' ')),
                None => self.keep(1),
            },
        }
    }

    /// Passes over a line break that tears a value, if that is what is asked.
    fn mend(&mut self) -> bool {
        let torn = gap::torn(self.text.as_bytes(), self.at).filter(|gap| gap.start == self.at);
        self.form.is_torn |= torn.is_some();
        let Some(gap) = torn.filter(|_| self.form.mends) else { return false };
        self.change(gap.len(), true, |_| {});
        self.form.changes.last_mut().is_some_and(|change| {
            change.mended = true;
            true
        })
    }

    /// Writes a character that is not ASCII.
    fn character(&mut self) -> Option<()> {
        let tail = self.text.get(self.at..)?;
        let character = tail.chars().next()?;
        let len = character.len_utf8();
        if let Some(letter) = lookalike::latin(character) {
            if self.at >= self.latin.1 {
                self.latin = lookalike::passes_for_latin(self.text, self.at);
            }
            if self.latin.0 {
                self.change(len, false, |out| out.push(letter));
                return Some(());
            }
        }
        match meaning(character) {
            Meaning::Itself => self.keep(len),
            Meaning::Between(mark) => {
                let after = tail.get(len..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                let before = self.form.text.chars().next_back().unwrap_or(' ');
                let digit = |c: char| c.is_ascii_digit() || matches!(meaning(c), Meaning::Digit(_));
                let stop = is_full_stop(character) && before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
                if stop || (digit(before) && digit(after)) {
                    self.change(len, false, |out| out.push(mark));
                } else {
                    self.keep(len);
                }
            }
            plain => self.change(len, false, |out| character::write(character, plain, out)),
        }
        Some(())
    }

    /// Takes in the combining marks that follow: composed with the letter before them, and gone from a digit.
    fn marks(&mut self) {
        while let Some(mark) = self.text.get(self.at..).and_then(|tail| tail.chars().next()) {
            let len = mark.len_utf8();
            if meaning(mark) == Meaning::Nothing {
                self.change(len, false, |_| {});
                continue;
            }
            let Some(base) = self.form.text.chars().next_back() else { return };
            let whole = unicode_normalization::char::compose(base, mark);
            if !unicode_normalization::char::is_combining_mark(mark) || (whole.is_none() && !base.is_ascii_digit()) {
                return;
            }
            self.compose(base, whole.unwrap_or(base), len);
        }
    }

    /// Puts `whole` in the place of `base`, the last character written, and of the `len` bytes that follow.
    fn compose(&mut self, base: char, whole: char, len: usize) {
        let form = &mut *self.form;
        let end = form.text.len();
        let (mut start, mut origin) = (end - base.len_utf8(), self.at);
        // What stood between the letter and its mark is part of both; so is what the letter itself was written as.
        while let Some(change) = form.changes.pop_if(|change| change.plain.is_empty() && change.plain.start == end) {
            origin = change.origin.start;
        }
        match form.changes.pop_if(|change| change.plain.end == end && !change.plain.is_empty()) {
            Some(change) => (start, origin) = (change.plain.start, change.origin.start),
            None => origin -= base.len_utf8(),
        }
        form.text.pop();
        form.text.push(whole);
        self.at += len;
        let (plain, origin) = (Span::new(start, form.text.len()), Span::new(origin, self.at));
        form.changes.push(Change { plain, origin, joined: false, mended: false });
    }

    fn keep(&mut self, len: usize) {
        self.form.text.push_str(self.text.get(self.at..self.at + len).unwrap_or_default());
        self.at += len;
    }

    fn change(&mut self, len: usize, joined: bool, write: impl FnOnce(&mut String)) {
        let start = self.form.text.len();
        write(&mut self.form.text);
        let plain = Span::new(start, self.form.text.len());
        self.form.changes.push(Change { plain, origin: Span::new(self.at, self.at + len), joined, mended: false });
        self.at += len;
    }
}

/// Full stops that stand for the dot of a domain name (RFC 3490, section 3.1).
pub(super) fn is_full_stop(character: char) -> bool {
    matches!(character, '\u{3002}' | '\u{FF61}')
}

/// Appends what a sequence stands for.
fn push(character: char, out: &mut String) {
    character::write(character, meaning(character), out);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(text: &str) -> Form {
        let mut form = Form::default();
        form.write(text, Span::new(0, text.len()), false);
        form
    }

    #[test]
    fn texts_become_plain() {
        for (text, expected) in [
            ("ada＠exаmple．com", "ada@example.com"),
            ("a\u{200B}d&#8203;a&commat;b", "ada@b"),
            ("Москва 3 exаmple", "Москва 3 example"),
            ("x\\n4111 \\u0034", "x\n4111 4"),
            ("ada%40example.com 100%", "ada@example.com 100%"),
            ("5 5 5 - 1 2 - 3 4 5 6 x", "555-12-3456 x"),
            ("020  7946 0958  x", "020 7946 0958  x"),
            ("ada@exam=\r\nple.com", "ada@example.com"),
            ("a=b, c =\nd", "a=b, c =\nd"),
            ("ada=40example=2Eorg n=20", "ada@example.org n=20"),
            ("コーヒー 03ー1234・5678", "コーヒー 03-1234.5678"),
            ("京A·12345 example。com", "京A·12345 example.com"),
            ("Jose\u{301} 4\u{FE0F}\u{20E3}1\u{FE0F}\u{20E3}", "José 41"),
            ("ｅ\u{301}", "é"),
        ] {
            assert_eq!(form(text).text, expected, "{text}");
        }
    }

    #[test]
    fn spans_lead_back_to_whole_sequences() {
        for (text, value, expected) in [
            ("to ada&#64;example.com.", "ada@example.com", "ada&#64;example.com"),
            ("\u{200B}１２\u{200B}３\u{200B}", "123", "１２\u{200B}３"),
            ("éé &#x31;2 é", "12", "&#x31;2"),
            ("oﬃce", "i", "ﬃ"),
            ("x e\u{301}a", "é", "e\u{301}"),
            ("x e\u{200B}\u{301}a", "éa", "e\u{200B}\u{301}a"),
            ("x &#101;\u{301}a", "é", "&#101;\u{301}"),
            ("4\u{FE0F}\u{20E3}1", "4", "4\u{FE0F}\u{20E3}"),
            ("plain text", "text", "text"),
        ] {
            let form = form(text);
            let at = form.text.find(value).unwrap();
            let origin = form.origin(Span::new(0, text.len()), Span::new(at, at + value.len()));
            assert_eq!(origin.of(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn joins_are_known() {
        let form = form("4111  1111 1111 1111, ada&#64;example.com");
        assert!(
            form.is_joined(Span::new(0, 19)) && !form.is_joined(Span::new(5, 19)) && !form.is_joined(Span::new(21, 36))
        );
        assert!(form.cuts(26) && !form.cuts(25) && !form.cuts(30));
    }

    proptest! {
        #[test]
        fn every_span_leads_back_to_characters(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(vec!["&#64;", "\\u0034", "\u{200B}", "4", "４", "e", "\u{301}", "\u{20E3}", " ", "  ", "=\n", "-", "а", "é", "ﬃ", "1 2 3 4 5 6 7", "%40"])
                    .prop_map(str::to_owned),
                "\\PC{0,3}",
            ], 0..20),
        ) {
            let text = pieces.concat();
            let form = form(&text);
            let stretch = Span::new(0, text.len());
            let mut last = Span::new(0, 0);
            for (at, character) in form.text.char_indices() {
                let origin = form.origin(stretch, Span::new(at, at + character.len_utf8()));
                prop_assert!(origin.of(&text).is_some_and(|part| !part.is_empty()), "{:?} {:?}", text, origin);
                prop_assert!(origin == last || origin.start >= last.end, "{:?} {:?} {:?}", text, last, origin);
                last = origin;
            }
        }
    }
}
