//! Renders a JSON Schema as a page that a person can read: a section for each table, a row for each key.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Map, Value};

const HEAD: &str = "<!-- Generated from the types in src/config: UPDATE=1 cargo test --test docs. Do not edit. -->\n
# The job file\n
One TOML file says what a run reads, on what right, what is looked for and what happens to it, how records are shared out
and what is written. `scrubjay schema job` prints the same as a JSON Schema.\n
A key without a default is either marked *required* or may be left out. `license` is understood wherever `licence` is
written here.\n";

struct Page<'a> {
    defs: &'a Map<String, Value>,
    text: String,
    /// Enumerations met on the way, explained at the end.
    names: Vec<String>,
    done: BTreeSet<String>,
}

/// The page for a job file, with an example at its end.
pub(crate) fn render(schema: &Value, example: &str) -> String {
    let empty = Map::new();
    let defs = schema["$defs"].as_object().unwrap_or(&empty);
    let mut page = Page { defs, text: HEAD.to_owned(), names: Vec::new(), done: BTreeSet::new() };
    page.table("", schema, false);
    page.enumerations();
    writeln!(page.text, "\n## A complete example\n\n```toml\n{}\n```", example.trim_end()).unwrap();
    page.text
}

impl<'a> Page<'a> {
    /// The definition behind a `$ref`, with its name.
    fn resolve(&self, schema: &'a Value) -> (Option<&'a str>, &'a Value) {
        match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
            Some(name) => (Some(name), &self.defs[name]),
            None => (None, schema),
        }
    }

    /// A section for a table, then one for each table in it.
    fn table(&mut self, path: &str, schema: &'a Value, repeats: bool) {
        let heading = match (path, repeats) {
            ("", _) => "Top level".to_owned(),
            (path, true) => format!("`[[{path}]]`"),
            (path, false) => format!("`[{path}]`"),
        };
        writeln!(self.text, "\n## {heading}\n\n{}\n", sentence(schema)).unwrap();
        self.text.push_str("| key | value | default | meaning |\n|---|---|---|---|\n");
        let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut inner = Vec::new();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if name.contains("license") {
                continue;
            }
            let (_, target) = self.resolve(property);
            let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let (_, item) = self.resolve(&property["items"]);
            if target.get("properties").is_some() {
                inner.push((below, target, false));
            } else if item.get("properties").is_some() {
                inner.push((below, item, true));
            }
            let default = match property.get("default") {
                _ if required.contains(&name.as_str()) => "*required*".to_owned(),
                // Its own section has the defaults.
                Some(_) if target.get("properties").is_some() => String::new(),
                Some(default) => format!("`{}`", toml(default)),
                None => String::new(),
            };
            let value = self.value(property);
            writeln!(self.text, "| `{name}` | {value} | {default} | {} |", sentence(property)).unwrap();
        }
        for (path, schema, repeats) in inner {
            self.table(&path, schema, repeats);
        }
    }

    /// What may stand behind `=`.
    fn value(&mut self, schema: &'a Value) -> String {
        let (name, target) = self.resolve(schema);
        if let Some(choices) = target["oneOf"].as_array() {
            let name = name.unwrap_or_default().to_owned();
            if choices.iter().any(|choice| choice.get("description").is_some()) {
                let link = format!("[{}](#{})", words(&name), anchor(&name));
                if self.done.insert(name.clone()) {
                    self.names.push(name);
                }
                return link;
            }
            return self.either(choices);
        }
        if let Some(choices) = target["anyOf"].as_array() {
            return self.either(choices);
        }
        match target["type"].as_str() {
            Some("array") => format!("list of: {}", self.value(&target["items"])),
            Some("object") if target.get("properties").is_some() => "table".to_owned(),
            Some("object") => format!("table of: {}", self.value(&target["additionalProperties"])),
            Some("integer") => "whole number".to_owned(),
            Some(other) => other.to_owned(),
            None => "any".to_owned(),
        }
    }

    fn either(&mut self, choices: &'a [Value]) -> String {
        let mut each = Vec::new();
        for choice in choices {
            each.push(match choice["properties"].as_object() {
                Some(properties) => {
                    format!("`{{ {} = … }}`", properties.keys().cloned().collect::<Vec<_>>().join(" = …, "))
                }
                None => self.value(choice),
            });
        }
        each.join(" or ")
    }

    /// A section for each enumeration.
    fn enumerations(&mut self) {
        let defs = self.defs;
        for name in std::mem::take(&mut self.names) {
            let schema = &defs[&name];
            writeln!(self.text, "\n## {}\n\n{}\n", words(&name), sentence(schema)).unwrap();
            for choice in schema["oneOf"].as_array().into_iter().flatten() {
                match (choice["const"].as_str(), choice["properties"].as_object()) {
                    (Some(value), _) => writeln!(self.text, "- `{value}`: {}", sentence(choice)).unwrap(),
                    (None, Some(properties)) => self.variant(choice, properties),
                    (None, None) => {}
                }
            }
        }
    }

    /// A table that is one of several, told apart by a key with one value only.
    fn variant(&mut self, choice: &'a Value, properties: &'a Map<String, Value>) {
        for (key, property) in properties {
            if let Some(value) = property["const"].as_str() {
                writeln!(self.text, "- `{key} = \"{value}\"`: {}", sentence(choice)).unwrap();
            } else {
                let (value, default) = (self.value(property), toml(&property["default"]));
                writeln!(self.text, "  - `{key}` ({value}, default `{default}`): {}", sentence(property)).unwrap();
            }
        }
    }
}

fn sentence(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().replace("\n\n", " ").replace('|', "\\|")
}

/// `FormatName` as `Format name`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_uppercase() {
            words.push(' ');
        }
        words.push(if at > 0 { letter.to_ascii_lowercase() } else { letter });
    }
    words
}

fn anchor(name: &str) -> String {
    words(name).to_lowercase().replace(' ', "-")
}

/// A default as it would be written in the file.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Object(entries) => {
            let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key} = {}", toml(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}
