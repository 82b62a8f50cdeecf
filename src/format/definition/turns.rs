//! Who speaks in a conversation, and in which order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Severity, Speaker};

/// Roles and order of the messages of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Turns {
    /// Roles that a message may have. A `system` message comes first and is not counted.
    pub roles: Vec<TurnRole>,
    /// Roles that some sources name and others refuse: a warning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubtful: Vec<TurnRole>,
    /// Who speaks first. Left out where that is free; one message is then the user's all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<TurnRole>,
    /// Who speaks last. Left out where that is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<TurnRole>,
    /// Whether the roles take turns.
    pub alternate: bool,
    /// Fewer messages are an error.
    pub min: u64,
    /// More messages are a problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// How bad it is to have more messages than `max`.
    #[serde(default = "error", skip_serializing_if = "is_error")]
    pub max_severity: Severity,
}

fn error() -> Severity {
    Severity::Error
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_error(severity: &Severity) -> bool {
    *severity == Severity::Error
}

/// Role of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TurnRole {
    /// Instructions.
    System,
    /// Instructions, in the words of `OpenAI`.
    Developer,
    /// The person.
    User,
    /// The model.
    Assistant,
    /// The model, in older words.
    Bot,
    /// What a tool answered.
    Tool,
}

impl TurnRole {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Developer => "developer",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Bot => "bot",
            Self::Tool => "tool",
        }
    }

    /// Whose words a message of the role holds.
    #[must_use]
    pub fn speaker(self) -> Speaker {
        match self {
            Self::System | Self::Developer => Speaker::System,
            Self::Assistant | Self::Bot => Speaker::Assistant,
            Self::User | Self::Tool => Speaker::User,
        }
    }
}
