//! Names of all cultures: which culture a word belongs to, and the invented name that takes its place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use include_dir::{Dir, include_dir};

use super::culture::{Culture, Role};
use super::draw::{Draw, permute};
use super::script::{Script, plain};
use crate::core::Key;
use crate::redact::Error;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/personas");
static GIVEN: &str = include_str!("../../../rules/gazetteers/given-names.txt");
static SURNAMES: &str = include_str!("../../../rules/gazetteers/surnames.txt");

/// The embedded names, read once.
static NAMES: LazyLock<Result<Arc<Names>, String>> =
    LazyLock::new(|| Names::parse(&embedded()).map(Arc::new).map_err(|error| error.to_string()));

/// The culture of names that none is known of.
const DEFAULT: &str = "english";

/// All cultures, and the names that people have.
#[derive(Debug)]
pub(super) struct Names {
    cultures: Vec<Culture>,
    default: usize,
    /// Names that people have, folded.
    given: BTreeSet<&'static str>,
    surnames: BTreeSet<&'static str>,
    /// Place of each of them among those of its class. Only shared scopes ask for it.
    ranks: OnceLock<BTreeMap<&'static str, u64>>,
}

/// What is known of a word of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Class {
    /// Place of the culture.
    pub(super) culture: usize,
    pub(super) role: Role,
}

fn embedded() -> BTreeMap<String, String> {
    let files = EMBEDDED.files();
    files.filter_map(|f| Some((f.path().to_str()?.to_owned(), f.contents_utf8()?.to_owned()))).collect()
}

impl Names {
    /// The embedded names.
    pub(super) fn embedded() -> Result<Arc<Self>, Error> {
        let names = NAMES
            .as_ref()
            .map_err(|message| Error::Data { file: "rules/personas".into(), message: message.clone() })?;
        Ok(Arc::clone(names))
    }

    /// The embedded names with the files of a folder in place of those of the same name.
    pub(super) fn with_folder(folder: &Path) -> Result<Arc<Self>, Error> {
        let mut files = embedded();
        files.extend(super::reserved::toml_files(folder)?);
        Self::parse(&files).map(Arc::new)
    }

    fn parse(files: &BTreeMap<String, String>) -> Result<Self, Error> {
        let fault = |name: &str, message: String| Error::Data { file: format!("personas/{name}"), message };
        let cultures = files.iter().filter(|(name, _)| super::reserved::is_toml(name));
        let cultures = cultures.map(|(name, text)| Culture::parse(text).map_err(|message| fault(name, message)));
        let cultures: Vec<Culture> = cultures.collect::<Result<_, _>>()?;
        let default = cultures.iter().position(|culture| culture.name == DEFAULT);
        let default = default.ok_or_else(|| fault("english.toml", format!("there is no culture `{DEFAULT}`")))?;
        Ok(Self { cultures, default, given: listed(GIVEN), surnames: listed(SURNAMES), ranks: OnceLock::new() })
    }

    /// What a folded word is: its culture, or that of its `company` (the other words of the name) if its own is not known, and
    /// whether it is a
    /// given name: what lists hold as both, or not at all, is what its place in the name says.
    pub(super) fn class(&self, word: &str, company: &[String], last: bool) -> Class {
        let script = Script::of(word).unwrap_or_default();
        if script != Script::Latin {
            return self.class_of(script, word, company, last);
        }
        let (given, surname) = (self.given.contains(word), self.surnames.contains(word));
        let is_surname = if given && surname { last } else { !given && (surname || last) };
        let of = |word: &str| {
            let latin = self.of_script(Script::Latin);
            let known = latin.map(|(n, culture)| (culture.knows(word), std::cmp::Reverse(n)));
            known.max().filter(|(sure, _)| *sure > 0)
        };
        let own = of(word).or_else(|| company.iter().filter_map(|other| of(other)).max());
        let culture = own.map_or(self.default, |(_, place)| place.0);
        let female = self.cultures.get(culture).is_some_and(|culture| culture.is_female(word));
        let role = match (is_surname, female) {
            (true, _) => Role::Surname,
            (false, true) => Role::Female,
            (false, false) => Role::Male,
        };
        Class { culture, role }
    }

    /// The class of a word that is not in Latin letters. What has the ending of a family name, or of a father's, is one wherever it stands.
    fn class_of(&self, script: Script, word: &str, company: &[String], last: bool) -> Class {
        let Some((place, culture)) = self.of_script(script).next() else { return self.plain() };
        let is_family = |word: &str| culture.form(word).is_some() && !culture.lists(word);
        let is_surname = match script {
            // The family name is the first.
            Script::Kana => !last && !company.is_empty(),
            _ => is_family(word) || (last && !culture.lists(word) && !company.iter().any(|word| is_family(word))),
        };
        let role = match (is_surname, culture.is_female(word)) {
            (true, _) => Role::Surname,
            (false, true) => Role::Female,
            (false, false) => Role::Male,
        };
        Class { culture: place, role }
    }

    /// The cultures that write in a script, with their places.
    pub(super) fn of_script(&self, script: Script) -> impl DoubleEndedIterator<Item = (usize, &Culture)> {
        self.cultures.iter().enumerate().filter(move |(_, culture)| culture.script == script)
    }

    /// An invented name of so many letters, for cultures whose names are made letter by letter.
    pub(super) fn letters(&self, class: Class, length: usize, draw: &mut Draw<'_>) -> Option<String> {
        let letters = self.culture(class.culture)?.letters(class.role);
        let letter = |_| letters.get(usize::try_from(draw.below(letters.len() as u64)).ok()?).map(String::as_str);
        (0..length).map(letter).collect()
    }

    /// The culture at a place.
    pub(super) fn culture(&self, place: usize) -> Option<&Culture> {
        self.cultures.get(place)
    }

    /// The place of a culture; that of names that none is known of, if there is no culture of that name.
    pub(super) fn place_of(&self, culture: &str) -> usize {
        self.cultures.iter().position(|known| known.name == culture).unwrap_or(self.default)
    }

    /// Class of words that are no names: hosts, logins, streets.
    pub(super) fn plain(&self) -> Class {
        Class { culture: self.default, role: Role::Surname }
    }

    /// Whether a folded word is a name that somebody has.
    pub(super) fn is_listed(&self, word: &str) -> bool {
        self.given.contains(word) || self.surnames.contains(word)
    }

    /// Whether a folded word is an invented name or two of them run together.
    pub(super) fn makes_one_or_two(&self, word: &str) -> bool {
        let split = |at: usize| word.split_at_checked(at).is_some_and(|(one, two)| self.makes(one) && self.makes(two));
        self.makes(word) || (1..word.len()).any(split)
    }

    /// Whether a folded word is an invented name.
    pub(super) fn makes(&self, word: &str) -> bool {
        let script = Script::of(word).unwrap_or_default();
        !self.is_listed(word) && self.of_script(script).any(|(_, culture)| culture.makes(word))
    }

    fn rank(&self, word: &str) -> Option<u64> {
        let ranks = self.ranks.get_or_init(|| {
            let mut counts: BTreeMap<Class, u64> = BTreeMap::new();
            let mut rank = |word: &&'static str| {
                let count = counts.entry(self.class(word, &[], true)).or_default();
                *count += 1;
                (*word, *count - 1)
            };
            self.given.union(&self.surnames).map(&mut rank).collect()
        });
        ranks.get(word).copied()
    }

    /// An invented name of the class for a folded word. In a shared scope words of the lists never meet, since they are
    /// permuted; other words have a name of two parts there, which is one of more than a hundred million.
    pub(super) fn draw(
        &self,
        class: Class,
        word: &str,
        key: &Key,
        shared: bool,
        draw: &mut Draw<'_>,
    ) -> Option<String> {
        let culture = self.culture(class.culture)?;
        let size = culture.size(class.role);
        let free = |name: &String| plain(name).is_some_and(|name| !self.is_listed(&name) && !culture.lists(&name));
        if !shared {
            return (0..200).map(|_| culture.name(class.role, draw.below(size))).find(free);
        }
        if let Some(rank) = self.rank(word).filter(|rank| *rank < size) {
            let words = [culture.name.as_bytes(), class.role.as_str().as_bytes()];
            let mut place = rank;
            // Walking on keeps a permutation one.
            return (0..200).find_map(|_| {
                place = permute(key, words, place, size);
                Some(culture.name(class.role, place)).filter(free)
            });
        }
        let two = [draw.below(size), draw.below(size)].map(|number| culture.name(class.role, number));
        Some(two.join("-"))
    }
}

/// The words of a list.
fn listed(text: &'static str) -> BTreeSet<&'static str> {
    text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_lists_never_meet_in_a_shared_scope() {
        let names = Names::embedded().unwrap();
        let key = Key::derive("test", b"");
        let mut made: BTreeMap<Class, Vec<String>> = BTreeMap::new();
        for word in names.given.union(&names.surnames) {
            let class = names.class(word, &[], true);
            assert!(
                names.rank(word).unwrap() < names.cultures[class.culture].size(class.role),
                "{class:?} is too small"
            );
            if blake3::hash(word.as_bytes()).as_bytes()[0] < 16 {
                let mut draw = Draw::new(&key, [b"", b"", b""], 0);
                made.entry(class).or_default().push(names.draw(class, word, &key, true, &mut draw).unwrap());
            }
        }
        for (class, made) in made {
            assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), made.len(), "{class:?}");
        }
    }

    #[test]
    fn cultures_are_known_by_their_names() {
        let names = Names::embedded().unwrap();
        let of = |word: &str, company: &[&str], last: bool| {
            let company: Vec<String> = company.iter().map(|word| (*word).to_owned()).collect();
            let class = names.class(word, &company, last);
            (names.cultures[class.culture].name.clone(), class.role)
        };
        for (word, culture, role) in [
            ("kowalska", "polish", Role::Surname),
            ("okonkwo", "igbo", Role::Surname),
            ("adebayo", "yoruba", Role::Male),
            ("adaeze", "igbo", Role::Female),
            ("smith", "english", Role::Surname),
            ("mary", "english", Role::Female),
            ("gonzalez", "iberian", Role::Surname),
        ] {
            assert_eq!(of(word, &[], role == Role::Surname), (culture.to_owned(), role), "{word}");
        }
        assert_eq!(of("anna", &["kowalska"], false).0, "polish");
    }
}
