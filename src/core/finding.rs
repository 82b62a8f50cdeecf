//! What detection hands to redaction.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{EntityType, Span};

/// One detected value: where, what, how sure, by which rule and why. Never the text itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The bytes of the value.
    pub span: Span,
    /// What kind of value it is.
    pub entity: EntityType,
    /// Confidence from 0 to 1, after validation and context.
    pub score: f32,
    /// Id of the rule that found it.
    pub rule: Arc<str>,
    /// Why the score is what it is.
    pub evidence: Evidence,
}

/// Why a finding has its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Score before context: of the bare pattern, or of a value that the validator confirmed.
    pub base_score: f32,
    /// What the rule's validator said.
    pub validation: Validation,
    /// Which kind of context raised or lowered the score.
    pub context: Context,
}

/// Outcome of a rule's validator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Validation {
    /// The rule has no validator.
    None,
    /// The validator could neither confirm nor refuse.
    Undecided,
    /// The validator confirmed the value.
    Valid,
}

/// Kind of context that changed a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Context {
    /// None was met.
    None,
    /// A context word stands near the value.
    Word,
    /// The field's own name (JSON key, column) is a context word.
    Field,
    /// A negative context word stands near the value.
    Negative,
}
