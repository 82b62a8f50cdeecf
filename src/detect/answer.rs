//! Answers: what a text says to the question that the text before it ends with.
//!
//! In a conversation the label of a value is often in the turn before: "May I have your name, please?", "Crystal Minh". The same holds
//! for the fields of a record that hold a question and its answer. So where one text ends with a question, the next is looked at once
//! more behind that question.

use super::scratch::Scratch;
use super::{Engine, Scope, written};
use crate::core::{Finding, Span};

/// Longest part of a question that is heeded, in bytes.
const QUESTION: usize = 200;

/// How much of an answer is looked at, in bytes.
const ANSWER: usize = 240;

/// What may follow a question in its text, in bytes: `Thank you.`
const AFTER: usize = 40;

/// Most bytes of a question mark.
const MARK: usize = 3;

/// How many texts back a question is looked for: names of speakers may stand between.
const BETWEEN: usize = 3;

/// Longest text that is taken for such a name.
const NAME: usize = 16;

impl Engine {
    /// Adds what texts answer to the questions before them. `out` has the findings of each text.
    pub(super) fn find_answers(
        &self,
        scope: &Scope,
        texts: &[(&str, &str)],
        scratch: &mut Scratch,
        out: &mut [Vec<Finding>],
    ) {
        if texts.len() < 2 {
            return;
        }
        let (mut asked, mut found) = (String::new(), Vec::new());
        for (place, ((text, field), findings)) in texts.iter().zip(out).enumerate() {
            let earlier = texts.get(..place).unwrap_or_default();
            let Some(question) = question_before(earlier) else { continue };
            let answer = head(text, ANSWER);
            if answer.trim().is_empty() {
                continue;
            }
            asked.clear();
            asked.push_str(question);
            asked.push('\n');
            let from = asked.len();
            asked.push_str(answer);
            self.find_in_text(scope, &asked, field, scratch, &mut found);
            written::leave_out(&asked, &mut found);
            let before = findings.len();
            for finding in found.drain(..).filter(|finding| finding.span.start >= from) {
                let span = Span::new(finding.span.start - from, finding.span.end - from);
                // What the cut has shortened is left to the look at the whole text.
                let whole = span.end < answer.len() || answer.len() == text.len();
                let known = findings.iter().take(before);
                if whole && known.into_iter().all(|known| !known.span.overlaps(span)) {
                    findings.push(Finding { span, ..finding });
                }
            }
            if findings.len() > before {
                findings.sort_by_key(|finding| finding.span);
            }
        }
    }
}

/// The question that the text before ends with; a text that is but the name of a speaker is passed over.
fn question_before<'t>(earlier: &[(&'t str, &str)]) -> Option<&'t str> {
    let is_name = |text: &str| text.len() <= NAME && !text.contains(['?', ' ']);
    let mut near = earlier.iter().rev().take(BETWEEN).map(|(text, _)| *text);
    question(near.find(|text| !is_name(text))?)
}

/// The question that a text ends with, as far as it is heeded.
fn question(text: &str) -> Option<&str> {
    let text = text.trim_end();
    // A question further away from the end is not heeded, so the text before is not looked at.
    let near = (text.len().saturating_sub(AFTER + MARK)..=text.len()).find(|at| text.is_char_boundary(*at))?;
    let mark = near + text.get(near..)?.rfind(['?', '？', '؟'])?;
    let end = mark + text.get(mark..)?.chars().next()?.len_utf8();
    if text.len() - end > AFTER || text.get(end..)?.contains('\n') {
        return None;
    }
    let start = (mark.saturating_sub(QUESTION)..=mark).find(|at| text.is_char_boundary(*at))?;
    let asked = text.get(start..mark)?;
    let begin = asked.rfind(['.', '!', '?', '\n', '。']).map_or(start, |at| start + at);
    let begin = begin + usize::from(begin > start);
    (begin..end).find(|at| text.is_char_boundary(*at)).and_then(|at| text.get(at..end)).map(str::trim)
}

/// The first bytes of a text, not more than `most`.
fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Detect;
    use crate::rules::RuleSet;

    #[test]
    fn the_last_question_of_a_text_is_heeded() {
        for (text, expected) in [
            ("Hello. May I have your name, please?", Some("May I have your name, please?")),
            ("Your name? Thank you.", Some("Your name?")),
            ("Your name?\nI shall wait.", None),
            ("Your name? That is needed so that the account can be found.", None),
            ("你好。您的电话号码是多少？", Some("您的电话号码是多少？")),
            ("No question.", None),
            ("?", Some("?")),
            ("", None),
        ] {
            assert_eq!(question(text), expected, "{text}");
        }
    }

    #[test]
    fn answers_are_found_behind_their_questions() {
        let engine = Engine::compile(&RuleSet::load(&[], None).expect("rules"), &Detect::default()).expect("an engine");
        let found = |texts: &[&str]| {
            let texts: Vec<_> = texts.iter().map(|text| (*text, "messages")).collect();
            let mut out = Vec::new();
            engine.detect_record(engine.everywhere(), &texts, &mut engine.scratch(), &mut out);
            let last = out.last().cloned().unwrap_or_default();
            let text = texts.last().map_or("", |(text, _)| text);
            last.iter().map(|one| format!("{} {}", one.entity, one.span.of(text).unwrap_or(""))).collect::<Vec<_>>()
        };
        assert_eq!(found(&["Can you tell me your date of birth?", "03/04/1980"]), ["DATE_OF_BIRTH 03/04/1980"]);
        assert_eq!(found(&["user", "Can you tell me your date of birth?", "assistant", "It is 03/04/1980."]).len(), 1);
        assert_eq!(found(&["May I have your name please?", "Crystal Minh"]), ["PERSON Crystal Minh"]);
        assert_eq!(found(&["And your password?", "Xk92!pqLmv7"]), ["PASSWORD Xk92!pqLmv7"]);
        assert_eq!(found(&["Your username?", "sure, aphoenix939"]), ["USERNAME aphoenix939"]);
        assert_eq!(found(&["When did it arrive?", "03/04/1980"]), [""; 0]);
        assert_eq!(found(&["Your date of birth is noted.", "03/04/1980"]), [""; 0]);
        // What is said once is known for the rest of the record.
        assert_eq!(found(&["Your name?", "Crystal Minh", "Thank you, Minh"]), ["PERSON Minh"]);
    }
}
