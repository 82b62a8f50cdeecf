//! Finding the rules' keywords.
//!
//! Nearly all of them begin a word, or are long enough to be told by their first letters within one. So no automaton walks through every
//! byte: words are looked up by their first letters in tables of bits that stay in the nearest cache, and only what passes is compared.
//! A DFA of the same keywords took three times as long on prose. Keywords of other scripts, or without a letter, are for an automaton
//! that only texts with such bytes see.

use std::sync::OnceLock;

use aho_corasick::automaton::{Automaton, OverlappingState};
use aho_corasick::nfa::noncontiguous;
use aho_corasick::{Input, MatchKind, dfa};
use memchr::memmem;
use rustc_hash::FxHashMap;

use super::Error;

use super::sweep::{CHUNK, Runs, Starts, TextRuns, leading_alnum, run_length, sweep};

/// A keyword: what to look for, without regard to ASCII case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyword<'k> {
    /// What to look for, in small letters.
    pub(super) literal: &'k str,
    /// Whether it counts only if no letter or digit stands before or after it.
    pub(super) whole: bool,
}

/// The keywords of all rules. One of less than five bytes, from its first letter on, is found only where a word begins; a longer one
/// anywhere.
#[derive(Debug)]
pub(super) struct Keywords {
    /// First two, three and four bytes of words.
    twos: Bits<12>,
    threes: Bits<14>,
    fours: Bits<16>,
    /// Four letters anywhere, the first of a keyword or those after it.
    insides: Bits<16>,
    /// Keys of the table.
    keys: Bits<17>,
    /// Bytes of the longest keyword that is a whole word.
    longest: usize,
    table: FxHashMap<u64, Vec<Entry>>,
    others: Option<Others>,
}

/// Places in a chunk.
type Places = [u16; CHUNK];

/// Working memory of one thread.
#[derive(Debug)]
pub(super) struct Buffers {
    starts: Starts,
    places: Places,
}

impl Default for Buffers {
    fn default() -> Self {
        Self { starts: Starts::default(), places: [0; CHUNK] }
    }
}

/// A keyword with the place of its first letter.
#[derive(Debug)]
struct Entry {
    /// Its first eight bytes from its first letter on, and which of them it has.
    head: u64,
    mask: u64,
    keyword: usize,
    literal: Box<[u8]>,
    lead: usize,
    whole: bool,
}

/// Keywords that no word of ASCII letters begins.
#[derive(Debug)]
struct Others {
    /// Those of other scripts, most of which no text has a byte of.
    scripts: Scripts,
    keywords: Vec<usize>,
    /// Whether one of them is all of ASCII, so that every text must be looked at.
    always: bool,
    /// Length of the longest, in bytes.
    longest: usize,
    /// Those that have nothing beyond ASCII but punctuation, as in `i’m`: dashes and curly quotes are in nearly every text.
    signs: Vec<Sign>,
    /// Those without a letter.
    marks: Vec<(usize, memmem::Finder<'static>)>,
}

/// The automaton for keywords of other scripts. The fast form takes many times as long to build, and is built when a text asks for it.
#[derive(Debug)]
struct Scripts {
    slow: noncontiguous::NFA,
    fast: OnceLock<Option<dfa::DFA>>,
}

/// A keyword with punctuation beyond ASCII.
#[derive(Debug)]
struct Sign {
    keyword: usize,
    literal: Box<[u8]>,
    /// Where its first byte beyond ASCII is.
    lead: usize,
}

/// A set of hashes of `2^N` values: what is not in it is surely not a keyword.
#[derive(Debug)]
struct Bits<const N: u32>(Vec<u64>);

impl<const N: u32> Bits<N> {
    fn new() -> Self {
        Self(vec![0; 1 << (N - 6)])
    }

    fn place(key: u64) -> (usize, u32) {
        // Fibonacci hashing: the multiplier is 2^64 divided by the golden ratio (Knuth, TAOCP 3, 6.4).
        let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - N);
        ((hash >> 6) as usize, (hash & 63) as u32)
    }

    fn insert(&mut self, key: u64) {
        let (word, bit) = Self::place(key);
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    /// One if the set may hold the key.
    fn bit(&self, key: u64) -> usize {
        let (word, bit) = Self::place(key);
        self.0.get(word).map_or(0, |word| (word >> bit & 1) as usize)
    }
}

/// How a keyword is looked up: by its first two, three, four or five bytes, or as a whole word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Two,
    Three,
    Four,
    Five,
    Whole,
}

impl By {
    fn key(self, first: u64) -> u64 {
        let tag = match self {
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
            Self::Five => 5,
            Self::Whole => return first ^ 0xFF << 56,
        };
        first & ((1 << (8 * tag)) - 1) | tag << 56
    }
}

/// Eight bytes from `at` on, those beyond the end as zero, with the bit that tells small letters from capitals set in all.
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    let word = rest.first_chunk::<8>().map_or_else(
        || {
            let mut last = [0; 8];
            last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
            u64::from_le_bytes(last)
        },
        |chunk| u64::from_le_bytes(*chunk),
    );
    word | 0x2020_2020_2020_2020
}

/// The first two bytes of a word, and whether it goes on.
fn two(first: u64) -> u64 {
    let [_, _, third, ..] = first.to_le_bytes();
    first & 0xFFFF | u64::from(third.is_ascii_alphanumeric()) << 16
}

/// A word as a number: its first eight letters, and its length.
fn whole(first: u64, length: usize) -> u64 {
    let kept = if length < 8 { first & ((1 << (8 * length)) - 1) } else { first };
    kept.rotate_left(3) ^ (length as u64).wrapping_mul(0x51_7CC1_B727_2202)
}

impl Keywords {
    /// Compiles the keywords, which are known by their index.
    pub(super) fn new<'k>(keywords: impl Iterator<Item = Keyword<'k>>) -> Result<Self, Error> {
        let mut all = Self {
            twos: Bits::new(),
            threes: Bits::new(),
            fours: Bits::new(),
            insides: Bits::new(),
            keys: Bits::new(),
            longest: 0,
            table: FxHashMap::default(),
            others: None,
        };
        let mut others = Vec::new();
        for (index, keyword) in keywords.enumerate() {
            if !all.add(index, keyword) {
                others.push((index, keyword.literal));
            }
        }
        if !others.is_empty() {
            all.others = Some(Others::new(&others)?);
        }
        Ok(all)
    }

    /// Adds a keyword of ASCII; `false` if it is not one that a word begins.
    fn add(&mut self, index: usize, Keyword { literal, whole: alone }: Keyword<'_>) -> bool {
        let bytes = literal.as_bytes();
        let Some(lead) = bytes.iter().position(u8::is_ascii_alphanumeric).filter(|_| literal.is_ascii()) else {
            return false;
        };
        let tail = bytes.get(lead..).unwrap_or_default();
        let letters = tail.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tail.len());
        let first = eight(tail, 0);
        let by = match (alone && letters == bytes.len(), tail.len()) {
            (true, 2..) => By::Whole,
            (_, 5..) => By::Five,
            (_, 4) => By::Four,
            (_, 3) => By::Three,
            (_, 2) => By::Two,
            _ => return false,
        };
        let key = by.key(if by == By::Whole { whole(first, letters) } else { first });
        let mask = if tail.len() < 8 { (1 << (8 * tail.len())) - 1 } else { u64::MAX };
        let entry = Entry { head: first & mask, mask, keyword: index, literal: Box::from(bytes), lead, whole: alone };
        self.table.entry(key).or_default().push(entry);
        self.keys.insert(key);
        if by == By::Whole {
            self.longest = self.longest.max(letters);
        }
        if by == By::Five {
            [first, first >> 8].iter().for_each(|letters| self.insides.insert(letters & 0xFFFF_FFFF));
            return true;
        }
        match (by, tail.len()) {
            (By::Whole, 2) => self.twos.insert(two(first & 0xFFFF)),
            (By::Two, _) => {
                for next in [0, u64::from(b'a') << 16] {
                    self.twos.insert(two(first & 0xFFFF | next));
                }
            }
            (By::Three, _) | (By::Whole, 3) => self.threes.insert(first & 0xFF_FFFF),
            _ => self.fours.insert(first & 0xFFFF_FFFF),
        }
        true
    }

    /// Calls `found` with the index, start and end of every keyword, overlapping ones too, in no particular order; one may be
    /// reported twice. Puts the text's runs into `runs`.
    pub(super) fn find(
        &self,
        bytes: &[u8],
        runs: &mut TextRuns,
        buffers: &mut Buffers,
        mut found: impl FnMut(usize, usize, usize),
    ) {
        let Buffers { starts, places } = buffers;
        sweep(bytes, runs, starts, |base, length, starts| {
            // First what may be a keyword is put in a row, without a branch that would be mispredicted at every other word, and then
            // looked at.
            let mut count = 0;
            for offset in starts.all() {
                let first = eight(bytes, base + usize::from(*offset));
                let hit = self.twos.bit(two(first))
                    | self.threes.bit(first & 0xFF_FFFF)
                    | self.fours.bit(first & 0xFFFF_FFFF);
                if let Some(place) = places.get_mut(count) {
                    *place = *offset;
                }
                count += hit;
            }
            for offset in places.get(..count).unwrap_or_default() {
                self.word(bytes, base + usize::from(*offset), &mut found);
            }
            self.inside(bytes, base, length, places, &mut found);
        });
        if let Some(others) = &self.others {
            others.find(bytes, &runs.foreign, found);
        }
    }

    /// Looks for the keywords that a word begins with.
    fn word(&self, bytes: &[u8], start: usize, found: &mut impl FnMut(usize, usize, usize)) {
        let first = eight(bytes, start);
        let raw = bytes.get(start..).and_then(|rest| rest.first_chunk::<8>()).map(|chunk| u64::from_le_bytes(*chunk));
        let length = match raw.map(leading_alnum) {
            Some(length @ 0..8) => length,
            // One more than any keyword has is as good as the whole.
            _ => run_length(bytes, start, self.longest + 1),
        };
        for key in [By::Two.key(first), By::Three.key(first), By::Four.key(first), By::Whole.key(whole(first, length))]
        {
            self.compare(key, bytes, start, found);
        }
    }

    /// Looks for keywords of five bytes or more anywhere in a chunk: at every second place stand four of their first five.
    #[expect(clippy::cast_possible_truncation, reason = "places in a chunk")]
    fn inside(
        &self,
        bytes: &[u8],
        base: usize,
        length: usize,
        places: &mut Places,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let mut count = 0;
        for offset in (0..length).step_by(4) {
            let letters = eight(bytes, base + offset);
            for step in [0, 2] {
                if let Some(place) = places.get_mut(count) {
                    *place = (offset + step) as u16;
                }
                count += self.insides.bit(letters >> (8 * step) & 0xFFFF_FFFF);
            }
        }
        for offset in places.get(..count).unwrap_or_default() {
            let at = base + usize::from(*offset);
            self.compare(By::Five.key(eight(bytes, at)), bytes, at, found);
            if let Some(before) = at.checked_sub(1) {
                self.compare(By::Five.key(eight(bytes, before)), bytes, before, found);
            }
        }
    }

    /// Compares the keywords of an entry of the table; the first letter of each is at `at`.
    #[inline]
    fn compare(&self, key: u64, bytes: &[u8], at: usize, found: &mut impl FnMut(usize, usize, usize)) {
        if self.keys.bit(key) == 1 {
            self.compare_all(key, bytes, at, found);
        }
    }

    fn compare_all(&self, key: u64, bytes: &[u8], at: usize, found: &mut impl FnMut(usize, usize, usize)) {
        let first = eight(bytes, at);
        for entry in self.table.get(&key).into_iter().flatten().filter(|entry| first & entry.mask == entry.head) {
            let Some(start) = at.checked_sub(entry.lead) else { continue };
            let end = start + entry.literal.len();
            let same = bytes.get(start..end).is_some_and(|text| text.eq_ignore_ascii_case(&entry.literal));
            if same && (!entry.whole || stands_alone(bytes, start, end)) {
                found(entry.keyword, start, end);
            }
        }
    }
}

/// Whether a word begins a run of letters and digits, or stands within one.
fn begins_run(bytes: &[u8], start: usize) -> bool {
    !start.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether no ASCII letter or digit stands before or after a word.
fn stands_alone(bytes: &[u8], start: usize, end: usize) -> bool {
    begins_run(bytes, start) && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric)
}

impl Scripts {
    fn new<'k>(keywords: impl Iterator<Item = &'k str>) -> Result<Self, Error> {
        let slow = noncontiguous::NFA::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(keywords)
            .map_err(|error| Error::TooLarge { what: "keywords of the rules", message: error.to_string() })?;
        Ok(Self { slow, fast: OnceLock::new() })
    }

    fn find(&self, bytes: &[u8], found: &mut impl FnMut(usize, usize, usize)) {
        let fast = self.fast.get_or_init(|| dfa::DFA::builder().build_from_noncontiguous(&self.slow).ok());
        match fast {
            Some(fast) => find_all(fast, bytes, found),
            None => find_all(&self.slow, bytes, found),
        }
    }
}

/// Calls `found` with the number, start and end of each match, overlapping ones too.
fn find_all(automaton: &impl Automaton, bytes: &[u8], found: &mut impl FnMut(usize, usize, usize)) {
    let mut state = OverlappingState::start();
    let input = Input::new(bytes);
    // Searches without an anchor, of all matches, are what the automata are made for: there is no error to come.
    while automaton.try_find_overlapping(&input, &mut state).is_ok() {
        let Some(hit) = state.get_match() else { return };
        found(hit.pattern().as_usize(), hit.start(), hit.end());
    }
}

impl Others {
    fn new(keywords: &[(usize, &str)]) -> Result<Self, Error> {
        let is_mark = |literal: &str| literal.is_ascii() && !literal.bytes().any(|byte| byte.is_ascii_alphabetic());
        let (marks, rest): (Vec<_>, Vec<_>) = keywords.iter().copied().partition(|(_, literal)| is_mark(literal));
        let is_sign = |literal: &str| !literal.is_ascii() && literal.as_bytes().split(u8::is_ascii).all(is_punctuation);
        let (signs, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(_, literal)| is_sign(literal));
        let sign = |(keyword, literal): (usize, &str)| {
            let lead = literal.bytes().position(|byte| !byte.is_ascii())?;
            Some(Sign { keyword, literal: Box::from(literal.as_bytes()), lead })
        };
        Ok(Self {
            scripts: Scripts::new(rest.iter().map(|(_, literal)| *literal))?,
            always: rest.iter().any(|(_, literal)| literal.is_ascii()),
            longest: rest.iter().map(|(_, literal)| literal.len()).max().unwrap_or(0),
            keywords: rest.into_iter().map(|(index, _)| index).collect(),
            signs: signs.into_iter().filter_map(sign).collect(),
            marks: marks.iter().map(|(index, mark)| (*index, memmem::Finder::new(mark).into_owned())).collect(),
        })
    }

    fn find(&self, bytes: &[u8], foreign: &Runs, mut found: impl FnMut(usize, usize, usize)) {
        for (keyword, mark) in &self.marks {
            mark.find_iter(bytes).for_each(|start| found(*keyword, start, start + mark.needle().len()));
        }
        for sign in &self.signs {
            let places = foreign.all().iter().flat_map(|[from, to]| *from..*to);
            for start in places.filter_map(|place| place.checked_sub(sign.lead)) {
                let end = start + sign.literal.len();
                if bytes.get(start..end).is_some_and(|text| text.eq_ignore_ascii_case(&sign.literal)) {
                    found(sign.keyword, start, end);
                }
            }
        }
        if self.keywords.is_empty() {
            return;
        }
        let mut look = |from: usize, to: usize| {
            self.scripts.find(bytes.get(from..to).unwrap_or_default(), &mut |number, start, end| {
                if let Some(keyword) = self.keywords.get(number) {
                    found(*keyword, from + start, from + end);
                }
            });
        };
        if self.always {
            return look(0, bytes.len());
        }
        // A keyword holds a letter of another script, so it stands around one.
        let mut done: Option<(usize, usize)> = None;
        for [from, to] in foreign.all() {
            if is_punctuation(bytes.get(*from..*to).unwrap_or_default()) {
                continue;
            }
            let (from, to) = (from.saturating_sub(self.longest), (to + self.longest).min(bytes.len()));
            match &mut done {
                Some(window) if from <= window.1 => window.1 = to,
                _ => {
                    if let Some((from, to)) = done.replace((from, to)) {
                        look(from, to);
                    }
                }
            }
        }
        if let Some((from, to)) = done {
            look(from, to);
        }
    }
}

/// Whether bytes beyond ASCII are of general punctuation, signs of currencies or Latin-1 marks: dashes, quotes, spaces that do not break.
fn is_punctuation(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [] => return true,
            [0xE2, 0x80, _, rest @ ..] | [0xE2, 0x82, 0xA0..=0xBF, rest @ ..] => rest,
            // Not the ordinals and the degree sign, which stand in abbreviations of labels.
            [0xC2, mark, rest @ ..] if !matches!(mark, 0xAA | 0xB0 | 0xBA) => rest,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn found(words: &[(&str, bool)], text: &str) -> BTreeSet<(usize, usize, usize)> {
        let keywords = words.iter().map(|(literal, whole)| Keyword { literal, whole: *whole });
        let keywords = Keywords::new(keywords).unwrap();
        let mut found = BTreeSet::new();
        keywords.find(text.as_bytes(), &mut TextRuns::default(), &mut Buffers::default(), |keyword, start, end| {
            found.insert((keyword, start, end));
        });
        found
    }

    #[test]
    fn short_keywords_begin_words() {
        let words =
            [("pat", false), ("0x", false), (" st.", false), ("secret", false), ("tax id", true), ("://", false)];
        let text = "Pat myPat carpat 0xAB b0x 9 St. dbSECRETs tax id tax ids http://x";
        let hits: Vec<_> = found(&words, text).into_iter().map(|(word, start, _)| (word, start)).collect();
        assert_eq!(hits, [(0, 0), (0, 6), (1, 17), (2, 27), (3, 34), (4, 42), (5, 61)]);
    }

    #[test]
    fn other_scripts_are_found_where_they_stand() {
        assert_eq!(found(&[("số", false), ("身份", false)], "x số 的身份证"), BTreeSet::from([(0, 2, 6), (1, 10, 16)]));
    }

    #[test]
    fn signs_are_found_among_others() {
        let words = [("i’m ", false), ("–—x", false), ("số", false)];
        assert_eq!(found(&words, "I’m a ’–—X, số"), BTreeSet::from([(0, 0, 6), (1, 11, 18), (2, 20, 24)]));
        assert_eq!(found(&words, "I’M–i’"), BTreeSet::new());
    }

    proptest! {
        #[test]
        fn long_keywords_are_found_anywhere(text in "[abB -]{0,300}") {
            let words = ["aabba", "babab-a", " bbbbaa"];
            let all = found(&words.map(|word| (word, false)), &text);
            let text = text.to_ascii_lowercase();
            let at = |word: &str| (0..text.len()).filter(|at| text[*at..].starts_with(word)).collect::<Vec<_>>();
            let expected: BTreeSet<_> = words.iter().enumerate().flat_map(|(index, word)| at(word).into_iter().map(move |at| (index, at, at + word.len()))).collect();
            prop_assert_eq!(all, expected);
        }

        #[test]
        fn whole_words_are_found_alone(text in "[abB 1é]{0,100}") {
            let words = ["ab", "aba", "abab", "babababab", "b1"];
            let all = found(&words.map(|word| (word, true)), &text);
            let lower = text.to_ascii_lowercase();
            let lower = lower.as_bytes();
            let alone = |start: usize, end: usize| !start.checked_sub(1).is_some_and(|at| lower[at].is_ascii_alphanumeric()) && !lower.get(end).is_some_and(u8::is_ascii_alphanumeric);
            let mut expected = BTreeSet::new();
            for (index, word) in words.iter().enumerate() {
                expected.extend((0..lower.len()).filter(|at| lower[*at..].starts_with(word.as_bytes()) && alone(*at, at + word.len())).map(|at| (index, at, at + word.len())));
            }
            prop_assert_eq!(all, expected);
        }
    }
}
