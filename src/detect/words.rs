//! The words near a value.
//!
//! Placeholders such as `[EMAIL_ADDRESS]` and values that are findings themselves are passed over: they lend no context and
//! take no room in the window, so that redacting one value does not change what its neighbours look like.

use super::script::is_unspaced;
use super::vocabulary::{Token, Vocabulary};
use super::written;
use crate::core::Span;

/// How many bytes on each side are looked at, at most, whatever the window and whatever is passed over.
pub(super) const REACH: usize = 400;

/// How many of them can be other than passed-over values.
const BUDGET: usize = 256;

/// What a passed-over span costs of that reach, so that a row of them ends somewhere.
const SKIP_COST: usize = 16;

/// What ends a clause.
const CLAUSE_ENDS: &str = ".,;!?|\n。、，；！？";

/// Fewest digits of what may be a value of its own.
const VALUE_DIGITS: usize = 6;

/// What stands between the groups of a number.
const JOINERS: &str = " .-/()+";

/// What may stand between the sign that ends a label and the value it is of: `dob: "1985-03-14"`, `**SSN:** 1`.
const OPENER_SIGNS: [char; 7] = [' ', '\t', '"', '\'', '*', '|', '('];

/// Words in names of fields that say nothing of what the value is of: the label stands elsewhere (`field=dob old=1985-03-14`,
/// `patient id=A1`).
const EMPTY_NAMES: [&str; 23] = [
    "value", "val", "v", "content", "text", "data", "input", "old", "new", "from", "to", "before", "after", "got",
    "is", "string", "id", "no", "nr", "number", "num", "code", "date",
];

/// What stands between the cells of a row.
const CELL_ENDS: [char; 2] = ['|', '\t'];

/// Words that join the values of a list.
const LIST_WORDS: [&str; 20] = [
    "and", "or", "und", "oder", "et", "ou", "y", "e", "o", "i", "en", "of", "och", "og", "ja", "tai", "ve", "a", "и",
    "или",
];

/// How far before a value the question may end that it answers, in bytes: `May I have your SSN? Yes, it is 123-45-6789`.
const ANSWER: usize = 48;

/// Elements of HTML that part cells, lines and emphasis: their names are no words beside a value.
const ELEMENTS: [&str; 24] = [
    "td", "tr", "th", "br", "p", "b", "i", "u", "li", "ul", "ol", "dd", "dt", "dl", "em", "hr", "div", "span",
    "strong", "label", "code", "small", "font", "tbody",
];

/// Longest of their names, with a slash.
const MAX_ELEMENT: usize = 7;

/// How many letters of a script without spaces take as much of the window as a word: five words are then thirty letters.
const LETTERS: usize = 6;

/// A word near a value, or a letter of a script without spaces.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) token: Token,
    /// How many words stand between it and the value.
    pub(super) distance: usize,
}

/// The words near one value, nearest first on each side. The buffers are reused.
#[derive(Default)]
pub(super) struct Words {
    lower: String,
    before: Vec<Word>,
    after: Vec<Word>,
    clause: usize,
    own_before: usize,
    own_sentence: usize,
    own_row: usize,
    /// Whether a sentence has ended between the value and what is read before it.
    ended: bool,
    value_after: usize,
    label_after: bool,
    /// How many words stood before the last mark that parts a label from what follows.
    parted: usize,
    /// How many words before the value are the name that `=` joins it to.
    own_name: usize,
    /// How many words after the value stand before the sign that makes the last of them the label of the next value.
    next_name: usize,
    /// Whether a word has been read on the side that is being read, other than those that join the values of a list.
    apart: bool,
}

impl Words {
    /// The words before the value; the first is the nearest.
    pub(super) fn before(&self) -> &[Word] {
        &self.before
    }

    /// The words after the value; the first is the nearest.
    pub(super) fn after(&self) -> &[Word] {
        &self.after
    }

    /// How many of the words after the value belong to its clause: up to a comma, the end of the sentence or of the line.
    pub(super) fn in_clause(&self) -> usize {
        self.clause
    }

    /// How many of the words before the value stand between it and the nearest other value. What is said before that one is said
    /// of that one. A value right beside this one is of the same list and does not count.
    pub(super) fn own_before(&self) -> usize {
        self.own_before
    }

    /// The same, if a sentence ends between the two values as well.
    pub(super) fn own_sentence(&self) -> usize {
        self.own_sentence
    }

    /// How many of the words before the value stand in its row, if it stands in a table.
    pub(super) fn own_row(&self) -> usize {
        self.own_row
    }

    /// How many of the words after the value stand between it and the next value; `None` if there is no other.
    pub(super) fn value_after(&self) -> Option<usize> {
        (self.value_after != usize::MAX).then_some(self.value_after)
    }

    /// Whether a value follows right behind a word of a later clause, which may then be its label.
    pub(super) fn label_after(&self) -> bool {
        self.label_after
    }

    /// How many of the words before the value can be of its own name, if `=` joins it to one: `born=1990-01-05 joined=2020-01-05`.
    pub(super) fn own_name(&self) -> usize {
        self.own_name
    }

    /// How many of the words after the value stand before the sign that makes the last of them the label of the next value:
    /// `2024-03-11 signup ok dob=1994-02-17`.
    pub(super) fn next_name(&self) -> usize {
        self.next_name
    }

    /// Collects up to `window` words on each side of `span`, passing over `covered` (in order, not overlapping).
    pub(super) fn collect(&mut self, text: &str, span: Span, window: usize, covered: &[Span], vocabulary: &Vocabulary) {
        self.before.clear();
        self.after.clear();
        self.clause = usize::MAX;
        self.own_before = usize::MAX;
        self.own_sentence = usize::MAX;
        self.own_row = usize::MAX;
        self.ended = false;
        self.value_after = usize::MAX;
        self.label_after = false;
        self.parted = 0;
        self.own_name = usize::MAX;
        self.next_name = usize::MAX;
        self.collect_before(text, span.start, window, covered, vocabulary);
        self.collect_after(text, span.end, window, covered, vocabulary);
    }

    fn collect_before(&mut self, text: &str, end: usize, window: usize, covered: &[Span], vocabulary: &Vocabulary) {
        self.apart = false;
        let mut at = end;
        let mut budget = BUDGET;
        let mut room = Room::new(window);
        let mut in_cell = false;
        let mut number = Number::default();
        let question = question_before(text.get(..end).unwrap_or_default());
        let name = name_before(text.get(..end).unwrap_or_default());
        // The covered spans that start before `at`; the last one is the nearest.
        let mut covered = covered.get(..covered.partition_point(|span| span.start < end)).unwrap_or_default();
        while room.is_left() && budget > 0 && at > 0 && end - at < REACH {
            while let [rest @ .., span] = covered
                && span.start >= at
            {
                covered = rest;
            }
            let nearest = covered.last();
            if let Some(span) = nearest.filter(|span| span.end >= at) {
                at = span.start;
                budget = budget.saturating_sub(SKIP_COST);
                number.end();
                if is_value(text, *span) {
                    self.meet_before(self.before.len());
                }
                continue;
            }
            let Some(head) = text.get(..at) else { return };
            if let Some(start) = placeholder_before(head).or_else(|| token_before(head)) {
                if is_named_value(head.get(start..).unwrap_or_default()) {
                    self.meet_before(self.before.len());
                }
                at = start;
                budget = budget.saturating_sub(SKIP_COST);
                number.end();
                continue;
            }
            if let Some(start) = element_before(head) {
                at = start;
                budget = budget.saturating_sub(1);
                number.end();
                continue;
            }
            // The value may begin in the middle of a word; what is glued to it counts as a word.
            let barrier = nearest.map_or(0, |span| span.end);
            let start = word_before(head, barrier);
            if start < at {
                budget = budget.saturating_sub(at - start);
                let word = text.get(start..at).unwrap_or_default();
                match number.word(word, self.before.len()) {
                    Digits::Value(first) => self.meet_before(first),
                    Digits::None => self.apart |= !LIST_WORDS.contains(&word),
                    Digits::Few => {}
                }
                let token = token(word, &mut self.lower, vocabulary);
                let answers = question.is_some_and(|question| question < start);
                self.before.push(if answers { room.pass(token) } else { room.take(word, token) });
                at = start;
                if name.is_some_and(|name| at <= name) {
                    self.own_name = self.own_name.min(self.before.len());
                }
            } else {
                let last = head.chars().next_back();
                number.between(last);
                let apart = || text.get(at..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
                self.ended |= last == Some(';') || (last == Some('.') && apart());
                in_cell |= last.is_some_and(|character| CELL_ENDS.contains(&character));
                if in_cell && last == Some('\n') {
                    self.own_row = self.own_row.min(self.before.len());
                }
                if question == Some(at.saturating_sub(1)) {
                    room.part();
                }
                let step = last.map_or(1, char::len_utf8);
                budget = budget.saturating_sub(step);
                at -= step;
            }
        }
    }

    fn collect_after(&mut self, text: &str, start: usize, window: usize, covered: &[Span], vocabulary: &Vocabulary) {
        self.apart = false;
        let mut at = start;
        let mut budget = BUDGET;
        let mut room = Room::new(window);
        let mut number = Number::default();
        // The covered spans that end behind `at`; the first one is the nearest.
        let mut covered = covered.get(covered.partition_point(|span| span.end <= start)..).unwrap_or_default();
        while room.is_left() && budget > 0 && at < text.len() && at - start < REACH {
            while let [span, rest @ ..] = covered
                && span.end <= at
            {
                covered = rest;
            }
            let nearest = covered.first();
            if let Some(span) = nearest.filter(|span| span.start <= at) {
                at = span.end;
                budget = budget.saturating_sub(SKIP_COST);
                number.end();
                if is_value(text, *span) {
                    self.meet_after(self.after.len());
                }
                continue;
            }
            let Some(tail) = text.get(at..) else { return };
            if let Some(length) = placeholder_after(tail).or_else(|| token_after(tail)) {
                if is_named_value(tail.get(..length).unwrap_or_default()) {
                    self.meet_after(self.after.len());
                }
                at += length;
                budget = budget.saturating_sub(SKIP_COST);
                number.end();
                continue;
            }
            if let Some(length) = element_after(tail) {
                at += length;
                budget = budget.saturating_sub(1);
                number.end();
                continue;
            }
            let length = word_after(tail, nearest.map_or(tail.len(), |span| span.start - at));
            if length > 0 {
                let word = tail.get(..length).unwrap_or_default();
                match number.word(word, self.after.len()) {
                    Digits::Value(first) => self.meet_after(first),
                    Digits::None => self.apart |= !LIST_WORDS.contains(&word),
                    Digits::Few => {}
                }
                self.after.push(room.take(word, token(word, &mut self.lower, vocabulary)));
            }
            let next = tail.chars().next().filter(|_| length == 0);
            if next.is_some() {
                number.between(next);
            }
            if names_next(text, at) {
                self.next_name = self.next_name.min(self.after.len());
            }
            if next.is_some_and(|character| CLAUSE_ENDS.contains(character)) {
                self.clause = self.clause.min(self.after.len());
            }
            if next.is_some_and(|character| character != '.' && CLAUSE_ENDS.contains(character)) {
                self.parted = self.after.len();
            }
            let step = next.map_or(length.max(1), char::len_utf8);
            budget = budget.saturating_sub(step);
            at += step;
        }
        // The sign behind the last word that there was room for.
        if names_next(text, at) {
            self.next_name = self.next_name.min(self.after.len());
        }
    }

    fn meet_before(&mut self, words: usize) {
        if self.apart {
            self.own_before = self.own_before.min(words);
            if self.ended {
                self.own_sentence = self.own_sentence.min(words);
            }
        }
    }

    fn meet_after(&mut self, words: usize) {
        if self.apart {
            self.value_after = self.value_after.min(words);
            self.label_after |= self.parted != words && self.clause < words;
        }
    }
}

/// What a word adds to the number that is being read.
enum Digits {
    /// It has none.
    None,
    /// Too few for a value.
    Few,
    /// Enough for a value, which began after so many words.
    Value(usize),
}

/// The number that is being read, which may be written in groups.
#[derive(Default)]
struct Number {
    digits: usize,
    /// How many words had been read when it began.
    first: usize,
}

impl Number {
    /// Reads a word that so many words were read before.
    fn word(&mut self, word: &str, read: usize) -> Digits {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        if digits == 0 {
            self.end();
            return Digits::None;
        }
        if self.digits == 0 {
            self.first = read;
        }
        self.digits += digits;
        if self.digits >= VALUE_DIGITS { Digits::Value(self.first) } else { Digits::Few }
    }

    /// Reads what stands between two words.
    fn between(&mut self, character: Option<char>) {
        if character.is_none_or(|character| !JOINERS.contains(character)) {
            self.end();
        }
    }

    fn end(&mut self) {
        self.digits = 0;
    }
}

/// Where the name begins that `=` joins to what follows `head`: `joined=`, `"user.birth_date" = "`. `None` if there is none, or one
/// that says nothing.
fn name_before(head: &str) -> Option<usize> {
    let name = head.trim_end_matches(OPENER_SIGNS).strip_suffix('=')?.trim_end_matches([' ', '"', '\'']);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let start = name.char_indices().rev().take_while(|(_, c)| part(*c)).last()?.0;
    let name = name.get(start..)?;
    let says = |word: &str| {
        word.contains(char::is_alphabetic) && !EMPTY_NAMES.iter().any(|empty| word.eq_ignore_ascii_case(empty))
    };
    name.split(['_', '-', '.']).any(says).then_some(start)
}

/// Whether the sign at `at` makes the word before it the label of what follows: `dob=?`, `SSN: 1`. A colon does so before a number.
fn names_next(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let named =
        text.get(..at).is_some_and(|head| head.trim_end_matches(['"', '\'', '*', ' ']).ends_with(char::is_alphabetic));
    let number = |rest: &str| rest.trim_start_matches(OPENER_SIGNS).starts_with(|c: char| c.is_ascii_digit());
    named && (rest.starts_with('=') || rest.strip_prefix(':').is_some_and(number))
}

/// Whether a finding is a number of some kind, and no name.
fn is_value(text: &str, span: Span) -> bool {
    let value = text.as_bytes().get(span.start..span.end).unwrap_or_default();
    value.iter().filter(|byte| byte.is_ascii_digit()).take(VALUE_DIGITS).count() == VALUE_DIGITS
}

/// Whether a placeholder stands for a number of some kind, and no name or place.
fn is_named_value(placeholder: &str) -> bool {
    !["[PERSON", "[LOCATION", "[ORG", "[EMAIL", "[STREET"].iter().any(|name| placeholder.starts_with(name))
}

/// Where the word begins that ends `head`: `head.len()` if none does. It does not begin before `barrier`.
fn word_before(head: &str, barrier: usize) -> usize {
    let rest = head.as_bytes().get(barrier..).unwrap_or_default();
    let letters = rest.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    // Nearly every word is of ASCII letters.
    if rest.len().checked_sub(letters + 1).and_then(|before| rest.get(before)).is_none_or(u8::is_ascii) {
        return head.len() - letters;
    }
    let mut letters = head.char_indices().rev().take_while(|(at, c)| *at >= barrier && c.is_alphanumeric());
    let Some((start, letter)) = letters.next() else { return head.len() };
    if is_unspaced(letter) {
        return start;
    }
    letters.take_while(|(_, c)| !is_unspaced(*c)).last().map_or(start, |(start, _)| start)
}

/// Length of the word that begins `tail`: 0 if none does. All its letters begin before `barrier`.
fn word_after(tail: &str, barrier: usize) -> usize {
    let rest = tail.as_bytes().get(..barrier).unwrap_or(tail.as_bytes());
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if rest.get(letters).is_none_or(u8::is_ascii) {
        return letters;
    }
    let mut letters = tail.char_indices().take_while(|(at, c)| *at < barrier && c.is_alphanumeric()).map(|(_, c)| c);
    let Some(first) = letters.next() else { return 0 };
    let more = if is_unspaced(first) { 0 } else { letters.take_while(|c| !is_unspaced(*c)).map(char::len_utf8).sum() };
    first.len_utf8() + more
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

    /// Takes the room of a word.
    fn take(&mut self, word: &str, token: Token) -> Word {
        let distance = self.taken / LETTERS;
        self.taken += if word.chars().next().is_some_and(is_unspaced) { 1 } else { LETTERS };
        Word { token, distance }
    }

    /// A word that takes none: it stands between a question and what answers it.
    fn pass(&self, token: Token) -> Word {
        Word { token, distance: self.taken / LETTERS }
    }

    /// Takes the room of one word, so that what a question says is farther off than anything of the answer.
    fn part(&mut self) {
        self.taken += LETTERS;
    }
}

/// Where the question ends that a value answers: the mark before it, if no digit stands between.
fn question_before(head: &str) -> Option<usize> {
    let near = head.as_bytes();
    let near = near.get(near.len().saturating_sub(ANSWER)..)?;
    let back = near.iter().rev().position(|byte| *byte == b'?' || byte.is_ascii_digit())?;
    let place = near.len().checked_sub(back + 1)?;
    (near.get(place) == Some(&b'?')).then_some(head.len() - near.len() + place)
}

/// Where the element of HTML begins that ends `head`.
fn element_before(head: &str) -> Option<usize> {
    let inner = head.as_bytes().strip_suffix(b">")?;
    let near = inner.get(inner.len().saturating_sub(MAX_ELEMENT + 1)..)?;
    let open = inner.len() - near.len() + near.iter().rposition(|byte| *byte == b'<')?;
    is_element(head.get(open + 1..inner.len())?).then_some(open)
}

/// Length of the element of HTML that begins `tail`.
fn element_after(tail: &str) -> Option<usize> {
    let inner = tail.as_bytes().strip_prefix(b"<")?;
    let close = inner.iter().take(MAX_ELEMENT + 1).position(|byte| *byte == b'>')?;
    is_element(tail.get(1..=close)?).then_some(close + 2)
}

fn is_element(name: &str) -> bool {
    let name = name.trim_start_matches('/').trim_end_matches(['/', ' ']);
    ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name))
}

/// The number of a word of a text, by its lower case, which is made in `lower`.
fn token(word: &str, lower: &mut String, vocabulary: &Vocabulary) -> Token {
    // Lower case can be shorter, but hardly by half.
    if word.len() > 2 * vocabulary.longest() || !vocabulary.may_hold(word) {
        return Token::OTHER;
    }
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().flat_map(char::to_lowercase));
    }
    vocabulary.get(lower)
}

/// Longest entity type that is taken for a placeholder.
const MAX_NAME: usize = 64;

/// Longest token that is passed over: an encrypted value of some 600 bytes.
const MAX_TOKEN: usize = 1024;

fn placeholder_before(head: &str) -> Option<usize> {
    let inner = head.as_bytes().strip_suffix(b"]")?;
    let name = inner.iter().rev().take(MAX_NAME).take_while(|byte| is_name_byte(**byte)).count();
    let open = inner.len().checked_sub(name + 1)?;
    (name > 0 && inner.get(open) == Some(&b'[')).then_some(open)
}

fn placeholder_after(tail: &str) -> Option<usize> {
    let inner = tail.as_bytes().strip_prefix(b"[")?;
    let name = inner.iter().take(MAX_NAME).take_while(|byte| is_name_byte(**byte)).count();
    (name > 0 && inner.get(name) == Some(&b']')).then_some(name + 2)
}

/// Where the token begins that ends `head`.
fn token_before(head: &str) -> Option<usize> {
    let inner = head.as_bytes().strip_suffix(b"]")?;
    let open = memchr::memrchr(b'[', inner.get(inner.len().saturating_sub(MAX_TOKEN)..)?)?;
    let open = inner.len().saturating_sub(MAX_TOKEN) + open;
    let length = written::length(head.get(open..)?)?;
    (open + length == head.len()).then_some(open)
}

fn token_after(tail: &str) -> Option<usize> {
    if tail.starts_with('[') { written::length(tail) } else { None }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'
}
