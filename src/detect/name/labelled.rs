//! A name of two words or more behind a label that may stand before other things: no list need have it, but none of its words may
//! be one of the language, of an organisation or of a place.

use super::lexicon::Lexicon;
use super::token::{Kind, Run};
use crate::core::Span;

/// Shortest word of a name that no list has, in bytes.
const SHORTEST: usize = 3;

/// Most words of a name beside particles and initials: more are a title.
const MAX_WORDS: usize = 4;

/// The name that begins at `start`, and whether its first word is a given name, or its last a surname, of the lists.
pub(in crate::detect) fn labelled(text: &str, start: usize, lexicon: &Lexicon) -> Option<(Span, bool)> {
    let run = Run::read(text, start, lexicon);
    let (mut words, mut end) = (0, start);
    let (mut given, mut surname) = (false, false);
    for token in run.tokens() {
        match token.kind {
            Kind::Initial | Kind::Particle if words > 0 => continue,
            Kind::Capital => {}
            _ => return None,
        }
        let class = token.class;
        let other = class.is_break() || class.is_organisation() || class.is_place_prefix() || class.is_other();
        if other || token.is_possessive() || (class.is_unknown() && token.span.len() < SHORTEST) {
            return None;
        }
        given |= words == 0 && class.is_given();
        surname = class.is_surname();
        words += 1;
        end = token.span.end;
    }
    let goes_on = |c: char| c.is_alphanumeric() || "_@/\\-:&+".contains(c);
    let whole = !text.get(end..).unwrap_or_default().starts_with(goes_on);
    ((2..=MAX_WORDS).contains(&words) && whole).then_some((Span::new(start, end), given || surname))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::embedded;
    use super::*;

    #[test]
    fn every_word_must_be_able_to_be_a_name() {
        for (text, expected) in [
            ("Gisbert Schomberqa", "U Gisbert Schomberqa"),
            ("Leon Zauchaqa\nx", "V Leon Zauchaqa"),
            ("Qwertova de la Plugha,", "U Qwertova de la Plugha"),
            ("Ngoziqa Adichie", "V Ngoziqa Adichie"),
            ("Qwertov", "-"),
            ("Visual Studio", "-"),
            ("Leon Project", "-"),
            ("Ubuntu Latest", "-"),
            ("The Foo Team", "-"),
            ("Leon Qa", "-"),
            ("Leon iPhone", "-"),
            ("Leon Zauchaqa and more", "V Leon Zauchaqa"),
            ("Gisbert Schomberqa/x", "-"),
            ("QWERTOV PLUGH", "-"),
        ] {
            let found = match labelled(text, 0, &embedded()) {
                Some((span, true)) => format!("V {}", span.of(text).unwrap()),
                Some((span, false)) => format!("U {}", span.of(text).unwrap()),
                None => "-".to_owned(),
            };
            assert_eq!(found, expected, "{text}");
        }
    }
}
