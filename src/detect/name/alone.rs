//! A name by itself in a sentence: known for nothing but a name. A given name is taken for a person's if words beside it are those
//! that stand beside people.

use super::anchored::anchored;
use super::lexicon::Lexicon;
use super::token::{Kind, Token, token_at, token_before};
use crate::core::Span;

/// Shortest given name that is taken for one without a surname, in bytes: shorter ones are abbreviations of all kinds.
const MIN_LENGTH: usize = 4;

/// What people do, and what is said of them.
const VERBS: &str = "\
    is was has had will would can could should did does didn't doesn't wasn't isn't says said asked asks told tells \
    wrote writes explained explains replied replies answered wants wanted needs needed likes liked loves loved lives \
    lived works worked went goes came comes got gave gives took takes made left met called shouted spent thinks thought \
    knows knew feels felt reported received signed agreed confirmed visited moved just who whose whom and born aged \
    smiled laughed looked nodded sat stood walked ran tried started decided wondered pointed points suggested noticed \
    arrived returned died married joined mentioned added noted please ist war hat hatte sagte sagt wohnt arbeitet und \
    est était vive dijo dice tiene fue era es trabaja dit habite disse ha abita jest był była ma mieszka powiedział \
    powiedziała é tem mora woont zei heeft är har sa bor";

/// What speaks to a person after their name and a comma.
const ADDRESSES: &str = "\
    can could please pls i i'm i'll you your thank thanks what how would will do did have are good great let aged who my \
    we when where why just don't it's here bitte por je czy proszę puoi pode kannst könntest";

/// Words right before a person.
const BEFORE: &str = "\
    with and by told asked ask tell thank thanks met meet call called calls named him her me but because contact from \
    for to says said is was that than gave given at see saw love loves like of dear con y und mit von für avec et à pour \
    och med og en voor e com para per z dla i od";

/// The given name at `start`, if it stands as a person's.
pub(in crate::detect) fn alone(text: &str, start: usize, lexicon: &Lexicon) -> Option<Span> {
    let name = token_at(text, start, lexicon)?;
    let fits = name.kind == Kind::Capital && name.class.is_strong_given() && name.span.len() >= MIN_LENGTH;
    if !fits || is_part_of_more(text, &name, lexicon) {
        return None;
    }
    let after = text.get(name.end..).unwrap_or_default();
    let person = name.is_possessive() && after.starts_with(' ') && follows_small(after)
        || after.strip_prefix(", ").is_some_and(|rest| begins_with(rest, ADDRESSES) || is_age(rest))
        || after.strip_prefix(" (").is_some_and(is_age)
        || after.strip_prefix(' ').is_some_and(|rest| begins_with(rest, VERBS))
        || token_before(text, start, lexicon).is_some_and(|before| is_one_of(text, &before, BEFORE))
        || is_listed(text, &name, lexicon)
        || is_speaker(text.get(..start).unwrap_or_default(), after);
    person.then_some(name.span)
}

/// Whether a line of a conversation begins with the name: `Tamara: hello`, `[10:32] Tamara: hello`.
fn is_speaker(head: &str, after: &str) -> bool {
    (after.starts_with(": ") || after.starts_with(":\n"))
        && (head.is_empty() || head.ends_with(['\n', ']']) || head.ends_with("] "))
}

/// The name at `start`, in full if more of it follows, if it is known for nothing else and not part of something longer. The words
/// beside it are for others to judge.
pub(in crate::detect) fn known(text: &str, start: usize, lexicon: &Lexicon) -> Option<Span> {
    let name = token_at(text, start, lexicon)?;
    let (span, sure) = anchored(text, start, lexicon)?;
    let end = Token { span, end: span.end, ..name };
    let alone = span.end == name.span.end;
    let fits = sure && name.kind == Kind::Capital && name.class.is_strong() && name.span.len() >= MIN_LENGTH;
    let apart = begins_sentence(text.get(..start).unwrap_or_default());
    let more = (alone && is_part_of_more(text, &name, lexicon)) || is_part_of_more(text, &end, lexicon);
    (fits && !apart && !more).then_some(span)
}

/// Whether a sentence or a line has ended before: what stood there says nothing of what begins here. A short word before a full stop
/// is an abbreviation, such as `Sr.`
fn begins_sentence(head: &str) -> bool {
    let before = head.trim_end_matches(|c: char| !c.is_alphanumeric());
    let gap = head.get(before.len()..).unwrap_or_default();
    let word = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
    !before.is_empty() && (gap.contains(['\n', '!', '?', ':']) || (gap.contains('.') && word > 4))
}

/// Whether another capitalised word, or something that is no prose, is joined to the name.
fn is_part_of_more(text: &str, name: &Token, lexicon: &Lexicon) -> bool {
    let head = text.get(..name.span.start).unwrap_or_default();
    let mut before = head.chars().rev();
    let glued = before.next().is_some_and(|c| match c {
        '\'' => before.next().is_some_and(char::is_alphanumeric),
        _ => !c.is_whitespace() && !matches!(c, '(' | '"' | '“' | '‘' | '«' | '>' | '*' | ':' | '¿' | '¡'),
    });
    let tail = text.get(name.end..).unwrap_or_default();
    let mut next = tail.chars();
    let goes_on = match next.next() {
        Some(' ') => next.next().is_some_and(|c| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '=' | '/' | '&' | '+' | '-' | '{' | '|' | '<')
        }),
        Some('.') => next.next().is_some_and(char::is_alphanumeric),
        Some(c) => {
            c.is_alphanumeric() || matches!(c, '_' | '@' | '/' | '\\' | '(' | '=' | '$' | '-' | '<' | '[' | '#' | '&')
        }
        None => false,
    };
    // A word with a capital before it is the beginning of a sentence, or part of something longer.
    let before = token_before(text, name.span.start, lexicon);
    let longer = before.is_some_and(|token| {
        let opens = token.class.is_other() || token.class.is_break();
        (!opens && !matches!(token.kind, Kind::Lower | Kind::Particle))
            || token.class.is_organisation()
            || token.class.is_place_prefix()
    });
    glued || goes_on || longer
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn begins_with(text: &str, words: &str) -> bool {
    let first = word(text);
    words.split(' ').any(|word| first.eq_ignore_ascii_case(word))
}

fn is_one_of(text: &str, token: &Token, words: &str) -> bool {
    token.span.of(text).is_some_and(|first| words.split(' ').any(|word| first.eq_ignore_ascii_case(word)))
}

fn follows_small(after: &str) -> bool {
    after.trim_start().starts_with(char::is_lowercase)
}

/// `38)`, `38,`, `38 years`: an age.
fn is_age(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && text.get(digits..).is_some_and(|rest| rest.starts_with([')', ',', ' ', '.']))
}

/// Whether the name stands in a list of given names: `Hannah, Kyle and Miguel`.
fn is_listed(text: &str, name: &Token, lexicon: &Lexicon) -> bool {
    let given = |token: &Token| token.is_capitalised() && token.class.is_given() && !token.class.is_break();
    let tail = text.get(name.end..).unwrap_or_default();
    let gap = [", ", " and ", " & ", " und ", " y ", " et ", " e ", " i ", " och ", " og ", " en ", ", and "]
        .iter()
        .filter(|gap| tail.starts_with(**gap))
        .map(|gap| gap.len())
        .max();
    let after = gap.and_then(|gap| token_at(text, name.end + gap, lexicon));
    let head = text.get(..name.span.start).and_then(|head| head.strip_suffix(", "));
    let before = head.and_then(|head| {
        let start = head.char_indices().rev().take(24).take_while(|(_, c)| c.is_alphabetic()).last()?.0;
        token_at(head, start, lexicon)
    });
    let lone = |token: &Token| {
        !text
            .get(token.end..)
            .is_some_and(|rest| rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase)))
    };
    after.is_some_and(|token| given(&token) && lone(&token)) || before.is_some_and(|token| given(&token))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::embedded;
    use super::*;

    #[test]
    fn a_name_alone_needs_words_beside_it() {
        for (marked, found) in [
            ("⟦Tamara⟧ said so", true),
            ("But ⟦Tamara⟧ was ill", true),
            ("it is ⟦Tamara⟧'s car", true),
            ("⟦Tamara⟧, can you come?", true),
            ("⟦Tamara⟧ (38)", true),
            ("had given ⟦Tamara⟧ his key", true),
            ("⟦Hannah⟧, Kyle and Miguel", true),
            ("Hannah, Kyle and ⟦Miguel⟧.", true),
            ("con ⟦Tamara⟧.", true),
            ("⟦Tamara⟧: hello", true),
            ("Hello\n⟦Tamara⟧: hello", true),
            ("[10:32] ⟦Tamara⟧: hello", true),
            ("so ⟦Tamara⟧: hello", false),
            ("⟦Grace⟧: an act", false),
            ("⟦Tamara⟧::new()", false),
            ("⟦Tamara⟧ station", false),
            ("the ⟦Tamara⟧ release", false),
            ("⟦Tamara⟧ Falls is", false),
            ("with ⟦Tamara⟧ 2.0", false),
            ("with ⟦Tamara⟧(x)", false),
            ("Lake ⟦Tamara⟧ was", false),
            ("Qwertov ⟦Tamara⟧ was", false),
            ("⟦Grace⟧ was", false),
            ("⟦Max⟧ is", false),
            ("x.⟦Tamara⟧ was", false),
            ("⟦TAMARA⟧ was", false),
        ] {
            let example = crate::rules::Example::parse(marked).unwrap();
            let span = alone(&example.text, example.spans[0].start, &embedded());
            assert_eq!(span, found.then_some(example.spans[0]), "{marked}");
        }
    }
}
