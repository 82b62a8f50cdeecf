//! Words around a value, and in the name of its field, that speak for or against it.
//!
//! A word is a run of letters and digits of any script; where a script puts no spaces between words, every letter is one
//! (`script`), so that a label is found within a sentence. Words are compared whole and in lower case, phrases word by word or
//! written together (`phone number`, `phone_number`, `phonenumber`). Placeholders such as `[EMAIL_ADDRESS]` and values that
//! are findings themselves are passed over (`words`). What speaks against a value must stand before it or in its own clause.

use std::collections::BTreeSet;

use super::script::{self, is_unspaced};
use super::vocabulary::{Token, Vocabulary};
use super::words::{Word, Words};
use crate::rules::ContextSection;

/// Most letters of a label without spaces that are looked for before it is compared in full. Few labels share as many with
/// other words, and a longer literal only makes a larger automaton.
const TRIGGER_LETTERS: usize = 6;

/// What may stand between the words of a label of short words: `t.i.n.`, `a/c no`, `id_no`.
const SEPARATORS: [&str; 7] = [".", " ", "-", "_", "/", ". ", ".-"];

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
    /// Most words of a phrase behind its first, which may lie beyond the window.
    longest: usize,
    boost: f32,
    penalty: f32,
    /// Whether a phrase speaks for no value but the one next to it.
    bound: bool,
    /// In the order of their first words.
    phrases: Vec<Phrase>,
    /// Classes of the first words: nearly every word of a text is turned away here.
    classes: u64,
    triggers: BTreeSet<Trigger>,
}

/// A literal that stands wherever a phrase for the value does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Trigger {
    /// The literal; ASCII letters in either case are meant.
    pub(super) literal: String,
    /// Whether it counts only where no ASCII letter or digit stands beside it.
    pub(super) whole: bool,
    /// The words that must stand before it, in lower case; the last is the nearest.
    pub(super) before: Vec<Box<str>>,
    /// The words that must follow it, in lower case.
    pub(super) after: Vec<Box<str>>,
}

#[derive(Debug, Clone)]
struct Phrase {
    first: Token,
    rest: Vec<Token>,
    voice: Voice,
}

/// Phrases written together make labels (`idno`), and of these another word: `sa id`, or the end of a file's name: `configure.ac`.
const OTHER_WORDS: [&str; 2] = ["said", "ac"];

impl ContextRule {
    pub(super) fn new(section: &ContextSection, vocabulary: &mut Vocabulary) -> Self {
        let mut rule = Self {
            window: section.window,
            longest: 0,
            boost: section.boost,
            penalty: section.penalty,
            bound: section.bound,
            phrases: Vec::new(),
            classes: 0,
            triggers: BTreeSet::new(),
        };
        section.words.iter().for_each(|phrase| rule.add(phrase, Voice::For, vocabulary));
        section.negative.iter().for_each(|phrase| rule.add(phrase, Voice::Against, vocabulary));
        rule.phrases.sort_by_key(|phrase| phrase.first);
        rule.classes = rule.phrases.iter().fold(0, |classes, phrase| classes | 1 << phrase.first.class());
        rule
    }

    fn add(&mut self, phrase: &str, voice: Voice, vocabulary: &mut Vocabulary) {
        let words: Vec<Box<str>> = script::words(phrase).map(|word| word.to_lowercase().into_boxed_str()).collect();
        let Some(first) = words.first() else { return };
        let unspaced = |word: &str| word.chars().next().is_some_and(is_unspaced);
        if voice == Voice::For {
            if unspaced(first) { self.trigger_letters(phrase) } else { self.trigger_words(&words) }
        }
        self.push(&words, voice, vocabulary);
        if words.len() > 1 && !words.iter().any(|word| unspaced(word)) {
            let together: [Box<str>; 1] = [words.concat().into()];
            if together.iter().any(|word| OTHER_WORDS.contains(&&**word)) {
                return;
            }
            if voice == Voice::For {
                self.trigger_words(&together);
            }
            self.push(&together, voice, vocabulary);
        }
    }

    fn push(&mut self, words: &[Box<str>], voice: Voice, vocabulary: &mut Vocabulary) {
        let Some((first, rest)) = words.split_first() else { return };
        let first = vocabulary.add(first);
        self.longest = self.longest.max(rest.len());
        self.phrases.push(Phrase { first, rest: rest.iter().map(|word| vocabulary.add(word)).collect(), voice });
    }

    /// The longest word of a phrase, in the forms in which it may stand in a text: `no` and `id` are in every text. Where all
    /// are as short as in `t.i.n.`, the phrase as a whole, with what is usual between.
    fn trigger_words(&mut self, words: &[Box<str>]) {
        let unspaced = |word: &str| word.chars().next().is_some_and(is_unspaced);
        let spaced = words.iter().enumerate().filter(|(_, word)| !unspaced(word));
        let Some((place, word)) = spaced.max_by_key(|(place, word)| (word.len(), *place)) else { return };
        if words.len() > 1 && word.chars().count() < 3 {
            let joined = SEPARATORS.map(|separator| words.join(separator));
            let forms =
                joined.iter().flat_map(|label| [label.to_ascii_lowercase(), label.to_uppercase().to_ascii_lowercase()]);
            let trigger = |literal| Trigger { literal, whole: true, before: Vec::new(), after: Vec::new() };
            self.triggers.extend(forms.map(trigger));
            return;
        }
        let before = words.get(..place).unwrap_or_default();
        let after = words.get(place + 1..).unwrap_or_default();
        let mut letters = word.chars();
        let capital =
            letters.next().map(char::to_uppercase).into_iter().flatten().collect::<String>() + letters.as_str();
        let trigger = |form: String| Trigger {
            literal: form.to_ascii_lowercase(),
            whole: true,
            before: before.to_vec(),
            after: after.to_vec(),
        };
        self.triggers.extend([word.to_string(), word.to_uppercase(), capital].map(trigger));
    }

    /// The first letters of a label without spaces, marks that are no letters of their own included.
    fn trigger_letters(&mut self, phrase: &str) {
        let label = phrase.trim_start_matches(|character: char| !character.is_alphanumeric());
        let goes_on = |c: &char| !c.is_ascii() && (is_unspaced(*c) || !c.is_alphanumeric());
        let literal = label.chars().take_while(goes_on).take(TRIGGER_LETTERS).collect();
        self.triggers.insert(Trigger { literal, whole: false, before: Vec::new(), after: Vec::new() });
    }

    /// What to look for in a text: where none of these is, no phrase for the value is.
    pub(super) fn triggers(&self) -> impl Iterator<Item = &Trigger> {
        self.triggers.iter()
    }

    /// How many words on each side of a value are looked at, at most.
    pub(super) fn reach(&self) -> usize {
        self.window + self.longest
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
        let (before, after) = (near.before(), near.after());
        let (behind, ahead) = self.reaches(near, voice);
        // What ends where the label of the next value ends is that label, and says nothing of this value.
        let free = |place: usize, rest: usize| place + rest + 1 != near.next_name();
        let back = self.first(
            before,
            behind,
            voice,
            |_, _| true,
            |place, offset| before.get(place.checked_add_signed(offset.checked_neg()?)?),
        );
        let forth = self.first(after, ahead, voice, free, |place, offset| after.get(place.checked_add_signed(offset)?));
        // A label stands before its value more often than after it.
        back.into_iter().chain(forth.map(|distance| distance + 1)).min()
    }

    /// How many of the words before and after the value can speak of it.
    fn reaches(&self, near: &Words, voice: Voice) -> (usize, usize) {
        let clause = near.in_clause();
        let (behind, ahead) = match (voice, self.bound) {
            // What speaks against a value stands before it or in its own clause: the next one is about something else. What was
            // said of another value is not said of this one.
            (Voice::Against, _) => (near.own_before().min(near.own_row()), clause),
            (Voice::For, true) => (near.own_before(), near.value_after().map_or(usize::MAX, |words| words.min(clause))),
            // A label of a later clause that another value follows is that one's.
            (Voice::For, false) => (near.own_sentence(), if near.label_after() { clause } else { usize::MAX }),
        };
        (behind.min(near.own_name()), ahead.min(near.next_name()))
    }

    fn first<'w>(
        &self,
        side: &[Word],
        reach: usize,
        voice: Voice,
        fits: impl Fn(usize, usize) -> bool,
        next: impl Fn(usize, isize) -> Option<&'w Word>,
    ) -> Option<usize> {
        side.iter()
            .take(reach)
            .take_while(|word| word.distance < self.window)
            .enumerate()
            .find(|(place, word)| {
                let token = |offset: isize| Some(next(*place, offset)?.token);
                let ahead = |offset: usize| token(isize::try_from(offset).ok()?);
                let fits = |rest| fits(*place, rest) && !(voice == Voice::For && self.is_masked(rest, token));
                self.says(Some(&word.token), voice, fits, ahead)
            })
            .map(|(_, word)| word.distance)
    }

    /// Whether the phrase of `rest` words beside its first that begins at 0 is part of a longer one that speaks against the
    /// value: of `account for` the first word is no account.
    fn is_masked(&self, rest: usize, token: impl Fn(isize) -> Option<Token>) -> bool {
        (0..=self.longest.saturating_sub(rest)).filter_map(|back| isize::try_from(back).ok()).any(|back| {
            let first = token(-back);
            let covers = |length: usize| length > rest && isize::try_from(length - rest).is_ok_and(|room| room >= back);
            self.says(first.as_ref(), Voice::Against, covers, |offset| token(isize::try_from(offset).ok()? - back))
        })
    }

    /// Whether a phrase of this voice begins with `word`, goes on as `next` tells, and `fits` by the number of its further words.
    fn says(
        &self,
        word: Option<&Token>,
        voice: Voice,
        fits: impl Fn(usize) -> bool,
        next: impl Fn(usize) -> Option<Token>,
    ) -> bool {
        let Some(word) = word.filter(|word| self.classes & (1 << word.class()) != 0) else { return false };
        let from = self.phrases.partition_point(|phrase| phrase.first < *word);
        self.phrases
            .iter()
            .skip(from)
            .take_while(|phrase| phrase.first == *word)
            .filter(|phrase| phrase.voice == voice && fits(phrase.rest.len()))
            .any(|phrase| phrase.rest.iter().enumerate().all(|(index, expected)| next(index + 1) == Some(*expected)))
    }

    /// What the words of a field's name say: for, if any phrase for the value is in it that is no part of a longer one against it,
    /// as `age` is in `max_age`; then against.
    pub(super) fn field(&self, words: &[Token]) -> Option<Voice> {
        let says = |place: usize, voice, fits: &dyn Fn(usize) -> bool| {
            self.says(words.get(place), voice, fits, |offset| words.get(place + offset).copied())
        };
        let covers = |from: usize, place: usize, rest: usize| {
            says(from, Voice::Against, &|more| more > rest && from + more >= place + rest)
        };
        let speaks = |place: usize| says(place, Voice::For, &|rest| !(0..=place).any(|from| covers(from, place, rest)));
        let objects = |place: usize| says(place, Voice::Against, &|_| true);
        if (0..words.len()).any(speaks) {
            return Some(Voice::For);
        }
        (0..words.len()).any(objects).then_some(Voice::Against)
    }
}

/// The lower-case words of a field's name: `customer.phoneNumber`, `phone_number`, `/contact/phone-number`.
pub(super) fn field_words(field: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut previous_lower = false;
    for character in field.chars() {
        let unspaced = is_unspaced(character);
        let boundary = !character.is_alphanumeric() || unspaced || (previous_lower && character.is_uppercase());
        if boundary && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if unspaced {
            words.push(character.to_string());
        } else if character.is_alphanumeric() {
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

    fn rule() -> (ContextRule, Vocabulary) {
        let mut vocabulary = Vocabulary::default();
        let section = ContextSection {
            window: 3,
            words: ["phone number", "tel", "Téléphone"].map(str::to_owned).to_vec(),
            boost: 0.5,
            negative: ["order", "tel type", "tel aviv", "show tel"].map(str::to_owned).to_vec(),
            penalty: 0.25,
            bound: false,
        };
        let rule = ContextRule::new(&section, &mut vocabulary);
        (rule, vocabulary)
    }

    fn judge(marked: &str) -> Context {
        let example = crate::rules::Example::parse(marked).unwrap();
        let mut words = Words::default();
        let (rule, vocabulary) = rule();
        words.collect(&example.text, example.spans[0], 3, &example.spans[1..], &vocabulary);
        rule.apply(0.5, &words, None).1
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
            ("⟦1⟧ is an order", Context::Negative),
            ("⟦1⟧. The order", Context::None),
            ("⟦1⟧, last order", Context::None),
            ("⟦1⟧. My tel", Context::Word),
            ("tel order ⟦1⟧", Context::Negative),
            ("tel aviv ⟦1⟧", Context::Negative),
            ("show tel ⟦1⟧", Context::Negative),
            ("show a tel ⟦1⟧", Context::Word),
            ("⟦1⟧ tel aviv", Context::Negative),
            ("⟦1⟧, tel aviv", Context::None),
            ("order tel ⟦1⟧", Context::Word),
            ("tel [US_SSN] [EMAIL_ADDRESS] a b ⟦1⟧", Context::Word),
            ("[TEL] ⟦1⟧", Context::None),
            ("⟦1⟧ [X] a b tel", Context::Word),
            // What is asked for is what the answer says, unless the answer says something else.
            ("your tel? Well, yes, I think it is ⟦1⟧", Context::Word),
            ("your tel? Well, yes 5, I think it is ⟦1⟧", Context::None),
            ("your tel? That order of mine is ⟦1⟧", Context::Negative),
            ("<td>tel</td><td>a</td>\n<td>b ⟦1⟧", Context::Word),
            ("<tel>a</tel> b ⟦1⟧ ", Context::Word),
            ("tel <em>a</em><x>c</x>b ⟦1⟧", Context::None),
            // What is said of another value is not said of this one, but for the values of one list.
            ("order 123456, cost ⟦1⟧", Context::None),
            ("order 12-34-56 b ⟦1⟧", Context::None),
            ("order [US_SSN] b ⟦1⟧", Context::None),
            ("order 123456, ⟦1⟧", Context::Negative),
            ("order 123456 and ⟦1⟧", Context::Negative),
            ("order 12 b ⟦1⟧", Context::Negative),
            ("order [PERSON] b ⟦1⟧", Context::Negative),
            ("tel 123456 b ⟦1⟧", Context::Word),
            ("tel 123456. B ⟦1⟧", Context::None),
            ("tel 123456; b ⟦1⟧", Context::None),
            ("tel. 123456 b ⟦1⟧", Context::Word),
            ("| order |\n| b | ⟦1⟧ |", Context::None),
            ("order\nb ⟦1⟧", Context::Negative),
            // A label of a later clause that a value follows is that one's.
            ("⟦1⟧. Tel 123456", Context::None),
            ("⟦1⟧ tel. 123456", Context::Word),
            ("⟦1⟧ a\n2 tel\n123456", Context::Word),
            // A label that a sign joins to a number is that one's.
            ("⟦1⟧ a tel=5", Context::None),
            ("⟦1⟧ a tel=none", Context::None),
            ("tel id=⟦1⟧", Context::Word),
            ("⟦1⟧ a phone number: 5", Context::None),
            ("⟦1⟧ tel: see 5", Context::Word),
            ("⟦1⟧ (tel) x: 5", Context::Word),
            ("tel=5 joined=⟦1⟧", Context::None),
            ("tel 5, joined = \"⟦1⟧\"", Context::None),
            ("field=tel old=⟦1⟧", Context::Word),
            ("x=2 home_tel='⟦1⟧'", Context::Word),
            ("tel=⟦1⟧", Context::Word),
        ] {
            assert_eq!(judge(text), context, "{text}");
        }
    }

    #[test]
    fn a_bound_label_speaks_for_the_value_next_to_it() {
        for (marked, context) in [
            ("tel 123456 b ⟦1⟧", Context::None),
            ("tel [US_SSN] b ⟦1⟧", Context::None),
            ("tel [PERSON] b ⟦1⟧", Context::Word),
            ("tel 123456, 234567 and ⟦1⟧", Context::Word),
            ("tel b ⟦1⟧", Context::Word),
            ("⟦1⟧, tel", Context::Word),
            ("⟦1⟧, tel 123456", Context::None),
            ("⟦1⟧ a tel 123456", Context::Word),
        ] {
            let example = crate::rules::Example::parse(marked).unwrap();
            let mut vocabulary = Vocabulary::default();
            let words = ["tel"].map(str::to_owned).to_vec();
            let section = ContextSection { window: 5, words, bound: true, ..ContextSection::default() };
            let rule = ContextRule::new(&section, &mut vocabulary);
            let mut near = Words::default();
            near.collect(&example.text, example.spans[0], 5, &[], &vocabulary);
            assert_eq!(rule.apply(0.5, &near, None).1, context, "{marked}");
        }
    }

    #[test]
    fn labels_are_found_within_runs_of_letters() {
        let section = ContextSection {
            words: ["身份证号", "マイナンバー", "주민등록번호", "เลขที่บัตร", "tfn", "ת.ז."].map(str::to_owned).to_vec(),
            negative: vec!["订单号".to_owned()],
            ..ContextSection::default()
        };
        let mut vocabulary = Vocabulary::default();
        let rule = ContextRule::new(&section, &mut vocabulary);
        for (marked, context) in [
            ("我的身份证号码是⟦1⟧，请查收", Context::Word),
            ("マイナンバーは⟦1⟧です", Context::Word),
            ("주민등록번호는 ⟦1⟧", Context::Word),
            ("เลขที่บัตรของผมคือ⟦1⟧", Context::Word),
            ("⟦1⟧是我的身份证号", Context::Word),
            ("我的TFN是⟦1⟧", Context::Word),
            ("我的TFNX是⟦1⟧", Context::None),
            ("ת״ז ⟦1⟧", Context::Word),
            ("身份证⟦1⟧", Context::None),
            ("身份证号 订单号是⟦1⟧", Context::Negative),
            ("订单号 身份证号是⟦1⟧", Context::Word),
            ("身份证号一二三四五六七八九十一二三四五六七八九十一二三四五六⟦1⟧", Context::Word),
            ("身份证号一二三四五六七八九十一二三四五六七八九十一二三四五六七⟦1⟧", Context::None),
        ] {
            let example = crate::rules::Example::parse(marked).unwrap();
            let mut words = Words::default();
            words.collect(&example.text, example.spans[0], 5, &[], &vocabulary);
            assert_eq!(rule.apply(0.5, &words, None).1, context, "{marked}");
        }
        let says = |name: &str| {
            let tokens: Vec<_> = field_words(name).iter().map(|word| vocabulary.get(word)).collect();
            rule.field(&tokens)
        };
        assert_eq!(says("客户.身份证号码"), Some(Voice::For));
        assert_eq!(says("身份"), None);
        let literals: Vec<_> = rule.triggers().map(|trigger| (trigger.literal.as_str(), trigger.whole)).collect();
        // The tone mark of the Thai label is in the literal although it is no letter.
        let whole = ["tfn", "ת ז", "ת-ז", "ת. ז", "ת.-ז", "ת.ז", "ת/ז", "ת_ז", "תז"].map(|literal| (literal, true));
        let part = ["เลขที่", "マイナンバー", "身份证号", "주민등록번호"].map(|literal| (literal, false));
        assert_eq!(literals, [&whole[..], &part[..]].concat());
    }

    #[test]
    fn other_values_take_no_room() {
        let text = "tel a b c d 1";
        let mut words = Words::default();
        let (rule, vocabulary) = rule();
        words.collect(text, Span::new(12, 13), 3, &[Span::new(4, 5)], &vocabulary);
        assert_eq!(rule.apply(0.5, &words, None).1, Context::None);
        words.collect(text, Span::new(12, 13), 3, &[Span::new(4, 7)], &vocabulary);
        assert_eq!(rule.apply(0.5, &words, None).1, Context::Word);
    }

    #[test]
    fn nearer_words_weigh_more() {
        let score = |marked: &str| {
            let example = crate::rules::Example::parse(marked).unwrap();
            let mut words = Words::default();
            let (rule, vocabulary) = rule();
            words.collect(&example.text, example.spans[0], 3, &[], &vocabulary);
            rule.apply(0.25, &words, None).0
        };
        assert!(score("tel ⟦1⟧") > score("tel a ⟦1⟧"));
        assert!(score("tel ⟦1⟧") > score("⟦1⟧ tel"));
    }

    #[test]
    fn field_names_are_split_into_words() {
        assert_eq!(field_words("/contact/phoneNumber"), ["contact", "phone", "number"]);
        assert_eq!(field_words("PHONE_NUMBER"), ["phone", "number"]);
        let (rule, vocabulary) = rule();
        let says = |name: &str| {
            let tokens: Vec<_> = field_words(name).iter().map(|word| vocabulary.get(word)).collect();
            rule.field(&tokens)
        };
        assert_eq!(says("homePhoneNumber"), Some(Voice::For));
        assert_eq!(says("hotel"), None);
        assert_eq!(says("tel_order"), Some(Voice::For));
        assert_eq!(says("tel_type"), Some(Voice::Against));
        assert_eq!(says("tel_type/tel"), Some(Voice::For));
        assert_eq!(says("order_id"), Some(Voice::Against));
        let (score, context) = rule.apply(0.25, &Words::default(), Some(Voice::For));
        assert_eq!((score, context), (0.75, Context::Field));
    }
}
