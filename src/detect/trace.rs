//! What became of each match of a text, for a person who asks why something was found or was not.
//!
//! The engine notes it where it decides, and only where it is asked to: otherwise a note costs one look at an empty option.

use std::sync::Arc;

use super::overlap::{self, Rival};
use super::scratch::{Candidate, Scratch};
use crate::core::{Context, Span, Validation};

/// The notes on one text; none unless they are asked for.
#[derive(Debug, Default)]
pub(super) struct Trace(Option<Vec<Note>>);

/// What became of one match.
#[derive(Debug, Clone)]
pub(super) struct Note {
    /// The rule's number; none for a term of a list.
    pub(super) rule: Option<usize>,
    pub(super) span: Span,
    pub(super) validation: Validation,
    pub(super) score: f32,
    pub(super) context: Context,
    /// Whether it was met in the plain form of the text only.
    pub(super) plain: bool,
    pub(super) fate: Fate,
}

/// Why a match is no finding; or that it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// The validator refused it.
    Refused,
    /// An allow list has it.
    Allowed,
    /// Its score stayed below the threshold, or its rule is for other places and no word speaks for it.
    Below,
    /// It gave way to this rule.
    Yielded(Arc<str>),
    /// It is one that only the plain form of the text shows.
    Plain,
}

impl Trace {
    /// Begins to take notes.
    pub(super) fn begin(&mut self) {
        self.0 = Some(Vec::new());
    }

    /// Hands the notes over and takes no more.
    pub(super) fn end(&mut self) -> Vec<Note> {
        self.0.take().unwrap_or_default()
    }

    fn push(&mut self, note: impl FnOnce() -> Note) {
        if let Some(notes) = &mut self.0 {
            notes.push(note());
        }
    }

    /// A match that its validator refused.
    pub(super) fn refused(&mut self, rule: usize, span: Span) {
        let (validation, context) = (Validation::None, Context::None);
        let fate = Fate::Refused;
        self.push(|| Note { rule: Some(rule), span, validation, score: 0.0, context, plain: false, fate });
    }

    /// A match that an allow list has.
    pub(super) fn allowed(&mut self, rule: usize, span: Span, validation: Validation, score: f32) {
        let context = Context::None;
        self.push(|| Note { rule: Some(rule), span, validation, score, context, plain: false, fate: Fate::Allowed });
    }

    /// How many notes there are, for [`Trace::found_in_plain_form`].
    pub(super) fn mark(&self) -> usize {
        self.0.as_ref().map_or(0, Vec::len)
    }

    /// The notes since `mark` are on the plain form of a piece of the text, whose spans `origin` maps back.
    pub(super) fn found_in_plain_form(&mut self, mark: usize, origin: impl Fn(Span) -> Span) {
        for note in self.0.iter_mut().flatten().skip(mark) {
            note.span = origin(note.span);
            note.plain = true;
        }
    }
}

impl Note {
    /// A note on a candidate.
    pub(super) fn of(candidate: &Candidate, fate: Fate) -> Self {
        let Candidate { rule, span, validation, score, context, .. } = *candidate;
        Self { rule: Some(rule), span, validation, score, context, plain: false, fate }
    }
}

impl Scratch {
    /// Notes the candidates that were not accepted.
    pub(super) fn note_below(&mut self) {
        if let Some(notes) = &mut self.trace.0 {
            let below = self.candidates.iter().filter(|candidate| !candidate.accepted);
            notes.extend(below.map(|candidate| Note::of(candidate, Fate::Below)));
        }
    }

    /// Notes the candidates that were accepted in the plain form of a piece of the text.
    pub(super) fn note_plain(&mut self, is_disguised: impl Fn(&Candidate) -> bool) {
        if let Some(notes) = &mut self.trace.0 {
            let disguised = self.candidates.iter().filter(|candidate| candidate.accepted && is_disguised(candidate));
            notes.extend(disguised.map(|candidate| Note::of(candidate, Fate::Plain)));
        }
    }

    /// Notes what gave way to others, which must be resolved.
    pub(super) fn note_yielded(&mut self) {
        let Some(notes) = &mut self.trace.0 else { return };
        for rival in &self.yielded {
            let Some(winner) = overlap::taker(&self.rivals, rival.span) else { continue };
            let Rival { span, validation, score, context, .. } = *rival;
            let rule = rival.candidate().and_then(|index| self.candidates.get(index)).map(|candidate| candidate.rule);
            let fate = Fate::Yielded(Arc::clone(&winner.rule));
            notes.push(Note { rule, span, validation, score, context, plain: false, fate });
        }
    }
}
