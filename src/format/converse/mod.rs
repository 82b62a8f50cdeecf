//! The shape of the Converse API: `{"schemaVersion": …, "system": […], "messages": […]}`.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html> and
//! <https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html>. Keys are written in this
//! order: schemaVersion, system, messages. Content is always an array; ours holds one text.
//!
//! What it is not: content other than text is let through where a target takes it, and counted, not looked into.

mod read;

pub(super) use read::{Rules, read};

/// The one schema version there is.
pub const SCHEMA_VERSION: &str = "bedrock-conversation-2024";

/// A misspelling of it in a list on the page about distillation
/// (<https://docs.aws.amazon.com/bedrock/latest/userguide/distillation-prepare-datasets.html>), which AWS's own checks refuse.
const MISSPELT: &str = "bedrock-conversion-2024";
