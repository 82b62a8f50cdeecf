//! What is known of a word from the lists of all cultures in Latin letters, looked up at once: every word of every name is asked about.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::culture::Culture;
use super::script::Script;

/// What lists say of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    /// People have it as a given name.
    pub(super) given: bool,
    /// People have it as a surname.
    pub(super) surname: bool,
    /// The cultures that have it in their lists.
    pub(super) cultures: Places,
    /// Whether the first culture that says so has it as a woman's name or as a man's.
    pub(super) female: Option<bool>,
}

impl Word {
    /// Whether it is a name that somebody has.
    pub(super) fn is_listed(self) -> bool {
        self.given || self.surname
    }
}

/// Places of cultures, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Places(u128);

impl Places {
    /// So many places can be told apart.
    pub(super) const MOST: usize = 128;

    /// These and another place.
    #[must_use]
    pub(super) fn with(self, place: usize) -> Self {
        let bit = u32::try_from(place).ok().and_then(|place| 1u128.checked_shl(place));
        Self(self.0 | bit.unwrap_or_default())
    }

    /// These and others.
    #[must_use]
    pub(super) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(super) fn has(self, place: usize) -> bool {
        self.0 != 0 && self.with(place) == self
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All of them, the lowest first.
    pub(super) fn all(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let place = (rest != 0).then(|| rest.trailing_zeros())?;
            rest &= rest - 1;
            usize::try_from(place).ok()
        })
    }
}

/// Fewest letters of a name that its ending or beginning tells the culture of.
const TELLING: usize = 5;

/// The lists of all cultures.
#[derive(Debug, Default)]
pub(super) struct Known {
    words: FxHashMap<Cow<'static, str>, Word>,
    prefixes: Affixes,
    endings: Affixes,
}

/// Beginnings or ends of names with the places of the cultures that have them.
#[derive(Debug, Default)]
struct Affixes {
    of: FxHashMap<String, Vec<usize>>,
    longest: usize,
}

impl Affixes {
    fn add(&mut self, affix: &str, culture: usize) {
        self.longest = self.longest.max(affix.len());
        self.of.entry(affix.to_owned()).or_default().push(culture);
    }
}

impl Known {
    /// Reads the lists. `given` and `surnames` are the names that people have.
    pub(super) fn new(
        cultures: &[Culture],
        given: impl Iterator<Item = &'static str>,
        surnames: impl Iterator<Item = &'static str>,
    ) -> Self {
        let mut known = Self::default();
        for word in given {
            known.words.entry(word.into()).or_default().given = true;
        }
        for word in surnames {
            known.words.entry(word.into()).or_default().surname = true;
        }
        for (place, culture) in cultures.iter().enumerate().filter(|(_, culture)| culture.script == Script::Latin) {
            for word in culture.words() {
                let word = known.entry(word);
                word.cultures = word.cultures.with(place);
            }
            let [women, men] = culture.genders();
            // What a culture has as both is a woman's.
            for (words, female) in [(women, true), (men, false)] {
                for word in words {
                    known.entry(word).female.get_or_insert(female);
                }
            }
            let [prefixes, endings] = culture.affixes();
            prefixes.iter().for_each(|prefix| known.prefixes.add(prefix, place));
            endings.iter().for_each(|ending| known.endings.add(ending, place));
        }
        known
    }

    fn entry(&mut self, word: &str) -> &mut Word {
        self.words.entry(word.to_owned().into()).or_default()
    }

    /// What lists say of a folded word.
    pub(super) fn word(&self, word: &str) -> Word {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// The culture that most letters at the beginning and end of a folded word tell of, with how many these are: at least `fewest`. Of
    /// several the first.
    pub(super) fn told(&self, word: &str, fewest: usize) -> Option<(usize, usize)> {
        if word.len() < TELLING {
            return None;
        }
        let mut told: Vec<Told> = Vec::new();
        for length in 1..=self.prefixes.longest.min(word.len()) {
            note(&mut told, &self.prefixes, word.get(..length), |told| &mut told.prefix);
        }
        for length in 1..=self.endings.longest.min(word.len()) {
            note(&mut told, &self.endings, word.get(word.len() - length..), |told| &mut told.ending);
        }
        let told = told.iter().map(|told| (told.prefix + told.ending, std::cmp::Reverse(told.culture)));
        let (letters, culture) = told.filter(|(letters, _)| *letters >= fewest).max()?;
        Some((letters, culture.0))
    }
}

/// How many letters tell of a culture.
struct Told {
    culture: usize,
    prefix: usize,
    ending: usize,
}

/// Takes note of a longer beginning or end than those before.
fn note(told: &mut Vec<Told>, affixes: &Affixes, affix: Option<&str>, of: impl Fn(&mut Told) -> &mut usize) {
    let Some((affix, cultures)) = affix.and_then(|affix| Some((affix, affixes.of.get(affix)?))) else { return };
    for culture in cultures {
        match told.iter_mut().find(|told| told.culture == *culture) {
            Some(known) => *of(known) = affix.len(),
            None => {
                let mut new = Told { culture: *culture, prefix: 0, ending: 0 };
                *of(&mut new) = affix.len();
                told.push(new);
            }
        }
    }
}
