//! E-mail addresses that are spelled so that machines do not see them: `ada at example dot com`.

use super::{Value, Verdict};

/// Words that stand before `at` in prose: `look at example dot com`.
const PROSE: &[&str] = &[
    "available",
    "be",
    "found",
    "here",
    "hosted",
    "is",
    "it",
    "live",
    "look",
    "me",
    "meet",
    "online",
    "out",
    "page",
    "published",
    "read",
    "site",
    "them",
    "this",
    "up",
    "us",
    "website",
    "arrive",
    "stay",
    "that",
    "only",
    "try",
    "see",
    "now",
    "blog",
    "point",
    "one",
    "get",
];

/// Valid if `at` stands in brackets, or in capitals with `DOT`; undecided if it is a plain word.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let end = text.find(|c: char| c.is_whitespace() || "[({<".contains(c)).unwrap_or(text.len());
    let local = text.get(..end).unwrap_or_default();
    let prose = PROSE.iter().any(|word| local.eq_ignore_ascii_case(word));
    if local.is_empty() || prose || value.is_glued() {
        return Verdict::Refused;
    }
    let rest = text.get(end..).unwrap_or_default();
    value.decided(rest.trim_start().starts_with(['[', '(', '{', '<']) || rest.starts_with(" AT "))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::EmailSpelled;

    #[test]
    fn addresses_are_told_from_prose() {
        for (text, kind) in [
            ("⟦ada at example dot com⟧", 'U'),
            ("⟦ada [at] example [dot] com⟧", 'V'),
            ("⟦ada(at)example.com⟧", 'V'),
            ("⟦ada AT example DOT com⟧", 'V'),
            ("⟦look at example dot com⟧", '-'),
            ("é⟦ada at example dot com⟧", '-'),
        ] {
            assert!(probe(EmailSpelled, text).starts_with(kind), "{text}");
        }
    }
}
