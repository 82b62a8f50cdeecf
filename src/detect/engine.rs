//! The engine: every rule of a job, compiled once, used by any number of threads.

use super::Error;
use super::compiled::{CompiledRule, Demand, RuleInfo};
use super::context::{Voice, field_words};
use super::lists::{ListFiles, Lists};
use super::name::Lexicon;
use super::overlap::{self, Origin, Rival};
use super::region::{has_row, has_word};
use super::scope::Scope;
use super::scratch::{Candidate, FieldView, Scratch};
use super::trigger::Triggers;
use super::validator::{Settings, Value, Verdict, check, uses_names};
use super::vocabulary::Vocabulary;
use crate::config::Detect;
use crate::core::{Context, EntityType, Evidence, Finding, Span, Validation};
use crate::rules::{Pack, Rule, RuleSet, Trigger};

use std::borrow::Cow;
use std::sync::Arc;

/// A refused match longer than this is not tried again from within, so that work stays linear in the text.
const LONG_MATCH: usize = 256;

/// A region that a match fills to its end is searched again with this many bytes more, or twice as many, if that is more.
const EXTENSION: usize = 1024;

/// The entity type of handles.
const HANDLE: &str = "USERNAME";

/// Compiled rules, lists and thresholds.
#[derive(Debug)]
pub struct Engine {
    pub(super) rules: Vec<CompiledRule>,
    pub(super) vocabulary: Vocabulary,
    /// The widest window of any rule, in words.
    pub(super) window: usize,
    triggers: Triggers,
    pub(super) lists: Lists,
    pub(super) settings: Settings,
    /// Rules that look for what others have found.
    pub(super) established: Vec<usize>,
    /// What holds for texts of no particular source.
    pub(super) everywhere: Scope,
    /// The entity type of handles and its threshold, if a rule finds them.
    pub(super) handles: Option<(EntityType, f32)>,
}

impl Engine {
    /// Compiles rules for a configuration that names no files of lists.
    pub fn compile(rules: &RuleSet, config: &Detect) -> Result<Self, Error> {
        Self::compile_with(rules, config, &ListFiles::default())
    }

    /// Compiles the rules for a job, with the content of the files of lists that it names.
    pub fn compile_with(rules: &RuleSet, config: &Detect, files: &ListFiles) -> Result<Self, Error> {
        let sources: Vec<(&Pack, &Rule)> = rules.rules().collect();
        let mut vocabulary = Vocabulary::default();
        let compile = |(pack, rule): &(&Pack, &Rule)| CompiledRule::new(pack, rule, config, &mut vocabulary);
        let compiled = sources.iter().map(compile).collect::<Result<Vec<_>, _>>()?;
        let patterns: Vec<_> = sources.iter().map(|(_, rule)| rule.detect.pattern.as_str()).collect();
        let established =
            |(index, rule): (usize, &CompiledRule)| (rule.trigger == Some(Trigger::Established)).then_some(index);
        let needs_names = sources.iter().any(|(_, rule)| rule.detect.validator.is_some_and(uses_names));
        let names = if needs_names { Lexicon::of(rules) } else { Arc::default() };
        let lists = Lists::new(config, files)?;
        let handles = compiled.iter().find(|rule| rule.info.entity.as_str() == HANDLE);
        let handles = handles.map(|rule| (rule.info.entity.clone(), rule.threshold));
        let everywhere = Scope::new(&compiled, lists.scope(None), &[], &[]);
        Ok(Self {
            triggers: Triggers::new(&compiled, &patterns)?,
            established: compiled.iter().enumerate().filter_map(established).collect(),
            window: compiled.iter().map(|rule| rule.window).max().unwrap_or(0),
            rules: compiled,
            vocabulary,
            lists,
            settings: Settings::new(config, names)?,
            everywhere,
            handles,
        })
    }

    /// The job's own lists of terms: rule id and entity type of their findings.
    pub fn lists(&self) -> impl Iterator<Item = (&str, &EntityType)> {
        self.lists.iter().map(|list| (&*list.rule, &list.entity))
    }

    /// Working memory for one thread.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        self.triggers.scratch(self.rules.len())
    }

    /// The rules, in the order of the tally.
    pub fn rules(&self) -> impl Iterator<Item = &RuleInfo> {
        self.rules.iter().map(|rule| &rule.info)
    }

    /// What holds for the texts of a source: the lists that are for it, and which rules are for values of its jurisdictions
    /// (ISO 3166-1 alpha-2, or `EU`) and languages (BCP 47). Nothing said of either means any.
    #[must_use]
    pub fn scope(&self, source: &str, jurisdictions: &[String], languages: &[String]) -> Scope {
        Scope::new(&self.rules, self.lists.scope(Some(source)), jurisdictions, languages)
    }

    /// What holds for texts of no particular source.
    #[must_use]
    pub fn everywhere(&self) -> &Scope {
        &self.everywhere
    }

    /// What the rules find in a text by itself: sorted, not overlapping, on character boundaries.
    pub(super) fn detect_text(
        &self,
        scope: &Scope,
        text: &str,
        field: &str,
        scratch: &mut Scratch,
        out: &mut Vec<Finding>,
    ) {
        scratch.tally.texts += 1;
        scratch.tally.bytes += text.len() as u64;
        self.find_in_text(scope, text, field, scratch, out);
    }

    /// The same for a text that is not counted: part of it was looked at before.
    pub(super) fn find_in_text(
        &self,
        scope: &Scope,
        text: &str,
        field: &str,
        scratch: &mut Scratch,
        out: &mut Vec<Finding>,
    ) {
        out.clear();
        let field = without_places(field);
        let view = scratch.field(&field, || self.view(&field));
        self.look(scope, text, &view, scratch);
        self.look_at_shadow(scope, text, &view, scratch);
        if scratch.candidates.is_empty() && scratch.rivals.is_empty() {
            return;
        }
        self.conclude(text, scratch, out);
    }

    /// Finds the candidates of a text, and weighs them.
    pub(super) fn look(&self, scope: &Scope, text: &str, view: &FieldView, scratch: &mut Scratch) {
        self.triggers.mark(&self.rules, text, &self.settings.names, &view.spoken, scratch);
        for rule in &view.keyed {
            scratch.add_region(*rule, 0, text.len());
        }
        self.match_rules(scope, text, scratch);
        scratch.rivals.clear();
        self.lists.find(text, &scope.lists, |list, span| scratch.rivals.extend(self.listed(list, span)));
        if !scratch.candidates.is_empty() {
            self.weigh(scope, text, view, scratch);
        }
    }

    fn view(&self, field: &str) -> FieldView {
        let words: Vec<_> = field_words(field).iter().map(|word| self.vocabulary.get(word)).collect();
        let name = field.to_ascii_lowercase();
        let keyed = |rule: &CompiledRule| rule.keywords.iter().any(|word| word.len() > 1 && name.contains(word));
        let voices: Vec<_> = self.rules.iter().map(|rule| rule.context.field(&words)).collect();
        let speaks = |voice: &Option<Voice>| *voice == Some(Voice::For);
        FieldView {
            spoken: voices.iter().enumerate().filter(|(_, voice)| speaks(voice)).map(|(index, _)| index).collect(),
            voices,
            keyed: self.rules.iter().enumerate().filter(|(_, rule)| keyed(rule)).map(|(index, _)| index).collect(),
        }
    }

    fn listed(&self, index: usize, span: Span) -> Option<Rival> {
        let list = self.lists.list(index)?;
        // A term the job names outranks what a rule only supposes.
        let (validation, context) = (Validation::Valid, Context::None);
        let origin = Origin::List(index);
        let part = overlap::Part::OfLine;
        Some(Rival { span, score: list.score, rule: Arc::clone(&list.rule), validation, context, origin, part })
    }

    /// Runs each rule over its regions.
    fn match_rules(&self, scope: &Scope, text: &str, scratch: &mut Scratch) {
        scratch.candidates.clear();
        let mut active = std::mem::take(&mut scratch.active);
        active.sort_unstable();
        for index in active.drain(..) {
            let Some(mut regions) = scratch.regions.get_mut(index).map(std::mem::take) else { continue };
            let began = scratch.clock.began();
            for (start, end) in regions.settle() {
                if !self.may_match(index, text, *start, *end, scratch) {
                    continue;
                }
                self.search(scope, index, text, Span::new(*start, *end), scratch);
            }
            scratch.clock.ended(index, began);
            regions.clear();
            if let Some(slot) = scratch.regions.get_mut(index) {
                *slot = regions;
            }
        }
        scratch.active = active;
    }

    /// Whether a region has what every match of a rule holds.
    fn may_match(&self, index: usize, text: &str, start: usize, end: usize, scratch: &Scratch) -> bool {
        let Some(rule) = self.rules.get(index) else { return false };
        let Demand { digits, row, word, length, whole } = rule.demand;
        let region = || text.as_bytes().get(start..end).unwrap_or_default();
        end - start >= length
            && whole.is_none_or(|most| text.len() <= most)
            && (digits == 0 || scratch.runs.digits.has(digits, start, end))
            && has_row(region(), row)
            && has_word(region(), word)
            && rule.rare.as_ref().is_none_or(|rare| region().iter().any(|byte| rare.contains(*byte)))
    }

    /// Runs one rule over one region.
    pub(super) fn search(&self, scope: &Scope, index: usize, text: &str, region: Span, scratch: &mut Scratch) {
        let Some(rule) = self.rules.get(index) else { return };
        let Some(slot) = scratch.rule_caches.get_mut(index) else { return };
        let Some(mut cache) = slot.take().or_else(|| rule.cache()) else { return };
        let (mut at, mut end) = (region.start, region.end);
        while at < end && end - at >= rule.demand.length {
            let Some((whole, value)) = rule.find(&mut cache, text, at, end) else { break };
            if whole.end == end && rule.may_go_on(text, end) {
                // The match may go on beyond the region.
                end = text.len().min(end + EXTENSION.max(end - at));
                continue;
            }
            end = region.end;
            let value = on_boundaries(text, value);
            at = match self.judge(scope, index, text, (whole.start, value), scratch) {
                Some(judged) => judged.end.max(whole.start + 1),
                None if whole.len() > LONG_MATCH => whole.end,
                None => next_word(text, whole.start),
            };
        }
        if let Some(slot) = scratch.rule_caches.get_mut(index) {
            *slot = Some(cache);
        }
    }

    /// Whether a rule's validator lets a value of a text pass, and what it says.
    pub(super) fn check(&self, rule: &CompiledRule, text: &str, span: Span) -> Verdict {
        match rule.validator {
            Some(name) => check(name, &Value::new(text, span), &self.settings),
            None => Verdict::Undecided(span),
        }
    }

    /// Validates a match, told by where it begins and its value; what passes becomes a candidate. Returns the span to look on behind.
    fn judge(
        &self,
        scope: &Scope,
        index: usize,
        text: &str,
        (begin, span): (usize, Span),
        scratch: &mut Scratch,
    ) -> Option<Span> {
        let labelled = text.get(begin..span.start).is_some_and(is_label);
        let rule = self.rules.get(index)?;
        let verdict = self.check(rule, text, span);
        let tally = scratch.tally.rule(index)?;
        tally.candidates += 1;
        let (span, validation, weight) = match verdict {
            Verdict::Refused => {
                tally.refused += 1;
                scratch.trace.refused(index, span);
                return None;
            }
            Verdict::Other(other) => {
                tally.refused += 1;
                scratch.trace.refused(index, span);
                return Some(other);
            }
            Verdict::Undecided(span) if rule.validator.is_none() => (span, Validation::None, rule.score),
            Verdict::Undecided(span) => (span, Validation::Undecided, rule.score),
            Verdict::Valid(span) => (span, Validation::Valid, rule.validated_score),
        };
        tally.confirmed += u64::from(validation == Validation::Valid);
        if self.lists.allows(span.of(text).unwrap_or_default(), &rule.info.entity, &scope.lists) {
            tally.allowed += 1;
            scratch.trace.allowed(index, span, validation, weight);
        } else {
            let context = Context::None;
            scratch.candidates.push(Candidate {
                rule: index,
                span,
                validation,
                score: weight,
                context,
                labelled,
                accepted: false,
            });
        }
        Some(span)
    }

    /// Resolves overlaps and writes the findings.
    fn conclude(&self, text: &str, scratch: &mut Scratch, out: &mut Vec<Finding>) {
        scratch.note_below();
        for (index, candidate) in scratch.candidates.iter().enumerate() {
            if candidate.accepted {
                let Some(rule) = self.rules.get(candidate.rule) else { continue };
                scratch.rivals.push(Rival {
                    span: candidate.span,
                    score: candidate.score,
                    rule: Arc::clone(&rule.info.id),
                    validation: candidate.validation,
                    context: candidate.context,
                    origin: Origin::Candidate(index),
                    part: rule.part,
                });
            } else if let Some(tally) = scratch.tally.rule(candidate.rule) {
                tally.below += 1;
            }
        }
        overlap::divide(&mut scratch.rivals, text);
        overlap::resolve(&mut scratch.rivals, &mut scratch.yielded);
        scratch.note_yielded();
        for rival in scratch.yielded.drain(..) {
            let rule =
                rival.candidate().and_then(|index| scratch.candidates.get(index)).map(|candidate| candidate.rule);
            if let Some(tally) = rule.and_then(|rule| scratch.tally.rule(rule)) {
                tally.yielded += 1;
            }
        }
        for rival in scratch.rivals.drain(..) {
            let candidate = rival.candidate().and_then(|index| scratch.candidates.get(index));
            if let Some(tally) = candidate.and_then(|candidate| scratch.tally.rule(candidate.rule)) {
                tally.found += 1;
            }
            out.extend(self.finding(rival, candidate));
        }
    }

    fn finding(&self, rival: Rival, candidate: Option<&Candidate>) -> Option<Finding> {
        let Rival { validation, context, .. } = rival;
        let (entity, evidence) = match rival.origin {
            Origin::Candidate(_) => {
                let rule = self.rules.get(candidate?.rule)?;
                (rule.info.entity.clone(), Evidence { base_score: base_score(rule, validation), validation, context })
            }
            Origin::List(index) => {
                let list = self.lists.list(index)?;
                (list.entity.clone(), Evidence { base_score: list.score, validation: Validation::None, context })
            }
        };
        Some(Finding { span: rival.span, entity, score: rival.score, rule: rival.rule, evidence })
    }
}

/// A field's name without the places in long arrays, which say nothing: else each of a million items would have a name of its own, and
/// what that means would be worked out as often.
fn without_places(field: &str) -> Cow<'_, str> {
    let is_place = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !field.starts_with('/') || !field.split('/').any(is_place) {
        return Cow::Borrowed(field);
    }
    let parts = field.split('/').map(|part| if is_place(part) { "" } else { part });
    Cow::Owned(parts.collect::<Vec<_>>().join("/"))
}

/// Score of a match before context.
pub(super) fn base_score(rule: &CompiledRule, validation: Validation) -> f32 {
    if validation == Validation::Valid { rule.validated_score } else { rule.score }
}

/// Whether what a pattern matches before a value is a word rather than a sign or a letter.
fn is_label(before: &str) -> bool {
    before.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
}

/// Widens a span to whole characters.
fn on_boundaries(text: &str, span: Span) -> Span {
    let start = (0..=span.start).rev().find(|index| text.is_char_boundary(*index)).unwrap_or(0);
    let end = (span.end..text.len()).find(|index| text.is_char_boundary(*index)).unwrap_or(text.len());
    Span::new(start, end)
}

/// Where to look again after a refused match that began at `start`: past the run of letters and digits there.
fn next_word(text: &str, start: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let run = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    start + run.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Detect;

    #[test]
    fn places_in_long_arrays_have_no_name_of_their_own() {
        for (field, expected) in [
            ("/rows/10/phone", "/rows//phone"),
            ("/rows/123456", "/rows/"),
            ("/rows/7/phone", "/rows/7/phone"),
            ("/line2/10th", "/line2/10th"),
            ("column 12", "column 12"),
            ("12", "12"),
            ("", ""),
        ] {
            assert_eq!(without_places(field), expected);
        }
        let engine = Engine::compile(&RuleSet::load(&["ng".to_owned()], None).unwrap(), &Detect::default()).unwrap();
        let (mut scratch, mut found) = (engine.scratch(), Vec::new());
        (0..2000).for_each(|place| engine.detect("a", &format!("/rows/{place}"), &mut scratch, &mut found));
        assert_eq!(scratch.known_fields(), 11);
    }
}
