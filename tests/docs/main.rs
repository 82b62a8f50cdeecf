//! Holds that what is generated from the code is current: `UPDATE=1 cargo test --test docs` writes it anew.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod reference;

use std::path::Path;
use std::{env, fs};

use scrubjay::config;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a committed file with what it should hold, or writes it.
fn assert_current(file: &str, wanted: &str) {
    let path = root().join(file);
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, wanted).unwrap();
        return;
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let first = committed.lines().zip(wanted.lines()).take_while(|(old, new)| old == new).count() + 1;
    assert!(committed == wanted, "{file} is out of date from line {first} on: run UPDATE=1 cargo test --test docs");
}

#[test]
fn the_job_schema_is_current() {
    assert_current("docs/job.schema.json", &format!("{:#}\n", config::schema()));
}

#[test]
fn the_job_reference_is_current() {
    let example = fs::read_to_string(root().join("docs/job.example.toml")).unwrap();
    assert_current("docs/job-file.md", &reference::render(&config::schema(), &example));
}

#[test]
fn the_example_job_is_valid_and_its_choices_are_what_it_says() {
    let loaded = config::load(&root().join("docs/job.example.toml")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(loaded.job.source.len(), 3);
    assert_eq!(loaded.job.split.holdout, config::Amount::Count { count: 200 });
    let gate = scrubjay::provenance::Gate::compile(&loaded.job.rights, &loaded.job.source).unwrap();
    for index in 0..3 {
        assert!(!matches!(gate.source(index), scrubjay::provenance::SourceVerdict::Denied(_)), "source[{index}]");
    }
}

#[test]
fn the_example_job_shows_every_key() {
    fn keys(schema: &Value, found: &mut Vec<String>) {
        match schema {
            Value::Object(object) => {
                let properties = object.get("properties").and_then(Value::as_object);
                found.extend(properties.into_iter().flatten().map(|(name, _)| name.clone()));
                object.values().for_each(|value| keys(value, found));
            }
            Value::Array(array) => array.iter().for_each(|value| keys(value, found)),
            _ => {}
        }
    }
    let example = fs::read_to_string(root().join("docs/job.example.toml")).unwrap();
    let mut all = Vec::new();
    keys(&config::schema(), &mut all);
    // The other spelling of licence, and what excludes a mapped pair.
    let shown = |key: &String| example.contains(&format!("{key} =")) || example.contains(&format!("{key}]"));
    let missing: Vec<_> =
        all.into_iter().filter(|key| !key.contains("license") && key != "text" && !shown(key)).collect();
    assert_eq!(missing, Vec::<String>::new());
}
