//! The persons that a record names, with their words as they are compared, looked up by word: a record may name thousands.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::persona::is_particle;
use super::script::plain;

/// The persons of a record.
#[derive(Default)]
pub(in crate::redact) struct People {
    /// The words of every name, folded.
    names: Vec<Vec<String>>,
    /// The letters of every name without what is between them.
    joined: Vec<String>,
    /// For each word the names that it is part of.
    by_word: BTreeMap<String, Held>,
    /// The first name with a word that begins with a letter, and whose it is.
    by_initial: BTreeMap<char, Vec<usize>>,
    /// The words of every name in all their spellings, each with the word that it is a spelling of.
    spellings: Vec<Vec<(String, String)>>,
    /// What logins make of names, reckoned when the first is met.
    runs: OnceCell<BTreeMap<String, Run>>,
    /// Other spellings of words: `mueller` is `muller`, as `müller` is folded.
    spelled: BTreeMap<String, String>,
}

/// Names that a word is part of.
struct Held {
    all: Vec<usize>,
    longest: usize,
}

/// A word of a login that is made of a name's.
#[derive(Clone)]
pub(super) struct Run {
    /// Place of the name.
    pub(super) name: usize,
    pub(super) of: Made,
}

/// What of a name a word of a login is.
#[derive(Clone)]
pub(super) enum Made {
    /// One word.
    Word(Words),
    /// Two words run together.
    Whole(Words, Words),
    /// The first letter of one and another one.
    ShortFirst(Words, Words),
    /// A word and the first letter of another one.
    ShortLast(Words, Words),
}

/// A word of a name with the particles that are written as one with it: `al` and `farsi` of `alfarsi`.
pub(super) type Words = Vec<String>;

/// Words of longer names are not run together: no login is made of so many.
const MOST: usize = 8;

impl People {
    /// Takes note of a name that was not met before, by its words in lower case.
    pub(in crate::redact) fn meet(&mut self, words: &[String]) {
        let place = self.names.len();
        let mut spellings: Vec<(String, String)> = Vec::new();
        for word in words {
            let Some(folded) = plain(word) else { continue };
            let spelled_out = Some(word).filter(|word| !word.is_ascii()).and_then(|word| plain(&spelled_out(word)));
            if let Some(other) = spelled_out.filter(|other| *other != folded) {
                self.spelled.entry(other.clone()).or_insert_with(|| folded.clone());
                spellings.push((other, folded.clone()));
            }
            spellings.push((folded.clone(), folded));
        }
        let name: Vec<String> = words.iter().filter_map(|word| plain(word)).collect();
        for word in &name {
            let held = self.by_word.entry(word.clone()).or_insert(Held { all: Vec::new(), longest: place });
            if held.all.last() != Some(&place) {
                held.all.push(place);
            }
            if self.names.get(held.longest).is_none_or(|longest| longest.len() <= name.len()) {
                held.longest = place;
            }
            if let Some(initial) = word.chars().next().filter(|_| is_long(word)) {
                let named = self.by_initial.entry(initial).or_default();
                if named.last() != Some(&place) {
                    named.push(place);
                }
            }
        }
        self.runs.take();
        self.spellings.push(spellings);
        self.joined.push(words.concat());
        self.names.push(name);
    }

    /// What logins make of all names; what several make alike is the first one's.
    fn all_runs(&self) -> BTreeMap<String, Run> {
        let mut runs = BTreeMap::new();
        self.spellings.iter().enumerate().for_each(|(name, spellings)| run_together(&mut runs, name, spellings));
        runs
    }

    /// The folded words of the name at a place.
    pub(super) fn name(&self, place: usize) -> &[String] {
        self.names.get(place).map_or(&[], Vec::as_slice)
    }

    /// Names in lower case, nothing between their words.
    pub(super) fn joined(&self) -> &[String] {
        &self.joined
    }

    /// The longest name that a folded word is part of; of several the last.
    pub(super) fn longest(&self, word: &str) -> Option<&[String]> {
        self.by_word.get(word).map(|held| self.name(held.longest))
    }

    /// The names that a folded word is part of, or without one those with a word of that initial, in their order.
    pub(super) fn with(&self, word: Option<&String>, initial: &str) -> impl Iterator<Item = &[String]> {
        let initial = || initial.chars().next().and_then(|initial| self.by_initial.get(&initial));
        let places = match word {
            Some(word) => self.by_word.get(word).map(|held| &held.all),
            None => initial(),
        };
        places.into_iter().flatten().map(|place| self.name(*place))
    }

    /// What of a name a folded word of a login is made of.
    pub(super) fn run(&self, run: &str) -> Option<Run> {
        self.runs.get_or_init(|| self.all_runs()).get(run).cloned()
    }

    /// A folded word in the spelling of the name that it may be part of.
    pub(super) fn spelling(&self, word: String) -> String {
        let other = self.spelled.get(&word).filter(|_| !self.by_word.contains_key(&word));
        other.cloned().unwrap_or(word)
    }
}

fn run_together(runs: &mut BTreeMap<String, Run>, name: usize, spellings: &[(String, String)]) {
    let mut note = |run: String, of: Made| {
        runs.entry(run).or_insert(Run { name, of });
    };
    let units = units(spellings);
    for (spelling, words) in &units {
        note(spelling.clone(), Made::Word(words.clone()));
    }
    let long = || units.iter().filter(|(spelling, _)| is_long(spelling)).take(MOST);
    for (one, one_words) in long() {
        for (other, other_words) in long().filter(|(_, words)| words.last() != one_words.last()) {
            let words = || (one_words.clone(), other_words.clone());
            let head = |word: &str| word.get(..1).unwrap_or_default().to_owned();
            let ((a, b), (c, d), (e, f)) = (words(), words(), words());
            note(format!("{one}{other}"), Made::Whole(a, b));
            note(format!("{}{other}", head(one)), Made::ShortFirst(c, d));
            note(format!("{one}{}", head(other)), Made::ShortLast(e, f));
        }
    }
}

/// The words of a name in the letters of logins, and those that particles precede once more as one with these.
fn units(spellings: &[(String, String)]) -> Vec<(String, Words)> {
    let latin = || spellings.iter().filter(|(spelling, _)| spelling.is_ascii());
    let mut units: Vec<(String, Words)> =
        latin().map(|(spelling, word)| (spelling.clone(), vec![word.clone()])).collect();
    let (mut before, mut particles) = (String::new(), Words::new());
    for (spelling, word) in latin() {
        if is_particle(word) {
            before.push_str(spelling);
            particles.push(word.clone());
        } else if !particles.is_empty() {
            particles.push(word.clone());
            units.push((format!("{before}{spelling}"), std::mem::take(&mut particles)));
            before.clear();
        }
    }
    units
}

fn is_long(word: &str) -> bool {
    word.chars().nth(1).is_some()
}

/// Letters with marks in the spelling that German and the Nordic languages give them where there are none.
fn spelled_out(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    for letter in word.chars() {
        match letter {
            'ä' => out.push_str("ae"),
            'ö' | 'ø' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'å' => out.push_str("aa"),
            other => out.push(other),
        }
    }
    out
}
