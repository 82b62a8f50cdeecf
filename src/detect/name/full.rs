//! A name in full that nothing announces: two words or more, a given name among them, and nothing that makes it something else.

use super::lexicon::Lexicon;
use super::token::{Kind, Run, Token, token_before};
use crate::core::Span;

/// Most parts of a name beside particles and initials.
const MAX_PARTS: usize = 5;

/// Shortest word that is taken for a surname though no list has it, in characters.
const MIN_UNKNOWN: usize = 3;

/// Fewest letters of a name in capitals, unless both its words are half as long.
const MIN_CAPITALS: usize = 9;

/// The name that begins at `start`, and whether the lists confirm all of it.
pub(in crate::detect) fn full(text: &str, start: usize, lexicon: &Lexicon) -> Option<(Span, bool)> {
    if is_glued(text, start) || is_part_of_other(text, start, lexicon) {
        return None;
    }
    let run = Run::read(text, start, lexicon);
    let name = Parts::collect(&run)?;
    let sure = name.judge()?;
    let end = name.end();
    // What goes on as an address, a path or an identifier is no name.
    let after = text.get(end..).unwrap_or_default();
    let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '/' | '\\' | '('));
    (!goes_on).then_some((Span::new(start, end), sure))
}

/// Whether the word at `start` is the end of a longer one.
fn is_glued(text: &str, start: usize) -> bool {
    let mut before = text.get(..start).unwrap_or_default().chars().rev();
    before.next().is_some_and(|c| match c {
        // Between letters these are part of a word, and quotation marks elsewhere.
        '\'' | '’' => before.next().is_some_and(char::is_alphanumeric),
        _ => c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '$' | '/' | '\\' | '.' | '-' | '&'),
    })
}

/// `San Francisco Díaz`, `St. John Smith Square`: a word before makes a place or an institution of it.
fn is_part_of_other(text: &str, start: usize, lexicon: &Lexicon) -> bool {
    let stop = text.get(..start).and_then(|head| head.strip_suffix(". ")).map_or(start, |head| head.len() + 1);
    let head = text.get(..stop).unwrap_or_default();
    let before = if stop < start {
        let word = head.char_indices().rev().skip(1).take(12).take_while(|(_, c)| c.is_alphabetic()).last();
        word.and_then(|(at, _)| super::token_at(text, at, lexicon))
    } else {
        token_before(text, start, lexicon)
    };
    // `San` is a particle as well, so it is the letter that counts.
    let capital = |token: &Token| token.span.of(text).is_some_and(|word| word.starts_with(char::is_uppercase));
    before.is_some_and(|token| {
        capital(&token) && (token.class.is_organisation() || token.class.is_place_prefix()) && !token.class.is_given()
    })
}

/// The parts of a name, and where they end.
struct Parts<'r> {
    words: [Option<&'r Token>; MAX_PARTS],
    count: usize,
    /// Initials before the first part.
    initials: usize,
    end: usize,
    /// Whether a word in capitals follows.
    heading: bool,
}

impl<'r> Parts<'r> {
    /// Collects the parts of the name that `run` begins with; `None` if there is none, or an institution goes on from it.
    fn collect(run: &'r Run) -> Option<Self> {
        let mut name = Self { words: [None; MAX_PARTS], count: 0, initials: 0, end: 0, heading: false };
        for (place, token) in run.tokens().enumerate() {
            match token.kind {
                Kind::Initial => {
                    name.initials += usize::from(name.count == 0);
                    continue;
                }
                Kind::Particle if name.count > 0 => continue,
                Kind::Capital | Kind::Upper => {}
                _ => break,
            }
            let class = token.class;
            let next = run.get(place + 1).filter(|next| next.is_capitalised());
            if class.is_place_prefix() {
                break;
            }
            if class.is_organisation() || class.is_break() {
                let surname = class.is_surname() && token.span.len() > 3 && name.first()?.class.is_strong_given();
                let last = next.is_none_or(|next| !next.class.is_organisation());
                if surname && last && name.count == 1 {
                    name.push(token);
                } else if class.is_organisation() {
                    return None;
                }
                break;
            }
            let foreign = token.kind == Kind::Upper && name.first().is_some_and(|first| first.kind == Kind::Capital);
            if class.is_other() || (foreign && class.is_unknown()) || !name.push(token) {
                name.heading = token.kind == Kind::Upper;
                break;
            }
        }
        Some(name)
    }

    fn push(&mut self, token: &'r Token) -> bool {
        let Some(slot) = self.words.get_mut(self.count) else { return false };
        *slot = Some(token);
        self.count += 1;
        self.end = token.span.end;
        true
    }

    fn first(&self) -> Option<&'r Token> {
        self.words.first().copied().flatten()
    }

    fn last(&self) -> Option<&'r Token> {
        self.words.get(self.count.checked_sub(1)?).copied().flatten()
    }

    fn end(&self) -> usize {
        self.end
    }

    /// Whether words in capitals are too long for abbreviations and the syllables that letters are called by.
    fn is_long(&self) -> bool {
        let lengths = || self.words.iter().flatten().map(|part| part.span.len());
        lengths().sum::<usize>() >= MIN_CAPITALS || lengths().all(|length| length >= MIN_CAPITALS / 2)
    }

    /// Whether the lists confirm the name; `None` if it is none.
    fn judge(&self) -> Option<bool> {
        let (first, last) = (self.first()?, self.last()?);
        let (given, surname) = (first.class, last.class);
        if self.count == 1 {
            // `J. R. Okafor`
            let initials = self.initials > 0 && surname.is_strong_surname() && last.kind == Kind::Capital;
            return (initials && last.span.len() > 3).then_some(true);
        }
        if first.kind == Kind::Upper {
            let all = self.words.iter().flatten().all(|part| part.kind == Kind::Upper && part.class.is_name());
            let sure = given.is_strong_given() && surname.is_strong_surname();
            return (all && sure && self.is_long() && !self.heading && self.count < 4).then_some(true);
        }
        // `Han Jpan Hiragana Katakana Yi`: a list of other things that holds names.
        let unknown = self.words.iter().flatten().filter(|part| part.class.is_unknown()).count();
        if unknown * 2 > self.count {
            return None;
        }
        if given.is_strong_given() {
            if surname.is_name() {
                return Some(true);
            }
            return (surname.is_unknown() && last.kind == Kind::Capital && last.span.len() >= MIN_UNKNOWN)
                .then_some(false);
        }
        let known = given.is_given() && surname.is_strong_surname();
        let reversed = self.count == 2 && given.is_strong_surname() && surname.is_strong_given();
        (known || reversed).then_some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::embedded;
    use super::*;

    fn found(marked: &str) -> String {
        let example = crate::rules::Example::parse(marked).unwrap();
        match full(&example.text, example.spans[0].start, &embedded()) {
            Some((span, true)) => format!("V {}", span.of(&example.text).unwrap()),
            Some((span, false)) => format!("U {}", span.of(&example.text).unwrap()),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn names_in_full() {
        for (text, expected) in [
            ("⟦Adaeze Okonkwo⟧ said", "V Adaeze Okonkwo"),
            ("met ⟦María José Núñez de la Vega⟧.", "V María José Núñez de la Vega"),
            ("⟦Ludwig van Keller⟧", "V Ludwig van Keller"),
            ("⟦J. R. Okafor⟧", "V J. R. Okafor"),
            ("⟦John F. Kowalski's⟧ car", "V John F. Kowalski"),
            ("⟦Tanaka Hiroshi⟧", "V Tanaka Hiroshi"),
            ("⟦Steven Qwertov⟧", "U Steven Qwertov"),
            ("⟦Mark Johnson⟧", "V Mark Johnson"),
            ("⟦Stephen King⟧", "V Stephen King"),
            ("⟦Michael Lane⟧", "V Michael Lane"),
            ("⟦Anna Kowalska Monday⟧", "V Anna Kowalska"),
            ("⟦JOHN KOWALSKI⟧", "V JOHN KOWALSKI"),
            ("⟦Jean DUPONT⟧", "V Jean DUPONT"),
            ("⟦MARY KOWALSKI⟧", "V MARY KOWALSKI"),
            ("⟦Olá Débora⟧, tudo bem?", "-"),
            ("⟦Ola Kowalska⟧", "V Ola Kowalska"),
            ("⟦TAI LAING⟧", "-"),
            ("⟦Anna Qwertov Qwertow Qwertox Kowalska⟧", "-"),
            ("⟦Grace Page⟧", "-"),
            ("⟦Martin Luther King Boulevard⟧", "-"),
            ("⟦John Deere Inc⟧", "-"),
            ("San ⟦Francisco Díaz⟧", "-"),
            ("St. ⟦John Smith⟧ Square", "-"),
            ("⟦Julia Language⟧", "-"),
            ("⟦Paris Agreement⟧", "-"),
            ("/⟦John Smith⟧", "-"),
            ("⟦John Smith⟧@home", "-"),
            ("⟦The Table⟧", "-"),
            ("⟦SELECT JOHN⟧", "-"),
            ("⟦Thomas⟧ said", "-"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
