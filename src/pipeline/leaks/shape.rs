//! What the records of a file are, told from their field names.

use std::collections::BTreeSet;

use super::LeakFields;
use crate::config::{Columns, Conversation, FormatName, Limits, Mapping, Provenance, Source, TextUnit};
use crate::ingest::{self, FileTask, SourcePlan, Unmapped};
use crate::pipeline::Error;

/// How a file is read.
pub(in crate::pipeline) struct Shape {
    pub(in crate::pipeline) source: SourcePlan,
    /// Whether fields are mapped; otherwise all strings of a record are one text.
    pub(in crate::pipeline) mapped: bool,
    /// For a person.
    pub(in crate::pipeline) description: String,
    /// How many of the group fields are groups; what comes behind them is the document, then the seed.
    pub(super) groups: usize,
}

/// Pairs of field names that hold a prompt and its completion: Bedrock's own, its evaluation sets, and what public sets use.
const PAIRS: [(&str, &str); 7] = [
    ("prompt", "completion"),
    ("prompt", "response"),
    ("prompt", "referenceResponse"),
    ("prompt", "answer"),
    ("question", "answer"),
    ("instruction", "output"),
    ("input", "output"),
];

/// Raw bytes of the first records that are looked at.
const HEAD_BYTES: usize = 64 << 10;

/// Tells the shape of a file by its first records.
pub(in crate::pipeline) fn of(
    fields: &LeakFields,
    format: FormatName,
    encoding: &str,
    limits: &Limits,
    task: &FileTask,
) -> Result<Shape, Error> {
    let unmapped = SourcePlan::unmapped(task.source, format, encoding, TextUnit::File)?;
    let given = &fields.map;
    let (mut map, mut conversation) = (given.clone(), fields.conversation.clone());
    if given.text.is_none() && given.prompt.is_none() && given.completion.is_none() && given.messages.is_none() {
        let names = names(&unmapped, task, limits)?;
        body(&names, &mut map, &mut conversation);
        if map.id.is_none() && names.contains("id") {
            map.id = Some("id".to_owned());
        }
    }
    let groups = map.group.as_ref().map_or(0, |columns| columns.names().len());
    let mut columns: Vec<String> = map.group.iter().flat_map(|columns| columns.names().to_vec()).collect();
    columns.extend([&fields.document, &fields.seed].into_iter().flatten().cloned());
    map.group = (!columns.is_empty()).then_some(Columns::Many(columns));
    let description = describe(&map);
    let mapped = map.text.is_some() || map.prompt.is_some() || map.messages.is_some();
    if !mapped {
        return Ok(Shape { source: unmapped, mapped, description, groups });
    }
    let source = Source {
        name: String::new(),
        uri: String::new(),
        format,
        encoding: encoding.to_owned(),
        unit: TextUnit::File,
        map,
        conversation,
        provenance: Provenance::default(),
    };
    Ok(Shape { source: SourcePlan::compile(task.source, &source)?, mapped, description, groups })
}

/// The top-level names of the first records, and the names of the parts of a turn as `messages/role`.
fn names(unmapped: &SourcePlan, task: &FileTask, limits: &Limits) -> Result<BTreeSet<String>, Error> {
    let mut reader = ingest::open(task, unmapped, limits)?;
    let mut names = BTreeSet::new();
    if let Some(batch) = reader.next_batch(HEAD_BYTES)? {
        batch.fields(&mut |record| {
            let Unmapped::Fields(fields) = record else { return };
            if fields.id().is_some() {
                names.insert("id".to_owned());
            }
            for field in fields.iter().filter(|field| !field.name.is_empty()) {
                let mut parts = field.name.trim_start_matches('/').split('/');
                let top = parts.next().unwrap_or_default();
                names.insert(top.to_owned());
                if let Some(part) = parts.nth(1) {
                    names.insert(format!("{top}/{part}"));
                }
            }
        });
    }
    Ok(names)
}

/// Fills in what the names say of the body.
fn body(names: &BTreeSet<String>, map: &mut Mapping, conversation: &mut Conversation) {
    let has = |name: &str| names.contains(name);
    let mut system = || {
        if map.system.is_none() && has("system") {
            map.system = Some("system".to_owned());
        }
    };
    if has("messages/role") {
        system();
        map.messages = Some("messages".to_owned());
    } else if has("conversations/from") && has("conversations/value") {
        system();
        map.messages = Some("conversations".to_owned());
        "from".clone_into(&mut conversation.role);
        "value".clone_into(&mut conversation.content);
    } else if let Some((prompt, completion)) = PAIRS.iter().find(|(prompt, completion)| has(prompt) && has(completion))
    {
        // An instruction with an input beside it is half a prompt; all strings together are the whole of it.
        if *completion == "output" && has("instruction") && has("input") {
            return;
        }
        system();
        map.prompt = Some((*prompt).to_owned());
        map.completion = Some((*completion).to_owned());
    } else if has("text") {
        map.text = Some("text".to_owned());
    }
}

fn describe(map: &Mapping) -> String {
    let system = map.system.as_ref().map_or(String::new(), |system| format!(", system in {system}"));
    match (&map.text, &map.prompt, &map.completion, &map.messages) {
        (Some(text), ..) => format!("documents in {text}"),
        (_, Some(prompt), Some(completion), _) => format!("pairs of {prompt} and {completion}{system}"),
        (.., Some(messages)) => format!("conversations in {messages}{system}"),
        _ => "all strings of a record as one text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(names: &[&str]) -> String {
        let (mut map, mut conversation) = (Mapping::default(), Conversation::default());
        body(&names.iter().map(|name| (*name).to_owned()).collect(), &mut map, &mut conversation);
        format!("{}; {} {}", describe(&map), conversation.role, conversation.content)
    }

    #[test]
    fn names_tell_the_shape() {
        for (names, expected) in [
            (
                &["id", "prompt", "completion", "system"][..],
                "pairs of prompt and completion, system in system; role content",
            ),
            (
                &["messages", "messages/role", "messages/content", "system"],
                "conversations in messages, system in system; role content",
            ),
            (
                &["conversations", "conversations/from", "conversations/value"],
                "conversations in conversations; from value",
            ),
            (&["question", "answer", "text"], "pairs of question and answer; role content"),
            (&["instruction", "output"], "pairs of instruction and output; role content"),
            (&["instruction", "input", "output"], "all strings of a record as one text; role content"),
            (&["text", "title"], "documents in text; role content"),
            (&["messages"], "all strings of a record as one text; role content"),
            (&["a", "b"], "all strings of a record as one text; role content"),
        ] {
            assert_eq!(shape(names), expected, "{names:?}");
        }
    }
}
