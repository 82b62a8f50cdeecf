//! What an oddity turns out to be: a dash between two digits of a long number matters, one between two words does not.

use super::character::{Meaning, meaning};
use super::form::is_full_stop;
use super::{gap, lookalike, quoted, wrap};
use crate::leaf::sequence::{self, Sequence};

/// Ranges of years have fewer digits.
const AMOUNT: usize = 9;

/// Amounts that are grouped have fewer digits as often as not.
const GROUPED: usize = 6;

/// Fewest digits of a number behind an abbreviation, or with a hyphen that no line is broken at.
const NUMBERED: usize = 4;

/// Most characters of a sequence between two digits of a number.
const LONGEST_SEQUENCE: usize = 8;

/// A row of so many letters and digits is a key rather than a word.
const LONG_WORD: usize = 16;

/// Whether what begins at `at` can hide or tear a value.
pub(super) fn matters(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes.get(at) {
        Some(b'&' | b'\\' | b'%') => {
            let sequence = bytes.get(at..).and_then(sequence::first);
            sequence.is_some_and(|sequence| sequence_matters(text, at, sequence))
        }
        Some(b'=') => quoted::at(bytes, at).is_some_and(|(found, _)| sequence_matters(text, at, found)),
        Some(byte) if byte.is_ascii() => {
            let broken = || wrap::wrapped(bytes, at).is_some() || gap::torn(bytes, at).is_some();
            gap::joined(bytes, at).is_some() || broken() || spelled_around(bytes, at)
        }
        _ => {
            may_matter(bytes, at)
                && text.get(at..).and_then(|tail| tail.chars().next()).is_some_and(|c| character_matters(text, at, c))
        }
    }
}

/// A first look at the bytes of a character, so that most letters of texts in other scripts are passed over quickly.
fn may_matter(bytes: &[u8], at: usize) -> bool {
    let byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    let [lead, second, third] = [byte(Some(at)), byte(Some(at + 1)), byte(Some(at + 2))];
    let latin = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'@';
    match lead {
        0xC2 => matches!(second, 0xA0 | 0xAD | 0xB7),
        // Greek, Cyrillic, Armenian: a look-alike stands right beside a letter that is Latin.
        0xCE..=0xD6 => {
            let before = byte(at.checked_sub(1));
            latin(before) || latin(third) || (before == b'(' && third == b')')
        }
        0xD8 => second == 0x9C,
        0xD9 | 0xDB => matches!(second, 0xA0..=0xA9 | 0xB0..=0xB9),
        0xCA | 0xCB | 0xD7 | 0xDA => false,
        // An apostrophe may be part of an address; other curly quotes and the ellipsis are part of nothing.
        0xE2 => second != 0x80 || (third == 0x99 && is_address(bytes, at)) || !matches!(third, 0x98..=0x9F | 0xA6),
        // Of the kana blocks: ideographic space and full stop, middle dot, prolonged sound mark, filler, circled numbers.
        0xE3 => matches!((second, third), (0x80, 0x80 | 0x82) | (0x83, 0xBB | 0xBC) | (0x85, 0xA4) | (0x89..=0x8A, _)),
        _ => true,
    }
}

/// Whether the space at `at` is the first one of a number that is spelled digit by digit.
fn spelled_around(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|first| gap::spelled(bytes, first).is_some())
}

/// Whether an `@` stands in the token that goes on at `at`.
fn is_address(bytes: &[u8], at: usize) -> bool {
    const LONGEST: usize = 64;
    let token = bytes.get(at..).unwrap_or_default().iter().take(LONGEST);
    token.take_while(|byte| !byte.is_ascii_whitespace()).any(|byte| *byte == b'@')
}

fn character_matters(text: &str, at: usize, character: char) -> bool {
    let sides = Sides::of(text, at, at + character.len_utf8());
    match meaning(character) {
        Meaning::Itself if unicode_normalization::char::is_combining_mark(character) => {
            sides.before.is_ascii_alphanumeric()
        }
        Meaning::Itself => {
            // A check letter may stand in brackets.
            let alone = sides.before == '(' && sides.after == ')';
            let latin = |c: char| c.is_ascii_alphanumeric() || c == '@';
            lookalike::latin(character).is_some() && (alone || latin(sides.before) || latin(sides.after))
        }
        Meaning::Nothing => sides.may_be_torn(character),
        Meaning::Digit(_) => {
            sides.before.is_ascii_alphanumeric() || sides.after.is_ascii_alphanumeric() || sides.digits(text, 6) >= 2
        }
        Meaning::Letter(_) | Meaning::Several => sides.before.is_alphanumeric() || sides.after.is_alphanumeric(),
        Meaning::Mark('\'') => sides.joins(char::is_alphanumeric) && is_address(text.as_bytes(), at),
        Meaning::Mark('"') => false,
        Meaning::Mark('@') => true,
        Meaning::Mark('.') => sides.joins(char::is_alphanumeric),
        Meaning::Mark(' ') => sides.parts_value(text),
        Meaning::Mark('-') => sides.links_value(character, text),
        Meaning::Mark(_) => {
            sides.joins(|c| c.is_ascii_alphanumeric()) || (sides.joins(is_number) && sides.digits(text, 2) >= 7)
        }
        Meaning::Between(_) => {
            let domain = is_full_stop(character) && sides.joins(|c| c.is_ascii_alphanumeric());
            domain || (sides.joins(is_number) && sides.digits(text, 2) >= 7)
        }
    }
}

fn sequence_matters(text: &str, at: usize, Sequence { character, len }: Sequence) -> bool {
    let sides = Sides::of(text, at, at + len);
    let graphic = |c: char| c != '\0' && !c.is_whitespace();
    match character {
        '\n' | '\r' | '\t' => starts_token(sides.after_at, text),
        '@' => true,
        // What these stand for in markup and in strings of programs is no part of a value; the filler of travel documents is doubled.
        '<' => {
            let bytes = text.as_bytes();
            let quoted = || quoted::at(bytes, sides.after_at).map(|(found, _)| found);
            let next = bytes.get(sides.after_at..).and_then(sequence::first).or_else(quoted);
            next.is_some_and(|next| next.character == '<')
                && (sides.before.is_ascii_uppercase() || sides.before.is_ascii_digit())
        }
        '"' | '>' | '&' | '\\' => false,
        // It is, Ada's; but O'Neil.
        '\'' => sides.before.is_alphabetic() && sides.after.is_uppercase(),
        ' ' => {
            let encoded = matches!(sides.after, '&' | '\\' | '%' | '=') && sides.before.is_alphanumeric();
            encoded || sides.joins(char::is_alphanumeric) || (sides.before == '.' && sides.after.is_uppercase())
        }
        '(' | ')' | ',' => is_number(sides.before) || is_number(sides.after),
        _ if character.is_ascii() => graphic(sides.before) || graphic(sides.after),
        _ => match meaning(character) {
            // Signs such as those of degrees and minutes stand behind numbers.
            Meaning::Itself => character.is_alphanumeric() || is_number(sides.before),
            Meaning::Nothing => sides.may_be_torn(character),
            Meaning::Mark(' ' | '-') | Meaning::Between(_) if sides.joins(is_number) => {
                sides.digits(text, LONGEST_SEQUENCE) > NUMBERED
            }
            Meaning::Mark(' ') => sides.parts_value(text),
            Meaning::Mark('-') => sides.links_value(character, text),
            Meaning::Mark('\'' | '"') | Meaning::Between(_) => false,
            _ => true,
        },
    }
}

/// Whether the token that begins at `at` may be a value whose beginning an escaped line break before it hides.
fn starts_token(at: usize, text: &str) -> bool {
    const LONGEST: usize = 48;
    let token = text.as_bytes().get(at..).unwrap_or_default().iter().take(LONGEST);
    token
        .take_while(|byte| !byte.is_ascii_whitespace() && !b"\\\"'<>".contains(byte))
        .any(|byte| byte.is_ascii_digit() || *byte == b'@')
}

/// What stands on both sides of an oddity, invisible characters passed over; NUL at the ends of the text.
struct Sides {
    before: char,
    after: char,
    start: usize,
    after_at: usize,
}

impl Sides {
    fn of(text: &str, start: usize, end: usize) -> Self {
        const MOST: usize = 16;
        let visible = |c: &char| meaning(*c) != Meaning::Nothing;
        let head = text.get(..start).unwrap_or_default();
        let tail = text.get(end..).unwrap_or_default();
        Self {
            before: head.chars().rev().take(MOST).find(visible).unwrap_or('\0'),
            after: tail.chars().take(MOST).find(visible).unwrap_or('\0'),
            start,
            after_at: end,
        }
    }

    fn joins(&self, kind: impl Fn(char) -> bool) -> bool {
        kind(self.before) && kind(self.after)
    }

    /// Whether an invisible character here may tear a value, rather than being part of how a script or an emoji is written.
    fn may_be_torn(&self, character: char) -> bool {
        let letter = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        let visible = |c: char| c != '\0' && !c.is_whitespace();
        // Joiners and variation selectors are a part of how symbols are written.
        let selector = matches!(character, '\u{200D}' | '\u{FE00}'..='\u{FE0F}');
        let solid = |c: char| c.is_ascii_graphic() || letter(c) || (!selector && visible(c));
        let orthographic = matches!(character, '\u{200B}'..='\u{200D}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}')
            && self.joins(is_joining);
        let line_end = |c: char, other: char| matches!(c, '\n' | '\r') && (other.is_ascii_graphic() || letter(other));
        let apart = |c: char, other: char| solid(c) || c == ' ' || line_end(c, other);
        let (before, after) = (self.before, self.after);
        !orthographic && (solid(before) && apart(after, before) || apart(before, after) && solid(after))
    }

    /// Whether a space that is no plain one may stand within a value. People group digits with it, keep a unit with its number and a
    /// mark with its word; but also a name with its title, and a plate together.
    fn parts_value(&self, text: &str) -> bool {
        let (before, after) = (self.before, self.after);
        let digits = || self.digits(text, 3);
        let number = (is_number(before) || is_number(after)) && digits() >= GROUPED;
        let abbreviated = matches!(before, '.' | ':') && is_number(after) && digits() > NUMBERED;
        let begins = after.is_uppercase() || (after.is_alphabetic() && !after.is_lowercase());
        let word = before.is_alphanumeric() || matches!(before, '.' | ',' | '°');
        number
            || abbreviated
            || (word && (begins || (is_number(after) && (before.is_alphabetic() || self.is_mixed(text)))))
    }

    /// Whether a dash or slash that is no plain one may stand within a value: dashes part words and ranges as well.
    fn links_value(&self, character: char, text: &str) -> bool {
        let common = matches!(character, '\u{2013}' | '\u{2014}');
        if self.joins(is_number) {
            return self.digits(text, 2) >= if common { AMOUNT } else { NUMBERED };
        }
        let mixed = is_number(self.before) || is_number(self.after);
        self.joins(char::is_alphanumeric) && (!common || mixed || self.is_long(text))
    }

    /// Whether letters stand in the row of letters and digits before.
    fn is_mixed(&self, text: &str) -> bool {
        let row = text.get(..self.start).unwrap_or_default().chars().rev().take(LONG_WORD);
        row.take_while(|c| c.is_alphanumeric()).any(char::is_alphabetic)
    }

    /// Whether a row of letters and digits on one of the sides is too long for a word.
    fn is_long(&self, text: &str) -> bool {
        let row = |characters: &mut dyn Iterator<Item = char>| {
            characters.take(LONG_WORD).take_while(|c| c.is_alphanumeric()).count() == LONG_WORD
        };
        row(&mut text.get(..self.start).unwrap_or_default().chars().rev())
            || row(&mut text.get(self.after_at..).unwrap_or_default().chars())
    }

    /// How many digits of any script stand around here, with at most `gap` other characters between.
    fn digits(&self, text: &str, gap: usize) -> usize {
        let count = |characters: &mut dyn Iterator<Item = char>| {
            let (mut digits, mut idle) = (0, 0);
            for character in characters.take(48) {
                if is_number(character) {
                    (digits, idle) = (digits + 1, 0);
                } else {
                    idle += 1;
                }
                if idle > gap {
                    break;
                }
            }
            digits
        };
        let own = text.get(self.start..self.after_at).unwrap_or_default();
        count(&mut text.get(..self.start).unwrap_or_default().chars().rev())
            + usize::from(own.chars().all(is_number))
            + count(&mut text.get(self.after_at..).unwrap_or_default().chars())
    }
}

fn is_number(character: char) -> bool {
    character.is_ascii_digit() || (!character.is_ascii() && matches!(meaning(character), Meaning::Digit(_)))
}

/// Letters of scripts that are written with joiners, or with zero-width spaces between words.
fn is_joining(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{8FF}' | '\u{900}'..='\u{DFF}' | '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{18AF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && !is_number(character)
}
