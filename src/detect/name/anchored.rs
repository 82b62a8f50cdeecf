//! A name that a label, a title, a greeting or the like announces: one word may be enough, and no list need have it.

use super::lexicon::Lexicon;
use super::token::{Kind, Run, Token, token_at};
use crate::core::Span;

/// Most words of a name written in small letters.
const MAX_LOWER: usize = 3;

/// Most words of a name beside particles.
const MAX_WORDS: usize = 5;

/// The name that begins at `start`, and whether a list has a part of it that means nothing else.
pub(in crate::detect) fn anchored(text: &str, start: usize, lexicon: &Lexicon) -> Option<(Span, bool)> {
    let run = Run::read(text, start, lexicon);
    let first = run.get(0)?;
    let (mut end, sure) = if first.kind == Kind::Lower { lower(&run)? } else { capitalised(&run)? };
    if end == first.span.end
        && let Some(longer) = after_comma(text, first, lexicon)
    {
        end = longer;
    }
    (!goes_on(text, end)).then_some((Span::new(start, end), sure))
}

/// `my name is ada okafor`: every word must be known for a name and for nothing else.
fn lower(run: &Run) -> Option<(usize, bool)> {
    let mut end = None;
    for token in run.tokens().take(MAX_LOWER) {
        let known = token.class.is_strong_given() || token.class.is_strong_surname();
        if token.kind != Kind::Lower || !known || token.span.len() < 3 {
            break;
        }
        end = Some(token.span.end);
    }
    end.map(|end| (end, true))
}

fn capitalised(run: &Run) -> Option<(usize, bool)> {
    let mut end = None;
    let mut words = 0;
    let mut sure = false;
    let mut small = false;
    let mut both = (false, false);
    for (place, token) in run.tokens().enumerate() {
        let class = token.class;
        match token.kind {
            Kind::Particle => continue,
            Kind::Initial => {
                // An initial ends a name only with its full stop: `Ada K.`, but not `Ada I`.
                if token.span.len() > 1 && words > 0 {
                    end = Some(token.span.end);
                }
                continue;
            }
            Kind::Capital | Kind::Upper => {}
            _ => break,
        }
        if class.is_place_prefix() {
            break;
        }
        if class.is_organisation() {
            let next = run.get(place + 1).is_some_and(|next| next.class.is_organisation());
            if next || !class.is_surname() {
                return None;
            }
        } else if class.is_other() || (class.is_break() && (words == 0 || !class.is_surname())) {
            break;
        }
        if token.kind == Kind::Upper && class.is_unknown() && small {
            break;
        }
        small |= token.kind == Kind::Capital;
        sure |= class.is_strong_given() || class.is_strong_surname();
        // `Mark Brown`: each means something else as well, but hardly both of them where a name is announced.
        both = if words == 0 { (class.is_given(), false) } else { (both.0, class.is_surname() && words == 1) };
        words += 1;
        end = Some(token.span.end);
        if words == MAX_WORDS {
            break;
        }
    }
    sure |= both == (true, true) && small;
    // Capitals alone are an abbreviation or a heading unless a list has them for a name.
    end.filter(|_| words > 0 && (small || sure)).map(|end| (end, sure))
}

/// `Okafor, Ada`: where the given name ends.
fn after_comma(text: &str, surname: &Token, lexicon: &Lexicon) -> Option<usize> {
    let rest = text.get(surname.span.end..)?;
    let gap = if rest.starts_with(", ") { 2 } else { usize::from(rest.starts_with(',')) };
    // In capitals, as forms have it, the surname comes first even if it is a given name as well: `CARTER, JOHN`.
    let either = surname.class.is_given() && surname.kind != Kind::Upper;
    if gap == 0 || either || surname.is_possessive() {
        return None;
    }
    let given = token_at(text, surname.span.end + gap, lexicon)?;
    let second = token_at(text, given.end + 1, lexicon)
        .filter(|second| second.is_capitalised() && second.class.is_strong_given() || second.kind == Kind::Initial)
        .filter(|_| text.get(given.end..).is_some_and(|rest| rest.starts_with(' ')));
    let known = given.is_capitalised() && given.class.is_given() && !given.class.is_break();
    known.then(|| second.map_or(given.span.end, |second| second.span.end))
}

/// Whether what stands at `end` shows that the words before are part of an address, a path or an identifier.
fn goes_on(text: &str, end: usize) -> bool {
    let mut after = text.get(end..).unwrap_or_default().chars();
    match after.next() {
        Some('.') => after.next().is_some_and(char::is_alphanumeric),
        Some('-') => after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(':') => after.next().is_some_and(|c| matches!(c, ':' | '/')),
        Some(c) => c.is_alphanumeric() || matches!(c, '_' | '@' | '/' | '\\' | '(' | '=' | '$'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::embedded;
    use super::*;

    fn found(text: &str) -> String {
        match anchored(text, 0, &embedded()) {
            Some((span, true)) => format!("V {}", span.of(text).unwrap()),
            Some((span, false)) => format!("U {}", span.of(text).unwrap()),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn names_after_an_anchor() {
        for (text, expected) in [
            ("Adaeze, thank you", "V Adaeze"),
            ("Qwertov", "U Qwertov"),
            ("Grace,", "U Grace"),
            ("De Luca", "V De Luca"),
            ("van der Berg", "V van der Berg"),
            ("Okafor, Adaeze B.", "V Okafor, Adaeze B."),
            ("John, Mary is here", "V John"),
            ("CARTER, JOHN", "V CARTER, JOHN"),
            ("Anna Thanks for", "V Anna"),
            ("Hall and", "U Hall"),
            ("Thomas Hall and", "V Thomas Hall"),
            ("Mark Brown", "V Mark Brown"),
            ("Mark Table", "U Mark"),
            ("Adaeze K. said", "V Adaeze K."),
            ("grace okafor and i", "-"),
            ("adaeze okafor and i", "V adaeze okafor"),
            ("table of", "-"),
            ("Customer,", "-"),
            ("Acme Corp,", "-"),
            ("Stanford University", "-"),
            ("ABC", "-"),
            ("JOHN OKAFOR", "V JOHN OKAFOR"),
            ("John.Smith", "-"),
            ("John_smith", "-"),
            ("Foo::bar", "-"),
            ("[PERSON]", "-"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
