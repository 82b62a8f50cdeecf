//! Words around a value, and in the name of its field, that speak for or against it.
//!
//! A word is a run of letters and digits of any script. Words are compared whole and in lower case, phrases word by word or
//! written together (`phone number`, `phone_number`, `phonenumber`). Placeholders such as `[EMAIL_ADDRESS]` and values that
//! are findings themselves are passed over (`words`). What speaks against a value must stand before it or in its own clause.

use std::collections::BTreeMap;

use super::words::Words;
use crate::rules::ContextSection;

/// What each word between takes off a boost, so that of two rules the one whose word is nearer wins.
const DISTANCE_COST: f32 = 0.01;

/// Whether a word speaks for or against a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    For,
    Against,
}

/// The compiled context of a rule.
#[derive(Debug, Clone)]
pub(super) struct ContextRule {
    window: usize,
    boost: f32,
    penalty: f32,
    /// By first word: the words that must follow, and what the phrase says.
    phrases: BTreeMap<Box<str>, Vec<Phrase>>,
    openings: Openings,
}

/// Which first bytes the first words of phrases have, by length: nearly every word of a text is turned away here, before it is
/// compared with anything.
#[derive(Debug, Clone, Default)]
struct Openings([u64; 32]);

impl Openings {
    fn add(&mut self, word: &str) {
        if let Some(bits) = self.0.get_mut(word.len() % 32) {
            *bits |= Self::bit(word);
        }
    }

    fn may_hold(&self, word: &str) -> bool {
        self.0.get(word.len() % 32).is_some_and(|bits| bits & Self::bit(word) != 0)
    }

    fn bit(word: &str) -> u64 {
        1 << (word.bytes().next().unwrap_or(0) % 64)
    }
}

#[derive(Debug, Clone)]
struct Phrase {
    rest: Vec<Box<str>>,
    voice: Voice,
}

impl ContextRule {
    pub(super) fn new(section: &ContextSection) -> Self {
        let mut rule = Self {
            window: section.window,
            boost: section.boost,
            penalty: section.penalty,
            phrases: BTreeMap::new(),
            openings: Openings::default(),
        };
        section.words.iter().for_each(|phrase| rule.add(phrase, Voice::For));
        section.negative.iter().for_each(|phrase| rule.add(phrase, Voice::Against));
        rule.phrases.keys().for_each(|word| rule.openings.add(word));
        rule
    }

    fn add(&mut self, phrase: &str, voice: Voice) {
        let words: Vec<Box<str>> = phrase
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| word.to_lowercase().into_boxed_str())
            .collect();
        let Some((first, rest)) = words.split_first() else { return };
        self.phrases.entry(first.clone()).or_default().push(Phrase { rest: rest.to_vec(), voice });
        if !rest.is_empty() {
            self.phrases.entry(words.concat().into()).or_default().push(Phrase { rest: Vec::new(), voice });
        }
    }

    /// The forms in which a first word of a phrase for the value may stand in a text. ASCII letters in either case are meant.
    pub(super) fn triggers(&self) -> impl Iterator<Item = String> {
        let first = |phrases: &Vec<Phrase>| phrases.iter().any(|phrase| phrase.voice == Voice::For);
        self.phrases.iter().filter(move |(_, phrases)| first(phrases)).flat_map(|(word, _)| {
            let mut letters = word.chars();
            let capital =
                letters.next().map(char::to_uppercase).into_iter().flatten().collect::<String>() + letters.as_str();
            let forms = [word.to_string(), word.to_uppercase(), capital];
            forms.map(|form| form.to_ascii_lowercase()).into_iter().collect::<std::collections::BTreeSet<_>>()
        })
    }

    /// Whether any word could change anything.
    pub(super) fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// What a score becomes at best.
    pub(super) fn best(&self, score: f32) -> f32 {
        if self.is_empty() { score } else { (score + self.boost).min(1.0) }
    }

    /// Score and kind of context, given what the field's name says.
    pub(super) fn apply(&self, score: f32, near: &Words, field: Option<Voice>) -> (f32, crate::core::Context) {
        use crate::core::Context;
        let support = self.nearest(near, Voice::For);
        let objection = self.nearest(near, Voice::Against);
        let raise = |by: f32| (score + by).clamp(0.0, 1.0);
        match (support, objection, field) {
            (Some(near), far, _) if far.is_none_or(|far| near <= far) => {
                (raise(self.boost - DISTANCE_COST * near as f32), Context::Word)
            }
            (_, Some(_), _) | (None, None, Some(Voice::Against)) => (raise(-self.penalty), Context::Negative),
            (None, None, Some(Voice::For)) => (raise(self.boost), Context::Field),
            _ => (score, Context::None),
        }
    }

    /// Words between the value and the nearest phrase of this voice.
    fn nearest(&self, near: &Words, voice: Voice) -> Option<usize> {
        let before = (0..near.befores().min(self.window)).find(|&place| {
            self.says(near.before(place), voice, |offset| place.checked_sub(offset).map(|place| near.before(place)))
        });
        // What speaks against a value stands before it or in its own clause: the next one is about something else.
        let reach = if voice == Voice::Against { self.window.min(near.in_clause()) } else { self.window };
        let after = (0..near.afters().min(reach)).find(|&place| {
            self.says(near.after(place), voice, |offset| {
                (place + offset < near.afters()).then(|| near.after(place + offset))
            })
        });
        // A label stands before its value more often than after it.
        before.into_iter().chain(after.map(|place| place + 1)).min()
    }

    fn says<'w>(&self, word: &str, voice: Voice, next: impl Fn(usize) -> Option<&'w str>) -> bool {
        if !self.openings.may_hold(word) {
            return false;
        }
        let Some(phrases) = self.phrases.get(word) else { return false };
        phrases
            .iter()
            .filter(|phrase| phrase.voice == voice)
            .any(|phrase| phrase.rest.iter().enumerate().all(|(index, expected)| next(index + 1) == Some(expected)))
    }

    /// What the words of a field's name say: for, if any phrase for the value is in it; then against.
    pub(super) fn field(&self, words: &[String]) -> Option<Voice> {
        let says = |voice| {
            words
                .iter()
                .enumerate()
                .any(|(index, word)| self.says(word, voice, |offset| words.get(index + offset).map(String::as_str)))
        };
        [Voice::For, Voice::Against].into_iter().find(|voice| says(*voice))
    }
}

/// The lower-case words of a field's name: `customer.phoneNumber`, `phone_number`, `/contact/phone-number`.
pub(super) fn field_words(field: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut previous_lower = false;
    for character in field.chars() {
        let boundary = !character.is_alphanumeric() || (previous_lower && character.is_uppercase());
        if boundary && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
        previous_lower = character.is_lowercase() || character.is_numeric();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{Context, Span};

    fn rule() -> ContextRule {
        ContextRule::new(&ContextSection {
            window: 3,
            words: ["phone number", "tel", "Téléphone"].map(str::to_owned).to_vec(),
            boost: 0.5,
            negative: vec!["order".to_owned()],
            penalty: 0.25,
        })
    }

    fn judge(marked: &str) -> Context {
        let example = crate::rules::Example::parse(marked).unwrap();
        let mut words = Words::default();
        words.collect(&example.text, example.spans[0], 3, &example.spans[1..]);
        rule().apply(0.5, &words, None).1
    }

    #[test]
    fn words_count_whole_and_within_the_window() {
        for (text, context) in [
            ("tel ⟦1⟧", Context::Word),
            ("TEL.: ⟦1⟧", Context::Word),
            ("téléphone ⟦1⟧", Context::Word),
            ("hotel ⟦1⟧", Context::None),
            ("⟦1⟧ is my tel", Context::Word),
            ("tel a b ⟦1⟧", Context::Word),
            ("tel a b c ⟦1⟧", Context::None),
            ("phone ⟦1⟧", Context::None),
            ("phone number: ⟦1⟧", Context::Word),
            ("⟦1⟧ (phone number)", Context::Word),
            ("phoneNumber=⟦1⟧", Context::Word),
            ("phone_number=⟦1⟧", Context::Word),
            ("number phone ⟦1⟧", Context::None),
            ("order ⟦1⟧", Context::Negative),
            ("tel order ⟦1⟧", Context::Negative),
            ("order tel ⟦1⟧", Context::Word),
            ("⟦1⟧ is an order", Context::Negative),
            ("⟦1⟧. The order", Context::None),
            ("⟦1⟧, last order", Context::None),
            ("⟦1⟧. My tel", Context::Word),
            ("tel [US_SSN] [EMAIL_ADDRESS] a b ⟦1⟧", Context::Word),
            ("[TEL] ⟦1⟧", Context::None),
            ("⟦1⟧ [X] a b tel", Context::Word),
        ] {
            assert_eq!(judge(text), context, "{text}");
        }
    }

    #[test]
    fn other_values_take_no_room() {
        let text = "tel a b c d 1";
        let mut words = Words::default();
        words.collect(text, Span::new(12, 13), 3, &[Span::new(4, 5)]);
        assert_eq!(rule().apply(0.5, &words, None).1, Context::None);
        words.collect(text, Span::new(12, 13), 3, &[Span::new(4, 7)]);
        assert_eq!(rule().apply(0.5, &words, None).1, Context::Word);
    }

    #[test]
    fn nearer_words_weigh_more() {
        let score = |marked: &str| {
            let example = crate::rules::Example::parse(marked).unwrap();
            let mut words = Words::default();
            words.collect(&example.text, example.spans[0], 3, &[]);
            rule().apply(0.25, &words, None).0
        };
        assert!(score("tel ⟦1⟧") > score("tel a ⟦1⟧"));
        assert!(score("tel ⟦1⟧") > score("⟦1⟧ tel"));
    }

    #[test]
    fn field_names_are_split_into_words() {
        assert_eq!(field_words("/contact/phoneNumber"), ["contact", "phone", "number"]);
        assert_eq!(field_words("PHONE_NUMBER"), ["phone", "number"]);
        assert_eq!(rule().field(&field_words("homePhoneNumber")), Some(Voice::For));
        assert_eq!(rule().field(&field_words("hotel")), None);
        assert_eq!(rule().field(&field_words("order_id")), Some(Voice::Against));
        let (score, context) = rule().apply(0.25, &Words::default(), Some(Voice::For));
        assert_eq!((score, context), (0.75, Context::Field));
    }
}
