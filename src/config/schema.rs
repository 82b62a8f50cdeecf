//! The JSON Schema of a job file, made from the types.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::Job;

/// JSON Schema (draft 2020-12) of a job file, for editors and CI.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Job>();
    schema.insert("title".to_owned(), json!("scrubjay job file"));
    let mut schema = schema.to_value();
    add_spellings(&mut schema);
    schema
}

/// Job files may say `license` wherever they may say `licence`; serde's aliases do not reach the schema by themselves.
fn add_spellings(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                let other: Vec<_> = properties
                    .iter()
                    .filter(|(name, _)| name.contains("licence"))
                    .map(|(name, property)| (name.replace("licence", "license"), property.clone()))
                    .collect();
                properties.extend(other);
            }
            object.values_mut().for_each(add_spellings);
        }
        Value::Array(array) => array.iter_mut().for_each(add_spellings),
        _ => {}
    }
}
