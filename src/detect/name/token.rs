//! The words of a name: where each begins and ends, how it is written, what it is known as.

use super::lexicon::{Class, Lexicon};
use crate::core::Span;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::detect) enum Kind {
    /// A capital and small letters: `Okafor`, `McBride`, `O'Neill`, `Jean-Luc`.
    Capital,
    /// Capitals only, at least two: `OKAFOR`.
    Upper,
    /// A single capital, with its full stop if it has one: `J.`
    Initial,
    /// What stands between the parts of a name, in either case: `de la`, `van`, `bin`.
    Particle,
    /// Small letters only.
    Lower,
    /// Anything else: `camelCase`, `iPhone`.
    Mixed,
}

/// A word of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::detect) struct Token {
    /// Its bytes, without a possessive ending.
    pub(in crate::detect) span: Span,
    /// How it is written.
    pub(in crate::detect) kind: Kind,
    /// What it is known as.
    pub(in crate::detect) class: Class,
    /// Where the word ends, possessive ending included.
    pub(in crate::detect) end: usize,
}

/// Words that stand between the parts of names, folded to ASCII small letters.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "dello", "delle", "dei", "degli", "di", "da", "das", "do", "dos", "du", "des", "la", "las",
    "los", "le", "van", "von", "vom", "zu", "zum", "zur", "der", "den", "dem", "ter", "ten", "te", "af", "av", "y",
    "e", "i", "ibn", "bin", "bint", "binti", "ben", "al", "el", "ul", "ur", "abu", "mac", "ap", "san", "dela", "delos",
    "vander", "vande",
];

/// Capitalised beginnings after which another capital stands within a word.
const COMPOUNDS: &[&str] =
    &["Mc", "Mac", "De", "Di", "Da", "Du", "Le", "La", "Van", "Von", "Fitz", "El", "Al", "Ben", "San", "Mag"];

impl Token {
    /// Whether the word is written as a name is: with a capital.
    pub(in crate::detect) fn is_capitalised(&self) -> bool {
        matches!(self.kind, Kind::Capital | Kind::Upper)
    }

    /// Whether a possessive ending follows, so that no name goes on.
    pub(in crate::detect) fn is_possessive(&self) -> bool {
        self.end > self.span.end
    }
}

/// Most words of a run that are looked at together. The longest names of the lists' countries have five or six.
const MAX_TOKENS: usize = 8;

/// Words that follow each other on a line with nothing but a space between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    tokens: [Option<Token>; MAX_TOKENS],
}

impl Run {
    /// Reads the run that begins at `start`. Particles and words with a capital go on; words of small letters only if the run
    /// began with one.
    pub(super) fn read(text: &str, start: usize, lexicon: &Lexicon) -> Self {
        let mut run = Self { tokens: [None; MAX_TOKENS] };
        let mut at = start;
        let mut lower = false;
        for (place, slot) in run.tokens.iter_mut().enumerate() {
            let Some(token) = token_at(text, at, lexicon) else { break };
            lower |= place == 0 && token.kind == Kind::Lower;
            if token.kind == Kind::Mixed || (token.kind == Kind::Lower && !lower) {
                break;
            }
            *slot = Some(token);
            let Some(next) = after(text, &token) else { break };
            at = next;
        }
        run
    }

    /// The words in order.
    pub(super) fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().map_while(Option::as_ref)
    }

    /// A word of the run.
    pub(super) fn get(&self, place: usize) -> Option<&Token> {
        self.tokens.get(place)?.as_ref()
    }
}

/// Where the word after a word of a run begins, if the run goes on.
fn after(text: &str, token: &Token) -> Option<usize> {
    let rest = text.get(token.end..).filter(|_| !token.is_possessive())?;
    let spaces = rest.len() - rest.trim_start_matches([' ', '\u{A0}']).len();
    // `J.R.R.` is written without spaces; a wide gap is the next column of a table.
    let glued = token.kind == Kind::Initial && token.span.len() > 1;
    ((spaces > 0 || glued) && spaces <= 2).then_some(token.end + spaces)
}

/// The word that ends right before `at` with a single space between.
pub(super) fn token_before(text: &str, at: usize, lexicon: &Lexicon) -> Option<Token> {
    let head = text.get(..at)?.strip_suffix([' ', '\u{A0}'])?;
    let start = head.char_indices().rev().take(40).take_while(|(_, c)| c.is_alphabetic()).last()?.0;
    token_at(head, start, lexicon)
}

/// The word that begins at `at`; `None` if no letter stands there.
pub(in crate::detect) fn token_at(text: &str, at: usize, lexicon: &Lexicon) -> Option<Token> {
    let rest = text.get(at..)?;
    let length = word_length(rest);
    let word = rest.get(..length).filter(|word| !word.is_empty())?;
    let bare = ["'s", "’s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let kind = kind(bare);
    let stop = kind == Kind::Initial && rest.get(length..).is_some_and(|after| after.starts_with('.'));
    let end = at + bare.len() + usize::from(stop);
    let class = if matches!(kind, Kind::Initial | Kind::Mixed) { Class::default() } else { lexicon.class(bare) };
    Some(Token { span: Span::new(at, end), kind, class, end: end.max(at + length) })
}

/// Length of the run of letters `text` begins with, with apostrophes and hyphens between letters.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    let mut joiner = false;
    for (at, character) in text.char_indices() {
        if character.is_alphabetic() || (end > 0 && is_mark(character)) {
            end = at + character.len_utf8();
            joiner = false;
        } else if end > 0 && !joiner && matches!(character, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}') {
            joiner = true;
        } else {
            break;
        }
    }
    end
}

/// Combining marks.
fn is_mark(character: char) -> bool {
    !character.is_ascii() && unicode_normalization::char::is_combining_mark(character)
}

fn kind(word: &str) -> Kind {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Kind::Mixed };
    let upper = letters.clone().filter(|c| c.is_uppercase()).count();
    let count = letters.clone().count();
    if is_particle(word) {
        return Kind::Particle;
    }
    match (first.is_uppercase(), upper) {
        (true, _) if count == 0 => Kind::Initial,
        (true, upper) if upper == count => Kind::Upper,
        (true, 0) => Kind::Capital,
        (true, _) if is_compound(word) => Kind::Capital,
        (false, 0) => Kind::Lower,
        _ => Kind::Mixed,
    }
}

fn is_particle(word: &str) -> bool {
    // `D'` and `dell'` are glued to what follows and are part of that word.
    word.len() <= 6
        && PARTICLES.iter().any(|particle| {
            particle.eq_ignore_ascii_case(word)
                && (word.len() > 1 || !word.starts_with(|first: char| first.is_ascii_uppercase()))
        })
}

/// Whether every capital within the word begins a part of it: after a hyphen or an apostrophe, or after `Mc` and its like.
fn is_compound(word: &str) -> bool {
    word.split(['-', '\'', '’', '\u{2010}', '\u{2011}']).all(|part| {
        let rest = COMPOUNDS.iter().filter_map(|beginning| part.strip_prefix(beginning));
        let mut bodies = rest.chain(std::iter::once(part));
        bodies.any(|body| body.chars().skip(1).all(|c| !c.is_uppercase())) || part.chars().all(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<(Kind, &str)> {
        let token = token_at(text, 0, &Lexicon::default())?;
        Some((token.kind, token.span.of(text).unwrap()))
    }

    #[test]
    fn words_are_cut_and_sorted() {
        for (text, expected) in [
            ("Okafor, a", (Kind::Capital, "Okafor")),
            ("Okafor's", (Kind::Capital, "Okafor")),
            ("O’Neill’s", (Kind::Capital, "O’Neill")),
            ("McBride", (Kind::Capital, "McBride")),
            ("D'Angelo", (Kind::Capital, "D'Angelo")),
            ("Jean-Luc ", (Kind::Capital, "Jean-Luc")),
            ("Saro-Wiwa", (Kind::Capital, "Saro-Wiwa")),
            ("Øystein", (Kind::Capital, "Øystein")),
            ("ŁUKASZ", (Kind::Upper, "ŁUKASZ")),
            ("J. Roe", (Kind::Initial, "J.")),
            ("É Roe", (Kind::Initial, "É")),
            ("de la", (Kind::Particle, "de")),
            ("Van Gogh", (Kind::Particle, "Van")),
            ("JavaScript", (Kind::Mixed, "JavaScript")),
            ("iPhone", (Kind::Mixed, "iPhone")),
            ("list- of", (Kind::Lower, "list")),
            ("Ada--", (Kind::Capital, "Ada")),
        ] {
            assert_eq!(seen(text), Some(expected), "{text}");
        }
        assert_eq!(seen("1st"), None);
        assert_eq!(seen("-a"), None);
        let token = token_at("J. Roe", 0, &Lexicon::default()).unwrap();
        assert!(!token.is_possessive() && token.end == 2);
        assert!(token_at("Roe's", 0, &Lexicon::default()).unwrap().is_possessive());
    }
}
