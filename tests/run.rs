//! `scrubjay run` from end to end.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use std::collections::BTreeSet;

use support::{Workspace, sft_job, sft_lines};

fn job(workspace: &Workspace, rest: &str) {
    workspace.write("job.toml", sft_job("data.jsonl", rest));
}

#[test]
fn a_small_job_gives_every_file() {
    let workspace = Workspace::new();
    job(&workspace, "[split]\nholdout = { count = 20 }\nvalidation = { count = 10 }\n");
    workspace.write("data.jsonl", sft_lines(120));
    workspace.run(&["run", "job.toml"]).expect(0).says("published");
    for target in ["llama3-1", "nova1-lite"] {
        let count = |split: &str| workspace.lines(&format!("out/{target}/{split}.jsonl")).len();
        assert_eq!((count("train"), count("validation"), count("holdout")), (90, 10, 20), "{target}");
    }
    assert_eq!(workspace.lines("out/evaluation/holdout.jsonl").len(), 20);
    assert_eq!(workspace.lines("out/evaluation/holdout.meta.jsonl").len(), 20);
    for name in ["out/manifest.json", "out/lineage.parquet", "out/quarantine.jsonl"] {
        assert!(workspace.join(name).is_file(), "{name}");
    }
    workspace.run(&["verify", "out"]).expect(0);
}

#[test]
fn outputs_do_not_depend_on_threads_or_on_the_place() {
    let workspace = Workspace::new();
    job(&workspace, "");
    let mut data = sft_lines(3000);
    data.push_str("{\"prompt\":\"mail ada@example.com\",\"completion\":\"done\"}\n{broken\n");
    workspace.write("data.jsonl", &data);
    workspace.run(&["run", "job.toml", "--threads", "1", "--out", "one"]).expect(0);
    workspace.run(&["run", "job.toml", "--threads", "3", "--out", "three"]).expect(0);
    let (one, three) = (workspace.files("one"), workspace.files("three"));
    for ((name, left), (_, right)) in one.iter().zip(&three).filter(|((name, _), _)| name != "manifest.json") {
        assert!(left == right, "{name} differs");
    }
    assert_eq!(one.len(), three.len());
    let content = |folder: &str| workspace.json(&format!("{folder}/manifest.json"))["content"].clone();
    assert_eq!(content("one"), content("three"));
}

#[test]
fn personal_data_is_gone_and_counted() {
    let workspace = Workspace::new();
    job(&workspace, "[redact.entities]\nCREDIT_CARD = { operator = \"mask\", keep_last = 4 }\n");
    let mut data = sft_lines(60);
    data.push_str(
        "{\"prompt\":\"I am ada.obi@example.com, card 4111 1111 1111 1111\",\"completion\":\"Noted, ada.obi@example.com.\"}\n",
    );
    workspace.write("data.jsonl", data);
    workspace.run(&["run", "job.toml"]).expect(0).says("EMAIL_ADDRESS");
    let all: String =
        workspace.files("out").iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(!all.contains("ada.obi") && !all.contains("4111 1111"));
    assert!(all.contains("[EMAIL_ADDRESS]") && all.contains("**** **** **** 1111"));
    let manifest = workspace.json("out/manifest.json");
    assert_eq!(manifest["content"]["detection"]["entities"]["EMAIL_ADDRESS"]["findings"], 2);
    assert_eq!(manifest["content"]["detection"]["entities"]["US_SSN"]["findings"], 0, "a rule with no hits is visible");
}

#[test]
fn duplicates_and_groups_stay_together() {
    let workspace = Workspace::new();
    workspace.write(
        "job.toml",
        sft_job("data.jsonl", "[split]\nholdout = 0.3\nvalidation = 0.2\n")
            .replace("completion = \"completion\"\n", "completion = \"completion\"\ngroup = \"customer\"\n"),
    );
    let mut data = String::new();
    for n in 0..300 {
        data +=
            &format!("{{\"prompt\":\"Question {n}\",\"completion\":\"Answer {n}\",\"customer\":\"c{}\"}}\n", n % 60);
        // The same again for everything but case, space and punctuation, from another customer.
        data += &format!(
            "{{\"prompt\":\"question  {n} ?\",\"completion\":\"ANSWER {n}!\",\"customer\":\"d{}\"}}\n",
            n % 60
        );
    }
    workspace.write("data.jsonl", data);
    workspace.run(&["run", "job.toml"]).expect(0);
    let normal = |split: &str| -> BTreeSet<String> {
        let lines = workspace.lines(&format!("out/llama3-1/{split}.jsonl"));
        lines
            .iter()
            .map(|line| line.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase())
            .collect()
    };
    let (train, validation, holdout) = (normal("train"), normal("validation"), normal("holdout"));
    assert!(!train.is_empty() && !validation.is_empty() && !holdout.is_empty());
    assert!(train.is_disjoint(&holdout) && train.is_disjoint(&validation) && validation.is_disjoint(&holdout));
    let customers = |set: &BTreeSet<String>| -> BTreeSet<usize> {
        let number = |line: &String| {
            line.strip_prefix("promptquestion").unwrap().chars().take_while(char::is_ascii_digit).collect::<String>()
        };
        set.iter().map(|line| number(line).parse::<usize>().unwrap() % 60).collect()
    };
    assert!(customers(&train).is_disjoint(&customers(&holdout)));
}

#[test]
fn adding_data_moves_no_record_that_was_there() {
    let workspace = Workspace::new();
    job(&workspace, "[split]\nholdout = 0.2\nvalidation = 0.1\n");
    workspace.write("data.jsonl", sft_lines(400));
    workspace.run(&["run", "job.toml", "--out", "first"]).expect(0);
    workspace.write("data.jsonl", sft_lines(700));
    workspace.run(&["run", "job.toml", "--out", "second"]).expect(0);
    for split in ["train", "validation", "holdout"] {
        let name = format!("llama3-1/{split}.jsonl");
        let later: BTreeSet<_> = workspace.lines(&format!("second/{name}")).into_iter().collect();
        assert!(workspace.lines(&format!("first/{name}")).iter().all(|line| later.contains(line)), "{split}");
    }
}

#[test]
fn an_existing_dataset_is_kept_unless_forced() {
    let workspace = Workspace::new();
    job(&workspace, "");
    workspace.write("data.jsonl", sft_lines(100));
    workspace.run(&["run", "job.toml"]).expect(0);
    let before = workspace.files("out");
    workspace.run(&["run", "job.toml"]).expect(2).says("--force");
    assert!(before == workspace.files("out"));
    workspace.run(&["run", "job.toml", "--force", "--quiet"]).expect(0);
    workspace.write("precious/notes.txt", "mine");
    workspace.run(&["run", "job.toml", "--force", "--out", "precious"]).expect(2);
    assert_eq!(workspace.read("precious/notes.txt"), "mine");
}

#[test]
fn a_failed_gate_publishes_nothing_and_says_where_to_look() {
    let workspace = Workspace::new();
    job(&workspace, "");
    workspace.write("data.jsonl", sft_lines(50) + &"{broken\n".repeat(30));
    let ran = workspace.run(&["run", "job.toml"]).expect(1).says("quarantine-ratio");
    assert!(!workspace.join("out").exists());
    assert!(ran.stderr.contains("out.failed"), "{}", ran.stderr);
    let index = workspace.lines("out.failed/quarantine.jsonl");
    assert_eq!(index.len(), 30);
    assert!(index[0].contains("json-syntax") && index[0].contains("\"number\":51"), "{}", index[0]);
}

#[test]
fn a_denied_source_is_not_read() {
    let workspace = Workspace::new();
    job(&workspace, "[rights]\nallow_licences = [\"CC-BY-4.0\"]\n");
    workspace.write("data.jsonl", [0xff, 0xfe, 0x00]);
    workspace.run(&["run", "job.toml"]).expect(1).says("licence-denied");
    assert!(!workspace.join("out").exists());
}

#[test]
fn records_are_denied_one_by_one_where_they_carry_their_licence() {
    let workspace = Workspace::new();
    let mapped = sft_job("data.jsonl", "[rights]\nallow_licences = [\"CC-BY-4.0\", \"LicenseRef-internal\"]\n")
        .replace("completion = \"completion\"\n", "completion = \"completion\"\nlicence = \"licence\"\n");
    workspace.write("job.toml", mapped);
    let mut data = String::new();
    for n in 0..90 {
        let licence = ["CC-BY-4.0", "GPL-3.0-only", "LicenseRef-internal"][n % 3];
        data += &format!("{{\"prompt\":\"Q {n}\",\"completion\":\"A {n}\",\"licence\":\"{licence}\"}}\n");
    }
    workspace.write("data.jsonl", data);
    workspace.run(&["run", "job.toml"]).expect(0).says("licence-denied");
    assert_eq!(workspace.lines("out/quarantine.jsonl").len(), 30);
}

#[test]
fn documents_are_cut_and_stay_in_one_split() {
    let workspace = Workspace::new();
    workspace.write(
        "job.toml",
        r#"[dataset]
name = "handbook"
version = "1"
[[source]]
name = "handbook"
uri = "docs"
[source.provenance]
licence = "CC0-1.0"
basis = "owned"
[split]
holdout = { count = 2 }
validation = { count = 2 }
[output]
uri = "out"
targets = ["titan-cpt", "nova-cpt", "plain-text"]
"#,
    );
    for n in 0..12 {
        let text: String =
            (0..900).map(|s| format!("Sentence {s} of chapter {n} says something of its own. ")).collect();
        workspace.write(&format!("docs/{n}.txt"), text);
    }
    workspace.run(&["run", "job.toml"]).expect(0);
    let lines = workspace.lines("out/titan-cpt/train.jsonl");
    assert!(lines.len() > 8, "long documents are cut: {}", lines.len());
    for line in &lines {
        let text = serde_json::from_str::<serde_json::Value>(line).unwrap()["input"].as_str().unwrap().to_owned();
        assert!(text.trim_end().ends_with('.'), "cut at a sentence");
    }
    let chapters = |split: &str| -> BTreeSet<String> {
        let lines = workspace.lines(&format!("out/nova-cpt/{split}.jsonl"));
        lines
            .iter()
            .map(|line| line.split("of chapter ").nth(1).unwrap().split(' ').next().unwrap().to_owned())
            .collect()
    };
    assert!(chapters("train").is_disjoint(&chapters("holdout")));
    assert_eq!(chapters("holdout").len(), 2);
    for target in ["titan-cpt", "nova-cpt"] {
        workspace.run(&["validate", "--target", target, &format!("out/{target}/train.jsonl")]).expect(0);
    }
}

#[test]
fn a_parquet_target_holds_the_records_of_the_same_shape_in_lines() {
    let workspace = Workspace::new();
    workspace.write("in.jsonl", sft_lines(60));
    let output = "targets = [\"import-trl\", \"import-trl-parquet\"]";
    let job = sft_job("in.jsonl", "[split]\nholdout = 0.1\nvalidation = 0.2\n");
    let job = job.replace("targets = [\"llama3-1\", \"nova1-lite\"]\non_limit = \"report\"", output);
    assert!(job.contains(output));
    workspace.write("job.toml", job);
    workspace.run(&["run", "job.toml"]).expect(0);
    let shape = |target: &str, split: &str| {
        format!("out/{target}/{split}.{}", if target.ends_with("-parquet") { "parquet" } else { "jsonl" })
    };
    for split in ["train", "validation", "holdout"] {
        let report = |target: &str| {
            let file = shape(target, split);
            let ran = workspace.run(&["validate", "--target", target, "--format", "json", &file]).expect(0);
            let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
            (report["files"][0]["records"].clone(), report["problems"].clone())
        };
        assert_eq!(report("import-trl"), report("import-trl-parquet"), "{split}");
        let lines = workspace.lines(&shape("import-trl", split)).len();
        assert_eq!(report("import-trl-parquet").0, lines, "{split}");
    }
    workspace.run(&["verify", "out"]).expect(0);
    let twice = workspace.files("out/import-trl-parquet");
    workspace.run(&["run", "job.toml", "--force", "--threads", "1"]).expect(0);
    assert!(twice == workspace.files("out/import-trl-parquet"), "the same job gives the same bytes");
    // Its rows are no lines, and its lines no rows.
    let other = workspace.run(&["validate", "--target", "import-trl", &shape("import-trl-parquet", "train")]).expect(1);
    other.says("the file is parquet, not one JSON object a line");
    let other = workspace.run(&["validate", "--target", "import-trl-parquet", &shape("import-trl", "train")]).expect(1);
    other.says("the file is no parquet file, which the target takes");
    workspace.run(&["validate", "--target", "import-trl-parquet", "-"]).expect(2).says("give its path");
}

#[test]
fn the_plan_is_printed_without_reading() {
    let workspace = Workspace::new();
    job(&workspace, "[split]\nholdout = { count = 200 }\n");
    workspace.write("data.jsonl", "not json at all");
    let ran = workspace.run(&["run", "job.toml", "--dry-run"]).expect(0);
    for text in ["1 file(s)", "data.jsonl", "prompt", "placeholder", "200 records", "nova1-lite", "EMAIL_ADDRESS"] {
        assert!(ran.stdout.contains(text), "{text}: {}", ran.stdout);
    }
    assert!(!workspace.join("out").exists());
}

#[test]
fn all_mistakes_of_a_job_are_told_together() {
    let workspace = Workspace::new();
    let broken = sft_job("nowhere/*.jsonl", "[detect]\npacks = [\"klingon\"]\nmin_score = 3.0\n[splitt]\nseed = 1\n")
        .replace("prompt = \"prompt\"\n", "promt = \"prompt\"\n")
        .replace("\"nova1-lite\"", "\"nova9\"");
    workspace.write("job.toml", broken);
    let ran = workspace.run(&["run", "job.toml"]).expect(2);
    for text in ["klingon", "min_score", "splitt", "promt", "nova9", "nowhere"] {
        assert!(ran.stderr.contains(text), "{text} is not named:\n{}", ran.stderr);
    }
    assert!(ran.stderr.contains("job.toml:"), "places are named:\n{}", ran.stderr);
}
