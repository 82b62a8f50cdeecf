//! Names of all cultures: which culture a word belongs to, and the invented name that takes its place.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use include_dir::{Dir, include_dir};

use super::culture::{Culture, Role};
use super::draw::{Draw, permute};
use super::known::{Known, Places, Word};
use super::mark::{self, Mark};
use super::script::{Script, plain};
use super::spelling::LONGER;
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
    /// What lists say of words, such as that people have them as names.
    known: Known,
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
        if cultures.len() > Places::MOST {
            return Err(fault("*", format!("there are more than {} cultures", Places::MOST)));
        }
        let default = cultures.iter().position(|culture| culture.name == DEFAULT);
        let default = default.ok_or_else(|| fault("english.toml", format!("there is no culture `{DEFAULT}`")))?;
        let known = Known::new(&cultures, listed(GIVEN), listed(SURNAMES));
        Ok(Self { cultures, default, known, ranks: OnceLock::new() })
    }

    /// What a folded word is: its culture, or that of its `company` (the other words of the name) if its own is not known, and
    /// whether it is a
    /// given name: what lists hold as both, or not at all, is what its place in the name says.
    pub(super) fn class(&self, word: &str, company: &[String], last: bool) -> Class {
        let script = Script::of(word).unwrap_or_default();
        if script != Script::Latin {
            return self.class_of(script, word, company, last);
        }
        let known = self.known.word(word);
        let culture = self.culture_of(word, known, company);
        let own = self.cultures.get(culture);
        // Where the family name stands first, the last word is none if another one is.
        let is_family = |other: &String| {
            let Word { given, surname, .. } = self.known.word(other);
            surname && !given
        };
        let last = last && !(own.is_some_and(Culture::has_family_first) && company.iter().any(is_family));
        let (given, surname) = (known.given || known.female.is_some(), known.surname);
        let is_surname = if given && surname { last } else { !given && (surname || last) };
        let female = own.is_some_and(|own| match own.gender(word) {
            Some(female) => female,
            None if own.lists(word) => own.is_female(word),
            None => known.female.unwrap_or_else(|| own.is_female(word)),
        });
        let role = match (is_surname, female) {
            (true, _) => Role::Surname,
            (false, true) => Role::Female,
            (false, false) => Role::Male,
        };
        Class { culture, role }
    }

    /// The culture of a word of a name. What a list says counts before what a beginning or an end says, whosever it is. Of several cultures
    /// that list a word, or if none does a word beside it, it is that which most of the other words are of.
    fn culture_of(&self, word: &str, known: Word, company: &[String]) -> usize {
        let others: Vec<(&String, Word)> = company.iter().map(|other| (other, self.known.word(other))).collect();
        let told_of =
            |other: &String, known: Word| self.told(other, known).map(|(letters, place)| (letters, Reverse(place)));
        let listed = match known.cultures {
            own if !own.is_empty() => own,
            _ => others.iter().fold(Places::default(), |all, (_, known)| all.and(known.cultures)),
        };
        let own = || self.told(word, known).map(|(_, place)| place);
        if listed.is_empty() {
            let theirs = || others.iter().filter_map(|(other, known)| told_of(other, *known)).max();
            return own().or_else(|| Some(theirs()?.1.0)).unwrap_or(self.default);
        }
        let mut all = listed.all();
        if let (Some(only), None) = (all.next(), all.next()) {
            return only;
        }
        let told: Vec<usize> = others
            .iter()
            .filter(|(_, known)| known.cultures.is_empty())
            .filter_map(|(other, known)| Some(told_of(other, *known)?.1.0))
            .chain(own().filter(|_| known.cultures.is_empty()))
            .collect();
        let speak_for = |place: usize| {
            let list = others.iter().filter(|(_, known)| known.cultures.has(place)).count();
            list + told.iter().filter(|told| **told == place).count()
        };
        let best = listed.all().max_by_key(|place| (speak_for(*place), *place == self.default, Reverse(*place)));
        best.unwrap_or(self.default)
    }

    /// The culture that the beginning and end of a word tell of, and by how many letters. Names that many have look like those of other
    /// cultures (`Abigail`, `Donna`), so more is needed of them.
    fn told(&self, word: &str, known: Word) -> Option<(usize, usize)> {
        let fewest = match (known.given, known.surname) {
            (true, _) => 4,
            (false, true) => 3,
            (false, false) => 1,
        };
        self.known.told(word, fewest)
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
        self.known.word(word).is_listed()
    }

    /// Whether nobody is known to have a folded word as a name.
    fn is_free(&self, word: &str) -> bool {
        let known = self.known.word(word);
        !known.is_listed() && known.cultures.is_empty()
    }

    /// Whether a folded word is an invented name or two of them run together.
    pub(super) fn makes_one_or_two(&self, word: &str) -> bool {
        let one = |word: &str| self.makes(word) || self.makes_two(word);
        let split = |at: usize| word.split_at_checked(at).is_some_and(|(first, second)| one(first) && one(second));
        one(word) || (1..word.len()).any(split)
    }

    /// Whether a folded word is an invented name, with its mark.
    pub(super) fn makes(&self, word: &str) -> bool {
        self.is_made(word, false)
    }

    /// Whether a folded word is an invented name of two parts, with the mark of both.
    pub(super) fn makes_two(&self, word: &str) -> bool {
        self.is_made(word, true)
    }

    fn is_made(&self, word: &str, two: bool) -> bool {
        let script = Script::of(word).unwrap_or_default();
        let mark = mark::of(word);
        self.is_free(word) && self.of_script(script).any(|(_, culture)| culture.makes(word, mark, two))
    }

    /// Whether words that hyphens join are invented names, each or two together.
    pub(super) fn makes_all(&self, words: &[String]) -> bool {
        match words {
            [] => true,
            [one, rest @ ..] if self.makes(one) && self.makes_all(rest) => true,
            [one, two, rest @ ..] => self.makes_two(&format!("{one}{two}")) && self.makes_all(rest),
            [_] => false,
        }
    }

    fn rank(&self, word: &str) -> Option<u64> {
        let ranks = self.ranks.get_or_init(|| {
            let mut counts: BTreeMap<Class, u64> = BTreeMap::new();
            let mut rank = |word: &&'static str| {
                let count = counts.entry(self.class(word, &[], true)).or_default();
                *count += 1;
                (*word, *count - 1)
            };
            let all: BTreeSet<&'static str> = listed(GIVEN).chain(listed(SURNAMES)).collect();
            all.iter().map(&mut rank).collect()
        });
        ranks.get(word).copied()
    }

    /// An invented name of the class for a folded word, with its mark. In a shared scope it has two parts, and words of the lists
    /// never meet: they are permuted, and each has names of its own to look for the mark in. Other words have there one of more than
    /// sixty million.
    pub(super) fn draw(
        &self,
        class: Class,
        word: &str,
        key: &Key,
        shared: bool,
        draw: &mut Draw<'_>,
    ) -> Option<String> {
        let (culture, role) = (self.culture(class.culture)?, class.role);
        let spelling = culture.spelling(role);
        let bits = spelling.bits();
        let sizes = [0, 1, LONGER].map(|longer| spelling.size(longer));
        // Nor may it be somebody's with an ending that says whose it is.
        let is_free = |name: &str| {
            self.is_free(name)
                && !culture.lists(name)
                && (role != Role::Surname || culture.all_endings().all(|e| self.is_free(&format!("{name}{e}"))))
        };
        let is_fine = |name: &str| culture.script != Script::Latin || !is_awkward(name);
        let one = |name: &String| plain(name).is_some_and(|n| mark::of(&n) >= bits && is_fine(&n) && is_free(&n));
        let tries = TRIES << bits;
        if !shared {
            let [even, odd] = spelling.lengths(draw.attempt()).map(|longer| spelling.marked(longer));
            // The mark first: one in hundreds has it.
            let name = |number: u64| {
                let of = if number % 2 == 1 { &odd } else { &even };
                of.at(number / 2).map(|number| of.name(number))
            };
            return draw.many(tries).filter_map(name).find(one);
        }
        // Of a name of two parts: how long each is, and its number.
        let two = |parts: [(usize, u64); 2]| {
            let mark = parts.iter().fold(Mark::new(), |mark, (longer, n)| spelling.mark(mark, *longer, *n));
            if mark.zeros() < bits {
                return None;
            }
            let written = parts.map(|(longer, number)| spelling.name(longer, number));
            let [one, two] = written.each_ref().map(|part| plain(part));
            let (one, two) = (one?, two?);
            let both = format!("{one}{two}");
            let fits = mark::of(&both) >= bits && [one, two, both].iter().all(|name| is_free(name));
            fits.then(|| written.join("-"))
        };
        let [short, ..] = sizes;
        let all = short.checked_mul(short)?;
        let blocks = all / tries;
        if let Some(rank) = self.rank(word).filter(|rank| *rank < blocks) {
            let block = permute(key, [culture.name.as_bytes(), role.as_str().as_bytes()], rank, blocks);
            let parts = |number: u64| [number % short, number / short].map(|part| (0, part));
            return (0..tries).find_map(|n| two(parts(n * blocks + block)));
        }
        // The first part is longer than those of words of the lists.
        let parts = |number: u64| {
            let (low, high) = (number & u64::from(u32::MAX), number >> 32);
            [(1, low), (spelling.second_part(high % 8), high / 8)]
        };
        draw.many(tries).find_map(|number| two(parts(number)))
    }
}

/// So many times as many names are tried as have a mark among them: that none is found has a probability of e to the power of -32.
const TRIES: u64 = 32;

/// Whether a folded name is hard to say: a consonant stands on both sides of a vowel (`Grirn`, `Lalbel`). Rows of pieces do not know of
/// each other, and few names that people have are so.
fn is_awkward(name: &str) -> bool {
    let vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let mut last = None;
    let mut between = false;
    for letter in name.bytes() {
        if vowel(letter) {
            between = true;
        } else if between && last == Some(letter) {
            return true;
        } else {
            (last, between) = (Some(letter), false);
        }
    }
    false
}

/// The words of a list.
fn listed(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SurrogateScope;
    use crate::redact::surrogate::Assigned;
    use crate::redact::surrogate::persona::is_particle;

    #[test]
    fn names_of_the_lists_never_meet_in_a_shared_scope() {
        let names = Names::embedded().unwrap();
        let key = Key::derive("test", b"");
        let mut made: BTreeMap<Class, Vec<String>> = BTreeMap::new();
        for word in listed(GIVEN).chain(listed(SURNAMES)).collect::<BTreeSet<_>>() {
            let class = names.class(word, &[], true);
            assert!(
                {
                    let spelling = names.cultures[class.culture].spelling(class.role);
                    names.rank(word).unwrap() < spelling.size(0).pow(2) / (TRIES << spelling.bits())
                },
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
    fn awkward_names_are_those_with_a_consonant_around_a_vowel() {
        assert_eq!(["grirn", "lalbel", "onnani", "tosias"].map(is_awkward), [true; 4]);
        assert_eq!(["marlow", "bellane", "dorvik", "gralton", ""].map(is_awkward), [false; 5]);
    }

    #[test]
    fn many_names_of_a_kind_take_a_few_attempts_each() {
        let names = Names::embedded().unwrap();
        // The kinds that have the fewest short names, and the fewest longer ones.
        let spelled =
            || (0..names.cultures.len()).filter(|place| names.cultures[*place].spelling(Role::Male).size(0) > 1000);
        let size = |place: &usize, longer| names.cultures[*place].spelling(Role::Male).size(longer);
        for longer in [0, 1] {
            let culture = spelled().min_by_key(|place| size(place, longer)).unwrap();
            many_names_take_a_few_attempts_each(&names, Class { culture, role: Role::Male });
        }
    }

    fn many_names_take_a_few_attempts_each(names: &Names, class: Class) {
        let key = Key::derive("test", b"");
        let mut assigned = Assigned::new(SurrogateScope::Record);
        let mut attempts = 0;
        for n in 0..2000 {
            let word = format!("word{n}");
            let given = assigned.assign("name", &word, |attempt| {
                attempts += 1;
                names.draw(class, &word, &key, false, &mut Draw::new(&key, [b"", b"", word.as_bytes()], attempt))
            });
            assert!(given.is_some());
        }
        assert!(attempts < 2000 * 10, "{attempts}");
    }

    #[test]
    fn names_that_nobody_drew_are_not_taken_for_invented_ones() {
        let names = Names::embedded().unwrap();
        for culture in names.cultures.iter().filter(|culture| culture.spelling(Role::Male).size(0) > 1000) {
            for role in Role::ALL {
                let spelling = culture.spelling(role);
                // Some thousands of each length.
                let some = |longer: usize| {
                    let step = usize::try_from(spelling.size(longer) / 4000).unwrap().max(1);
                    (0..spelling.size(longer)).step_by(step).map(move |number| (longer, number))
                };
                let all = some(0).chain(some(1)).map(|(longer, n)| spelling.name(longer, n));
                let (mut made, mut count) = (0, 0);
                for name in all {
                    count += 1;
                    made += usize::from(names.makes(&plain(&name).unwrap()));
                }
                // Some are names of several kinds, with marks of different lengths.
                assert!(made * 45 < count, "{} {role:?}: {made} of {count}", culture.name);
            }
        }
        // What people are called. None is in a list.
        for name in ["olabukola", "olubukola", "brackenridge", "dobroslaw"] {
            assert!(!names.is_listed(name) && !names.makes(name), "{name}");
        }
    }

    #[test]
    fn there_are_as_many_names_for_a_wide_scope_as_is_said() {
        let names = Names::embedded().unwrap();
        for culture in names.cultures.iter().filter(|culture| culture.spelling(Role::Male).size(0) > 1000) {
            for role in Role::ALL {
                let spelling = culture.spelling(role);
                let two = spelling.size(1) * spelling.size(spelling.second_part(1));
                assert!(two >> spelling.bits() > 60_000_000, "{} {role:?}", culture.name);
                assert!(spelling.bits() >= 6);
            }
        }
    }

    /// Usual full names of every culture in Latin letters, each with the culture and whether it is a woman's.
    #[test]
    fn a_full_name_is_of_its_own_culture() {
        let names = Names::embedded().unwrap();
        let mut cultures = BTreeSet::new();
        for line in include_str!("../../../tests/fixtures/full-names.txt").lines().filter(|line| !line.starts_with('#'))
        {
            let (culture, listed) = line.split_once(": ").unwrap();
            cultures.insert(culture);
            assert!(listed.split(", ").count() >= 10, "{culture}");
            for name in listed.split(", ") {
                let (name, gender) = name.rsplit_once(' ').unwrap();
                let words: Vec<String> = name.split([' ', '-']).filter_map(plain).collect();
                let own: Vec<&String> = words.iter().filter(|word| !is_particle(word)).collect();
                let class = |word: &&String| {
                    let company: Vec<String> = words.iter().filter(|other| other != word).cloned().collect();
                    let class = names.class(word, &company, own.last() == Some(word));
                    assert_eq!(names.cultures[class.culture].name, culture, "{word} of {name}");
                    class.role
                };
                let roles: Vec<Role> = own.iter().map(class).collect();
                let given = roles.iter().find(|role| **role != Role::Surname).copied();
                assert_eq!(given, Some(if gender == "f" { Role::Female } else { Role::Male }), "{name}");
            }
        }
        let all: BTreeSet<&str> = names.of_script(Script::Latin).map(|(_, culture)| culture.name.as_str()).collect();
        assert_eq!(cultures, all);
    }

    /// How sure a culture is of a word, asked one by one: by its list, or by how many letters at the beginning and end.
    fn sure(culture: &Culture, word: &str) -> usize {
        if culture.lists(word) {
            return usize::MAX;
        }
        let [prefixes, endings] = culture.affixes();
        let longest = |affixes: &[String], fits: &dyn Fn(&str) -> bool| {
            affixes.iter().filter(|affix| fits(affix)).map(String::len).max().unwrap_or_default()
        };
        let told = longest(endings, &|ending| word.ends_with(ending)) + longest(prefixes, &|p| word.starts_with(p));
        if word.len() >= 5 { told } else { 0 }
    }

    #[test]
    fn what_is_looked_up_is_what_every_culture_says() {
        let names = Names::embedded().unwrap();
        let (given, surnames): (BTreeSet<_>, BTreeSet<_>) = (listed(GIVEN).collect(), listed(SURNAMES).collect());
        let latin: Vec<_> = names.of_script(Script::Latin).collect();
        let of_lists = latin.iter().flat_map(|(_, culture)| {
            let affixes = culture.affixes().into_iter().flatten();
            culture.words().iter().chain(culture.genders().into_iter().flatten()).chain(affixes)
        });
        let made = (0..2000).map(|n| names.cultures[names.default].spelling(Role::Male).name(0, n * 3));
        let usual = given.union(&surnames).step_by(7).map(|word| (*word).to_owned());
        for word in of_lists.cloned().chain(made).chain(usual) {
            let known = names.known.word(&word);
            assert_eq!((known.given, known.surname), (given.contains(&*word), surnames.contains(&*word)), "{word}");
            assert_eq!(known.female, latin.iter().find_map(|(_, culture)| culture.gender(&word)), "{word}");
            let lists = latin.iter().filter(|(_, culture)| culture.lists(&word)).map(|(place, _)| *place);
            assert_eq!(known.cultures.all().collect::<Vec<_>>(), lists.collect::<Vec<_>>(), "{word}");
            let most = latin.iter().map(|(place, culture)| (sure(culture, &word), Reverse(*place)));
            let most = most.max().filter(|(sure, _)| (1..usize::MAX).contains(sure));
            if known.cultures.is_empty() {
                assert_eq!(names.known.told(&word, 1), most.map(|(sure, place)| (sure, place.0)), "{word}");
            }
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
        // Beginnings and ends of names of other cultures.
        for (name, role) in [
            (["abigail", "turner"], Role::Female),
            (["joshua", "miller"], Role::Male),
            (["alice", "walker"], Role::Female),
            (["donna", "brown"], Role::Female),
            (["james", "jones"], Role::Male),
        ] {
            for (word, last, role) in [(0, false, role), (1, true, Role::Surname)] {
                assert_eq!(of(name[word], &[name[1 - word]], last), ("english".to_owned(), role), "{name:?}");
            }
        }
        assert_eq!(of("mary", &["okonkwo"], false), ("english".to_owned(), Role::Female));
        assert_eq!(of("jean", &["dubois"], false), ("french".to_owned(), Role::Male));
    }
}
