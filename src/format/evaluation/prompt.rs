//! Making one prompt and one expected answer of a conversation or a document.

use std::borrow::Cow;

use crate::core::{Reason, Role, Span, Text, Turn};
use crate::format::convert;
use crate::format::cut::{Protected, sentence_ends};

type Asked<'b> = (Cow<'b, str>, Cow<'b, str>);

/// Everything up to the last answer, and that answer. Only where there are several questions are the turns marked, by `Q:`
/// and `A:`, because the names of roles are reserved strings of some models.
pub(super) fn conversation<'b>(system: Option<&'b Text>, turns: &'b [Turn]) -> Result<Asked<'b>, Reason> {
    convert::check_order(turns)?;
    let Some((last, asked)) = turns.split_last() else { return Err(Reason::TurnOrder) };
    let reference = Cow::Borrowed(last.text.expose());
    if let [only] = asked {
        return Ok((convert::folded(system, &only.text), reference));
    }
    let mut prompt = String::new();
    for turn in asked {
        if !prompt.is_empty() {
            prompt.push('\n');
        }
        prompt.push_str(if turn.role == Role::User { "Q: " } else { "A: " });
        prompt.push_str(turn.text.expose());
    }
    let prompt = Text::new(prompt);
    Ok((Cow::Owned(convert::folded(system, &prompt).into_owned()), reference))
}

/// A text in two, parted between sentences as near to the middle as can be; between words where there is one sentence only.
/// `None` when the text cannot be parted.
pub(super) fn halves<'t>(text: &'t str, protected: &[Span]) -> Option<(&'t str, &'t str)> {
    let protected = Protected::new(protected);
    let first = text.len() - text.trim_start().len();
    let last = text.trim_end().len();
    let middle = first + last.saturating_sub(first) / 2;
    let usable = |at: &usize| *at > first && *at < last && !protected.splits(*at);
    // They ascend, so that behind the middle none is nearer than the first.
    let nearest = |bounds: &mut dyn Iterator<Item = usize>| {
        let mut best: Option<usize> = None;
        for at in bounds.filter(usable) {
            best = best.filter(|best| best.abs_diff(middle) <= at.abs_diff(middle)).or(Some(at));
            if at >= middle {
                break;
            }
        }
        best
    };
    let start = paragraph_before(text, middle).filter(|at| usable(at)).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    // A line feed ends a sentence, and what follows does not depend on what stands before.
    let sentences = &mut (start > 0).then_some(start).into_iter().chain(sentence_ends(rest).map(|at| start + at));
    let words = &mut text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let at = nearest(sentences).or_else(|| nearest(words))?;
    let (prompt, reference) = text.split_at_checked(at)?;
    let (prompt, reference) = (prompt.trim(), reference.trim());
    (!prompt.is_empty() && !reference.is_empty()).then_some((prompt, reference))
}

/// The last place up to `middle` at which a line begins with a letter or digit.
fn paragraph_before(text: &str, middle: usize) -> Option<usize> {
    let before = text.as_bytes().get(..middle)?;
    let begins = |at: &usize| text.get(*at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric);
    memchr::memrchr_iter(b'\n', before).map(|at| at + 1).find(begins)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_document_parts_near_its_middle() {
        let cases = [
            ("One two. Three four. Five six. Seven.", Some(("One two. Three four.", "Five six. Seven."))),
            ("Just one sentence without end", Some(("Just one sentence", "without end"))),
            ("  padded. Text.  ", Some(("padded.", "Text."))),
            ("word", None),
            ("", None),
            ("   ", None),
        ];
        for (text, expected) in cases {
            assert_eq!(halves(text, &[]), expected, "{text:?}");
        }
    }

    #[test]
    fn a_protected_span_stays_whole() {
        let text = "Call Jane. Doe now. Then rest a bit.";
        assert_eq!(halves(text, &[]).unwrap().0, "Call Jane. Doe now.");
        let protected = [Span::new(11, 26)];
        let (prompt, _) = halves(text, &protected).unwrap();
        assert_eq!(prompt, "Call Jane.");
    }

    #[test]
    fn turns_are_marked_only_when_there_are_several() {
        let turn = |role, text: &str| Turn { role, text: Text::new(text) };
        let system = Text::new("Be brief.");
        let one = [turn(Role::User, "u"), turn(Role::Assistant, "a")];
        let (prompt, reference) = conversation(Some(&system), &one).unwrap();
        assert_eq!((&*prompt, &*reference), ("Be brief.\n\nu", "a"));
        let two = [one.clone(), [turn(Role::User, "v"), turn(Role::Assistant, "b")]].concat();
        let (prompt, reference) = conversation(Some(&system), &two).unwrap();
        assert_eq!((&*prompt, &*reference), ("Be brief.\n\nQ: u\nA: a\nQ: v", "b"));
        assert_eq!(conversation(None, &two[..3]), Err(Reason::TurnOrder));
        assert_eq!(conversation(None, &[]), Err(Reason::TurnOrder));
    }

    proptest! {
        #[test]
        fn looking_from_the_middle_finds_what_looking_from_the_start_finds(
            text in "([A-Za-zé.!? ]|\\.  |[\n\r]|\n\n|[)»(] ){0,60}",
            places in prop::collection::vec((0usize..60, 1usize..9), 0..3),
        ) {
            let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
            let protected: Vec<Span> =
                places.iter().map(|(start, length)| Span::new(floor(*start), floor(start + length))).collect();
            prop_assert_eq!(halves(&text, &protected), halves_from_the_start(&text, &protected));
        }
    }

    fn halves_from_the_start<'t>(text: &'t str, protected: &[Span]) -> Option<(&'t str, &'t str)> {
        let protected = Protected::new(protected);
        let (first, last) = (text.len() - text.trim_start().len(), text.trim_end().len());
        let middle = first + last.saturating_sub(first) / 2;
        let usable = |at: &usize| *at > first && *at < last && !protected.splits(*at);
        let sentence = sentence_ends(text).filter(usable).min_by_key(|at| at.abs_diff(middle));
        let words = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        let at = sentence.or_else(|| words.filter(usable).min_by_key(|at| at.abs_diff(middle)))?;
        let (prompt, reference) = text.split_at_checked(at)?;
        let (prompt, reference) = (prompt.trim(), reference.trim());
        (!prompt.is_empty() && !reference.is_empty()).then_some((prompt, reference))
    }
}
