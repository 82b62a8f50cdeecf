//! How `scrubjay run` shares records out: strata, dates, links, and holdouts that outlive a version.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};
use support::{Workspace, sft_job, sft_lines};

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A job with two sources, a secret key and all labels mapped.
fn job(sources: &[&str], rest: &str) -> String {
    let mut job = "[dataset]\nname = \"tickets\"\nversion = \"1\"\n[key]\nfile = \"secret.key\"\n".to_owned();
    for name in sources {
        write!(
            job,
            "[[source]]\nname = \"{name}\"\nuri = \"{name}.jsonl\"\n[source.map]\nprompt = \"q\"\ncompletion = \"a\"\n\
             group = \"customer\"\ncategory = \"category\"\ncreated = \"created\"\n[source.provenance]\n\
             licence = \"LicenseRef-internal\"\nbasis = \"owned\"\n"
        )
        .unwrap();
    }
    job + "[output]\nuri = \"out\"\ntargets = [\"llama3-1\"]\non_limit = \"report\"\n" + rest
}

/// A record of its own words.
fn line(n: usize, customer: Option<&str>) -> Value {
    let category = ["billing", "delivery", "returns"][n % 3];
    json!({
        "q": format!("Ticket {n}: where does parcel {} stand, and who has it?", n * 31),
        "a": format!("Parcel {} left depot {} and is with the courier.", n * 31, n % 17),
        "customer": customer.map_or_else(|| format!("c{n}"), str::to_owned),
        "category": category,
        "created": format!("2026-{:02}-{:02}", 1 + n % 12, 1 + n % 28),
    })
}

fn lines(range: std::ops::Range<usize>) -> String {
    range.map(|n| line(n, None).to_string() + "\n").collect()
}

fn set(workspace: &Workspace, file: &str) -> BTreeSet<String> {
    workspace.lines(file).into_iter().collect()
}

fn splits(workspace: &Workspace, out: &str) -> [BTreeSet<String>; 3] {
    ["train", "validation", "holdout"].map(|split| set(workspace, &format!("{out}/llama3-1/{split}.jsonl")))
}

#[test]
fn an_earlier_holdout_stays_whatever_happens_to_the_sources() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY);
    workspace.write("one.jsonl", lines(0..300)).write("two.jsonl", lines(300..500));
    let amounts = "[split]\nholdout = { count = 60 }\nvalidation = { count = 30 }\n";
    workspace.write("job.toml", job(&["one", "two"], amounts));
    workspace.run(&["run", "job.toml", "--out", "v1"]).expect(0);
    let [train, validation, holdout] = splits(&workspace, "v1");
    assert_eq!((train.len(), validation.len(), holdout.len()), (410, 30, 60));

    // Another order, half of a source gone, a line pushed in at the front, a third source, another seed.
    workspace.write("one.jsonl", lines(900..901) + &lines(0..150)).write("three.jsonl", lines(500..900));
    let later = format!("{amounts}seed = 99\nprevious = \"v1\"\n");
    workspace.write("job.toml", job(&["three", "two", "one"], &later));
    workspace.run(&["run", "job.toml", "--out", "v2"]).expect(0).says("of the earlier version");
    let [train2, validation2, holdout2] = splits(&workspace, "v2");
    assert!(holdout.is_disjoint(&train2) && holdout.is_disjoint(&validation2), "nothing leaves the holdout");
    assert!(train.is_disjoint(&holdout2) && train.is_disjoint(&validation2), "nothing leaves train");
    assert!(validation.is_disjoint(&train2) && validation.is_disjoint(&holdout2));
    assert_eq!(holdout2.len(), 60, "the count is topped up with new records");
    let kept = holdout.intersection(&holdout2).count();
    let manifest = workspace.json("v2/manifest.json");
    let previous = &manifest["content"]["previous"];
    assert_eq!(previous["content_digest"], workspace.json("v1/manifest.json")["content_digest"]);
    assert_eq!(previous["kept"]["holdout"], kept);
    assert_eq!(previous["gone"]["holdout"], 60 - kept);
    assert_eq!(previous["kept"]["train"].as_u64().unwrap() + previous["gone"]["train"].as_u64().unwrap(), 410);
    workspace.run(&["verify", "v2"]).expect(0);
}

#[test]
fn new_records_that_belong_to_an_earlier_holdout_are_never_trained_on() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY).write("one.jsonl", lines(0..200));
    workspace.write("job.toml", job(&["one"], "[split]\nholdout = 0.2\n"));
    workspace.run(&["run", "job.toml", "--out", "v1"]).expect(0);
    let [train, _, holdout] = splits(&workspace, "v1");
    let number =
        |line: &String| -> usize { line.split("Ticket ").nth(1).unwrap().split(':').next().unwrap().parse().unwrap() };
    let held: BTreeSet<usize> = holdout.iter().map(number).collect();
    let trained = train.iter().map(number).min().unwrap();

    // The records themselves are gone; what comes shouts them, asks the same, or is of the same customer.
    let mut data = lines(1000..1100);
    for n in &held {
        let base = line(*n, None);
        let (question, answer) = (base["q"].as_str().unwrap(), base["a"].as_str().unwrap());
        for record in [
            json!({"q": question.to_uppercase(), "a": answer.replace('.', " !"), "customer": format!("x{n}")}),
            json!({"q": question, "a": "I do not know.", "customer": format!("y{n}")}),
            json!({"q": format!("Entirely new question {n}"), "a": format!("New {n}"), "customer": format!("c{n}")}),
        ] {
            writeln!(data, "{record}").unwrap();
        }
    }
    // And one that links a customer of train with one of the holdout is in neither.
    data += &line(trained, None).to_string();
    data.push('\n');
    let link = json!({"q": line(*held.first().unwrap(), None)["q"], "a": "Linked.", "customer": format!("c{trained}")});
    writeln!(data, "{link}").unwrap();
    workspace.write("one.jsonl", data);
    workspace.write("job.toml", job(&["one"], "[split]\nholdout = 0.2\ntolerance = 1.0\nprevious = \"v1\"\n"));
    workspace.run(&["run", "job.toml", "--out", "v2"]).expect(0);
    let [train, _, joined] = splits(&workspace, "v2");
    let told = |line: &String| -> String { line.to_lowercase() };
    for n in &held {
        let ticket = format!("ticket {n}:");
        assert!(!train.iter().any(|line| told(line).contains(&ticket)), "ticket {n} is trained on");
        assert!(!train.iter().any(|line| line.contains(&format!("Entirely new question {n}\""))), "customer {n}");
    }
    assert!(joined.len() >= held.len() * 2);
    assert!(train.iter().any(|line| line.contains(&format!("Ticket {trained}:"))), "what was trained on stays");
    assert!(!train.iter().chain(&joined).any(|line| line.contains("Linked.")));
    assert!(workspace.read("v2/quarantine.jsonl").contains("links-splits"));
    let previous = &workspace.json("v2/manifest.json")["content"]["previous"];
    // The group of the link, and all that is new in it, is torn between the two.
    assert!(previous["linking"].as_u64().unwrap() >= 1, "{previous}");
    // What is the same but for case and punctuation is the record itself.
    assert_eq!((&previous["kept"]["holdout"], &previous["gone"]["holdout"]), (&json!(held.len()), &json!(0)));
}

#[test]
fn an_earlier_version_must_fit() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY).write("one.jsonl", lines(0..60)).write("data.jsonl", sft_lines(60));
    workspace.write("job.toml", job(&["one"], "")).write("open.toml", sft_job("data.jsonl", ""));
    workspace.run(&["run", "job.toml", "--out", "v1"]).expect(0);
    workspace.run(&["run", "open.toml", "--out", "open"]).expect(0);
    workspace.write("open.toml", sft_job("data.jsonl", "[split]\nprevious = \"v1\"\n"));
    workspace.run(&["run", "open.toml"]).expect(2).says("needs a [key]");
    for (previous, message) in [
        ("open", "without a secret [key]"),
        ("s3://bucket/v1", "not built in yet"),
        ("nowhere", "nowhere"),
        (".", "no manifest.json"),
    ] {
        workspace.write("job.toml", job(&["one"], &format!("[split]\nprevious = \"{previous}\"\n")));
        workspace.run(&["run", "job.toml"]).expect(2).says(message);
    }
    workspace.write("job.toml", job(&["one"], "[split]\nprevious = \"v1\"\n"));
    workspace.write("secret.key", KEY.to_uppercase());
    workspace.run(&["run", "job.toml"]).expect(2).says("another key");
    workspace.write("secret.key", KEY);
    let lineage = std::fs::read(workspace.join("v1/lineage.parquet")).unwrap();
    workspace.write("v1/lineage.parquet", &lineage[..lineage.len() - 1]);
    workspace.run(&["run", "job.toml"]).expect(2).says("lineage.parquet");
}

#[test]
fn nothing_by_which_records_are_recognised_is_kept_without_a_secret() {
    let workspace = Workspace::new();
    workspace.write("data.jsonl", sft_lines(80)).write("open.toml", sft_job("data.jsonl", ""));
    workspace.write("secret.key", KEY).write("one.jsonl", lines(0..80)).write("job.toml", job(&["one"], ""));
    workspace.run(&["run", "open.toml", "--out", "open"]).expect(0);
    workspace.run(&["run", "job.toml", "--out", "secret"]).expect(0);
    let rows = |out: &str| -> Vec<scrubjay::manifest::lineage::LineageRecord> {
        let manifest = scrubjay::manifest::read(&workspace.join(out)).unwrap();
        let entry = manifest.content.outputs.iter().find(|output| output.file.path == "lineage.parquet").unwrap();
        scrubjay::manifest::LineageReader::open(&workspace.join(out), &entry.file)
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    assert!(rows("open").iter().all(|row| row.identity.is_none() && row.keys.is_empty()));
    assert!(rows("secret").iter().all(|row| row.identity.is_some() && row.keys.is_empty() == (row.outcome == "train")));
}

#[test]
fn a_small_holdout_covers_every_stratum_or_says_which_it_cannot() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY);
    let mut data = lines(0..900);
    for n in 2000..2004 {
        let mut rare = line(n, None);
        rare["category"] = json!("fraud");
        data += &format!("{rare}\n");
    }
    // All records of this category are of one customer, who has more than the holdout can take.
    for n in 3000..3200 {
        let mut large = line(n, Some("large"));
        large["category"] = json!("wholesale");
        data += &format!("{large}\n");
    }
    workspace.write("one.jsonl", data);
    workspace.write("job.toml", job(&["one"], "[split]\nholdout = { count = 100 }\nvalidation = { count = 40 }\n"));
    workspace.run(&["run", "job.toml"]).expect(0).says("covers").says("larger than");
    let content = workspace.json("out/manifest.json")["content"].clone();
    let strata = &content["strata"];
    assert_eq!(strata["labels"], json!(["category", "difficulty", "source"]));
    assert_eq!((&strata["total"], &strata["in_holdout"]), (&json!(5), &json!(4)), "{strata}");
    assert_eq!(
        strata["listed"][0],
        json!({"labels": ["wholesale", "easy", "one"], "train": 200, "validation": 0, "holdout": 0})
    );
    assert_eq!(content["groups"]["oversize"], 1);
    assert_eq!(content["groups"]["oversize_records"], 200);
    let held = workspace.lines("out/evaluation/holdout.meta.jsonl");
    assert_eq!(held.len(), 100);
    for line in &held {
        let item: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&item["category_from"], &item["difficulty_from"]), (&json!("mapped"), &json!("estimated")));
        assert_eq!((&item["language"], &item["language_from"]), (&json!("en"), &json!("detected")), "{line}");
    }
    assert!(held.iter().any(|line| line.contains("fraud")));
}

#[test]
fn a_holdout_by_date_keeps_the_later_records_from_training() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY);
    let mut data = lines(0..240);
    // One customer wrote before and after; one record has no date.
    for (n, month) in [(500, "01"), (501, "12")] {
        let mut of_both = line(n, Some("both"));
        of_both["created"] = json!(format!("2026-{month}-15T12:00:00Z"));
        data += &format!("{of_both}\n");
    }
    let mut undated = line(502, None);
    undated["created"] = json!("last spring");
    data += &format!("{undated}\n");
    workspace.write("one.jsonl", data);
    workspace.write("job.toml", job(&["one"], "[split]\nholdout_after = 2026-10-01\nvalidation = 0.1\n"));
    workspace.run(&["run", "job.toml"]).expect(0).says("holdout from 2026-10-01 on");
    let [train, validation, holdout] = splits(&workspace, "out");
    assert_eq!(holdout.len(), 240 / 4 + 2);
    let number =
        |line: &String| line.split("Ticket ").nth(1).unwrap().split(':').next().unwrap().parse::<usize>().unwrap();
    assert!(train.iter().chain(&validation).map(number).all(|n| n % 12 < 9 || n == 502));
    let by_date = &workspace.json("out/manifest.json")["content"]["holdout_by_date"];
    assert_eq!(by_date, &json!({"from": "2026-10-01", "undated": 1, "early_in_holdout": 1, "late_elsewhere": 0}));
    workspace.write("job.toml", job(&["one"], "[split]\nholdout_after = 2027-10-01\nvalidation = 0.1\n"));
    workspace.run(&["run", "job.toml", "--force"]).expect(1).says("split-tolerance");
    workspace.write("job.toml", job(&["one"], "[split]\nholdout_after = 2027-10-01\nholdout = 0.2\n"));
    workspace.run(&["run", "job.toml"]).expect(2).says("beside `holdout_after`");
}

#[test]
fn the_order_of_records_files_and_sources_does_not_matter() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY);
    workspace.write("one.jsonl", lines(0..200)).write("two.jsonl", lines(200..300));
    let rest = "[split]\nholdout = { count = 40 }\nvalidation = 0.1\nstrata = [\"category\", \"language\"]\n";
    workspace.write("job.toml", job(&["one", "two"], rest));
    workspace.run(&["run", "job.toml", "--out", "forth", "--threads", "1"]).expect(0);
    let turned = |text: String| text.lines().rev().fold(String::new(), |all, line| all + line + "\n");
    workspace.write("one.jsonl", turned(lines(0..200))).write("two.jsonl", turned(lines(200..300)));
    workspace.write("job.toml", job(&["two", "one"], rest));
    workspace.run(&["run", "job.toml", "--out", "back", "--threads", "3"]).expect(0);
    assert_eq!(splits(&workspace, "forth"), splits(&workspace, "back"));
}

#[test]
fn answers_to_one_prompt_and_paragraphs_of_one_file_stay_together() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY);
    let data: String = (0..200)
        .flat_map(|n| (0..3).map(move |teacher| (n, teacher)))
        .map(|(n, teacher)| {
            format!("{}\n", json!({"q": format!("Explain item {n} of the list, please"), "a": format!("Teacher {teacher} says {n}."), "customer": format!("{n}/{teacher}"), "category": "x", "created": "2026-01-01"}))
        })
        .collect();
    workspace.write("one.jsonl", data);
    workspace.write("job.toml", job(&["one"], "[split]\nholdout = 0.3\nvalidation = 0.2\n"));
    workspace.run(&["run", "job.toml"]).expect(0);
    let [train, validation, holdout] = splits(&workspace, "out").map(|lines| {
        lines
            .iter()
            .map(|line| line.split(" item ").nth(1).unwrap().split(' ').next().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    });
    assert!(train.is_disjoint(&holdout) && train.is_disjoint(&validation) && validation.is_disjoint(&holdout));
    assert_eq!(workspace.json("out/manifest.json")["content"]["groups"]["total"], 200);

    for n in 0..40 {
        let text: String =
            (0..5).map(|p| format!("Paragraph {p} of file {n} says what {} is.\n\n", n * 7 + p)).collect();
        workspace.write(&format!("docs/{n}.txt"), text);
    }
    workspace.write(
        "docs.toml",
        "[dataset]\nname = \"d\"\nversion = \"1\"\n[[source]]\nname = \"docs\"\nuri = \"docs\"\nunit = \"paragraph\"\n\
         provenance = { licence = \"CC0-1.0\", basis = \"owned\" }\n[split]\nholdout = 0.2\nvalidation = 0\n\
         [output]\nuri = \"docs-out\"\ntargets = [\"nova-cpt\"]\n",
    );
    workspace.run(&["run", "docs.toml"]).expect(0);
    let file = |split: &str| -> BTreeSet<String> {
        let lines = workspace.lines(&format!("docs-out/nova-cpt/{split}.jsonl"));
        lines.iter().map(|line| line.split("of file ").nth(1).unwrap().split(' ').next().unwrap().to_owned()).collect()
    };
    assert!(!file("holdout").is_empty() && file("train").is_disjoint(&file("holdout")));
}

/// Forty-odd words that no other record has.
fn passage(n: usize) -> String {
    (0..40).map(|word| format!("w{}", (n * 7919 + word * 104_729) % 99_991)).collect::<Vec<_>>().join(" ")
}

fn documents(action: &str) -> String {
    format!(
        "[dataset]\nname = \"d\"\nversion = \"1\"\n[[source]]\nname = \"docs\"\nuri = \"docs.jsonl\"\n\
         map = {{ text = \"text\" }}\nprovenance = {{ licence = \"CC0-1.0\", basis = \"owned\" }}\n\
         [split]\nholdout = 0.2\nvalidation = 0\ntolerance = 1.0\n[leakage]\nngram_containment = \"{action}\"\n\
         [output]\nuri = \"out\"\ntargets = [\"nova-cpt\"]\n"
    )
}

#[test]
fn a_holdout_passage_in_a_long_document_is_found_and_settled_as_the_job_says() {
    let workspace = Workspace::new();
    let plain = |n: usize| json!({"text": format!("{}.", passage(n))}).to_string() + "\n";
    workspace.write("docs.jsonl", (0..60).map(plain).collect::<String>()).write("job.toml", documents("fail"));
    workspace.run(&["run", "job.toml"]).expect(0);
    let text =
        |line: &String| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap_or_default().to_owned();
    let held = workspace.lines("out/nova-cpt/holdout.jsonl");
    let held_text = text(&held[0]).trim_end_matches('.').to_owned();
    assert!(!held_text.is_empty(), "{}", held[0]);
    // The same corpus with one more document, which quotes a passage that is held out, and whose own draw is train.
    let long = format!("{}. {held_text}. {}. {}.", passage(903), passage(904), passage(905));
    let quoting = (0..60).map(plain).collect::<String>() + &json!({"text": long}).to_string() + "\n";
    workspace.write("docs.jsonl", quoting);

    workspace.run(&["run", "job.toml", "--out", "failed"]).expect(1).says("leak-ngram-containment");
    assert!(!workspace.join("failed").exists());
    let report = workspace.json("failed.failed/leakage.json");
    let check = |report: &Value| -> Value {
        report["checks"].as_array().unwrap().iter().find(|check| check["id"] == "ngram-containment").unwrap().clone()
    };
    let found = check(&report);
    assert_eq!((&found["verdict"], &found["found"]["error"]), (&json!("fail"), &json!(1)), "{found}");
    let hit = &found["hits"][0];
    assert_eq!((&hit["train"]["file"], &hit["train"]["line"]), (&json!("docs.jsonl"), &json!(61)));
    assert_eq!(hit["holdout"]["split"], "holdout");
    let snippet = &hit["train"]["snippet"];
    let shown = snippet["text"].as_str().unwrap();
    let [from, to] = [0, 1].map(|end| usize::try_from(snippet["marked"][0][end].as_u64().unwrap()).unwrap());
    assert!(held_text.starts_with(&shown[from..to]), "{shown}");
    assert_eq!(report["by_source"][0]["leaking"], 1);

    workspace.write("job.toml", documents("drop-from-train"));
    workspace.run(&["run", "job.toml", "--out", "dropped"]).expect(0).says("1 record(s) withheld");
    assert!(workspace.read("dropped/quarantine.jsonl").contains("\"leak\""));
    assert_eq!(check(&workspace.json("dropped/leakage.json"))["verdict"], "pass");
    assert_eq!(workspace.lines("dropped/nova-cpt/train.jsonl").len(), 60 - held.len());
    let manifest = workspace.json("dropped/manifest.json");
    assert!(manifest["content"]["outputs"].as_array().unwrap().iter().any(|output| output["role"] == "leakage"));
    workspace.run(&["verify", "dropped"]).expect(0);
    workspace.write("dropped/leakage.json", "{}");
    workspace.run(&["verify", "dropped"]).expect(1).says("leakage.json");

    workspace.write("job.toml", documents("move-group"));
    workspace.run(&["run", "job.toml", "--out", "moved"]).expect(0).says("moved to where they leaked to");
    assert_eq!(workspace.lines("moved/nova-cpt/holdout.jsonl").len(), held.len() + 1);
    assert_eq!(workspace.lines("moved/nova-cpt/train.jsonl").len(), 60 - held.len());

    workspace.write("job.toml", documents("report"));
    workspace.run(&["run", "job.toml", "--out", "told", "--threads", "1"]).expect(0).says("1 LEAK(S)");
    workspace.run(&["run", "job.toml", "--out", "told-again", "--threads", "3"]).expect(0);
    assert_eq!(workspace.read("told/leakage.json"), workspace.read("told-again/leakage.json"));
}

#[test]
fn near_duplicates_stay_together_and_reference_sets_are_kept_out() {
    let workspace = Workspace::new();
    // Thirty originals, each with a copy of which one word in forty is another.
    let copies: String = (0..30)
        .flat_map(|n| {
            let original = passage(n);
            let copy = original.replacen('w', "x", 1);
            [original, copy].map(|text| json!({"text": text}).to_string() + "\n")
        })
        .collect();
    workspace
        .write("docs.jsonl", copies)
        .write("bench/items.jsonl", json!({"question": "Say it:", "answer": passage(7)}).to_string() + "\n");
    let both = "[leakage]\nnear_duplicate = \"drop-from-train\"\n";
    let job = documents("drop-from-train").replace("[leakage]\n", both)
        + "[[leakage.reference]]\nname = \"house\"\nuri = \"bench\"\n";
    workspace.write("job.toml", job);
    workspace.run(&["run", "job.toml"]).expect(0);
    let manifest = workspace.json("out/manifest.json");
    assert_eq!(manifest["content"]["groups"]["total"], 30, "{}", manifest["content"]["groups"]);
    let report = workspace.json("out/leakage.json");
    assert_eq!((&report["references"][0]["name"], &report["references"][0]["records"]), (&json!("house"), &json!(1)));
    let train = workspace.read("out/nova-cpt/train.jsonl");
    assert!(!train.contains(&passage(7)[40..]), "what a benchmark asks is not trained on");
}

#[test]
fn groups_that_new_records_merge_are_told_one_by_one() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY).write("one.jsonl", lines(0..200));
    let rest = "[split]\nholdout = 0.3\nvalidation = 0.2\ntolerance = 1.0\n";
    workspace.write("job.toml", job(&["one"], rest));
    workspace.run(&["run", "job.toml", "--out", "v1"]).expect(0);
    let groups = workspace.json("v1/manifest.json")["content"]["groups"].clone();
    assert_eq!((&groups["merged"], &groups["moved_records"]), (&json!(0), &json!(0)));
    // Forty new records, each of the words of one customer and under the name of another.
    let mut data = lines(0..200);
    for n in 0..40 {
        let mut link = line(n, None);
        link["a"] = json!(format!("Another answer {n}."));
        link["customer"] = json!(format!("c{}", n + 100));
        data += &format!("{link}\n");
    }
    workspace.write("one.jsonl", data);
    workspace
        .run(&["run", "job.toml", "--out", "v2"])
        .expect(0)
        .says("were joined out of several by records that link them");
    let rows = |out: &str| -> BTreeMap<u64, scrubjay::manifest::lineage::LineageRecord> {
        let manifest = scrubjay::manifest::read(&workspace.join(out)).unwrap();
        let entry = manifest.content.outputs.iter().find(|output| output.file.path == "lineage.parquet").unwrap();
        let reader = scrubjay::manifest::LineageReader::open(&workspace.join(out), &entry.file).unwrap();
        reader.map(Result::unwrap).map(|row| (row.position, row)).collect()
    };
    let (before, after) = (rows("v1"), rows("v2"));
    let mut moved = 0;
    for (position, row) in &before {
        let later = &after[position];
        // Whoever stands elsewhere now is told, and told where it would be.
        assert_eq!(later.alone.as_ref(), (later.outcome != row.outcome).then_some(&row.outcome), "line {position}");
        moved += u64::from(later.outcome != row.outcome);
        let number = position - 1;
        if (100..140).contains(&number) {
            assert_eq!(later.group, after[&(position - 100)].group, "line {position} is joined");
        }
    }
    assert!(moved > 5, "{moved}");
    let groups = &workspace.json("v2/manifest.json")["content"]["groups"];
    assert_eq!((&groups["merged"], &groups["merged_records"]), (&json!(40), &json!(120)));
    assert!(groups["moved_records"].as_u64().unwrap() >= moved, "new records may be moved as well: {groups}");

    // Given the earlier version, nothing of it moves, and what cannot be joined without moving is withheld.
    workspace.write("job.toml", job(&["one"], &format!("{rest}previous = \"v1\"\n")));
    workspace.run(&["run", "job.toml", "--out", "v3"]).expect(0);
    let kept = rows("v3");
    assert!(before.iter().all(|(position, row)| kept[position].outcome == row.outcome));
    assert!(kept.values().all(|row| row.alone.is_none()));
}

#[test]
fn training_records_as_new_as_a_holdout_by_date_are_a_leak() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY).write("one.jsonl", lines(0..120));
    workspace.write("job.toml", job(&["one"], "[split]\nholdout = 0.1\nvalidation = 0\ntolerance = 1.0\n"));
    workspace.run(&["run", "job.toml", "--out", "v1"]).expect(0);
    // The earlier version trained on what is late by the date that is asked for now; where it has them they stay.
    workspace.write("one.jsonl", lines(0..200));
    let dated = "[split]\nholdout_after = 2026-10-01\nvalidation = 0\nprevious = \"v1\"\n";
    workspace.write("job.toml", job(&["one"], dated));
    workspace.run(&["run", "job.toml"]).expect(1).says("leak-temporal");
    let check = |report: &str| -> Value {
        let report = workspace.json(report);
        report["checks"].as_array().unwrap().iter().find(|check| check["id"] == "temporal").unwrap().clone()
    };
    let found = check("out.failed/leakage.json");
    assert_eq!(found["verdict"], "fail");
    let late = |line: u64| (line - 1) % 12 >= 9;
    for hit in found["hits"].as_array().unwrap() {
        assert!(
            late(hit["train"]["line"].as_u64().unwrap()) && late(hit["holdout"]["line"].as_u64().unwrap()),
            "{hit}"
        );
    }
    let hits = found["found"]["error"].as_u64().unwrap();
    assert!(hits > 15, "{found}");
    workspace.write("job.toml", job(&["one"], &format!("{dated}[leakage]\ntemporal = \"drop-from-train\"\n")));
    workspace.run(&["run", "job.toml", "--out", "dropped"]).expect(0).says(&format!("{hits} record(s) withheld"));
    assert_eq!(check("dropped/leakage.json")["verdict"], "pass");
    let number =
        |line: &String| line.split("Ticket ").nth(1).unwrap().split(':').next().unwrap().parse::<u64>().unwrap();
    assert!(workspace.lines("dropped/llama3-1/train.jsonl").iter().map(number).all(|n| !late(n + 1)));
}

#[test]
fn a_person_on_both_sides_is_found_before_and_whatever_redaction_writes() {
    let workspace = Workspace::new();
    workspace.write("secret.key", KEY);
    // Pairs of records of different customers; both of a pair name one address.
    let data: String = (0..120)
        .map(|n| {
            let mut record = line(n, None);
            record["q"] =
                json!(format!("{} Write to ada.obi{}@example.com please.", record["q"].as_str().unwrap(), n / 2));
            format!("{record}\n")
        })
        .collect();
    workspace.write("one.jsonl", data);
    let check = |report: &str| -> Value {
        let report = workspace.json(report);
        report["checks"].as_array().unwrap().iter().find(|check| check["id"] == "surrogate").unwrap().clone()
    };
    for redact in ["", "[redact]\ndefault = \"surrogate\"\nscope = \"record\"\n"] {
        let with = |action: &str| {
            format!(
                "{redact}[split]\nholdout = 0.3\nvalidation = 0\ntolerance = 1.0\n[leakage]\nsurrogate = \"{action}\"\nngram_containment = \"report\"\n"
            )
        };
        workspace.write("job.toml", job(&["one"], &with("report")));
        workspace.run(&["run", "job.toml", "--force"]).expect(0);
        let found = check("out/leakage.json");
        assert!(found["found"]["warning"].as_u64().unwrap() > 5, "{found}");
        for hit in found["hits"].as_array().unwrap() {
            let [train, held] = ["train", "holdout"].map(|side| hit[side]["line"].as_u64().unwrap() - 1);
            assert_eq!(train / 2, held / 2, "{hit}");
        }
        workspace.write("job.toml", job(&["one"], &with("fail")));
        workspace.run(&["run", "job.toml", "--out", "failed"]).expect(1).says("leak-surrogate");
        workspace.write("job.toml", job(&["one"], &with("move-group")));
        workspace.run(&["run", "job.toml", "--force"]).expect(0).says("moved to where they leaked to");
        assert_eq!(check("out/leakage.json")["verdict"], "pass");
    }
}
