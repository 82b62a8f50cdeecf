//! What one record of a target looks like.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Severity;

/// The shape of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Shape {
    /// Documents as they are, each followed by a separator line.
    PlainText {},
    /// An object with one text: `{"input": …}` or `{"text": …}`.
    Cpt {
        /// The key of the text.
        key: CptKey,
    },
    /// `{"prompt": …, "completion": …}`.
    PromptCompletion {},
    /// The shape of the Converse API: `{"schemaVersion": …, "system": […], "messages": […]}`.
    Converse {
        /// How bad it is when `schemaVersion` is missing. A wrong one is always an error.
        missing_schema_version: Severity,
        /// Kinds of content that a message may hold.
        blocks: Vec<Block>,
        /// Whether a record may define tools in `toolConfig`.
        #[serde(default)]
        tools: bool,
    },
    /// A line of an evaluation dataset: `{"prompt": …, "category": …, "referenceResponse": …}`.
    Evaluation {},
}

impl Shape {
    /// The name, as written in a definition.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::PlainText {} => "plain-text",
            Self::Cpt { .. } => "cpt",
            Self::PromptCompletion {} => "prompt-completion",
            Self::Converse { .. } => "converse",
            Self::Evaluation {} => "evaluation",
        }
    }
}

/// The key of a text for continued pre-training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CptKey {
    /// `input`: Amazon Titan.
    Input,
    /// `text`: Amazon Nova.
    Text,
}

impl CptKey {
    /// The key as it stands in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Text => "text",
        }
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
    /// Every kind, in the order of [`Block::KEYS`].
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Image, Self::Video, Self::Document, Self::ReasoningContent, Self::ToolUse, Self::ToolResult];

    /// The keys as they stand in a file.
    pub const KEYS: &'static [&'static str] =
        &["text", "image", "video", "document", "reasoningContent", "toolUse", "toolResult"];
}

/// A key that a shape allows and does not ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum OptionalKey {
    /// Instructions before the first message.
    System,
    /// Category of an evaluation prompt.
    Category,
    /// Expected answer to an evaluation prompt.
    ReferenceResponse,
}

impl OptionalKey {
    /// The key as it stands in a file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Category => "category",
            Self::ReferenceResponse => "referenceResponse",
        }
    }
}
