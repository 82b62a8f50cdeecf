//! From the values of mapped fields to a record's body and what is known of it.

use std::mem;

use serde_json::Value;

use super::conversation;
use crate::core::{Body, Meta, Reason, Text};
use crate::ingest::SourcePlan;
use crate::ingest::path::FieldPath;
use crate::ingest::plan::Want;

/// A record less its place.
pub(in crate::ingest) type Parts = (Body, Meta);

/// What the values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Cells {
    /// A JSON record: a list of turns is a list.
    Json,
    /// A table: a list of turns may also be a cell that holds JSON.
    Table,
}

/// A text without fields as a document.
pub(in crate::ingest) fn whole_text(plan: &SourcePlan, text: &str) -> Result<Parts, Reason> {
    match plan.want {
        Want::Everything | Want::WholeText if text.trim().is_empty() => Err(Reason::EmptyText),
        Want::Everything | Want::WholeText => Ok((Body::Document { text: Text::new(text) }, Meta::default())),
        _ => Err(Reason::MissingField),
    }
}

/// Puts a record together. `values` hold the plan's top-level fields; strings are taken out of them.
pub(in crate::ingest) fn assemble(
    plan: &SourcePlan,
    values: &mut [Option<Value>],
    cells: Cells,
) -> Result<Parts, Reason> {
    // Before the body, which takes its values away: a field may have two roles.
    let meta = meta(plan, values)?;
    let mut take = |path: &FieldPath| {
        let value = path.of(values)?;
        Some(if plan.shared { value.clone() } else { mem::take(value) })
    };
    let body = match &plan.want {
        Want::Everything | Want::WholeText => return Err(Reason::MissingField),
        Want::Document { text: path } => Body::Document { text: required(take(path))? },
        Want::Pair { system, prompt, completion } => Body::Pair {
            system: optional(system.as_ref().and_then(&mut take))?,
            prompt: required(take(prompt))?,
            completion: required(take(completion))?,
        },
        Want::Conversation { system, messages } => {
            let system = optional(system.as_ref().and_then(&mut take))?;
            let messages = match take(messages) {
                Some(Value::String(json)) if cells == Cells::Table && !json.trim().is_empty() => {
                    Some(super::value(&json)?)
                }
                Some(Value::String(_)) if cells == Cells::Table => None,
                other => other,
            };
            conversation::body(&plan.turns, system, messages)?
        }
    };
    Ok((body, meta))
}

fn meta(plan: &SourcePlan, values: &mut [Option<Value>]) -> Result<Meta, Reason> {
    let mut one = |path: Option<&FieldPath>| match path.and_then(|path| path.of(values)) {
        None => Ok(None),
        Some(value) => label(value),
    };
    let paths = &plan.meta;
    let mut group = Vec::new();
    // The place in the list, not the field's name: sources name their columns differently and mean the same.
    for (place, path) in paths.group.iter().enumerate() {
        if let Some(value) = one(Some(path))? {
            // The unit separator ends the number, which no digit of a value can then lengthen.
            group.push(Text::new(format!("{place}\u{1f}{}", value.expose())));
        }
    }
    Ok(Meta {
        id: one(paths.id.as_ref())?,
        group,
        category: one(paths.category.as_ref())?,
        difficulty: one(paths.difficulty.as_ref())?,
        language: one(paths.language.as_ref())?,
        created: one(paths.created.as_ref())?,
        licence: one(paths.licence.as_ref())?,
        consent: one(paths.consent.as_ref())?,
        url: one(paths.url.as_ref())?,
    })
}

/// A value beside the body: a string, number or boolean, blank counting as absent.
fn label(value: &Value) -> Result<Option<Text>, Reason> {
    match value {
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => Ok(Some(Text::new(text.as_str()))),
        Value::Number(number) => Ok(Some(Text::new(number.to_string()))),
        Value::Bool(flag) => Ok(Some(Text::new(flag.to_string()))),
        Value::Null => Ok(None),
        Value::Array(_) | Value::Object(_) => Err(Reason::FieldType),
    }
}

fn required(value: Option<Value>) -> Result<Text, Reason> {
    let text = text(value.ok_or(Reason::MissingField)?)?;
    if text.is_blank() { Err(Reason::EmptyText) } else { Ok(text) }
}

fn optional(value: Option<Value>) -> Result<Option<Text>, Reason> {
    Ok(value.map(text).transpose()?.filter(|text| !text.is_blank()))
}

/// A string, or a list of text blocks joined with line breaks.
pub(super) fn text(value: Value) -> Result<Text, Reason> {
    match value {
        Value::String(text) => Ok(Text::new(text)),
        Value::Array(blocks) => {
            let texts: Vec<String> = blocks.into_iter().map(block).collect::<Result<_, _>>()?;
            Ok(Text::new(texts.join("\n")))
        }
        _ => Err(Reason::FieldType),
    }
}

/// The text of `{"text": …}` or `{"type": "text", "text": …}`.
fn block(block: Value) -> Result<String, Reason> {
    let Value::Object(mut block) = block else { return Err(Reason::NotText) };
    if block.get("type").is_some_and(|kind| kind != "text") {
        return Err(Reason::NotText);
    }
    match block.get_mut("text").map(mem::take) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(Reason::NotText),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn run(map: &str, record: &Value, cells: Cells) -> Result<Parts, Reason> {
        let source = format!("name = 's'\nuri = 'x'\n[map]\n{map}");
        let plan = SourcePlan::compile(0, &toml::from_str(&source).unwrap()).unwrap();
        let mut values: Vec<_> = plan.roots.iter().map(|root| record.get(root).cloned()).collect();
        assemble(&plan, &mut values, cells)
    }

    fn document(record: &Value) -> Result<String, Reason> {
        let (body, _) = run("text = '/a/t'", record, Cells::Json)?;
        match body {
            Body::Document { text } => Ok(text.into_exposed()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_are_strings_or_text_blocks() {
        let ok = |text: &str| Ok(text.to_owned());
        for (value, expected) in [
            (json!("plain "), ok("plain ")),
            (json!([{"text": "one"}, {"type": "text", "text": "two"}]), ok("one\ntwo")),
            (json!([{"type": "image", "text": "x"}]), Err(Reason::NotText)),
            (json!([{"image": {}}]), Err(Reason::NotText)),
            (json!(["bare"]), Err(Reason::NotText)),
            (json!([{"text": 1}]), Err(Reason::NotText)),
            (json!([]), Err(Reason::EmptyText)),
            (json!(" \n"), Err(Reason::EmptyText)),
            (json!(null), Err(Reason::MissingField)),
            (json!(7), Err(Reason::FieldType)),
            (json!(true), Err(Reason::FieldType)),
            (json!({"text": "x"}), Err(Reason::FieldType)),
        ] {
            assert_eq!(document(&json!({"a": {"t": value}})), expected, "{value}");
        }
        assert_eq!(document(&json!({"a": {}})), Err(Reason::MissingField));
        assert_eq!(document(&json!({})), Err(Reason::MissingField));
    }

    #[test]
    fn meta_values_are_kept_as_given() {
        let map = "prompt = 'q'\ncompletion = 'a'\nsystem = 's'\nid = 'n'\ngroup = ['n', '/c', 'none']\ncategory = 'c'\nconsent = 'b'\nlanguage = 'blank'";
        let record = json!({"q": "Q", "a": "A", "s": " ", "n": 12, "c": " x ", "b": true, "blank": "  "});
        let (body, meta) = run(map, &record, Cells::Json).unwrap();
        assert_eq!(body, Body::Pair { system: None, prompt: Text::new("Q"), completion: Text::new("A") });
        let expected = Meta {
            id: Some(Text::new("12")),
            group: vec![Text::new("0\u{1f}12"), Text::new("1\u{1f} x ")],
            category: Some(Text::new(" x ")),
            consent: Some(Text::new("true")),
            ..Meta::default()
        };
        assert_eq!(meta, expected);
        assert_eq!(run("text = 't'\nid = 'i'", &json!({"t": "x", "i": {}}), Cells::Json), Err(Reason::FieldType));
    }

    #[test]
    fn a_field_may_have_two_roles() {
        let (body, meta) = run("text = 't'\nid = 't'", &json!({"t": "x"}), Cells::Json).unwrap();
        assert_eq!((body, meta.id), (Body::Document { text: Text::new("x") }, Some(Text::new("x"))));
        let map = "prompt = 'x'\ncompletion = 'x'";
        assert!(run(map, &json!({"x": "both"}), Cells::Json).is_ok());
    }

    #[test]
    fn a_cell_may_hold_the_turns_as_json() {
        let turns = r#"[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]"#;
        let run = |cell: Value, cells| run("messages = 'm'", &json!({"m": cell}), cells).map(|_| ());
        assert_eq!(run(json!(turns), Cells::Table), Ok(()));
        assert_eq!(run(json!(turns), Cells::Json), Err(Reason::FieldType));
        assert_eq!(run(json!("[{\"role\":1,\"role\":2}]"), Cells::Table), Err(Reason::JsonDuplicateKey));
        assert_eq!(run(json!("user: hello"), Cells::Table), Err(Reason::JsonSyntax));
        assert_eq!(run(json!(" "), Cells::Table), Err(Reason::MissingField));
    }
}
