//! A culture's names: how one is known, and what an invented one is made of. Data of `rules/personas`.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use unicode_normalization::char::is_combining_mark;

use super::internet::sourced;
use super::mark;
use super::script::{Script, plain};
use super::spelling::{Spelling, fold_or_empty};

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
    /// Whether a name begins with it.
    #[serde(default)]
    family_first: bool,
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
    /// The words of `recognise`, and those that say whose a given name is, to be looked up.
    listed: Words,
    women: Words,
    men: Words,
    /// By [`Role`].
    spellings: [Spelling; 3],
    forms: Vec<Vec<Ending>>,
    family_first: bool,
}

/// Words to be looked up.
type Words = FxHashSet<String>;

/// An ending that says whose a surname is.
#[derive(Debug)]
struct Ending {
    written: String,
    /// As it is compared.
    plain: String,
}

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
        let words = |list: &[String]| list.iter().cloned().collect();
        let ending = |written: String| Ending { plain: fold_or_empty(&written), written };
        let forms = file.surname.forms.into_iter().map(|list| list.into_iter().map(ending).collect());
        let culture = Self {
            listed: words(&file.recognise.words),
            women: words(&file.female.words),
            men: words(&file.female.except),
            name: file.culture,
            script: file.script,
            recognise: file.recognise,
            female: file.female,
            spellings: [file.given.female, file.given.male, file.surname.parts].map(Spelling::new),
            forms: forms.collect(),
            family_first: file.surname.family_first,
        };
        let mut pieces = culture.spellings.iter().flat_map(Spelling::rows).flatten();
        let lower = |c: char| !c.is_uppercase() && (c.is_alphabetic() || is_combining_mark(c));
        let bad = |piece: &&String| Script::of(piece) != Some(culture.script) || !piece.chars().all(lower);
        match pieces.find(bad) {
            Some(piece) => Err(format!("`{piece}` is not made of lower-case letters of the script")),
            None if culture.spellings.iter().any(|spelling| spelling.size(0) == 0) => {
                Err("a row of pieces is empty".to_owned())
            }
            None => Ok(culture),
        }
    }

    /// Beginnings and ends of names of this culture.
    pub(super) fn affixes(&self) -> [&[String]; 2] {
        [&self.recognise.prefixes, &self.recognise.endings]
    }

    /// Names of people of this culture.
    pub(super) fn words(&self) -> &[String] {
        &self.recognise.words
    }

    /// Given names that are listed as a woman's, and as a man's.
    pub(super) fn genders(&self) -> [&[String]; 2] {
        [&self.female.words, &self.female.except]
    }

    /// Whether a folded given name is listed as a woman's (`Some(true)`) or a man's.
    pub(super) fn gender(&self, word: &str) -> Option<bool> {
        let (female, male) = (self.women.contains(word), self.men.contains(word));
        (female || male).then_some(female)
    }

    /// Whether a folded given name is a woman's.
    pub(super) fn is_female(&self, word: &str) -> bool {
        let ends = || self.female.endings.iter().any(|ending| word.ends_with(ending.as_str()));
        self.women.contains(word) || (ends() && !self.men.contains(word))
    }

    /// Whether a folded word is listed as a name of people of this culture.
    pub(super) fn lists(&self, word: &str) -> bool {
        self.listed.contains(word)
    }

    /// Family names that people have, the longest first, where no space follows them.
    pub(super) fn families(&self) -> impl Iterator<Item = &str> {
        self.recognise.prefixes.iter().chain(&self.recognise.words).map(String::as_str)
    }

    /// How the invented names of a kind are spelled.
    pub(super) fn spelling(&self, role: Role) -> &Spelling {
        let [female, male, surname] = &self.spellings;
        match role {
            Role::Female => female,
            Role::Male => male,
            Role::Surname => surname,
        }
    }

    /// Letters of invented names, where these are made letter by letter.
    pub(super) fn letters(&self, role: Role) -> &[String] {
        self.spelling(role).rows().first().map_or(&[], Vec::as_slice)
    }

    /// Whether invented names are made of a letter.
    pub(super) fn has_letter(&self, role: Role, letter: char) -> bool {
        self.letters(role).iter().any(|known| known.starts_with(letter))
    }

    /// Whether a folded word with its mark is one of the invented names, or two of a kind run together which have one mark.
    pub(super) fn makes(&self, word: &str, mark: u32, two: bool) -> bool {
        if self.lists(word) && self.script != Script::Latin {
            return false;
        }
        let spelled = |role: Role, word: &str, mark: u32| {
            let splits = || word.char_indices().skip(1).filter_map(|(at, _)| word.split_at_checked(at));
            let spelling = self.spelling(role);
            mark >= spelling.bits()
                && if two {
                    splits().any(|(one, other)| spelling.spells(one) && spelling.spells(other))
                } else {
                    spelling.spells(word)
                }
        };
        // The mark is that of the name without the ending.
        let stem = || self.form(word).is_some_and(|(stem, _, _)| spelled(Role::Surname, stem, mark::of(stem)));
        Role::ALL.into_iter().any(|role| spelled(role, word, mark)) || stem()
    }

    /// A surname without the ending that says whose it is, the list of such endings, and the place of the ending in it. The
    /// word is folded.
    pub(super) fn form<'w>(&self, word: &'w str) -> Option<(&'w str, usize, usize)> {
        self.forms.iter().enumerate().find_map(|(list, endings)| {
            // The longest first: `skiego` ends with no shorter one, `ska` may.
            let ending = endings.iter().enumerate().filter(|(_, ending)| word.ends_with(&ending.plain));
            let (place, ending) = ending.max_by_key(|(_, ending)| ending.written.len())?;
            let stem = word.strip_suffix(ending.plain.as_str()).filter(|stem| stem.len() > 1)?;
            Some((stem, list, place))
        })
    }

    /// Whether the family name stands before the given name.
    pub(super) fn has_family_first(&self) -> bool {
        self.family_first
    }

    /// All endings that say whose a surname is, as they are compared.
    pub(super) fn all_endings(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().flatten().map(|ending| ending.plain.as_str())
    }

    /// An ending that says whose a surname is.
    pub(super) fn ending(&self, list: usize, place: usize) -> &str {
        self.forms.get(list).and_then(|endings| endings.get(place)).map_or("", |ending| ending.written.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::surrogate::mark::Mark;

    const POLISH: &str = include_str!("../../../rules/personas/polish.toml");

    #[test]
    fn every_name_is_known_again() {
        let culture = Culture::parse(POLISH).unwrap();
        for role in Role::ALL {
            let mut marked = 0;
            let spelling = culture.spelling(role);
            for (longer, number) in (0..spelling.size(1)).step_by(31).flat_map(|n| [(0, n), (1, n)]) {
                let name = plain(&spelling.name(longer, number)).unwrap();
                assert!(spelling.spells(&name), "{name}");
                assert_eq!(spelling.mark(Mark::new(), longer, number).zeros(), mark::of(&name), "{name}");
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
    }
}
