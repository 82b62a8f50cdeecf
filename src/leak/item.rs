//! What the checks see of one record: keyed numbers.

use super::Reach;
use crate::core::{Body, Key, Role, Text};
use crate::sketch::{ShingleSet, TextHasher, WordHasher, Words, normalise};

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
    /// The shingles of all texts but the system text; none if near-duplicates are not looked for.
    pub(super) sets: Vec<ShingleSet>,
    /// Keyed hashes of the words: all texts but the system text for a protected record, all texts for one that is looked
    /// through. None if shared runs are not looked for.
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
    texts: TextHasher,
    facts: Key,
    hasher: WordHasher,
    reach: Reach,
    buffers: Buffers,
    buffer: Vec<u8>,
}

/// What is read of a record, text by text.
#[derive(Debug, Default)]
struct Buffers {
    /// One text.
    one: Words,
    /// All texts but the system text.
    spoken: Words,
    /// Normal forms of what the user says and of what is answered, with the number of their words.
    asked: (Vec<u8>, usize),
    answered: (Vec<u8>, usize),
}

impl ItemMaker {
    /// A maker whose numbers mean nothing without `key`.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        Self {
            texts: TextHasher::new(key),
            facts: key.purpose("scrubjay 2026-11 leak facts"),
            hasher: WordHasher::new(key),
            reach: Reach::default(),
            buffers: Buffers::default(),
            buffer: Vec::new(),
        }
    }

    /// Makes only what these checks need.
    #[must_use]
    pub fn reaching(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
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
        let exact = self.texts.hash(body.fields().map(|(_, text)| text.expose().as_bytes()));
        let asked = self.read(body);
        let Self { texts, hasher, buffers: Buffers { spoken, asked: user, answered, .. }, reach, .. } = self;
        let sets = [ShingleSet::of_words, ShingleSet::of_characters];
        let sets = sets.iter().filter(|_| reach.near).filter_map(|set| set(hasher, spoken)).collect();
        let part = |(normal, words): &(Vec<u8>, usize)| {
            let words = u32::try_from(*words).unwrap_or(u32::MAX);
            (words > 0).then(|| Part { key: texts.hash([normal.as_slice()]), words })
        };
        let (prompt, answer) = (part(user), part(answered));
        Item {
            exact,
            normalised: (!self.buffers.spoken.normal().is_empty()).then(|| self.whole(body)),
            prompt,
            answer,
            sets,
            words: if self.reach.runs { self.words(body, with_system) } else { Vec::new() },
            asked: if with_system { Vec::new() } else { asked },
            facts,
        }
    }

    /// Reads all texts but the system text. Gives the places of the user's turns among the words of all turns: words of one text
    /// do not depend on what stands before it.
    fn read(&mut self, body: &Body) -> Vec<(usize, usize)> {
        let Self { hasher, buffers: Buffers { one, spoken, asked, answered }, reach, .. } = self;
        for (normal, words) in [&mut *asked, &mut *answered] {
            normal.clear();
            *words = 0;
        }
        let turns: Vec<(bool, &str)> = match body {
            Body::Document { text } => {
                if reach.near || reach.runs {
                    spoken.read(hasher, std::iter::once(text.expose()));
                } else {
                    spoken.read_form(text.expose());
                }
                return Vec::new();
            }
            Body::Pair { prompt, completion, .. } => vec![(true, prompt.expose()), (false, completion.expose())],
            Body::Conversation { turns, .. } => {
                turns.iter().map(|turn| (turn.role == Role::User, turn.text.expose())).collect()
            }
        };
        spoken.clear();
        let mut places = Vec::new();
        for (is_user, text) in turns {
            one.read(hasher, std::iter::once(text));
            let start = spoken.len();
            spoken.append(one);
            places.extend((is_user && spoken.len() > start).then_some((start, spoken.len())));
            let (normal, words) = if is_user { &mut *asked } else { &mut *answered };
            if !normal.is_empty() && !one.normal().is_empty() {
                normal.push(b' ');
            }
            normal.extend_from_slice(one.normal());
            *words += one.len();
        }
        places
    }

    /// Hashes of the words that were read, with those of the system text before them if that counts.
    fn words(&mut self, body: &Body, with_system: bool) -> Vec<u64> {
        let Buffers { one, spoken, .. } = &mut self.buffers;
        let Some(system) = system(body).filter(|_| with_system) else { return spoken.hashes().to_vec() };
        one.read(&self.hasher, std::iter::once(system));
        [one.hashes(), spoken.hashes()].concat()
    }

    /// The normal form of the whole record, its system text included.
    fn whole(&mut self, body: &Body) -> u64 {
        let spoken = self.buffers.spoken.normal();
        let Some(system) = system(body) else { return self.texts.hash([spoken]) };
        self.buffer.clear();
        normalise(system, &mut self.buffer);
        self.texts.hash([spoken, &self.buffer])
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
