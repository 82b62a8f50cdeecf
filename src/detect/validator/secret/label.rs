//! The name a value is assigned to: `client_secret = "…"`, `"apiKey": "…"`, `X-Api-Key: …`, `<token>…`.

use super::names;

/// Longest way back from a value to its name, and longest name, in bytes.
const REACH: usize = 96;

/// Types that may stand between a name and its value: `token: string = "…"`, `var token string = "…"`.
const TYPES: &str = "string str text value char is was ist es est to lautet b br";

/// The words of the name before a value, last first. A name with spaces gives its last three words.
pub(super) fn words(before: &str) -> Words<'_> {
    let start = floor(before, before.len().saturating_sub(REACH));
    let mut rest = before.get(start..).unwrap_or_default();
    let mut name = "";
    for _ in 0..3 {
        rest = rest.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        (rest, name) = split_last(rest);
        if !names::holds(TYPES, name) {
            break;
        }
    }
    let mut found = Words { list: [""; MAX_WORDS], count: 0 };
    found.push_name(name);
    // `api key: …`: the words before belong to the name, if nothing but a space is between.
    for _ in 0..2 {
        let Some(head) = rest.strip_suffix(' ') else { break };
        let (head, word) = split_last(head);
        if word.is_empty() {
            break;
        }
        found.push_name(word);
        rest = head;
    }
    found
}

/// What is before the name a text ends in, and the name.
fn split_last(text: &str) -> (&str, &str) {
    let length = text.bytes().rev().take_while(|byte| is_name(*byte)).count();
    text.split_at_checked(text.len() - length).unwrap_or((text, ""))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|index| text.is_char_boundary(*index)).unwrap_or(0)
}

const MAX_WORDS: usize = 12;

/// The words of a name, last first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'t> {
    list: [&'t str; MAX_WORDS],
    count: usize,
}

impl<'t> Words<'t> {
    /// Splits a name at signs, and where lower case turns to upper case, from its end.
    fn push_name(&mut self, name: &'t str) {
        let mut end = name.len();
        let bytes = name.as_bytes();
        for at in (0..name.len()).rev() {
            let byte = bytes.get(at).copied().unwrap_or(0);
            let before = at.checked_sub(1).and_then(|index| bytes.get(index)).copied();
            if !byte.is_ascii_alphanumeric() {
                self.push(name.get(at + 1..end).unwrap_or_default());
                end = at;
            } else if byte.is_ascii_uppercase() && before.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            {
                self.push(name.get(at..end).unwrap_or_default());
                end = at;
            }
        }
        self.push(name.get(..end).unwrap_or_default());
    }

    fn push(&mut self, word: &'t str) {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        if word.is_empty() {
            return;
        }
        if let Some(slot) = self.list.get_mut(self.count) {
            *slot = word;
            self.count += 1;
        }
    }

    /// The words, last first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let (list, count) = (self.list, self.count);
        list.into_iter().take(count)
    }

    /// Whether any word is one of `list`.
    pub(super) fn any(&self, list: &str) -> bool {
        self.iter().any(|word| names::holds(list, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_backwards() {
        for (before, expected) in [
            ("client_secret = \"", "secret client"),
            ("  \"apiKey\": \"", "Key api"),
            ("-H 'X-Api-Key: ", "Key Api X"),
            ("var token string = \"", "token var"),
            ("<accessToken>\n   ", "Token access"),
            ("the API key is ", "key API the"),
            ("name: DB_TOKEN\n  value: \"", "TOKEN DB"),
            ("setProperty(\"FOO_TOKEN2\", \"", "TOKEN FOO"),
            ("é password: ", "password"),
            ("app.secret_key = b'", "key secret app"),
            ("", ""),
        ] {
            assert_eq!(words(before).iter().collect::<Vec<_>>().join(" "), expected, "{before}");
        }
    }
}
