//! The normal form in which two texts count as the same: case, white space, punctuation and accents do not matter, digits do.
//!
//! Digits are kept because templated data differs in nothing else ("invoice 12", "invoice 13").

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the normal form of `text` to `out`: compatibility decomposition (NFKD, Unicode Annex 15) without combining marks,
/// lower case, every run of other characters than letters and digits one space, none at the ends of what this call appends.
pub fn normalise(text: &str, out: &mut String) {
    let mut words = Words { out, between: false, started: false };
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        // A combining mark belongs to the character before it, so that one character goes with the non-ASCII run.
        let (plain, tail) = rest.split_at_checked(ascii).unwrap_or((rest, ""));
        plain.bytes().for_each(|byte| words.push_ascii(byte));
        let other = tail.bytes().position(|byte| byte.is_ascii()).unwrap_or(tail.len());
        let (other, tail) = tail.split_at_checked(other).unwrap_or((tail, ""));
        other
            .nfkd()
            .filter(|character| !is_combining_mark(*character))
            .flat_map(char::to_lowercase)
            .for_each(|character| words.push(character));
        rest = tail;
    }
}

struct Words<'a> {
    out: &'a mut String,
    between: bool,
    started: bool,
}

impl Words<'_> {
    fn push_ascii(&mut self, byte: u8) {
        if byte.is_ascii_alphanumeric() {
            self.separate();
            self.out.push(char::from(byte.to_ascii_lowercase()));
        } else {
            self.between = true;
        }
    }

    fn push(&mut self, character: char) {
        if character.is_alphanumeric() {
            self.separate();
            self.out.push(character);
        } else {
            self.between = true;
        }
    }

    fn separate(&mut self) {
        if self.between && self.started {
            self.out.push(' ');
        }
        self.between = false;
        self.started = true;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn normal(text: &str) -> String {
        let mut out = String::new();
        normalise(text, &mut out);
        out
    }

    #[test]
    fn what_does_not_matter() {
        for (left, right) in [
            ("Hello, World!", "hello world"),
            ("  a \t\n b ", "a b"),
            ("Ọdún tuntun", "odun tuntun"),
            ("CAFÉ", "cafe\u{301}"),
            ("ﬁne", "FINE"),
            ("１２", "12"),
        ] {
            assert_eq!(normal(left), normal(right), "{left}");
        }
    }

    #[test]
    fn digits_matter() {
        assert_ne!(normal("invoice 12"), normal("invoice 13"));
    }

    #[test]
    fn words_do_not_run_together() {
        assert_eq!(normal("a-b"), "a b");
        assert_ne!(normal("a b"), normal("ab"));
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC*") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }
    }
}
