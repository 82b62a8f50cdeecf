//! Why each finding of a text was made, and why what looks like one was not.
//!
//! The answer comes from the engine's own notes (`trace`), and from a second look in which every rule is tried everywhere: a
//! rule that needs a label or a keyword is never tried where none is near, so the engine itself knows nothing of what it
//! would have met there. That look costs a pass over the text for each rule, so it is for short texts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::compiled::CompiledRule;
use super::engine::base_score;
use super::scratch::Scratch;
use super::trace::{Fate, Note};
use super::{Engine, Scope};
use crate::core::{Context, EntityType, Finding, Span, Validation};

/// Something that a rule or a list met in a text, and what became of it. Never the text itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// The bytes of the value.
    pub span: Span,
    /// Id of the rule or list.
    pub rule: Arc<str>,
    /// What kind of value it would be.
    pub entity: EntityType,
    /// What became of it.
    pub outcome: Outcome,
    /// The rule it gave way to, if it did.
    pub winner: Option<Arc<str>>,
    /// What the validator said; [`Validation::None`] if there is none, or if it refused.
    pub validation: Validation,
    /// Score before context, from 0 to 1; 0 for what the validator refused.
    pub base_score: f32,
    /// Which kind of context changed the score.
    pub context: Context,
    /// Score after context.
    pub score: f32,
    /// What the score would be with a word for such values right beside it.
    pub labelled_score: f32,
    /// The least score of a finding of this entity type; 0 for terms of lists.
    pub threshold: f32,
    /// Whether only the plain form of the text shows it.
    pub plain_form: bool,
}

/// What became of something that looks like a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is a finding.
    Found,
    /// It is a finding because the record has the same name elsewhere.
    FoundAgain,
    /// It overlaps what another rule found, and gave way to it. What it covers beyond that one is covered.
    Yielded,
    /// It is on an allow list.
    Allowed,
    /// Its score is below the threshold.
    Below,
    /// Its rule is for other jurisdictions or languages than the source's, and no word speaks for it.
    Foreign,
    /// Its rule needs a word for such values nearby, and there is none.
    Unlabelled,
    /// Its rule needs one of its keywords nearby, and there is none.
    NoKeyword,
    /// The validator refused it.
    Refused,
}

impl Outcome {
    /// The word that stands for it in results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::FoundAgain => "found-again",
            Self::Yielded => "yielded",
            Self::Allowed => "allowed",
            Self::Below => "below-threshold",
            Self::Foreign => "foreign",
            Self::Unlabelled => "unlabelled",
            Self::NoKeyword => "no-keyword",
            Self::Refused => "refused",
        }
    }

    /// Whether it is a finding.
    #[must_use]
    pub fn is_found(self) -> bool {
        matches!(self, Self::Found | Self::FoundAgain)
    }
}

impl Engine {
    /// What the rules met in each text of a record, in order: the findings of [`Engine::detect_record`], and everything that
    /// came near to being one. `texts` are texts with the names of their fields; they should be short, since every rule is
    /// tried on the whole of each.
    pub fn explain(&self, scope: &Scope, texts: &[(&str, &str)], scratch: &mut Scratch) -> Vec<Vec<Considered>> {
        let mut found = Vec::new();
        self.detect_record(scope, texts, scratch, &mut found);
        let explain = |((text, field), found): (&(&str, &str), &Vec<Finding>)| {
            let mut considered: Vec<_> = found.iter().map(|finding| self.found(finding)).collect();
            self.add_noted(scope, (text, field), scratch, &mut considered);
            self.add_untried(scope, text, scratch, &mut considered);
            considered.sort_by(|a, b| {
                let rank = |one: &Considered| (one.span, one.outcome);
                rank(a).cmp(&rank(b)).then(b.score.total_cmp(&a.score)).then_with(|| a.rule.cmp(&b.rule))
            });
            considered
        };
        texts.iter().zip(&found).map(explain).collect()
    }

    fn found(&self, finding: &Finding) -> Considered {
        let rule = self.rules.iter().enumerate().find(|(_, rule)| rule.info.id == finding.rule);
        let again = rule.is_some_and(|(index, _)| self.established.contains(&index));
        let base_score = finding.evidence.base_score;
        Considered {
            span: finding.span,
            rule: Arc::clone(&finding.rule),
            entity: finding.entity.clone(),
            outcome: if again { Outcome::FoundAgain } else { Outcome::Found },
            winner: None,
            validation: finding.evidence.validation,
            base_score,
            context: finding.evidence.context,
            score: finding.score,
            labelled_score: rule.map_or(base_score, |(_, rule)| rule.context.best(base_score)),
            threshold: rule.map_or(0.0, |(_, rule)| rule.threshold),
            plain_form: false,
        }
    }

    /// What the engine noted on the text.
    fn add_noted(&self, scope: &Scope, (text, field): (&str, &str), scratch: &mut Scratch, out: &mut Vec<Considered>) {
        scratch.trace.begin();
        self.detect_text(scope, text, field, scratch, &mut Vec::new());
        let mut notes = scratch.trace.end();
        // What is met in the text itself is judged with all words around it.
        notes.sort_by_key(|note| note.plain);
        let mut seen = BTreeSet::new();
        let (plain, others): (Vec<_>, Vec<_>) = notes.into_iter().partition(|note| note.fate == Fate::Plain);
        for note in plain.iter().filter_map(|note| Some((self.rule_id(note)?, note.span))) {
            let same = |one: &&mut Considered| one.rule == note.0 && one.span.overlaps(note.1);
            out.iter_mut().filter(same).for_each(|one| one.plain_form = true);
        }
        for note in others {
            let Some(considered) = self.considered(scope, &note) else { continue };
            let found = |one: &Considered| one.rule == considered.rule && one.span.overlaps(considered.span);
            let known =
                considered.outcome != Outcome::Yielded && out.iter().filter(|one| one.outcome.is_found()).any(found);
            if !known && seen.insert((considered.rule.clone(), considered.span)) {
                out.push(considered);
            }
        }
    }

    fn rule_id(&self, note: &Note) -> Option<Arc<str>> {
        Some(Arc::clone(&self.rules.get(note.rule?)?.info.id))
    }

    fn considered(&self, scope: &Scope, note: &Note) -> Option<Considered> {
        let outcome = |rule: &CompiledRule| match &note.fate {
            Fate::Refused => Some(Outcome::Refused),
            Fate::Allowed => Some(Outcome::Allowed),
            Fate::Yielded(_) => Some(Outcome::Yielded),
            Fate::Below if note.score >= rule.threshold && note.rule.is_some_and(|rule| scope.is_foreign(rule)) => {
                Some(Outcome::Foreign)
            }
            Fate::Below => Some(Outcome::Below),
            Fate::Plain => None,
        };
        let rule = self.rules.get(note.rule?)?;
        let refused = note.fate == Fate::Refused;
        let base_score = if refused { 0.0 } else { base_score(rule, note.validation) };
        Some(Considered {
            span: note.span,
            rule: Arc::clone(&rule.info.id),
            entity: rule.info.entity.clone(),
            outcome: outcome(rule)?,
            winner: if let Fate::Yielded(winner) = &note.fate { Some(Arc::clone(winner)) } else { None },
            validation: note.validation,
            base_score,
            context: note.context,
            score: note.score,
            labelled_score: if refused { 0.0 } else { rule.context.best(base_score) },
            threshold: rule.threshold,
            plain_form: note.plain,
        })
    }

    /// What rules would have met where they were not tried.
    fn add_untried(&self, scope: &Scope, text: &str, scratch: &mut Scratch, out: &mut Vec<Considered>) {
        let tried = out.len();
        for (index, rule) in self.rules.iter().enumerate().filter(|(_, rule)| rule.trigger.is_none()) {
            let outcome = match rule.needs_context {
                true => Outcome::Unlabelled,
                false if !rule.keywords.is_empty() => Outcome::NoKeyword,
                false => continue,
            };
            scratch.candidates.clear();
            if rule.needs_context {
                scratch.trace.begin();
            }
            self.search(scope, index, text, Span::new(0, text.len()), scratch);
            let notes = scratch.trace.end();
            let met = scratch.candidates.iter().map(|candidate| (outcome, Note::of(candidate, Fate::Below)));
            let other = notes.into_iter().map(|note| {
                let outcome = if note.fate == Fate::Refused { Outcome::Refused } else { Outcome::Allowed };
                (outcome, note)
            });
            for (outcome, note) in met.chain(other) {
                let known = out.iter().take(tried).any(|one| one.rule == rule.info.id && one.span.overlaps(note.span));
                if let Some(considered) = self.considered(scope, &note).filter(|_| !known) {
                    out.push(Considered { outcome, ..considered });
                }
            }
        }
    }
}
