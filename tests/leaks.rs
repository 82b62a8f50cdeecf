//! `scrubjay leaks`: formats, shapes, reports and exit codes.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use serde_json::{Value, json};
use support::Workspace;

const QUESTION: &str = "Where can I read how the boiler of the old house in the valley is started in winter?";
const ANSWER: &str = "In the green folder on the shelf above it, third page, below the drawing of the valve.";

fn pair(prompt: &str, completion: &str) -> String {
    format!("{}\n", json!({"prompt": prompt, "completion": completion}))
}

/// Clean training data: records about other things.
fn clean(count: usize) -> String {
    (0..count)
        .map(|n| {
            pair(
                &format!("Is platform {n} of the station closed?"),
                &format!("No, trains to town {} leave from it.", n * 3),
            )
        })
        .collect()
}

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("holdout.jsonl", pair(QUESTION, ANSWER) + &pair("What is the capital of Peru?", "It is Lima."));
    workspace.write("clean.jsonl", clean(40));
    workspace
}

fn check<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["checks"].as_array().unwrap().iter().find(|check| check["id"] == id).unwrap()
}

#[test]
fn clean_data_is_clean() {
    let workspace = workspace();
    let ran =
        workspace.run(&["leaks", "--train", "clean.jsonl", "--holdout", "holdout.jsonl", "--format", "json"]).expect(0);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["verdict"], "pass");
    for id in ["exact", "normalised", "prompt-only", "near-duplicate", "ngram-containment"] {
        let check = check(&report, id);
        assert_eq!((&check["verdict"], &check["hits"]), (&json!("pass"), &json!([])), "{id}");
        assert_eq!(check["examined"], 42, "{id}");
        assert_eq!(check["too_short"], 0, "{id}");
    }
    for id in ["group", "source-document", "temporal", "teacher-descent", "surrogate"] {
        assert_eq!(check(&report, id)["verdict"], "not-examined", "{id}");
    }
}

#[test]
fn a_leak_is_named_with_both_places_in_every_report() {
    let workspace = workspace();
    let train = clean(3) + &pair(&QUESTION.to_uppercase(), ANSWER);
    workspace.write("train.jsonl", train);
    let leaks = |format: &str| {
        workspace
            .run(&["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl", "--format", format])
            .expect(1)
            .stdout
    };
    let report: Value = serde_json::from_str(&leaks("json")).unwrap();
    assert_eq!(check(&report, "exact")["verdict"], "pass");
    let normalised = check(&report, "normalised");
    assert_eq!(normalised["verdict"], "fail");
    let hit = &normalised["hits"][0];
    assert_eq!((&hit["train"]["file"], &hit["train"]["line"]), (&json!("train.jsonl"), &json!(4)));
    assert_eq!((&hit["holdout"]["file"], &hit["holdout"]["line"]), (&json!("holdout.jsonl"), &json!(1)));
    assert_eq!((&hit["score"], &hit["severity"]), (&json!(1.0), &json!("error")));
    let shared = &hit["train"]["snippet"];
    let [start, end] = [0, 1].map(|n| usize::try_from(shared["marked"][0][n].as_u64().unwrap()).unwrap());
    assert!(shared["text"].as_str().unwrap()[start..end].starts_with("WHERE CAN I READ"));
    assert_eq!(check(&report, "answer-only")["hits"][0]["severity"], "note");
    let sarif: Value = serde_json::from_str(&leaks("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result["ruleId"] == "normalised" && result["level"] == "error"));
    assert!(leaks("junit").contains("<testcase classname=\"leaks\" name=\"normalised\">"));
    assert!(leaks("github").contains("train.jsonl"));
    let human = leaks("human");
    assert!(human.contains("train.jsonl:4 (train) and holdout.jsonl:1 (holdout)"), "{human}");
}

#[test]
fn shapes_and_formats_are_told_apart_and_compared() {
    let workspace = workspace();
    let converse = json!({"schemaVersion": "bedrock-conversation-2024", "system": [{"text": "Be kind."}], "messages": [
        {"role": "user", "content": [{"text": QUESTION}]}, {"role": "assistant", "content": [{"text": ANSWER}]}]});
    let chat = json!({"messages": [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": ANSWER}]});
    let shared = json!({"conversations": [{"from": "human", "value": QUESTION}, {"from": "gpt", "value": ANSWER}]});
    let document = json!({"text": format!("{} {QUESTION}\n{ANSWER} {}", "Some words before.", "And some behind.")});
    let unknown = json!({"title": "boilers", "content": {"q": QUESTION, "a": ANSWER}});
    for (name, content, at_least) in [
        ("converse.jsonl", format!("{converse}\n"), "prompt-only"),
        ("chat.jsonl", format!("{chat}\n"), "normalised"),
        ("shared.json", format!("[{shared}]"), "normalised"),
        ("text.jsonl", format!("{document}\n"), "ngram-containment"),
        ("book.txt", format!("Chapter one.\n\n{QUESTION}\n\n{ANSWER}\n"), "ngram-containment"),
        ("table.csv", format!("question,answer\n\"{QUESTION}\",\"{ANSWER}\"\n"), "exact"),
        ("unknown.jsonl", format!("{unknown}\n"), "ngram-containment"),
    ] {
        workspace.write(name, content);
        let ran =
            workspace.run(&["leaks", "--train", name, "clean.jsonl", "--holdout", "holdout.jsonl", "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.expect(1).stdout).unwrap();
        assert_eq!(check(&report, at_least)["verdict"], "fail", "{name}");
        assert_eq!(check(&report, at_least)["hits"][0]["train"]["file"], name);
    }
}

#[test]
fn fields_with_other_names_groups_and_dates_are_mapped() {
    let workspace = Workspace::new();
    let record = |frage: &str, kunde: u32, datum: &str| {
        format!(
            "{}\n",
            json!({"frage": frage, "antwort": frage.len().to_string() + " letters it has", "kunde": kunde, "datum": datum})
        )
    };
    workspace.write("holdout.jsonl", record("How tall is the tower?", 7, "2027-03-01"));
    workspace.write(
        "train.jsonl",
        record("When does the ferry leave?", 7, "2027-02-01") + &record("Is there a lift?", 8, "2027-03-02"),
    );
    let mapped = [
        "--map",
        "prompt=frage",
        "--map",
        "completion=antwort",
        "--map",
        "group=kunde",
        "--map",
        "created=datum",
        "--temporal",
    ];
    let mut args = vec!["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl", "--format", "json"];
    args.extend(mapped);
    let report: Value = serde_json::from_str(&workspace.run(&args).expect(1).stdout).unwrap();
    let line = |id: &str| check(&report, id)["hits"][0]["train"]["line"].clone();
    assert_eq!((line("group"), line("temporal")), (json!(1), json!(2)));
    assert_eq!(check(&report, "group")["found"]["error"], 1);
    workspace
        .run(&["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl", "--temporal"])
        .expect(2)
        .says("--map created=FIELD");
    workspace
        .run(&["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl", "--map", "colour=x"])
        .expect(2)
        .says("the role is one of");
}

#[test]
fn validation_is_held_against_the_holdout_and_references_against_training() {
    let workspace = workspace();
    workspace.write("validation.jsonl", pair(QUESTION, ANSWER));
    let args = [
        "leaks",
        "--train",
        "clean.jsonl",
        "--holdout",
        "holdout.jsonl",
        "--validation",
        "validation.jsonl",
        "--format",
        "json",
    ];
    let report: Value = serde_json::from_str(&workspace.run(&args).expect(1).stdout).unwrap();
    assert_eq!(check(&report, "exact")["hits"][0]["train"]["split"], "validation");
    workspace.write("bench/one.jsonl", format!("{}\n", json!({"question": QUESTION, "choices": ["yes", "no"]})));
    let args = ["leaks", "--train", "validation.jsonl", "--reference", "bench", "--format", "json"];
    let report: Value = serde_json::from_str(&workspace.run(&args).expect(1).stdout).unwrap();
    assert_eq!(check(&report, "ngram-containment")["hits"][0]["holdout"]["split"], "bench");
}

#[test]
fn what_cannot_be_read_is_not_clean() {
    let workspace = workspace();
    workspace.write("train.jsonl", clean(2) + "{\"prompt\": \"half a rec");
    workspace
        .run(&["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl"])
        .expect(2)
        .says("train.jsonl:3: not looked at: Q101 json-syntax");
    workspace.run(&["leaks", "--train", "none.jsonl", "--holdout", "holdout.jsonl"]).expect(2);
    workspace.run(&["leaks", "--train", "-", "--holdout", "holdout.jsonl"]).expect(2).says("standard input");
    workspace.run(&["leaks", "--train", "clean.jsonl"]).expect(2).says("--holdout");
}

#[test]
fn personal_values_are_shown_nowhere() {
    let workspace = workspace();
    let text = "Please write to nora.quillfeather@example.com or call +44 20 7946 0958 when the boiler of the house is cold again.";
    workspace.write("holdout.jsonl", pair(text, "I will do that at once, thank you for telling me about it."));
    workspace
        .write("train.jsonl", clean(2) + &pair(text, "I will do that at once, thank you for telling me about it."));
    for format in ["human", "json", "sarif", "junit", "github"] {
        let ran = workspace
            .run(&["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl", "--format", format])
            .expect(1);
        assert!(!ran.stdout.contains("quillfeather") && !ran.stdout.contains("7946"), "{format}: {}", ran.stdout);
    }
    let human = workspace.run(&["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl"]).stdout;
    assert!(human.contains("boiler"), "{human}");
    let bare =
        workspace.run(&["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl", "--no-snippets"]).stdout;
    assert!(!bare.contains("boiler"), "{bare}");
}

#[test]
fn the_same_value_on_both_sides_is_told_where_it_is_asked_for() {
    let workspace = Workspace::new();
    workspace.write("holdout.jsonl", pair("My address changed, it is nora@example.com now, please note it.", "Done."));
    workspace.write(
        "train.jsonl",
        pair("Send the forms for the new flat to NORA@example.com today", "They are on their way."),
    );
    let args = ["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl", "--values", "--format", "json"];
    let report: Value = serde_json::from_str(&workspace.run(&args).expect(0).stdout).unwrap();
    let surrogate = check(&report, "surrogate");
    assert_eq!((&surrogate["verdict"], &surrogate["hits"][0]["severity"]), (&json!("warn"), &json!("warning")));
}

#[test]
fn threads_change_nothing() {
    let workspace = workspace();
    let many: String = (0..300)
        .map(|n| if n % 9 == 0 { pair(QUESTION, &format!("{ANSWER} {n}")) } else { clean(n % 5 + 1) })
        .collect();
    workspace.write("train.jsonl", many);
    let run = |threads: &str| {
        let args =
            ["leaks", "--train", "train.jsonl", "--holdout", "holdout.jsonl", "--format", "json", "--threads", threads];
        let mut report: Value = serde_json::from_str(&workspace.run(&args).expect(1).stdout).unwrap();
        report.as_object_mut().unwrap().remove("run");
        report
    };
    assert_eq!(run("1"), run("4"));
}
