//! The engine: every rule of a job, compiled once, used by any number of threads.

use super::Error;
use super::compiled::{CompiledRule, RuleInfo};
use super::context::{self, field_words};
use super::lists::{DENY_ENTITY, DENY_RULE, Lists};
use super::name::Lexicon;
use super::overlap::{self, Rival};
use super::scratch::{Candidate, FieldView, Scratch};
use super::trigger::Triggers;
use super::validator::{Settings, Value, Verdict, check, uses_names};
use crate::config::Detect;
use crate::core::{Context, EntityType, Evidence, Finding, Span, Validation};
use crate::rules::{Pack, Rule, RuleSet, Trigger};

use std::sync::Arc;

/// How often candidates are weighed again after others became findings. Each round can only add findings; what a further
/// round would find is found when the redacted text is scanned again.
const MAX_ROUNDS: usize = 4;

/// A refused match longer than this is not tried again from within, so that work stays linear in the text.
const LONG_MATCH: usize = 256;

/// A region that a match fills to its end is searched again with this many bytes more, or twice as many, if that is more.
const EXTENSION: usize = 1024;

/// Compiled rules, lists and thresholds.
#[derive(Debug)]
pub struct Engine {
    pub(super) rules: Vec<CompiledRule>,
    triggers: Triggers,
    pub(super) lists: Lists,
    pub(super) settings: Settings,
    /// Rules that look for what others have found.
    pub(super) established: Vec<usize>,
    deny: Option<(Arc<str>, EntityType)>,
}

impl Engine {
    /// Compiles the rules for a job.
    pub fn compile(rules: &RuleSet, config: &Detect) -> Result<Self, Error> {
        let sources: Vec<(&Pack, &Rule)> = rules.rules().collect();
        let compiled =
            sources.iter().map(|(pack, rule)| CompiledRule::new(pack, rule, config)).collect::<Result<Vec<_>, _>>()?;
        let patterns: Vec<_> = sources.iter().map(|(_, rule)| rule.detect.pattern.as_str()).collect();
        let established =
            |(index, rule): (usize, &CompiledRule)| (rule.trigger == Some(Trigger::Established)).then_some(index);
        let needs_names = sources.iter().any(|(_, rule)| rule.detect.validator.is_some_and(uses_names));
        let names = if needs_names { Lexicon::of(rules) } else { Arc::default() };
        Ok(Self {
            triggers: Triggers::new(&compiled, &patterns)?,
            established: compiled.iter().enumerate().filter_map(established).collect(),
            rules: compiled,
            lists: Lists::new(config)?,
            settings: Settings::new(config, names)?,
            deny: EntityType::new(DENY_ENTITY).map(|entity| (Arc::from(DENY_RULE), entity)),
        })
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

    /// What the rules find in a text by itself: sorted, not overlapping, on character boundaries.
    pub(super) fn detect_text(&self, text: &str, field: &str, scratch: &mut Scratch, out: &mut Vec<Finding>) {
        out.clear();
        scratch.tally.texts += 1;
        scratch.tally.bytes += text.len() as u64;
        let view = scratch.field(field, || self.view(field));
        let speaks = |rule: usize| view.voices.get(rule).copied().flatten() == Some(context::Voice::For);
        self.triggers.mark(text, &self.settings.names, speaks, scratch);
        for rule in &view.keyed {
            scratch.add_region(*rule, 0, text.len());
        }
        self.match_rules(text, scratch);
        scratch.rivals.clear();
        scratch.rivals.extend(self.lists.denied(text).filter_map(|span| self.denied(span)));
        if scratch.candidates.is_empty() && scratch.rivals.is_empty() {
            return;
        }
        self.weigh(text, &view, scratch);
        self.conclude(scratch, out);
    }

    fn view(&self, field: &str) -> FieldView {
        let words = field_words(field);
        let name = field.to_ascii_lowercase();
        let keyed = |rule: &CompiledRule| rule.keywords.iter().any(|word| word.len() > 1 && name.contains(word));
        FieldView {
            voices: self.rules.iter().map(|rule| rule.context.field(&words)).collect(),
            keyed: self.rules.iter().enumerate().filter(|(_, rule)| keyed(rule)).map(|(index, _)| index).collect(),
        }
    }

    fn denied(&self, span: Span) -> Option<Rival> {
        let (rule, _) = self.deny.as_ref()?;
        // A term the job names outranks what a rule only supposes.
        let (validation, context) = (Validation::Valid, Context::None);
        Some(Rival { span, score: 1.0, rule: Arc::clone(rule), validation, context, candidate: None })
    }

    /// Runs each rule over its regions.
    fn match_rules(&self, text: &str, scratch: &mut Scratch) {
        scratch.candidates.clear();
        let mut active = std::mem::take(&mut scratch.active);
        active.sort_unstable();
        for index in active.drain(..) {
            let Some(rule) = self.rules.get(index) else { continue };
            let Some(mut regions) = scratch.regions.get_mut(index).map(std::mem::take) else { continue };
            for (start, end) in regions.settle() {
                self.search(index, rule, text, Span::new(*start, *end), scratch);
            }
            regions.clear();
            if let Some(slot) = scratch.regions.get_mut(index) {
                *slot = regions;
            }
        }
        scratch.active = active;
    }

    /// Runs one rule over one region.
    fn search(&self, index: usize, rule: &CompiledRule, text: &str, region: Span, scratch: &mut Scratch) {
        let Some(slot) = scratch.rule_caches.get_mut(index) else { return };
        let mut cache = slot.take().unwrap_or_else(|| rule.cache());
        let (mut at, mut end) = (region.start, region.end);
        while at < end {
            let Some((whole, value)) = rule.find(&mut cache, text, at, end) else { break };
            if whole.end == end && rule.may_go_on(text, end) {
                // The match may go on beyond the region.
                end = text.len().min(end + EXTENSION.max(end - at));
                continue;
            }
            end = region.end;
            let value = on_boundaries(text, value);
            at = match self.judge(index, rule, text, value, scratch) {
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

    /// Validates a match; what passes becomes a candidate. Returns the span to look on behind.
    fn judge(&self, index: usize, rule: &CompiledRule, text: &str, span: Span, scratch: &mut Scratch) -> Option<Span> {
        let verdict = self.check(rule, text, span);
        let tally = scratch.tally.rule(index)?;
        tally.candidates += 1;
        let (span, validation, score) = match verdict {
            Verdict::Refused => {
                tally.refused += 1;
                return None;
            }
            Verdict::Other(other) => {
                tally.refused += 1;
                return Some(other);
            }
            Verdict::Undecided(span) if rule.validator.is_none() => (span, Validation::None, rule.score),
            Verdict::Undecided(span) => (span, Validation::Undecided, rule.score),
            Verdict::Valid(span) => (span, Validation::Valid, rule.validated_score),
        };
        if self.lists.allows(span.of(text).unwrap_or_default()) {
            tally.allowed += 1;
        } else {
            let context = Context::None;
            scratch.candidates.push(Candidate { rule: index, span, validation, score, context, accepted: false });
        }
        Some(span)
    }

    /// Applies context and thresholds. A candidate's neighbours that are findings themselves are passed over when its words
    /// are read, so the rest is weighed again as long as there are new findings.
    fn weigh(&self, text: &str, view: &FieldView, scratch: &mut Scratch) {
        scratch.covered.clear();
        scratch.covered.extend(scratch.rivals.iter().map(|rival| rival.span));
        merge(&mut scratch.covered);
        for _ in 0..MAX_ROUNDS {
            let mut accepted = false;
            let mut open = false;
            for candidate in scratch.candidates.iter_mut().filter(|candidate| !candidate.accepted) {
                let Some(rule) = self.rules.get(candidate.rule) else { continue };
                let base = base_score(rule, candidate.validation);
                if rule.context.best(base) < rule.threshold {
                    continue;
                }
                if !rule.context.is_empty() {
                    let voice = view.voices.get(candidate.rule).copied().flatten();
                    scratch.words.collect(text, candidate.span, rule.window, &scratch.covered);
                    (candidate.score, candidate.context) = rule.context.apply(base, &scratch.words, voice);
                }
                candidate.accepted = candidate.score >= rule.threshold;
                accepted |= candidate.accepted;
                open |= !candidate.accepted;
            }
            if !accepted || !open {
                return;
            }
            scratch.covered.extend(scratch.candidates.iter().filter(|c| c.accepted).map(|c| c.span));
            merge(&mut scratch.covered);
        }
    }

    /// Resolves overlaps and writes the findings.
    fn conclude(&self, scratch: &mut Scratch, out: &mut Vec<Finding>) {
        for (index, candidate) in scratch.candidates.iter().enumerate() {
            if candidate.accepted {
                let Some(rule) = self.rules.get(candidate.rule) else { continue };
                scratch.rivals.push(Rival {
                    span: candidate.span,
                    score: candidate.score,
                    rule: Arc::clone(&rule.info.id),
                    validation: candidate.validation,
                    context: candidate.context,
                    candidate: Some(index),
                });
            } else if let Some(tally) = scratch.tally.rule(candidate.rule) {
                tally.below += 1;
            }
        }
        overlap::resolve(&mut scratch.rivals, &mut scratch.yielded);
        for rival in scratch.yielded.drain(..) {
            let rule = rival.candidate.and_then(|index| scratch.candidates.get(index)).map(|candidate| candidate.rule);
            if let Some(tally) = rule.and_then(|rule| scratch.tally.rule(rule)) {
                tally.yielded += 1;
            }
        }
        for rival in scratch.rivals.drain(..) {
            let candidate = rival.candidate.and_then(|index| scratch.candidates.get(index));
            if let Some(tally) = candidate.and_then(|candidate| scratch.tally.rule(candidate.rule)) {
                tally.found += 1;
            }
            out.extend(self.finding(rival, candidate));
        }
    }

    fn finding(&self, rival: Rival, candidate: Option<&Candidate>) -> Option<Finding> {
        let rule = candidate.and_then(|candidate| self.rules.get(candidate.rule));
        let (entity, evidence) = if let Some(rule) = rule {
            let Rival { validation, context, .. } = rival;
            (rule.info.entity.clone(), Evidence { base_score: rule.score, validation, context })
        } else {
            let evidence = Evidence { base_score: 1.0, validation: Validation::None, context: Context::None };
            (self.deny.as_ref()?.1.clone(), evidence)
        };
        Some(Finding { span: rival.span, entity, score: rival.score, rule: rival.rule, evidence })
    }
}

fn base_score(rule: &CompiledRule, validation: Validation) -> f32 {
    if validation == Validation::Valid { rule.validated_score } else { rule.score }
}

/// Sorts spans and joins those that touch.
fn merge(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
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
