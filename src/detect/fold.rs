//! Folding: the form in which the terms of a list and the words of a text are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What does not count when a term is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folding {
    /// Upper and lower case are the same (Unicode lower case).
    pub(super) case: bool,
    /// Accents do not count: compatibility decomposition (NFKD, Unicode Annex 15) without combining marks.
    pub(super) accents: bool,
}

impl Folding {
    /// Appends the folded text. A run of white space becomes one space.
    pub(super) fn fold_spaced(self, text: &str, out: &mut String) {
        let mut spaced = false;
        if text.is_ascii() {
            for character in text.chars() {
                self.push(character, &mut spaced, out);
            }
        } else if self.accents {
            text.nfkd().filter(|c| !is_combining_mark(*c)).for_each(|c| self.push(c, &mut spaced, out));
        } else {
            text.nfc().for_each(|c| self.push(c, &mut spaced, out));
        }
    }

    fn push(self, character: char, spaced: &mut bool, out: &mut String) {
        if character.is_whitespace() {
            if !std::mem::replace(spaced, true) {
                out.push(' ');
            }
            return;
        }
        *spaced = false;
        match (self.case, character.is_ascii()) {
            (false, _) => out.push(character),
            (true, true) => out.push(character.to_ascii_lowercase()),
            (true, false) => out.extend(character.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_folded_is_what_was_asked() {
        let fold = |case, accents, text: &str| {
            let mut out = String::new();
            Folding { case, accents }.fold_spaced(text, &mut out);
            out
        };
        assert_eq!(fold(true, true, "Łódź \u{a0}\n ZOË"), "łodz zoe");
        assert_eq!(fold(true, false, "ZOE\u{308}"), "zoë");
        assert_eq!(fold(false, true, "ZOË a  b"), "ZOE a b");
        assert_eq!(fold(false, false, "Zoë"), "Zoë");
    }
}
