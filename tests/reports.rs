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

/// Two files with a finding; between them one that is cut off, one that is no table, and a link to nothing.
fn partly_unreadable() -> Workspace {
    use std::io::Write;
    let workspace = Workspace::new();
    workspace.write("in/a.csv", "id,mail\n1,zqxone@example.com\n").write("in/e.csv", "id,mail\n1,zqxtwo@example.com\n");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all("{\"text\":\"to zqx@example.com\"}\n".repeat(50).as_bytes()).unwrap();
    let bytes = gzip.finish().unwrap();
    workspace.write("in/b.jsonl.gz", &bytes[..bytes.len() - 9]).write("in/c.csv", "id,mail\n1,\"zqxcanary\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(workspace.join("nothing"), workspace.join("in/d.csv")).unwrap();
    #[cfg(not(unix))]
    workspace.write("in/d.csv", "a\0b\n");
    workspace
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_the_others_are_scanned() {
    let workspace = partly_unreadable();
    let bad = ["in/b.jsonl.gz", "in/c.csv", "in/d.csv"];
    let scan = |format: &str| {
        let ran = workspace.run(&["scan", "--format", format, "in", "in/none.txt"]).expect(2);
        assert!(!ran.stdout.contains("zqx") && !ran.stderr.contains("zqx"), "{}{}", ran.stdout, ran.stderr);
        let told = ran.stderr.lines().filter(|line| line.starts_with("error: ")).count();
        assert!(told == 4 && bad.iter().all(|name| ran.stderr.contains(name)), "{}", ran.stderr);
        assert!(ran.stderr.contains("in/none.txt"), "{}", ran.stderr);
        ran.stdout
    };
    let human = scan("human");
    assert!(human.contains("in/a.csv: row 1") && human.contains("in/e.csv: row 1"), "{human}");
    assert!(human.contains("4 file(s) could not be read"), "{human}");

    let json: Value = serde_json::from_str(&scan("json")).unwrap();
    let jsonl = scan("jsonl");
    let lines: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for records in [json["records"].as_array().unwrap(), &lines] {
        let found = |name: &str| records.iter().any(|one| one["source"] == name && one["findings"][0].is_object());
        assert!(found("in/a.csv") && found("in/e.csv"), "{records:?}");
        let errors = records.iter().filter(|one| one["error"].is_string());
        let errors: Vec<_> = errors.map(|one| one["source"].as_str().unwrap()).collect();
        assert!(errors.len() == 4 && bad.iter().all(|name| errors.iter().any(|one| one.ends_with(name))), "{errors:?}");
    }
    assert_eq!(json["summary"]["unreadable_files"], 4);

    let log: Value = serde_json::from_str(&scan("sarif")).unwrap();
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert!(told.len() == 4 && told.iter().all(|one| one["level"] == "error"), "{told:?}");
    let cut = told.iter().find(|one| one["message"]["text"].as_str().unwrap().contains("cut off")).unwrap();
    assert_eq!(cut["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "in/b.jsonl.gz");

    let github = scan("github");
    assert_eq!(github.lines().filter(|line| line.contains("title=unreadable-file::")).count(), 4, "{github}");
    assert!(github.contains("::error file=in/c.csv,title=unreadable-file::"), "{github}");
}

#[test]
fn a_scan_of_nothing_that_can_be_read_is_a_whole_document() {
    let workspace = Workspace::new();
    for format in ["json", "sarif"] {
        let ran = workspace.run(&["scan", "--format", format, "none.txt"]).expect(2).says("none.txt: no such file");
        serde_json::from_str::<Value>(&ran.stdout).unwrap();
    }
    // What writes data fails as a whole.
    partly_unreadable().run(&["redact", "in/b.jsonl.gz"]).expect(2).says("in/b.jsonl.gz");
}
