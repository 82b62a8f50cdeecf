//! Letters of other scripts that look like Latin ones.
//!
//! They are taken for Latin letters only in a word that cannot be anything else: one with a Latin letter, a digit or an `@` in
//! it, all of whose other letters are look-alikes too. `пример` is Russian; `exаmple` with a Cyrillic а is not.

use super::character::{Meaning, meaning};
use crate::detect::script::is_unspaced;

/// How far the ends of a word are looked for, in characters. Brackets are part of it, letters of scripts without spaces are not.
const REACH: usize = 64;

/// The Latin letter that a Cyrillic, Greek or Armenian letter is drawn like, from the confusables of Unicode Technical
/// Standard 39 (<https://www.unicode.org/Public/security/latest/confusables.txt>).
pub(super) fn latin(character: char) -> Option<char> {
    Some(match character {
        'а' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'ց' => 'g',
        'һ' | 'հ' => 'h',
        'і' | 'ι' => 'i',
        'ј' | 'ϳ' | 'յ' => 'j',
        'κ' | 'к' => 'k',
        'ӏ' => 'l',
        'ո' => 'n',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | 'Ӏ' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' | 'Օ' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ԛ' => 'Q',
        'Ѕ' | 'Տ' => 'S',
        'Т' | 'Τ' => 'T',
        'Ս' => 'U',
        'Ѵ' => 'V',
        'Ԝ' => 'W',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' | 'Ү' => 'Y',
        'Ζ' => 'Z',
        _ => return None,
    })
}

/// Whether look-alikes in the word around `at` are meant as Latin letters, and where the word ends.
pub(super) fn passes_for_latin(text: &str, at: usize) -> (bool, usize) {
    let (head, tail) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let mut evidence = false;
    let mut foreign = false;
    for character in head.chars().rev().take(REACH).take_while(|c| is_joined(*c)) {
        note(character, &mut evidence, &mut foreign);
    }
    let mut end = at;
    for character in tail.chars().take(REACH).take_while(|c| is_joined(*c)) {
        note(character, &mut evidence, &mut foreign);
        end += character.len_utf8();
    }
    (evidence && !foreign, end)
}

fn note(character: char, evidence: &mut bool, foreign: &mut bool) {
    *evidence |= character.is_ascii_alphanumeric()
        || character == '@'
        || matches!(meaning(character), Meaning::Letter(_) | Meaning::Digit(_) | Meaning::Mark('@'));
    let latin_letter = character.is_ascii() || matches!(character, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
    let letter = !latin_letter && character.is_alphabetic();
    *foreign |= letter && latin(character).is_none() && meaning(character) == Meaning::Itself;
}

fn is_joined(character: char) -> bool {
    (character.is_alphanumeric() && !is_unspaced(character))
        || "@.-_+()".contains(character)
        || matches!(meaning(character), Meaning::Nothing | Meaning::Mark('@' | '.' | '-' | '_' | '+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mixed_words_pass() {
        for (word, expected) in [
            ("exаmple", true),
            ("аda@exаmple.соm", true),
            ("GВ29", true),
            ("АВ123456", true),
            ("οrders", true),
            ("añоs", true),
            ("護照號碼EА765", true),
            ("G123456(А)", true),
            ("со", false),
            ("сор. Москва", false),
            ("пример1", false),
            ("ада@пример.рф", false),
            ("iPhone-ом", false),
        ] {
            let at = word.find(|c| latin(c).is_some()).unwrap();
            assert_eq!(passes_for_latin(word, at).0, expected, "{word}");
        }
        assert_eq!(passes_for_latin("exаmple, next", 2), (true, "exаmple".len()));
    }
}
