//! The second look at a text, in plain form where it needs one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::form::Form;
use super::island;
use crate::core::{Context, Span, Validation};
use crate::detect::Engine;
use crate::detect::overlap::Rival;
use crate::detect::scope::Scope;
use crate::detect::scratch::{Candidate, FieldView, Scratch};
use crate::detect::tally::Tally;

/// How near to the edge of an island a value is not judged, since some of the words around it lie beyond. It is judged in the
/// text itself.
const EDGE: usize = 320;

/// Least score of a confirmed value that was put together from parts with white space between, where no word speaks for it.
const JOINED_SCORE: f32 = 0.8;

/// Least score of a value that no word speaks for, of a kind that is known by its shape alone, such as a key with a prefix.
const KEY_SCORE: f32 = 0.9;

/// What the second look needs, used again from text to text.
#[derive(Default)]
pub(in crate::detect) struct Memory {
    islands: Vec<Span>,
    form: Form,
    candidates: Vec<Candidate>,
    rivals: Vec<Rival>,
    tally: Tally,
}

impl Engine {
    /// Looks at the plain form of what needs one. What is accepted there is added to the candidates and rivals of the text.
    pub(in crate::detect) fn look_at_shadow(&self, scope: &Scope, text: &str, view: &FieldView, scratch: &mut Scratch) {
        island::find(text, &mut scratch.shadow.islands);
        if scratch.shadow.islands.is_empty() {
            return;
        }
        let mut memory = std::mem::take(&mut scratch.shadow);
        memory.tally.rules.resize(scratch.tally.rules.len(), crate::detect::RuleTally::default());
        let mut places = Places::of(&scratch.candidates, &scratch.rivals);
        // The counts are those of the text itself; what only its plain form shows is added to them.
        std::mem::swap(&mut scratch.candidates, &mut memory.candidates);
        std::mem::swap(&mut scratch.rivals, &mut memory.rivals);
        std::mem::swap(&mut scratch.tally, &mut memory.tally);
        let islands = std::mem::take(&mut memory.islands);
        for span in &islands {
            let island = Island { span: *span, text_len: text.len() };
            for mends in [false, true] {
                memory.form.write(text, *span, mends);
                let mark = scratch.trace.mark();
                self.look(scope, &memory.form.text, view, scratch);
                memory.note(mark, *span, scratch);
                if mends {
                    memory.take_mended(island, scratch, &mut places);
                } else {
                    memory.take_over(island, scratch, &mut places);
                }
                if !memory.form.is_torn {
                    break;
                }
            }
        }
        memory.islands = islands;
        std::mem::swap(&mut scratch.candidates, &mut memory.candidates);
        std::mem::swap(&mut scratch.rivals, &mut memory.rivals);
        std::mem::swap(&mut scratch.tally, &mut memory.tally);
        scratch.shadow = memory;
    }
}

/// An island, and how much of the text it is.
#[derive(Clone, Copy)]
struct Island {
    span: Span,
    text_len: usize,
}

impl Island {
    /// Whether a value is too near to where the island was cut out.
    fn is_edge(self, origin: Span) -> bool {
        let left = self.span.start > 0 && origin.start < self.span.start + EDGE;
        let right = self.span.end < self.text_len && origin.end + EDGE > self.span.end;
        left || right
    }
}

/// Where rules have found something already.
struct Places {
    candidates: BTreeMap<(usize, Span), usize>,
    rivals: BTreeSet<(Span, Arc<str>)>,
    /// The candidates that were accepted in the text itself, by where they start.
    accepted: Vec<(usize, usize)>,
}

impl Places {
    fn of(candidates: &[Candidate], rivals: &[Rival]) -> Self {
        let place = |(index, candidate): (usize, &Candidate)| ((candidate.rule, candidate.span), index);
        let mut accepted: Vec<_> = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| candidate.accepted)
            .map(|(index, candidate)| (candidate.span.start, index))
            .collect();
        accepted.sort_unstable();
        Self {
            candidates: candidates.iter().enumerate().map(place).collect(),
            rivals: rivals.iter().map(|rival| (rival.span, Arc::clone(&rival.rule))).collect(),
            accepted,
        }
    }

    /// What was accepted in the text itself and starts within the span.
    fn within(&self, span: Span) -> impl Iterator<Item = usize> {
        let first = self.accepted.partition_point(|(start, _)| *start < span.start);
        self.accepted.iter().skip(first).take_while(move |(start, _)| *start < span.end).map(|(_, index)| *index)
    }
}

impl Memory {
    /// Notes what became of the matches in the plain form of an island.
    fn note(&self, mark: usize, island: Span, scratch: &mut Scratch) {
        scratch.note_below();
        scratch.note_plain(|candidate| self.form.is_joined(candidate.span) || self.form.is_changed(candidate.span));
        scratch.trace.found_in_plain_form(mark, |span| self.form.origin(island, span));
    }

    /// Takes what was found in the plain form of an island into the candidates and rivals of the text.
    fn take_over(&mut self, island: Island, scratch: &mut Scratch, places: &mut Places) {
        let mut seen = Vec::new();
        let mut disguised = Vec::new();
        for candidate in scratch.candidates.drain(..).filter(|candidate| candidate.accepted) {
            let joined = self.form.is_joined(candidate.span);
            let changed = !joined && self.form.is_changed(candidate.span);
            let candidate = Candidate { span: self.form.origin(island.span, candidate.span), ..candidate };
            if island.is_edge(candidate.span) || (joined && !candidate.labelled && !is_sure(&candidate)) {
                continue;
            }
            seen.push(candidate);
            if changed {
                disguised.push(candidate);
            }
        }
        self.correct(island, &seen, &mut disguised, places);
        for candidate in seen.into_iter().chain(disguised) {
            self.add(candidate, places);
        }
        for rival in scratch.rivals.drain(..) {
            let span = self.form.origin(island.span, rival.span);
            if places.rivals.insert((span, Arc::clone(&rival.rule))) {
                self.rivals.push(Rival { span, ..rival });
            }
        }
    }

    /// Takes what was found only because a line break within a word was read as nothing. A value that ends with its line is whole.
    fn take_mended(&mut self, island: Island, scratch: &mut Scratch, places: &mut Places) {
        scratch.rivals.clear();
        for candidate in scratch.candidates.drain(..).filter(|candidate| candidate.accepted) {
            let Some(gap) = self.form.mended(candidate.span) else { continue };
            let mixed = candidate.span.of(&self.form.text).is_some_and(is_mixed);
            let candidate = Candidate { span: self.form.origin(island.span, candidate.span), ..candidate };
            let valid = candidate.validation == Validation::Valid;
            let ends = |index: usize| {
                let before = self.candidates.get(index).filter(|one| one.accepted && one.span.end == gap);
                before.is_some_and(|one| !valid || one.rule == candidate.rule)
            };
            let whole = places.within(candidate.span).any(ends);
            let told = candidate.score >= KEY_SCORE || (mixed && valid);
            if !island.is_edge(candidate.span) && !whole && (told || is_sure(&candidate)) {
                self.add(candidate, places);
            }
        }
    }

    /// Takes back what was found in the text only because of how it is written there: a part of a disguised value that looks
    /// like another one, which the disguised value is widened by; and a value with half an escape before it.
    fn correct(&mut self, island: Island, seen: &[Candidate], disguised: &mut Vec<Candidate>, places: &Places) {
        let confirmed: BTreeSet<_> = seen.iter().map(|candidate| (candidate.rule, candidate.span)).collect();
        let ends: BTreeSet<_> = seen.iter().map(|candidate| (candidate.rule, candidate.span.end)).collect();
        longest_apart(disguised);
        for index in places.within(island.span) {
            let Some(candidate) = self.candidates.get_mut(index) else { continue };
            if confirmed.contains(&(candidate.rule, candidate.span)) {
                continue;
            }
            // `\nada@example.com`
            let escaped = self.form.cuts(candidate.span.start) && ends.contains(&(candidate.rule, candidate.span.end));
            let next = disguised.partition_point(|other| other.span.end <= candidate.span.start);
            if let Some(other) = disguised.get_mut(next).filter(|other| other.span.overlaps(candidate.span)) {
                other.span =
                    Span::new(other.span.start.min(candidate.span.start), other.span.end.max(candidate.span.end));
                candidate.accepted = false;
            }
            candidate.accepted &= !escaped;
        }
    }

    fn add(&mut self, candidate: Candidate, places: &mut Places) {
        let known = places.candidates.get(&(candidate.rule, candidate.span)).copied();
        if let Some(slot) = known.and_then(|index| self.candidates.get_mut(index)) {
            if !slot.accepted {
                *slot = candidate;
            }
            return;
        }
        places.candidates.insert((candidate.rule, candidate.span), self.candidates.len());
        self.candidates.push(candidate);
        if let Some(tally) = self.tally.rule(candidate.rule) {
            tally.candidates += 1;
        }
    }
}

/// Keeps the longest of candidates that overlap, in order.
fn longest_apart(candidates: &mut Vec<Candidate>) {
    candidates.sort_by_key(|candidate| (candidate.span, candidate.rule));
    candidates.dedup_by(|next, kept| {
        let overlaps = next.span.overlaps(kept.span);
        if overlaps && next.span.len() > kept.span.len() {
            *kept = *next;
        }
        overlaps
    });
}

/// Whether a value has letters and digits.
fn is_mixed(value: &str) -> bool {
    value.contains(|c: char| c.is_ascii_digit()) && value.contains(char::is_alphabetic)
}

/// Whether two numbers that stand one after the other may be counted as one that is torn.
fn is_sure(candidate: &Candidate) -> bool {
    let named = matches!(candidate.context, Context::Word | Context::Field);
    named || (candidate.validation == Validation::Valid && candidate.score >= JOINED_SCORE)
}
