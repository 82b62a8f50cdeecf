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
    const PREFIX: Self = Self(1 << 6);

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
        self.has(Self(Self::WORD.0 | Self::AMBIGUOUS.0 | Self::BREAK.0 | Self::ORGANISATION.0 | Self::PREFIX.0))
    }

    /// A given name and nothing else.
    pub(in crate::detect) fn is_strong_given(self) -> bool {
        self.is_given() && !self.is_ambiguous()
    }

    /// A surname and nothing else.
    pub(in crate::detect) fn is_strong_surname(self) -> bool {
        self.is_surname() && !self.is_ambiguous()
    }

    /// A name and nothing else.
    pub(in crate::detect) fn is_strong(self) -> bool {
        self.is_name() && !self.is_ambiguous()
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

    /// What follows it is a place's or a street's name.
    pub(in crate::detect) fn is_place_prefix(self) -> bool {
        self.has(Self::PREFIX)
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
        Self((self.0 & other.0) | ((self.0 | other.0) & (Self::BREAK.0 | Self::ORGANISATION.0 | Self::PREFIX.0)))
    }
}

/// The lists, and what a word in each of them is.
const LISTS: [(&str, Class); 7] = [
    ("given-names", Class::GIVEN),
    ("surnames", Class::SURNAME),
    ("common-words", Class::WORD),
    ("ambiguous-names", Class::AMBIGUOUS),
    ("not-names", Class::BREAK),
    ("organisation-words", Class::ORGANISATION),
    ("place-prefixes", Class::PREFIX),
];

/// Bits of the filter for names, as a power of two: some 35,000 words set an eighth of them, and 32 KiB stay in a near cache.
const FILTER_BITS: u32 = 18;

/// The words of all lists.
#[derive(Default)]
pub(in crate::detect) struct Lexicon {
    /// 24 bits of hash above 8 bits of class; 0 is empty. A power of two of them, or none.
    slots: Vec<u32>,
    /// A bit for each hash of a name: nearly every word of a text is turned away here.
    names: Vec<u64>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("slots", &self.slots.len()).finish_non_exhaustive()
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
        let mut lexicon =
            Self { slots: vec![0; (count * 2).next_power_of_two()], names: vec![0; 1 << (FILTER_BITS - 6)] };
        for (text, class) in lists {
            for word in words(text) {
                if let Some(folded) = Folded::new(word) {
                    lexicon.insert(hash(folded.as_bytes()), class);
                }
            }
        }
        lexicon
    }

    fn insert(&mut self, hash: u64, class: Class) {
        if class.is_name() {
            let (place, bit) = filter(hash);
            self.names.get_mut(place).into_iter().for_each(|bits| *bits |= bit);
        }
        let (mut place, tag) = self.place(hash);
        loop {
            let Some(slot) = self.slots.get_mut(place) else { return };
            if *slot == 0 || *slot >> 8 == tag {
                *slot |= tag << 8 | u32::from(class.0);
                return;
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    fn place(&self, hash: u64) -> (usize, u32) {
        let [low, .., a, b, c] = hash.to_le_bytes();
        let place = usize::try_from(hash & u64::from(u32::MAX)).unwrap_or(usize::from(low));
        (place & self.slots.len().saturating_sub(1), u32::from_le_bytes([a, b, c, 0]))
    }

    fn get(&self, hash: u64) -> Class {
        let (mut place, tag) = self.place(hash);
        loop {
            match self.slots.get(place) {
                None | Some(0) => return Class::default(),
                Some(slot) if slot >> 8 == tag => return Class(slot.to_le_bytes()[0]),
                Some(_) => place = (place + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// The class of the word at `start..end` of a text, if it may be a name; nothing otherwise. The word is of ASCII letters.
    pub(in crate::detect) fn name_at(&self, bytes: &[u8], start: usize, end: usize) -> Class {
        let hash = hash_at(bytes, start, end);
        let (place, bit) = filter(hash);
        if self.names.get(place).is_some_and(|bits| bits & bit != 0) { self.get(hash) } else { Class::default() }
    }

    /// The class of the word at `start..end` of a text. The word is of ASCII letters.
    pub(in crate::detect) fn class_at(&self, bytes: &[u8], start: usize, end: usize) -> Class {
        self.get(hash_at(bytes, start, end))
    }

    /// The class of a word. Of a hyphenated one that is in no list it is what its parts have in common.
    pub(in crate::detect) fn class(&self, word: &str) -> Class {
        if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return self.class_at(word.as_bytes(), 0, word.len());
        }
        // Without its mark it is a given name, of Poland and of Norway.
        let word = if matches!(word, "Olá" | "olá" | "OLÁ") { "hola" } else { word };
        let class = |part| Folded::new(part).map_or(Class::default(), |folded| self.get(hash(folded.as_bytes())));
        let whole = class(word);
        if !whole.is_unknown() || !word.contains('-') {
            return whole;
        }
        word.split('-').map(class).reduce(Class::joined).unwrap_or_default()
    }
}

/// Where a hash stands in the filter.
fn filter(hash: u64) -> (usize, u64) {
    let place = hash >> (64 - FILTER_BITS);
    (usize::try_from(place >> 6).unwrap_or(0), 1 << (place & 63))
}

/// Small letters of eight bytes of ASCII letters.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// A hash of a folded word.
fn hash(word: &[u8]) -> u64 {
    let mut eights = [0; MAX_WORD / 8];
    for (eight, chunk) in eights.iter_mut().zip(word.chunks(8)) {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        *eight = u64::from_le_bytes(bytes);
    }
    mix(eights, word.len())
}

/// The hash of the word at `start..end`, of ASCII letters in either case, as if it were folded. Words end before texts do as a rule,
/// so that whole eights can be read and what lies behind the word masked.
fn hash_at(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let mut eights = [0; MAX_WORD / 8];
    for (place, eight) in eights.iter_mut().enumerate() {
        let Some(left) = length.checked_sub(place * 8).filter(|left| *left > 0) else { break };
        let rest = bytes.get(start + place * 8..).unwrap_or_default();
        let read = match rest.first_chunk::<8>() {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => rest.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
        };
        let mask = if left >= 8 { u64::MAX } else { (1 << (left * 8)) - 1 };
        *eight = (read | SMALL) & mask;
    }
    // A longer word than any list has is told from all of them by its length.
    mix(eights, length)
}

/// Multiplies and folds (the multipliers are odd constants of good spread, the first the golden ratio's).
fn mix(eights: [u64; MAX_WORD / 8], length: usize) -> u64 {
    const MULTIPLIERS: [u64; 3] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9];
    let mut hash = length as u64;
    for (eight, multiplier) in eights.iter().zip(MULTIPLIERS).take(length.div_ceil(8)) {
        hash = (hash ^ eight).wrapping_mul(multiplier);
        hash ^= hash >> 29;
    }
    hash.wrapping_mul(MULTIPLIERS[0]) ^ hash >> 32
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
            assert!(count > 40, "{name} holds {count} words");
        }
    }
}
