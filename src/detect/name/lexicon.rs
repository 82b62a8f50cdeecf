//! What is known of a word: whether people are called so, and what else it may be.
//!
//! A word's class is one byte in an open hash table beside 24 bits of the word's hash, so that a look-up costs one or two reads of
//! memory and the table of some 70,000 words takes a megabyte. Two words of the same slot and the same 24 bits would be taken for
//! each other: about one unknown word in ten million.

use std::sync::{Arc, OnceLock};

use super::fold::{Folded, MAX_WORD};
use crate::rules::RuleSet;

/// What a word is known as. Several may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::detect) struct Class(u8);

impl Class {
    const GIVEN: Self = Self(1);
    const SURNAME: Self = Self(1 << 1);
    const WORD: Self = Self(1 << 2);
    const AMBIGUOUS: Self = Self(1 << 3);
    const BREAK: Self = Self(1 << 4);
    const ORGANISATION: Self = Self(1 << 5);

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// People are called so, by either name.
    pub(in crate::detect) fn is_name(self) -> bool {
        self.has(Self(Self::GIVEN.0 | Self::SURNAME.0))
    }

    /// A given name.
    pub(in crate::detect) fn is_given(self) -> bool {
        self.has(Self::GIVEN)
    }

    /// A surname.
    pub(in crate::detect) fn is_surname(self) -> bool {
        self.has(Self::SURNAME)
    }

    /// It means something else as well, or nothing but something else.
    pub(in crate::detect) fn is_ambiguous(self) -> bool {
        self.has(Self(Self::WORD.0 | Self::AMBIGUOUS.0 | Self::BREAK.0 | Self::ORGANISATION.0))
    }

    /// A given name and nothing else.
    pub(in crate::detect) fn is_strong_given(self) -> bool {
        self.is_given() && !self.is_ambiguous()
    }

    /// A surname and nothing else.
    pub(in crate::detect) fn is_strong_surname(self) -> bool {
        self.is_surname() && !self.is_ambiguous()
    }

    /// A word of the language, a place or a brand, and no name.
    pub(in crate::detect) fn is_other(self) -> bool {
        self.is_ambiguous() && !self.is_name()
    }

    /// A place, a brand or a month.
    pub(in crate::detect) fn is_place(self) -> bool {
        self.has(Self::AMBIGUOUS)
    }

    /// No name goes on over it.
    pub(in crate::detect) fn is_break(self) -> bool {
        self.has(Self::BREAK)
    }

    /// What it stands beside is called after a person at best.
    pub(in crate::detect) fn is_organisation(self) -> bool {
        self.has(Self::ORGANISATION)
    }

    /// In no list.
    pub(in crate::detect) fn is_unknown(self) -> bool {
        self.0 == 0
    }

    /// What both have, for the halves of a hyphenated word.
    fn joined(self, other: Self) -> Self {
        Self((self.0 & other.0) | ((self.0 | other.0) & (Self::BREAK.0 | Self::ORGANISATION.0)))
    }
}

/// The lists, and what a word in each of them is.
const LISTS: [(&str, Class); 6] = [
    ("given-names", Class::GIVEN),
    ("surnames", Class::SURNAME),
    ("common-words", Class::WORD),
    ("ambiguous-names", Class::AMBIGUOUS),
    ("not-names", Class::BREAK),
    ("organisation-words", Class::ORGANISATION),
];

/// The words of all lists.
#[derive(Default)]
pub(in crate::detect) struct Lexicon {
    /// 24 bits of hash above 8 bits of class; 0 is empty. A power of two of them, or none.
    slots: Vec<u32>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("slots", &self.slots.len()).finish()
    }
}

impl Lexicon {
    /// The lexicon of the rules' gazetteers. That of the embedded ones is built once in a process.
    pub(in crate::detect) fn of(rules: &RuleSet) -> Arc<Self> {
        static EMBEDDED: OnceLock<Arc<Lexicon>> = OnceLock::new();
        let build = || Arc::new(Self::new(LISTS.iter().map(|(name, class)| (rules.gazetteer(name), *class))));
        if rules.has_own_gazetteers() { build() } else { Arc::clone(EMBEDDED.get_or_init(build)) }
    }

    /// Builds the table from lists as `rules/gazetteers` holds them.
    fn new<'l>(lists: impl Iterator<Item = (&'l str, Class)> + Clone) -> Self {
        let words = |text: &'l str| text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        let count: usize = lists.clone().map(|(text, _)| words(text).count()).sum();
        let mut lexicon = Self { slots: vec![0; (count * 2).next_power_of_two()] };
        for (text, class) in lists {
            for word in words(text) {
                if let Some(folded) = Folded::new(word) {
                    lexicon.insert(folded.as_bytes(), class);
                }
            }
        }
        lexicon
    }

    fn insert(&mut self, word: &[u8], class: Class) {
        let (mut place, tag) = self.place(word);
        loop {
            let Some(slot) = self.slots.get_mut(place) else { return };
            if *slot == 0 || *slot >> 8 == tag {
                *slot |= tag << 8 | u32::from(class.0);
                return;
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    fn place(&self, word: &[u8]) -> (usize, u32) {
        let hash = hash(word);
        // The table is far smaller than 2^32 slots, and a tag has 24 bits.
        let place = (hash & u64::from(u32::MAX)) as usize & self.slots.len().saturating_sub(1);
        (place, (hash >> 40) as u32)
    }

    fn folded(&self, word: &[u8]) -> Class {
        let (mut place, tag) = self.place(word);
        loop {
            match self.slots.get(place) {
                None | Some(0) => return Class::default(),
                Some(slot) if slot >> 8 == tag => return Class((slot & 0xFF) as u8),
                Some(_) => place = (place + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// The class of a word of ASCII letters. The cheap way for most words of a text.
    pub(in crate::detect) fn ascii(&self, word: &[u8]) -> Class {
        if word.len() > MAX_WORD {
            return Class::default();
        }
        let mut lower = [0; MAX_WORD];
        for (to, from) in lower.iter_mut().zip(word) {
            *to = from | 0x20;
        }
        self.folded(lower.get(..word.len()).unwrap_or_default())
    }

    /// The class of a word. Of a hyphenated one that is in no list it is what its parts have in common.
    pub(in crate::detect) fn class(&self, word: &str) -> Class {
        if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return self.ascii(word.as_bytes());
        }
        let whole = Folded::new(word).map_or(Class::default(), |folded| self.folded(folded.as_bytes()));
        if !whole.is_unknown() || !word.contains('-') {
            return whole;
        }
        let class = |part| Folded::new(part).map_or(Class::default(), |folded| self.folded(folded.as_bytes()));
        word.split('-').map(class).reduce(Class::joined).unwrap_or_default()
    }
}

/// A hash of short words, eight bytes a step (the multiplier is the golden ratio's, as in Fibonacci hashing).
fn hash(word: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = word.len() as u64;
    for chunk in word.chunks(8) {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(chunk) {
            *to = *from;
        }
        hash = (hash.rotate_left(29) ^ u64::from_le_bytes(bytes)).wrapping_mul(MULTIPLIER);
        hash ^= hash >> 32;
    }
    hash.wrapping_mul(MULTIPLIER)
}

#[cfg(test)]
pub(in crate::detect) fn embedded() -> Arc<Lexicon> {
    Lexicon::of(&RuleSet::load(&[], None).unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_classes() {
        let lexicon = embedded();
        assert!(lexicon.class("Chidinma").is_strong_given());
        assert!(lexicon.class("Núñez").is_strong_surname());
        assert!(lexicon.class("OKAFOR").is_strong_surname());
        assert!(lexicon.class("Grace").is_given() && lexicon.class("Grace").is_ambiguous());
        assert!(lexicon.class("Paris").is_ambiguous());
        assert!(lexicon.class("Anne-Lise").is_given());
        assert!(lexicon.class("University").is_organisation());
        assert!(lexicon.class("Monday").is_break());
        assert!(lexicon.class("table").is_other());
        assert!(lexicon.class("Xyzzyplugh").is_unknown() && lexicon.class("Иван").is_unknown());
        assert!(lexicon.class(&"a".repeat(99)).is_unknown());
    }

    #[test]
    fn a_table_without_words_knows_nothing() {
        assert!(Lexicon::default().class("Ada").is_unknown());
        assert!(Lexicon::new(std::iter::once(("# nothing", Class::GIVEN))).class("Ada").is_unknown());
    }

    #[test]
    fn every_list_word_is_found_again() {
        let rules = RuleSet::load(&[], None).unwrap();
        let lexicon = embedded();
        for (name, class) in LISTS {
            let text = rules.gazetteer(name);
            let words = text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
            let mut count = 0;
            for word in words {
                assert!(lexicon.class(word).has(class), "{name}: {word}");
                count += 1;
            }
            assert!(count > 100, "{name} holds {count} words");
        }
    }
}
