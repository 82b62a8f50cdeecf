//! The embedded rule packs hold what they promise, alone and crossed, and their catalogue is current.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::process::Command;

use scrubjay::pipeline::selftest::{cross_fire, selftest};
use scrubjay::rules::{Error, RuleSet, catalogue, rule_schema};

#[test]
fn every_embedded_rule_passes() {
    let set = RuleSet::load(&[], None).expect("embedded rules load");
    let complaints = selftest(&set, &set).expect("embedded rules compile");
    let lines: Vec<_> = complaints.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn the_catalogue_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md");
    let page = catalogue(&RuleSet::load(&[], None).expect("embedded rules load"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the catalogue is written");
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(current == page, "rules/README.md is stale; run: UPDATE=1 cargo test --test rules");
}

/// Which rules find something in the examples of which others. What a change of a rule does to other rules' ground is then seen
/// in review.
#[test]
fn the_cross_fire_matrix_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/cross-fire.txt");
    let matrix = cross_fire(&RuleSet::load(&[], None).expect("embedded rules load")).expect("embedded rules compile");
    let mut page = String::from(
        "# Findings of other entity types in the examples that a rule must match, all packs together.\n\
         # Written by: UPDATE=1 cargo test --test rules\n",
    );
    for (rule, row) in &matrix {
        let cells: Vec<_> = row.iter().map(|(entity, count)| format!("{entity} {count}")).collect();
        page.push_str(&format!("{rule}: {}\n", cells.join(", ")));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder is made");
        fs::write(&path, &page).expect("the matrix is written");
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(current == page, "tests/snapshots/cross-fire.txt is stale; run: UPDATE=1 cargo test --test rules");
}

const PACK: &str = "name = \"own\"\nversion = \"1\"\ndescription = \"Own identifiers.\"\n";

const RULE: &str = r#"
id = "badge"
entity = "BADGE"
since = "0.1.0"
status = "preview"
why = "It names an employee."
references = ["the badge office"]
[detect]
pattern = '\bBDG-\d{4}\b'
score = 0.9
[examples]
match = ["⟦BDG-0001⟧ é", "his badge ⟦BDG-0001⟧", "«⟦BDG-0001⟧»"]
no_match = ["BDG-1", "XBDG-0001", "BDG-00012"]
"#;

/// A folder with the pack `own` and one rule file.
fn folder(pack: &str, file: &str, rule: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let own = folder.path().join("own");
    fs::create_dir(&own).expect("a folder");
    fs::write(own.join("pack.toml"), pack).expect("a pack");
    fs::write(own.join(file), rule).expect("a rule");
    folder
}

#[test]
fn packs_are_chosen_by_name() {
    let names = |set: &RuleSet| set.packs().iter().map(|pack| pack.info.name.clone()).collect::<Vec<_>>();
    let all = names(&RuleSet::load(&[], None).expect("loads"));
    assert!(all.is_sorted() && ["intl", "ng", "secrets", "us"].iter().all(|name| all.iter().any(|one| one == name)));
    assert_eq!(names(&RuleSet::load(&["us".into(), "ng".into()], None).expect("loads")), ["ng", "us"]);
    let error = RuleSet::load(&["xx".into()], None).expect_err("there is none").to_string();
    assert_eq!(error, format!("there is no rule pack `xx`; available: {}", all.join(", ")));
}

#[test]
fn a_folder_adds_and_replaces_packs() {
    let own = folder(PACK, "badge.toml", RULE);
    let set = RuleSet::load(&[], Some(own.path())).expect("loads");
    let embedded = RuleSet::load(&[], None).expect("loads").packs().len();
    let badge = set.rule("badge").map(|(pack, _)| pack.info.name.as_str());
    assert_eq!((set.packs().len(), badge), (embedded + 1, Some("own")));
    let complaints = selftest(&RuleSet::load_folder(own.path()).expect("loads"), &set).expect("compiles");
    assert!(complaints.is_empty(), "{complaints:?}");

    let us = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(us.path().join("us")).expect("a folder");
    fs::write(us.path().join("us/pack.toml"), PACK.replace("own", "us")).expect("a pack");
    fs::write(us.path().join("us/badge.toml"), RULE).expect("a rule");
    let set = RuleSet::load(&[], Some(us.path())).expect("loads");
    assert!(set.rule("ssn").is_none() && set.rule("badge").is_some() && set.rule("email").is_some());
}

#[test]
fn errors_name_file_and_key() {
    let load = |pack: &str, file: &str, rule: &str| {
        RuleSet::load_folder(folder(pack, file, rule).path()).expect_err("is refused").to_string()
    };
    let unknown = load(PACK, "badge.toml", &RULE.replace("score", "socre"));
    assert!(unknown.starts_with("own/badge.toml: line 10, key `detect") && unknown.contains("socre"), "{unknown}");
    let validator = load(PACK, "badge.toml", &RULE.replace("score = 0.9", "score = 0.9\nvalidator = \"nope\""));
    assert!(validator.contains("key `detect.validator`") && validator.contains("payment-card"), "{validator}");
    let open = load(PACK, "badge.toml", &RULE.replace(r"\d{4}", r"(\d{4}"));
    assert!(open.starts_with("own/badge.toml: line 9, key `detect.pattern`: ") && open.contains("unclosed"), "{open}");
    let large = load(PACK, "badge.toml", &RULE.replace(r"\d{4}", r"(\d{900}){900}"));
    assert!(large.starts_with("own/badge.toml: line 9, key `detect.pattern`: too large"), "{large}");
    assert!(load(PACK, "other.toml", RULE).contains("it must be the file's name"));
    assert!(load(&PACK.replace("own", "mine"), "badge.toml", RULE).contains("but the folder is `own`"));
    assert!(load(PACK, "badge.toml", "id = ").starts_with("own/badge.toml: line 1"));
    let twice = folder(PACK, "email.toml", &RULE.replace("badge\"", "email\""));
    assert!(matches!(RuleSet::load(&[], Some(twice.path())), Err(Error::DuplicateId { .. })));
    let empty = tempfile::tempdir().expect("a temporary folder");
    assert!(matches!(RuleSet::load_folder(empty.path()), Err(Error::NoPack { .. })));
}

#[test]
fn a_digest_is_of_meaning_not_of_layout() {
    let digest = |rule: &str| {
        RuleSet::load_folder(folder(PACK, "badge.toml", rule).path()).expect("loads").packs()[0].digest.clone()
    };
    assert_eq!(digest(RULE), digest(&RULE.replace(" = ", "   =  ").replace("[detect]", "# note\n[detect]")));
    assert_ne!(digest(RULE), digest(&RULE.replace("0.9", "0.8")));
}

#[test]
fn selftest_finds_every_fault() {
    let faults = |rule: &str| {
        let own = folder(PACK, "badge.toml", rule);
        let tested = RuleSet::load_folder(own.path()).expect("loads");
        let all = RuleSet::load(&[], Some(own.path())).expect("loads");
        let complaints = selftest(&tested, &all).expect("compiles");
        complaints.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    for (from, to, expected) in [
        ("⟦BDG-0001⟧ é", "⟦BDG⟧-0001 é", "not the marked spans"),
        ("\"BDG-1\"", "\"BDG-1234\"", "finds something in no_match"),
        ("\"BDG-1\"", "\"ada@example.com\"", "another rule finds EMAIL_ADDRESS"),
        ("[detect]", "overlaps = [\"JWT\"]\n[detect]", "`overlaps` lists JWT, which no rule finds"),
        ("score = 0.9", "score = 0.9\nvalidator = \"eleven-digits\"", "no no_match example is refused"),
        ("score = 0.9", "score = 0.2", "finds nothing"),
        ("score = 0.9", "score = 9.0", "own/badge.toml: line 10, key `detect.score`: not from 0 to 1"),
        ("«⟦BDG-0001⟧»", "«⟦BDG-0001»", "own/badge.toml: line 12, key `examples.match[2]`: ⟦ and ⟧ do not pair up"),
        ("\"BDG-1\"", "\n \"⟦BDG⟧\"", "own/badge.toml: line 14, key `examples.no_match[0]`: holds a marker"),
    ] {
        let found = faults(&RULE.replacen(from, to, 1));
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

#[test]
fn the_command_tells_by_its_exit_code() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_scrubjay")).arg("rules").args(arguments).output().expect("runs");
        (output.status.code(), String::from_utf8(output.stdout).expect("is text"))
    };
    assert_eq!(run(&["test"]).0, Some(0));
    let good = folder(PACK, "badge.toml", RULE);
    let (code, out) = run(&["test", &good.path().to_string_lossy()]);
    assert_eq!((code, out.contains("1 rules tested")), (Some(0), true), "{out}");
    let bad = folder(PACK, "badge.toml", &RULE.replace("score = 0.9", "score = 0.2"));
    let (code, out) = run(&["test", &bad.path().join("own").to_string_lossy()]);
    assert_eq!((code, out.contains("own/badge: match")), (Some(1), true), "{out}");
    let (code, out) = run(&["explain", "payment-card"]);
    assert_eq!((code, out.contains("ISO/IEC 7812-1")), (Some(0), true), "{out}");
    assert_eq!(run(&["explain", "nope"]).0, Some(2));
    let (_, json) = run(&["list", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(RuleSet::load(&[], None).expect("loads").rules().count()));
}

#[test]
fn the_schema_describes_a_rule() {
    let schema = rule_schema();
    assert_eq!(schema["properties"]["detect"]["$ref"], "#/$defs/DetectSection");
    assert_eq!(schema["additionalProperties"], false);
}
