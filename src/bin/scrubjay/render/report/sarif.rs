//! A result in SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), whole or result by result.
//!
//! Columns are left out: SARIF counts them in characters, and ours are bytes. Where the byte is known it is `byteOffset`.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Entry, Place, Report, Rule, at};

/// The schema, as SARIF files name it.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the whole result.
pub(crate) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(opening(report.command, report.subject, &report.rules).as_bytes())?;
    for (n, entry) in report.entries().enumerate() {
        let index = report.rules.iter().position(|rule| rule.id == entry.rule);
        let comma = if n == 0 { "" } else { "," };
        write!(out, "{comma}\n{}", result(entry, index))?;
    }
    let mut properties = report.properties.clone();
    if let Some(properties) = properties.as_object_mut() {
        properties.insert("notShown".to_owned(), json!(report.not_shown));
    }
    out.write_all(closing(true, &[], &properties).as_bytes())
}

/// Everything before the first result. GitHub keeps results of different commands and subjects apart by `automationDetails`.
pub(crate) fn opening(command: &str, subject: &str, rules: &[Rule<'_>]) -> String {
    let rule = |rule: &Rule<'_>| json!({"id": rule.id, "shortDescription": {"text": rule.meaning}});
    let rules: Vec<Value> = rules.iter().map(rule).collect();
    let version = env!("CARGO_PKG_VERSION");
    let driver = json!({"name": "scrubjay", "version": version, "semanticVersion": version, "rules": rules});
    let category = ["scrubjay", command, subject].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let details = json!({"id": format!("{}/", category.join("/"))});
    format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
         \"automationDetails\":{details},\"results\":["
    )
}

/// One result. `rule_index` is the place of its rule among those of [`opening`].
pub(crate) fn result(entry: &Entry<'_>, rule_index: Option<usize>) -> Value {
    let mut text = format!("{}{}.", entry.message, at(&entry.place));
    if !entry.help.is_empty() {
        text.push_str(&format!(" Help: {}.", entry.help));
    }
    let mut result = json!({
        "ruleId": entry.rule,
        "level": entry.level.as_str(),
        "message": {"text": text},
        "locations": [{"physicalLocation": location(&entry.place)}],
    });
    let mut insert = |key: &str, value| {
        if let Some(result) = result.as_object_mut() {
            result.insert(key.to_owned(), value);
        }
    };
    if let Some(index) = rule_index {
        insert("ruleIndex", json!(index));
    }
    if let Some((what, other)) = &entry.other {
        let message = json!({"text": format!("{what}{}", at(other))});
        insert("relatedLocations", json!([{"physicalLocation": location(other), "message": message}]));
    }
    if !entry.place.pointer.is_empty() {
        insert("properties", json!({"pointer": entry.place.pointer}));
    }
    result
}

/// Everything after the last result. `complete` says whether everything could be looked at; `unread` are the files that could not be
/// read, each with what is wrong.
pub(crate) fn closing(complete: bool, unread: &[(&str, &str)], properties: &Value) -> String {
    let notification = |(file, problem): &(&str, &str)| {
        json!({
            "level": "error",
            "message": {"text": problem},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}}],
        })
    };
    let mut invocation = json!({"executionSuccessful": complete});
    if let (false, Some(invocation)) = (unread.is_empty(), invocation.as_object_mut()) {
        let unread = unread.iter().map(notification).collect();
        invocation.insert("toolExecutionNotifications".to_owned(), Value::Array(unread));
    }
    format!("\n],\"invocations\":[{invocation}],\"properties\":{properties}}}]}}\n")
}

fn location(place: &Place<'_>) -> Value {
    let mut region = serde_json::Map::new();
    // Lines begin at 1 (section 3.30.5); a 0 would make readers refuse the whole file.
    if let Some(line) = place.line.filter(|line| *line > 0) {
        region.insert("startLine".to_owned(), json!(line));
    }
    if let Some(offset) = place.offset {
        region.insert("byteOffset".to_owned(), json!(offset));
    }
    let mut location = json!({"artifactLocation": {"uri": uri(place.file)}});
    if let (false, Some(location)) = (region.is_empty(), location.as_object_mut()) {
        location.insert("region".to_owned(), Value::Object(region));
    }
    location
}

/// A path as a relative or absolute URI reference (RFC 3986). What is a URI already keeps its scheme.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let (mut uri, rest) = match path.split_once("://") {
        Some((scheme, rest)) if !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            (format!("{scheme}://"), rest)
        }
        _ if path.starts_with('/') => ("file://".to_owned(), path.as_str()),
        _ => (String::new(), path.strip_prefix("./").unwrap_or(&path)),
    };
    for byte in rest.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::super::tests::example;
    use super::*;

    fn log() -> Value {
        let mut out = Vec::new();
        write(&example(), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn paths_become_uri_references() {
        for (path, expected) in [
            ("data/train 1.jsonl", "data/train%201.jsonl"),
            ("./a:b.jsonl", "a%3Ab.jsonl"),
            ("é.jsonl", "%C3%A9.jsonl"),
            ("a\\b", "a/b"),
            ("/data/a b", "file:///data/a%20b"),
            ("s3://bucket/a b", "s3://bucket/a%20b"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn a_result_points_to_its_rule_and_place() {
        let run = &log()["runs"][0];
        assert_eq!(run["automationDetails"]["id"], "scrubjay/validate/nova1-lite/");
        let results = run["results"].as_array().unwrap();
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let place = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(place["region"], json!({"startLine": 7, "byteOffset": 700}));
        assert_eq!(place["artifactLocation"]["uri"], "a%2Cb%3A%20%3C1%3E%26%22%25.jsonl");
        assert!(results[1]["locations"][0]["physicalLocation"].get("region").is_none());
        assert_eq!(run["properties"]["notShown"], 3);
    }

    #[test]
    fn a_line_0_is_left_out() {
        let place = Place { file: "-", line: Some(0), offset: None, pointer: "" };
        let message = "found".into();
        let entry = Entry { rule: "x".into(), level: Level::Note, place, other: None, message, help: "".into() };
        assert!(result(&entry, None)["locations"][0]["physicalLocation"].get("region").is_none());
    }

    /// What the published schema asks for, for the parts that are used here.
    #[test]
    fn required_properties_are_there_and_no_others() {
        let log = log();
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&log), ["$schema", "version", "runs"]);
        assert_eq!(keys(&log["runs"][0]), ["tool", "automationDetails", "results", "invocations", "properties"]);
        assert_eq!(keys(&log["runs"][0]["tool"]["driver"]), ["name", "version", "semanticVersion", "rules"]);
        for result in log["runs"][0]["results"].as_array().unwrap() {
            assert_eq!(keys(result), ["ruleId", "level", "message", "locations", "ruleIndex", "properties"]);
            assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
        }
    }
}
