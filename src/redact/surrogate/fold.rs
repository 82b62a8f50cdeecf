//! Words in lower case and without marks, as lists of names hold them.

use unicode_normalization::UnicodeNormalization;

/// The letters of a word folded to `a` to `z`. `None` if it has a letter of another script, or none at all.
pub(super) fn fold(word: &str) -> Option<String> {
    let mut folded = String::with_capacity(word.len());
    if word.is_ascii() {
        // Nearly every word is, and nothing in it comes apart.
        for byte in word.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => folded.push(char::from(byte.to_ascii_lowercase())),
                b'0'..=b'9' => return None,
                _ => {}
            }
        }
        return (!folded.is_empty()).then_some(folded);
    }
    for character in word.nfd() {
        match character {
            'a'..='z' => folded.push(character),
            'A'..='Z' => folded.push(character.to_ascii_lowercase()),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ø' | 'Ø' => folded.push('o'),
            'ı' => folded.push('i'),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ß' | 'ẞ' => folded.push_str("ss"),
            'þ' | 'Þ' => folded.push_str("th"),
            'ə' | 'Ə' => folded.push('e'),
            other if other.is_alphanumeric() => return None,
            _ => {}
        }
    }
    (!folded.is_empty()).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_other_scripts_are_not_read() {
        for (word, expected) in [("Núñez", "nunez"), ("O’Brien", "obrien"), ("ŁUKASZ", "lukasz"), ("Ọlá", "ola")]
        {
            assert_eq!(fold(word).as_deref(), Some(expected));
        }
        for none in ["Иван", "王", "r2", "--", ""] {
            assert_eq!(fold(none), None, "{none}");
        }
    }
}
