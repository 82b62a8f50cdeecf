//! Names in Chinese characters and Hangul, where no space tells the family name from the given name.
//!
//! A surrogate has as many letters of each. Its family name is made of letters that are no usual family names, so that the whole can be
//! known again; the letters of a given name alone cannot.

use super::Maker;
use super::culture::{Culture, Role};
use super::names::{Class, Names};
use super::script::Script;

/// The culture of a name and how many letters of it are the family name. `others`: names of the record in lower case, without spaces.
fn split<'n>(names: &'n Names, word: &str, others: &[String]) -> Option<(usize, &'n Culture, usize)> {
    let script = Script::of(word).filter(|script| script.is_unspaced())?;
    let length = word.chars().count();
    let part_of = |test: &dyn Fn(&String) -> bool| others.iter().any(|other| other != word && test(other));
    let cultures = || names.of_script(script);
    let family = |culture: &Culture| -> Option<usize> {
        let known = culture.families().find(|family| word.starts_with(*family))?;
        Some(known.chars().count()).filter(|count| *count <= length)
    };
    let known = cultures().find_map(|(place, culture)| Some((place, culture, family(culture)?)));
    let (place, culture, count) = match known {
        // Four letters and more are Japanese, unless a family name says something else.
        None if length > 3 => cultures().last().map(|(place, culture)| (place, culture, 2))?,
        None => cultures().next().map(|(place, culture)| (place, culture, 0))?,
        Some((place, culture, count)) if length > 3 && count == 1 && script == Script::Han => {
            cultures().last().map_or((place, culture, count), |(place, culture)| (place, culture, 2))
        }
        Some(known) => known,
    };
    // The end of another name of the record is a given name, its beginning the family's.
    let count = if part_of(&|other| other.ends_with(word)) {
        0
    } else if part_of(&|other| other.starts_with(word)) && length <= 2 {
        length
    } else {
        count
    };
    Some((place, culture, count))
}

/// A name with another family name and another given name of as many letters. Where records do not know of each other there are too few.
pub(super) fn write(maker: &mut Maker<'_>, word: &str) -> Option<String> {
    let others: Vec<String> = maker.persons.names().map(<[String]>::concat).collect();
    let (place, culture, count) = split(maker.names, word, &others).filter(|_| !maker.shared)?;
    let at = word.char_indices().nth(count).map_or(word.len(), |(at, _)| at);
    let (family, given) = word.split_at_checked(at)?;
    let female = culture.is_female(given);
    let mut out = String::with_capacity(word.len());
    for (part, role) in [(family, Role::Surname), (given, if female { Role::Female } else { Role::Male })] {
        if part.is_empty() {
            continue;
        }
        let space = if role == Role::Surname { "family" } else { "given" };
        let class = Class { culture: place, role };
        let length = part.chars().count();
        let names = maker.names;
        out.push_str(&maker.assign(space, part, |draw| names.letters(class, length, draw))?);
    }
    Some(out)
}

/// Whether a name is one that [`write`] makes, with a family name.
pub(super) fn is_invented(names: &Names, word: &str) -> bool {
    let Some(script) = Script::of(word).filter(|script| script.is_unspaced()) else { return false };
    let has = |role: Role, letter: char| names.of_script(script).any(|(_, culture)| culture.has_letter(role, letter));
    let given = |letter: char| has(Role::Female, letter) || has(Role::Male, letter);
    let families = word.chars().take_while(|letter| has(Role::Surname, *letter)).count();
    // One letter, or two where four or more are Japanese.
    (1..=families.min(2)).any(|count| word.chars().skip(count).all(given)) && word.chars().count() > 1
}
