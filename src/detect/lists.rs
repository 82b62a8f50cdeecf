//! The job's own lists: values that are never findings, terms that always are.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::Error;
use crate::config::Detect;
use crate::core::Span;

/// Entity type of terms on the deny list.
pub const DENY_ENTITY: &str = "DENY_LISTED";

/// Rule id of terms on the deny list.
pub const DENY_RULE: &str = "deny-list";

/// Allow and deny lists, compiled.
#[derive(Debug)]
pub(super) struct Lists {
    allow: BTreeSet<String>,
    allow_patterns: Vec<Regex>,
    deny: Option<AhoCorasick>,
}

impl Lists {
    pub(super) fn new(config: &Detect) -> Result<Self, Error> {
        let allow_patterns = config
            .allow_patterns
            .iter()
            .enumerate()
            .map(|(index, pattern)| {
                // The pattern alone must be valid, so that it cannot close the group around it.
                Regex::new(pattern)
                    .and_then(|_| Regex::new(&format!(r"\A(?:{pattern})\z")))
                    .map_err(|error| Error::AllowPattern { index, message: error.to_string() })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            allow: config.allow.iter().map(|value| value.to_lowercase()).collect(),
            allow_patterns,
            deny: deny_automaton(&config.deny)?,
        })
    }

    /// Whether a value is never a finding.
    pub(super) fn allows(&self, value: &str) -> bool {
        (!self.allow.is_empty() && self.allow.contains(&value.to_lowercase()))
            || self.allow_patterns.iter().any(|pattern| pattern.is_match(value))
    }

    /// Spans of denied terms that stand as whole words and are no placeholder's name.
    pub(super) fn denied<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Span> + 't {
        self.deny
            .iter()
            .flat_map(move |deny| deny.find_overlapping_iter(text))
            .map(|found| Span::new(found.start(), found.end()))
            .filter(move |span| stands_alone(text, *span) && !in_placeholder(text, *span))
    }
}

/// ASCII letters are compared without regard to case; other terms are looked for as written, in lower and in upper case.
fn deny_automaton(terms: &[String]) -> Result<Option<AhoCorasick>, Error> {
    let mut forms: BTreeSet<String> = BTreeSet::new();
    for term in terms.iter().map(|term| term.trim()).filter(|term| !term.is_empty()) {
        // The automaton folds ASCII itself; each form but once.
        forms.extend([term, &term.to_lowercase(), &term.to_uppercase()].map(str::to_ascii_lowercase));
    }
    if forms.is_empty() {
        return Ok(None);
    }
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(forms)
        .map(Some)
        .map_err(|error| Error::TooLarge { what: "terms of detect.deny", message: error.to_string() })
}

/// Whether no letter or digit is joined to the span's own on either side.
pub(super) fn stands_alone(text: &str, span: Span) -> bool {
    let word = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let value = span.of(text).unwrap_or_default();
    let before = text.get(..span.start).and_then(|head| head.chars().next_back());
    let after = text.get(span.end..).and_then(|tail| tail.chars().next());
    let joined_before = word(value.chars().next()) && word(before);
    let joined_after = word(value.chars().next_back()) && word(after);
    !joined_before && !joined_after
}

/// Whether the span is the name inside `[NAME]` as the placeholder operator writes it.
fn in_placeholder(text: &str, span: Span) -> bool {
    let bytes = text.as_bytes();
    let name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let at = |index: Option<usize>| index.and_then(|index| bytes.get(index)).copied();
    at(span.start.checked_sub(1)) == Some(b'[')
        && at(Some(span.end)) == Some(b']')
        && bytes.get(span.start..span.end).is_some_and(|value| value.iter().all(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(allow: &[&str], patterns: &[&str], deny: &[&str]) -> Lists {
        let own = |list: &[&str]| list.iter().map(|item| (*item).to_owned()).collect();
        let config = Detect { allow: own(allow), allow_patterns: own(patterns), deny: own(deny), ..Detect::default() };
        Lists::new(&config).unwrap()
    }

    #[test]
    fn allowed_values_are_compared_whole() {
        let lists = lists(&["Support@Example.com"], &[r"\d{10}|x+"], &[]);
        assert!(lists.allows("support@example.COM"));
        assert!(!lists.allows("asupport@example.com"));
        assert!(lists.allows("1234567890"));
        assert!(!lists.allows("12345678901"));
        assert!(!lists.allows("ax"));
    }

    #[test]
    fn an_allow_pattern_cannot_break_out() {
        let config = Detect { allow_patterns: vec!["a)|(?:.*".into()], ..Detect::default() };
        assert!(matches!(Lists::new(&config), Err(Error::AllowPattern { index: 0, .. })));
    }

    #[test]
    fn denied_terms_are_whole_words() {
        let lists = lists(&[], &[], &["Project Heron", "ACME", "Łódź"]);
        let found =
            |text: &str| lists.denied(text).filter_map(|span| span.of(text).map(str::to_owned)).collect::<Vec<_>>();
        assert_eq!(found("the project heron of acme."), ["project heron", "acme"]);
        assert_eq!(found("ŁÓDŹ, łódź"), ["ŁÓDŹ", "łódź"]);
        assert!(found("acmes x_acme [ACME]").is_empty());
    }
}
