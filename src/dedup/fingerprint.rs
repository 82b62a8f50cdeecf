//! Short keyed hashes of what a record says.

use super::normalise;
use crate::core::{Body, Key};

/// Two 64-bit keyed hashes of one text unit. Among n units two different ones meet by chance with a probability of about
/// n²/2⁶⁵ (for ten million: three in a million); such a meeting puts two records into one group, which harms nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of the bytes of every field.
    pub exact: u64,
    /// Of the normal form. Fields run together, so that a system text counts the same before the prompt and in it.
    pub normalised: u64,
}

/// Makes fingerprints; keeps its buffer from one to the next.
#[derive(Debug, Clone)]
pub struct Fingerprinter {
    exact: Key,
    normalised: Key,
    buffer: String,
}

impl Fingerprinter {
    /// A fingerprinter whose hashes mean nothing without `key`.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        Self {
            exact: key.purpose("scrubjay 2026-11 exact fingerprint"),
            normalised: key.purpose("scrubjay 2026-11 normalised fingerprint"),
            buffer: String::new(),
        }
    }

    /// The fingerprint of a body.
    pub fn body(&mut self, body: &Body) -> Fingerprint {
        let fields: Vec<&str> = body.fields().map(|(_, text)| text.expose()).collect();
        self.fields(&fields)
    }

    /// The fingerprint of a list of texts.
    pub fn fields(&mut self, fields: &[&str]) -> Fingerprint {
        let parts: Vec<&[u8]> = fields.iter().map(|field| field.as_bytes()).collect();
        let exact = self.exact.digest(&parts).prefix();
        self.buffer.clear();
        for field in fields {
            let before = self.buffer.len();
            if before > 0 {
                self.buffer.push(' ');
            }
            let start = self.buffer.len();
            normalise(field, &mut self.buffer);
            if self.buffer.len() == start {
                self.buffer.truncate(before);
            }
        }
        // A text of nothing but punctuation has no normal form; it is then only equal to itself.
        let normalised = if self.buffer.is_empty() {
            self.normalised.digest(&parts).prefix()
        } else {
            self.normalised.digest(&[self.buffer.as_bytes()]).prefix()
        };
        Fingerprint { exact, normalised }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{Role, Text, Turn};

    fn maker() -> Fingerprinter {
        Fingerprinter::new(&Key::derive("test", b"k"))
    }

    #[test]
    fn a_pair_and_its_conversation_are_the_same() {
        let pair = Body::Pair { system: None, prompt: Text::new("Q?"), completion: Text::new("A.") };
        let turns = vec![
            Turn { role: Role::User, text: Text::new("Q?") },
            Turn { role: Role::Assistant, text: Text::new("A.") },
        ];
        let conversation = Body::Conversation { system: None, turns };
        assert_eq!(maker().body(&pair), maker().body(&conversation));
    }

    #[test]
    fn a_folded_system_text_is_the_same_in_normal_form_only() {
        let apart = maker().fields(&["Be brief.", "Q?", "A."]);
        let folded = maker().fields(&["Be brief.\n\nQ?", "A."]);
        assert_eq!(apart.normalised, folded.normalised);
        assert_ne!(apart.exact, folded.exact);
    }

    #[test]
    fn punctuation_only_is_not_all_alike() {
        assert_ne!(maker().fields(&["?"]).normalised, maker().fields(&["!"]).normalised);
        assert_ne!(maker().fields(&["?", "a"]).normalised, maker().fields(&["!"]).normalised);
    }
}
