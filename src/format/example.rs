//! Invented records, for `targets explain` and for trying a definition out.

use super::definition::{Definition, Shape};
use crate::core::{Body, Role, Text, Turn};

/// A record that the shape can hold, if records can be written in it.
pub(super) fn record(shape: &Shape) -> Body {
    match shape {
        Shape::PlainText {} | Shape::Cpt { .. } => Body::Document {
            text: Text::new("Refunds are paid within five working days. Later claims need a supervisor."),
        },
        Shape::Evaluation {} | Shape::RagEvaluation { .. } => Body::Pair {
            system: None,
            prompt: Text::new("How long does a refund take?"),
            completion: Text::new("Five working days."),
        },
        _ => Body::Conversation {
            system: Some(Text::new("You answer questions about invoices.")),
            turns: vec![
                Turn { role: Role::User, text: Text::new("How long does a refund take?") },
                Turn { role: Role::Assistant, text: Text::new("Five working days.") },
            ],
        },
    }
}

/// A line of a target whose records are made elsewhere.
pub(super) fn checked_only(definition: &Definition) -> Option<&'static str> {
    let required = |key: &str| definition.keys.required.iter().any(|required| required == key);
    match &definition.shape {
        Shape::Converse { candidates: true, .. } => Some(
            r#"{"schemaVersion":"bedrock-conversation-2024","messages":[{"role":"user","content":[{"text":"How long does a refund take?"}]},{"role":"assistant","candidates":[{"content":[{"text":"Five working days."}],"preferenceLabel":"preferred"},{"content":[{"text":"A while."}],"preferenceLabel":"non-preferred"}]}]}"#,
        ),
        Shape::Evaluation {} if required("modelResponses") => Some(
            r#"{"prompt":"How long does a refund take?","referenceResponse":"Five working days.","modelResponses":[{"response":"Five days.","modelIdentifier":"my_model"}]}"#,
        ),
        Shape::Batch {} => Some(
            r#"{"recordId":"REFUND00001","modelInput":{"messages":[{"role":"user","content":[{"text":"How long does a refund take?"}]}],"inferenceConfig":{"maxTokens":256}}}"#,
        ),
        Shape::InvocationLog {} => Some(
            r#"{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-01-15T12:00:00Z","operation":"Converse","modelId":"amazon.nova-pro-v1:0","requestMetadata":{"team":"billing"},"input":{"inputContentType":"application/json","inputBodyJson":{"messages":[{"role":"user","content":[{"text":"How long does a refund take?"}]}]}},"output":{"outputContentType":"application/json","outputBodyJson":{"output":{"message":{"role":"assistant","content":[{"text":"Five working days."}]}}}}}"#,
        ),
        _ => None,
    }
}
