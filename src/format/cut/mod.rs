//! Cutting a long document into pieces that fit a target, between sentences where that can be.
//!
//! What it is not: no text is changed. Pieces are spans of the text; only white space where it was cut belongs to none.

mod bounds;
mod protected;

use super::tokens::Tokenizer;
use crate::core::Span;
use bounds::Level;
pub(super) use bounds::sentence_ends;
pub(super) use protected::Protected;

/// How long a piece may be.
#[derive(Debug, Clone)]
pub enum Budget {
    /// So many characters (Unicode scalar values).
    Characters(usize),
    /// So many tokens.
    Tokens(usize, Tokenizer),
}

/// Cuts `text` into pieces within the budget (at least 1), in order and without overlap, that leave out nothing but white
/// space at the cuts. A text that fits is one piece; a blank one is none.
///
/// Cuts fall between sentences; a sentence over the budget is cut between words, a word over the budget between grapheme
/// clusters (UAX #29). No cut falls inside a `protected` span, unless that span alone is over the budget. Time grows with the
/// length of the text alone.
///
/// A text may have more tokens than its sentences have together. Pieces are then cut smaller; one of a tokenizer that makes
/// this go on and on is over the budget in the end, and so is a character of more tokens than the budget.
#[must_use]
pub fn cut(text: &str, budget: &Budget, protected: &[Span]) -> Vec<Span> {
    if text.trim_start().is_empty() {
        return Vec::new();
    }
    match budget {
        Budget::Characters(most) => {
            let most = (*most).max(1);
            // No text has more characters than bytes, so most are settled without counting.
            if text.len() <= most || text.chars().count() <= most {
                return vec![Span::new(0, text.len())];
            }
            pack(text, most, &|part| part.chars().count(), protected)
        }
        Budget::Tokens(most, tokenizer) => by_tokens(text, (*most).max(1), tokenizer, protected),
    }
}

fn by_tokens(text: &str, most: usize, tokenizer: &Tokenizer, protected: &[Span]) -> Vec<Span> {
    /// So often pieces that came out too long are cut smaller, each time by an eighth.
    const ATTEMPTS: usize = 8;
    let count = |part: &str| usize::try_from(tokenizer.count(part)).unwrap_or(usize::MAX);
    let fits = |span: &Span| span.of(text).is_some_and(|piece| count(piece) <= most);
    let whole = vec![Span::new(0, text.len())];
    if whole.iter().all(fits) {
        return whole;
    }
    let mut budget = most;
    let mut pieces = pack(text, budget, &count, protected);
    for _ in 0..ATTEMPTS {
        if budget == 1 || pieces.iter().all(fits) {
            break;
        }
        budget -= (budget / 8).max(1);
        pieces = pack(text, budget, &count, protected);
    }
    pieces
}

fn pack(text: &str, budget: usize, measure: &dyn Fn(&str) -> usize, protected: &[Span]) -> Vec<Span> {
    let protected = Protected::new(protected);
    let mut packer = Packer { text, budget, measure, protected, pieces: Vec::new(), open: None };
    packer.pack(Span::new(0, text.len()), Level::FIRST);
    packer.close();
    packer.pieces
}

struct Packer<'t> {
    text: &'t str,
    budget: usize,
    /// Length of a part of the text, in characters or tokens.
    measure: &'t dyn Fn(&str) -> usize,
    protected: Protected,
    pieces: Vec<Span>,
    open: Option<Open>,
}

/// The piece that is being filled.
struct Open {
    /// From its first to its last character that is no white space.
    ink: Span,
    /// Length from the beginning of `ink` to all that was added, white space after `ink` included.
    length: usize,
}

/// A unit of text that is not cut on its level.
struct Unit {
    /// Without white space at its ends.
    ink: Span,
    leading: usize,
    length: usize,
    trailing: usize,
}

impl Packer<'_> {
    /// Adds a range of the text, unit by unit; what is over the budget goes down one level.
    fn pack(&mut self, range: Span, level: Level) {
        let Some(part) = range.of(self.text) else { return };
        let mut start = range.start;
        for end in level.ends(part).map(|end| range.start + end) {
            if level.protects() && self.protected.splits(end) {
                continue;
            }
            let unit = self.measure(Span::new(start, end), level);
            let finer = if level == Level::Paragraph { !self.fits(&unit) } else { unit.length > self.budget };
            match level.finer().filter(|_| finer) {
                Some(finer) => {
                    // The first sentences of a paragraph still go to the open piece; a monster begins a piece of its own.
                    if level != Level::Paragraph {
                        self.close();
                    }
                    self.pack(Span::new(start, end), finer);
                }
                None => self.add(&unit),
            }
            start = end;
        }
    }

    fn measure(&self, range: Span, level: Level) -> Unit {
        let part = range.of(self.text).unwrap_or_default();
        let white = |(at, c): &(usize, char)| {
            c.is_whitespace() && !(level.protects() && self.protected.covers(range.start + at))
        };
        let first = part.char_indices().find(|c| !white(c)).map(|(at, _)| at);
        let Some(first) = first else {
            let ink = Span::new(range.end, range.end);
            return Unit { ink, leading: (self.measure)(part), length: 0, trailing: 0 };
        };
        let last = part.char_indices().rev().find(|c| !white(c)).map_or(first, |(at, c)| at + c.len_utf8());
        let measure = |start, end| Span::new(start, end).of(part).map_or(0, self.measure);
        Unit {
            ink: Span::new(range.start + first, range.start + last),
            leading: measure(0, first),
            length: measure(first, last),
            trailing: measure(last, part.len()),
        }
    }

    /// Whether the unit has room in the open piece, or in a new one where none is open.
    fn fits(&self, unit: &Unit) -> bool {
        let before = self.open.as_ref().map_or(0, |open| open.length + unit.leading);
        unit.length == 0 || before + unit.length <= self.budget
    }

    fn add(&mut self, unit: &Unit) {
        let fits = self.fits(unit);
        if let Some(open) = self.open.as_mut().filter(|_| fits) {
            if unit.length > 0 {
                open.ink.end = unit.ink.end;
            }
            open.length += unit.leading + unit.length + unit.trailing;
            return;
        }
        self.close();
        if unit.length > 0 {
            self.open = Some(Open { ink: unit.ink, length: unit.length + unit.trailing });
        }
    }

    fn close(&mut self) {
        self.pieces.extend(self.open.take().map(|open| open.ink));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(text: &str, budget: usize, protected: &[Span]) -> Vec<String> {
        cut_chars(text, budget, protected).into_iter().map(|span| span.of(text).unwrap().to_owned()).collect()
    }

    fn cut_chars(text: &str, budget: usize, protected: &[Span]) -> Vec<Span> {
        cut(text, &Budget::Characters(budget), protected)
    }

    #[test]
    fn cuts_fall_between_sentences_then_words_then_clusters() {
        let cases: [(&str, usize, &[&str]); 9] = [
            ("", 5, &[]),
            (" \n ", 5, &[]),
            (" fits ", 6, &[" fits "]),
            ("One two. Three four. Five.", 20, &["One two. Three four.", "Five."]),
            ("One two. Three four. Five.", 12, &["One two.", "Three four.", "Five."]),
            ("one two three", 8, &["one two", "three"]),
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("e\u{301}e\u{301}e\u{301}", 3, &["e\u{301}", "e\u{301}", "e\u{301}"]),
            ("para one\n\npara two", 9, &["para one", "para two"]),
        ];
        for (text, budget, expected) in cases {
            assert_eq!(pieces(text, budget, &[]), expected, "{text:?}");
        }
    }

    #[test]
    fn a_protected_span_is_cut_only_when_it_alone_is_too_long() {
        let text = "abc [EMAIL ADDRESS] def";
        let redaction = [Span::new(4, 19)];
        assert_eq!(pieces(text, 16, &redaction), ["abc", "[EMAIL ADDRESS]", "def"]);
        assert_eq!(pieces(text, 8, &redaction), ["abc", "[EMAIL", "ADDRESS]", "def"]);
    }

    /// Texts that make a careless segmenter look ahead or back over and over.
    #[test]
    fn a_long_text_takes_time_by_its_length_alone() {
        for unit in ["a", " ", ". )", ")", "\u{1f1ea}", "e\u{301}", ". 1", "1,", "a'", "\u{300c}", "x y. "] {
            let mut text = String::from("x. ");
            text.push_str(&unit.repeat(1_000_000 / unit.len()));
            let spans = cut_chars(&text, 1000, &[]);
            assert!(spans.iter().all(|span| span.of(&text).is_some_and(|piece| piece.chars().count() <= 1000)));
        }
    }

    fn words() -> Tokenizer {
        Tokenizer::parse(super::super::tokens::tests::WORDS.as_bytes()).unwrap()
    }

    #[test]
    fn with_a_tokenizer_the_budget_is_in_tokens() {
        let budget = Budget::Tokens(6, words());
        let text = "An invoice came. It was too late for a refund. Sorry.";
        let pieces: Vec<_> = cut(text, &budget, &[]).iter().map(|span| span.of(text).unwrap()).collect();
        assert_eq!(pieces, ["An invoice came.", "It was too late for a", "refund. Sorry."]);
        assert_eq!(cut("one, two, three", &budget, &[]), [Span::new(0, 15)]);
    }

    fn texts() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[a-zé]{1,12}",
            "[A-Z][a-z]{0,5}[.!?]",
            "\\PC{1,4}",
            Just("\u{1f469}\u{200d}\u{1f467}".to_owned()),
            Just("e\u{301}\u{302}".to_owned()),
            "[ \n\t\u{3000}]{1,5}",
        ];
        prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
    }

    /// A text with spans in it that do not overlap.
    fn texts_with_spans() -> impl Strategy<Value = (String, Vec<Span>)> {
        (texts(), prop::collection::vec((any::<prop::sample::Index>(), 1..30usize), 0..6)).prop_map(|(text, seeds)| {
            let bounds: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut spans: Vec<Span> = Vec::new();
            for (index, length) in seeds {
                let first = index.index(bounds.len());
                let last = (first + length).min(bounds.len() - 1);
                let span = Span::new(bounds[first], bounds[last]);
                if !span.is_empty() && spans.iter().all(|other| !other.overlaps(span)) {
                    spans.push(span);
                }
            }
            (text, spans)
        })
    }

    proptest! {
        #[test]
        fn pieces_hold_everything_but_white_space((text, protected) in texts_with_spans(), budget in 1..60usize) {
            let spans = cut_chars(&text, budget, &protected);
            let mut end = 0;
            for span in &spans {
                prop_assert!(span.start >= end, "in order");
                prop_assert!(span.of(&text).is_some_and(|piece| piece.chars().count() <= budget), "within budget");
                prop_assert!(Span::new(end, span.start).of(&text).unwrap().trim().is_empty(), "nothing lost");
                end = span.end;
            }
            prop_assert!(Span::new(end, text.len()).of(&text).unwrap().trim().is_empty(), "nothing lost at the end");
        }

        #[test]
        fn pieces_by_tokens_hold_everything_and_fit((text, protected) in texts_with_spans(), budget in 1..30usize) {
            let tokenizer = words();
            let spans = cut(&text, &Budget::Tokens(budget, tokenizer.clone()), &protected);
            let mut end = 0;
            for span in &spans {
                prop_assert!(Span::new(end, span.start).of(&text).unwrap().trim().is_empty(), "nothing lost");
                prop_assert!(tokenizer.count(span.of(&text).unwrap()) <= budget as u64, "within budget");
                end = span.end;
            }
            prop_assert!(Span::new(end, text.len()).of(&text).unwrap().trim().is_empty(), "nothing lost at the end");
        }

        #[test]
        fn protected_spans_stay_whole((text, protected) in texts_with_spans(), budget in 1..60usize) {
            let spans = cut_chars(&text, budget, &protected);
            for whole in protected {
                let held = whole.of(&text).unwrap();
                if held.chars().count() <= budget && !text.trim().is_empty() {
                    prop_assert!(spans.iter().any(|span| span.contains(whole)), "{whole:?} in {spans:?}");
                }
            }
        }
    }
}
