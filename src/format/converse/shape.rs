//! What may stand where in a record of the Converse shape.

use crate::format::definition::{Block, Media, Others, Speaker, Turns};
use crate::format::fault::Json;
use crate::format::schema::{Content, Field, Fields, Need, Node};

/// What a target takes in its messages.
#[derive(Clone, Copy)]
pub(in crate::format) struct Taken<'d> {
    pub(in crate::format) blocks: &'d [Block],
    pub(in crate::format) media: &'d Media,
    pub(in crate::format) candidates: bool,
    pub(in crate::format) others: Others,
}

/// Blocks of the runtime API that no dataset takes: known by name, so that a problem can name them.
const RUNTIME_ONLY: [&str; 8] = [
    "cachePoint",
    "guardContent",
    "citationsContent",
    "searchResult",
    "audio",
    "toolAddition",
    "toolRemoval",
    "redactedContent",
];

/// The keys that the shape knows.
pub(in crate::format) fn fields(turns: &Turns, taken: Taken<'_>) -> Vec<Field> {
    vec![
        Field::may("schemaVersion", Node::Text(Content::Version)),
        Field::may("system", Node::list(system_text(taken.others))),
        Field::may("messages", Node::list(message(turns, taken))),
        Field::may("toolConfig", tool_config(taken.others)),
    ]
}

fn system_text(others: Others) -> Node {
    Node::object(others, [Field::must("text", Node::prose(Speaker::System))])
}

fn message(turns: &Turns, taken: Taken<'_>) -> Node {
    let words = turns.roles.iter().chain(&turns.doubtful).map(|role| (role.as_str().to_owned(), role.speaker()));
    let role = Field::must("role", Node::Text(Content::Role(words.collect())));
    let content = Field::must("content", Node::list(blocks(taken)));
    let mut fields = vec![role, content];
    if taken.candidates {
        // Which of the two a message has depends on its place, and is checked there.
        fields.iter_mut().skip(1).for_each(|field| field.need = Need::May);
        fields.push(Field::may("candidates", Node::list(candidate(taken))));
    }
    Node::Object(Fields {
        known: fields,
        others: taken.others,
        one: false,
        role: Some("role".to_owned()),
        logged: false,
    })
}

fn candidate(taken: Taken<'_>) -> Node {
    let labels = super::candidates::LABELS.map(str::to_owned).into();
    let label = Node::Text(Content::Word { words: labels, doubtful: Vec::new() });
    let text_only = Taken { blocks: &[Block::Text, Block::ReasoningContent], ..taken };
    let content = Node::list(blocks(text_only));
    Node::object(taken.others, [Field::must("content", content), Field::must("preferenceLabel", label)])
}

/// One block of a message.
pub(in crate::format) fn blocks(taken: Taken<'_>) -> Node {
    let mut fields: Vec<Field> = Block::ALL
        .into_iter()
        .zip(Block::KEYS)
        .map(|(kind, key)| {
            let (node, only) = block(kind, taken);
            Field { only, taken: taken.blocks.contains(&kind), ..Field::may(key, node) }
        })
        .collect();
    fields.extend(RUNTIME_ONLY.map(|key| Field { taken: false, ..Field::may(key, Node::json(None)) }));
    Node::Object(Fields { known: fields, others: taken.others, one: true, role: None, logged: false })
}

fn block(kind: Block, taken: Taken<'_>) -> (Node, Option<Speaker>) {
    let Taken { media: Media { formats, doubtful, .. }, others, .. } = taken;
    let media = |words: &[String]| (medium(words, doubtful, others), Some(Speaker::User));
    match kind {
        Block::Text => (Node::said(), None),
        Block::Image => media(&formats.image),
        Block::Video => media(&formats.video),
        Block::Document => media(&formats.document),
        Block::ReasoningContent => {
            let text = Node::object(others, [Field::must("text", Node::said())]);
            (Node::object(others, [Field::must("reasoningText", text)]), Some(Speaker::Assistant))
        }
        Block::ToolUse => {
            let input = Field::must("input", Node::json(Some(Json::Object)));
            let fields = [Field::must("toolUseId", Node::label()), Field::must("name", Node::label()), input];
            (Node::object(others, fields), Some(Speaker::Assistant))
        }
        Block::ToolResult => {
            let fields = vec![Field::may("text", Node::said()), Field::may("json", Node::json(Some(Json::Object)))];
            let item = Node::Object(Fields { known: fields, others, one: true, role: None, logged: false });
            let status = Node::Text(Content::Word {
                words: ["success", "error"].map(str::to_owned).into(),
                doubtful: Vec::new(),
            });
            let fields = [
                Field::must("toolUseId", Node::label()),
                Field::must("content", Node::list(item)),
                Field::may("status", status),
            ];
            (Node::object(others, fields), Some(Speaker::User))
        }
    }
}

/// A picture, film or document in S3.
fn medium(formats: &[String], doubtful: &[String], others: Others) -> Node {
    let (doubtful, words) = formats.iter().cloned().partition(|format| doubtful.contains(format));
    let location = [Field::must("uri", Node::Text(Content::S3Uri)), Field::may("bucketOwner", Node::label())];
    let source = Node::object(others, [Field::must("s3Location", Node::object(others, location))]);
    let fields = [
        Field::must("format", Node::Text(Content::Word { words, doubtful })),
        Field::may("name", Node::label()),
        Field::must("source", source),
    ];
    Node::object(others, fields)
}

fn tool_config(others: Others) -> Node {
    // A schema is JSON of its own: of it only the type is asked for.
    let schema = Node::Json { only: Some(Json::Object), has: &["type"] };
    let input = Node::object(others, [Field::must("json", schema)]);
    let spec = [
        Field::must("name", Node::label()),
        Field::must("description", Node::label()),
        Field::must("inputSchema", input),
    ];
    let tool = Node::object(others, [Field::must("toolSpec", Node::object(others, spec))]);
    let choice = Field::may("toolChoice", Node::json(Some(Json::Object)));
    Node::object(others, [Field::must("tools", Node::list(tool)), choice])
}
