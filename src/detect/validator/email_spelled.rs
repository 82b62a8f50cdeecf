//! E-mail addresses without an `@`: spelled so that machines do not see them (`ada at example dot com`), or encoded.

use super::email::domain_part;
use super::{Value, Verdict};

/// What stands for the `@` in URLs, HTML and JSON. Each begins with a character that no address has, and ends as given.
const ENCODED: &[&str] = &["%40", "&#64;", "&#064;", "&#x40;", "&commat;", "\\u0040"];

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

/// Valid if what stands behind the encoded `@` is a domain with a top-level domain of letters.
pub(super) fn encoded(value: &Value<'_>) -> Verdict {
    let text = value.matched().to_ascii_lowercase();
    let at = ENCODED.iter().find_map(|sign| text.find(sign).map(|start| start + sign.len()));
    let domain = at.and_then(|start| text.get(start..)).unwrap_or_default();
    let plain = domain.replace("%2e", ".").replace("&#46;", ".").replace("&period;", ".");
    if plain.is_empty() || domain_part(&plain).len() < plain.len() || value.is_glued() {
        Verdict::Refused
    } else {
        Verdict::Valid(value.span)
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{EmailEncoded, EmailSpelled};

    #[test]
    fn encoded_addresses_have_a_domain() {
        for (text, valid) in [
            ("⟦ada%40example.com⟧", true),
            ("⟦ada&#x40;example&#46;com⟧", true),
            ("⟦ada\\u0040example.com⟧", true),
            ("⟦icon%402x.png⟧", false),
            ("⟦ada%40example.5⟧", false),
            ("é⟦ada%40example.com⟧", false),
        ] {
            assert_eq!(probe(EmailEncoded, text) != "-", valid, "{text}");
        }
    }

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
