//! The unit that flows through the pipeline.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use super::{Position, Text};

/// State of a record that was read and not yet scrubbed. It cannot be serialised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw;

/// State of a record whose every text was detected on, redacted and scanned again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scrubbed;

/// Who speaks in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person.
    User,
    /// The model.
    Assistant,
}

impl Role {
    /// The role's name in every target format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
}

/// One utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub text: Text,
}

/// What a record teaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Unlabelled text, for continued pre-training.
    Document {
        /// The document.
        text: Text,
    },
    /// A prompt and its completion, for supervised fine-tuning.
    Pair {
        /// Instructions that stand before the prompt.
        system: Option<Text>,
        /// What is asked.
        prompt: Text,
        /// What is answered.
        completion: Text,
    },
    /// A conversation of any length, for supervised fine-tuning.
    Conversation {
        /// Instructions that stand before the first turn.
        system: Option<Text>,
        /// The turns in order.
        turns: Vec<Turn>,
    },
}

impl Body {
    /// Every text of the body with the name of its field: `text`, `system`, `prompt`, `completion`, `messages/N`.
    pub fn fields(&self) -> impl Iterator<Item = (FieldName, &Text)> + Clone {
        let mut fields = Vec::new();
        match self {
            Self::Document { text } => fields.push((FieldName::Text, text)),
            Self::Pair { system, prompt, completion } => {
                fields.extend(system.as_ref().map(|text| (FieldName::System, text)));
                fields.push((FieldName::Prompt, prompt));
                fields.push((FieldName::Completion, completion));
            }
            Self::Conversation { system, turns } => {
                fields.extend(system.as_ref().map(|text| (FieldName::System, text)));
                fields.extend(turns.iter().enumerate().map(|(n, turn)| (FieldName::Message(n), &turn.text)));
            }
        }
        fields.into_iter()
    }

    /// As [`Body::fields`], for replacing texts in place.
    pub fn fields_mut(&mut self) -> impl Iterator<Item = (FieldName, &mut Text)> {
        let mut fields = Vec::new();
        match self {
            Self::Document { text } => fields.push((FieldName::Text, text)),
            Self::Pair { system, prompt, completion } => {
                fields.extend(system.as_mut().map(|text| (FieldName::System, text)));
                fields.push((FieldName::Prompt, prompt));
                fields.push((FieldName::Completion, completion));
            }
            Self::Conversation { system, turns } => {
                fields.extend(system.as_mut().map(|text| (FieldName::System, text)));
                fields.extend(turns.iter_mut().enumerate().map(|(n, turn)| (FieldName::Message(n), &mut turn.text)));
            }
        }
        fields.into_iter()
    }

    /// Whether there is a system text.
    #[must_use]
    pub fn has_system(&self) -> bool {
        matches!(self, Self::Pair { system: Some(_), .. } | Self::Conversation { system: Some(_), .. })
    }

    /// The same with the system text moved to the front of the first user turn, a blank line between them.
    #[must_use]
    pub fn fold_system(mut self) -> Self {
        let (system, first) = match &mut self {
            Self::Document { .. } => return self,
            Self::Pair { system, prompt, .. } => (system, Some(prompt)),
            Self::Conversation { system, turns } => (system, turns.first_mut().map(|turn| &mut turn.text)),
        };
        if let (Some(first), Some(text)) = (first, system.take()) {
            *first = Text::new(format!("{}\n\n{}", text.expose(), first.expose()));
        }
        self
    }

    /// Drops the system text, if there is one.
    pub fn clear_system(&mut self) {
        match self {
            Self::Document { .. } => {}
            Self::Pair { system, .. } | Self::Conversation { system, .. } => *system = None,
        }
    }
}

/// Name of a body field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldName {
    /// The text of a document.
    Text,
    /// The system text.
    System,
    /// The prompt of a pair.
    Prompt,
    /// The completion of a pair.
    Completion,
    /// A turn of a conversation, counted from 0.
    Message(usize),
}

/// What is known of a record beside its body. Values come from mapped fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// The input's own id.
    pub id: Option<Text>,
    /// Values of the mapped group fields: records that share one never straddle splits.
    pub group: Vec<Text>,
    /// Category of the task, for evaluation.
    pub category: Option<Text>,
    /// Difficulty, for evaluation.
    pub difficulty: Option<Text>,
    /// Language of the record (BCP 47).
    pub language: Option<Text>,
    /// When the record was made (RFC 3339 or a date).
    pub created: Option<Text>,
    /// Licence of this one record, in place of the source's.
    pub licence: Option<Text>,
    /// Consent flag of this one record.
    pub consent: Option<Text>,
    /// Where this one record came from.
    pub url: Option<Text>,
}

/// A record and its place of origin. `S` is [`Raw`] or [`Scrubbed`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<S> {
    /// Index of its source in the job.
    pub source: u32,
    /// Index of its file in the plan's list of files.
    pub file: u32,
    /// Place in that file.
    pub position: Position,
    /// What it teaches.
    pub body: Body,
    /// What is known of it.
    pub meta: Meta,
    state: PhantomData<S>,
}

impl Record<Raw> {
    /// A record just read.
    #[must_use]
    pub fn new(source: u32, file: u32, position: Position, body: Body, meta: Meta) -> Self {
        Self { source, file, position, body, meta, state: PhantomData }
    }

    /// Declares the record scrubbed. Called in `pipeline/scrub.rs` after the rescan found nothing, and nowhere else: a
    /// test holds this.
    #[must_use]
    pub fn declare_scrubbed(self) -> Record<Scrubbed> {
        let Self { source, file, position, body, meta, .. } = self;
        Record { source, file, position, body, meta, state: PhantomData }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_text_is_folded_into_the_first_turn() {
        let pair = Body::Pair { system: Some(Text::new("s")), prompt: Text::new("p"), completion: Text::new("c") };
        let folded = Body::Pair { system: None, prompt: Text::new("s\n\np"), completion: Text::new("c") };
        assert_eq!(pair.fold_system(), folded);
        assert_eq!(folded.clone().fold_system(), folded);
    }

    #[test]
    fn fields_come_in_reading_order() {
        let body = Body::Conversation {
            system: Some(Text::new("s")),
            turns: vec![
                Turn { role: Role::User, text: Text::new("u") },
                Turn { role: Role::Assistant, text: Text::new("a") },
            ],
        };
        let names: Vec<_> = body.fields().map(|(name, _)| name).collect();
        assert_eq!(names, [FieldName::System, FieldName::Message(0), FieldName::Message(1)]);
    }
}
