//! The form in which words are looked up: lower case, without marks and punctuation.

use unicode_normalization::UnicodeNormalization;

/// Longest folded word that is looked up, in bytes. No list holds a longer one.
pub(super) const MAX_WORD: usize = 24;

/// A folded word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folded {
    bytes: [u8; MAX_WORD],
    length: usize,
}

impl Folded {
    /// Folds a word; `None` if it is empty, too long or not written in Latin letters.
    pub(super) fn new(word: &str) -> Option<Self> {
        let mut folded = Self { bytes: [0; MAX_WORD], length: 0 };
        for character in word.chars() {
            if character.is_ascii() {
                folded.push_ascii(character)?;
            } else {
                folded.push_other(character)?;
            }
        }
        (folded.length > 0).then_some(folded)
    }

    fn push_ascii(&mut self, character: char) -> Option<()> {
        if character.is_ascii_alphabetic() {
            let byte = u8::try_from(character.to_ascii_lowercase()).ok()?;
            *self.bytes.get_mut(self.length)? = byte;
            self.length += 1;
        }
        (!character.is_ascii_digit()).then_some(())
    }

    fn push_other(&mut self, character: char) -> Option<()> {
        if let Some(letters) = spelled_out(character) {
            return letters.chars().try_for_each(|letter| self.push_ascii(letter));
        }
        // Letters with marks fall apart into the letter and its marks.
        let base = std::iter::once(character).nfd().next()?;
        if base.is_ascii_alphabetic() {
            return self.push_ascii(base);
        }
        // Apostrophes, hyphens and loose marks count for nothing; letters of other scripts are in no list.
        (!base.is_alphanumeric()).then_some(())
    }

    /// The folded word.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// Latin letters that do not fall apart into a letter and its marks.
fn spelled_out(character: char) -> Option<&'static str> {
    Some(match character {
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_punctuation_go() {
        for (word, expected) in [
            ("Núñez", "nunez"),
            ("O'Brien", "obrien"),
            ("O’Brien", "obrien"),
            ("Łukasz", "lukasz"),
            ("Jean-Luc", "jeanluc"),
            ("GROẞ", "gross"),
            ("Çağlar", "caglar"),
            ("Nguye\u{302}n", "nguyen"),
        ] {
            assert_eq!(Folded::new(word).unwrap().as_bytes(), expected.as_bytes(), "{word}");
        }
        for none in ["", "'", "Иван", "王", "abcdefghijklmnopqrstuvwxyz", "r2d2"] {
            assert_eq!(Folded::new(none), None, "{none}");
        }
    }
}
