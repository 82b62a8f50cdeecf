//! What earlier redactions have written: nothing in a token is a finding.

use crate::core::{Finding, Span, token};
use crate::leaf;

/// How far back a token may begin that a finding lies in: longer values than are found.
const LONGEST: usize = 1 << 16;

/// Leaves out the findings of which every letter and digit stands in a token.
pub(super) fn leave_out(text: &str, found: &mut Vec<Finding>) {
    found.retain(|finding| !is_written(text, finding.span));
}

/// Whether every letter and digit of a span stands in a token.
fn is_written(text: &str, span: Span) -> bool {
    let bytes = text.as_bytes();
    let from = span.start.saturating_sub(LONGEST);
    let before = bytes.get(from..span.start).and_then(|head| memchr::memrchr(b'[', head)).map(|at| from + at);
    let reaches = |open: &usize| text.get(*open..).and_then(length).is_some_and(|length| open + length > span.start);
    let mut at = before.filter(reaches).unwrap_or(span.start);
    let mut any = false;
    while at < span.end {
        let Some(open) = bytes.get(at..span.end).and_then(|rest| memchr::memchr(b'[', rest)).map(|open| at + open)
        else {
            break;
        };
        let Some(length) = text.get(open..).and_then(length) else { return false };
        if shows(text, at.max(span.start), open) {
            return false;
        }
        any |= open + length > span.start;
        at = open + length;
    }
    any && !shows(text, at.max(span.start), span.end)
}

fn shows(text: &str, from: usize, to: usize) -> bool {
    from < to && text.get(from..to).is_none_or(|part| part.contains(char::is_alphanumeric))
}

/// Length of the token that a text begins with, written as it is or with its special characters encoded.
pub(super) fn length(text: &str) -> Option<usize> {
    if let Some(token) = token::read(text) {
        return Some(token.len);
    }
    let inner = text.as_bytes().strip_prefix(b"[")?;
    // The name of an entity type is never encoded, so that most brackets need not be read to their end, let alone decoded.
    let name =
        inner.iter().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_').count();
    inner.get(name).filter(|sign| name > 0 && b"-:=%&\\".contains(sign))?;
    let end = memchr::memchr3(b'[', b']', b'\n', inner).filter(|end| inner.get(*end) == Some(&b']'))?;
    let written = text.get(..end + 2)?;
    let said = leaf::says(written);
    (said != written && token::read(&said).is_some_and(|token| token.len == said.len())).then_some(written.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::EntityType;
    use crate::core::token::Sign;

    #[test]
    fn a_long_bracket_is_not_read_again_for_every_finding_in_it() {
        let value = "a1@b.example, ";
        let block = format!("[{}]", value.repeat(4_600));
        let finding = |at: usize| Finding {
            span: Span::new(at, at + value.len() - 2),
            entity: EntityType::new("EMAIL_ADDRESS").unwrap(),
            score: 1.0,
            rule: "email".into(),
            evidence: crate::core::Evidence {
                base_score: 1.0,
                validation: crate::core::Validation::None,
                context: crate::core::Context::None,
            },
        };
        let text = block.repeat(40);
        let mut found: Vec<_> = text.match_indices("a1@").map(|(at, _)| finding(at)).collect();
        let before = found.len();
        leave_out(&text, &mut found);
        assert_eq!((found.len(), before), (184_000, 184_000));
    }

    #[test]
    fn only_what_lies_in_tokens_is_left_out() {
        let token = token::write(&EntityType::new("X").unwrap(), Sign::Shaped, "ab&c 12 34");
        for written in [token.clone(), token.replace('&', "&amp;"), token.replace('&', "%26").replace(' ', "%20")] {
            let text = format!("[x] pin 12 {written}, {written} 56 [X=12 34]");
            let span = |from: &str, to: &str| {
                let start = text.find(from).unwrap();
                Span::new(start, start + text.get(start..).unwrap().find(to).unwrap() + to.len())
            };
            assert!(is_written(&text, span("ab", "34")), "{text}");
            assert!(is_written(&text, span("[X", "]")) && is_written(&text, span(" [X", ", [")), "{text}");
            assert!(is_written(&text, Span::new(span("ab", "c").start, text.find(" 56").unwrap())), "both: {text}");
            for (from, to) in
                [("12 [X", "]"), ("12 ", "2"), ("ab", "56"), ("56", "56"), ("[X=12 34]", "]"), ("[x]", "]")]
            {
                assert!(!is_written(&text, span(from, to)), "{from} to {to}: {text}");
            }
        }
    }
}
