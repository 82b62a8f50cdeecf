//! A culture's names: how one is known, and what an invented one is made of. Data of `rules/personas`.

use serde::Deserialize;
use unicode_normalization::char::is_combining_mark;

use super::internet::sourced;
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
}

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
        let culture = Self {
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
            None if Role::ALL.into_iter().any(|role| culture.size(role) == 0) => {
                Err("a row of pieces is empty".to_owned())
            }
            None => Ok(culture),
        }
    }

    /// How sure it is that a folded word is a name of this culture: 2 if it is listed, 1 if its beginning or end says so.
    pub(super) fn knows(&self, word: &str) -> u8 {
        let listed = |words: &[String]| words.iter().any(|known| known == word);
        if listed(&self.recognise.words) {
            return 2;
        }
        let long = word.len() >= TELLING;
        let tells = self.recognise.endings.iter().any(|ending| word.ends_with(ending.as_str()))
            || self.recognise.prefixes.iter().any(|prefix| word.starts_with(prefix.as_str()));
        u8::from(long && tells)
    }

    /// Whether a folded given name is a woman's.
    pub(super) fn is_female(&self, word: &str) -> bool {
        let listed = |words: &[String]| words.iter().any(|known| known == word);
        let ends = || self.female.endings.iter().any(|ending| word.ends_with(ending.as_str()));
        listed(&self.female.words) || (ends() && !listed(&self.female.except))
    }

    /// Whether a folded word is listed as a name of people of this culture.
    pub(super) fn lists(&self, word: &str) -> bool {
        self.recognise.words.iter().any(|known| known == word)
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

    /// Number of names of a kind.
    pub(super) fn size(&self, role: Role) -> u64 {
        self.rows(role).iter().map(|row| row.len() as u64).product::<u64>() * u64::from(!self.rows(role).is_empty())
    }

    /// The name of that number, in lower case.
    pub(super) fn name(&self, role: Role, number: u64) -> String {
        let mut name = String::new();
        let mut rest = number;
        for row in self.rows(role) {
            let size = (row.len() as u64).max(1);
            name.push_str(row.get(usize::try_from(rest % size).unwrap_or_default()).map_or("", String::as_str));
            rest /= size;
        }
        name
    }

    /// Whether a folded word is one of the invented names.
    pub(super) fn makes(&self, word: &str) -> bool {
        if self.lists(word) && self.script != Script::Latin {
            return false;
        }
        let inflected = |stem: &str| Role::ALL.into_iter().any(|role| is_made(self.rows(role), stem));
        inflected(word)
            || self.form(word).is_some_and(|(stem, _, _)| is_made(&self.surname.parts, &fold_or_empty(stem)))
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

/// Whether a folded word is one piece of each row.
fn is_made(rows: &[Vec<String>], word: &str) -> bool {
    let Some((row, rest)) = rows.split_first() else { return word.is_empty() };
    row.iter().any(|piece| {
        let piece = fold_or_empty(piece);
        word.strip_prefix(piece.as_str()).is_some_and(|word| is_made(rest, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLISH: &str = include_str!("../../../rules/personas/polish.toml");

    #[test]
    fn every_name_is_known_again() {
        let culture = Culture::parse(POLISH).unwrap();
        for role in Role::ALL {
            for number in (0..culture.size(role)).step_by(97) {
                let name = culture.name(role, number);
                assert!(culture.makes(&plain(&name).unwrap()), "{name}");
            }
        }
        assert!(!culture.makes("kowalski") && !culture.makes(""));
    }

    #[test]
    fn endings_say_whose_a_name_is() {
        let culture = Culture::parse(POLISH).unwrap();
        let (stem, list, place) = culture.form("kowalska").unwrap();
        assert_eq!((stem, culture.ending(list, place)), ("kowal", "ska"));
        assert_eq!(culture.form("kowalskiego").unwrap().0, "kowal");
        assert_eq!(culture.form("nowak"), None);
        assert_eq!(culture.knows("nowak"), 2);
        assert_eq!(culture.knows("wisniewska"), 1);
        assert_eq!(culture.knows("smith"), 0);
    }
}
