//! Terms that are findings wherever they stand.
//!
//! Terms of whole words are in a gazetteer. What is no run of words is in an automaton: terms that begin or end with a sign,
//! terms in scripts without spaces, and lists that ask for parts of words.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::stands_alone;
use crate::config::TermList;
use crate::core::Span;
use crate::detect::Error;
use crate::detect::fold::Folding;
use crate::detect::gazetteer::{Gazetteer, MAX_WORDS, Misfit};
use crate::detect::script::is_unspaced;
use crate::rules::Terms;

/// Most terms of an automaton, which takes some hundred bytes for each.
const MAX_LOOSE: usize = 1_000_000;

/// The terms of one list, compiled.
#[derive(Debug)]
pub(super) struct Matcher {
    words: Gazetteer,
    loose: Option<Loose>,
}

/// Terms in an automaton.
#[derive(Debug)]
struct Loose {
    automaton: AhoCorasick,
    /// By term: whether what stands beside it matters.
    alone: Vec<bool>,
}

impl Matcher {
    /// The terms of `detect.deny`: whole words, without regard to case.
    pub(super) fn denied(terms: &[String]) -> Result<Self, Error> {
        let terms = Terms::from_terms(terms.iter().map(String::as_str));
        Self::compile("detect.deny", &terms, Folding { case: true, accents: false }, true)
    }

    /// The terms of a list.
    pub(super) fn new(list: &TermList, terms: &Terms) -> Result<Self, Error> {
        let folding = Folding { case: !list.case_sensitive, accents: !list.accent_sensitive };
        Self::compile(&list.name, terms, folding, list.whole_words)
    }

    fn compile(name: &str, terms: &Terms, folding: Folding, whole_words: bool) -> Result<Self, Error> {
        let mut words = Gazetteer::new(folding, if whole_words { terms.len() } else { 0 });
        let mut loose: BTreeMap<String, bool> = BTreeMap::new();
        let fault = |message: String| Error::List { list: name.to_owned(), message };
        for (index, term) in terms.iter().enumerate() {
            let unspaced = term.chars().any(is_unspaced);
            if whole_words && !unspaced {
                match words.add(term) {
                    Ok(()) => continue,
                    Err(Misfit::Edge) => {}
                    Err(Misfit::Size) => {
                        return Err(fault(format!("term {} has more than {MAX_WORDS} words", index + 1)));
                    }
                }
            }
            let alone = whole_words && !unspaced;
            loose.extend(forms(term, folding.case).map(|form| (form, alone)));
            if loose.len() > 3 * MAX_LOOSE {
                return Err(fault(format!("more than {MAX_LOOSE} terms that are no whole words")));
            }
        }
        if words.is_empty() && loose.is_empty() {
            return Err(fault("holds no term".to_owned()));
        }
        let alone = loose.values().copied().collect();
        let automaton = (!loose.is_empty()).then(|| {
            AhoCorasick::builder()
                .ascii_case_insensitive(folding.case)
                .match_kind(MatchKind::Standard)
                .build(loose.keys())
                .map_err(|error| fault(format!("is too large to compile: {error}")))
        });
        Ok(Self { words, loose: automaton.transpose()?.map(|automaton| Loose { automaton, alone }) })
    }

    /// Calls `found` with the span of every term in the text, overlapping ones too, but for names of placeholders.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(Span)) {
        let mut found = |span| {
            if !in_placeholder(text, span) {
                found(span);
            }
        };
        if !self.words.is_empty() {
            self.words.find(text, &mut found);
        }
        if let Some(loose) = &self.loose {
            for hit in loose.automaton.find_overlapping_iter(text) {
                let span = Span::new(hit.start(), hit.end());
                if loose.alone.get(hit.pattern().as_usize()) != Some(&true) || stands_alone(text, span) {
                    found(span);
                }
            }
        }
    }
}

/// A term as written, and without regard to case in lower and in upper case as well: the automaton folds ASCII alone.
fn forms(term: &str, case: bool) -> impl Iterator<Item = String> {
    let mut forms = vec![term.to_owned()];
    if case {
        forms.extend([term.to_lowercase(), term.to_uppercase()]);
        forms.iter_mut().for_each(|form| form.make_ascii_lowercase());
    }
    forms.into_iter()
}

/// Whether the span lies in the name inside `[NAME]` as the placeholder operator writes it.
fn in_placeholder(text: &str, span: Span) -> bool {
    let bytes = text.as_bytes();
    let name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let before = bytes.get(..span.start).unwrap_or_default();
    let after = bytes.get(span.end..).unwrap_or_default();
    let left = before.iter().rev().find(|byte| !name(byte));
    let right = after.iter().find(|byte| !name(byte));
    left == Some(&b'[')
        && right == Some(&b']')
        && bytes.get(span.start..span.end).is_some_and(|own| own.iter().all(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::EntityType;

    fn found<'t>(matcher: &Matcher, text: &'t str) -> Vec<&'t str> {
        let mut spans = Vec::new();
        matcher.find(text, |span| spans.push(span));
        spans.sort_unstable();
        spans.into_iter().map(|span| span.of(text).unwrap()).collect()
    }

    fn list(whole_words: bool, case_sensitive: bool) -> TermList {
        TermList {
            name: "l".into(),
            path: "l.txt".into(),
            column: None,
            entity: EntityType::new("PRODUCT").unwrap(),
            score: 0.9,
            case_sensitive,
            accent_sensitive: !whole_words,
            whole_words,
            sources: Vec::new(),
        }
    }

    #[test]
    fn denied_terms_are_whole_words() {
        let terms = ["Project Heron", "ACME", "Łódź", "C++"].map(str::to_owned);
        let matcher = Matcher::denied(&terms).unwrap();
        assert_eq!(found(&matcher, "the project heron of acme."), ["project heron", "acme"]);
        assert_eq!(found(&matcher, "ŁÓDŹ, łódź, lodz, c++"), ["ŁÓDŹ", "łódź", "c++"]);
        assert!(found(&matcher, "acmes [ACME] [ACME_ID] xc++").is_empty());
    }

    #[test]
    fn terms_in_scripts_without_spaces_are_found_in_runs() {
        let matcher = Matcher::new(&list(true, false), &Terms::from_terms(["山田太郎", "Heron"])).unwrap();
        assert_eq!(found(&matcher, "担当は山田太郎です。herons"), ["山田太郎"]);
    }

    #[test]
    fn parts_of_words_if_asked() {
        let terms = Terms::from_terms(["Heron", "Zoë"]);
        assert_eq!(found(&Matcher::new(&list(false, false), &terms).unwrap(), "xheronx ZOËS"), ["heron", "ZOË"]);
        assert_eq!(found(&Matcher::new(&list(false, true), &terms).unwrap(), "xheronx Herons"), ["Heron"]);
    }
}
