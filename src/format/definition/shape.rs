//! What one record of a target looks like.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TurnRole, Turns};

/// The shape of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Shape {
    /// Documents as they are, each followed by a separator line.
    PlainText {},
    /// An object with one text: `{"input": …}` or `{"text": …}`.
    Cpt {
        /// The key of the text.
        key: String,
    },
    /// One prompt and one answer: `{"prompt": …, "completion": …}`, or other names for the same.
    PromptCompletion {
        /// The names of the keys.
        #[serde(default)]
        names: PairNames,
    },
    /// The shape of the Converse API: `{"schemaVersion": …, "system": […], "messages": […]}`.
    Converse {
        /// Roles and order.
        turns: Turns,
        /// Kinds of content that a message may hold.
        blocks: Vec<Block>,
        /// Pictures, films and documents.
        #[serde(default)]
        media: Media,
        /// Whether the last message holds candidates with preference labels in place of content.
        #[serde(default)]
        candidates: bool,
    },
    /// Messages whose content is one string: `{"messages": [{"role": …, "content": …}]}`, or other names for the same.
    Messages {
        /// Roles and order.
        turns: Turns,
        /// The names of the keys, and the words for the roles.
        #[serde(default)]
        names: MessageNames,
    },
    /// A line of an evaluation dataset: `{"prompt": …, "category": …, "referenceResponse": …, "modelResponses": …}`.
    Evaluation {},
    /// A line of a dataset for the evaluation of retrieval: `{"conversationTurns": [{"prompt": …, "referenceResponses": …}]}`.
    RagEvaluation {
        /// Most turns of a conversation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most_turns: Option<u64>,
    },
    /// A line of a batch of requests: `{"recordId": …, "modelInput": …}`.
    Batch {},
    /// A record of a model invocation log.
    InvocationLog {},
}

impl Shape {
    /// The name, as written in a definition.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::PlainText {} => "plain-text",
            Self::Cpt { .. } => "cpt",
            Self::PromptCompletion { .. } => "prompt-completion",
            Self::Converse { .. } => "converse",
            Self::Messages { .. } => "messages",
            Self::Evaluation {} => "evaluation",
            Self::RagEvaluation { .. } => "rag-evaluation",
            Self::Batch {} => "batch",
            Self::InvocationLog {} => "invocation-log",
        }
    }
}

/// Names of the keys of one prompt and one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PairNames {
    /// What is asked.
    pub prompt: String,
    /// What is answered.
    pub completion: String,
    /// A second part of what is asked, which may be blank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// Instructions. Where there is none, a system text stands before the prompt, with a blank line between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Pictures beside the prompt, as a list of objects whose `data` is a picture in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub images: Option<String>,
    /// Texts that belong to neither, such as notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Default for PairNames {
    fn default() -> Self {
        let (prompt, completion) = ("prompt".to_owned(), "completion".to_owned());
        Self { prompt, completion, context: None, system: None, images: None, notes: Vec::new() }
    }
}

/// Names of the keys of messages whose content is a string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MessageNames {
    /// The list of messages.
    pub messages: String,
    /// Who speaks.
    pub role: String,
    /// What is said.
    pub content: String,
    /// Words for roles, where they are not the roles' names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<TurnRole, String>,
    /// Instructions beside the messages. Left out where they are a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The expected answer beside the messages, which then end with the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Default for MessageNames {
    fn default() -> Self {
        Self {
            messages: "messages".to_owned(),
            role: "role".to_owned(),
            content: "content".to_owned(),
            words: BTreeMap::new(),
            system: None,
            reference: None,
        }
    }
}

impl MessageNames {
    /// The word for a role.
    #[must_use]
    pub fn word(&self, role: TurnRole) -> &str {
        self.words.get(&role).map_or(role.as_str(), String::as_str)
    }
}

/// A kind of content in a Converse message
/// (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Block {
    /// Text.
    Text,
    /// A picture in S3.
    Image,
    /// A film in S3.
    Video,
    /// A document in S3.
    Document,
    /// The model's reasoning.
    ReasoningContent,
    /// The model's use of a tool.
    ToolUse,
    /// What a tool answered.
    ToolResult,
}

impl Block {
    /// The key as it stands in a file.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().position(|kind| *kind == self).and_then(|at| Self::KEYS.get(at)).copied().unwrap_or_default()
    }

    /// Every kind, in the order of [`Block::KEYS`].
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Image, Self::Video, Self::Document, Self::ReasoningContent, Self::ToolUse, Self::ToolResult];

    /// The keys as they stand in a file.
    pub const KEYS: [&'static str; 7] =
        ["text", "image", "video", "document", "reasoningContent", "toolUse", "toolResult"];
}

/// Pictures, films and documents of one record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Media {
    /// Most pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub images: Option<u64>,
    /// Most films.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub videos: Option<u64>,
    /// Most documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<u64>,
    /// Whether a record may hold more than one of the three.
    pub mixed: bool,
    /// Formats of pictures, films and documents.
    pub formats: Formats,
    /// Formats that the documentation takes and checks that AWS publishes refuse: a warning.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubtful: Vec<String>,
}

/// Formats of media, by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Formats {
    /// Of pictures.
    pub image: Vec<String>,
    /// Of films.
    pub video: Vec<String>,
    /// Of documents.
    pub document: Vec<String>,
}
