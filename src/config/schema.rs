//! The JSON Schema of a job file, made from the types.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Job;

/// JSON Schema (draft 2020-12) of a job file, for editors and CI.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut job = generator.into_root_schema_for::<Job>().to_value();
    suit_toml(&mut job);
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!("scrubjay job file"));
    if let Value::Object(job) = job {
        // The head comes first; keys that it holds already keep their place.
        schema.extend(job.into_iter().filter(|(key, _)| key != "title" && key != "$schema"));
    }
    Value::Object(schema)
}

/// Makes a schema of serde's types one of TOML files, throughout.
fn suit_toml(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            unwrap_lines(object);
            without_null(object);
            with_both_spellings(object);
            object.values_mut().for_each(suit_toml);
        }
        Value::Array(array) => array.iter_mut().for_each(suit_toml),
        _ => {}
    }
}

/// Descriptions are wrapped in the source; an editor wraps them by itself.
fn unwrap_lines(object: &mut Map<String, Value>) {
    if let Some(Value::String(description)) = object.get_mut("description") {
        let paragraphs: Vec<_> = description.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect();
        *description = paragraphs.join("\n\n");
    }
}

/// TOML has no null: what may be left out is left out.
fn without_null(object: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = object.get_mut("anyOf") {
        choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            object.remove("anyOf");
            for (key, value) in only {
                object.entry(key).or_insert(value);
            }
        }
    }
}

/// Job files may say `license` wherever they may say `licence`; serde's aliases do not reach the schema by themselves.
fn with_both_spellings(object: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        let other: Vec<_> = properties
            .iter()
            .filter(|(name, _)| name.contains("licence"))
            .map(|(name, property)| (name.replace("licence", "license"), property.clone()))
            .collect();
        properties.extend(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_suits_toml() {
        let schema = schema();
        let text = schema.to_string();
        assert!(!text.contains("null"), "null is no TOML value");
        assert!(!text.contains("$ref\":\"#/definitions"), "draft 2020-12 uses $defs");
        let mapping = &schema["$defs"]["Mapping"]["properties"];
        assert_eq!(mapping["license"], mapping["licence"]);
        assert_eq!(mapping["text"]["type"], "string");
        assert_eq!(schema["required"], json!(["dataset", "source", "output"]));
        assert_eq!(schema["properties"]["key"]["$ref"], "#/$defs/KeySource");
    }

    #[test]
    fn every_field_is_documented() {
        fn undocumented(path: &str, schema: &Value, found: &mut Vec<String>) {
            match schema {
                Value::Object(object) => {
                    for (name, property) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
                        if property.get("description").is_none() && property.get("const").is_none() {
                            found.push(format!("{path}.{name}"));
                        }
                    }
                    object.iter().for_each(|(name, value)| undocumented(&format!("{path}/{name}"), value, found));
                }
                Value::Array(array) => array.iter().for_each(|value| undocumented(path, value, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        undocumented("", &schema(), &mut found);
        assert_eq!(found, Vec::<String>::new());
    }
}
