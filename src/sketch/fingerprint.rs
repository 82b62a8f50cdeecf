//! Short keyed hashes of what a record says.

use super::normalise;
use crate::core::{Body, Key};

/// Makes 64-bit keyed hashes of the normal form of texts; keeps its buffer from one to the next.
///
/// Fields run together, so that a system text counts the same before the prompt and in it. Among n texts two different ones
/// meet by chance with a probability of about n²/2⁶⁵ (for ten million: three in a million); such a meeting puts two records
/// into one group, which harms nothing.
#[derive(Debug, Clone)]
pub struct Fingerprinter {
    key: Key,
    buffer: Vec<u8>,
    last: Option<u64>,
}

impl Fingerprinter {
    /// A fingerprinter whose hashes mean nothing without `key`.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        Self { key: key.purpose("scrubjay 2026-11 normalised fingerprint"), buffer: Vec::new(), last: None }
    }

    /// The fingerprint of a body.
    pub fn body(&mut self, body: &Body) -> u64 {
        self.texts(body.fields().map(|(_, text)| text.expose()))
    }

    /// The fingerprint of a list of texts.
    pub fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str> + Clone) -> u64 {
        let fingerprint = self.read(texts);
        self.last = Some(fingerprint);
        fingerprint
    }

    /// The normal form that the last fingerprint was made of, if it was this one: for who needs it too. Record text.
    #[must_use]
    pub fn normal_of(&self, fingerprint: u64) -> Option<&[u8]> {
        (self.last == Some(fingerprint)).then_some(&self.buffer)
    }

    fn read<'t>(&mut self, texts: impl Iterator<Item = &'t str> + Clone) -> u64 {
        self.buffer.clear();
        for text in texts.clone() {
            let before = self.buffer.len();
            if before > 0 {
                self.buffer.push(b' ');
            }
            let start = self.buffer.len();
            normalise(text, &mut self.buffer);
            if self.buffer.len() == start {
                self.buffer.truncate(before);
            }
        }
        // A text of nothing but punctuation has no normal form; it is then only equal to itself.
        if self.buffer.is_empty() {
            let parts: Vec<&[u8]> = texts.map(str::as_bytes).collect();
            return self.key.purpose("as it stands").digest(&parts).prefix();
        }
        self.key.digest(&[&self.buffer]).prefix()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{Role, Text, Turn};

    fn of(texts: &[&str]) -> u64 {
        Fingerprinter::new(&Key::derive("test", b"k")).texts(texts.iter().copied())
    }

    #[test]
    fn a_pair_and_its_conversation_are_the_same() {
        let pair = Body::Pair { system: None, prompt: Text::new("Q?"), completion: Text::new("A.") };
        let turns = vec![
            Turn { role: Role::User, text: Text::new("Q?") },
            Turn { role: Role::Assistant, text: Text::new("A.") },
        ];
        let conversation = Body::Conversation { system: None, turns };
        let mut maker = Fingerprinter::new(&Key::derive("test", b"k"));
        assert_eq!(maker.body(&pair), maker.body(&conversation));
    }

    #[test]
    fn a_folded_system_text_is_the_same() {
        assert_eq!(of(&["Be brief.", "Q?", "A."]), of(&["Be brief.\n\nQ?", "A."]));
    }

    #[test]
    fn punctuation_only_is_not_all_alike() {
        assert_ne!(of(&["?"]), of(&["!"]));
        assert_ne!(of(&["?", "a"]), of(&["!"]));
    }
}
