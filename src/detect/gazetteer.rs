//! Long lists of terms, found as whole words: up to ten million names, products or codes.
//!
//! An automaton over that many terms takes gigabytes. So the words of a text are folded as the list asks and looked up in a
//! table of the terms: memory is the terms themselves and some bytes for each, and a word that begins no term costs one bit.
//! A term is its words with what stands between them, any white space being one space.

use std::collections::VecDeque;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::fold::Folding;
use crate::core::Span;

/// Most words of a term.
pub(super) const MAX_WORDS: usize = 32;

/// Bits of the filter for each term, at least: with 16 one word in sixteen that begins no term is looked up in vain.
const FILTER_BITS: usize = 16;

/// Terms that are made of whole words.
#[derive(Debug)]
pub(super) struct Gazetteer {
    folding: Folding,
    text: String,
    /// Where each term lies in `text`.
    places: Vec<(u32, u16)>,
    table: HashTable<u32>,
    filter: Vec<u64>,
    most_words: usize,
}

/// Why a term cannot be in a gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// It does not begin and end with a letter or digit.
    Edge,
    /// It has more than [`MAX_WORDS`] words, or the list is too large.
    Size,
}

impl Gazetteer {
    /// An empty gazetteer with room for so many terms.
    pub(super) fn new(folding: Folding, terms: usize) -> Self {
        let words = (terms * FILTER_BITS).div_ceil(64).next_power_of_two();
        Self {
            folding,
            text: String::new(),
            places: Vec::with_capacity(terms),
            table: HashTable::with_capacity(terms),
            filter: vec![0; words],
            most_words: 0,
        }
    }

    /// Adds a term.
    pub(super) fn add(&mut self, term: &str) -> Result<(), Misfit> {
        let start = self.text.len();
        let added = self.fold_in(term);
        if added.is_err() {
            self.text.truncate(start);
        }
        added
    }

    fn fold_in(&mut self, term: &str) -> Result<(), Misfit> {
        let start = self.text.len();
        self.folding.fold_spaced(term, &mut self.text);
        let folded = self.text.get(start..).unwrap_or_default();
        let edge = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !edge(folded.chars().next()) || !edge(folded.chars().next_back()) {
            return Err(Misfit::Edge);
        }
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let (count, first) = (words.clone().count(), words.clone().next().unwrap_or_default());
        let place = (u32::try_from(start), u16::try_from(folded.len()), u32::try_from(self.places.len()));
        let (Ok(from), Ok(length), Ok(index), true) = (place.0, place.1, place.2, count <= MAX_WORDS) else {
            return Err(Misfit::Size);
        };
        let hash = FxBuildHasher.hash_one(folded);
        let known = self.table.find(hash, |other| at(&self.text, &self.places, *other) == folded).is_some();
        if known {
            self.text.truncate(start);
            return Ok(());
        }
        let bit = FxBuildHasher.hash_one(first);
        self.set(bit);
        self.most_words = self.most_words.max(count);
        self.places.push((from, length));
        let (text, places) = (&self.text, &self.places);
        self.table.insert_unique(hash, index, |other| FxBuildHasher.hash_one(at(text, places, *other)));
        Ok(())
    }

    fn set(&mut self, hash: u64) {
        let (word, bit) = self.bit(hash);
        if let Some(word) = self.filter.get_mut(word) {
            *word |= bit;
        }
    }

    fn bit(&self, hash: u64) -> (usize, u64) {
        let place = usize::try_from(hash >> 6).unwrap_or(0) & (self.filter.len() - 1);
        (place, 1 << (hash % 64))
    }

    fn may_begin(&self, word: &str) -> bool {
        let (place, bit) = self.bit(FxBuildHasher.hash_one(word));
        self.filter.get(place).is_some_and(|word| word & bit != 0)
    }

    /// Whether there is no term.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Calls `found` with the span of every term, overlapping ones too.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(Span)) {
        let mut recent = Recent::default();
        for word in words(text) {
            recent.push(self, text, word);
            for start in recent.words.iter().filter(|start| start.begins) {
                let Some(phrase) = recent.folded.get(start.folded..) else { continue };
                let hash = FxBuildHasher.hash_one(phrase);
                if self.table.find(hash, |term| at(&self.text, &self.places, *term) == phrase).is_some() {
                    found(Span::new(start.text, word.end));
                }
            }
        }
    }
}

fn at<'t>(text: &'t str, places: &[(u32, u16)], term: u32) -> &'t str {
    let Some((start, length)) = places.get(term as usize) else { return "" };
    text.get(*start as usize..*start as usize + usize::from(*length)).unwrap_or_default()
}

/// The runs of letters and digits of a text. A combining mark belongs to the run it stands in.
fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut rest = text.char_indices().peekable();
    let inside = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    std::iter::from_fn(move || {
        let (start, first) = rest.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| inside(*c)) {
            end = at + c.len_utf8();
        }
        Some(Span::new(start, end))
    })
}

/// The last words of a text, folded, with what stands between them.
#[derive(Default)]
struct Recent {
    folded: String,
    words: VecDeque<Start>,
    end: usize,
}

/// Where a word begins.
struct Start {
    /// In the text.
    text: usize,
    /// In the folded text.
    folded: usize,
    /// Whether a term may begin here.
    begins: bool,
}

/// The folded text is cut when so many of its bytes are no longer needed.
const STALE: usize = 1 << 14;

impl Recent {
    fn push(&mut self, list: &Gazetteer, text: &str, word: Span) {
        let gap = text.get(self.end..word.start).unwrap_or_default();
        if gap.len() > STALE {
            self.words.clear();
            self.folded.clear();
        } else if !self.words.is_empty() {
            list.folding.fold_spaced(gap, &mut self.folded);
        }
        self.end = word.end;
        let start = self.folded.len();
        list.folding.fold_spaced(word.of(text).unwrap_or_default(), &mut self.folded);
        let begins = list.may_begin(self.folded.get(start..).unwrap_or_default());
        self.words.push_back(Start { text: word.start, folded: start, begins });
        if self.words.len() > list.most_words {
            self.words.pop_front();
        }
        // Without a word that may begin a term nothing before this one is needed.
        if !self.words.iter().any(|word| word.begins) {
            self.words.clear();
            self.folded.clear();
        } else if let Some(stale) = self.words.front().map(|word| word.folded).filter(|stale| *stale > STALE) {
            self.folded.drain(..stale);
            self.words.iter_mut().for_each(|word| word.folded -= stale);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(folding: Folding, terms: &[&str]) -> Gazetteer {
        let mut list = Gazetteer::new(folding, terms.len());
        terms.iter().for_each(|term| list.add(term).unwrap());
        list
    }

    fn found<'t>(list: &Gazetteer, text: &'t str) -> Vec<&'t str> {
        let mut spans = Vec::new();
        list.find(text, |span| spans.push(span.of(text).unwrap()));
        spans
    }

    const BOTH: Folding = Folding { case: true, accents: true };

    #[test]
    fn terms_are_whole_words() {
        let list = list(BOTH, &["Ada Roe", "Zoë", "O'Neil & Sons", "roe"]);
        assert_eq!(
            found(&list, "ADA \n ROE, zoe! ada-roe Zoe\u{308}s Zoe\u{308}"),
            ["ADA \n ROE", "ROE", "zoe", "roe", "Zoe\u{308}"]
        );
        assert_eq!(found(&list, "o'neil & sons, o neil & sons"), ["o'neil & sons"]);
    }

    #[test]
    fn case_and_accents_count_if_asked() {
        assert_eq!(found(&list(Folding { case: false, accents: true }, &["Zoë"]), "zoe Zoe ZOE"), ["Zoe"]);
        assert_eq!(found(&list(Folding { case: true, accents: false }, &["Zoë"]), "zoe ZOË"), ["ZOË"]);
    }

    #[test]
    fn what_is_no_run_of_words_does_not_fit() {
        let mut list = Gazetteer::new(BOTH, 4);
        assert_eq!(list.add("C++"), Err(Misfit::Edge));
        assert_eq!(list.add(&"a ".repeat(40)), Err(Misfit::Edge));
        assert_eq!(list.add(&"a b".repeat(40)), Err(Misfit::Size));
        assert!(list.is_empty());
        assert_eq!(list.add("c"), Ok(()));
        assert_eq!(found(&list, "c c++"), ["c", "c"]);
    }

    proptest! {
        #[test]
        fn every_term_is_found_and_nothing_else(
            terms in prop::collection::vec("[abÄ]{1,3}( [ab]{1,2}){0,2}", 1..6),
            text in "([abäÄ]{1,3}[ ,]{1,2}){0,20}",
        ) {
            let mut list = Gazetteer::new(BOTH, terms.len());
            terms.iter().for_each(|term| list.add(term).unwrap());
            let fold = |text: &str| {
                let mut out = String::new();
                BOTH.fold_spaced(text, &mut out);
                out
            };
            let folded: Vec<_> = terms.iter().map(|term| fold(term)).collect();
            let words: Vec<_> = words(&text).collect();
            let mut expected: Vec<(usize, usize)> = Vec::new();
            for (from, first) in words.iter().enumerate() {
                for last in &words[from..] {
                    if folded.contains(&fold(&text[first.start..last.end])) {
                        expected.push((first.start, last.end));
                    }
                }
            }
            let mut spans = Vec::new();
            list.find(&text, |span| spans.push((span.start, span.end)));
            expected.sort_unstable();
            spans.sort_unstable();
            prop_assert_eq!(spans, expected);
        }
    }
}
