//! Results as CI systems read them: SARIF, `JUnit`, GitHub annotations; and the exit codes that steps rely on.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use serde_json::Value;
use support::Workspace;

/// One clean record, one with an address, one that cannot be read; the file's name needs escapes everywhere.
const FILE: &str = "in/a,b: 50%.jsonl";

fn corpus() -> Workspace {
    let workspace = Workspace::new();
    workspace.write(FILE, "{\"text\":\"clean\"}\n{\"text\":\"to zqx@example.com\"}\n{zqxcanary\n");
    workspace
}

#[test]
fn a_scan_in_sarif_names_rule_line_and_what_was_not_looked_at() {
    let ran = corpus().run(&["scan", "--format", "sarif", "in"]).expect(2);
    assert!(!ran.stdout.contains("zqx"), "{}", ran.stdout);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "scrubjay/scan/");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let mut found = Vec::new();
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "in/a%2Cb%3A%2050%25.jsonl");
        found
            .push((rule["shortDescription"]["text"].as_str().unwrap(), place["region"]["startLine"].as_u64().unwrap()));
    }
    assert_eq!(found, [("Finds EMAIL_ADDRESS.", 2), ("The line is not one JSON value.", 3)]);
}

#[test]
fn findings_of_the_users_own_lists_have_a_rule_in_sarif() {
    let workspace = Workspace::new();
    workspace.write("in.jsonl", "{\"text\":\"about Kingfisher\"}\n");
    workspace.write(
        "job.toml",
        "dataset = { name = \"d\", version = \"1\" }\ndetect = { deny = [\"Kingfisher\"] }\n\
         source = [{ name = \"s\", uri = \"in.jsonl\", map = { text = \"text\" }, provenance = { licence = \"MIT\", basis = \"owned\" } }]\n\
         output = { uri = \"out\", targets = [\"plain-text\"] }\n",
    );
    let ran = workspace.run(&["scan", "--job", "job.toml", "--format", "sarif", "in.jsonl"]).expect(1);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    let result = &log["runs"][0]["results"][0];
    let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).unwrap();
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
}

#[test]
fn a_scan_as_annotations_escapes_the_file_name() {
    let ran = corpus().run(&["scan", "--format", "github", "in"]).expect(2);
    let expected = "\
::error file=in/a%2Cb%3A 50%25.jsonl,line=2,title=email::EMAIL_ADDRESS found in /text, bytes 3 to 18 of the text, record 2
::error file=in/a%2Cb%3A 50%25.jsonl,line=3,title=Q101::not looked at: The line is not one JSON value
::notice title=scrubjay scan::1 finding(s) in 3 record(s), 1 not looked at
";
    assert_eq!(ran.stdout, expected);
}

#[test]
fn a_validation_in_sarif_leads_to_the_byte() {
    let workspace = Workspace::new();
    workspace.write("t.jsonl", "{\"prompt\":\"a\",\"completion\":\"b\"}\n{\"prompt\":zqx}\n");
    let ran = workspace.run(&["validate", "-t", "llama3-1", "--format", "sarif", "t.jsonl"]).expect(1);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "scrubjay/validate/llama3-1/");
    let broken = &run["results"][0];
    assert_eq!(broken["ruleId"], "BR001");
    let region = &broken["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"], 2);
    let offset = usize::try_from(region["byteOffset"].as_u64().unwrap()).unwrap();
    assert!(workspace.read("t.jsonl")[offset..].starts_with("zqx"), "{offset}");
}
