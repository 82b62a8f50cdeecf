//! A person's name in the form of the one it replaces, the same persona wherever the record names the person.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::Maker;
use super::draw::permute;
use super::names::Class;
use super::script::{Script, kana_like, plain};
use super::unspaced;
use crate::redact::person::parts;

/// Words of names that are nobody's own: titles, particles, what follows a name. They stay.
static KEPT: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "mr mrs ms miss mx sir dame lord lady dr prof professor rev fr hon capt col gen sgt lt judge herr frau hr fr\u{fc}ulein \
     monsieur madame mademoiselle mme mlle senor senora srta don dona sig signor signora pan pani mgr inz chief alhaji \
     alhaja malam mallam hajia engr barr barrister pastor imam sheikh dipl ing phd md mba esq jr sr ii iii iv \
     van von vom zu zum zur de der den del della di da do dos das du des le la les lo el al bin bint ibn ben abu umm ould y \
     e und et and o ter ten te af av \
     بن بنت ابن ابو ام ال السيد السيدة الدكتور בן בת מר גברת דר г гр господин госпожа пан пані кир κ κα κυριος κυρια \
     श्री श्रीमती श्रीमान डॉ นาย นาง นางสาว คุณ ดร さん さま くん ちゃん 様 先生 女士 小姐 씨 님 선생님"
        .split_whitespace()
        .collect()
});

/// Words between or before others of a name, which logins have too.
static PARTICLES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "van von vom zu zum zur de der den del della di da do dos das du des le la les lo el al bin bint ibn abu umm ould ter ten te \
     af av"
    .split_whitespace()
    .collect()
});

/// Whether a folded word stands before another one in names and is nobody's own.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// The name with every word of it replaced. `None` if it is written in letters that no culture of ours has, or nothing of it
/// can be replaced.
pub(super) fn name(maker: &mut Maker<'_>, value: &str) -> Option<String> {
    let words = parts(value);
    let mut out = String::with_capacity(value.len());
    let mut replaced = false;
    for piece in pieces(value) {
        match piece {
            Piece::Between(text) => out.push_str(text),
            Piece::Word(word) => {
                let folded = plain(word)?;
                let one = folded.chars().count() == 1;
                if KEPT.contains(folded.as_str()) && !(one && folded.is_ascii()) {
                    out.push_str(word);
                    continue;
                }
                let new = if Script::of(&folded).is_some_and(Script::is_unspaced) {
                    unspaced::write(maker, &folded)?
                } else if one {
                    initial(maker, &folded, &words)?
                } else {
                    part(maker, &folded, &words)?
                };
                out.push_str(&cased(&kana_like(&new, word), word));
                replaced = true;
            }
        }
    }
    replaced.then_some(out)
}

/// Whether every word of a name is an invented one.
pub(super) fn is_invented(names: &super::names::Names, value: &str) -> bool {
    let mut unspaced = String::new();
    // Words that hyphens join.
    let (mut runs, mut joined): (Vec<Vec<String>>, bool) = (Vec::new(), false);
    for piece in pieces(value) {
        let word = match piece {
            Piece::Between(text) => {
                joined = text == "-";
                continue;
            }
            Piece::Word(word) => plain(word),
        };
        match word {
            None => return false,
            Some(word) if Script::of(&word).is_some_and(Script::is_unspaced) => {
                unspaced.push_str(Some(word.as_str()).filter(|word| !KEPT.contains(word)).unwrap_or_default());
            }
            Some(word) if word.chars().count() == 1 || KEPT.contains(word.as_str()) => {}
            Some(word) => match runs.last_mut().filter(|_| joined) {
                Some(run) => run.push(word),
                None => runs.push(vec![word]),
            },
        }
    }
    !(runs.is_empty() && unspaced.is_empty())
        && runs.iter().all(|run| names.makes_all(run))
        && (unspaced.is_empty() || unspaced::is_invented(names, &unspaced))
}

/// The surrogate of one folded word of a name, in lower case. `name` is the whole name that it stands in.
pub(super) fn part(maker: &mut Maker<'_>, word: &str, name: &[String]) -> Option<String> {
    let (company, ends) = if maker.shared { (Vec::new(), true) } else { company(maker, word, name) };
    let class = maker.names.class(word, &company, ends);
    let names = maker.names;
    let culture = names.culture(class.culture)?;
    match culture.form(word).filter(|_| class.role == super::culture::Role::Surname) {
        // One family name whatever its ending.
        Some((stem, forms, place)) => {
            let base = format!("{stem}{}", plain(culture.ending(forms, 0)).unwrap_or_default());
            let new = assigned(maker, class, &base)?;
            Some(format!("{new}{}", culture.ending(forms, place)))
        }
        None => assigned(maker, class, word),
    }
}

/// The invented name that a folded word has in this scope.
pub(super) fn assigned(maker: &mut Maker<'_>, class: Class, word: &str) -> Option<String> {
    let (names, key, shared) = (maker.names, maker.key, maker.shared);
    maker.assign("name", word, |draw| names.draw(class, word, key, shared, draw))
}

/// The initial of the surrogate of the name that an initial stands for, or another letter if the record does not say which.
pub(super) fn initial(maker: &mut Maker<'_>, letter: &str, name: &[String]) -> Option<String> {
    let long = |word: &String| word.chars().count() > 1;
    let others: Vec<String> = name.iter().filter_map(|word| plain(word)).filter(long).collect();
    let own = || others.iter().filter(|other| !KEPT.contains(other.as_str()));
    let person = maker.people.with(own().next(), letter).find_map(|person| {
        let all = own().all(|other| person.contains(other));
        let meant = person.iter().find(|word| long(word) && word.starts_with(letter) && !others.contains(word))?;
        all.then(|| (meant.clone(), person.to_vec()))
    });
    if let Some((meant, person)) = person {
        return part(maker, &meant, &person)?.chars().next().map(String::from);
    }
    let letters = Script::of(letter)?.initials();
    let number = letters.chars().position(|known| letter.starts_with(known))? as u64;
    let place = permute(maker.key, [b"initial", &maker.tweak], number, letters.chars().count() as u64);
    letters.chars().nth(usize::try_from(place).ok()?).map(String::from)
}

/// The other words of the longest name of the record that a word is part of, and whether the word is the last of it.
fn company(maker: &Maker<'_>, word: &str, name: &[String]) -> (Vec<String>, bool) {
    let own: Vec<String> = name.iter().filter_map(|word| plain(word)).collect();
    let own = Some(own).filter(|own| own.iter().any(|other| other == word)).unwrap_or_default();
    let known = maker.people.longest(word).filter(|known| known.len() > own.len());
    let longest = known.map_or(own, <[String]>::to_vec);
    let last = longest.iter().rfind(|word| !KEPT.contains(word.as_str())).is_none_or(|last| last == word);
    // Alone, what may be either is taken for a given name.
    let last = last && longest.len() > 1;
    (longest.into_iter().filter(|other| other != word).collect(), last)
}

enum Piece<'v> {
    Word(&'v str),
    Between(&'v str),
}

/// Words and what stands between them. An apostrophe within a word is part of it, a possessive `'s` is not.
fn pieces(value: &str) -> impl Iterator<Item = Piece<'_>> {
    let is_letter = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    let mut rest = value;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if is_letter(first) {
            let apostrophe = |at: usize, c: char| {
                let after = rest.get(at + c.len_utf8()..).unwrap_or_default();
                let possessive = after.starts_with(['s', 'S']) && !after.chars().nth(1).is_some_and(is_letter);
                matches!(c, '\'' | '’') && !possessive && after.starts_with(is_letter)
            };
            rest.char_indices().find(|(at, c)| !is_letter(*c) && !apostrophe(*at, *c)).map_or(rest.len(), |(at, _)| at)
        } else if let Some(length) = possessive(rest) {
            length
        } else {
            rest.find(is_letter).unwrap_or(rest.len())
        };
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(if is_letter(first) { Piece::Word(piece) } else { Piece::Between(piece) })
    })
}

/// Length of a possessive ending at the start of a text.
fn possessive(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let apostrophe = chars.next().filter(|c| matches!(c, '\'' | '’'))?;
    chars.next().filter(|c| matches!(c, 's' | 'S'))?;
    chars.next().is_none_or(|c| !c.is_alphanumeric()).then(|| apostrophe.len_utf8() + 1)
}

/// A word in lower case written as `like` is: in capitals, with a capital at each start, or not.
pub(super) fn cased(word: &str, like: &str) -> String {
    let letters = || like.chars().filter(|c| c.is_alphabetic());
    let first = letters().next().is_some_and(char::is_uppercase);
    if first && letters().all(char::is_uppercase) && (letters().count() > 1 || word.chars().count() == 1) {
        return word.to_uppercase();
    }
    if !first {
        return word.to_owned();
    }
    let mut start = true;
    let capital = |c: char| {
        let written: String = if start { c.to_uppercase().collect() } else { c.to_string() };
        start = c == '-';
        written
    };
    word.chars().map(capital).collect()
}
