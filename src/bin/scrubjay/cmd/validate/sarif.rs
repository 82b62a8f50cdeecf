//! The result in SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use std::fmt::Write as _;
use std::io::{self, Write};

use scrubjay::format::Code;
use scrubjay::format::validate::Problem;
use serde_json::{Value, json};

use super::Outcome;

/// Writes one run.
pub(super) fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<_> = Code::ALL
        .iter()
        .map(|code| json!({"id": code.as_str(), "shortDescription": {"text": code.meaning()}}))
        .collect();
    let results: Vec<_> = outcome.problems.iter().map(result).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "scrubjay", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "results": results,
            "properties": {
                "target": outcome.target.name(),
                "targetDigest": outcome.target.digest(),
                "problemsNotShown": outcome.not_shown(),
            },
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn result(problem: &Problem) -> Value {
    let mut location = json!({"artifactLocation": {"uri": uri(&problem.file)}});
    if let (Some(line), Some(location)) = (problem.line, location.as_object_mut()) {
        // Columns are left out: SARIF counts them in characters, and ours are bytes.
        location.insert("region".to_owned(), json!({"startLine": line}));
    }
    json!({
        "ruleId": problem.code.as_str(),
        "level": problem.severity.as_str(),
        "message": {"text": format!("{}. Help: {}.", problem.message, problem.help)},
        "locations": [{"physicalLocation": location}],
        "properties": {"pointer": problem.pointer, "lineOffset": problem.offset, "byteColumn": problem.column},
    })
}

/// A path as a relative or absolute URI reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
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
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("data/train 1.jsonl"), "data/train%201.jsonl");
        assert_eq!(uri("é.jsonl"), "%C3%A9.jsonl");
    }
}
