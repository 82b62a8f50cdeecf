//! How hard a record is, estimated where nobody says.
//!
//! A point for each of: a prompt of 60 words or more; of 200 or more; an answer of 80 words or more; of 250 or more; three
//! or more questions in one dialogue; a text of code or figures, of whose characters that are not white space 30 % or more
//! are no letters. No point is `easy`, one or two are `medium`, more are `hard`. A document has its words counted as an
//! answer. Words are runs without white space; in scripts that write without spaces three characters count as a word.
//!
//! Length, turns and notation are all that can be told without a model, so that the estimate is marked as one wherever it is
//! written. It serves to spread a holdout, not to compare datasets.

use crate::core::{Body, Role};

/// The estimated difficulty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difficulty {
    /// Short question, short answer.
    Easy,
    /// In between.
    Medium,
    /// Long, of many turns, or both.
    Hard,
}

impl Difficulty {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }

    /// The estimate for a body.
    #[must_use]
    pub fn estimate(body: &Body) -> Self {
        let (mut asked, mut answered, mut questions) = (Measure::default(), Measure::default(), 0);
        match body {
            Body::Document { text } => answered.add(text.expose()),
            Body::Pair { system, prompt, completion } => {
                system.iter().for_each(|text| asked.add(text.expose()));
                asked.add(prompt.expose());
                answered.add(completion.expose());
                questions = 1;
            }
            Body::Conversation { system, turns } => {
                system.iter().for_each(|text| asked.add(text.expose()));
                for turn in turns {
                    let side = if turn.role == Role::User { &mut asked } else { &mut answered };
                    side.add(turn.text.expose());
                    questions += u32::from(turn.role == Role::User);
                }
            }
        }
        let (letters, signs) = (asked.letters + answered.letters, asked.signs + answered.signs);
        let points = [
            asked.words() >= 60,
            asked.words() >= 200,
            answered.words() >= 80,
            answered.words() >= 250,
            questions >= 3,
            signs * 7 >= letters * 3 && signs > 0,
        ];
        match points.into_iter().filter(|point| *point).count() {
            0 => Self::Easy,
            1 | 2 => Self::Medium,
            _ => Self::Hard,
        }
    }
}

#[derive(Default)]
struct Measure {
    runs: usize,
    /// Characters of scripts that write without spaces.
    dense: usize,
    letters: usize,
    signs: usize,
}

/// So many bytes are counted at once: no count of one byte overflows, and the compiler counts many beside each other.
const BLOCK: usize = 192;

impl Measure {
    fn add(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.runs += usize::from(bytes.first().is_some_and(|byte| !is_space(*byte)));
        for (before, bytes) in bytes.chunks(BLOCK).zip(bytes.get(1..).unwrap_or_default().chunks(BLOCK)) {
            let begins = |(before, byte): (&u8, &u8)| u8::from(is_space(*before) & !is_space(*byte));
            self.runs += usize::from(before.iter().zip(bytes).map(begins).sum::<u8>());
        }
        for bytes in bytes.chunks(BLOCK) {
            // Bytes beyond ASCII are counted with the letters: three or two of them make one.
            let letter = |byte: &u8| u8::from(is_letter(*byte)) + u8::from(*byte >= 0x80);
            let sign = |byte: &u8| u8::from((byte.wrapping_sub(b'!') <= b'~' - b'!') & !is_letter(*byte));
            self.letters += usize::from(bytes.iter().map(letter).sum::<u8>());
            self.signs += usize::from(bytes.iter().map(sign).sum::<u8>());
        }
        // Most texts beyond ASCII have a few quotes, dashes and accents, and need not be read character by character.
        if bytes.chunks(BLOCK).any(|bytes| bytes.iter().map(|byte| u8::from(may_begin_dense(*byte))).sum::<u8>() > 0) {
            self.dense += text.chars().filter(|c| writes_without_spaces(*c)).count();
        }
    }

    fn words(&self) -> usize {
        self.runs + self.dense / 3
    }
}

/// As `is_ascii_whitespace`, in comparisons that the compiler makes for many bytes at once; that function's own it does not.
fn is_space(byte: u8) -> bool {
    byte == b' ' || byte.wrapping_sub(b'\t') <= b'\r' - b'\t' && byte != 0x0b
}

/// As `is_ascii_alphabetic`, in the same way.
fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') <= b'z' - b'a'
}

/// Whether a byte is the first one in UTF-8 of any of the characters of [`writes_without_spaces`].
fn may_begin_dense(byte: u8) -> bool {
    byte.wrapping_sub(0xe0) <= 0xf0 - 0xe0 && byte != 0xe2
}

/// Thai, Lao, Khmer and Burmese letters, kana, and Chinese characters (The Unicode Standard, chapters 16 and 18).
fn writes_without_spaces(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::{Text, Turn};

    proptest! {
        #[test]
        fn counting_in_blocks_is_counting_one_by_one(text in "([a-z]{1,9}|[ \\t\\n\\f\\r]|[0-9!~]|\\PC|\u{0b}){0,400}") {
            let mut measure = Measure::default();
            measure.add(&text);
            let is_space = |byte: &u8| byte.is_ascii_whitespace();
            prop_assert_eq!(measure.runs, text.as_bytes().split(is_space).filter(|run| !run.is_empty()).count());
            let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
            prop_assert_eq!(measure.letters, text.bytes().filter(is_letter).count());
            let is_sign = |byte: &u8| byte.is_ascii_graphic() && !byte.is_ascii_alphabetic();
            prop_assert_eq!(measure.signs, text.bytes().filter(is_sign).count());
        }
    }

    #[test]
    fn the_first_byte_tells_that_there_may_be_a_dense_character() {
        for c in ('\u{80}'..=char::MAX).filter(|c| writes_without_spaces(*c)) {
            assert!(may_begin_dense(c.encode_utf8(&mut [0; 4]).as_bytes()[0]), "{c:?}");
        }
        assert!("“naïve” – café…".bytes().all(|byte| !may_begin_dense(byte)));
    }

    fn pair(prompt: &str, completion: &str) -> Difficulty {
        Difficulty::estimate(&Body::Pair { system: None, prompt: Text::new(prompt), completion: Text::new(completion) })
    }

    #[test]
    fn longer_is_harder() {
        assert_eq!(pair("Where is my parcel?", "At the depot."), Difficulty::Easy);
        assert_eq!(pair(&"word ".repeat(70), "Yes."), Difficulty::Medium);
        assert_eq!(pair(&"word ".repeat(210), &"word ".repeat(90)), Difficulty::Hard);
    }

    #[test]
    fn a_long_question_without_spaces_is_long() {
        assert_eq!(pair(&"荷物はどこですか".repeat(25), "はい"), Difficulty::Medium);
    }

    #[test]
    fn many_turns_and_notation_count() {
        let turn = |role, text: &str| Turn { role, text: Text::new(text) };
        let turns = (0..3).flat_map(|_| [turn(Role::User, "and then"), turn(Role::Assistant, "well")]).collect();
        assert_eq!(Difficulty::estimate(&Body::Conversation { system: None, turns }), Difficulty::Medium);
        assert_eq!(pair("f(x)=3*(x+1)/2;", "{a[0]:1}"), Difficulty::Medium);
    }
}
