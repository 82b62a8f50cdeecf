//! A sample for a reviewer, the sheet he fills, and what it says in the manifest.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use support::{Workspace, sft_job};

const SHEET: &str = "out.audit.csv";

/// A dataset of 200 pairs with an e-mail address in each, and a sheet of `audit` records of each split.
fn audited(workspace: &Workspace, args: &[&str]) {
    let rest =
        "[split]\nholdout = { count = 40 }\nvalidation = { count = 20 }\n[leakage]\nngram_containment = \"report\"\n";
    workspace.write("job.toml", sft_job("=data.jsonl", rest));
    let line = |n: usize| {
        format!(
            "{{\"prompt\":\"=Ticket {n}: word{n} is broken, I am ada.obi{n}@example.net\\nhelp {}\",\"completion\":\"We wrote to ada.obi{n}@example.net about word{n}.\"}}\n",
            n * 7919
        )
    };
    workspace.write("=data.jsonl", (0..200).map(line).collect::<String>());
    let base = ["run", "job.toml"];
    workspace.run(&[&base[..], args].concat()).expect(0);
}

fn rows(sheet: &[u8]) -> Vec<Vec<String>> {
    let sheet = sheet.strip_prefix("\u{FEFF}".as_bytes()).unwrap();
    let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(sheet);
    table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Fills the column `missed` and saves the sheet as a spreadsheet does.
fn fill(workspace: &Workspace, missed: impl Fn(usize, &str) -> String) {
    let rows = rows(&fs::read(workspace.join(SHEET)).unwrap());
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    out.write_record(&rows[0]).unwrap();
    for (n, row) in rows[1..].iter().enumerate() {
        let mut row = row.clone();
        *row.last_mut().unwrap() = missed(n, &row[1]);
        out.write_record(&row).unwrap();
    }
    workspace.write("filled.csv", out.into_inner().unwrap());
}

fn apply(workspace: &Workspace, more: &[&str]) -> support::Ran {
    workspace.run(&[&["audit", "apply", "filled.csv", "--dataset", "out"][..], more].concat())
}

#[test]
fn the_sheet_shows_redacted_texts_with_marks_and_no_originals() {
    let workspace = Workspace::new();
    audited(&workspace, &["--audit", "10"]);
    let bytes = fs::read(workspace.join(SHEET)).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("ada.obi") && text.contains("⟦EMAIL_ADDRESS: [EMAIL_ADDRESS]⟧"));
    let rows = rows(&bytes);
    assert_eq!(rows[0].last().unwrap(), "missed");
    for split in ["train", "validation", "holdout"] {
        let of_split: Vec<_> = rows[1..].iter().filter(|row| row[1] == split).collect();
        assert_eq!(of_split.len(), 10, "{split}");
        for row in of_split {
            // The record is where the row says it is.
            let line: usize = row[4].parse().unwrap();
            let stands = workspace.lines(&format!("out/{}", row[3]))[line - 1].clone();
            let word = row[8].split_whitespace().find(|word| word.starts_with("word")).unwrap();
            assert!(stands.contains(word), "{row:?}");
            assert!(row[3].contains(split) && row[9].is_empty());
            assert_eq!((row[5].as_str(), row[6].as_str()), ("tickets", "'=data.jsonl"), "no cell is a formula");
        }
    }
    workspace.run(&["verify", "out"]).expect(0);
    let audit = &workspace.json("out/manifest.json")["run"]["audit"];
    assert_eq!((&audit["requested"], &audit["review"]), (&Value::from(10), &Value::Null));
}

#[test]
fn the_sample_depends_on_neither_threads_nor_order_nor_what_is_asked_beside_it() {
    let workspace = Workspace::new();
    audited(&workspace, &["--audit", "10", "--threads", "1"]);
    let first = fs::read(workspace.join(SHEET)).unwrap();
    audited(&workspace, &["--audit", "10", "--threads", "3", "--force"]);
    assert_eq!(first, fs::read(workspace.join(SHEET)).unwrap());
    audited(&workspace, &["--audit", "500", "--force", "--audit-sheet", "all.csv"]);
    let all: BTreeSet<_> =
        rows(&fs::read(workspace.join("all.csv")).unwrap()).into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(all.len(), 201, "a split of fewer records is in the sample as a whole");
    assert!(rows(&first).iter().all(|row| all.contains(&row[0])));
}

#[test]
fn a_filled_sheet_becomes_a_rate_in_the_manifest_and_the_dataset_stays_intact() {
    let workspace = Workspace::new();
    audited(&workspace, &["--audit", "20"]);
    let before = workspace.json("out/manifest.json");
    fill(&workspace, |n, split| if split == "train" && n < 2 { "3".to_owned() } else { "0".to_owned() });
    apply(&workspace, &[]).expect(0).says("2");
    let manifest = workspace.json("out/manifest.json");
    assert_eq!((&manifest["content"], &manifest["content_digest"]), (&before["content"], &before["content_digest"]));
    let review = &manifest["run"]["audit"]["review"];
    let train = &review["splits"][0];
    assert_eq!((&train["reviewed"], &train["with_missed"], &train["missed"]), (&20.into(), &2.into(), &6.into()));
    // 2 of 20: the tables say 1.2 % to 31.7 %; one-sided 28.3 %.
    let rate = &train["rate"];
    let near = |value: &Value, expected: f64| (value.as_f64().unwrap() - expected).abs() < 1e-3;
    assert!(near(&rate["estimate"], 0.1) && near(&rate["upper_95"], 0.2826), "{rate}");
    assert!(near(&rate["interval_95"][0], 0.0123) && near(&rate["interval_95"][1], 0.3170), "{rate}");
    // Nothing in 20: 1 - 0.05^(1/20).
    assert!(near(&review["splits"][1]["rate"]["upper_95"], 0.1391));
    // 20 of each split, however large it is: no rate of all.
    assert_eq!((&review["overall"]["reviewed"], review["overall"].get("rate")), (&60.into(), None));
    workspace.run(&["verify", "out"]).expect(0);
    apply(&workspace, &["--max-rate", "0.2"]).expect(1).says("train: the upper bound");
    let json = apply(&workspace, &["--max-rate", "0.3", "--format", "json"]).expect(0).says("this replaces the review");
    assert_eq!(serde_json::from_str::<Value>(&json.stdout).unwrap()["splits"].as_array().unwrap().len(), 3);
}

#[test]
fn a_sheet_that_is_not_filled_or_not_of_the_dataset_changes_nothing() {
    let workspace = Workspace::new();
    audited(&workspace, &["--audit", "5"]);
    let before = fs::read(workspace.join("out/manifest.json")).unwrap();
    workspace.run(&["audit", "apply", SHEET]).expect(2).says("rows 2, 3, 4").says("--partial");
    fill(&workspace, |n, _| if n == 3 { "many".to_owned() } else { "0".to_owned() });
    apply(&workspace, &[]).expect(2).says("row 5:");
    fill(&workspace, |_, _| "0".to_owned());
    let filled = workspace.read("filled.csv");
    let last = filled.rfind("1 of 1").and_then(|at| filled[..at].rfind('\n')).unwrap();
    workspace.write("filled.csv", &filled[..last]);
    apply(&workspace, &[]).expect(2).says("not the sheet of this dataset");
    workspace.run(&["run", "job.toml", "--out", "other"]).expect(0);
    workspace.run(&["audit", "apply", "filled.csv", "--dataset", "other"]).expect(2).says("--audit N");
    workspace.run(&["audit", "apply", "filled.csv"]).expect(2).says("--dataset");
    assert_eq!(before, fs::read(workspace.join("out/manifest.json")).unwrap());
    // A part of it is enough if that is said.
    fill(&workspace, |n, _| if n % 2 == 0 { "0".to_owned() } else { String::new() });
    apply(&workspace, &["--partial"]).expect(0);
    let review = workspace.json("out/manifest.json")["run"]["audit"]["review"].clone();
    assert_eq!((&review["partial"], &review["overall"]["reviewed"]), (&true.into(), &8.into()));
    workspace.run(&["verify", "out"]).expect(0);
}

#[test]
fn a_sheet_is_never_inside_the_dataset_and_replaces_nothing_unasked() {
    let workspace = Workspace::new();
    audited(&workspace, &["--audit", "5"]);
    workspace
        .run(&["run", "job.toml", "--audit", "5", "--out", "new", "--audit-sheet", SHEET])
        .expect(2)
        .says("exists already");
    workspace
        .run(&["run", "job.toml", "--audit", "5", "--out", "new", "--audit-sheet", "new/sheet.csv"])
        .expect(2)
        .says("inside");
    assert!(!workspace.join("new").exists());
    workspace.run(&["run", "job.toml", "--audit-sheet", "x.csv", "--dry-run"]).expect(2);
    workspace.run(&["run", "job.toml", "--audit", "7", "--dry-run"]).expect(0).says("audit: 7 record(s)");
}
