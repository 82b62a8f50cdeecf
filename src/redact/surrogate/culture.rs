//! A culture's names: how one is known, and what an invented one is made of. Data of `rules/personas`.

use std::collections::BTreeSet;

use serde::Deserialize;
use unicode_normalization::char::is_combining_mark;

use super::internet::sourced;
use super::mark::{self, Mark};
use super::script::{Script, plain};

/// What kind of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// A woman's given name.
    Female,
    /// A man's given name.
    Male,
    /// A surname.
    Surname,
}

impl Role {
    pub(super) const ALL: [Self; 3] = [Self::Female, Self::Male, Self::Surname];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Surname => "surname",
        }
    }
}

/// One file of `rules/personas`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    culture: String,
    #[serde(default)]
    script: Script,
    why: String,
    source: String,
    date: String,
    recognise: Recognise,
    female: Feminine,
    given: Given,
    surname: Surname,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recognise {
    prefixes: Vec<String>,
    endings: Vec<String>,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Feminine {
    endings: Vec<String>,
    words: Vec<String>,
    /// Men's names with such an ending.
    #[serde(default)]
    except: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    female: Vec<Vec<String>>,
    male: Vec<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Surname {
    parts: Vec<Vec<String>>,
    /// Feminine of one surname that say whose it is: the first is the form that the others are led back to.
    #[serde(default)]
    forms: Vec<Vec<String>>,
}

/// A culture and its invented names.
#[derive(Debug)]
pub(super) struct Culture {
    pub(super) name: String,
    pub(super) script: Script,
    recognise: Recognise,
    female: Feminine,
    given: Given,
    surname: Surname,
    /// The pieces of names of each role as they are compared.
    plain: [Vec<Vec<String>>; 3],
    /// The words of `recognise`, to be looked up: every culture is asked about every word.
    listed: BTreeSet<String>,
}

/// Most times that the middle piece of a name is followed by another one of its kind.
pub(super) const LONGER: usize = 2;

/// What [`Culture::knows`] says of a name that is in a list of the culture.
pub(super) const LISTED: usize = usize::MAX;

/// Fewest letters of a name that its ending or beginning tells the culture of.
const TELLING: usize = 5;

impl Culture {
    /// Reads a file.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        if file.script != Script::Latin {
            let Feminine { endings, words, except } = &mut file.female;
            for list in [endings, words, except, &mut file.recognise.words] {
                list.iter_mut().for_each(|word| *word = plain(word).unwrap_or_default());
            }
        }
        sourced(&file.source, &file.date)?;
        if file.why.trim().is_empty() || file.culture.trim().is_empty() {
            return Err("`culture` and `why` must not be empty".to_owned());
        }
        let mut culture = Self {
            plain: Default::default(),
            listed: file.recognise.words.iter().cloned().collect(),
            name: file.culture,
            script: file.script,
            recognise: file.recognise,
            female: file.female,
            given: file.given,
            surname: file.surname,
        };
        let pieces = Role::ALL.into_iter().flat_map(|role| culture.rows(role).iter().flatten());
        let lower = |c: char| !c.is_uppercase() && (c.is_alphabetic() || is_combining_mark(c));
        let bad = |piece: &&String| Script::of(piece) != Some(culture.script) || !piece.chars().all(lower);
        match pieces.clone().find(bad) {
            Some(piece) => Err(format!("`{piece}` is not made of lower-case letters of the script")),
            None if Role::ALL.into_iter().any(|role| culture.size(role, 0) == 0) => {
                Err("a row of pieces is empty".to_owned())
            }
            None => {
                culture.plain = Role::ALL.map(|role| {
                    culture
                        .rows(role)
                        .iter()
                        .map(|row| row.iter().map(|piece| fold_or_empty(piece)).collect())
                        .collect()
                });
                Ok(culture)
            }
        }
    }

    /// How sure it is that a folded word is a name of this culture: [`LISTED`] if it is in a list, else how many letters at its
    /// beginning and end say so.
    pub(super) fn knows(&self, word: &str) -> usize {
        if self.lists(word) {
            return LISTED;
        }
        let longest = |affixes: &[String], fits: &dyn Fn(&str) -> bool| {
            affixes.iter().filter(|affix| fits(affix)).map(String::len).max().unwrap_or_default()
        };
        let tells = longest(&self.recognise.endings, &|ending| word.ends_with(ending))
            + longest(&self.recognise.prefixes, &|prefix| word.starts_with(prefix));
        if word.len() >= TELLING { tells } else { 0 }
    }

    /// Whether a folded given name is listed as a woman's (`Some(true)`) or a man's.
    pub(super) fn gender(&self, word: &str) -> Option<bool> {
        let listed = |words: &[String]| words.iter().any(|known| known == word);
        let (female, male) = (listed(&self.female.words), listed(&self.female.except));
        (female || male).then_some(female)
    }

    /// Whether a folded given name is a woman's.
    pub(super) fn is_female(&self, word: &str) -> bool {
        let listed = |words: &[String]| words.iter().any(|known| known == word);
        let ends = || self.female.endings.iter().any(|ending| word.ends_with(ending.as_str()));
        listed(&self.female.words) || (ends() && !listed(&self.female.except))
    }

    /// Whether a folded word is listed as a name of people of this culture.
    pub(super) fn lists(&self, word: &str) -> bool {
        self.listed.contains(word)
    }

    /// Family names that people have, the longest first, where no space follows them.
    pub(super) fn families(&self) -> impl Iterator<Item = &str> {
        self.recognise.prefixes.iter().chain(&self.recognise.words).map(String::as_str)
    }

    /// Letters of invented names, where these are made letter by letter.
    pub(super) fn letters(&self, role: Role) -> &[String] {
        self.rows(role).first().map_or(&[], Vec::as_slice)
    }

    /// Whether invented names are made of a letter.
    pub(super) fn has_letter(&self, role: Role, letter: char) -> bool {
        self.letters(role).iter().any(|known| known.starts_with(letter))
    }

    /// Number of names of a kind with so many middle pieces more.
    pub(super) fn size(&self, role: Role, longer: usize) -> u64 {
        let rows = self.rows(role);
        let pieces = spread(rows, longer).fold(1u64, |size, row| size.saturating_mul(row.len() as u64));
        pieces * u64::from(!rows.is_empty())
    }

    /// The name of that number with so many middle pieces more, in lower case.
    pub(super) fn name(&self, role: Role, longer: usize, number: u64) -> String {
        let mut name = String::new();
        let mut rest = number;
        for row in spread(self.rows(role), longer) {
            let size = (row.len() as u64).max(1);
            name.push_str(row.get(usize::try_from(rest % size).unwrap_or_default()).map_or("", String::as_str));
            rest /= size;
        }
        name
    }

    /// The mark of what was read before, followed by the name of that number as it is compared.
    pub(super) fn mark(&self, before: Mark, role: Role, longer: usize, number: u64) -> Mark {
        let mut rest = number;
        spread(self.plain_rows(role), longer).fold(before, |mark, row| {
            let size = (row.len() as u64).max(1);
            let piece = row.get(usize::try_from(rest % size).unwrap_or_default());
            rest /= size;
            piece.map_or(mark, |piece| mark.with(piece))
        })
    }

    /// Bits of the mark that names of a kind have.
    pub(super) fn bits(&self, role: Role) -> u32 {
        mark::bits(self.size(role, 1))
    }

    /// Whether a folded word with its mark is one of the invented names, or two of a kind run together which have one mark.
    pub(super) fn makes(&self, word: &str, mark: u32, two: bool) -> bool {
        if self.lists(word) && self.script != Script::Latin {
            return false;
        }
        let spelled = |role: Role, word: &str, mark: u32| {
            let splits = || word.char_indices().skip(1).filter_map(|(at, _)| word.split_at_checked(at));
            mark >= self.bits(role)
                && if two {
                    splits().any(|(one, other)| self.spells(role, one) && self.spells(role, other))
                } else {
                    self.spells(role, word)
                }
        };
        // The mark is that of the name without the ending.
        let stem = || self.form(word).is_some_and(|(stem, _, _)| spelled(Role::Surname, stem, mark::of(stem)));
        Role::ALL.into_iter().any(|role| spelled(role, word, mark)) || stem()
    }

    /// Whether a folded word is made of the pieces of a kind of name.
    fn spells(&self, role: Role, word: &str) -> bool {
        let rows = self.plain_rows(role);
        (0..=LONGER).any(|longer| is_made(&spread(rows, longer).collect::<Vec<_>>(), word))
    }

    /// A surname without the ending that says whose it is, the list of such endings, and the place of the ending in it. The
    /// word is folded.
    pub(super) fn form<'w>(&self, word: &'w str) -> Option<(&'w str, usize, usize)> {
        self.surname.forms.iter().enumerate().find_map(|(list, endings)| {
            // The longest first: `skiego` ends with no shorter one, `ska` may.
            let ending = endings.iter().enumerate().filter(|(_, ending)| word.ends_with(&fold_or_empty(ending)));
            let (place, ending) = ending.max_by_key(|(_, ending)| ending.len())?;
            let stem = word.strip_suffix(fold_or_empty(ending).as_str()).filter(|stem| stem.len() > 1)?;
            Some((stem, list, place))
        })
    }

    /// An ending that says whose a surname is.
    pub(super) fn ending(&self, list: usize, place: usize) -> &str {
        self.surname.forms.get(list).and_then(|endings| endings.get(place)).map_or("", String::as_str)
    }

    fn plain_rows(&self, role: Role) -> &[Vec<String>] {
        let [female, male, surname] = &self.plain;
        match role {
            Role::Female => female,
            Role::Male => male,
            Role::Surname => surname,
        }
    }

    fn rows(&self, role: Role) -> &[Vec<String>] {
        match role {
            Role::Female => &self.given.female,
            Role::Male => &self.given.male,
            Role::Surname => &self.surname.parts,
        }
    }
}

fn fold_or_empty(word: &str) -> String {
    plain(word).unwrap_or_default()
}

/// Rows of pieces with the middle one so many times more.
fn spread(rows: &[Vec<String>], longer: usize) -> impl Iterator<Item = &Vec<String>> {
    let middle = rows.len() / 2;
    let times = move |place: usize| if place == middle { longer + 1 } else { 1 };
    rows.iter().enumerate().flat_map(move |(place, row)| std::iter::repeat_n(row, times(place)))
}

/// Whether a folded word is one piece of each row.
fn is_made(rows: &[&Vec<String>], word: &str) -> bool {
    let Some((row, rest)) = rows.split_first() else { return word.is_empty() };
    row.iter().any(|piece| word.strip_prefix(piece.as_str()).is_some_and(|word| is_made(rest, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLISH: &str = include_str!("../../../rules/personas/polish.toml");

    #[test]
    fn every_name_is_known_again() {
        let culture = Culture::parse(POLISH).unwrap();
        for role in Role::ALL {
            let mut marked = 0;
            for (longer, number) in (0..culture.size(role, 1)).step_by(31).flat_map(|n| [(0, n), (1, n)]) {
                let name = plain(&culture.name(role, longer, number)).unwrap();
                assert!(culture.spells(role, &name), "{name}");
                assert_eq!(culture.mark(Mark::new(), role, longer, number).zeros(), mark::of(&name), "{name}");
                marked += u32::from(culture.makes(&name, mark::of(&name), false));
            }
            assert!(marked > 0);
        }
        assert!(!culture.makes("kowalski", 99, false) && !culture.makes("", 99, false) && !culture.makes("", 99, true));
    }

    #[test]
    fn endings_say_whose_a_name_is() {
        let culture = Culture::parse(POLISH).unwrap();
        let (stem, list, place) = culture.form("kowalska").unwrap();
        assert_eq!((stem, culture.ending(list, place)), ("kowal", "ska"));
        assert_eq!(culture.form("kowalskiego").unwrap().0, "kowal");
        assert_eq!(culture.form("nowak"), None);
        assert_eq!(culture.knows("nowak"), LISTED);
        assert_eq!(culture.knows("wisniewska"), 3);
        assert_eq!(culture.knows("smith"), 0);
    }
}
