//! A record of a model invocation log, as the distillation of models takes it.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html> and
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/distillation-data-prep-option-2.html>. Logs are written by Bedrock: they
//! are checked and not written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::batch;
use super::definition::Others;
use super::fault::{Fault, Json};
use super::line::Line;
use super::pointer::Pointer;
use super::schema::{Field, Fields, Node};

/// What is said of content that is one string.
const STRING_CONTENT: &str = "AWS's published check takes content that is one string for pictures and drops the record";

/// The keys that the shape knows.
pub(super) fn fields() -> Vec<Field> {
    let sides = [("input", ["inputBodyJson", "inputBodyS3Path"]), ("output", ["outputBodyJson", "outputBodyS3Path"])];
    let mut fields = vec![
        Field::may("schemaType", Node::label()),
        Field::may("modelId", Node::label()),
        Field::may("requestMetadata", Node::Tags),
    ];
    fields.extend(sides.map(|(key, [body, path])| {
        let body = if key == "input" { Field::may(body, request()) } else { Field::may(body, answer()) };
        Field::may(key, Node::object(Others::Allowed, [body, Field::may(path, Node::label())]))
    }));
    fields
}

fn request() -> Node {
    let mut fields = batch::body();
    for field in fields.iter_mut().filter(|field| field.key == "messages") {
        field.node = Node::list(batch::message(Some(STRING_CONTENT)));
    }
    Node::Object(Fields { known: fields, others: Others::Allowed, one: false, role: None, logged: true })
}

/// An answer is an object, or the list of a stream's events.
fn answer() -> Node {
    Node::Json { only: None, has: &[] }
}

/// Reports bodies that are not in the record, and requests that distillation does not take. `root` is the record.
pub(super) fn check(root: &Line<'_>, sink: &mut dyn FnMut(Fault, &Pointer<'_>)) {
    for (side, [body, path]) in
        [("input", ["inputBodyJson", "inputBodyS3Path"]), ("output", ["outputBodyJson", "outputBodyS3Path"])]
    {
        let Some(part @ Line::Object(_)) = root.get(side) else { continue };
        let null = matches!(part.get(body), Some(Line::Json(json)) if *json == "null");
        if null || part.get(body).is_none() {
            let at = Pointer::ROOT.key(side);
            sink(Fault::BodyMissing { offloaded: part.get(path).is_some() }, &at.key(body));
        }
    }
    let Some(body) = root.get("input").and_then(|input| input.get("inputBodyJson")) else { return };
    let at = Pointer::ROOT.key("input");
    let at = at.key("inputBodyJson");
    let messages = body.items_of("messages");
    if messages.iter().filter(|message| message.text_of("role") == Some("user")).count() > 1 {
        sink(Fault::ManyQuestions, &at.key("messages"));
    }
    for (n, message) in messages.iter().enumerate() {
        let other = message.items_of("content").iter().any(|block| block.get("text").is_none());
        if other && message.text_of("role") == Some("user") {
            sink(Fault::BlockNotAllowed, &at.key("messages").item(n).key("content"));
        }
    }
}

/// Reports tags that `requestMetadata` cannot hold: 1 to 16 pairs, keys of 1 to 256 characters, values of up to 256, in an
/// alphabet of their own (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>).
pub(super) fn check_tags(json: &str, at: &Pointer<'_>, sink: &mut dyn FnMut(Fault, &Pointer<'_>)) {
    const PAIRS: usize = 16;
    const LONGEST: usize = 256;
    let Ok(tags) = serde_json::from_str::<BTreeMap<Cow<'_, str>, serde_json::Value>>(json) else {
        return sink(Fault::WrongType { wanted: Json::Object, found: Json::Null }, at);
    };
    let allowed =
        |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c.is_whitespace() || ":_@$#=/+,-.".contains(c));
    let fits = |text: &str| text.chars().count() <= LONGEST && allowed(text);
    let good = |(key, value): (&Cow<'_, str>, &serde_json::Value)| {
        !key.is_empty() && fits(key) && value.as_str().is_some_and(fits)
    };
    if tags.is_empty() || tags.len() > PAIRS || !tags.iter().all(good) {
        sink(Fault::Tags, at);
    }
}
