//! What the checks see of one record: keyed numbers.

use crate::core::{Body, Key, Role, Text};
use crate::sketch::{RecordSketch, Sketcher, WordHasher, Words, normalise};

/// One record as the checks see it. It holds no text.
#[derive(Debug, Clone)]
pub struct Item {
    /// Keyed hash of the texts as they stand.
    pub(super) exact: u64,
    /// Keyed hash of their normal form; none for a record without a word.
    pub(super) normalised: Option<u64>,
    /// The user's turns.
    pub(super) prompt: Option<Part>,
    /// The assistant's turns.
    pub(super) answer: Option<Part>,
    /// The shingles of all texts but the system text.
    pub(super) sketch: RecordSketch,
    /// Keyed hashes of the words: all texts but the system text for a protected record, all texts for one that is looked
    /// through.
    pub(super) words: Vec<u64>,
    /// Which of the words are the user's: first and one past the last, turn by turn. Of protected dialogues only.
    pub(super) asked: Vec<(usize, usize)>,
    /// What is known of the record beside its texts.
    pub(super) facts: Facts,
}

/// A part of a dialogue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Keyed hash of its normal form.
    pub(super) key: u64,
    /// Words in it.
    pub(super) words: u32,
}

/// What is known of a record beside its texts, as keyed numbers. [`ItemMaker`] makes them.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Values of the group fields.
    pub groups: Vec<u64>,
    /// The document that the record is a passage of.
    pub document: Option<u64>,
    /// When it was made, in seconds since 1970.
    pub created: Option<i64>,
    /// Seeds that a synthetic record descends from, and its own id, by which others may name it as their seed.
    pub descent: Vec<u64>,
    /// Personal values in it, or their surrogates.
    pub values: Vec<u64>,
}

/// Makes [`Item`]s on one thread; all makers with the same key make the same.
#[derive(Debug)]
pub struct ItemMaker {
    exact: Key,
    part: Key,
    facts: Key,
    sketcher: Sketcher,
    hasher: WordHasher,
    words: Words,
    buffer: Vec<u8>,
}

impl ItemMaker {
    /// A maker whose numbers mean nothing without `key`.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        let sketcher = Sketcher::new(key);
        Self {
            exact: key.purpose("scrubjay 2026-11 leak exact"),
            part: key.purpose("scrubjay 2026-11 leak part"),
            facts: key.purpose("scrubjay 2026-11 leak facts"),
            hasher: sketcher.hasher().clone(),
            sketcher,
            words: Words::default(),
            buffer: Vec::new(),
        }
    }

    /// A record of a side that is protected: holdout, validation, reference.
    pub fn protected(&mut self, body: &Body, facts: Facts) -> Item {
        self.item(body, facts, false)
    }

    /// A record that is looked through for protected ones. Its system text is looked through as well: examples in it may be
    /// taken from the holdout.
    pub fn examined(&mut self, body: &Body, facts: Facts) -> Item {
        self.item(body, facts, true)
    }

    fn item(&mut self, body: &Body, facts: Facts, with_system: bool) -> Item {
        let parts: Vec<&[u8]> = body.fields().map(|(_, text)| text.expose().as_bytes()).collect();
        let exact = self.exact.digest(&parts).prefix();
        let asked = if with_system { Vec::new() } else { self.asked(body) };
        let sketch = self.sketcher.texts(spoken(body));
        let words = match system(body).filter(|_| with_system) {
            None => self.sketcher.words().hashes().to_vec(),
            Some(system) => {
                self.words.read(&self.hasher, std::iter::once(system).chain(spoken(body)));
                self.words.hashes().to_vec()
            }
        };
        Item {
            exact,
            normalised: (sketch.words > 0).then(|| self.whole(body, sketch.normalised)),
            prompt: self.role(body, Role::User),
            answer: self.role(body, Role::Assistant),
            sketch,
            words,
            asked,
            facts,
        }
    }

    /// Places of the user's turns among the words of all turns. Words of one text do not depend on what stands before it.
    fn asked(&mut self, body: &Body) -> Vec<(usize, usize)> {
        let turns: Vec<(bool, &str)> = match body {
            Body::Document { .. } => Vec::new(),
            Body::Pair { prompt, completion, .. } => vec![(true, prompt.expose()), (false, completion.expose())],
            Body::Conversation { turns, .. } => {
                turns.iter().map(|turn| (turn.role == Role::User, turn.text.expose())).collect()
            }
        };
        let mut asked = Vec::new();
        let mut at = 0;
        for (is_user, text) in turns {
            self.words.read(&self.hasher, std::iter::once(text));
            let start = at;
            at += self.words.len();
            asked.extend((is_user && at > start).then_some((start, at)));
        }
        asked
    }

    /// The normal form of the whole record, its system text included.
    fn whole(&mut self, body: &Body, spoken: u64) -> u64 {
        match system(body) {
            None => self.part.digest(&[&spoken.to_le_bytes()]).prefix(),
            Some(system) => {
                self.buffer.clear();
                normalise(system, &mut self.buffer);
                self.part.digest(&[&spoken.to_le_bytes(), &self.buffer]).prefix()
            }
        }
    }

    fn role(&mut self, body: &Body, role: Role) -> Option<Part> {
        let texts: Vec<&str> = match body {
            Body::Document { .. } => return None,
            Body::Pair { prompt, completion, .. } => {
                vec![if role == Role::User { prompt.expose() } else { completion.expose() }]
            }
            Body::Conversation { turns, .. } => {
                turns.iter().filter(|turn| turn.role == role).map(|turn| turn.text.expose()).collect()
            }
        };
        self.words.read(&self.hasher, texts.into_iter());
        let words = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        (words > 0).then(|| Part { key: self.part.digest(&[self.words.normal()]).prefix(), words })
    }

    /// A group value, the name or address of a source document, or the id of a seed, as a number for [`Facts`]. `what` keeps
    /// values of different fields apart; ids and seeds must be given under the same.
    #[must_use]
    pub fn fact(&self, what: &str, value: &str) -> u64 {
        self.facts.digest(&[what.as_bytes(), value.trim().as_bytes()]).prefix()
    }

    /// The descent of a synthetic record for [`Facts::descent`]: it meets records of the same seed, the record that is its seed,
    /// and records whose seed it is. Two records that merely have the same id do not meet.
    #[must_use]
    pub fn descent(&self, seed: Option<&str>, id: Option<&str>, protected: bool) -> Vec<u64> {
        let (seed_meets, id_meets) =
            if protected { ("protected seed", "protected id") } else { ("protected id", "protected seed") };
        let siblings = seed.map(|seed| self.fact("seed", seed));
        let parent = seed.map(|seed| self.fact(seed_meets, seed));
        let child = id.map(|id| self.fact(id_meets, id));
        siblings.into_iter().chain(parent).chain(child).collect()
    }

    /// A personal value or its surrogate for [`Facts::values`]; case, white space and punctuation do not matter.
    pub fn value(&mut self, value: &str) -> u64 {
        self.buffer.clear();
        normalise(value, &mut self.buffer);
        self.facts.digest(&[b"value", &self.buffer]).prefix()
    }
}

fn system(body: &Body) -> Option<&str> {
    match body {
        Body::Document { .. } => None,
        Body::Pair { system, .. } | Body::Conversation { system, .. } => system.as_ref().map(Text::expose),
    }
}

/// All texts but the system text.
fn spoken(body: &Body) -> impl Iterator<Item = &str> + Clone {
    let skipped = usize::from(body.has_system());
    body.fields().skip(skipped).map(|(_, text)| text.expose())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Turn;

    fn item(body: &Body) -> Item {
        ItemMaker::new(&Key::derive("test", b"k")).protected(body, Facts::default())
    }

    #[test]
    fn a_pair_and_its_conversation_are_the_same() {
        let pair = Body::Pair { system: None, prompt: Text::new("Is it so?"), completion: Text::new("Yes, it is.") };
        let turns = vec![
            Turn { role: Role::User, text: Text::new("Is it so?") },
            Turn { role: Role::Assistant, text: Text::new("Yes, it is.") },
        ];
        let (pair, conversation) = (item(&pair), item(&Body::Conversation { system: None, turns }));
        assert_eq!(pair.exact, conversation.exact);
        assert_eq!(pair.normalised, conversation.normalised);
        assert_eq!(pair.prompt.unwrap().key, conversation.prompt.unwrap().key);
        assert_eq!(pair.answer.unwrap().words, 3);
    }

    #[test]
    fn the_system_text_counts_where_the_whole_record_does() {
        let with = |system: Option<&str>| Body::Pair {
            system: system.map(Text::new),
            prompt: Text::new("Is it so?"),
            completion: Text::new("Yes."),
        };
        let (none, one, other) = (item(&with(None)), item(&with(Some("Be brief."))), item(&with(Some("be BRIEF"))));
        assert_ne!(none.normalised, one.normalised);
        assert_eq!(one.normalised, other.normalised);
        assert_ne!(one.exact, other.exact);
        assert_eq!(none.words, one.words);
        let examined = ItemMaker::new(&Key::derive("test", b"k")).examined(&with(Some("Be brief.")), Facts::default());
        assert_eq!(examined.words.len(), one.words.len() + 2);
    }
}
