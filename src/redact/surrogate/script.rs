//! Scripts that names are written in, and words of names in the form in which they are compared.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::fold;

/// A script.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Script {
    #[default]
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Thai,
    /// Hiragana and katakana.
    Kana,
    Hangul,
    Han,
}

impl Script {
    /// The script of a letter, by the blocks of the Unicode Standard 16, <https://www.unicode.org/charts/>. Rare blocks are left out:
    /// a name in one has no surrogate.
    fn of_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'A'..='Z' | 'a'..='z' | '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Self::Latin,
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Self::Greek,
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{590}'..='\u{5FF}' => Self::Hebrew,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' => Self::Arabic,
            '\u{900}'..='\u{97F}' => Self::Devanagari,
            '\u{E00}'..='\u{E7F}' => Self::Thai,
            '\u{3041}'..='\u{30FF}' => Self::Kana,
            '\u{3005}' | '\u{4E00}'..='\u{9FFF}' => Self::Han,
            '\u{AC00}'..='\u{D7A3}' => Self::Hangul,
            _ => return None,
        })
    }

    /// The script that all letters of a word are of. `None` if there are several, or there is no letter, or a digit.
    pub(super) fn of(word: &str) -> Option<Self> {
        let mut letters = word.chars().filter(|c| c.is_alphanumeric());
        let script = Self::of_letter(letters.next()?)?;
        letters.all(|letter| Self::of_letter(letter) == Some(script)).then_some(script)
    }

    /// Whether names have no space between family name and given name.
    pub(super) fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Hangul)
    }

    /// Letters that initials are of; empty where names have none.
    pub(super) fn initials(self) -> &'static str {
        match self {
            Self::Latin => "abcdefghijklmnopqrstuvwxyz",
            Self::Cyrillic => "абвгдежзиклмнопрстуфхцчшэюя",
            Self::Greek => "αβγδεζηθικλμνξοπρστυφχψω",
            Self::Hebrew => "אבגדהוזחטיכלמנסעפצקרשת",
            Self::Arabic => "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
            _ => "",
        }
    }
}

/// A word as it is compared: in lower case, without the marks that a script may leave out, katakana as hiragana. `None` if it is of
/// several scripts.
pub(super) fn plain(word: &str) -> Option<String> {
    if let Some(latin) = fold(word) {
        return Some(latin);
    }
    let script = Script::of(word)?;
    let lower = word.nfkc().collect::<String>().to_lowercase();
    let kept = |c: &char| c.is_alphanumeric() || is_combining_mark(*c);
    Some(match script {
        Script::Greek | Script::Hebrew | Script::Arabic => {
            lower.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c) && *c != '\u{640}').collect()
        }
        Script::Cyrillic => lower.chars().filter(kept).map(|c| if c == 'ё' { 'е' } else { c }).collect(),
        Script::Kana => lower.chars().map(|c| moved(c, '\u{30A1}', '\u{30F6}', -0x60)).collect(),
        _ => lower.chars().filter(kept).collect(),
    })
}

/// A word in hiragana written in katakana if another one is.
pub(super) fn kana_like(word: &str, like: &str) -> String {
    if like.chars().any(|c| ('\u{30A1}'..='\u{30F6}').contains(&c)) {
        return word.chars().map(|c| moved(c, '\u{3041}', '\u{3096}', 0x60)).collect();
    }
    word.to_owned()
}

/// A letter between two others, so many places further.
fn moved(letter: char, first: char, last: char, by: i32) -> char {
    let other = u32::from(letter).checked_add_signed(by).and_then(char::from_u32);
    other.filter(|_| (first..=last).contains(&letter)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_what_may_be_left_out() {
        for (word, script, expected) in [
            ("ПЁТР", Script::Cyrillic, "петр"),
            ("Сергей", Script::Cyrillic, "сергей"),
            ("ΓΙΏΡΓΟΣ", Script::Greek, "γιωργος"),
            ("أَحْمَد", Script::Arabic, "احمد"),
            ("שָׁלוֹם", Script::Hebrew, "שלום"),
            ("タロー", Script::Kana, "たろー"),
            ("कृष्ण", Script::Devanagari, "कृष्ण"),
            ("สมศักดิ์", Script::Thai, "สมศักดิ์"),
            ("王小明", Script::Han, "王小明"),
            ("김민수", Script::Hangul, "김민수"),
            ("Łukasz", Script::Latin, "lukasz"),
        ] {
            assert_eq!((Script::of(word), plain(word).as_deref()), (Some(script), Some(expected)), "{word}");
        }
        assert_eq!(kana_like("たろー", "ハナ"), "タロー");
        for none in ["山田ひろ子", "Иvan", "R2", "", "ⴰⵎⴰ"] {
            assert_eq!(plain(none), None, "{none}");
        }
    }
}
