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
    let nearest = |bounds: &mut dyn Iterator<Item = usize>| bounds.filter(usable).min_by_key(|at| at.abs_diff(middle));
    let sentences = &mut sentence_ends(text);
    let words = &mut text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let at = nearest(sentences).or_else(|| nearest(words))?;
    let (prompt, reference) = text.split_at_checked(at)?;
    let (prompt, reference) = (prompt.trim(), reference.trim());
    (!prompt.is_empty() && !reference.is_empty()).then_some((prompt, reference))
}

#[cfg(test)]
mod tests {
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
}
