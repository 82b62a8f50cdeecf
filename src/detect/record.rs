//! Records: texts that belong together. What is found in one of them, and of a name its parts as well, is found in all of them.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use memchr::memmem;

use super::compiled::CompiledRule;
use super::scratch::Scratch;
use super::validator::Verdict;
use super::{Engine, Scope, copies, lists, mention, written};
use crate::core::{Context, Evidence, Finding, Span, Validation};
use crate::leaf::Leaves;

/// So many terms are looked for one by one; more are looked for together, which takes an automaton to be built.
const FEW: usize = 8;

impl Engine {
    /// Finds personal data and secrets in a text. `field` names the field the text is from (a JSON pointer, a column, a role)
    /// and counts as context. `out` is cleared first; the findings in it are sorted, do not overlap and lie on character
    /// boundaries. They depend on nothing but the engine, `text` and `field`.
    pub fn detect(&self, text: &str, field: &str, scratch: &mut Scratch, out: &mut Vec<Finding>) {
        self.detect_in(&self.everywhere, text, field, scratch, out);
    }

    /// As [`Engine::detect`], for a text of a source.
    pub fn detect_in(&self, scope: &Scope, text: &str, field: &str, scratch: &mut Scratch, out: &mut Vec<Finding>) {
        let leaves = Leaves::of(text);
        let view = leaves.as_ref().map_or(text, Leaves::view);
        self.detect_text(scope, view, field, scratch, out);
        written::leave_out(view, out);
        self.find_again(scope, &[(view, field)], scratch, std::slice::from_mut(out));
        copies::find(&[(view, field)], std::slice::from_mut(out));
        copies::agree(&[(view, field)], std::slice::from_mut(out));
        if let Some(leaves) = &leaves {
            lead_back(leaves, out);
        }
    }

    /// As [`Engine::detect_in`] for all texts of a record, each with the name of its field: a name that one text establishes is
    /// found in the others as well. `out` gets the findings of each text, in the order of `texts`; they depend on nothing but the
    /// engine and `texts`.
    pub fn detect_record(
        &self,
        scope: &Scope,
        texts: &[(&str, &str)],
        scratch: &mut Scratch,
        out: &mut Vec<Vec<Finding>>,
    ) {
        out.resize_with(texts.len(), Vec::new);
        let leaves: Vec<_> = texts.iter().map(|(text, _)| Leaves::of(text)).collect();
        let seen = leaves.iter().map(|leaves| leaves.as_ref().map(Leaves::view));
        let views: Vec<_> =
            texts.iter().zip(seen).map(|((text, field), view)| (view.unwrap_or(text), *field)).collect();
        for ((text, field), found) in views.iter().zip(out.iter_mut()) {
            self.detect_text(scope, text, field, scratch, found);
            written::leave_out(text, found);
        }
        self.find_answers(scope, &views, scratch, out);
        self.find_again(scope, &views, scratch, out);
        copies::find(&views, out);
        copies::agree(&views, out);
        for (leaves, found) in leaves.iter().zip(out.iter_mut()) {
            if let Some(leaves) = leaves {
                lead_back(leaves, found);
            }
        }
    }

    fn find_again(&self, scope: &Scope, texts: &[(&str, &str)], scratch: &mut Scratch, out: &mut [Vec<Finding>]) {
        for index in &self.established {
            let Some(rule) = self.rules.get(*index) else { continue };
            let terms = self.terms(scope, *index, texts, scratch, out);
            let finder = Terms::new(&terms);
            for ((text, _), found) in texts.iter().zip(out.iter_mut()) {
                let spans = finder.spans(text, found);
                if let Some(tally) = scratch.tally.rule(*index) {
                    tally.found += spans.len() as u64;
                }
                if !spans.is_empty() {
                    found.extend(spans.into_iter().map(|span| finding(rule, span)));
                    found.sort_by_key(|finding| finding.span);
                }
            }
            self.find_mentions(scope, *index, texts, scratch, out);
        }
    }

    /// Adds other mentions of the people that were found.
    fn find_mentions(
        &self,
        scope: &Scope,
        index: usize,
        texts: &[(&str, &str)],
        scratch: &mut Scratch,
        out: &mut [Vec<Finding>],
    ) {
        let Some(rule) = self.rules.get(index).filter(|rule| rule.score >= rule.threshold) else { return };
        // Handles are for the rules of a job that finds such, at the score that it asks of them.
        let handles = self.handles.as_ref().filter(|(_, threshold)| rule.score >= *threshold);
        let mut count = 0;
        mention::find(texts, out, &rule.info.entity, &self.settings.names, |span, text, is_handle| {
            let mut made = finding(rule, span);
            if is_handle {
                made.entity.clone_from(&handles?.0);
            }
            let allowed = self.lists.allows(span.of(text)?, &made.entity, &scope.lists);
            count += u64::from(!allowed);
            (!allowed).then_some(made)
        });
        if let Some(tally) = scratch.tally.rule(index) {
            tally.found += count;
        }
    }

    /// What to look for: values of several words, and the words of values that the rule accepts.
    fn terms<'t>(
        &self,
        scope: &Scope,
        index: usize,
        texts: &[(&'t str, &str)],
        scratch: &mut Scratch,
        out: &[Vec<Finding>],
    ) -> BTreeSet<&'t str> {
        let (mut wholes, mut parts) = (BTreeSet::new(), BTreeSet::new());
        let Some(rule) = self.rules.get(index) else { return wholes };
        // What the language may have in small letters is asked for all of them together.
        let (mut doubtful, mut words) = (BTreeSet::new(), BTreeSet::new());
        for ((text, _), findings) in texts.iter().zip(out) {
            for finding in findings.iter().filter(|finding| finding.entity == rule.info.entity) {
                let Some(value) = finding.span.of(text) else { continue };
                if value.contains(' ') && !self.lists.allows(value, &rule.info.entity, &scope.lists) {
                    let sure = finding.evidence.validation == Validation::Valid;
                    if sure {
                        wholes.insert(value);
                    } else {
                        doubtful.insert(value);
                        words.extend(value.split(' '));
                    }
                }
                if value.contains(['&', '\\', '%']) {
                    // Of a name with encoded characters a part may begin or end within one.
                    wholes.insert(value);
                    continue;
                }
                let Some(slot) = scratch.rule_caches.get_mut(index) else { continue };
                let Some(mut cache) = slot.take().or_else(|| rule.cache()) else { continue };
                let mut at = finding.span.start;
                while let Some((whole, part)) = rule.find(&mut cache, text, at, finding.span.end) {
                    at = whole.end.max(at + 1);
                    let Some((span, sure)) = self.accepted(scope, index, text, part, scratch) else { continue };
                    let Some(part) = span.of(text) else { continue };
                    if sure {
                        wholes.insert(part);
                    } else {
                        parts.insert(part);
                        words.insert(part);
                    }
                }
                if let Some(slot) = scratch.rule_caches.get_mut(index) {
                    *slot = Some(cache);
                }
            }
        }
        let small = written_small(&words, texts, out);
        wholes.extend(doubtful.into_iter().filter(|value| !value.split(' ').any(|word| small.contains(word))));
        wholes.extend(parts.into_iter().filter(|part| !small.contains(part)));
        wholes
    }

    fn accepted(
        &self,
        scope: &Scope,
        index: usize,
        text: &str,
        span: Span,
        scratch: &mut Scratch,
    ) -> Option<(Span, bool)> {
        let rule = self.rules.get(index)?;
        let tally = scratch.tally.rule(index)?;
        tally.candidates += 1;
        let (span, weight, sure) = match self.check(rule, text, span) {
            Verdict::Refused | Verdict::Other(_) => {
                tally.refused += 1;
                return None;
            }
            Verdict::Undecided(span) => (span, rule.score, false),
            Verdict::Valid(span) => (span, rule.validated_score, true),
        };
        if weight < rule.threshold {
            tally.below += 1;
            return None;
        }
        let allowed = self.lists.allows(span.of(text)?, &rule.info.entity, &scope.lists);
        tally.allowed += u64::from(allowed);
        (!allowed).then_some((span, sure))
    }
}

/// Turns findings in the view of a text into findings in the text. What touches several leaves is a finding in each of them. Of
/// those that meet in the text, a run of base64 and what it says, the first and longest stays.
fn lead_back(leaves: &Leaves, found: &mut Vec<Finding>) {
    let mut led = Vec::with_capacity(found.len());
    for finding in found.drain(..) {
        led.extend(leaves.origins(finding.span).into_iter().map(|span| Finding { span, ..finding.clone() }));
    }
    led.sort_by_key(|finding| (finding.span.start, std::cmp::Reverse(finding.span.end)));
    led.dedup_by(|next, kept| {
        let meet = next.span.overlaps(kept.span);
        if meet {
            kept.span = Span::new(kept.span.start, kept.span.end.max(next.span.end));
        }
        meet
    });
    *found = led;
}

/// Whether a word is part of a path of identifiers or a call: `Meta::History`, `Parker()`.
fn is_identifier(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    before.ends_with("::") || before.ends_with("->") || after.starts_with("::") || after.starts_with('(')
}

/// Those of the words that the record also has in small letters: they are of the language, which no list knew. What was found, such as
/// an address for e-mail, is not the language.
fn written_small<'w>(words: &BTreeSet<&'w str>, texts: &[(&str, &str)], found: &[Vec<Finding>]) -> BTreeSet<&'w str> {
    let smaller = words.iter().map(|word| (*word, word.to_lowercase())).filter(|(word, small)| small != word);
    let (words, small): (Vec<_>, Vec<_>) = smaller.unzip();
    let stands = |text: &str, found: &[Finding], start: usize, end: usize| {
        let next = found.partition_point(|finding| finding.span.end <= start);
        let free = found.get(next).is_none_or(|finding| finding.span.start >= end);
        free && lists::stands_alone(text, Span::new(start, end))
    };
    if small.len() > FEW
        && let Ok(automaton) = AhoCorasick::new(&small)
    {
        let mut known = BTreeSet::new();
        for ((text, _), found) in texts.iter().zip(found) {
            let hits = automaton.find_overlapping_iter(text);
            let hits = hits.filter(|hit| stands(text, found, hit.start(), hit.end()));
            known.extend(hits.filter_map(|hit| words.get(hit.pattern().as_usize()).copied()));
        }
        return known;
    }
    let is_found = |small: &str| {
        texts.iter().zip(found).any(|((text, _), found)| {
            let mut places = memmem::find_iter(text.as_bytes(), small.as_bytes());
            places.any(|at| stands(text, found, at, at + small.len()))
        })
    };
    words.into_iter().zip(&small).filter(|(_, small)| is_found(small)).map(|(word, _)| word).collect()
}

/// A finding that rests on another one elsewhere in the record.
fn finding(rule: &CompiledRule, span: Span) -> Finding {
    let evidence = Evidence { base_score: rule.score, validation: Validation::None, context: Context::Word };
    Finding { span, entity: rule.info.entity.clone(), score: rule.score, rule: rule.info.id.clone(), evidence }
}

/// Terms to look for.
enum Terms<'t> {
    Few(Vec<memmem::Finder<'t>>),
    Many(AhoCorasick),
}

impl<'t> Terms<'t> {
    fn new(terms: &BTreeSet<&'t str>) -> Self {
        let few = || Self::Few(terms.iter().map(|term| memmem::Finder::new(term.as_bytes())).collect());
        if terms.len() <= FEW {
            return few();
        }
        // An automaton that would be too large to build leaves the slow way.
        AhoCorasick::new(terms).map_or_else(|_| few(), Self::Many)
    }

    /// Where terms stand as whole words outside what is found already, neighbours joined.
    fn spans(&self, text: &str, found: &[Finding]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut add = |start: usize, end: usize| {
            let span = Span::new(start, end);
            let place = found.partition_point(|finding| finding.span.end <= start);
            let free = found.get(place).is_none_or(|finding| !finding.span.overlaps(span));
            if free && lists::stands_alone(text, span) && !is_identifier(text, span) {
                spans.push(span);
            }
        };
        match self {
            Self::Few(finders) => finders.iter().for_each(|finder| {
                let length = finder.needle().len();
                finder.find_iter(text.as_bytes()).for_each(|start| add(start, start + length));
            }),
            Self::Many(automaton) => {
                automaton.find_overlapping_iter(text).for_each(|found| add(found.start(), found.end()));
            }
        }
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let gap = text.get(kept.end..next.start.max(kept.end));
            let joined = next.start <= kept.end || gap == Some(" ");
            if joined {
                kept.end = kept.end.max(next.end);
            }
            joined
        });
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Detect;
    use crate::rules::RuleSet;

    fn engine() -> Engine {
        Engine::compile(&RuleSet::load(&["person".to_owned()], None).unwrap(), &Detect::default()).unwrap()
    }

    fn found(texts: &[&str]) -> Vec<Vec<String>> {
        let engine = engine();
        let texts: Vec<_> = texts.iter().map(|text| (*text, "")).collect();
        let mut out = Vec::new();
        engine.detect_record(engine.everywhere(), &texts, &mut engine.scratch(), &mut out);
        let value = |text: &str, finding: &Finding| finding.span.of(text).unwrap().to_owned();
        texts.iter().zip(out).map(|((text, _), found)| found.iter().map(|one| value(text, one)).collect()).collect()
    }

    #[test]
    fn parts_of_a_name_are_found_in_the_other_texts() {
        let texts =
            ["Who is she?", "Dear Adaeze Okonkwo,", "Okonkwo's car; Adaeze, and Adaeze Okonkwo. adaeze Adaezes"];
        let expected = [vec![], vec!["Adaeze Okonkwo"], vec!["Okonkwo", "Adaeze", "Adaeze Okonkwo"]];
        assert_eq!(found(&texts), expected);
    }

    #[test]
    fn words_of_the_language_are_not_established() {
        assert_eq!(
            found(&["Dear Grace Page,", "Grace was said on the Page; Grace Page came"]),
            [vec!["Grace Page"], vec!["Grace Page"]]
        );
    }

    #[test]
    fn words_of_the_language_are_known_among_many() {
        let names = ["Qwertov", "Plughov", "Zorbel", "Wibblen", "Foosker", "Barqua", "Quuxen", "Xyzzyn", "Grault"];
        let greetings: String = names.iter().map(|name| format!("Dear Ada {name}, ")).collect();
        let words = names.map(|name| (name, name.to_lowercase()));
        for (name, small) in words {
            let text = format!("{greetings} the {small} of it.");
            assert_eq!(found(&[&text, &format!("{name} came")])[1], [""; 0], "{name}");
            let joined = format!("{greetings} the {small}s of it.");
            assert_eq!(found(&[&joined, &format!("{name} came")])[1], [name]);
        }
    }

    #[test]
    fn many_terms_are_found_as_few_are() {
        let names = [
            "Okonkwo",
            "Kowalska",
            "Nakamura",
            "Johansson",
            "Fernandez",
            "Dimitrov",
            "Haugland",
            "Bianchi",
            "Chukwuma",
        ];
        let text: String = names.iter().map(|name| format!("Dear Mr. {name}, ")).collect();
        let second: String = names.iter().map(|name| format!("{name} came. ")).collect();
        assert_eq!(found(&[&text, &second])[1], names);
    }

    #[test]
    fn records_do_not_know_of_each_other() {
        let engine = engine();
        let mut scratch = engine.scratch();
        let mut out = Vec::new();
        engine.detect_record(engine.everywhere(), &[("Dear Adaeze,", "")], &mut scratch, &mut out);
        engine.detect_record(engine.everywhere(), &[("the Adaeze side", "")], &mut scratch, &mut out);
        assert_eq!(out, [vec![]]);
    }
}
